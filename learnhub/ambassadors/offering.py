"""Offering a request to the next who fits. The request's row is held, and the caller has begun the write."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.answering import last_day_to_answer, passes_on_at
from learnhub.ambassadors.asking_telling import tell_offered, tell_withdrawn
from learnhub.ambassadors.candidates import candidates_for, top_departments, wish_of
from learnhub.ambassadors.matching import Match, rank
from learnhub.ambassadors.models import Ambassador, HelpRequest, RequestOffer
from learnhub.ambassadors.words import PROMISED_MINUTES, Answer, RequestState
from learnhub.db import db
from learnhub.people.models import Person

TRY_AGAIN = timedelta(hours=12)  # when nobody could take it: somebody may be back tomorrow, or have time next month


def lock_request(request_id: int) -> HelpRequest:
    """A request, held until this transaction ends. Raises LookupError when there is none."""
    held = select(HelpRequest).where(HelpRequest.id == request_id).with_for_update()
    request = db.session.execute(held.execution_options(populate_existing=True)).scalar_one_or_none()
    if request is None:
        raise LookupError(f"there is no request {request_id}")
    return request


def offer_next(request: HelpRequest) -> Match | None:
    """Offer it to the best who was not asked yet; None when there is nobody: it waits, and is tried again."""
    today, tops = clock.today(), top_departments()
    wish = wish_of(request, tops)
    best = next(iter(rank(wish, candidates_for(wish, today, tops), today, most=1)), None)
    if best is None:
        leave_waiting(request, clock.now() + TRY_AGAIN)
    else:
        offer_to(request, best, today)
    return best


def offer_to(request: HelpRequest, match: Match, today: date) -> None:
    """Offer it to this ambassador; they answer within three of their working days."""
    now = clock.now()
    row = {
        "request_id": request.id,
        "ambassador_id": match.ambassador_id,
        "offered_at": now,
        "reasons": [reason.as_json() for reason in match.reasons],
        "answer": None,
        "answered_at": None,
        "decline_reason": "",
    }
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    made = insert(RequestOffer).values(row)
    # A lead may offer it again to who was asked before.
    again = {name: made.excluded[name] for name in row if name not in ("request_id", "ambassador_id")}
    db.session.execute(made.on_conflict_do_update(index_elements=["request_id", "ambassador_id"], set_=again))
    db.session.execute(
        update(Ambassador)
        .where(Ambassador.id == match.ambassador_id)
        .values(last_offered_at=now)
        .execution_options(synchronize_session=False)
    )
    names = {
        id_: (name, days)
        for id_, name, days in db.session.execute(
            select(Person.id, Person.name, Person.working_days).where(
                Person.id.in_((request.person_id, match.person_id))
            )
        )
    }
    request.state, request.offered_to_id, request.offered_at = RequestState.OFFERED, match.ambassador_id, now
    request.pass_on_at = passes_on_at(last_day_to_answer(today, names[match.person_id][1]))
    db.session.flush()
    tell_offered(request, match.person_id, names[request.person_id][0])


def leave_waiting(request: HelpRequest, again_at: datetime) -> None:
    """Nobody has it now."""
    request.state = RequestState.WAITING
    request.offered_to_id = request.offered_at = None
    request.pass_on_at = again_at
    db.session.flush()


def settle_offer(request: HelpRequest, answer: Answer, reason: str = "") -> None:
    """How the offer that is open ended; nothing when there is none."""
    if request.offered_to_id is None:
        return
    now = clock.now()
    db.session.execute(
        update(RequestOffer)
        .where(
            RequestOffer.request_id == request.id,
            RequestOffer.ambassador_id == request.offered_to_id,
            RequestOffer.answer.is_(None),
        )
        .values(answer=answer, answered_at=now, decline_reason=reason)
        .execution_options(synchronize_session=False)
    )
    if answer in (Answer.ACCEPTED, Answer.DECLINED) and request.first_answered_at is None:
        request.first_answered_at = now


def let_go(request: HelpRequest) -> None:
    """Nobody is asked or has agreed any more; who had is told, and has their time back."""
    if request.state == RequestState.ACCEPTED and request.accepted_by_id is not None:
        helper = db.session.get_one(Ambassador, request.accepted_by_id)
        capacity.keep_promise(helper.id, PROMISED_MINUTES)
        tell_withdrawn(request, helper.person_id, name_of(request.person_id))
        request.accepted_by_id = request.accepted_at = None
    settle_offer(request, Answer.TAKEN_BACK)
    leave_waiting(request, clock.now())


def end(request: HelpRequest, state: RequestState) -> None:
    """Nothing more happens with it."""
    request.state, request.closed_at = state.value, clock.now()
    request.offered_to_id = request.offered_at = request.pass_on_at = None
    db.session.flush()


def name_of(person_id: int) -> str:
    """What somebody is called."""
    return db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()
