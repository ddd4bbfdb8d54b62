"""What a session was for: a request that somebody's session was promised, a mentorship that goes on by it."""

from collections.abc import Sequence

from sqlalchemy import select, update

from learnhub import clock
from learnhub.ambassadors.models import HelpRequest, Mentorship
from learnhub.ambassadors.requests import meet_request
from learnhub.ambassadors.words import MentorshipState, RequestState
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession


def what_it_was_for(
    ambassador_id: int, request_id: int | None, mentorship_id: int | None, person_ids: Sequence[int]
) -> tuple[int | None, int | None]:
    """The request and the mentorship that a session was for; those that are not theirs, or over, are left out.

    A session that names who waits for this ambassador's accepted session is that session, also when nobody said so.
    """
    waiting = select(HelpRequest.id).where(
        HelpRequest.accepted_by_id == ambassador_id,
        HelpRequest.state == RequestState.ACCEPTED,
        HelpRequest.person_id.in_(person_ids),
    )
    asked = list(db.session.execute(waiting.order_by(HelpRequest.id)).scalars())
    if request_id not in asked:
        request_id = asked[0] if asked else None
    open_ones = select(Mentorship.id).where(
        Mentorship.ambassador_id == ambassador_id,
        Mentorship.state == MentorshipState.OPEN,
        Mentorship.person_id.in_(person_ids),
    )
    mine = list(db.session.execute(open_ones.order_by(Mentorship.id)).scalars())
    if mentorship_id not in mine:
        mentorship_id = mine[0] if len(mine) == 1 else None
    return request_id, mentorship_id


def tell_what_it_was_for(row: SupportSession) -> None:
    """Everybody's request that this session met; and that the mentorship goes on."""
    named = select(SessionPerson.person_id).where(SessionPerson.session_id == row.id)
    met = select(HelpRequest.id).where(
        HelpRequest.accepted_by_id == row.ambassador_id,
        HelpRequest.state == RequestState.ACCEPTED,
        HelpRequest.person_id.in_(named),
    )
    for request_id in db.session.execute(met.order_by(HelpRequest.id)).scalars().all():
        meet_request(request_id)
    if row.mentorship_id is not None:
        db.session.execute(update(Mentorship).where(Mentorship.id == row.mentorship_id).values(last_at=clock.now()))
