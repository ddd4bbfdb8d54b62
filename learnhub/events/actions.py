"""What organisers do with an event: open, publish, change, cancel, hand over. In the caller's transaction.

`sign_up`, `check_in` and what else people do are in modules of their own and named here, where others look for them.
"""

import secrets
from dataclasses import fields
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.db import db
from learnhub.events import telling
from learnhub.events.models import Event, EventOrganiser, SignUp, joined
from learnhub.events.signing_up import cancel_sign_up, lock_event, move_up, room_of, sign_up
from learnhub.events.structures import Details, EventState
from learnhub.events.times import LONGEST_EVENT, closing_of, moment_of
from learnhub.markup import plain_shape, render
from learnhub.people.faults import Refused
from learnhub.people.models import Person

__all__ = [
    "add_organiser",
    "cancel_event",
    "cancel_sign_up",
    "change_event",
    "hand_over",
    "open_event",
    "publish_event",
    "remove_organiser",
    "sign_up",
    "take_over",
]

MOST_ORGANISERS = 10
MOST_OPEN_DRAFTS = 20


def open_event(organiser_person_id: int, details: Details) -> Event:
    """A new event as a draft, which its organiser alone sees. Raises Refused for times that cannot be."""
    drafts = select(func.count()).where(
        Event.organiser_person_id == organiser_person_id, Event.state == EventState.DRAFT
    )
    if db.session.execute(drafts).scalar_one() >= MOST_OPEN_DRAFTS:
        raise Refused(_("You have %(num)d events that are not published: publish or delete some first.",
                        num=MOST_OPEN_DRAFTS))  # fmt: skip
    now = clock.now()
    event = Event(
        token=secrets.token_hex(12),
        state=EventState.DRAFT.value,
        organiser_person_id=organiser_person_id,
        made_at=now,
        sequence=0,
    )
    _fill_in(event, details)
    db.session.add(event)
    db.session.flush()
    return event


def publish_event(event_id: int) -> Event:
    """Let the audience see an event. Again changes nothing; raises Refused when it is cancelled or over by now."""
    event = lock_event(event_id)
    if event.state == EventState.CANCELLED:
        raise Refused(_("This event is cancelled. Copy it to offer it again."))
    if event.state == EventState.DRAFT:
        if event.starts_at <= clock.now():
            raise Refused(_("It would have begun by now: change its time first."))
        event.state = EventState.OPEN.value
        event.changed_at = clock.now()
        db.session.flush()
    return event


def change_event(event_id: int, details: Details) -> Event:
    """Change an event; those who come are told of another time, place or link, and free places are given out.

    Raises Refused for fewer places than people who have one, and for the time or kind of what people have come to.
    """
    event = lock_event(event_id)
    if event.state == EventState.CANCELLED:
        raise Refused(_("A cancelled event cannot be changed. Copy it to offer it again."))
    going = room_of(event).going
    if details.places is not None and details.places < going:
        raise Refused(
            _("%(going)s people have a place already. Give at least %(going)s places; or ask some of them to cancel.",
              going=going),
            "places",
        )  # fmt: skip
    before = _what_is_told(event)
    if _what_counts(event) != _what_counts(details) and has_begun_to_count(event):
        raise Refused(
            _("People have checked in, so its kind and times stand in their records. Mark them as not come first."),
            "starts_on",
        )
    _fill_in(event, details)
    db.session.flush()
    if event.state == EventState.OPEN:
        said = {name: True for name, value in _what_is_told(event).items() if value != before[name]}
        event.sequence += 1
        if said and event.ends_at > clock.now():
            telling.tell_of(event, telling.CHANGED, said)
        move_up(event)
    return event


def cancel_event(event_id: int, why: str = "") -> Event:
    """Cancel an event and tell those who come or wait. Again changes nothing.

    Raises Refused when people have come to it.
    """
    event = lock_event(event_id)
    if event.state == EventState.CANCELLED:
        return event
    if has_begun_to_count(event):
        raise Refused(_("People have come to this event: it stands in their records and cannot be cancelled."))
    was_open = event.state == EventState.OPEN
    event.state = EventState.CANCELLED.value
    event.sequence += 1
    event.changed_at = clock.now()
    db.session.flush()
    if was_open and event.ends_at > clock.now():
        telling.tell_of(event, telling.CANCELLED, {"why": why} if why else {})
    return event


def delete_draft(event_id: int) -> None:
    """Delete an event that was never published."""
    db.session.execute(delete(Event).where(Event.id == event_id, Event.state == EventState.DRAFT))


def add_organiser(event_id: int, person: Person) -> None:
    """Let somebody organise an event too. Raises Refused for one who has left, or too many."""
    event = lock_event(event_id)
    if person.left_on is not None and person.left_on <= clock.today():
        raise Refused(_("%(name)s has left the service.", name=person.name), "email")
    together = select(func.count()).where(EventOrganiser.event_id == event_id)
    if db.session.execute(together).scalar_one() >= MOST_ORGANISERS:
        raise Refused(_("An event has at most %(num)d organisers.", num=MOST_ORGANISERS + 1), "email")
    if event.organiser_person_id != person.id:
        insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        row = {"event_id": event_id, "person_id": person.id, "added_at": clock.now()}
        db.session.execute(insert(EventOrganiser).values(row).on_conflict_do_nothing())
        telling.tell_organiser(event, person)


def remove_organiser(event_id: int, person_id: int) -> None:
    """End somebody's organising together; the main organiser hands over instead."""
    lock_event(event_id)
    db.session.execute(
        delete(EventOrganiser).where(EventOrganiser.event_id == event_id, EventOrganiser.person_id == person_id)
    )


def hand_over(event_id: int, to_person_id: int, *, stays: bool = True) -> Event:
    """Make one of the organisers the main one; who was it stays as a co-organiser, unless they are to go.

    Raises Refused for somebody who is not among the organisers.
    """
    event = lock_event(event_id)
    was = event.organiser_person_id
    if was == to_person_id:
        return event
    is_one = db.session.get(EventOrganiser, (event_id, to_person_id))
    if is_one is None:
        raise Refused(_("Make them an organiser first."))
    db.session.delete(is_one)
    event.organiser_person_id = to_person_id
    if was is not None and stays:
        db.session.add(EventOrganiser(event_id=event_id, person_id=was, added_at=clock.now()))
    db.session.flush()
    return event


def take_over(event_id: int, person: Person) -> Event:
    """Become the main organiser of an event whose own has left, or as an administrator. Who may is the caller's to ask.

    Whoever has left is no organiser any more; the other organisers stay and are told.
    """
    event = lock_event(event_id)
    was = db.session.get(Person, event.organiser_person_id) if event.organiser_person_id else None
    if event.organiser_person_id == person.id:
        return event
    db.session.execute(
        delete(EventOrganiser).where(EventOrganiser.event_id == event_id, EventOrganiser.person_id == person.id)
    )
    db.session.execute(update(Event).where(Event.id == event_id).values(organiser_person_id=person.id))
    db.session.refresh(event)
    if was is not None and (was.left_on is None or was.left_on > clock.today()):
        db.session.add(EventOrganiser(event_id=event_id, person_id=was.id, added_at=clock.now()))
        db.session.flush()
    telling.tell_taken_over(event, person)
    return event


def has_begun_to_count(event: Event) -> bool:
    """Whether anybody's record says that they came."""
    came = select(SignUp.id).where(SignUp.event_id == event.id, SignUp.statement_seq.is_not(None)).limit(1)
    return db.session.execute(came).scalar_one_or_none() is not None


def _fill_in(event: Event, details: Details) -> None:
    starts, ends = (moment_of(wall, details.zone).at for wall in (details.starts_local, details.ends_local))
    if starts is None or ends is None:
        raise Refused(_("The clocks never show that time."), "starts_on" if starts is None else "ends_at")
    if not starts < ends <= starts + LONGEST_EVENT:
        raise Refused(_("An event ends after it begins, and within seven days."), "ends_at")
    for each in fields(Details):
        if each.name not in {"audience", "teaches", "kind"}:
            setattr(event, each.name, getattr(details, each.name))
    event.kind = details.kind.value
    event.starts_at, event.ends_at = starts, ends
    event.closes_at = closing_of(details.closes_on, starts, details.zone)
    event.about_html = render(details.about, shape=plain_shape)
    event.for_departments = joined(details.audience.departments)
    event.for_grades = joined(details.audience.grades)
    event.for_professions = joined(details.audience.professions)
    event.course_id, event.module_slug = details.teaches or (None, None)
    event.changed_at = clock.now()


def _what_is_told(event: Event) -> dict[str, Any]:
    return {
        "times": (event.zone, event.starts_local, event.ends_local),
        "place": event.place,
        "link": event.remote_link,
    }


def _what_counts(of: Event | Details) -> tuple[Any, ...]:
    """What stands in the records of those who came: the kind, when, how long."""
    return (str(of.kind), of.zone, of.starts_local, of.ends_local, of.break_minutes)
