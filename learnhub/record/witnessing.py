"""How colleagues are asked to confirm what somebody told us. Asked once, answered by one press, never chased.

What a witness sees is the entry they are asked about, with the learner's name: the learner chose to show them that, and
can take it back. Who may be asked about what is in `witness_rules`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Person, RoleGrant
from learnhub.permissions import Role
from learnhub.record import actions
from learnhub.record.models import RecordObject, Statement, Voided, WitnessRequest
from learnhub.record.witness_rules import (
    MOST_OPEN,
    CannotAsk,
    Claim,
    Refusal,
    Relation,
    can_be_witnessed,
    may_witness,
)
from learnhub.record.words import Assurance, Means, ObjectKind, Verb


def relation_of(learner_id: int, colleague: Person) -> Relation:
    """What a colleague is to a learner. A line manager who is an ambassador too is asked as the line manager."""
    if colleague.learner_id == learner_id:
        return Relation.SELF
    manager_id = db.session.execute(select(Person.line_manager_id).where(Person.learner_id == learner_id)).scalar()
    if manager_id == colleague.id:
        return Relation.LINE_MANAGER
    is_ambassador = db.session.execute(
        select(RoleGrant.id).where(RoleGrant.person_id == colleague.id, RoleGrant.role == Role.AMBASSADOR.value)
    ).first()
    return Relation.AMBASSADOR if is_ambassador else Relation.NEITHER


def claim_of(seq: int, learner_id: int) -> Claim | None:
    """A statement of this learner's as a claim; None when it is not theirs or says nothing of its own."""
    confirmed = (
        select(Statement.seq)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.about_seq == seq, Statement.learner_id == learner_id)
        .where(Statement.verb == Verb.WITNESSED.value, Voided.seq.is_(None))
        .limit(1)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(Statement, RecordObject.kind, RecordObject.key, Voided.by_seq, confirmed.label("confirmed"))
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.seq == seq, Statement.learner_id == learner_id, Statement.about_seq.is_(None))
    ).one_or_none()
    if row is None:
        return None
    said = row.Statement
    assurance = Assurance(said.assurance)
    return Claim(
        seq=said.seq,
        learner_id=said.learner_id,
        kind=ObjectKind(row.kind),
        key=row.key,
        course_id=said.course_id,
        verb=Verb(said.verb),
        means=Means(said.means) if said.means else None,
        assurance=max(assurance, Assurance.WITNESSED) if row.confirmed else assurance,
        is_voided=row.by_seq is not None,
    )


def ask_to_witness(claim: Claim, colleague: Person) -> WitnessRequest:
    """Ask a colleague to confirm a claim. Raises CannotAsk."""
    refusal = can_be_witnessed(claim) or may_witness(relation_of(claim.learner_id, colleague))
    if refusal is None and colleague.left_on is not None and colleague.left_on <= clock.today():
        refusal = Refusal.LEFT
    if refusal is not None:
        raise CannotAsk(refusal)
    # A request to somebody who has left waits for nobody: it gives way.
    for request in _open_requests(claim.learner_id):
        if request.statement_seq == claim.seq:
            if not _has_left(request.asked_of_person_id):
                raise CannotAsk(Refusal.ASKED_ALREADY)
            request.answered_at = clock.now()
    if _count_open(claim.learner_id) >= MOST_OPEN:
        raise CannotAsk(Refusal.TOO_MANY)
    db.session.flush()
    request = WitnessRequest(
        statement_seq=claim.seq,
        learner_id=claim.learner_id,
        asked_of_person_id=colleague.id,
        asked_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    return request


def answer_request(request_id: int, person_id: int, by_learner_id: int, *, confirmed: bool) -> WitnessRequest | None:
    """Answer a request that this person was asked; confirming writes the witnessed statement.

    None when it is not theirs, or was answered or taken back already: nothing is written then. A claim that has been
    taken back meanwhile is answered and not confirmed.
    """
    answered = db.session.execute(
        update(WitnessRequest)
        .where(
            WitnessRequest.id == request_id,
            WitnessRequest.asked_of_person_id == person_id,
            WitnessRequest.answered_at.is_(None),
        )
        .values(answered_at=clock.now(), confirmed=confirmed)
        .returning(WitnessRequest.id)
    ).scalar_one_or_none()
    if answered is None:
        return None
    request = db.session.get_one(WitnessRequest, answered, populate_existing=True)
    claim = claim_of(request.statement_seq, request.learner_id)
    if confirmed and (claim is None or can_be_witnessed(claim) is not None):
        request.confirmed = False
        db.session.flush()
    elif confirmed:
        actions.witness(request.statement_seq, by_learner_id)
    return request


def take_request_back(seq: int, learner_id: int) -> bool:
    """End a learner's own open request about a statement; False when there is none."""
    ended = db.session.execute(
        update(WitnessRequest)
        .where(
            WitnessRequest.statement_seq == seq,
            WitnessRequest.learner_id == learner_id,
            WitnessRequest.answered_at.is_(None),
        )
        .values(answered_at=clock.now())
        .returning(WitnessRequest.id)
    ).scalar_one_or_none()
    return ended is not None


# How many colleagues wait for somebody's answer, those apart who took back what it is about: for a page that asks
# several rooms in one statement.
WAITING = (
    "SELECT count(DISTINCT w.learner_id) FROM witness_request w WHERE w.asked_of_person_id = :person_id"
    " AND w.answered_at IS NULL AND NOT EXISTS (SELECT 1 FROM voided v WHERE v.seq = w.statement_seq)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the person who was asked sees it."""

    id: int
    name: str
    kind: ObjectKind
    key: str
    course_id: int | None
    verb: Verb
    at: datetime
    minutes: int | None
    asked_at: datetime


def requests_to(person_id: int) -> list[Asked]:
    """What this person has been asked to confirm and has not answered, oldest first."""
    rows = db.session.execute(
        select(
            WitnessRequest.id, Person.name, RecordObject.kind, RecordObject.key, Statement.course_id, Statement.verb,
            Statement.at, Statement.minutes, WitnessRequest.asked_at,
        )
        .join(Statement, Statement.seq == WitnessRequest.statement_seq)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .join(Person, Person.learner_id == WitnessRequest.learner_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(
            WitnessRequest.asked_of_person_id == person_id,
            WitnessRequest.answered_at.is_(None),
            Voided.seq.is_(None),
        )
        .order_by(WitnessRequest.asked_at, WitnessRequest.id)
        .limit(100)
    )  # fmt: skip
    return [
        Asked(
            row.id, row.name, ObjectKind(row.kind), row.key, row.course_id, Verb(row.verb), row.at, row.minutes,
            row.asked_at,
        )
        for row in rows
    ]  # fmt: skip


def request_about(seq: int, learner_id: int) -> tuple[WitnessRequest, str] | None:
    """A learner's open request about a statement, and the name of who was asked."""
    row = db.session.execute(
        select(WitnessRequest, Person.name)
        .join(Person, Person.id == WitnessRequest.asked_of_person_id)
        .where(
            WitnessRequest.statement_seq == seq,
            WitnessRequest.learner_id == learner_id,
            WitnessRequest.answered_at.is_(None),
        )
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def _open_requests(learner_id: int) -> list[WitnessRequest]:
    found = select(WitnessRequest).where(WitnessRequest.learner_id == learner_id, WitnessRequest.answered_at.is_(None))
    return list(db.session.execute(found).scalars())


def _count_open(learner_id: int) -> int:
    waiting = select(func.count()).where(WitnessRequest.learner_id == learner_id, WitnessRequest.answered_at.is_(None))
    return db.session.execute(waiting).scalar_one()


def _has_left(person_id: int) -> bool:
    left_on = db.session.execute(select(Person.left_on).where(Person.id == person_id)).scalar_one_or_none()
    return left_on is not None and left_on <= clock.today()
