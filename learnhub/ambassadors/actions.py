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
from learnhub.ambassadors.listed import bring_up_to_date
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
    """Follow the people: who has left the service stops; who works elsewhere is found there."""
    if moved.from_department_id is None:
        return  # new, or back: nobody in the network yet, or the job sees to it
    found = (
        select(Ambassador, Person.left_on)
        .join(Person, Person.id == Ambassador.person_id)
        .where(Person.learner_id == moved.learner_id, Ambassador.state.in_(IN_NETWORK))
    )
    row = db.session.execute(found).one_or_none()
    if row is None:
        return
    ambassador, left_on = row
    bring_up_to_date(ambassador)
    if left_on is not None and left_on <= clock.today():
        stop(ambassador)
