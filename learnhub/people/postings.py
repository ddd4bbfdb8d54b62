"""Where people work and since when: postings by date, joining and leaving.

A person's postings never overlap. The one in force today is marked current; whoever keeps figures by department (the
record) is told of every change of it through FOLLOWERS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import and_, delete, or_, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people import sessions
from learnhub.people.events import note_event
from learnhub.people.faults import Refused
from learnhub.people.models import Department, Person, Posting

DUE_AT_ONCE = 500  # people moved in one transaction; more wait for the next


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """A person's current posting is in another department now; None: in none (not yet come, or left)."""

    learner_id: int
    from_department_id: int | None
    to_department_id: int | None


FOLLOWERS: list[Callable[[PersonMoved], None]] = []


def post_person(
    person_id: int,
    department_id: int,
    from_on: date,
    grade: str | None = None,
    *,
    profession: str | None = None,
    office: str | None = None,
    by_person_id: int | None = None,
) -> Posting:
    """Post a person from a day on, until their next posting if they have one already; ends the one in force then.

    The same day again corrects that posting. Raises Refused when the department is not open on that day, or the person
    has left before it.
    """
    person = db.session.get_one(Person, person_id)
    department = db.session.get_one(Department, department_id)
    if department.opened_on > from_on or (department.closed_on is not None and department.closed_on <= from_on):
        raise Refused(_("%(code)s is not open on that day.", code=department.code), "department")
    if person.left_on is not None and person.left_on <= from_on:
        raise Refused(_("This person leaves before that day."), "from_on")
    was = _current_department(person_id)
    posting = _posting_from(person, from_on)
    posting.department_id, posting.grade, posting.profession, posting.office = department_id, grade, profession, office
    db.session.flush()
    note_event(person_id, "posted", by_person_id, department=department.code, from_on=from_on.isoformat())
    bring_up_to_date(person, was, clock.today())
    return posting


def _posting_from(person: Person, from_on: date) -> Posting:
    """The posting that begins on a day, made room for between its neighbours."""
    rows = db.session.execute(select(Posting).where(Posting.person_id == person.id).order_by(Posting.from_on)).scalars()
    until_on = person.left_on
    for row in rows:
        if row.from_on == from_on:
            return row
        if row.from_on > from_on:
            until_on = row.from_on
            break
        if row.until_on is None or row.until_on > from_on:
            row.until_on = from_on
    posting = Posting(person_id=person.id, from_on=from_on, until_on=until_on, is_current=False)
    db.session.add(posting)
    return posting


def record_departure(person_id: int, left_on: date, by_person_id: int | None = None) -> None:
    """Record the first day on which a person is no longer in service.

    Postings end with the day before, sessions once it has come; the learning record stays. Raises Refused when the
    day is before they joined.
    """
    person = db.session.get_one(Person, person_id)
    if left_on < person.joined_on:
        raise Refused(_("Nobody leaves before they joined."), "left_on")
    was = _current_department(person_id)
    person.left_on = left_on
    of_theirs = Posting.person_id == person_id
    db.session.execute(delete(Posting).where(of_theirs, Posting.from_on >= left_on))
    db.session.execute(
        update(Posting)
        .where(of_theirs, or_(Posting.until_on.is_(None), Posting.until_on > left_on))
        .values(until_on=left_on)
    )
    note_event(person_id, "left", by_person_id, on=left_on.isoformat())
    db.session.flush()
    bring_up_to_date(person, was, clock.today())


def apply_due_postings(today: date) -> int:
    """Make current what began, and end what ended, by today; how many people that was (at most DUE_AT_ONCE).

    Several machines may do this at once: each takes people that no other has (PostgreSQL; SQLite has one writer).
    """
    begun = and_(
        Posting.is_current.is_(False),
        Posting.from_on <= today,
        or_(Posting.until_on.is_(None), Posting.until_on > today),
    )
    ended = and_(Posting.is_current, Posting.until_on <= today)
    due = (
        select(Person)
        .where(Person.id.in_(select(Posting.person_id).where(or_(begun, ended))))
        .limit(DUE_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    people = list(db.session.execute(due).scalars())
    for person in people:
        bring_up_to_date(person, _current_department(person.id), today)
    return len(people)


def bring_up_to_date(person: Person, was: int | None, today: date) -> None:
    """Mark the posting in force today as the current one; tell the followers if its department is not `was`."""
    of_theirs = Posting.person_id == person.id
    in_force = db.session.execute(
        select(Posting.id, Posting.department_id).where(
            of_theirs, Posting.from_on <= today, or_(Posting.until_on.is_(None), Posting.until_on > today)
        )
    ).one_or_none()
    marked = in_force.id if in_force else 0
    # First off, then on: at most one posting of a person may be marked, and the database checks it row by row.
    db.session.execute(
        update(Posting).where(of_theirs, Posting.is_current, Posting.id != (marked or 0)).values(is_current=False)
    )
    if in_force:
        db.session.execute(
            update(Posting).where(Posting.id == marked, Posting.is_current.is_(False)).values(is_current=True)
        )
    if person.left_on is not None and person.left_on <= today:
        sessions.end_sessions_of(person.id)
    is_now = in_force.department_id if in_force else None
    if was != is_now:
        moved = PersonMoved(person.learner_id, was, is_now)
        for follower in FOLLOWERS:
            follower(moved)


def _current_department(person_id: int) -> int | None:
    return db.session.execute(
        select(Posting.department_id).where(Posting.person_id == person_id, Posting.is_current)
    ).scalar_one_or_none()
