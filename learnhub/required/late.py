"""The few of whom something else is true than of everybody: who came lately, works part of the week, was away around
the date, or has an exception. Found by indexes, a superset; worked out by the same rule as their own page.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, text, true, union
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Absence, Person, Posting
from learnhub.people.reach import within
from learnhub.required import reading
from learnhub.required.active import Active
from learnhub.required.audience import Audience
from learnhub.required.deadlines import WINDOW, Deadline, State, due_for
from learnhub.required.presumed import EVERY_DAY, Presumed, Somebody
from learnhub.required.reading import Scope

ONE_WEEK = timedelta(days=7)
# No absence that ended longer ago moves a date past today: at most 28 days are added, and six to a working day.
ABSENCE_REACHES = timedelta(days=WINDOW) + ONE_WEEK
CHUNK = 500
Found = tuple[int, int | None, str, State]  # department, when last completed in ms, the week, where they stand


def different(one: Active, scope: Scope, presumed: Presumed) -> Iterator[tuple[int, State, int]]:
    """What is different from what was presumed: (department, state, how many more or fewer)."""
    over = presumed.strata_over()
    # What is asked once is done or not: then who works other days need not be looked at one by one.
    by_week = bool(over) and one.rule.recurs is None and one.rule.again_from is None
    if by_week:
        yield from _of_weeks(one, scope, presumed)
    found = chain(_of_cases(one, scope, presumed), _of_late(one, scope, presumed, over, by_week=by_week))
    for department_id, done, week, is_ in found:
        stratum = presumed.stratum(done)
        was = presumed.state(stratum, week) if by_week else presumed.state(stratum)
        if is_ is not was:
            yield department_id, was, -1
            yield department_id, is_, 1


def _of_weeks(one: Active, scope: Scope, presumed: Presumed) -> Iterator[tuple[int, State, int]]:
    """Those whose working days alone make a difference, counted by the database: within a week of a date they are many.
    Whoever else of them is looked at one by one is compared with what is said here.
    """
    was = presumed.state("missed")
    weeks = [week for week in other_weeks() if presumed.state("missed", week) is not was]
    if not weeks:
        return
    theirs = select(Person.id.label("id")).where(text("working_days <> '1111100'"), Person.working_days.in_(weeks))
    by = Posting.department_id, Person.working_days
    counted = _open(one, scope, presumed, theirs, *by, func.count().label("people"), count=True).group_by(*by)
    for department_id, week, people in db.session.execute(counted):
        yield department_id, was, -people
        yield department_id, presumed.state("missed", week), people


def _of_cases(one: Active, scope: Scope, presumed: Presumed) -> Iterator[Found]:
    """Those with an exemption or an extension, one by one: few."""
    rows = db.session.execute(_open(one, scope, presumed, reading.with_case(one), *reading.COLUMNS)).all()
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        for row, person in zip(part, reading.covered_of(one, part), strict=True):
            yield row.department_id, row.done, row.working_days, due_for(one.rule, person, presumed.today).state


def _of_late(one: Active, scope: Scope, presumed: Presumed, over: Sequence[str], *, by_week: bool) -> Iterator[Found]:
    """Those whose own date may not be over although the rule's is; not for their working days alone where `by_week`."""
    if not over:
        return
    ids = union(*_maybe_later(one, scope, presumed, over, by_week=by_week))
    for _person_id, department_id, done, week, deadline in _each(one, scope, presumed, ids):
        yield department_id, done, week, deadline.state


def worked_out_by_person(one: Active, scope: Scope, presumed: Presumed, ids: Any) -> Iterator[tuple[int, Deadline]]:
    """The same, by the person's number."""
    for person_id, _department_id, _done, _week, deadline in _each(one, scope, presumed, ids, every_absence=True):
        yield person_id, deadline


def _each(
    one: Active, scope: Scope, presumed: Presumed, ids: Any, *, every_absence: bool = False
) -> Iterator[tuple[int, int, int | None, str, Deadline]]:
    """How those of `ids` stand who have not done it and have no case: person, department, when last, their week, what
    comes of it. Most are alike: each kind is worked out once.
    """
    counted_already = set(db.session.execute(reading.with_case(one)).scalars())
    columns = (Person.id, Posting.department_id, Person.joined_on, Posting.from_on, Person.working_days)
    rows = db.session.execute(_open(one, scope, presumed, ids, *columns)).all()
    away = _absences(date.min if every_absence else presumed.today - 2 * ABSENCE_REACHES)
    since = reading.since(one, rows)
    alike: dict[Any, Deadline] = {}
    first = (presumed.before or presumed.frame).start  # whoever was there before then is like everybody
    for id_, department_id, joined, from_on, working_days, done in rows:
        if id_ in counted_already:
            continue
        joined_on = max(joined, first)
        posted_on = None if one.audience.list_of is not None else max(since.get(id_, from_on), first)
        kind = (joined_on, posted_on, working_days, presumed.stratum(done), away.get(id_))
        deadline = alike.get(kind)
        if deadline is None:
            completions = () if done is None else (clock.from_ms(done),)
            person = Somebody(completions, joined_on, posted_on, working_days=working_days, absences=away.get(id_, ()))
            deadline = alike[kind] = due_for(one.rule, person, presumed.today)
        yield id_, department_id, done, working_days, deadline


def later_than_everybody(one: Active, reach_ids: frozenset[int] | None) -> int:
    """How many of those who have not done it would have a later date of their own, as things stand today."""
    presumed = Presumed(one.rule, max(clock.today(), one.rule.starts_on))
    scope, due = Scope(one.audience, reach_ids), presumed.frame.due
    moved, joined = came(scope.audience, presumed.frame.start)
    weeks = [week for week in other_weeks() if presumed.due("missed", week) > presumed.due("missed")]
    away = select(Absence.person_id.label("id")).where(
        Absence.until_on > due - timedelta(days=WINDOW), Absence.from_on <= due + ONE_WEEK
    )
    one_by_one = union(moved, joined, away)
    other_days = select(Person.id.label("id")).where(
        text("working_days <> '1111100'"),
        Person.working_days.in_(weeks),
        Person.id.not_in(select(one_by_one.subquery().c.id)),
    )
    theirs = presumed.due("missed")
    later = sum(
        deadline.due_on is not None and deadline.due_on > theirs
        for *_who, deadline in _each(one, scope, presumed, one_by_one)
    )
    counted = _open(one, scope, presumed, other_days, func.count(), count=True)
    return later + int(db.session.execute(counted).scalar_one())


def _open(one: Active, scope: Scope, presumed: Presumed, ids: Any, *columns: Any, count: bool = False) -> Select[Any]:
    """Those of `ids` who have not done it, with when they last did; or how many they are."""
    done = reading.done_column(one)
    shown = columns if count else (*columns, done.label("done"))
    asked = reading.people_among(scope, ids, *shown, today=presumed.today)
    return asked.where(func.coalesce(done, -1) < presumed.done_ms)  # said once: looked up once


def _absences(since: date) -> dict[int, tuple[tuple[date, date], ...]]:
    """Every absence of those with one that can still move a date past today: an earlier one may have begun it."""
    lately = select(Absence.person_id).where(Absence.until_on >= since)
    found: dict[int, tuple[tuple[date, date], ...]] = {}
    rows = db.session.execute(
        select(Absence.person_id, Absence.from_on, Absence.until_on)
        .where(Absence.person_id.in_(lately))
        .order_by(Absence.person_id, Absence.from_on)
    )
    for person_id, first, last in rows:
        found[person_id] = (*found.get(person_id, ()), (first, last))
    return found


def _maybe_later(one: Active, scope: Scope, presumed: Presumed, over: Sequence[str], *, by_week: bool) -> list[Any]:
    """Selects of people whose own date may not be over although the rule's is. A superset, and small."""
    today, rule = presumed.today, one.rule
    dues = [presumed.frame.due, *(presumed.due(name, EVERY_DAY) for name in over)]
    last_due = max((due for due in dues if due < today), default=min(dues))
    lately = today - timedelta(days=max(rule.notice, WINDOW)) - ONE_WEEK
    came_with_absence = (presumed.before or presumed.frame).start  # however long ago: an absence can be long
    if presumed.before is not None and presumed.frame.due >= lately:
        # Who came since this period began was not asked in the one before, and has the date of this one.
        lately = min(lately, presumed.frame.start - timedelta(days=1))
    # In the weeks before a date of their own that may lie so far back.
    away = select(Absence.person_id.label("id")).where(
        Absence.until_on >= today - ABSENCE_REACHES - timedelta(days=WINDOW)
    )
    around_the_date = select(Absence.person_id).where(
        Absence.until_on > min(dues) - timedelta(days=WINDOW), Absence.from_on <= last_due + ONE_WEEK
    )
    moved, joined = came(scope.audience, lately)
    moved_away, joined_away = came(scope.audience, came_with_absence)
    found: list[Any] = [
        moved,
        joined,
        moved_away.where(Posting.person_id.in_(away)),
        joined_away.where(Person.id.in_(away)),
        # Away in the weeks before the date, or nothing is added to it; and lately, or it is over all the same.
        away.where(Absence.person_id.in_(around_the_date)),
    ]
    if not by_week and last_due >= today - ONE_WEEK:
        found.append(select(Person.id.label("id")).where(text("working_days <> '1111100'"), _later(presumed, over)))
    return found


def _later(presumed: Presumed, over: Sequence[str]) -> ColumnElement[bool]:
    """The weeks (of those who do not work Monday to Friday) for whom something else is true."""
    return Person.working_days.in_(
        [week for week in other_weeks() if any(presumed.state(name, week) is not presumed.state(name) for name in over)]
    )


def other_weeks() -> Sequence[str]:
    """The weeks that people work, but for Monday to Friday."""
    weeks = select(Person.working_days).where(text("working_days <> '1111100'")).distinct()
    return db.session.execute(weeks).scalars().all()


def came(audience: Audience, after: date) -> tuple[Select[Any], Select[Any]]:
    """Who moved into the audience, and who joined the service, after a day."""
    moved = select(Posting.person_id.label("id")).where(
        reading.CURRENT, Posting.from_on > after, ~_was_among(audience, after)
    )
    return moved, select(Person.id.label("id")).where(Person.joined_on > after)


def _was_among(audience: Audience, before: date) -> ColumnElement[bool]:
    """Whether the posting just before the current one was in the audience too, and began by a day."""
    earlier = aliased(Posting)
    return exists().where(
        earlier.person_id == Posting.person_id,
        earlier.until_on == Posting.from_on,
        earlier.from_on <= before,
        within(earlier.department_id, audience.department_ids),
        earlier.grade.in_(sorted(audience.grades)) if audience.grades else true(),
        earlier.profession.in_(sorted(audience.professions)) if audience.professions else true(),
    )
