"""Taking a quiz: one page, one hand-in; nothing typed is lost, nothing counts twice, nothing is told before."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.learning.drawing import draw
from learnhub.learning.models import Attempt
from learnhub.record.models import Statement
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Means, Verb
from tests import people
from tests.factories import choice, make_course, quiz, reading, task
from tests.learning.quizzes import RIGHT, control, course_with, every_kind, filled_in, group_of, hand_in, letters

CHECK = "/courses/letters/check-it"


def attempts():
    return db.session.execute(select(Attempt).order_by(Attempt.id)).scalars().all()


def verbs(role="learner"):
    learner_id = people.person(role).learner_id
    written = select(Statement.verb).where(Statement.learner_id == learner_id).order_by(Statement.seq)
    return db.session.execute(written).scalars().all()


def titles(opened):
    return [group.find("legend").text for group in opened.html.all("fieldset")]


def progress(course, role="learner"):
    return progress_of(people.person(role).learner_id, course.id)


@pytest.fixture
def learner(page):
    return page.sign_in("learner")


def test_the_learner_answers_every_kind_of_question_and_passes(learner):
    course = course_with(*every_kind())
    opened = learner.get(CHECK)
    result = learner.submit("Hand in", **filled_in(opened, RIGHT))
    assert "Passed: 100%" in result.text
    assert "7 of 7 answers are right" in result.text
    assert (attempts()[0].score, attempts()[0].passed) == (1000, True)
    assert Verb.PASSED in verbs()
    assert progress(course).modules["check-it"]["score"] == 1000


def test_the_result_says_what_was_wrong_why_and_where_to_read_again(learner):
    course_with(*every_kind())
    wrong = {
        "Which one?": "Option a of one",
        "Which of them?": ["Thing 1", "Thing 2"],
        "Is it so?": "True",
        "Which word?": "Wait",
        "How many?": "12",
        "What belongs together?": {"Left 1": "Side 2", "Left 2": "Side 2", "Left 3": "Side 3"},
        "In which order?": {"Step 1": "2", "Step 2": "1", "Step 3": "3"},
    }
    result = learner.submit("Hand in", **filled_in(learner.get(CHECK), wrong))
    assert "Not passed: 0%" in result.text
    for words in ("Because a.", "Because b.", "Feedback 2", "Feedback 3", "It is not.", "Why a is right."):
        assert words in result.text
    for words in ("Restart · Reboot", "from 990 to 1,010", "Left 1: Side 1", "Option c of one"):
        assert words in result.text
    assert result.html.all("a", text="Open it", href="/courses/letters/open-it")
    assert result.link("Take the check again") == CHECK
    assert result.main.find(class_="button").text.startswith("Read again:")  # first to read, then to try again


def test_the_page_tells_nothing_of_the_answers_before_the_hand_in(learner):
    """Whatever the key is, the same attempt is the same page: nothing on it can follow from the key."""
    kinds = every_kind()
    course = course_with(*kinds)
    source = learner.get(CHECK).body.decode()
    main = source[source.index("<main") : source.index("</main>")]
    for words in ("Because", "Feedback", "Why a is right", "Restart", "Reboot", "1000", "It is not"):
        assert words not in main
    for question in kinds:
        assert f'"{question.id}"' not in main
        for option in question.options:
            assert f'"{option.id}"' not in main
    pool = course.check.quiz
    other_key = tuple(
        replace(
            question,
            options=tuple(replace(option, right=not option.right, feedback_html="") for option in question.options),
            answers=("Other",),
            number=5.0,
            explanation_html="",
        )
        for question in pool.questions
    )
    assert draw(pool, b"seed").asked == draw(replace(pool, questions=other_key), b"seed").asked


def test_a_question_is_a_group_named_by_its_heading(learner):
    course_with(*every_kind())
    opened = learner.get(CHECK)
    groups = opened.main.all("fieldset")
    assert [group.find("legend").find("h2").text.split(". ")[0] for group in groups] == [str(n) for n in range(1, 8)]
    described = group_of(opened, "Which of them?").get("aria-describedby")
    assert "Choose all that apply." in opened.html.find(id=described).text
    assert not opened.main.all("table")


def test_a_question_that_says_how_to_answer_is_not_told_twice(learner):
    course_with(choice("one", title_html="Which of these? Choose one answer."))
    assert learner.get(CHECK).text.count("Choose one answer.") == 1


def test_why_a_course_is_not_complete_says_when_its_check_was_handed_in(learner):
    course_with(choice("one", right="a"))
    with clock.at(datetime(2026, 11, 3, 14, 5, tzinfo=UTC)):
        learner.sign_in("learner")
        hand_in(learner, wrong=1)
    learner.sign_in("learner")
    row = next(row for row in learner.get("/courses/letters/why").main.all("tr") if "Pass “" in row.text)
    assert "Handed in once; 0%" in row.text
    assert "Last on 3 November 2026, 14:05 GMT" in row.text


def test_unanswered_questions_are_named_and_what_was_typed_stays(learner):
    course_with(*every_kind())
    opened = learner.get(CHECK)
    pairs = {"Left 2": "Side 3"}
    some = {"Which word?": "re-start “it”", "Which of them?": ["Thing 2"], "What belongs together?": pairs}
    back = learner.submit("Hand in", 422, **filled_in(opened, some))
    assert back.title.startswith("Error:")
    assert len(back.problems) == 5
    assert all(re.fullmatch(r"Question \d", problem) for problem in back.problems)  # short: they are many
    for group, words in (
        (group_of(back, "Which one?"), "choose an answer"),
        (group_of(back, "How many?"), "type a number"),
        (group_of(back, "In which order?"), "give each line its number"),
    ):
        assert words in group.find(class_="error").text
        first = group.find("input", "select")
        assert back.html.find(class_="summary").all("a", href="#" + first.get("id"))
    lines = group_of(back, "What belongs together?")
    assert "choose what belongs to each line" in lines.find(class_="error").text
    assert not back.html.find(class_="summary").all("a", href="#" + control(lines, "Left 2").get("id"))
    assert group_of(back, "Which word?").find("input").get("value") == "re-start “it”"
    assert control(group_of(back, "Which of them?"), "Thing 2").has("checked")
    assert control(lines, "Left 2").find("option", selected="selected").text == "Side 3"
    assert attempts() == []
    assert verbs() == []


def test_a_tie_in_an_ordering_says_how_to_put_it_right_and_is_kept(learner):
    course_with(*every_kind())
    tied = {**RIGHT, "In which order?": {"Step 1": "1", "Step 2": "3", "Step 3": "3"}, "How many?": "two or 3 or 4"}
    back = learner.submit("Hand in", 422, **filled_in(learner.get(CHECK), tied))
    assert len(back.problems) == 2
    said = " ".join(back.problems)
    assert "3 is there more than once and 2 is missing; use each number from 1 to 3 once" in said
    assert "write one number, in figures" in said
    assert control(group_of(back, "In which order?"), "Step 3").find("option", selected="selected").text == "3"
    mended = {"In which order?": {"Step 2": "2"}, "How many?": "1 000"}
    assert "Passed: 100%" in learner.submit("Hand in", **filled_in(back, mended)).text


def test_an_answer_without_end_is_refused_beside_its_field(learner):
    course_with(*every_kind())
    opened = learner.get(CHECK)
    for button in ("Hand in", "Save for later"):
        back = learner.submit(button, 422, **filled_in(opened, {**RIGHT, "Which word?": "x" * 5000}))
        assert "use at most 200 characters; there are 5000" in group_of(back, "Which word?").find(class_="error").text
        learner.get(CHECK)
    assert attempts() == []


def test_save_for_later_keeps_everything_and_marks_nothing(app, learner):
    course_with(*every_kind())
    half = {"Which one?": "Option c of one", "In which order?": {"Step 1": "2", "Step 3": "2"}, "How many?": "lots"}
    opened = learner.get(CHECK)
    saved = learner.submit("Save for later", **filled_in(opened, half))
    assert "Nothing has been handed in or marked yet" in saved.text
    assert verbs() == []
    again = type(learner)(app).sign_in("learner").get(CHECK)  # another day, another browser
    assert titles(again) == titles(opened)
    assert control(group_of(again, "Which one?"), "Option c of one").has("checked")
    assert control(group_of(again, "In which order?"), "Step 3").find("option", selected="selected").text == "2"
    assert group_of(again, "How many?").find("input").get("value") == "lots"
    learner.get(CHECK)
    assert "Passed: 100%" in learner.submit("Hand in", **filled_in(again, RIGHT)).text
    assert len(attempts()) == 1


def test_pressing_twice_and_going_back_never_count_twice(learner):
    course = course_with()
    form = learner.get(CHECK)
    fields = filled_in(form, letters(form))
    hidden = {name: form.main.find("input", name=name).get("value") for name in ("version", "number")}
    first = learner.post(CHECK, {**fields, **hidden, "action": "hand-in"})
    again = learner.post(CHECK, {**fields, **hidden, "action": "hand-in"}, follow=True)
    assert first.location == again.path
    assert "They count once" in again.text
    other = {**filled_in(form, letters(form, wrong=3)), **hidden}
    changed = learner.post(CHECK, {**other, "action": "save"}, follow=True)  # back, answers changed, saved
    assert "Passed: 100%" in changed.text
    assert len(attempts()) == 1
    assert progress(course).checks["check-it"] == {"tries": 1, "best": 1000}


def test_attempts_are_unlimited_the_best_score_stands_and_the_last_result_stays(learner):
    course = course_with()
    hand_in(learner, wrong=3)
    hand_in(learner, wrong=0)
    last = hand_in(learner, wrong=2)
    assert "Not passed: 33%" in last.text
    assert "Your best score is 100%" in last.text
    opened = learner.get(CHECK)
    assert "You have passed this check" in opened.text
    assert opened.link("Your last result") == f"{CHECK}/result/3"
    assert progress(course).checks["check-it"] == {"tries": 3, "best": 1000}
    assert "Passed: 100%" in learner.get(f"{CHECK}/result/2").text


def test_each_attempt_asks_anew(learner):
    course_with(*(choice(f"q{n}") for n in range(12)), draw=4)
    asked = []
    for _ in range(3):
        asked.append(titles(learner.get(CHECK)))
        hand_in(learner)
    assert len({tuple(each) for each in asked}) == 3
    assert all(len(each) == 4 for each in asked)


def test_a_limit_says_how_many_are_left_and_then_what_to_do(learner):
    course_with(attempts=2)
    assert "You have 2 attempts left." in learner.get(CHECK).text
    assert "You have 1 attempt left." in hand_in(learner, wrong=3).text
    form = learner.get(CHECK)
    used = learner.submit("Hand in", **filled_in(form, letters(form, wrong=3)))
    assert "No attempts left" in used.text
    assert "mailto:digital-skills@learnhub.example" in used.links
    opened = learner.get(CHECK)
    assert opened.main.all("fieldset") == []
    assert "mailto:digital-skills@learnhub.example" in opened.links
    fields = {"version": form.main.find("input", name="version").get("value"), "number": "3", "action": "hand-in"}
    assert "No attempts left" in learner.post(CHECK, fields, 422).text
    assert len(attempts()) == 2


def test_passing_gives_every_attempt_back(learner):
    """Learning that recurs asks for the check again."""
    course_with(attempts=2)
    hand_in(learner, wrong=3)
    assert "You have 2 attempts left." in hand_in(learner).text + learner.get(CHECK).text
    hand_in(learner, wrong=3)
    assert "You have 1 attempt left." in learner.get(CHECK).text
    hand_in(learner)
    assert "You have 2 attempts left." in learner.get(CHECK).text
    assert len(attempts()) == 4


def test_the_check_taken_first_completes_the_readings(learner):
    course = make_course(reading("open-it"), reading("close-it"), quiz(), slug="letters")
    before = learner.get(CHECK)
    assert "Pass it, and the readings of this course count as done too." in before.text
    result = hand_in(learner)
    assert "its readings count as done too" in result.text
    assert "You have completed the course." in result.text
    done = progress(course)
    assert {slug: entry["means"] for slug, entry in done.modules.items()} == {
        "check-it": Means.QUIZ,
        "open-it": Means.CHECK,
        "close-it": Means.CHECK,
    }
    assert done.is_complete


def test_a_passed_check_leads_on_to_what_is_left(learner):
    make_course(reading(), task("try-it"), quiz(), slug="letters")
    assert hand_in(learner).link("Continue") == "/courses/letters/try-it"


@pytest.mark.parametrize(
    "change",
    [
        {"aaaaaaaa": "bbbbbbbb"},  # a question that is not in the attempt
        {"q1": "a"},  # the course's own ids
        {"number": "2"},  # an attempt that is not due
        {"number": "-1"},
        {"number": "99999999999999999999"},
        {"number": ""},
        {"version": "0"},
        {"version": "4242"},  # a version that never was
        {"version": "1e9"},
        {"action": "pass"},
        {"learner_id": "1"},
    ],
    ids=str,
)
def test_an_answer_to_what_was_not_asked_marks_nothing(learner, change):
    course_with()
    form = learner.get(CHECK)
    hidden = {name: form.main.find("input", name=name).get("value") for name in ("version", "number")}
    sent = {**filled_in(form, letters(form)), **hidden, "action": "hand-in", **change}
    refused = learner.post(CHECK, sent, 422)
    assert "nothing was marked" in refused.problems[0]
    assert attempts() == []
    assert verbs() == []


def test_somebody_elses_form_fits_nobody_but_them(app, learner, page):
    """There is no address of an attempt: a form sent by another person is not theirs, and touches nobody's."""
    course_with()
    form = learner.get(CHECK)
    version = form.main.find("input", name="version").get("value")
    sent = {**filled_in(form, letters(form)), "version": version, "number": "1", "action": "hand-in"}
    refused = type(learner)(app).sign_in("outsider").post(CHECK, sent, 422)
    assert "nothing was marked" in refused.problems[0]
    assert attempts() == []


def test_a_result_is_its_owners_alone(app, learner):
    course_with()
    hand_in(learner)
    learner.get(f"{CHECK}/result/1")
    for role in ("outsider", "hr", "admin", "author"):
        type(learner)(app).sign_in(role).get(f"{CHECK}/result/1", 404)
    assert type(learner)(app).get(f"{CHECK}/result/1", 302).location.startswith("/sign-in")


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999", "x", "-1"])
def test_a_result_that_is_not_there_is_not_found(learner, number):
    course_with()
    hand_in(learner)
    learner.get(f"{CHECK}/result/{number}", 404)


def test_a_saved_attempt_has_no_result(learner):
    course_with()
    learner.get(CHECK)
    learner.submit("Save for later")
    learner.get(f"{CHECK}/result/1", 404)


def test_names_and_values_of_the_form_say_nothing(learner):
    course_with(*every_kind())
    main = learner.get(CHECK).main
    values = [each.get("value") for each in main.all("input") if each.get("type") in {"radio", "checkbox"}]
    names = {each.get("name") for each in main.find("form").all("input", "select")}
    for opaque in {*values, *names} - {"csrf_token", "version", "number"}:
        assert re.fullmatch(r"[a-z2-7]{8}", opaque)


def test_what_it_costs(app, learner):
    """Pinned: visitor, progress, attempts; of a hand-in that completes the course, all that the record keeps."""
    course_with(*every_kind())
    first_ever = type(learner)(app).sign_in("outsider")  # what it is about is interned once for everybody
    first_ever.submit("Hand in", **filled_in(first_ever.get(CHECK), RIGHT))
    opened = learner.get(CHECK)
    with learner.statements() as first:
        learner.get(CHECK)
    assert len(first) <= 3, first
    hidden = {name: opened.main.find("input", name=name).get("value") for name in ("version", "number")}
    with learner.statements() as saving:
        learner.post(CHECK, {**filled_in(opened, RIGHT), **hidden, "action": "save"})
    assert len(saving) <= 3, saving
    with learner.statements() as handing_in:
        done = learner.post(CHECK, {**filled_in(opened, RIGHT), **hidden, "action": "hand-in"})
    assert len(handing_in) <= 14, handing_in
    with learner.statements() as result:
        learner.get(done.location)
    assert len(result) <= 3, result
