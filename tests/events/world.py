"""Events for stories: with safe defaults, at a fixed time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import actions
from learnhub.events.models import Event, SignUp
from learnhub.events.structures import Details, EventKind
from learnhub.people.models import Person
from tests import people
from tests.factories import committed


def details(**fields: Any) -> Details:
    """A workshop of two hours in ten days, at ten o'clock in London, for everybody."""
    on: date = fields.pop("on", None) or clock.today() + timedelta(days=10)
    starts = fields.pop("starts", time(10))
    ends = fields.pop("ends", time(12))
    defaults: dict[str, Any] = {
        "kind": EventKind.WORKSHOP,
        "title": "Mending a broken spreadsheet",
        "about": "Bring one that *hurts*.",
        "zone": "Europe/London",
        "starts_local": datetime.combine(on, starts),
        "ends_local": datetime.combine(on, ends),
        "place": "Room 4, Hexham",
    }
    return Details(**{**defaults, **fields})


def make_event(organiser: Person | str = "ambassador", *, publish: bool = True, **fields: Any) -> Event:
    """An event that is open, unless it is to stay a draft."""
    by = people.person(organiser) if isinstance(organiser, str) else organiser
    with committed():
        event = actions.open_event(by.id, details(**fields))
        if publish:
            actions.publish_event(event.id)
    return event


class Somebody:
    """Who signs up, as plain data that a thread may hold."""

    def __init__(self, person: Person) -> None:
        self.person_id, self.learner_id = person.id, person.learner_id


def join(event: Event, who: Person | str, **more: Any) -> SignUp:
    person = people.person(who) if isinstance(who, str) else who
    with database.write():
        return actions.sign_up(event.id, Somebody(person), **more)


def leave(event: Event, who: Person | str) -> SignUp:
    person = people.person(who) if isinstance(who, str) else who
    with database.write():
        return actions.cancel_sign_up(event.id, person.id)


def states(event: Event) -> dict[int, str]:
    """Person → where they stand, in the order of the queue."""
    db.session.rollback()
    rows = select(SignUp).where(SignUp.event_id == event.id).order_by(SignUp.queued_at, SignUp.id)
    return {row.person_id: row.state for row in db.session.execute(rows).scalars()}


def at_once(app: Flask, works: Sequence[Callable[[], None]]) -> None:
    """Each in a thread with a session of its own, all let go together; the first error is raised here."""
    gate = Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        with app.app_context():
            gate.wait(timeout=60)
            try:
                work()
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result(timeout=120)


def london(text: str) -> datetime:
    """An instant from what clocks in London show in winter: "2026-11-03 10:00" is UTC too."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
