"""Asking for help and what becomes of it: writes in the caller's transaction, nothing here commits."""

from sqlalchemy import update

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.models import HelpRequest
from learnhub.ambassadors.words import PROMISED_MINUTES, Kind, RequestState
from learnhub.db import db


def meet_request(request_id: int) -> bool:
    """Note that the session asked for was held: the promise is kept. Whether it was still to be held."""
    met = (
        update(HelpRequest)
        .where(HelpRequest.id == request_id, HelpRequest.state == RequestState.ACCEPTED)
        .values(state=RequestState.MET, closed_at=clock.now())
        .returning(HelpRequest.accepted_by_id, HelpRequest.kind)
    )
    row = db.session.execute(met).one_or_none()
    if row is None:
        return False
    if row.kind == Kind.SESSION:
        capacity.keep_promise(row.accepted_by_id, PROMISED_MINUTES)
    return True
