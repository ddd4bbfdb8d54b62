"""An ambassador who stops, lapses or leaves: what they had taken on goes to others, and nothing of it is lost.

Open offers pass on, sessions that were agreed and not held are offered anew, open mentorships wait for somebody to take
over. Nobody else is told why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, select, update

from learnhub import clock
from learnhub.ambassadors.models import (
    Ambassador,
    AmbassadorAway,
    AmbassadorSkill,
    HelpRequest,
    Mentorship,
    RequestOffer,
)
from learnhub.ambassadors.telling import leads_of, moment, tell
from learnhub.ambassadors.words import OPEN, Answer, Kind, MentorshipState, RequestState, State
from learnhub.db import db
from learnhub.people import roles
from learnhub.people.models import Person, Posting, RoleGrant
from learnhub.permissions import Role

# Told of the mentorships that lose their mentor, by number: set in create_app by the room that keeps their dates.
FOLLOWERS: list[Callable[[Sequence[int]], None]] = []


@dataclass(frozen=True, slots=True)
class TakenOn:
    """How much would go to others: offers not answered yet, sessions agreed and not held, open mentorships."""

    offers: int
    sessions: int
    mentorships: int


def taken_on_by(ambassador_id: int) -> TakenOn:
    """What somebody has taken on. One statement."""
    offers = select(func.count()).where(HelpRequest.offered_to_id == ambassador_id, HelpRequest.state.in_(OPEN))
    sessions = select(func.count()).where(*_agreed(ambassador_id))
    mentorships = select(func.count()).where(*_mentored(ambassador_id))
    statements = (each.scalar_subquery() for each in (offers, sessions, mentorships))
    return TakenOn(*db.session.execute(select(*statements)).one())


def stop(ambassador: Ambassador) -> None:
    """They help no more. What they wrote of themselves is erased; what they did stays in the record of both sides."""
    let_go(ambassador)
    ambassador.state, ambassador.stopped_at = State.STOPPED, clock.now()
    ambassador.paused_from = ambassador.paused_until = None
    ambassador.why = ambassador.about = ambassador.availability = ""
    ambassador.is_adviser = False
    for table in (AmbassadorSkill, AmbassadorAway):
        db.session.execute(delete(table).where(table.ambassador_id == ambassador.id))
    revoke(ambassador.person_id)
    db.session.flush()


def let_go(ambassador: Ambassador) -> None:
    """Everything they have taken on goes to others; the leads and those whom they helped are told."""
    take_back_offers(ambassador)  # first: an acceptance at the same moment holds the request, then the ambassador
    db.session.refresh(ambassador, with_for_update=True)
    askers = _offer_sessions_anew(ambassador.id)
    learners = _hand_over(ambassador.id)
    ambassador.open_mentorships = ambassador.promised_minutes = 0
    # Whose buddy they were gets another when the lead looks at it.
    db.session.execute(update(Ambassador).where(Ambassador.buddy_id == ambassador.id).values(buddy_id=None))
    db.session.flush()
    name = db.session.execute(select(Person.name).where(Person.id == ambassador.person_id)).scalar_one()
    key = f"ambassador:{ambassador.id}:gone:{moment()}"
    tell(
        askers,
        f"{key}:session",
        lambda: _("%(name)s cannot meet you after all. We are asking somebody else.", name=name),
        "/ambassadors/requests",
    )
    tell(
        learners,
        f"{key}:mentorship",
        lambda: _(
            "%(name)s is no longer your mentor: dates you had agreed are cancelled. "
            "Somebody else will be asked to take over.",
            name=name,
        ),
        "/mentoring",
    )
    if learners:
        tell(
            leads_of(_department_of(ambassador.person_id)),
            f"{key}:lead",
            lambda: _("%(name)s has stopped helping: mentorships wait for somebody to take over.", name=name),
            "/network",
        )


def take_back_offers(ambassador: Ambassador) -> None:
    """What was offered to them and not answered passes on to the next."""
    offered = (HelpRequest.offered_to_id == ambassador.id, HelpRequest.state == RequestState.OFFERED)
    _take_back(ambassador.id, RequestOffer.answer.is_(None))
    db.session.execute(
        update(HelpRequest)
        .where(*offered)
        .values(state=RequestState.WAITING, offered_to_id=None, offered_at=None, pass_on_at=clock.now())
    )


def revoke(person_id: int) -> None:
    """Take the role back, wherever it holds."""
    found = db.session.execute(select(RoleGrant.id).where(*_granted(person_id)))
    for grant_id in found.scalars().all():
        roles.revoke_role(grant_id)


def grant(person_id: int, by_person_id: int | None = None) -> None:
    """Give the role, unless they have it."""
    if db.session.execute(select(RoleGrant.id).where(*_granted(person_id)).limit(1)).scalar() is None:
        roles.grant_role(person_id, Role.AMBASSADOR, by_person_id=by_person_id)


def _granted(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return RoleGrant.person_id == person_id, RoleGrant.role == Role.AMBASSADOR.value


def _agreed(ambassador_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        HelpRequest.accepted_by_id == ambassador_id,
        HelpRequest.state == RequestState.ACCEPTED,
        HelpRequest.kind == Kind.SESSION,
    )


def _mentored(ambassador_id: int) -> tuple[ColumnElement[bool], ...]:
    return Mentorship.ambassador_id == ambassador_id, Mentorship.state == MentorshipState.OPEN


def _offer_sessions_anew(ambassador_id: int) -> list[int]:
    """Whom they had agreed to meet: their requests wait again."""
    rows = db.session.execute(select(HelpRequest.id, HelpRequest.person_id).where(*_agreed(ambassador_id))).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    _take_back(ambassador_id, RequestOffer.request_id.in_(ids))
    db.session.execute(
        update(HelpRequest)
        .where(HelpRequest.id.in_(ids))
        .values(
            state=RequestState.WAITING,
            accepted_by_id=None,
            accepted_at=None,
            offered_to_id=None,
            offered_at=None,
            pass_on_at=clock.now(),
        )
    )
    return [row.person_id for row in rows]


def _hand_over(ambassador_id: int) -> list[int]:
    """Whom they mentored: each waits for somebody to take over."""
    found = select(Mentorship.id, Mentorship.person_id).where(*_mentored(ambassador_id))
    rows = db.session.execute(found).all()
    if rows:
        db.session.execute(update(Mentorship).where(*_mentored(ambassador_id)).values(state=MentorshipState.HANDOVER))
        for follower in FOLLOWERS:
            follower([row.id for row in rows])
    return [row.person_id for row in rows]


def _take_back(ambassador_id: int, which: ColumnElement[bool]) -> None:
    db.session.execute(
        update(RequestOffer)
        .where(RequestOffer.ambassador_id == ambassador_id, which)
        .values(answer=Answer.TAKEN_BACK, answered_at=clock.now())
    )


def _department_of(person_id: int) -> int | None:
    """Where they work, or last worked: who has left has no current posting any more."""
    found = (
        select(Posting.department_id)
        .where(Posting.person_id == person_id)
        .order_by(Posting.is_current.desc(), Posting.from_on.desc())
        .limit(1)
    )
    return db.session.execute(found).scalar_one_or_none()
