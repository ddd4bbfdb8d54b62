"""The few of whom something else is true than of everybody who works such a week and joined on such a day: who moved
lately, was away around the date, or has an exception. Found by indexes, a superset; worked out by the same rule as
their own page.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, true, union
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import EVERY_WEEKDAY, Absence, Person, Posting
from learnhub.people.reach import within
from learnhub.required import reading
from learnhub.required.active import Active
from learnhub.required.audience import Audience
from learnhub.required.counted import OTHER_WEEK, Weeks, by_their_first_day, by_their_week, open_among, other_weeks
from learnhub.required.deadlines import WINDOW, Deadline, State, due_for
from learnhub.required.presumed import EVERY_DAY, Presumed, Somebody
from learnhub.required.reading import Scope
from learnhub.workdays import closed_between

LOOKED_BACK = timedelta(days=120)
CHUNK = 500
Found = tuple[int, State, State]  # department, where somebody stands, where they were counted
MANY = 20_000  # people whose absences are not asked for by their numbers


def different(one: Active, scope: Scope, presumed: Presumed) -> Iterator[tuple[int, State, int]]:
    """What is different from what was presumed: (department, state, how many more or fewer)."""
    found = _of_cases(one, scope, presumed)
    if presumed.is_over():
        weeks = other_weeks()
        yield from by_their_week(one, scope, presumed, weeks)
        yield from by_their_first_day(one, scope, presumed, weeks)
        found = chain(found, _of_others(one, scope, presumed, weeks))
    for department_id, is_, was in found:
        if is_ is not was:
            yield department_id, was, -1
            yield department_id, is_, 1


def _of_cases(one: Active, scope: Scope, presumed: Presumed) -> Iterator[Found]:
    """Those with an exemption or an extension, one by one: few."""
    rows = db.session.execute(open_among(one, scope, presumed, reading.with_case(one), *reading.COLUMNS)).all()
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        for row, person in zip(part, reading.covered_of(one, part), strict=True):
            was = presumed.state(presumed.stratum(row.done), row.working_days, row.joined_on)
            yield row.department_id, due_for(one.rule, person, presumed.today).state, was


def _of_others(one: Active, scope: Scope, presumed: Presumed, weeks: Weeks) -> Iterator[Found]:
    """Those whose own date may not be over although the rule's is: for when they moved, or for an absence."""
    open_from = presumed.open_from((EVERY_WEEKDAY, *weeks))
    ids = union(*_maybe_later(one, scope, presumed, open_from))
    # Who only joined is counted already.
    these = Person.joined_on < open_from, (Person.joined_on < Posting.from_on) | Person.id.in_(_away(presumed.today))
    for _person_id, department_id, was, deadline in _each(one, scope, presumed, ids, *these):
        yield department_id, deadline.state, was


def worked_out_by_person(one: Active, scope: Scope, presumed: Presumed, ids: Any) -> Iterator[tuple[int, Deadline]]:
    """The same, by the person's number."""
    for person_id, _department_id, _was, deadline in _each(one, scope, presumed, ids):
        yield person_id, deadline


def _each(
    one: Active, scope: Scope, presumed: Presumed, ids: Any, *where: ColumnElement[bool]
) -> Iterator[tuple[int, int, State, Deadline]]:
    """How those of `ids` stand who have not done it and have no case: person, department, what was counted, what comes
    of it. Most are alike: each kind is worked out once.
    """
    counted_already = set(db.session.execute(reading.with_case(one)).scalars())
    columns = (Person.id, Posting.department_id, Person.joined_on, Posting.from_on, Person.working_days)
    rows = db.session.execute(open_among(one, scope, presumed, ids, *columns).where(*where)).all()
    away = _absences([row.id for row in rows]) if rows else {}
    since = reading.since(one, rows)
    alike: dict[Any, tuple[State, Deadline]] = {}
    for id_, department_id, joined, from_on, week, done in rows:
        if id_ in counted_already:
            continue
        joined_on = max(joined, presumed.first)
        posted_on = None if one.audience.list_of is not None else max(since.get(id_, from_on), presumed.first)
        stratum = presumed.stratum(done)
        kind = (joined_on, posted_on, week, stratum, away.get(id_))
        if kind not in alike:
            completions = () if done is None else (clock.from_ms(done),)
            person = Somebody(completions, joined_on, posted_on, working_days=week, absences=away.get(id_, ()))
            alike[kind] = presumed.state(stratum, week, joined_on), due_for(one.rule, person, presumed.today)
        yield id_, department_id, *alike[kind]


def later_than_everybody(one: Active, reach_ids: frozenset[int] | None) -> int:
    """How many of those who have not done it would have a later date of their own, as things stand today."""
    presumed = Presumed(one.rule, max(clock.today(), one.rule.starts_on))
    scope, due = Scope(one.audience, reach_ids), presumed.frame.due
    # Who came before then has it by everybody's date, or by a working day after it as everybody has.
    more = to_a_working_day(due + LOOKED_BACK)
    moved, joined = came(scope.audience, max(presumed.frame.start, due - timedelta(days=one.rule.notice) - more))
    weeks = [week for week in other_weeks() if presumed.due("missed", week) > presumed.due("missed")]
    away = select(Absence.person_id.label("id")).where(
        Absence.until_on > due - timedelta(days=WINDOW), Absence.from_on <= due + more
    )
    one_by_one = union(moved, joined, away)
    other_days = select(Person.id.label("id")).where(
        OTHER_WEEK,
        Person.working_days.in_(weeks),
        Person.id.not_in(select(one_by_one.subquery().c.id)),
    )
    theirs = presumed.due("missed")
    later = sum(
        deadline.due_on is not None and deadline.due_on > theirs
        for *_who, deadline in _each(one, scope, presumed, one_by_one)
    )
    counted = open_among(one, scope, presumed, other_days, func.count(), count=True)
    return later + int(db.session.execute(counted).scalar_one())


def _absences(ids: Collection[int]) -> dict[int, tuple[tuple[date, date], ...]]:
    """Every absence of some people: an earlier one may have begun what a later one goes on with."""
    asked = select(Absence.person_id, Absence.from_on, Absence.until_on)
    if len(ids) <= MANY:
        asked = asked.where(reading.among(Absence.person_id, ids))
    found: dict[int, tuple[tuple[date, date], ...]] = {}
    for person_id, first, last in db.session.execute(asked.order_by(Absence.person_id, Absence.from_on)):
        found[person_id] = (*found.get(person_id, ()), (first, last))
    return found


def _maybe_later(one: Active, scope: Scope, presumed: Presumed, open_from: date) -> list[Any]:
    """Selects of people whose own date may not be over although that of who joined with them is. A superset, and
    small. Of those who joined since `open_from` nobody is overdue."""
    today, rule = presumed.today, one.rule
    dues = [presumed.frame.due, *(presumed.due(name, EVERY_DAY) for name in presumed.names())]
    last_due = max((due for due in dues if due < today), default=min(dues))
    more = to_a_working_day(today)
    lately = today - timedelta(days=max(rule.notice, WINDOW)) - more
    if presumed.before is not None and presumed.frame.due >= lately:
        # Who came since this period began was not asked in the one before, and has the date of this one.
        lately = min(lately, presumed.frame.start - timedelta(days=1))
    away = _away(today)
    around_the_date = select(Absence.person_id).where(
        Absence.until_on > min(dues) - timedelta(days=WINDOW), Absence.from_on <= last_due + more
    )
    moved, _joined = came(scope.audience, lately)
    # Who came before then has the date of all; since then, one of their own, in which an absence counts.
    own = max(presumed.first, min(dues) - timedelta(days=rule.notice) - more)
    moved_away, joined_away = came(scope.audience, own)
    return [
        # + 0 and a list: or SQLite looks up everybody who joined.
        moved.where((Posting.person_id + 0).not_in(select(Person.id).where(Person.joined_on >= open_from))),
        moved_away.where(Posting.person_id.in_(away)),
        joined_away.where(Person.joined_on < open_from, Person.id.in_(away)),
        # Away in the weeks before the date, or nothing is added to it; and lately, or it is over all the same.
        away.where(Absence.person_id.in_(around_the_date)),
    ]


def to_a_working_day(today: date) -> timedelta:
    """How much at most was added to a date for days on which nobody works or somebody does not: a week, and one more
    for each bank holiday, since who works one day a week may have lost all of them."""
    return timedelta(weeks=1 + closed_between(today - LOOKED_BACK, today))


def _away(today: date) -> Select[Any]:
    """Who was away lately: in the weeks before a date of their own that may lie as far back."""
    # No absence that ended longer ago moves a date past today: at most 28 days are added, and those to a working day.
    since = today - 2 * timedelta(days=WINDOW) - to_a_working_day(today)
    return select(Absence.person_id.label("id")).where(Absence.until_on >= since)


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
        earlier.until_on.is_not(None),  # in the words of the partial index
        earlier.from_on <= before,
        within(earlier.department_id, audience.department_ids),
        earlier.grade.in_(sorted(audience.grades)) if audience.grades else true(),
        earlier.profession.in_(sorted(audience.professions)) if audience.professions else true(),
    )
