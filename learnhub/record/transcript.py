"""A year of a transcript: courses, what else was completed or earned, and the sums of what is too small to list."""

from collections.abc import Iterable
from dataclasses import dataclass

from learnhub.record.showing import KINDS, Shown
from learnhub.record.wording import kind_of_time
from learnhub.record.words import ObjectKind, Verb

SUMMED = (ObjectKind.STUDY, ObjectKind.SUPPORT)  # many short ones: each is in the record itself


@dataclass(frozen=True, slots=True)
class Sum:
    """How many entries of a kind there are, and their minutes together."""

    what: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Year:
    """`others`: pathways, badges, events."""

    courses: list[Shown]
    others: list[Shown]
    sums: list[Sum]


def sorted_out(lines: Iterable[Shown]) -> Year:
    """The lines of one year, in their order."""
    rows = list(lines)
    sums = []
    for kind in SUMMED:
        for is_helping in (False, True):
            some = [one for one in rows if one.kind is kind and (one.line.verb == Verb.HELPED) is is_helping]
            if some:
                what = kind_of_time(kind, is_helping) if kind is ObjectKind.SUPPORT else str(KINDS[kind])
                sums.append(Sum(what, len(some), sum(one.line.minutes or 0 for one in some)))
    return Year(
        [one for one in rows if one.kind is ObjectKind.COURSE],
        [one for one in rows if one.kind is not ObjectKind.COURSE and one.kind not in SUMMED],
        sums,
    )
