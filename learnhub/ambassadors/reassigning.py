"""What the lead does with a request that waits: give it to somebody, or close it. Whose lead is the caller's to ask."""

from flask_babel import gettext as _

from learnhub import clock
from learnhub.ambassadors.asking_telling import tell_closed
from learnhub.ambassadors.candidates import candidates_for, top_departments, wish_of
from learnhub.ambassadors.matching import Match, has_capacity, reasons_of
from learnhub.ambassadors.models import HelpRequest
from learnhub.ambassadors.offering import end, let_go, lock_request, offer_to
from learnhub.ambassadors.words import OPEN, RequestState
from learnhub.people.faults import Refused


def close_request(request_id: int, reason: str) -> HelpRequest:
    """The lead's: end a request, with a reason that the asker reads. Whose lead is the caller's to ask.

    Raises Refused when it has ended already.
    """
    request = lock_request(request_id)
    if request.state not in (*OPEN, RequestState.ACCEPTED):
        raise Refused(_("This request has ended already."))
    let_go(request)
    request.close_reason = reason
    end(request, RequestState.CLOSED)
    tell_closed(request)
    return request


def reassign_request(request_id: int, ambassador_id: int) -> HelpRequest:
    """The lead's: offer a request to somebody they have chosen, whatever the matching says but capacity.

    Raises Refused for one that is over, for the asker, and for who is away, has no room or does not help now.
    """
    request = lock_request(request_id)
    if request.state not in (*OPEN, RequestState.ACCEPTED):
        raise Refused(_("This request has ended already."))
    if ambassador_id in (request.offered_to_id, request.accepted_by_id):
        return request
    today, tops = clock.today(), top_departments()
    wish = wish_of(request, tops)
    one = next(iter(candidates_for(wish, today, tops, only_id=ambassador_id)), None)
    if one is None or not has_capacity(wish.kind, one):
        raise Refused(_("They are away, have no time left, or do not help at the moment. Choose somebody else."))
    if one.person_id == request.person_id:
        raise Refused(_("This is who asks. Choose somebody else."))
    let_go(request)
    offer_to(request, Match(one.id, one.person_id, 0.0, reasons_of(wish, one)), today)
    return request
