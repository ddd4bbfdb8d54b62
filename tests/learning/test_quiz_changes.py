"""A quiz while something happens: the session ends, a version is published, a course withdrawn, two tabs are open."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from learnhub import db as database
from learnhub.catalogue.models import CourseRow, CourseVersion
from learnhub.catalogue.structures import QuestionKind, to_json
from learnhub.db import db
from learnhub.learning.models import Attempt
from learnhub.people.models import SignInSession
from learnhub.web.i18n import LANGUAGES
from tests import people
from tests.factories import choice, make_course, quiz, reading, withdraw_course
from tests.learning.quizzes import RIGHT, control, course_with, every_kind, filled_in, group_of, hand_in, letters
from tests.page import query_of

CHECK = "/courses/letters/check-it"


@pytest.fixture
def learner(page):
    return page.sign_in("learner")


def attempts():
    return db.session.execute(select(Attempt).order_by(Attempt.id)).scalars().all()


def end_sessions(role="learner"):
    with database.write():
        person_id = people.person(role).id
        theirs = update(SignInSession).where(SignInSession.person_id == person_id)
        db.session.execute(theirs.values(ended_at=people.GRANTED_AT))


def sent_from(opened, answers, action="hand-in"):
    hidden = {name: opened.main.find("input", name=name).get("value") for name in ("version", "number")}
    return {**filled_in(opened, answers), **hidden, "action": action}


def typed_while_signed_out(page):
    """Fill in the quiz, lose the session, press: the address to come back to after signing in."""
    sent = sent_from(page.get(CHECK), {**RIGHT, "Which word?": "Wait “here”"})
    end_sessions()
    away = page.post(CHECK, sent, 302)
    return query_of(away.location)["next"]


def test_a_session_that_ends_meanwhile_loses_nothing(learner):
    course_with(*every_kind())
    back = typed_while_signed_out(learner)
    learner.sign_in("learner")
    with learner.statements() as counted:
        opened = learner.get(back)
    assert len(counted) <= 4, counted
    assert "What you typed is still here" in opened.text
    assert group_of(opened, "Which word?").find("input").get("value") == "Wait “here”"
    assert control(group_of(opened, "Which of them?"), "Thing 3").has("checked")
    assert control(group_of(opened, "In which order?"), "Step 2").find("option", selected="selected").text == "2"
    assert attempts() == []
    form = learner.submit("Hand in", **filled_in(opened, {"Which word?": "reboot"}))
    assert "Passed: 100%" in form.text


def test_somebody_else_who_signs_in_at_the_same_desk_sees_none_of_it(learner):
    course_with(*every_kind())
    back = typed_while_signed_out(learner)
    opened = learner.sign_in("outsider").get(back)
    assert "still here" not in opened.text
    assert group_of(opened, "Which word?").find("input").get("value") == ""


def test_what_was_typed_for_an_attempt_that_another_tab_has_handed_in_shows_that_result(app, learner):
    course_with(*every_kind())
    back = typed_while_signed_out(learner)
    learner.sign_in("learner")
    opened = learner.get(CHECK)
    learner.submit("Hand in", **filled_in(opened, RIGHT))
    assert learner.get(back, follow=True).path == f"{CHECK}/result/1"


def test_a_form_is_marked_by_the_version_that_asked(learner):
    course_with()
    opened = learner.get(CHECK)
    first = attempts_version(opened)
    course_with(*(choice(f"n{n}", right="c") for n in (1, 2, 3)))  # published while it is filled in
    result = learner.post(CHECK, sent_from(opened, letters(opened)), follow=True)
    assert "Passed: 100%" in result.text
    assert "Question q1" in result.text
    assert attempts()[0].version_id == first
    assert "Question n1" in learner.get(CHECK).text


def attempts_version(opened):
    return int(opened.main.find("input", name="version").get("value"))


def test_a_form_of_an_older_version_is_shown_again_as_it_was_asked(learner):
    """Also an error does not change the questions under somebody's hands."""
    course_with()
    opened = learner.get(CHECK)
    course_with(choice("new"))
    answers = letters(opened)
    answers.popitem()
    back = learner.post(CHECK, sent_from(opened, answers), 422)
    assert len(back.problems) == 1
    assert "Question q1" in back.text
    assert "Passed: 100%" in learner.submit("Hand in", **filled_in(back, letters(opened))).text


def test_a_saved_attempt_keeps_its_version(learner):
    course_with()
    opened = learner.get(CHECK)
    learner.submit("Save for later", **filled_in(opened, letters(opened)))
    course_with(choice("new"))
    again = learner.get(CHECK)
    assert attempts_version(again) == attempts_version(opened)
    assert "Passed: 100%" in learner.submit("Hand in").text
    assert "Question new" in learner.get(CHECK).text


def test_a_form_older_than_the_saved_attempt_is_not_marked_and_its_answers_are_carried_over(app, learner):
    course_with(choice("q1"), choice("q2"))
    old_tab = learner.get(CHECK)
    course_with(choice("q2"), choice("q3"))
    new_tab = type(learner)(app).sign_in("learner")
    new_tab.get(CHECK)
    new_tab.submit("Save for later", **filled_in(new_tab.now, {"Question q3": "Option b of q3"}))
    answers = {"Question q1": "Option a of q1", "Question q2": "Option c of q2"}
    back = learner.post(CHECK, sent_from(old_tab, answers), 422)
    assert "nothing was marked" in back.problems[0]
    assert control(group_of(back, "Question q2"), "Option c of q2").has("checked")
    assert control(group_of(back, "Question q3"), "Option b of q3").has("checked")
    assert attempts()[0].handed_in_at is None


def test_another_courses_version_marks_nothing(learner):
    course_with()
    other = make_course(reading(), quiz(), slug="other")
    opened = learner.get(CHECK)
    learner.post(CHECK, {**sent_from(opened, letters(opened)), "version": str(other.version_id)}, 422)
    assert attempts() == []


def test_attempts_are_counted_over_all_versions(learner):
    course_with(attempts=2)
    hand_in(learner, wrong=3)
    course_with(attempts=2)
    assert "You have 1 attempt left." in learner.get(CHECK).text
    hand_in(learner, wrong=3)
    course_with(attempts=2)
    assert "No attempts left" in learner.get(CHECK).text
    course_with(attempts=3)  # the owner allows one more
    assert "You have 1 attempt left." in learner.get(CHECK).text


def test_an_attempt_saved_before_a_limit_came_may_be_handed_in(learner):
    course_with()
    hand_in(learner, wrong=3)
    opened = learner.get(CHECK)
    learner.submit("Save for later", **filled_in(opened, letters(opened)))
    course_with(attempts=1)
    learner.get(CHECK)
    assert "Passed: 100%" in learner.submit("Hand in").text


def test_a_renamed_quiz_keeps_its_attempts_and_results(learner):
    course_with()
    hand_in(learner, wrong=3)
    before = learner.get(CHECK)
    course_with(module=quiz("final-check", was=("check-it",), attempts=3))
    opened = learner.get("/courses/letters/final-check")
    assert "You have 2 attempts left." in opened.text
    assert "Not passed: 0%" in learner.get("/courses/letters/final-check/result/1").text
    assert "Not passed: 0%" in learner.get(f"{CHECK}/result/1", follow=True).text
    late = learner.post(CHECK, sent_from(before, letters(before)), follow=True)  # the form was made under the old name
    assert "Passed: 100%" in late.text
    assert [attempt.number for attempt in attempts()] == [1, 2]


def test_a_quiz_that_was_dropped_takes_what_is_under_way_and_keeps_its_results(learner):
    course_with()
    opened = learner.get(CHECK)
    make_course(reading(), slug="letters")
    learner.get(CHECK, 404)
    result = learner.post(CHECK, sent_from(opened, letters(opened)), follow=True)
    assert "Passed: 100%" in result.text


def test_a_result_stays_when_its_course_is_withdrawn(learner):
    course = course_with()
    hand_in(learner)
    withdraw_course(course)
    assert "Passed: 100%" in learner.get(f"{CHECK}/result/1").text


def test_two_tabs_hand_in_one_attempt_between_them(app, learner):
    course_with()
    first = learner.get(CHECK)
    second = type(learner)(app).sign_in("learner")
    opened = second.get(CHECK)
    learner.submit("Hand in", **filled_in(first, letters(first, wrong=3)))
    late = second.submit("Hand in", **filled_in(opened, letters(opened)))
    assert "They count once" in late.text
    assert "Not passed: 0%" in late.text
    assert len(attempts()) == 1
    late_save = second.post(CHECK, sent_from(opened, letters(opened), "save"), follow=True)
    assert "Not passed: 0%" in late_save.text


def test_an_answer_typed_in_either_language_counts_and_still_does_when_read_in_the_other(page):
    page.app.extensions["learnhub.languages"] = LANGUAGES
    word = replace(choice("w"), kind=QuestionKind.TYPED, title_html="Which word?", options=(), answers=("Restart",))
    in_welsh = replace(word, title_html="Pa air?", answers=("Ailgychwyn",))
    make_translated_course(quiz("check-it", word), quiz("check-it", in_welsh))
    page.sign_in("welsh")
    opened = page.get(CHECK)
    result = page.submit("Cyflwyno", **filled_in(opened, {"Pa air?": "ail-gychwyn"}))
    assert "Ailgychwyn" in result.main.text or "ail-gychwyn" in result.main.text
    assert attempts()[0].passed
    with database.write():
        people.person("welsh").language = "en"
    english = page.get(f"{CHECK}/result/1")
    assert "1 of 1 answers are right" in english.text
    page.get(CHECK)
    assert "1 of 1" in page.submit("Hand in", **filled_in(page.now, {"Which word?": "ailgychwyn"})).text


def make_translated_course(english, welsh):
    """Publish a course in both languages, as `publishing` stores it."""
    course = make_course(reading(), english, slug="letters")
    theirs = replace(course, language="cy", modules=(course.modules[0], replace(welsh, number=2)))
    with database.write():
        stored = CourseVersion(
            course_id=course.id,
            content_hash="t" * 64,
            version="1.1",
            published_at=people.GRANTED_AT,
            content={**to_json(course), "translations": {"cy": to_json(theirs)}},
            source={},
        )
        db.session.add(stored)
        db.session.flush()
        db.session.get_one(CourseRow, course.id).version_id = stored.id
        database.touch("catalogue")


def test_a_welsh_reader_finds_the_courses_own_language_marked(page):
    page.app.extensions["learnhub.languages"] = LANGUAGES
    course_with(*every_kind())
    page.sign_in("welsh")
    opened = page.get(CHECK)
    heading = group_of(opened, "Which one?").find("h2")
    assert heading.get("lang") == "en"
    assert opened.html.find("html").get("lang") == "cy"


def test_script_in_an_answer_stays_text(learner):
    course_with(*every_kind())
    nasty = '"><script>alert(1)</script>'
    opened = learner.get(CHECK)
    learner.submit("Save for later", **filled_in(opened, {"Which word?": nasty}))
    assert group_of(learner.get(CHECK), "Which word?").find("input").get("value") == nasty
    result = learner.submit("Hand in", **filled_in(learner.now, {**RIGHT, "Which word?": nasty}))
    assert nasty in result.text
