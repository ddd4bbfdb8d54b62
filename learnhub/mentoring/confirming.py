"""Saying whether a session was so: one press by who was there, and what the record then says of both.

The first yes witnesses the ambassador's *helped*; each puts *attended* on the record of who pressed it, witnessed by
the ambassador who named them. Nobody else learns who said no.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, or_, select, update

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.session_rules import instant_of
from learnhub.people.models import Learner, Person
from learnhub.record import actions as record
from learnhub.record import ledger
from learnhub.record.entries import Entry
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Assurance, Means, ObjectKind, Verb


def confirm_session(session_id: int, person_id: int, *, language: str = "en") -> SessionPerson | None:
    """Say that a session was so; again changes nothing. None when they are not named in it, or it was taken back."""
    ledger.hold_lock()
    found = _answerable(session_id, person_id)
    if found is None:
        return None
    session, row = found
    is_new = or_(SessionPerson.confirmed.is_(None), SessionPerson.confirmed.is_(False))
    if not _answer(row, True, is_new):
        return row
    me, ambassador = _learner(person_id), _ambassadors_learner(session)
    attended = Entry(
        me,
        Verb.ATTENDED,
        ObjectKind.SUPPORT,
        str(session.id),
        None,
        instant_of(session.on_day, session.starts_at, clock.now()),
        Assurance.WITNESSED if not row.by_code or row.seen_at is not None else Assurance.SELF_DECLARED,
        means=Means.SESSION,
        minutes=session.minutes,
        language=language,
        by_learner_id=ambassador,
    )
    row.statement_seq = record.append(attended)
    if session.statement_seq is not None and not _witnesses(session.statement_seq):
        record.witness(session.statement_seq, me, language=language)
    db.session.flush()
    return row


def say_no(session_id: int, person_id: int, *, language: str = "en") -> SessionPerson | None:
    """Say that a session was not so, also after a yes, which is then taken back. None as above."""
    ledger.hold_lock()
    found = _answerable(session_id, person_id)
    if found is None:
        return None
    session, row = found
    if _answer(row, False, or_(SessionPerson.confirmed.is_(None), SessionPerson.confirmed.is_(True))):
        me = _learner(person_id)
        take_statements_back([row], me, language=language)
        witnessed_anew(session, without=[me], by_learner_id=me)
    db.session.flush()
    return row


def vouch_for(session_id: int, ambassador_id: int) -> int:
    """Say as the ambassador that one saw everybody who came in by the code; how many that are new."""
    ledger.hold_lock()
    session = db.session.get(SupportSession, session_id, populate_existing=True)
    if session is None or session.ambassador_id != ambassador_id or session.voided_at is not None:
        return 0
    by_learner_id = _ambassadors_learner(session)
    unseen = select(SessionPerson).where(
        SessionPerson.session_id == session_id, SessionPerson.by_code.is_(True), SessionPerson.seen_at.is_(None)
    )
    rows = db.session.execute(unseen.order_by(SessionPerson.id)).scalars().all()
    for row in rows:
        row.seen_at = clock.now()
        if row.statement_seq is not None:
            record.witness(row.statement_seq, by_learner_id)
    db.session.flush()
    return len(rows)


def take_statements_back(rows: Sequence[SessionPerson], by_learner_id: int, *, language: str = "en") -> list[int]:
    """Void *attended* of these people; the learners whose it was."""
    learners = []
    for row in rows:
        if row.statement_seq is not None:
            record.void(row.statement_seq, by_learner_id, language=language)
            row.statement_seq = None
            learners.append(_learner(row.person_id))
    return learners


def witnessed_anew(session: SupportSession, *, without: Collection[int], by_learner_id: int) -> None:
    """Take back the confirmation of the ambassador's statement if it was one of these learners', and let another's
    stand in its place, if there is one."""
    if session.statement_seq is None:
        return
    gone = [seq for seq, learner_id in _witnesses(session.statement_seq) if learner_id in without]
    if not gone:
        return
    for seq in gone:
        record.void(seq, by_learner_id)
    others = (
        select(Person.learner_id)
        .join(SessionPerson, SessionPerson.person_id == Person.id)
        .where(SessionPerson.session_id == session.id, SessionPerson.confirmed.is_(True))
        .where(Person.learner_id.not_in(without))
        .order_by(SessionPerson.answered_at)
        .limit(1)
    )
    other = db.session.execute(others).scalar_one_or_none()
    if other is not None and len(_witnesses(session.statement_seq)) == 0:
        record.witness(session.statement_seq, other)


def _answerable(session_id: int, person_id: int) -> tuple[SupportSession, SessionPerson] | None:
    named = (
        select(SupportSession, SessionPerson)
        .join(SessionPerson, SessionPerson.session_id == SupportSession.id)
        .where(SupportSession.id == session_id, SupportSession.voided_at.is_(None))
        .where(SessionPerson.person_id == person_id, SupportSession.minutes > 0)
    )
    row = db.session.execute(named.execution_options(populate_existing=True)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def _answer(row: SessionPerson, confirmed: bool, condition: ColumnElement[bool]) -> bool:
    """Keep an answer if the condition holds: that it was not given already. Whether it did; one conditional UPDATE."""
    given = (
        update(SessionPerson)
        .where(SessionPerson.id == row.id, condition)
        .values(confirmed=confirmed, answered_at=clock.now())
        .returning(SessionPerson.id)
    )
    is_new = db.session.execute(given.execution_options(synchronize_session=False)).scalar_one_or_none() is not None
    db.session.refresh(row)
    return is_new


def _witnesses(seq: int) -> list[tuple[int, int | None]]:
    """The confirmations of a statement that stand, and by whom."""
    found = (
        select(Statement.seq, Statement.by_learner_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.about_seq == seq, Statement.verb == Verb.WITNESSED.value, Voided.seq.is_(None))
        .where(Statement.learner_id.in_(_whose(seq)))
    )
    return [(row[0], row[1]) for row in db.session.execute(found)]


def _whose(seq: int) -> Select[int]:
    """The learner of a statement under all their numbers: confirmations are found by the learner, who has an index."""
    said = select(Statement.learner_id).where(Statement.seq == seq).scalar_subquery()
    now = select(Learner.merged_into_id).where(Learner.id == said).scalar_subquery()
    return select(Learner.id).where(or_(Learner.id == said, Learner.id == now, Learner.merged_into_id == said))


def _learner(person_id: int) -> int:
    return db.session.execute(select(Person.learner_id).where(Person.id == person_id)).scalar_one()


def _ambassadors_learner(session: SupportSession) -> int:
    found = select(Person.learner_id).join(Ambassador, Ambassador.person_id == Person.id)
    return db.session.execute(found.where(Ambassador.id == session.ambassador_id)).scalar_one()
