"""Whom a session names: put on it, taken off it, with what the record says of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.confirming import take_statements_back, witnessed_anew
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.session_telling import ask_people
from learnhub.people.models import Person


def add_people(row: SupportSession, by_person_id: int, person_ids: Iterable[int]) -> None:
    """Put those people on the session who are not on it, and ask each of them."""
    there = named_in(row.id)
    new = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in there and person_id != by_person_id]
    now = clock.now()
    db.session.add_all([SessionPerson(session_id=row.id, person_id=person_id, asked_at=now) for person_id in new])
    db.session.flush()
    ask_people(row, new, by_person_id)


def drop_people(row: SupportSession, staying: Sequence[int]) -> None:
    """Take those off the session whom it names no longer; who came in by the code stays."""
    gone = select(SessionPerson).where(
        SessionPerson.session_id == row.id,
        SessionPerson.person_id.not_in(staying),
        SessionPerson.by_code.is_(False),
    )
    rows = db.session.execute(gone).scalars().all()
    if not rows:
        return
    learner_ids = take_statements_back(rows, learner_of(row.ambassador_id))
    db.session.flush()
    ids = [one.id for one in rows]
    db.session.execute(delete(SessionPerson).where(SessionPerson.id.in_(ids)))
    witnessed_anew(row, without=learner_ids, by_learner_id=learner_of(row.ambassador_id))


def named_in(session_id: int) -> list[int]:
    rows = select(SessionPerson.person_id).where(SessionPerson.session_id == session_id).order_by(SessionPerson.id)
    return list(db.session.execute(rows).scalars())


def came_by_code(session_id: int) -> bool:
    rows = select(SessionPerson.id).where(SessionPerson.session_id == session_id, SessionPerson.by_code.is_(True))
    return db.session.execute(rows.limit(1)).first() is not None


def learner_of(ambassador_id: int) -> int:
    found = select(Person.learner_id).join(Ambassador, Ambassador.person_id == Person.id)
    return db.session.execute(found.where(Ambassador.id == ambassador_id)).scalar_one()
