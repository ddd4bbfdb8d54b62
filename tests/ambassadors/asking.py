"""Ambassadors and requests for stories: with safe defaults, written against the tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import inspect, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import requests
from learnhub.ambassadors.listed import bring_up_to_date
from learnhub.ambassadors.models import Ambassador, AmbassadorAway, AmbassadorSkill, HelpRequest, RequestOffer
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.requests import Asked
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.people.models import Person
from tests import people
from tests.factories import committed, make_person

TUESDAY = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)


def make_ambassador(
    who: Person | str | None = None,
    *,
    skills: tuple[str, ...] | dict[str, str] = ("spreadsheets",),
    away: tuple[Any, Any] | None = None,
    **columns: Any,
) -> Ambassador:
    """Somebody who helps with spreadsheets, four hours a month and two mentorships, and was never asked."""
    person = people.person(who) if isinstance(who, str) else who or make_person()
    levels = skills if isinstance(skills, dict) else dict.fromkeys(skills, "working")
    with committed():
        now = clock.now()
        row = Ambassador(person_id=person.id, **{"state": State.ACTIVE, "applied_at": now, "active_at": now, **columns})
        db.session.add(row)
        db.session.flush()
        bring_up_to_date(row)
        db.session.add_all(
            AmbassadorSkill(ambassador_id=row.id, skill=code, level=level) for code, level in levels.items()
        )
        if away:
            db.session.add(AmbassadorAway(ambassador_id=row.id, from_on=away[0], until_on=away[1]))
        db.session.flush()
    return row


def ask(who: Person | str = "learner", text: str = "How do I make a pivot table?", **fields: Any) -> HelpRequest:
    """A request about spreadsheets, of the learner."""
    person = people.person(who) if isinstance(who, str) else who
    form_key = fields.pop("form_key", None)
    with database.write():
        made = requests.ask_for_help(person.id, Asked(text, **{"skills": ("spreadsheets",), **fields}), form_key)
    return fresh(made.id)


def fresh(request_id: int) -> HelpRequest:
    """A request as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(HelpRequest, request_id)


def again(ambassador: Ambassador) -> Ambassador:
    """An ambassador as the database has them now."""
    db.session.rollback()
    db.session.expire_all()
    identity = inspect(ambassador).identity  # also of a row that another session has let go
    assert identity is not None
    return db.session.get_one(Ambassador, identity[0])


def accept(request: HelpRequest, ambassador: Ambassador) -> HelpRequest:
    with database.write():
        requests.accept_request(request.id, ambassador)
    return fresh(request.id)


def decline(request: HelpRequest, ambassador: Ambassador, reason: str = "no-time") -> HelpRequest:
    with database.write():
        requests.decline_request(request.id, ambassador.id, reason)
    return fresh(request.id)


def offers(request: HelpRequest) -> list[tuple[int, str | None]]:
    """(ambassador, answer) of a request, in the order in which they were asked."""
    rows = select(RequestOffer.ambassador_id, RequestOffer.answer).where(RequestOffer.request_id == request.id)
    return [(row[0], row[1]) for row in db.session.execute(rows.order_by(RequestOffer.id))]


def request_of(learner: Person) -> dict[str, int]:
    """For the table of access: the learner asks, and the ambassador of the cast is asked. In the caller's write."""
    amir = ambassador_of(people.person("ambassador").id) or make_ambassador("ambassador")
    asked = Asked("How do I make a pivot table?", wanted_id=amir.id)
    return {"request": requests.ask_for_help(learner.id, asked).id}
