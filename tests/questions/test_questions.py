"""Asking, answering, following: the stories of the cast."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.questions import actions
from learnhub.questions.models import Question, QuestionAnswer, QuestionFollower
from tests import people
from tests.page import Page
from tests.questions.conftest import Answer, Ask, notices, some_skills

Browser = Callable[[str], Page]


def fresh(question: Question) -> Question:
    db.session.expire_all()
    return db.session.get_one(Question, question.id)


def test_one_sentence_is_enough(browser: Browser) -> None:
    lena = browser("learner")
    assert "Nobody has asked anything yet" in lena.get("/questions").text
    lena.get(lena.now.link("Ask a question"))
    lena.submit("Go on", title="How do I share a spreadsheet without sending copies?")
    assert "Mine is another" not in lena.now.text  # there is nothing like it
    opened = lena.submit("Post my question")
    assert opened.h1 == "How do I share a spreadsheet without sending copies?"
    assert "You are told of every answer" in opened.text
    assert "No answer yet" in opened.text
    row = db.session.execute(select(Question)).scalar_one()
    assert (row.person_id, row.language, row.same, row.answers) == (people.person("learner").id, "en", 0, 0)
    assert "How do I share a spreadsheet" in browser("outsider").get("/questions").text


def test_skills_are_suggested_from_the_text_and_can_be_changed(browser: Browser) -> None:
    lena = browser("learner")
    lena.get("/questions/new?title=How+do+I+make+a+strong+password+against+scams")
    ticked = [box.get("value") for box in lena.now.main.all("input", type="checkbox") if box.has("checked")]
    assert ticked
    chosen = [box.get("value") for box in lena.now.main.all("input", type="checkbox")][-1]
    lena.submit("Post my question", skills=[chosen])
    assert db.session.execute(select(Question.skills)).scalar_one() == f"|{chosen}|"


def test_more_than_five_skills_are_refused_and_kept(browser: Browser) -> None:
    lena = browser("learner")
    fields = {"title": "How?", "skills": list(some_skills(6)), "language": "en"}
    opened = lena.post("/questions/new", fields, 422)
    assert opened.problems == ["Choose at most 5 skills"]
    assert len([box for box in opened.main.all("input", type="checkbox") if box.has("checked")]) == 6


def test_a_similar_question_is_shown_before_posting_and_may_be_the_same(browser: Browser, ask: Ask) -> None:
    question = ask("How do I share a spreadsheet without sending copies?", by="welsh")
    ask("Who mends the printer in Hexham?", by="welsh")
    lena = browser("learner")
    lena.get("/questions/new?title=Sharing+spreadsheets+instead+of+copies")
    assert "Is it one of these?" in lena.now.text
    assert "printer" not in lena.now.text
    opened = lena.submit("It is the same question: How do I share a spreadsheet without sending copies?")
    assert opened.h1 == question.title
    assert "1 colleague has the same question" in opened.text
    assert db.session.execute(select(func.count()).select_from(Question)).scalar_one() == 2
    lena.get("/questions/new?title=Sharing+spreadsheets+instead+of+copies")
    lena.submit("Mine is another: post it")
    assert db.session.execute(select(func.count()).select_from(Question)).scalar_one() == 3


@pytest.mark.parametrize(
    ("asked", "is_similar"),
    [
        ("How do I share a spreadsheet without sending copies?", True),  # the same words
        ("sharing spreadsheets, not copies", True),  # other forms of them
        ("How do I share my screen in a call?", False),  # one word of three
        ("Where is the canteen?", False),
        ("how do I", False),  # nothing is said
    ],
)
def test_what_is_similar(app: Flask, ask: Ask, asked: str, is_similar: bool) -> None:
    from learnhub.questions.listing import similar_to

    ask("How do I share a spreadsheet without sending copies?")
    ask("How do I print on both sides?")
    assert bool(similar_to(asked)) is is_similar


def test_an_answer_is_told_to_followers_and_never_to_who_wrote_it(browser: Browser, ask: Ask) -> None:
    question = ask("How do I freeze a row?", by="learner")
    amir, wyn = browser("ambassador"), browser("welsh")
    wyn.get(f"/questions/{question.id}")
    wyn.post(f"/questions/{question.id}", {"action": "follow"})
    amir.get(f"/questions/{question.id}")
    opened = amir.submit("Post my answer", text="Choose **View**, then *Freeze*.")
    assert "<strong>View</strong>" in opened.body.decode()
    assert notices("learner") == ["“How do I freeze a row?” has a new answer."]
    assert len(notices("welsh")) == 1
    assert notices("ambassador") == []
    lena = browser("learner")
    lena.get(f"/questions/{question.id}")
    lena.submit("Post my answer", text="Thank you, it works.")
    assert len(notices("learner")) == 1  # not of her own
    wyn.get(f"/questions/{question.id}")
    wyn.post(f"/questions/{question.id}", {"action": "unfollow"})
    amir.get(f"/questions/{question.id}")
    amir.submit("Post my answer", text="Good.")
    assert len(notices("welsh")) == 2
    assert fresh(question).answers == 3


def test_the_asker_and_the_lead_accept_an_answer_and_nobody_else(browser: Browser, ask: Ask, answer: Answer) -> None:
    question = ask("How do I freeze a row?")
    answer(question, "Perhaps like this.", by="author")
    good = answer(question, "Choose View, Freeze.", by="ambassador")
    path = f"/questions/{question.id}/answers/{good.id}/accept"
    assert "This answered it" not in browser("outsider").get(f"/questions/{question.id}").text
    browser("outsider").post(path, {}, 403)
    browser("ambassador").post(path, {}, 403)
    lena = browser("learner")
    lena.get(f"/questions/{question.id}")
    opened = lena.post(path, follow=True)
    assert [heading.text.split(",")[0] for heading in opened.main.all("h3")] == ["Amir Osei", "Aled Thorne"]
    assert "This helped" in opened.text
    assert notices("ambassador") == ["Your answer to “How do I freeze a row?” was accepted."]
    assert "Answered" in lena.get("/questions").text
    browser("lead").post(path, {"action": "take-back"})
    assert fresh(question).accepted_answer_id is None


def test_the_same_question_counts_once_and_can_be_taken_back(browser: Browser, ask: Ask) -> None:
    question = ask("How do I freeze a row?")
    wyn = browser("welsh")
    for _press in range(2):
        wyn.post(f"/questions/{question.id}", {"action": "same"})
    browser("learner").post(f"/questions/{question.id}", {"action": "same"})  # it is hers anyway
    assert fresh(question).same == 1
    wyn.post(f"/questions/{question.id}", {"action": "not-same"})
    assert fresh(question).same == 0
    wyn.post(f"/questions/{question.id}", {"action": "nonsense"}, 400)
    wyn.post("/questions/999", {"action": "same"}, 404)


def test_pressed_twice_it_is_one_question_and_one_answer(browser: Browser, app: Flask) -> None:
    lena = browser("learner")
    lena.get("/questions/new?title=How+do+I+freeze+a+row")
    key = lena.now.main.find("input", id="form_key").get("value")
    fields = {"title": "How do I freeze a row", "language": "en", "form_key": key}
    first, second = lena.post("/questions/new", fields), lena.post("/questions/new", fields)
    assert first.location == second.location
    assert db.session.execute(select(func.count()).select_from(Question)).scalar_one() == 1
    amir = browser("ambassador")
    other = amir.post("/questions/new", fields)  # somebody else with the same key has another question
    assert other.location != first.location
    path = first.location
    said = {"text": "Like this.", "language": "en", "form_key": "abc"}
    assert amir.post(f"{path}/answers", said).location == amir.post(f"{path}/answers", said).location
    assert db.session.execute(select(func.count()).select_from(QuestionAnswer)).scalar_one() == 1
    assert len(notices("learner")) == 1


def test_the_same_words_again_lead_to_the_answer_that_is_there(browser: Browser, ask: Ask) -> None:
    question = ask("How do I freeze a row?")
    address = f"/questions/{question.id}"
    amir = browser("ambassador")
    amir.get(address)
    first = amir.submit("Post my answer", text="View, then freeze.\n\nThen save.")
    assert "is posted" in first.text
    again = amir.submit("Post my answer", text="View, then  freeze.\nThen save. ")
    assert "You answered this already" in again.text
    assert "Change your answer" in again.text
    assert (fresh(question).answers, len(notices("learner"))) == (1, 1)
    amir.submit("Post my answer", text="Or ask the service desk.")
    browser("welsh").post(f"{address}/answers", {"text": "View, then freeze. Then save.", "language": "en"})
    assert fresh(question).answers == 3


def test_ones_own_is_changed_on_its_day_and_not_later(browser: Browser, ask: Ask, answer: Answer) -> None:
    question = ask("How do I freze a row?", "It moves.")
    written = answer(question, "Like so.", by="ambassador")
    lena, amir = browser("learner"), browser("ambassador")
    lena.get(f"/questions/{question.id}")
    lena.get(lena.now.link("Change your question: until the end of today"))
    lena.submit("Keep the change", title="How do I freeze a row?")
    assert "How do I freeze a row?" in lena.now.text
    assert "How do I freeze a row?" in lena.get("/questions?q=freeze").text
    assert "No question has all these words" in lena.get("/questions?q=freze").text
    amir.get(f"/questions/{question.id}/change", 404)
    lena.get(f"/questions/{question.id}/answers/{written.id}/change", 404)
    amir.get(f"/questions/{question.id}/answers/{written.id}/change")
    amir.submit("Keep the change", text="Like this.")
    assert "Like this." in amir.now.text
    with clock.at(clock.now() + timedelta(days=1)):
        lena, amir = browser("learner"), browser("ambassador")
        assert "until the end of today" not in lena.get(f"/questions/{question.id}").text
        opened = lena.get(f"/questions/{question.id}/change", follow=True)
        assert "can be changed on the day it was asked" in opened.text
        lena.post(f"/questions/{question.id}/change", {"title": "Other", "language": "en"})
        amir.post(f"/questions/{question.id}/answers/{written.id}/change", {"text": "Other", "language": "en"})
    assert fresh(question).title == "How do I freeze a row?"
    assert db.session.get_one(QuestionAnswer, written.id).text == "Like this."


def test_script_in_markdown_does_nothing(browser: Browser, ask: Ask) -> None:
    amir = browser("ambassador")
    question = ask("Is <script>alert(1)</script> safe?")
    amir.get(f"/questions/{question.id}")
    text = (
        "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3)) "
        "![y](https://elsewhere.example/y.png)\n\n# Heading\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    opened = amir.submit("Post my answer", text=text)
    body = opened.body.decode()
    assert "<script" not in body
    assert "<img" not in body
    assert "javascript:" not in body
    assert len(opened.main.all("h1")) == 1
    assert not opened.main.all("table")


def test_a_paste_of_a_megabyte_is_refused_with_words(browser: Browser, ask: Ask) -> None:
    question = ask("How?")
    amir = browser("ambassador")
    paste = {"text": "all work and no play " * 50_000, "language": "en"}
    opened = amir.post(f"/questions/{question.id}/answers", paste, 422)
    assert opened.problems == ["Use at most 5000 characters"]
    marks = {"text": "[" * 900, "language": "en"}
    assert "too many marks" in amir.post(f"/questions/{question.id}/answers", marks, 422).problems[0]
    assert "[[[" in amir.now.text  # what was typed is kept
    long_title = {"title": "x" * 100_000, "language": "en"}
    assert amir.post("/questions/new", long_title, 422).problems == ["Use at most 200 characters"]
    amir.get("/questions/new?title=" + "x" * 5_000)
    amir.get("/questions?q=" + "x" * 5_000)


def test_asking_too_often_is_slowed_down(browser: Browser) -> None:
    lena = browser("learner")
    for number in range(20):
        lena.post("/questions/new", {"title": f"Question {number}", "language": "en"})
    lena.post("/questions/new", {"title": "One more", "language": "en"}, 429)


def test_25_a_page_by_newest_activity_in_two_statements(browser: Browser, ask: Ask, answer: Answer) -> None:
    rows = [ask(f"Question number {number}") for number in range(60)]
    answer(rows[0])
    lena = browser("learner")
    lena.get("/questions")
    with lena.statements() as counted:
        opened = lena.get("/questions")
    assert len(counted) == 2, counted  # the visitor, the page
    seen = []
    while True:
        seen += [link.text for link in opened.main.all("a") if link.text.startswith("Question number")]
        if not opened.main.all("a", rel="next"):
            break
        opened = lena.get(opened.link("Next page"))
    assert seen == ["Question number 0", *(f"Question number {number}" for number in range(59, 0, -1))]
    for nonsense in ("x", "1", "1.x", ".", "9" * 30 + ".1", "1." + "9" * 30):
        lena.get(f"/questions?after={nonsense}")


def test_filters_by_skill_unanswered_mine_and_followed(browser: Browser, ask: Ask, answer: Answer) -> None:
    one, other = some_skills(2)
    first = ask("The first", by="learner", skills=(one,))
    ask("The second", by="welsh", skills=(one, other))
    answer(first)
    lena = browser("learner")

    def seen(query: str) -> set[str]:
        return {link.text for link in lena.get(f"/questions?{query}").main.all("a") if link.text.startswith("The ")}

    assert seen(f"skill={one}") == {"The first", "The second"}
    assert seen(f"skill={other}") == {"The second"}
    assert seen("skill=nonsense") == {"The first", "The second"}
    assert seen("show=unanswered") == {"The second"}
    assert seen(f"show=unanswered&skill={one}&q=second") == {"The second"}
    assert seen("show=mine") == {"The first"}
    assert seen("show=followed") == {"The first"}
    lena.get("/questions?show=unanswered&skill=" + some_skills(3)[2])
    assert "No question here" in lena.now.text


def test_a_question_with_many_long_answers_stays_small(browser: Browser, ask: Ask, answer: Answer) -> None:
    question = ask("How?", "Why? " * 900)
    written = [answer(question, f"Answer {number}. " + "It depends on much. " * 200) for number in range(12)]
    with database.write():
        actions.accept_answer(written[-1].id, people.person("learner").id)
    lena = browser("learner")
    path = f"/questions/{question.id}"
    opened = lena.get(path)
    with lena.statements() as counted:
        lena.get(path)
    assert len(counted) == 3, counted  # the visitor, the question, its answers
    seen = []
    while True:
        seen += [section.get("id") for section in opened.main.all("section")]
        if not opened.main.all("a", rel="next"):
            break
        opened = lena.get(opened.link("Next page"))
    assert seen == [f"answer-{one.id}" for one in (written[-1], *written[:-1])]


def test_a_question_of_somebody_in_welsh_is_marked_as_welsh(browser: Browser, ask: Ask, answer: Answer) -> None:
    question = ask("Sut mae rhannu taenlen?", "Mae angen help arnaf.", by="welsh", language="cy")
    answer(question, "Fel hyn.", by="welsh", language="cy")
    body = browser("learner").get(f"/questions/{question.id}").body.decode()
    assert '<span lang="cy">Sut mae rhannu taenlen?</span>' in body
    assert body.count('<div class="text" lang="cy">') == 2


def test_many_press_same_at_once_and_the_count_is_right(app: Flask, ask: Ask) -> None:
    question = ask("How?")
    with database.write():
        for role in people.ROLES:
            actions.say_same(question.id, people.person(role).id)
    assert fresh(question).same == len(people.ROLES) - 1
    rows = db.session.execute(select(func.count()).select_from(QuestionFollower)).scalar_one()
    assert rows == len(people.ROLES)
