"""Signing up, waiting, giving up one's place; the lists; what only those who come may know."""

from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.events.at_home import COMING_UP, asked_by, coming_up_in
from learnhub.events.models import SignUp
from learnhub.events.structures import Audience, EventKind
from learnhub.events.tending import tend_events
from learnhub.messages.models import Message
from learnhub.plain_sql import rows_of, together
from tests import people
from tests.events.world import Somebody, join, leave, make_event, states
from tests.factories import at, committed, make_person
from tests.page import Page

LINK = "https://meet.example/j/123?pwd=secret"


@pytest.fixture(autouse=True)
def _in_january(app: Flask) -> object:
    with clock.at(at("2027-01-11 09:00")):
        yield


def test_one_press_and_one_is_going(app: Flask, page: Page) -> None:
    event = make_event(places=1, remote_link=LINK)
    opened = page.sign_in("learner").get(f"/events/{event.id}")
    assert LINK not in opened.body.decode()
    opened = page.submit("Sign up", access_needs="Step-free, please")
    assert "You are going" in opened.text
    assert LINK in opened.links
    waiting = Page(app).sign_in("author")
    waiting.get(f"/events/{event.id}")
    opened = waiting.submit("Join the waiting list")
    assert "You are number 1 on the waiting list" in opened.text
    assert LINK not in opened.body.decode()
    page.get(f"/events/{event.id}/give-up")
    page.submit("Give up my place")
    opened = waiting.get(f"/events/{event.id}")
    assert "You are going" in opened.text
    assert LINK in opened.links
    mail = db.session.execute(select(Message).where(Message.person_id == people.person("author").id)).scalar_one()
    assert LINK in mail.text


def test_pressing_twice_counts_once_and_going_back_in_waits_at_the_end(app: Flask, page: Page) -> None:
    event = make_event(places=1)
    for role in ("learner", "welsh", "hr"):
        join(event, role)
    leave(event, "welsh")
    join(event, "welsh")
    ids = [people.person(role).id for role in ("learner", "hr", "welsh")]
    assert list(states(event).items()) == list(zip(ids, ["going", "waiting", "waiting"], strict=True))
    page.sign_in("hr").post(f"/events/{event.id}/sign-up")
    page.post(f"/events/{event.id}/sign-up")
    assert list(states(event)) == ids


def test_what_one_needs_is_for_the_organisers_and_erased(app: Flask, page: Page) -> None:
    event = make_event("ambassador", on=clock.today() + timedelta(days=3))
    page.sign_in("learner").get(f"/events/{event.id}")
    page.submit("Sign up", access_needs="A sign-language interpreter")
    page.submit("Save what I need", access_needs="A sign-language interpreter, in the front row")
    for role in ("outsider", "admin", "hr"):
        assert "front row" not in Page(app).sign_in(role).get(f"/events/{event.id}").body.decode()
    organiser = Page(app).sign_in("ambassador")
    assert "front row" in organiser.get(f"/events/{event.id}/people").text
    assert "front row" not in organiser.get(f"/events/{event.id}/sheet").text  # it goes round
    for days, kept in ((16, True), (18, False)):
        with clock.at(at("2027-01-11 09:00") + timedelta(days=days)):
            db.session.rollback()
            tend_events()
            needs = db.session.execute(select(SignUp.access_needs)).scalar_one()
            assert bool(needs) is kept, days


def test_giving_up_ones_place_erases_what_one_needed(app: Flask) -> None:
    event = make_event()
    join(event, "learner", access_needs="Large print")
    assert leave(event, "learner").access_needs == ""


def test_too_long_a_wish_is_kept_and_explained(page: Page) -> None:
    event = make_event()
    opened = page.sign_in("learner").post(f"/events/{event.id}/sign-up", {"access_needs": "x" * 1_001}, 422)
    assert opened.problems == ["At most 1000 characters"]
    assert "x" * 1_001 in opened.body.decode()


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2027-01-18 23:59", "You are going"),
        ("2027-01-19 00:00", "Sign-up has closed"),
        ("2027-01-21 10:30", "Sign-up has closed"),
    ],
)
def test_sign_up_closes(page: Page, when: str, said: str) -> None:
    event = make_event(closes_on=clock.today() + timedelta(days=7))
    with clock.at(at(when)):
        opened = page.sign_in("learner").post(f"/events/{event.id}/sign-up", follow=True)
        assert said in opened.text


def test_nobody_gives_up_a_place_once_it_has_begun(page: Page) -> None:
    event = make_event()
    join(event, "learner")
    with clock.at(at("2027-01-21 10:30")):
        opened = page.sign_in("learner").post(f"/events/{event.id}/give-up", follow=True)
        assert "The event has begun" in opened.text


def test_a_cancelled_event_takes_nobody(page: Page) -> None:
    event = make_event("learner")
    page.sign_in("learner").post(f"/events/{event.id}/cancel", {"why": ""})
    page.sign_in("outsider").post(f"/events/{event.id}/sign-up")
    assert states(event) == {}


def test_half_of_the_places_wait_for_newcomers_until_the_day_before(app: Flask) -> None:
    before = make_event(on=clock.today(), starts=time(12), ends=time(13))
    with committed():
        old_hands = [make_person(f"Old {number}") for number in range(4)]
    for person in old_hands:
        row = join(before, person)
        with committed():
            db.session.get_one(SignUp, row.id).statement_seq = 1
    event = make_event(places=4, prefers_newcomers=True)
    assert [join(event, person).state for person in old_hands] == ["going", "going", "waiting", "waiting"]
    with committed():
        new = [make_person(f"New {number}") for number in range(1)]
    assert [join(event, person).state for person in new] == ["going"]
    with clock.at(at("2027-01-20 10:01")):
        db.session.rollback()
        tend_events()
        assert list(states(event).values()) == ["going", "going", "going", "waiting", "going"]


def test_who_leaves_the_service_gives_up_their_place(app: Flask) -> None:
    from learnhub.people.actions import record_departure

    event = make_event(places=1)
    with committed():
        leaver = make_person("Gone Soon")
    join(event, leaver)
    join(event, "welsh")
    with committed():
        record_departure(leaver.id, clock.today())
    db.session.rollback()
    tend_events()
    assert list(states(event).values()) == ["cancelled", "going"]


def test_the_lists_page_by_key_and_cost_one_statement(app: Flask, page: Page) -> None:
    for number in range(30):
        make_event("welsh", title=f"Event {number:02}", on=clock.today() + timedelta(days=number + 1))
    page.sign_in("learner")
    with page.statements() as counted:
        opened = page.get("/events")
    assert len(counted) == 2, counted  # who is here; the list
    assert [f"Event {number:02}" in opened.text for number in (0, 24, 25)] == [True, True, False]
    opened = page.get(opened.link("Next page"))
    assert [f"Event {number:02}" in opened.text for number in (24, 25, 29)] == [False, True, True]
    for nonsense in ("x", "1", "1.x", "9" * 30 + ".1", "-1.-1", "١.١"):
        page.get(f"/events?after={nonsense}")
    assert opened.wire_bytes < 8_000


def test_an_events_page_costs_two_statements(app: Flask, page: Page) -> None:
    event = make_event(places=3, remote_link=LINK)
    for role in ("welsh", "hr", "learner"):
        join(event, role)
    address = f"/events/{event.id}"
    page.sign_in("learner")
    with page.statements() as counted:
        page.get(address)
    assert len(counted) == 2, counted


def test_the_filters_do_not_stand_before_the_first_event_unless_one_is_chosen(page: Page) -> None:
    make_event()
    page.sign_in("learner")
    assert not page.get("/events").main.find("details").has("open")
    assert page.get("/events?kind=workshop").main.find("details").has("open")


def test_the_filters(app: Flask, page: Page) -> None:
    here = Audience((people.department("PEN").id,))
    make_event(title="For Pensions", audience=here, region="North East")
    make_event(title="From afar", place="", remote_link=LINK, kind=EventKind.CLINIC)
    make_event(title="In Leeds", place="Leeds", region="Yorkshire and the Humber", kind=EventKind.HACKATHON)
    make_event(title="My own", organiser="learner", publish=False)
    page.sign_in("learner")
    page.get("/events")

    def shown(address: str) -> list[str]:
        text = page.get(address).text
        return [title for title in ("For Pensions", "From afar", "In Leeds", "My own") if title in text]

    assert shown("/events") == ["For Pensions", "From afar", "In Leeds"]
    assert shown("/events?kind=hackathon") == ["In Leeds"]
    assert shown("/events?where=remote") == ["From afar"]
    assert shown("/events?where=North+East") == ["For Pensions"]
    assert shown("/events?for=me") == ["For Pensions"]
    assert shown("/events?show=mine") == ["My own"]
    assert shown("/events?show=past") == []
    assert shown("/events?kind=party&where=Mars&show=never") == ["For Pensions", "From afar", "In Leeds"]
    join(make_event(title="To come"), "learner")
    assert "To come" in page.get("/events?show=mine").text
    with clock.at(at("2027-02-11 09:00")):
        page.sign_in("learner")
        assert shown("/events?show=past") == ["For Pensions", "From afar", "In Leeds"]
        assert shown("/events") == []


def test_home_is_told_of_ones_own_events_first_in_one_statement(app: Flask, page: Page) -> None:
    class Viewer(Somebody):
        def may(self, _permission: object) -> bool:
            return False

    first = make_event(title="Soon", on=clock.today() + timedelta(days=1))
    later = make_event(title="Mine", on=clock.today() + timedelta(days=5))
    make_event(title="Not for me", audience=Audience((people.department("CUL").id,)))
    join(later, "learner")
    with page.statements() as counted:
        viewer = Viewer(people.person("learner"))
        lines = coming_up_in(rows_of(together(COMING_UP).run(**asked_by(viewer, 4)).scalar_one()), 4)
    assert [line.id for line in lines] == [later.id, first.id]
    assert len(counted) == 2, counted  # the cast's learner; the events
