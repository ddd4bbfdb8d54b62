"""Who organises an event, and who may take it over.

Every organiser may do everything, so a co-organiser simply goes on when the main one leaves the service. Where there is
none, the line manager of whoever left may take the event over; an administrator always may, and the others are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.events.models import Event, EventOrganiser
from learnhub.events.queries import Viewer, organised_by
from learnhub.events.structures import EventState
from learnhub.people.models import Person
from learnhub.permissions import Permission


@dataclass(frozen=True, slots=True)
class Organiser:
    """One of an event's organisers."""

    person_id: int
    name: str
    email: str
    is_main: bool
    has_left: bool


def organisers_of(event: Event) -> Sequence[Organiser]:
    """The main one first, then the others by name."""
    together = select(EventOrganiser.person_id).where(EventOrganiser.event_id == event.id)
    found = select(Person.id, Person.name, Person.email, Person.left_on).where(
        (Person.id == event.organiser_person_id) | Person.id.in_(together)
    )
    organisers = [
        Organiser(
            row.id,
            row.name,
            row.email,
            row.id == event.organiser_person_id,
            (row.left_on or date.max) <= clock.today(),
        )
        for row in db.session.execute(found)
    ]
    return sorted(organisers, key=lambda one: (not one.is_main, one.name.casefold()))


def event_to_take_over(visitor: Viewer, event_id: int) -> tuple[Event, bool]:
    """An event that this person organises (True) or may take over (False); else 404."""
    row = db.session.execute(
        select(Event, organised_by(visitor.person_id), Person.left_on, Person.line_manager_id)
        .outerjoin(Person, Person.id == Event.organiser_person_id)
        .where(Event.id == event_id)
    ).one_or_none()
    if row is None:
        abort(404)
    event, is_organiser, left_on, line_manager_id = row
    if is_organiser:
        return event, True
    has_left = event.organiser_person_id is None or (left_on or date.max) <= clock.today()
    is_heir = has_left and line_manager_id == visitor.person_id
    is_admin = visitor.may(Permission.MANAGE_PEOPLE) and event.state != EventState.DRAFT
    if not (is_heir or is_admin):
        abort(404)
    return event, False
