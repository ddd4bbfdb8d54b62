"""What a learner says of a course at completion, and a month later."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.learning import actions, queries
from learnhub.learning.models import CourseFeedback
from learnhub.plain_sql import rows_of, together
from tests import people
from tests.factories import make_course, reading
from tests.page import Page


@pytest.fixture
def finished(page) -> Page:
    """The learner, who has completed the course "short"."""
    make_course(reading("one"), slug="short", title="Short course")
    page.sign_in("learner").post("/courses/short/one")
    return page


def said() -> CourseFeedback | None:
    db.session.expire_all()
    return db.session.execute(select(CourseFeedback)).scalar_one_or_none()


def learner_id() -> int:
    return people.person("learner").learner_id


def feedback_due() -> queries.FeedbackDue | None:
    """What home is told in the present moment."""
    found = together(queries.FEEDBACK_DUE).run(learner_id=learner_id(), **queries.promised_in())
    return queries.feedback_in(rows_of(found.scalar_one()))


def test_two_questions_may_be_answered_at_completion(finished):
    finished.get("/courses/short")
    opened = finished.submit("Send my answers", worth="4", will_try="Ring before I pay")
    assert opened.path == "/courses/short"
    assert "Two short questions" not in opened.text
    kept = said()
    assert (kept.worth, kept.will_try, kept.tried) == (4, "Ring before I pay", None)


@pytest.mark.parametrize(("fields", "status"), [({}, 303), ({"worth": "9"}, 422), ({"will_try": "x" * 5_001}, 422)])
def test_both_answers_are_optional_and_bounded(finished, fields, status):
    opened = finished.post("/courses/short/feedback", fields, status)
    if status == 422:
        assert opened.problems
        assert said() is None


def test_who_answers_nothing_is_told_so_and_may_come_back(finished):
    finished.get("/courses/short")
    opened = finished.submit("Send my answers")
    assert "You gave no answer, so nothing was kept" in opened.text
    assert "Two short questions" in opened.text
    assert said() is None


def test_answered_twice_the_later_words_stand(finished):
    finished.post("/courses/short/feedback", {"worth": "1", "will_try": "a"})
    finished.post("/courses/short/feedback", {"worth": "5", "will_try": "b"})
    assert (said().worth, said().will_try) == (5, "b")


def test_who_has_not_completed_the_course_is_not_asked(finished, app):
    stranger = Page(app).sign_in("outsider")
    stranger.get("/courses/short/feedback", 404)
    stranger.post("/courses/short/feedback", {"worth": "5"}, 404)
    stranger.post("/courses/short/feedback/later", {"tried": "1"}, 404)
    finished.post("/courses/short/feedback/later", {"tried": "1"}, 404)  # nothing was promised


@pytest.mark.parametrize(("days", "due"), [(29, False), (31, True), (119, True), (121, False)])
def test_after_thirty_days_home_asks_whether_it_was_tried(finished, days, due):
    finished.post("/courses/short/feedback", {"will_try": "Ring first"})
    with clock.at(clock.now() + timedelta(days=days)):
        found = feedback_due()
    assert (found is not None) is due
    if found:
        assert (found.slug, found.title, found.will_try) == ("short", "Short course", "Ring first")


def test_who_promised_nothing_is_not_asked_and_who_answered_is_not_asked_again(finished):
    finished.post("/courses/short/feedback", {"worth": "5"})
    with clock.at(clock.now() + timedelta(days=40)):
        assert feedback_due() is None
    finished.post("/courses/short/feedback", {"worth": "5", "will_try": "Ring"})
    finished.get("/courses/short/feedback/later")
    opened = finished.post("/courses/short/feedback/later", {"tried": "7"}, 422)
    assert opened.problems == ["Choose an answer"]
    assert finished.post("/courses/short/feedback/later", {"tried": "2"}).location == "/home"
    assert said().tried == 2
    with clock.at(clock.now() + timedelta(days=40)):
        assert feedback_due() is None


def test_saying_tried_about_nothing_said_does_nothing(finished):
    from learnhub import db as database

    with database.write():
        actions.say_tried(learner_id(), 1, 1)
    assert said() is None
