"""The room's writes, by the names that other rooms, commands and tests call them. Each flushes; none commits."""

from sqlalchemy import select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.stopping import stop
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.people.actions import PersonMoved
from learnhub.people.models import Person

__all__ = ["follow_move", "stop"]


def follow_move(moved: PersonMoved) -> None:
    """Follow the people: who has left the service stops, and what they had taken on goes to others."""
    if moved.to_department_id is not None:
        return
    found = (
        select(Ambassador)
        .join(Person, Person.id == Ambassador.person_id)
        .where(Person.learner_id == moved.learner_id, Person.left_on <= clock.today())
        .where(Ambassador.state.not_in((State.STOPPED, State.DECLINED)))
    )
    ambassador = db.session.execute(found).scalar_one_or_none()
    if ambassador is not None:
        stop(ambassador)
