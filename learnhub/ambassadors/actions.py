"""The room's writes, by the names that other rooms, commands and tests call them. Each flushes; none commits."""

from sqlalchemy import select

from learnhub import clock
from learnhub.ambassadors.becoming import (
    agree_as_manager,
    apply_to_join,
    describe,
    follow,
    nominate,
    refuse_as_manager,
    turn_down,
)
from learnhub.ambassadors.deciding import approve, decline, name_buddy, set_adviser
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.pausing import add_away, lapse, pause, remove_away, renew, resume, stop_helping, tick
from learnhub.ambassadors.states import IN_NETWORK
from learnhub.ambassadors.stopping import stop
from learnhub.ambassadors.tending import lapse_due, tend_ambassadors
from learnhub.db import db
from learnhub.people.actions import PersonMoved
from learnhub.people.models import Person

__all__ = [
    "add_away",
    "agree_as_manager",
    "apply_to_join",
    "approve",
    "decline",
    "describe",
    "follow",
    "follow_move",
    "lapse",
    "lapse_due",
    "name_buddy",
    "nominate",
    "pause",
    "refuse_as_manager",
    "remove_away",
    "renew",
    "resume",
    "set_adviser",
    "stop",
    "stop_helping",
    "tend_ambassadors",
    "tick",
    "turn_down",
]


def follow_move(moved: PersonMoved) -> None:
    """Follow the people: who has left the service stops, and what they had taken on goes to others."""
    if moved.to_department_id is not None:
        return
    found = (
        select(Ambassador)
        .join(Person, Person.id == Ambassador.person_id)
        .where(Person.learner_id == moved.learner_id, Person.left_on <= clock.today())
        .where(Ambassador.state.in_(IN_NETWORK))
    )
    ambassador = db.session.execute(found).scalar_one_or_none()
    if ambassador is not None:
        stop(ambassador)
