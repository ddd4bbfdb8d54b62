"""The tables of the reports: sums of the summaries put beside the people they are a part of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from learnhub import clock
from learnhub.catalogue.roll import Enrolled
from learnhub.people.queries import headcounts
from learnhub.people.reach import Reach
from learnhub.record.ledger import first_day_of, month_of
from learnhub.record.models import NOWHERE
from learnhub.reports import queries
from learnhub.reports.figures import Completed, Line, Standing
from learnhub.reports.queries import By
from learnhub.reports.spans import split
from learnhub.web.i18n import gettext as _

F = TypeVar("F")
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Table(Generic[F]):
    """Lines, and the figures of all of them together: not their sum, since a merged unit may stand below two."""

    lines: list[Line]
    total: F


def progress_by_course(reach: Reach, roll: Sequence[Enrolled], course: Enrolled | None) -> Table[Standing]:
    """A line for each course that is offered, or that somebody there has begun."""
    people = people_in(reach.ids, headcounts(clock.today()))
    sums = queries.standing_sums(reach.ids, course.id if course else None, By.COURSES)
    counted = [
        each for each in roll if each == course or (course is None and (each.is_served or any(sums.get(each.id, ()))))
    ]
    lines = [Line(each.slug, each.title, Standing(people, *sums.get(each.id, (0, 0)))) for each in counted]
    return Table(lines, Standing(people, *_added(sums.values()), len(counted)))


def progress_by_department(reach: Reach, roll: Sequence[Enrolled], course: Enrolled | None) -> Table[Standing]:
    """A line for each department directly below; without a course, each person counts once for each course."""
    counts = headcounts(clock.today())
    courses = 1 if course else len({each.id for each in roll if each.is_served} | queries.courses_begun(reach.ids))
    sums = queries.standing_sums(reach.ids, course.id if course else None, By.DEPARTMENTS)

    def figures(ids: frozenset[int] | None) -> Standing:
        return Standing(people_in(ids, counts), *_added(_of(ids, sums)), courses)

    return Table(_departments(reach, figures, lambda standing: standing.people or standing.places), figures(reach.ids))


def completions_by_course(
    reach: Reach, roll: Sequence[Enrolled], course: Enrolled | None, days: tuple[date, date]
) -> Table[Completed]:
    """A line for each course that is offered, or that was completed in these days."""
    people = people_in(reach.ids, headcounts(clock.today()))
    asked = [course] if course else roll
    sums = queries.completion_sums(reach.ids, [each.id for each in asked], split(*days, clock.today()), By.COURSES)
    lines = [
        Line(each.slug, each.title, Completed(people, sums.get(each.id, 0)))
        for each in asked
        if course or each.is_served or sums.get(each.id)
    ]
    return Table(lines, Completed(people, sum(sums.values())))


def completions_by_department(
    reach: Reach, roll: Sequence[Enrolled], course: Enrolled | None, days: tuple[date, date]
) -> Table[Completed]:
    """A line for each department directly below, by where people worked on the day."""
    counts = headcounts(clock.today())
    asked = [course.id] if course else [each.id for each in roll]
    sums = queries.completion_sums(reach.ids, asked, split(*days, clock.today()), By.DEPARTMENTS)

    def figures(ids: frozenset[int] | None) -> Completed:
        return Completed(people_in(ids, counts), sum(_of(ids, sums)))

    lines = _departments(reach, figures, lambda completed: completed.people or completed.completions)
    nowhere = sums.get(NOWHERE, 0)
    if reach.ids is None and nowhere:
        lines.append(Line("-", _("No department on the day"), Completed(0, nowhere), leads_on=False))
    return Table(lines, figures(reach.ids))


def months(reach: Reach) -> list[tuple[date, int]]:
    """The last twelve months, this one included, oldest first: the first day of each, and its completions."""
    last = month_of(clock.today())
    first = last - MONTHS_SHOWN + 1
    sums = queries.monthly_completions(reach.ids, first_day_of(first), first_day_of(last))
    return [(first_day_of(month), sums.get(month, 0)) for month in range(first, last + 1)]


def people_in(ids: frozenset[int] | None, counts: Mapping[int, int]) -> int:
    """How many people work in these departments."""
    return sum(_of(ids, counts))


def _departments(reach: Reach, figures: Callable[[frozenset[int]], F], is_shown: Callable[[F], object]) -> list[Line]:
    """What lies directly below, then those who work in the chosen department itself; closed units only with figures."""
    lines = [
        Line(unit.code, unit.name, made)
        for unit in reach.rows
        for made in [figures(reach.ids_of(unit))]
        if unit.is_open or is_shown(made)
    ]
    if reach.chosen is not None:
        itself = figures(frozenset({reach.chosen.id}))
        if is_shown(itself) or not lines:
            name = _("%(name)s itself", name=reach.chosen.name) if lines else reach.chosen.name
            lines.append(Line(reach.chosen.code, name, itself, leads_on=False))
    return lines


def _of(ids: frozenset[int] | None, sums: Mapping[int, Any]) -> list[Any]:
    """The sums of these departments: by whichever of the two is shorter."""
    if ids is None:
        return list(sums.values())
    if len(ids) < len(sums):
        return [sums[id_] for id_ in ids if id_ in sums]
    return [value for id_, value in sums.items() if id_ in ids]


def _added(pairs: Any) -> tuple[int, int]:
    held = list(pairs)
    return sum(pair[0] for pair in held), sum(pair[1] for pair in held)
