"""What a year's pulse came to: shares of the answers, of groups of ten or more, service and departments. Pure.

All departments are one book, since the service less its departments must not give a few people away either: the
service's two tables come first, then each department's, as fine as they still may be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from learnhub.pulse.words import Changing, Knowing
from learnhub.reports.sealing import SMALLEST
from learnhub.reports.suppression import Book

Tally = Mapping[tuple[Changing, Knowing], int]
EVERYWHERE = 0
_SMALL = -1  # departments of fewer than ten answers, together


class _Answered(NamedTuple):
    department_id: int
    changing: Changing
    knowing: Knowing


@dataclass(frozen=True, slots=True)
class Answers:
    """How many of all gave an answer. What too few gave is not there: it is in `others`, put together."""

    counts: Mapping[IntEnum, int]
    others: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a department answered; a question whose answers would give a few people away is None."""

    answers: int
    changing: Answers | None
    knowing: Answers | None


def results_of(tallies: Mapping[int, Tally]) -> dict[int, Result]:
    """By department, those of fewer than ten answers left out; under `EVERYWHERE` all that are in a figure."""
    people = _people(tallies)
    book: Book[_Answered] = Book(people, lambda one: one.department_id)
    if not people:
        return {}
    departments = sorted({one.department_id for one in people} - {_SMALL})
    found = {EVERYWHERE: _result(book, people, lambda _: True)}
    for department_id in departments:
        found[department_id] = _result(book, people, _works_in(department_id))
    return found


def _works_in(department_id: int) -> Callable[[_Answered], bool]:
    return lambda one: one.department_id == department_id


def _people(tallies: Mapping[int, Tally]) -> dict[_Answered, int]:
    small = {id_ for id_, tally in tallies.items() if sum(tally.values()) < SMALLEST}
    people: dict[_Answered, int] = {}
    for department_id, tally in tallies.items():
        for (changing, knowing), count in tally.items():
            one = _Answered(_SMALL if department_id in small else department_id or _SMALL - 1, changing, knowing)
            people[one] = people.get(one, 0) + count
    if sum(count for one, count in people.items() if one.department_id == _SMALL) < SMALLEST:
        people = {one: count for one, count in people.items() if one.department_id != _SMALL}
    return people


def _result(book: Book[_Answered], people: Mapping[_Answered, int], holds: Callable[[_Answered], bool]) -> Result:
    here = {one: count for one, count in people.items() if holds(one)}
    return Result(
        sum(here.values()),
        _answers(book, here, holds, lambda one: one.changing),
        _answers(book, here, holds, lambda one: one.knowing),
    )


def _answers(
    book: Book[_Answered],
    here: Mapping[_Answered, int],
    holds: Callable[[_Answered], bool],
    answer_of: Callable[[_Answered], Any],
) -> Answers | None:
    rows = book.take(lambda one: answer_of(one) if holds(one) else None, lambda _: None)
    if rows is None:
        return None
    counts: dict[IntEnum, int] = {}
    for one, count in here.items():
        counts[answer_of(one)] = counts.get(answer_of(one), 0) + count
    shown = {key: counts[key] for key in rows.shown}
    return Answers(shown, sum(counts.values()) - sum(shown.values()))
