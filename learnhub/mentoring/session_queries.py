"""Sessions as their pages show them: to the ambassador who held one, and to who is named in it. A stranger: 404."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, select, tuple_

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, HelpRequest
from learnhub.ambassadors.words import RequestState
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.people.models import Learner, Person
from learnhub.plain_sql import PlainSql
from learnhub.web.access import Visitor
from learnhub.web.bars import unbarred
from learnhub.web.paging import PAGE_SIZE, Page, day_and_number, key_of_day, page_of

# What waits for somebody's own answer: for a page that asks several rooms in one statement. How many, of how many
# ambassadors, and the newest.
_UNANSWERED = (
    "FROM session_person p JOIN support_session s ON s.id = p.session_id"
    " WHERE p.person_id = :person_id AND p.answered_at IS NULL AND s.voided_at IS NULL AND s.minutes > 0"
)
TO_CONFIRM = f"SELECT count(*) {_UNANSWERED}"
WHO_ASK = f"SELECT count(DISTINCT s.ambassador_id) {_UNANSWERED}"
NEXT_TO_CONFIRM = f"SELECT max(s.id) {_UNANSWERED}"
_BLOCK = PlainSql(f"SELECT ({TO_CONFIRM}), ({NEXT_TO_CONFIRM})")


@dataclass(frozen=True, slots=True)
class SupportBlock:
    """How many sessions wait for somebody's answer, and the newest of them."""

    waiting: int
    newest_id: int | None


def support_block(visitor: Visitor) -> SupportBlock:
    """What home says of support sessions, in one statement."""
    row: Sequence[Any] = _BLOCK.run(person_id=visitor.person_id).one()
    return SupportBlock(int(row[0]), row[1])


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list. `named` people are on it, `confirmed` of them said that it was so."""

    id: int
    kind: str
    how: str
    on_day: date
    minutes: int
    unnamed: int
    named: int
    confirmed: int

    @property
    def people(self) -> int:
        return self.named + self.unnamed


@dataclass(frozen=True, slots=True)
class Asked:
    """A session that somebody is asked about, or was in: who held it, and what they answered."""

    id: int
    ambassador: str
    ambassador_email: str
    kind: str
    how: str
    on_day: date
    minutes: int
    topics: str
    course_id: int | None
    confirmed: bool | None
    by_code: bool

    @property
    def skills(self) -> tuple[str, ...]:
        return unbarred(self.topics)

    @property
    def is_room(self) -> bool:
        """Whether nobody has said yet how long it was."""
        return self.minutes == 0


@dataclass(frozen=True, slots=True)
class Attender:
    """Somebody named in a session. `is_confirmed`: whoever has not said yes has not confirmed, whatever else."""

    person_id: int
    name: str
    email: str
    by_code: bool
    is_seen: bool
    is_confirmed: bool


def sessions_held(ambassador_id: int, after: str | None) -> Page[SessionLine]:
    """A page of an ambassador's sessions that stand, newest day first."""
    query = _HELD
    if (key := day_and_number(after)) is not None:
        query = query.where(tuple_(SupportSession.on_day, SupportSession.id) < tuple_(literal(key[0]), literal(key[1])))
    lines = [SessionLine(*row) for row in db.session.execute(query, {"ambassador_id": ambassador_id})]
    return page_of(lines, lambda line: key_of_day(line.on_day, line.id))


def to_confirm(person_id: int) -> list[Asked]:
    """What somebody has been asked about and has not answered, newest first; a hundred at most."""
    return [Asked(*row) for row in db.session.execute(_WAITING, {"person_id": person_id})]


def asked_or_none(session_id: int, person_id: int) -> Asked | None:
    """A session as who is named in it sees it; None when they are not, or it was taken back."""
    one = _asked().where(SupportSession.id == session_id)
    row = db.session.execute(one, {"person_id": person_id}).one_or_none()
    return Asked(*row) if row is not None else None


def asked_or_404(session_id: int, person_id: int) -> Asked:
    """The same, or 404."""
    return asked_or_none(session_id, person_id) or abort(404)


def held_or_none(session_id: int, person_id: int) -> SupportSession | None:
    """A session that this person held as an ambassador and that stands."""
    return db.session.execute(
        select(SupportSession)
        .join(Ambassador, Ambassador.id == SupportSession.ambassador_id)
        .where(SupportSession.id == session_id, Ambassador.person_id == person_id, SupportSession.voided_at.is_(None))
    ).scalar_one_or_none()


def held_or_404(session_id: int, person_id: int) -> SupportSession:
    """The same, or 404."""
    return held_or_none(session_id, person_id) or abort(404)


def attenders_of(session_id: int) -> list[Attender]:
    """Who is named in a session, by name. For its ambassador alone, who is not told who said no."""
    rows = db.session.execute(
        select(
            Person.id, Person.name, Person.email, SessionPerson.by_code, SessionPerson.seen_at.is_not(None),
            case((SessionPerson.confirmed.is_(True), True), else_=False),
        )
        .join(SessionPerson, SessionPerson.person_id == Person.id)
        .where(SessionPerson.session_id == session_id)
        .order_by(Person.name, Person.id)
    )  # fmt: skip
    return [Attender(row[0], row[1], row[2], bool(row[3]), bool(row[4]), bool(row[5])) for row in rows]


def last_session_of(ambassador_id: int) -> int | None:
    """The session an ambassador logged last."""
    newest = select(func.max(SupportSession.id)).where(
        SupportSession.ambassador_id == ambassador_id, SupportSession.voided_at.is_(None)
    )
    return db.session.execute(newest).scalar_one()


@dataclass(frozen=True, slots=True)
class Wished:
    """An accepted request, as the form of its session begins."""

    id: int
    name: str
    email: str
    skills: tuple[str, ...]


def request_to_meet(request_id: int, ambassador_id: int) -> Wished | None:
    """A request that this ambassador accepted and whose session is still to be logged."""
    row = db.session.execute(
        select(HelpRequest.id, Person.name, Person.email, HelpRequest.skills)
        .join(Person, Person.id == HelpRequest.person_id)
        .where(
            HelpRequest.id == request_id,
            HelpRequest.accepted_by_id == ambassador_id,
            HelpRequest.state == RequestState.ACCEPTED,
        )
    ).one_or_none()
    return Wished(row[0], row[1], row[2], unbarred(row[3])) if row is not None else None


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A session as the record of somebody who was part of it names it."""

    id: int
    kind: str
    ambassador: str
    is_own: bool  # they held it
    people: int
    stands: bool


def sessions_on_record(session_ids: Sequence[int], learner_id: int) -> Mapping[int, OnRecord]:
    """What sessions are called on the record of one who held them or was named in them; one statement."""
    rows = db.session.execute(
        select(
            SupportSession.id, SupportSession.kind, Person.name, Person.learner_id.in_(_whose(learner_id)),
            _count() + SupportSession.unnamed, SupportSession.voided_at.is_(None),
        )
        .join(Ambassador, Ambassador.id == SupportSession.ambassador_id)
        .join(Person, Person.id == Ambassador.person_id)
        .where(SupportSession.id.in_(session_ids))
    )  # fmt: skip
    return {row[0]: OnRecord(row[0], row[1], row[2], bool(row[3]), row[4], bool(row[5])) for row in rows}


def kinds_of_sessions(session_ids: Sequence[int]) -> Mapping[int, str]:
    """What kind each session was."""
    rows = select(SupportSession.id, SupportSession.kind).where(SupportSession.id.in_(session_ids))
    return {row.id: row.kind for row in db.session.execute(rows)}


def _count(condition: ColumnElement[bool] | None = None) -> ColumnElement[int]:
    people = select(func.count(SessionPerson.id)).where(SessionPerson.session_id == SupportSession.id)
    if condition is not None:
        people = people.where(condition)
    return people.correlate(SupportSession).scalar_subquery()


def _asked() -> Select[Any]:
    return (
        select(*_ASKED)
        .select_from(SessionPerson)
        .join(SupportSession, SupportSession.id == SessionPerson.session_id)
        .join(Ambassador, Ambassador.id == SupportSession.ambassador_id)
        .join(Person, Person.id == Ambassador.person_id)
        .where(SessionPerson.person_id == bindparam("person_id"), SupportSession.voided_at.is_(None))
    )


_ASKED: tuple[Any, ...] = (
    SupportSession.id,
    Person.name,
    Person.email,
    SupportSession.kind,
    SupportSession.how,
    SupportSession.on_day,
    SupportSession.minutes,
    SupportSession.topics,
    SupportSession.course_id,
    SessionPerson.confirmed,
    SessionPerson.by_code,
)


def _whose(learner_id: int) -> Select[Any]:
    return select(Learner.id).where((Learner.id == learner_id) | (Learner.merged_into_id == learner_id))


def code_of(session: SupportSession, now: datetime | None = None) -> str | None:
    """The code that a session's room shows, while it lives."""
    lives = session.code_until is not None and session.code_until > (now or clock.now())
    return session.code if lives else None


# Built once: an ambassador opens their sessions every day.
_WAITING = (
    _asked()
    .where(SessionPerson.answered_at.is_(None), SupportSession.minutes > 0)
    .order_by(SupportSession.id.desc())
    .limit(100)
)
_HELD_COLUMNS: tuple[Any, ...] = (
    SupportSession.id,
    SupportSession.kind,
    SupportSession.how,
    SupportSession.on_day,
    SupportSession.minutes,
    SupportSession.unnamed,
    _count(),
    _count(SessionPerson.confirmed.is_(True)),
)
_HELD = (
    select(*_HELD_COLUMNS)
    .where(SupportSession.ambassador_id == bindparam("ambassador_id"), SupportSession.voided_at.is_(None))
    .order_by(SupportSession.on_day.desc(), SupportSession.id.desc())
    .limit(PAGE_SIZE + 1)
)
