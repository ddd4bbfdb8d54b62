"""Those whose week or whose first day makes a difference, counted by the database: they are too many to be read.

Whoever else of them is looked at one by one (see `late`) is compared with what is said of them here.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text

from learnhub.db import db
from learnhub.people.models import EVERY_WEEKDAY, Person, Posting
from learnhub.required import reading
from learnhub.required.active import Active
from learnhub.required.deadlines import State
from learnhub.required.presumed import Presumed
from learnhub.required.reading import Scope

OTHER_WEEK = text("working_days <> '1111100'")  # in the words of the partial index
Weeks = Sequence[str]


def by_their_week(one: Active, scope: Scope, presumed: Presumed, weeks: Weeks) -> Iterator[tuple[int, State, int]]:
    """Those who do not work Monday to Friday and stand elsewhere for that: (department, state, how many more or fewer).

    Within a week of a date they are many, otherwise nobody.
    """
    found: dict[State, list[tuple[str, str]]] = {State.OPEN: [], State.OVERDUE: []}
    for name in presumed.names():
        for week in weeks:
            if (is_ := presumed.state(name, week)) is not presumed.state(name):
                found[is_].append((name, week))
    for is_, some in found.items():
        if some:
            ids = select(Person.id.label("id")).where(OTHER_WEEK, Person.working_days.in_({week for _, week in some}))
            these = or_(*(_is(one, presumed, name, week) for name, week in some))
            yield from _moved(one, scope, presumed, ids, these, is_)


def by_their_first_day(one: Active, scope: Scope, presumed: Presumed, weeks: Weeks) -> Iterator[tuple[int, State, int]]:
    """Those who joined the service when the date of their week was no longer, or not yet, theirs; mostly lately."""
    found: dict[State, list[tuple[str, str, date, date]]] = {State.OPEN: [], State.OVERDUE: []}
    for name in presumed.names():
        for week in (EVERY_WEEKDAY, *weeks):
            is_ = State.OPEN if presumed.state(name, week) is State.OVERDUE else State.OVERDUE
            found[is_] += [(name, week, *days) for days in presumed.came_otherwise(name, week)]
    for is_, some in found.items():
        if some:
            ids = select(Person.id.label("id")).where(
                Person.joined_on.between(min(first for *_, first, _last in some), max(last for *_, last in some))
            )
            these = or_(*(
                _is(one, presumed, name, week) & Person.joined_on.between(first, last)
                for name, week, first, last in some
            ))  # fmt: skip
            yield from _moved(one, scope, presumed, ids, these, is_)


def other_weeks() -> Weeks:
    """The weeks that people work, but for Monday to Friday."""
    weeks = select(Person.working_days).where(OTHER_WEEK).distinct()
    return db.session.execute(weeks).scalars().all()


def open_among(
    one: Active, scope: Scope, presumed: Presumed, ids: Any, *columns: Any, count: bool = False
) -> Select[Any]:
    """Those of `ids` who have not done it, with when they last did; or how many they are."""
    done = reading.done_column(one)
    shown = columns if count else (*columns, done.label("done"))
    asked = reading.people_among(scope, ids, *shown, today=presumed.today)
    return asked.where(func.coalesce(done, -1) < presumed.done_ms)  # said once: looked up once


def _is(one: Active, presumed: Presumed, stratum: str, week: str) -> ColumnElement[bool]:
    """Whether a person, of those who have not done it, is in a stratum and works such a week."""
    week_is = Person.working_days == week
    if presumed.names() == [stratum]:
        return week_is
    return and_(week_is, presumed.holds(stratum, func.coalesce(reading.done_column(one), -1)))


def _moved(
    one: Active, scope: Scope, presumed: Presumed, ids: Any, these: ColumnElement[bool], is_: State
) -> Iterator[tuple[int, State, int]]:
    was = State.OVERDUE if is_ is State.OPEN else State.OPEN
    counted = open_among(one, scope, presumed, ids, Posting.department_id, func.count(), count=True)
    for department_id, people in db.session.execute(counted.where(these).group_by(Posting.department_id)):
        yield department_id, was, -people
        yield department_id, is_, people
