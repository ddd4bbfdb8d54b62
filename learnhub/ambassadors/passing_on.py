"""What becomes due with requests: offers that nobody answered in time, and those that nobody could take."""

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import HelpRequest
from learnhub.ambassadors.offering import end, offer_next, settle_offer
from learnhub.ambassadors.words import OPEN, Answer, RequestState
from learnhub.db import db
from learnhub.people.models import Person

CHUNK = 200  # requests that are looked up at once


def pass_on_due() -> int:
    """The job: offers that nobody answered in time go to the next, what waits is tried again; how many were looked at.

    Each in a transaction of its own. Two machines may run it at once: what one holds the other leaves out.
    """
    now, seen, last = clock.now(), 0, 0
    while True:
        due = select(HelpRequest.id).where(
            HelpRequest.state.in_(OPEN), HelpRequest.pass_on_at <= now, HelpRequest.id > last
        )
        ids = list(db.session.execute(due.order_by(HelpRequest.id).limit(CHUNK)).scalars())
        if not ids:
            return seen
        for request_id in ids:
            with database.write():
                seen += _pass_on(request_id)
        last = ids[-1]


def _pass_on(request_id: int) -> bool:
    due = select(HelpRequest).where(
        HelpRequest.id == request_id, HelpRequest.state.in_(OPEN), HelpRequest.pass_on_at <= clock.now()
    )
    held = due.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    request = db.session.execute(held).scalar_one_or_none()
    if request is None:
        return False
    settle_offer(request, Answer.PASSED)
    if _has_left(request.person_id):
        end(request, RequestState.WITHDRAWN)
    else:
        offer_next(request)
    return True


def _has_left(person_id: int) -> bool:
    left_on = db.session.execute(select(Person.left_on).where(Person.id == person_id)).scalar_one()
    return left_on is not None and left_on <= clock.today()
