"""What was asked of a demo's network in the last weeks, and what became of it: held, withdrawn, closed; some waits."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador, HelpRequest
from learnhub.ambassadors.passing_on import pass_on_due
from learnhub.ambassadors.reassigning import close_request
from learnhub.ambassadors.requests import Asked, accept_request, ask_for_help, decline_request, withdraw_request
from learnhub.ambassadors.words import RequestState
from learnhub.db import db
from learnhub.demo.around_people import Somebody
from learnhub.demo.network_words import ASKED, CLOSED, NOBODY_OFFERS, SHARE_A_FOLDER
from learnhub.mentoring.confirming import confirm_session
from learnhub.mentoring.sessions import Said, log_session
from learnhub.web.bars import unbarred

APART = 2  # days between one request and the next
WITHDRAWN, DECLINED_FIRST, ENDED_BY_LEAD = (1,), (2, 5, 9), (7,)  # which of them, the oldest is 0
TO_BE_HELD, WAITING = (10,), (11,)  # the session is to come; nobody has answered yet


@dataclass(frozen=True, slots=True)
class _Request:
    id: int
    who: Somebody


def load_requests(cast: Mapping[str, Somebody], own_id: int, people: Sequence[Somebody], rng: random.Random) -> None:
    """Ask, answer, hold. One is about a skill that nobody has; one waits for the ambassador of the cast."""
    asking = rng.sample(list(people), len(ASKED) + 1)
    for place, (text, skill) in enumerate(ASKED):
        asked_at = clock.now() - timedelta(days=APART * (len(ASKED) - place), hours=3)
        with clock.at(asked_at), database.write():
            one = _Request(ask_for_help(asking[place].person_id, Asked(text, (skill,))).id, asking[place])
        with clock.at(asked_at + timedelta(hours=rng.randrange(2, 40))), database.write():
            _answer(one, place)
        if place not in TO_BE_HELD:
            with clock.at(min(asked_at + timedelta(days=4), clock.now())), database.write():
                _hold(one, rng)
    with clock.at(clock.now() - timedelta(days=8)), database.write():
        ask_for_help(asking[-1].person_id, Asked(*NOBODY_OFFERS))
    with database.write():
        ask_for_help(cast["outsider"].person_id, Asked(*SHARE_A_FOLDER, wanted_id=own_id))
    pass_on_due()


def _answer(one: _Request, place: int) -> None:
    if place in WITHDRAWN:
        withdraw_request(one.id, one.who.person_id)
    elif place in ENDED_BY_LEAD:
        close_request(one.id, CLOSED)
    elif place not in WAITING:
        asked = _offered_to(one)
        if place in DECLINED_FIRST and asked is not None:
            decline_request(one.id, asked.id, "no-time")
            asked = _offered_to(one)
        if asked is not None:
            accept_request(one.id, asked)


def _offered_to(one: _Request) -> Ambassador | None:
    request = db.session.get_one(HelpRequest, one.id, populate_existing=True)
    return db.session.get(Ambassador, request.offered_to_id) if request.state == RequestState.OFFERED else None


def _hold(one: _Request, rng: random.Random) -> None:
    """The session that was agreed to; most say that it was so."""
    request = db.session.get_one(HelpRequest, one.id, populate_existing=True)
    if request.state != RequestState.ACCEPTED or request.accepted_by_id is None:
        return
    said = Said(
        rng.choice((20, 30, 45)),
        clock.today(),
        (one.who.person_id,),
        topics=unbarred(request.skills),
    )
    session = log_session(request.accepted_by_id, said, request_id=one.id)
    if rng.random() < 0.8:
        confirm_session(session.id, one.who.person_id)
