"""Who is in the network: one ambassador by person or by number, what they offer, when they are away."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, or_, select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, AmbassadorAway, AmbassadorSkill
from learnhub.ambassadors.words import HELPING, RESTING, State
from learnhub.db import db
from learnhub.people.models import Person

# How many wait for a line manager's word: for a page that asks several rooms in one statement.
TO_AGREE = (
    "SELECT count(*) FROM person p JOIN ambassador a ON a.person_id = p.id"
    " WHERE p.line_manager_id = :person_id AND a.state = 'applied' AND a.manager_agreed_at IS NULL"
)


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


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the network whom colleagues know by their page. `is_helping` no longer while they pause or lapse."""

    name: str
    person_id: int
    is_helping: bool


def known_ambassador(ambassador_id: int) -> Known | None:
    """Who helps, pauses or has lapsed; None for who has stopped, has left or never was an ambassador."""
    found = (
        select(Person.name, Person.id, Ambassador.state)
        .join(Ambassador, Ambassador.person_id == Person.id)
        .where(
            Ambassador.id == ambassador_id,
            Ambassador.state.in_((*HELPING, *RESTING)),
            or_(Person.left_on.is_(None), Person.left_on > clock.today()),
        )
    )
    row = db.session.execute(found).one_or_none()
    return Known(row.name, row.id, row.state in HELPING) if row else None


def helping_ambassador_of(person_id: int) -> Ambassador | None:
    """A person's row while they help, provisionally or fully; else None."""
    found = ambassador_of(person_id)
    return found if found is not None and found.state in HELPING else None


def skills_of(ambassador_id: int) -> dict[str, str]:
    """The skills offered: code → level."""
    rows = select(AmbassadorSkill.skill, AmbassadorSkill.level).where(AmbassadorSkill.ambassador_id == ambassador_id)
    return {row.skill: row.level for row in db.session.execute(rows.order_by(AmbassadorSkill.skill))}


def away_of(ambassador_id: int, since: date) -> list[Away]:
    """The days away that are not over on a day, the first first."""
    rows = (
        select(AmbassadorAway.id, AmbassadorAway.from_on, AmbassadorAway.until_on)
        .where(AmbassadorAway.ambassador_id == ambassador_id, AmbassadorAway.until_on >= since)
        .order_by(AmbassadorAway.from_on, AmbassadorAway.id)
    )
    return [Away(*row) for row in db.session.execute(rows)]


def asked_to_agree(manager_id: int) -> list[tuple[int, str]]:
    """Who waits for this line manager's word, the longest first: the application's number and a name."""
    waiting = (
        select(Ambassador.id, Person.name)
        .join(Person, Person.id == Ambassador.person_id)
        .where(
            Person.line_manager_id == manager_id,
            Ambassador.state == State.APPLIED,
            Ambassador.manager_agreed_at.is_(None),
        )
        .order_by(Ambassador.applied_at, Ambassador.id)
    )
    return [(row.id, row.name) for row in db.session.execute(waiting)]


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
