"""A year of study summed up, for the conversation about performance: by kind, skill, time and how known. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from learnhub.record.words import Assurance


class Studied(Protocol):
    """What a summary asks of an entry."""

    @property
    def minutes(self) -> int: ...

    @property
    def kind(self) -> str | None: ...

    @property
    def time(self) -> str | None: ...

    @property
    def skills(self) -> tuple[str, ...]: ...

    @property
    def assurance(self) -> Assurance: ...


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a table: how many minutes of how many entries."""

    what: str | None
    minutes: int
    entries: int


@dataclass(frozen=True, slots=True)
class YearSummary:
    """Most minutes first. An entry about two skills counts whole for each, so these may add up to more than all."""

    minutes: int
    entries: int
    by_kind: tuple[Share, ...]
    by_time: tuple[Share, ...]
    by_skill: tuple[Share, ...]
    by_assurance: dict[Assurance, int]


def summary_of(entries: Sequence[Studied]) -> YearSummary:
    """What a year's entries amount to."""
    return YearSummary(
        minutes=sum(entry.minutes for entry in entries),
        entries=len(entries),
        by_kind=_shares(entries, lambda entry: [entry.kind]),
        by_time=_shares(entries, lambda entry: [entry.time]),
        by_skill=_shares(entries, lambda entry: list(dict.fromkeys(entry.skills))),
        by_assurance={
            known: sum(entry.minutes for entry in entries if entry.assurance is known) for known in reversed(Assurance)
        },
    )


def _shares(entries: Sequence[Studied], told_by: Callable[[Studied], Iterable[str | None]]) -> tuple[Share, ...]:
    minutes: dict[str | None, int] = {}
    counts: dict[str | None, int] = {}
    for entry in entries:
        for what in told_by(entry):
            minutes[what] = minutes.get(what, 0) + entry.minutes
            counts[what] = counts.get(what, 0) + 1
    ordered = sorted(minutes, key=lambda what: (-minutes[what], what or "~"))
    return tuple(Share(what, minutes[what], counts[what]) for what in ordered)
