"""Who accompanies somebody new: a full ambassador near them who has the fewest newcomers already."""

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.people.models import Person, Posting

MOST_NEWCOMERS = 3  # that one buddy accompanies at a time


def buddy_for(newcomer: Ambassador) -> int | None:
    """The same department before the same office before anybody; then the fewest newcomers, then the longest there.

    Never their own line manager. None when nobody is free: the lead names one.
    """
    mine = db.session.execute(
        select(Posting.department_id, Posting.office, Person.line_manager_id)
        .select_from(Person)
        .outerjoin(Posting, (Posting.person_id == Person.id) & Posting.is_current)
        .where(Person.id == newcomer.person_id)
    ).one()
    near = [
        (condition, weight)
        for condition, weight in (
            (Posting.department_id == mine.department_id, 0),
            (Posting.office == mine.office, 1),
        )
        if condition.right.value is not None
    ]
    nearness: ColumnElement[int] = case(*near, else_=2) if near else func.abs(2)
    statement = (
        select(Ambassador.id)
        .join(Person, Person.id == Ambassador.person_id)
        .outerjoin(Posting, (Posting.person_id == Person.id) & Posting.is_current)
        .where(
            Ambassador.state == State.ACTIVE,
            Ambassador.id != newcomer.id,
            or_(Person.left_on.is_(None), Person.left_on > clock.today()),
            newcomers_of(Ambassador.id) < MOST_NEWCOMERS,
        )
        .order_by(nearness, newcomers_of(Ambassador.id), Ambassador.began_at, Ambassador.id)
        .limit(1)
    )
    if mine.line_manager_id is not None:
        statement = statement.where(Ambassador.person_id != mine.line_manager_id)
    return db.session.execute(statement).scalar_one_or_none()


def newcomers_of(ambassador_id: object) -> ColumnElement[int]:
    """How many provisional ambassadors somebody is the buddy of."""
    other = aliased(Ambassador)
    return (
        select(func.count())
        .where(other.buddy_id == ambassador_id, other.state == State.PROVISIONAL)
        .correlate(Ambassador)
        .scalar_subquery()
    )
