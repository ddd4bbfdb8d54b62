"""Fifty at once: one acceptance a request, never more taken on than there is room for, one request a form."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import capacity, requests
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship, RequestOffer
from learnhub.ambassadors.requests import Asked
from learnhub.ambassadors.words import Kind, RequestState
from learnhub.db import db
from learnhub.people.faults import Refused
from tests import people
from tests.ambassadors.asking import again, ask, fresh, make_ambassador, offers
from tests.events.world import at_once
from tests.factories import committed, make_person

CROWD = 50


def trying(work: Callable[[], object], refused: list[str] | None = None) -> Callable[[], None]:
    """In a transaction of its own; a refusal is noted, any other error fails the test."""

    def run() -> None:
        try:
            with database.write():
                work()
        except Refused as error:
            if refused is not None:
                refused.append(str(error))

    return run


def accepting(request_id: int, ambassador_id: int, refused: list[str] | None = None) -> Callable[[], None]:
    return trying(lambda: requests.accept_request(request_id, db.session.get_one(Ambassador, ambassador_id)), refused)


def requests_of_many(number: int, **fields: object) -> list[int]:
    """As many people ask, each once."""
    with committed():
        askers = [make_person().id for _ in range(number)]
    return [ask(db.session.get_one(type(people.person("learner")), asker), **fields).id for asker in askers]


def offered(ambassador: Ambassador, kind: Kind, number: int) -> list[int]:
    """Requests that are offered to one ambassador, more than they have room for."""
    ids = requests_of_many(number, kind=kind, skills=())
    with database.write():
        for request in db.session.execute(select(HelpRequest).where(HelpRequest.id.in_(ids))).scalars():
            request.state, request.offered_to_id = RequestState.OFFERED, ambassador.id
            request.offered_at = clock.now()
            if request.id not in set(db.session.scalars(select(RequestOffer.request_id))):
                db.session.add(RequestOffer(request_id=request.id, ambassador_id=ambassador.id,
                                            offered_at=clock.now(), reasons=[["time"]]))  # fmt: skip
    return ids


def test_fifty_acceptances_of_one_request_are_one(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    request_id, me = ask().id, amir.id
    at_once(app, [accepting(request_id, me) for _ in range(CROWD)])
    assert fresh(request_id).state == RequestState.ACCEPTED
    assert again(amir).promised_minutes == 60
    assert offers(fresh(request_id)) == [(me, "accepted")]


def test_two_ambassadors_accept_one_request(app: Flask) -> None:
    """Twenty-five presses each, of whom it is offered to and of whom it was offered to before."""
    amir, wyn = make_ambassador("ambassador"), make_ambassador("welsh", minutes_a_month=200, promised_minutes=60)
    request = ask()
    assert request.offered_to_id == amir.id
    with database.write():
        requests.decline_request(request.id, amir.id, "no-time")
    ids, refused = (request.id, amir.id, wyn.id), list[str]()
    at_once(app, [accepting(ids[0], ids[1 + turn % 2], refused) for turn in range(CROWD)])
    assert fresh(ids[0]).accepted_by_id == ids[2]
    assert (again(amir).promised_minutes, again(wyn).promised_minutes) == (0, 120)
    assert len(refused) == CROWD // 2


def test_an_ambassador_at_the_limit_accepts_two_at_once(app: Flask) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=240)
    ids, me, refused = offered(amir, Kind.SESSION, CROWD), amir.id, list[str]()
    at_once(app, [accepting(id_, me, refused) for id_ in ids])
    assert again(amir).promised_minutes == 240
    accepted = select(func.count()).where(HelpRequest.accepted_by_id == me)
    assert db.session.execute(accepted).scalar_one() == 4
    assert len(refused) == CROWD - 4
    assert set(refused) == {"Your hours of this month are taken up."}


def test_mentorships_never_exceed_what_they_said(app: Flask) -> None:
    amir = make_ambassador("ambassador", most_mentorships=2)
    ids, me = offered(amir, Kind.MENTORING, CROWD), amir.id
    at_once(app, [accepting(id_, me) for id_ in ids])
    assert again(amir).open_mentorships == 2
    assert db.session.execute(select(func.count()).select_from(Mentorship)).scalar_one() == 2
    met = select(func.count()).where(HelpRequest.state == RequestState.MET)
    assert db.session.execute(met).scalar_one() == 2


def test_accepting_while_it_is_withdrawn_passes_on_and_is_declined(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    request = ask()
    id_, me, asker = request.id, amir.id, request.person_id
    with database.write():
        db.session.get_one(HelpRequest, id_).pass_on_at = clock.now()
    others = [
        trying(lambda: requests.withdraw_request(id_, asker)),
        requests.pass_on_due,
        trying(lambda: requests.decline_request(id_, me, "no-time")),
    ]
    at_once(app, [accepting(id_, me) if turn % 2 else others[turn % 3] for turn in range(CROWD)])
    request = fresh(id_)
    assert request.state == RequestState.WITHDRAWN  # whatever came between, nobody is left with it
    assert again(amir).promised_minutes == 0


def test_a_form_pressed_fifty_times_asks_once(app: Flask) -> None:
    make_ambassador("ambassador", minutes_a_month=10_000)
    asker = people.person("learner").id
    at_once(app, [trying(lambda: requests.ask_for_help(asker, Asked("Help"), "a" * 32))] * CROWD)
    assert db.session.execute(select(func.count()).select_from(HelpRequest)).scalar_one() == 1
    assert db.session.execute(select(func.count()).select_from(RequestOffer)).scalar_one() == 1


def test_a_job_on_fifty_machines_passes_on_once(app: Flask) -> None:
    crew = [make_ambassador() for _ in range(4)]
    request_id = ask().id
    with database.write():
        db.session.get_one(HelpRequest, request_id).pass_on_at = clock.now()
    at_once(app, [requests.pass_on_due] * CROWD)
    request = fresh(request_id)
    assert request.state == RequestState.OFFERED
    assert [answer for _ambassador, answer in offers(request)] == ["passed", None]
    assert len(crew) == 4


def test_promises_kept_and_made_at_once_are_counted_right(app: Flask) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=6_000, promised_minutes=1_500)
    me, month, today = amir.id, capacity.month_of(clock.today()), clock.today()
    works: list[Callable[[], object]] = [
        lambda: capacity.promise(me, 60, month),
        lambda: capacity.keep_promise(me, 60),
        lambda: capacity.count_session(me, today, 30),
        lambda: capacity.take_mentorship(me),
        lambda: capacity.free_mentorship(me),
    ]
    at_once(app, [trying(works[turn % 5]) for turn in range(CROWD)])
    row = again(amir)
    assert (row.promised_minutes, row.used_minutes) == (1_500, 300)
    assert 0 <= row.open_mentorships <= 2
