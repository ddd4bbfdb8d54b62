"""A room is opened first, and what was held in it said afterwards; a change of kind loses nothing that was typed."""

from flask import Flask
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring import rooms, sessions
from learnhub.mentoring.models import SupportSession
from learnhub.record.queries import statements_of
from learnhub.record.words import Verb
from tests import people
from tests.ambassadors.asking import accept, again, ask, fresh
from tests.events.world import at_once
from tests.mentoring.conftest import on_list
from tests.mentoring.test_mentorships import notices
from tests.page import Page


def room() -> SupportSession:
    db.session.rollback()
    db.session.expire_all()
    return db.session.execute(select(SupportSession)).scalar_one()


def verbs_of(role: str) -> list[Verb]:
    db.session.rollback()
    return [line.verb for line in statements_of(people.person(role).learner_id).rows if not line.is_voided]


def test_the_code_is_seen_by_one_press_before_anything_is_said(amirs: Page, amir: Ambassador) -> None:
    amirs.get("/support")
    opened = amirs.submit("Open a room")
    assert opened.h1 == "The code for the room"
    assert "Nobody has used it yet." in opened.text
    assert room().code is not None
    assert (verbs_of("ambassador"), again(amir).used_minutes) == ([], 0)  # nothing was held yet
    amirs.get("/support")
    amirs.submit("Open a room")  # again: the same one
    assert room().minutes == 0


def test_who_came_is_asked_once_it_is_said_how_long_it_was(amirs: Page, lenas: Page, amir: Ambassador) -> None:
    amirs.get("/support")
    amirs.submit("Open a room")
    lenas.get(f"/here/{room().code}")
    opened = lenas.submit("Put me on the list")
    assert "You are asked whether it was so once Amir Osei has said how long it was." in opened.text
    lenas.post(f"/support/{room().id}/confirm", {"answer": "yes"})
    assert (verbs_of("learner"), notices("learner")) == ([], [])
    assert "Waiting for your answer" not in lenas.get("/support").text
    amirs.get(f"/support/{room().id}/code")
    assert "1 person has used it." in amirs.now.text
    amirs.get(amirs.now.link("It is over: say how long it was"))
    assert "Without those who come in by a code" in amirs.now.text
    opened = amirs.submit("Log it", minutes="1 h 15", unnamed="2")
    assert "Logged. It counts in your hours now." in opened.text
    assert "2 more people without a name" in opened.text
    assert (verbs_of("ambassador"), again(amir).used_minutes) == ([Verb.HELPED], 75)
    (told,) = notices("learner")
    assert "1 hour 15 minutes. Was it so?" in told
    lenas.get(f"/support/{room().id}/confirm")
    lenas.submit("Yes, that was so")
    assert verbs_of("learner") == [Verb.ATTENDED]


def test_until_then_nobody_finds_it_waiting_on_home(amirs: Page, lenas: Page) -> None:
    amirs.post("/support/room")
    lenas.post("/here", {"code": room().code or ""}, 303)
    assert "whether they helped you" not in lenas.get("/", follow=True).text


def test_a_room_meets_the_request_of_who_was_in_it(amirs: Page, amir: Ambassador) -> None:
    request = accept(ask(), amir)
    amirs.post("/support/room")
    amirs.get(f"/support/{room().id}/correct")
    amirs.submit("Log it", people="Lena Marsh", minutes="30", kind="support")
    assert fresh(request.id).state == "met"
    assert room().request_id == request.id
    assert on_list(room().id, "learner") is not None


def test_a_room_is_no_session_of_the_month_until_then(amirs: Page, amir: Ambassador) -> None:
    before = amirs.get("/ambassadors/mine").main.text
    amirs.post("/support/room")
    assert amirs.get("/ambassadors/mine").main.text == before


def test_a_room_may_be_taken_back(amirs: Page) -> None:
    amirs.post("/support/room")
    number = room().id
    amirs.get(f"/support/{number}/remove")
    amirs.submit("Take it back")
    amirs.get(f"/support/{number}", 404)
    assert "Say how long it was" not in amirs.get("/support").text


def test_who_may_log_nothing_opens_no_room(lenas: Page) -> None:
    lenas.post("/support/room", {}, 403)
    assert db.session.execute(select(func.count()).select_from(SupportSession)).scalar_one() == 0


def test_pressed_by_many_at_once_it_is_one_room(app: Flask, amir: Ambassador) -> None:
    ambassador_id = amir.id

    def press() -> None:
        with database.write():
            rooms.open_room(ambassador_id)

    at_once(app, [press] * 10)
    assert room().code is not None


def test_another_kind_loses_nothing_that_was_typed(amirs: Page) -> None:
    amirs.get("/support/new")
    typed = {"people": "Lena Marsh\nOona Finch", "minutes": "50", "note": "With cake"}
    opened = amirs.submit("Log it", 422, kind="visit", **typed)
    assert opened.problems == ["Enter the office you visited, such as Hexham"]
    opened = amirs.submit("Log it", office="Hexham")
    row = room()
    assert (row.kind, row.minutes, row.note, row.office) == ("visit", 50, "With cake", "Hexham")
    assert len(sessions.named_in(row.id)) == 2


def test_a_clinic_needs_no_other_page_than_one_colleague(amirs: Page) -> None:
    amirs.get("/support/new")
    amirs.submit("Log it", kind="clinic", people="Lena Marsh", unnamed="4")
    assert (room().kind, room().unnamed) == ("clinic", 4)
