"""Putting a session right: taken back and stated anew where that matters, and no more than that."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring import sessions
from learnhub.mentoring.models import SupportSession
from learnhub.mentoring.sessions import Said
from learnhub.messages.models import Notice
from learnhub.record.actions import verify
from learnhub.record.queries import hours_of, statements_of
from learnhub.record.words import Assurance
from tests import people
from tests.ambassadors.asking import again
from tests.mentoring.conftest import Log, on_list
from tests.page import Page


def learner_id(role: str) -> int:
    return people.person(role).learner_id


def confirmed_by(session_id: int, role: str) -> None:
    with database.write():
        assert sessions.confirm_session(session_id, people.person(role).id)


def lines(role: str) -> list[tuple[int | None, Assurance, bool]]:
    """Minutes, how known, taken back; the newest last."""
    db.session.rollback()
    rows = sorted(statements_of(learner_id(role)).rows, key=lambda line: line.seq)
    return [(line.minutes, line.assurance, line.is_voided) for line in rows]


def notices() -> int:
    return db.session.execute(select(func.count(Notice.id))).scalar_one()


def test_other_minutes_take_both_records_back_and_ask_once_more(amirs: Page, amir: Ambassador, log: Log) -> None:
    row = log("learner", minutes=30)
    confirmed_by(row.id, "learner")
    amirs.get(f"/support/{row.id}")
    amirs.get(amirs.now.link("Correct it"))
    opened = amirs.submit("Keep the correction", minutes="50")
    assert "Your correction is kept." in opened.text
    assert "Not confirmed" in opened.text
    assert lines("ambassador") == [(30, Assurance.WITNESSED, True), (50, Assurance.SELF_DECLARED, False)]
    assert lines("learner") == [(30, Assurance.WITNESSED, True)]
    assert notices() == 2
    assert again(amir).used_minutes == 50
    confirmed_by(row.id, "learner")
    assert lines("learner")[-1] == (50, Assurance.WITNESSED, False)
    assert lines("ambassador")[-1] == (50, Assurance.WITNESSED, False)
    assert hours_of(learner_id("learner"))[Assurance.WITNESSED] == 50
    assert verify() == []


def test_a_note_or_a_skill_changes_without_taking_anything_back(amirs: Page, log: Log) -> None:
    row = log("learner")
    confirmed_by(row.id, "learner")
    amirs.get(f"/support/{row.id}/correct")
    opened = amirs.submit("Keep the correction", note="Ask again in May.", how="call")
    assert "Ask again in May." in opened.text
    assert lines("ambassador") == [(30, Assurance.WITNESSED, False)]
    assert notices() == 1


def test_somebody_forgotten_is_added_and_asked_alone(amirs: Page, log: Log) -> None:
    row = log("learner")
    confirmed_by(row.id, "learner")
    amirs.get(f"/support/{row.id}/correct")
    amirs.submit("Keep the correction", people="Lena Marsh\nOona Finch")
    assert on_list(row.id, "outsider") is not None
    assert notices() == 2
    assert lines("learner") == [(30, Assurance.WITNESSED, False)]


def test_somebody_named_by_mistake_is_taken_off_with_what_their_record_says(amirs: Page, log: Log) -> None:
    row = log("learner", "outsider")
    confirmed_by(row.id, "outsider")
    amirs.get(f"/support/{row.id}/correct")
    amirs.submit("Keep the correction", people="Lena Marsh")
    assert on_list(row.id, "outsider") is None
    assert lines("outsider") == [(30, Assurance.WITNESSED, True)]
    assert lines("ambassador") == [(30, Assurance.SELF_DECLARED, False)]  # who confirmed it was not there


def test_a_correction_cannot_say_what_cannot_have_been(amirs: Page, log: Log) -> None:
    row = log("learner")
    tomorrow = (clock.today() + timedelta(days=2)).isoformat()
    amirs.get(f"/support/{row.id}/correct")
    opened = amirs.submit("Keep the correction", 422, on_day=tomorrow)
    assert "has not come yet" in opened.problems[0]
    assert opened.html.find("input", name="on_day").get("value") == tomorrow
    opened = amirs.post(f"/support/{row.id}/correct", {"people": "", "minutes": "30", "how": "call"}, 422)
    assert "Enter who was there" in opened.problems[0]


def test_a_name_in_an_old_session_can_still_be_put_right(app: Flask, amir: Ambassador, log: Log) -> None:
    row = log("learner", day=clock.today() - timedelta(days=80))
    with clock.at(clock.now() + timedelta(days=30)), database.write():
        said = Said(30, row.on_day, (people.person("outsider").id,))
        assert sessions.correct_session(row.id, amir.id, said) is not None
    assert on_list(row.id, "learner") is None


def test_a_session_moved_to_another_month_counts_there(app: Flask, amir: Ambassador, log: Log) -> None:
    row = log("learner", minutes=30)
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    with database.write():
        sessions.correct_session(row.id, amir.id, Said(30, last_month, (people.person("learner").id,)))
    assert again(amir).used_minutes == 0


def test_a_session_taken_back_counts_nowhere_and_its_texts_are_gone(amirs: Page, amir: Ambassador, log: Log) -> None:
    row = log("learner", note="For me.")
    confirmed_by(row.id, "learner")
    amirs.get(f"/support/{row.id}/remove")
    amirs.submit("Take it back")
    assert lines("ambassador") == [(30, Assurance.WITNESSED, True)]
    assert lines("learner") == [(30, Assurance.WITNESSED, True)]
    assert again(amir).used_minutes == 0
    assert db.session.execute(select(SupportSession.note)).scalar_one() == ""
    for path in ("", "/correct", "/remove", "/code"):
        amirs.get(f"/support/{row.id}{path}", 404)
    amirs.post(f"/support/{row.id}/remove", {}, 404)
    assert verify() == []


def test_who_was_asked_about_a_session_taken_back_is_asked_no_more(amirs: Page, lenas: Page, log: Log) -> None:
    row = log("learner")
    amirs.post(f"/support/{row.id}/remove", {}, 303)
    lenas.get(f"/support/{row.id}/confirm", 404)
    lenas.post(f"/support/{row.id}/confirm", {"answer": "yes"}, 404)
    assert "Waiting for your answer" not in lenas.get("/support").text


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_an_answer_that_is_none_changes_nothing(lenas: Page, log: Log, answer: str) -> None:
    lenas.post(f"/support/{log('learner').id}/confirm", {"answer": answer}, 400)
    assert lines("learner") == []
