"""HR's sums: from the kept summaries, grouped by the database; no query here reads a row a person.

`standing` counts people where they work now; completions are counted where they worked on the day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select, text, true, union_all

from learnhub import clock
from learnhub.db import db
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds, month_of
from learnhub.record.models import NOWHERE, CompletionMonth, Standing, Statement, Voided
from learnhub.reports.spans import Days, Split


class By(StrEnum):
    """What the rows of a report are."""

    DEPARTMENTS = "departments"
    COURSES = "courses"


def standing_sums(ids: frozenset[int] | None, course_id: int | None, by: By) -> dict[int, tuple[int, int]]:
    """(in progress, complete) by the number of the department itself, or of the course."""
    key = Standing.department_id if by is By.DEPARTMENTS else Standing.course_id
    rows = db.session.execute(
        select(key, func.sum(Standing.in_progress), func.sum(Standing.complete))
        .where(within(Standing.department_id, ids), true() if course_id is None else Standing.course_id == course_id)
        .group_by(key)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def courses_begun(ids: frozenset[int] | None) -> set[int]:
    """The courses that somebody who works there now has begun."""
    begun = (Standing.in_progress > 0) | (Standing.complete > 0)
    return set(
        db.session.execute(
            select(Standing.course_id).where(within(Standing.department_id, ids), begun).distinct()
        ).scalars()
    )


def completion_sums(ids: frozenset[int] | None, course_ids: Sequence[int], span: Split, by: By) -> dict[int, int]:
    """Completions of these courses by the number of the department on the day (0: none), or of the course."""
    parts = [*_months(ids, course_ids, span, by)]
    for days in span.edges:
        parts += _days(ids, course_ids, days, by)
    if not parts:
        return {}
    each = union_all(*parts).subquery("each")
    rows = db.session.execute(select(each.c.key, func.sum(each.c.counted)).group_by(each.c.key))
    return {row[0]: int(row[1]) for row in rows if row[1]}


def monthly_completions(ids: frozenset[int] | None, first: date, last: date) -> dict[int, int]:
    """Completions of all courses by month (numbered as in `CompletionMonth`)."""
    months = CompletionMonth.month.between(month_of(first), month_of(last))
    rows = db.session.execute(
        select(CompletionMonth.month, func.sum(CompletionMonth.completions))
        .where(within(CompletionMonth.department_id, ids), months)
        .group_by(CompletionMonth.month)
    )
    return {row[0]: int(row[1]) for row in rows}


def _months(ids: frozenset[int] | None, course_ids: Sequence[int], span: Split, by: By) -> Iterable[Select[int, int]]:
    if span.months is None:
        return
    key = CompletionMonth.department_id if by is By.DEPARTMENTS else CompletionMonth.course_id
    yield (
        select(key.label("key"), func.sum(CompletionMonth.completions).label("counted"))
        .where(
            CompletionMonth.course_id.in_(course_ids),
            CompletionMonth.month.between(*span.months),
            within(CompletionMonth.department_id, ids),
        )
        .group_by(key)
    )


def _days(ids: frozenset[int] | None, course_ids: Sequence[int], days: Days, by: By) -> Iterable[Select[int, int]]:
    """The completions of some days, and less those voided since: both from the partial index of completions."""
    key: Any = func.coalesce(Statement.department_id, NOWHERE) if by is By.DEPARTMENTS else Statement.course_id
    start, stop = (clock.to_ms(clock.start_of(day)) for day in days)
    at = milliseconds(Statement.at)
    there = (
        text("statement.is_course_completion"),  # as the index says it
        Statement.course_id.in_(course_ids),
        at >= start,
        at < stop,
        within(Statement.department_id, ids),
    )
    yield select(key.label("key"), func.count().label("counted")).where(*there).group_by(key)
    yield (
        select(key.label("key"), (-func.count()).label("counted"))
        .join(Voided, Voided.seq == Statement.seq)
        .where(*there)
        .group_by(key)
    )
