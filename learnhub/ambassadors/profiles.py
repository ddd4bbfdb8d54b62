"""Who is in the network: one ambassador by person or by number, what they offer, when they are away."""

from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import and_, bindparam, or_, select

from learnhub.ambassadors.models import Ambassador, AmbassadorAway, AmbassadorSkill
from learnhub.ambassadors.words import HELPING, State
from learnhub.db import db
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which an ambassador takes nothing on, both included."""

    id: int
    from_on: date
    until_on: date


_OF_PERSON = select(Ambassador).where(Ambassador.person_id == bindparam("person_id"))


def ambassador_of(person_id: int) -> Ambassador | None:
    """A person's row in the network, whatever its state; None for who never was on the way into it."""
    return db.session.execute(_OF_PERSON, {"person_id": person_id}).scalar_one_or_none()


def ambassador_or_404(ambassador_id: int) -> Ambassador:
    """An ambassador who helps now, whom anybody may see; else 404."""
    ambassador = db.session.get(Ambassador, ambassador_id)
    if ambassador is None or ambassador.state not in HELPING:
        abort(404)
    return ambassador


def helping_ambassador_of(person_id: int) -> Ambassador | None:
    """A person's row while they help, provisionally or fully; else None."""
    found = ambassador_of(person_id)
    return found if found is not None and found.state in HELPING else None


def skills_of(ambassador_id: int) -> dict[str, str]:
    """The skills offered: code → level."""
    rows = select(AmbassadorSkill.skill, AmbassadorSkill.level).where(AmbassadorSkill.ambassador_id == ambassador_id)
    return {skill: level for skill, level in db.session.execute(rows.order_by(AmbassadorSkill.skill))}  # noqa: C416


def away_of(ambassador_id: int, since: date) -> list[Away]:
    """The days away that are not over on a day, the first first."""
    rows = (
        select(AmbassadorAway.id, AmbassadorAway.from_on, AmbassadorAway.until_on)
        .where(AmbassadorAway.ambassador_id == ambassador_id, AmbassadorAway.until_on >= since)
        .order_by(AmbassadorAway.from_on, AmbassadorAway.id)
    )
    return [Away(*row) for row in db.session.execute(rows)]


def application_for_manager(ambassador_id: int, manager_id: int) -> Ambassador | None:
    """Somebody's application, for the line manager on file now; once answered, for the one who was asked. Else None."""
    statement = (
        select(Ambassador)
        .join(Person, Person.id == Ambassador.person_id)
        .where(
            Ambassador.id == ambassador_id,
            Ambassador.state != State.NOMINATED,
            or_(
                Person.line_manager_id == manager_id,
                and_(Ambassador.manager_person_id == manager_id, Ambassador.state != State.APPLIED),
            ),
        )
    )
    return db.session.execute(statement).scalar_one_or_none()


def buddy_name(row: Ambassador) -> str:
    """Who accompanies somebody new; empty for nobody."""
    if row.buddy_id is None:
        return ""
    name = select(Person.name).join(Ambassador, Ambassador.person_id == Person.id).where(Ambassador.id == row.buddy_id)
    return db.session.execute(name).scalar_one_or_none() or ""
