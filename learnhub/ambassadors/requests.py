"""Asking for help and what becomes of it: asked → offered → accepted, declined or passed on → met.

Writes in the caller's transaction; nothing here commits. Everything that decides on a request holds its row
first, then an ambassador's: of two who answer at once one finds it answered. What the lead does with a request is in
`reassigning`, what becomes due by itself in `passing_on`; both are named here, where others look for them.
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.asking_telling import tell_accepted
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.offering import end, let_go, lock_request, name_of, offer_next, settle_offer
from learnhub.ambassadors.passing_on import pass_on_due
from learnhub.ambassadors.reassigning import close_request, reassign_request
from learnhub.ambassadors.words import (
    OPEN,
    PROMISED_MINUTES,
    Answer,
    Kind,
    MentorshipState,
    Place,
    Preference,
    RequestState,
)
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.people.models import Posting
from learnhub.web.bars import barred

__all__ = [
    "Asked",
    "accept_request",
    "ask_for_help",
    "close_request",
    "decline_request",
    "lock_request",
    "meet_request",
    "offer_next",
    "open_like",
    "pass_on_due",
    "reassign_request",
    "widen_request",
    "withdraw_request",
]

MOST_OPEN = 10  # requests of one person at a time
MOST_SKILLS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for, checked: one sentence, and what they chose beyond it."""

    text: str
    skills: tuple[str, ...] = ()
    kind: Kind = Kind.SESSION
    place: Place = Place.EITHER
    language: str = "en"
    preference: Preference = Preference.ANY
    wants_manager: bool = False
    wanted_id: int | None = None
    about: str = ""


def ask_for_help(person_id: int, asked: Asked, form_key: str | None = None) -> HelpRequest:
    """A request, offered at once to the best who fits. The same form again is the same request.

    Raises Refused when somebody has too many open ones.
    """
    if form_key and (before := _asked_by_form(person_id, form_key)):
        return before
    _check_number(person_id)
    now = clock.now()
    department = select(Posting.department_id).where(Posting.person_id == person_id, Posting.is_current)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    made = insert(HelpRequest).values(
        person_id=person_id,
        department_id=db.session.execute(department).scalar_one_or_none(),
        text=" ".join(asked.text.split()),
        skills=barred(asked.skills[:MOST_SKILLS]),
        kind=asked.kind.value,
        place=asked.place.value,
        language=asked.language,
        preference=asked.preference.value,
        wants_manager=asked.wants_manager,
        wanted_id=asked.wanted_id,
        about=asked.about,
        state=RequestState.WAITING.value,
        asked_at=now,
        pass_on_at=now,
        close_reason="",
        form_key=form_key,
    )
    once = made.on_conflict_do_nothing(index_elements=["person_id", "form_key"]).returning(HelpRequest.id)
    new_id = db.session.execute(once).scalar_one_or_none()
    if new_id is None:  # the other press of the same button was first
        same = _asked_by_form(person_id, form_key or "")
        assert same is not None
        return same
    request = lock_request(new_id)
    offer_next(request)
    return request


def open_like(person_id: int, asked: Asked) -> HelpRequest | None:
    """The newest request in which somebody asks the same already and still waits for help; None when there is none."""
    mine = select(HelpRequest).where(
        HelpRequest.person_id == person_id,
        HelpRequest.state.in_((*OPEN, RequestState.ACCEPTED)),
        HelpRequest.kind == asked.kind,
        HelpRequest.about == asked.about,
    )
    rows = db.session.execute(mine.order_by(HelpRequest.id.desc()).limit(2 * MOST_OPEN)).scalars()
    text = " ".join(asked.text.split()).casefold()
    return next((one for one in rows if one.text.casefold() == text and asked.wanted_id in (None, one.wanted_id)), None)


def accept_request(request_id: int, ambassador: Ambassador) -> HelpRequest:
    """Take on what was offered. Again changes nothing.

    Raises Refused when it is not theirs to take any more, Full (a Refused) when they have no room: the offer stays.
    """
    ambassador_id, person_id = ambassador.id, ambassador.person_id
    request = lock_request(request_id)
    if request.accepted_by_id == ambassador_id:
        return request
    _check_offered(request, ambassador_id)
    now = clock.now()
    if request.kind == Kind.SESSION:
        capacity.promise(ambassador_id, PROMISED_MINUTES, capacity.month_of(clock.today()))
        request.state = RequestState.ACCEPTED
    else:
        capacity.take_mentorship(ambassador_id)
        db.session.add(
            Mentorship(
                request_id=request.id,
                ambassador_id=ambassador_id,
                person_id=request.person_id,
                kind=request.kind,
                state=MentorshipState.OPEN.value,
                began_at=now,
                last_at=now,
                end_reason="",
            )
        )
        request.state = RequestState.MET  # the mentorship has begun; how it goes on is its own row's matter
        request.closed_at = now
    settle_offer(request, Answer.ACCEPTED)
    request.accepted_by_id, request.accepted_at, request.pass_on_at = ambassador_id, now, None
    db.session.execute(
        update(Ambassador)
        .where(Ambassador.id == ambassador_id)
        .values(active_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
    tell_accepted(request, name_of(person_id))
    return request


def decline_request(request_id: int, ambassador_id: int, reason: str) -> HelpRequest:
    """Say no, with a reason that the leads count; the next is asked. Raises Refused when it is not theirs any more."""
    request = lock_request(request_id)
    _check_offered(request, ambassador_id)
    settle_offer(request, Answer.DECLINED, reason)
    offer_next(request)
    return request


def withdraw_request(request_id: int, person_id: int) -> HelpRequest:
    """Take one's own request back, also one that somebody agreed to. Again changes nothing.

    Raises LookupError for somebody else's, Refused when the session was held.
    """
    request = lock_request(request_id)
    if request.person_id != person_id:
        raise LookupError("that request is somebody else's")
    if request.state == RequestState.WITHDRAWN:
        return request
    if request.state not in (*OPEN, RequestState.ACCEPTED):
        raise Refused(_("This request is over: it cannot be taken back any more."))
    let_go(request)
    end(request, RequestState.WITHDRAWN)
    return request


def widen_request(request_id: int, person_id: int) -> HelpRequest:
    """Let anybody help who has the skill, in whatever way and department, when nobody else was found."""
    request = lock_request(request_id)
    if request.person_id != person_id:
        raise LookupError("that request is somebody else's")
    if request.state == RequestState.WAITING:
        request.place, request.preference = Place.EITHER.value, Preference.ANY.value
        offer_next(request)
    return request


def meet_request(request_id: int) -> bool:
    """Note that the session asked for was held: the promise is kept. Whether it was still to be held."""
    met = (
        update(HelpRequest)
        .where(HelpRequest.id == request_id, HelpRequest.state == RequestState.ACCEPTED)
        .values(state=RequestState.MET, closed_at=clock.now())
        .returning(HelpRequest.accepted_by_id)
        .execution_options(synchronize_session=False)
    )
    row = db.session.execute(met).one_or_none()
    if row is None:
        return False
    capacity.keep_promise(row.accepted_by_id, PROMISED_MINUTES)
    held = db.session.get(HelpRequest, request_id)
    if held is not None:
        db.session.refresh(held)
    return True


def _check_offered(request: HelpRequest, ambassador_id: int) -> None:
    if request.state != RequestState.OFFERED or request.offered_to_id != ambassador_id:
        raise Refused(_("This request is no longer offered to you: it was taken back or has passed on."))


def _check_number(person_id: int) -> None:
    mine = select(func.count()).where(HelpRequest.person_id == person_id, HelpRequest.state.in_(OPEN))
    if db.session.execute(mine).scalar_one() >= MOST_OPEN:
        raise Refused(
            _("You have %(num)d open requests. Withdraw one, or wait until somebody has answered.", num=MOST_OPEN),
            "text",
        )


def _asked_by_form(person_id: int, form_key: str) -> HelpRequest | None:
    found = select(HelpRequest).where(HelpRequest.person_id == person_id, HelpRequest.form_key == form_key)
    return db.session.execute(found).scalar_one_or_none()
