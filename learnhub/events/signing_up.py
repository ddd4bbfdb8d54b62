"""Signing up, waiting and cancelling: in the caller's transaction, one at a time for each event.

Everything here first takes the event's row (PostgreSQL; SQLite has one writer anyway), counts after that, and so leaves
exactly as many people with a place as there are places, and the others in the order in which they came.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.events import telling
from learnhub.events.models import Event, SignUp
from learnhub.events.structures import EventState, SignUpState
from learnhub.events.waiting import Room, held_places, moving_up
from learnhub.people.faults import Refused
from learnhub.people.models import Person

LONGEST_NEEDS = 1_000


class Joining(Protocol):
    """Who signs up."""

    @property
    def person_id(self) -> int: ...

    @property
    def learner_id(self) -> int: ...


def lock_event(event_id: int) -> Event:
    """An event, held until this transaction ends. Raises LookupError when there is none."""
    held = select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    event = db.session.execute(held).scalar_one_or_none()
    if event is None:
        raise LookupError(f"there is no event {event_id}")
    return event


def sign_up(event_id: int, who: Joining, access_needs: str = "") -> SignUp:
    """Sign somebody up, or put them at the end of the waiting list; pressed twice it changes nothing.

    Whether they may see the event is the caller's to ask. Raises Refused when it is too late.
    """
    event = lock_event(event_id)
    now = clock.now()
    row = sign_up_of(event_id, who.person_id)
    if row is not None and row.state != SignUpState.CANCELLED:
        return row
    if event.state != EventState.OPEN:
        raise Refused(_("This event is not open: it has been cancelled, or is not published yet."))
    if now >= event.closes_at:
        raise Refused(_("Sign-up has closed. If you can come all the same, ask the organiser."))
    move_up(event)  # places that are no longer held go to those who waited for them
    room = room_of(event)
    row = row or SignUp(event_id=event_id, person_id=who.person_id, learner_id=who.learner_id)
    row.is_newcomer = is_newcomer(who.person_id)
    row.state = SignUpState.GOING if room.has_place_for(row.is_newcomer) else SignUpState.WAITING
    row.queued_at = _end_of_queue(event_id)
    row.access_needs = access_needs
    row.checked_in_at = row.confirmed_at = row.absent_at = None
    db.session.add(row)
    db.session.flush()
    return row


def cancel_sign_up(event_id: int, person_id: int) -> SignUp:
    """Give up a place, or one's place in the queue; whoever waits first moves up. Twice changes nothing.

    Raises LookupError for somebody who never signed up, Refused once the event has begun.
    """
    event = lock_event(event_id)
    row = sign_up_of(event_id, person_id)
    if row is None:
        raise LookupError("nobody of that number has signed up")
    if row.state == SignUpState.CANCELLED:
        return row
    if row.statement_seq is not None or (event.state == EventState.OPEN and clock.now() >= event.starts_at):
        raise Refused(_("The event has begun. Tell the organiser if you could not come."))
    row.state = SignUpState.CANCELLED
    row.access_needs = ""  # nobody needs to know them any more
    db.session.flush()
    move_up(event)
    return row


def move_up(event: Event) -> list[SignUp]:
    """Give places that are free to those who have waited longest, and tell them. The event's row is held."""
    if event.state != EventState.OPEN or clock.now() >= event.starts_at:
        return []
    room = room_of(event)
    if room.places is not None and room.going >= room.places:
        return []
    waiting = db.session.execute(
        select(SignUp.id, SignUp.is_newcomer)
        .where(SignUp.event_id == event.id, SignUp.state == SignUpState.WAITING)
        .order_by(SignUp.queued_at, SignUp.id)
    )
    moved = moving_up(room, [(row.id, row.is_newcomer) for row in waiting])
    if not moved:
        return []
    db.session.execute(update(SignUp).where(SignUp.id.in_(moved)).values(state=SignUpState.GOING))
    rows = db.session.execute(select(SignUp).where(SignUp.id.in_(moved)).order_by(SignUp.queued_at, SignUp.id))
    people = list(rows.scalars())
    telling.tell_moved_up(event, people)
    return people


def change_needs(event_id: int, person_id: int, access_needs: str) -> None:
    """Change what somebody needs in order to take part."""
    row = sign_up_of(event_id, person_id)
    if row is not None and row.state != SignUpState.CANCELLED:
        row.access_needs = access_needs
        db.session.flush()


def sign_up_of(event_id: int, person_id: int) -> SignUp | None:
    """Somebody's sign-up, whatever became of it."""
    found = select(SignUp).where(SignUp.event_id == event_id, SignUp.person_id == person_id)
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def room_of(event: Event) -> Room:
    """How full it is now."""
    counted = select(SignUp.is_newcomer, func.count()).where(
        SignUp.event_id == event.id, SignUp.state == SignUpState.GOING
    )
    counts = {bool(row[0]): row[1] for row in db.session.execute(counted.group_by(SignUp.is_newcomer))}
    held = held_places(event.places, event.prefers_newcomers, event.starts_at, clock.now())
    return Room(event.places, held, counts.get(True, 0), counts.get(False, 0))


def is_newcomer(person_id: int) -> bool:
    """Whether somebody has never been to an event."""
    been = select(SignUp.id).where(SignUp.person_id == person_id, SignUp.statement_seq.is_not(None)).limit(1)
    return db.session.execute(been).scalar_one_or_none() is None


def give_up_places_of(people: Sequence[int]) -> int:
    """Cancel what people who have left the service had signed up for and has not begun; how many sign-ups."""
    found = db.session.execute(
        select(SignUp.event_id, SignUp.person_id)
        .join(Event, Event.id == SignUp.event_id)
        .where(SignUp.person_id.in_(people), Event.starts_at > clock.now(), Event.state == EventState.OPEN)
        .where(SignUp.state.in_((SignUpState.GOING, SignUpState.WAITING)))
        .order_by(SignUp.event_id, SignUp.person_id)
    ).all()
    for event_id, person_id in found:
        cancel_sign_up(event_id, person_id)
    return len(found)


def leavers() -> list[int]:
    """People who have left and still have a place or wait for one, some at a time."""
    found = (
        select(SignUp.person_id)
        .distinct()
        .join(Event, Event.id == SignUp.event_id)
        .join(Person, Person.id == SignUp.person_id)
        .where(Event.starts_at > clock.now(), Event.state == EventState.OPEN, Person.left_on <= clock.today())
        .where(SignUp.state.in_((SignUpState.GOING, SignUpState.WAITING)))
        .limit(20)
    )
    return list(db.session.execute(found).scalars())


def _end_of_queue(event_id: int) -> datetime:
    """Now, but after everybody who signed up before, whatever the clocks of several machines say."""
    last: datetime | None = db.session.execute(
        select(func.max(SignUp.queued_at)).where(SignUp.event_id == event_id)
    ).scalar_one_or_none()
    now = clock.now()
    return now if last is None else max(now, last + timedelta(milliseconds=1))
