"""Figures as plain data: each with its denominator. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from learnhub.web.paging import PAGE_SIZE, Page


@dataclass(frozen=True, slots=True)
class Standing:
    """How people stand in one course, or in several: then each person counts once for each course.

    `people` is how many work there now, `courses` how many courses each is counted for.
    """

    people: int
    in_progress: int
    complete: int
    courses: int = 1

    @property
    def places(self) -> int:
        """What the rest is a part of. Never less than the parts: leavers leave the two sides at two moments."""
        return max(self.people * self.courses, self.in_progress + self.complete)

    @property
    def not_started(self) -> int:
        return self.places - self.in_progress - self.complete

    @property
    def share(self) -> float:
        """Complete, as a part of all: 0 to 1."""
        return self.complete / self.places if self.places else 0.0


@dataclass(frozen=True, slots=True)
class Completed:
    """Completions in a span of days, beside how many people work there now."""

    people: int
    completions: int

    @property
    def per_hundred(self) -> float:
        """Completions for each hundred people; none where nobody works now."""
        return 100 * self.completions / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a report. `key` is a department's code or a course's slug; `leads_on`: there is more below it."""

    key: str
    name: str
    figures: Any
    leads_on: bool = True


L = TypeVar("L", bound=Line)


def in_order(lines: Iterable[L], columns: dict[str, Callable[[L], Any]], sort: str) -> list[L]:
    """Lines by one of the columns, downwards with "-" in front; equal ones by name. An unknown column is the first."""
    name = sort.removeprefix("-")
    column = columns.get(name) or next(iter(columns.values()))
    by_name = sorted(lines, key=lambda line: (line.name.casefold(), line.key))
    return sorted(by_name, key=column, reverse=sort.startswith("-") and name in columns)


def page_after(lines: Sequence[L], after: str | None) -> Page[L]:
    """A page of lines: after the one with that key, or from the beginning."""
    start = next((place + 1 for place, line in enumerate(lines) if line.key == after), 0)
    shown = lines[start : start + PAGE_SIZE]
    return Page(shown, shown[-1].key if len(lines) > start + PAGE_SIZE else None)
