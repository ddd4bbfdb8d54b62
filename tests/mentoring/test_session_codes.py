"""The code of a room: who is there puts themself on the list; guesses are few, and tell nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.mentoring import room_codes
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.messages.models import Notice
from learnhub.people.faults import Refused
from learnhub.record.queries import statements_of
from learnhub.record.words import Assurance
from tests import people
from tests.factories import make_person
from tests.mentoring.conftest import Log, on_list
from tests.page import Page


@pytest.fixture
def code(app: Flask, log: Log) -> str:
    """The code of a clinic of Amir's, open now."""
    row_id = log(kind=SessionKind.CLINIC, with_code=True).id
    with database.write():
        return room_codes.open_code(db.session.get_one(SupportSession, row_id))


def assurance_of(role: str) -> list[Assurance]:
    db.session.rollback()
    return [line.assurance for line in statements_of(people.person(role).learner_id).rows if not line.is_voided]


def test_a_clinic_is_logged_with_nobody_yet_and_shows_its_code(amirs: Page) -> None:
    amirs.get("/support/new?kind=clinic")
    opened = amirs.submit("Log it", with_code="y")
    assert opened.h1 == "The code for the room"
    code = db.session.execute(select(SupportSession.code)).scalar_one()
    assert room_codes.shown(code) in opened.text
    assert f"/here/{code}" in opened.text
    picture = amirs.get(opened.html.find("img").get("src"))
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    opened = amirs.submit("End it now")
    assert "No code is shown now" in opened.text
    opened = amirs.submit("Show a code")
    assert "End it now" in opened.text


def test_who_is_there_comes_in_and_confirms_by_one_press(lenas: Page, amirs: Page, code: str) -> None:
    lenas.get(f"/here/{code}")
    opened = lenas.submit("Put me on the list")
    assert opened.h1 == "Were you helped by Amir Osei?"
    row = on_list(1, "learner")
    assert (row.by_code, row.confirmed, row.answered_at) == (True, None, None)
    assert db.session.execute(select(Notice.id)).first() is None  # they are here: nothing is sent
    assert assurance_of("learner") == []
    lenas.submit("Yes, that was so")
    # The code can be passed on: it is their own word, until the ambassador saw them.
    assert assurance_of("learner") == [Assurance.SELF_DECLARED]
    assert assurance_of("ambassador") == [Assurance.WITNESSED]
    amirs.get("/support/1")
    opened = amirs.submit("I saw the 1 person who used the code")
    assert "by the code, and seen by you" in opened.text
    assert assurance_of("learner") == [Assurance.WITNESSED]


def test_who_was_seen_before_they_answer_is_witnessed_at_once(lenas: Page, amirs: Page, code: str) -> None:
    lenas.get("/here")
    lenas.submit("Put me on the list", code=f"{code[:3].lower()} {code[3:]}")
    amirs.post("/support/1/seen", {}, 303)
    lenas.get("/support/1/confirm")
    lenas.submit("Yes, that was so")
    assert assurance_of("learner") == [Assurance.WITNESSED]


def test_coming_in_twice_is_once_and_who_is_named_already_stays_named(lenas: Page, code: str, log: Log) -> None:
    for _time in range(2):
        lenas.post("/here", {"code": code}, 303)
    assert db.session.query(SessionPerson).count() == 1


def test_the_ambassador_does_not_come_to_their_own_session(amirs: Page, code: str) -> None:
    assert "your own session" in amirs.post("/here", {"code": code}, 422).problems[0]


def test_the_code_dies_at_midnight_and_when_it_is_ended(lenas: Page, amirs: Page, code: str) -> None:
    with clock.at(clock.start_of(clock.today() + timedelta(days=1))), database.write():
        assert room_codes.check_in(code, people.person("learner").id) is None
    amirs.post("/support/1/code", {"action": "close"}, 303)
    assert "No room has this code now" in lenas.post("/here", {"code": code}, 422).problems[0]


def test_a_session_taken_back_has_no_code(lenas: Page, amirs: Page, code: str) -> None:
    amirs.post("/support/1/remove", {}, 303)
    lenas.post("/here", {"code": code}, 422)


def test_a_session_of_another_day_gets_no_code(amirs: Page, log: Log) -> None:
    row = log("learner", day=clock.today() - timedelta(days=1))
    amirs.post(f"/support/{row.id}/code", {}, 303)
    assert "only for a session of today" in amirs.get(f"/support/{row.id}/code").text
    assert db.session.execute(select(SupportSession.code)).scalar_one() is None


def test_guesses_are_few_and_a_right_one_counts_nothing(lenas: Page, code: str) -> None:
    for number in range(10):
        wrong = lenas.post("/here", {"code": f"WRNG{number}AA"[:7]}, 422)
        assert "No room has this code now" in wrong.problems[0]
    assert "too many wrong codes" in lenas.post("/here", {"code": code}, 422).problems[0]
    assert db.session.query(SessionPerson).count() == 0


def test_the_right_code_is_not_counted_as_a_guess(lenas: Page, code: str) -> None:
    for _time in range(12):
        lenas.post("/here", {"code": code}, 303)


def test_an_address_with_a_code_tells_nothing_of_whether_there_is_one(lenas: Page, code: str) -> None:
    right, wrong = lenas.get(f"/here/{code}"), lenas.get("/here/AAAAAAA")
    assert right.text == wrong.text
    lenas.get("/here/%3Cscript%3Ealert(1)")
    assert "<script" not in lenas.now.body.decode()


@pytest.mark.parametrize("typed", ["", "  ", "ABC", "ABC DEF GHI", "ABCDE\x00F", "' OR 1=1"])
def test_what_is_no_code_is_refused(lenas: Page, code: str, typed: str) -> None:
    assert lenas.post("/here", {"code": typed}, 422).problems


def test_who_had_not_joined_on_that_day_cannot_come_in(app: Flask, code: str) -> None:
    new = make_person(joined_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused), database.write():
        room_codes.check_in(code, new.id)
