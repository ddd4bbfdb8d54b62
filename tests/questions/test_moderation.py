"""Reports, hiding, showing again, joining two questions: who may, who is told, what becomes of the rest."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.questions import actions, moderation, notes
from learnhub.questions.models import ContentReport, Question, QuestionAnswer, QuestionFollower
from learnhub.questions.reported import count_open_reports
from tests import people
from tests.page import Page
from tests.questions.conftest import Answer, Ask, WriteNote, notices

Browser = Callable[[str], Page]


def fresh(question: Question) -> Question:
    db.session.expire_all()
    return db.session.get_one(Question, question.id)


def test_a_report_reaches_the_lead_who_hides_it_and_tells_its_writer_why(browser: Browser, ask: Ask) -> None:
    question = ask("Mrs Smith of Hexham cannot sign in, why?")
    oona, leo, lena = browser("outsider"), browser("lead"), browser("learner")
    oona.get(f"/questions/{question.id}")
    oona.get(oona.now.link("Report this question"))
    assert oona.submit("Report it", 422, why="").problems == ["Say why, in a sentence"]
    oona.submit("Report it", why="It names a customer.")
    assert "Those who lead the network look at it" in oona.now.text
    assert notices("lead") == ["A colleague reported something in the questions and notes."]
    assert count_open_reports() == 1
    leo.get("/network/reports")
    assert "It names a customer." in leo.now.text
    assert "Oona Finch" in leo.now.text
    leo.get(leo.now.link("Hide it and say why: Mrs Smith of Hexham cannot sign in, why?"))
    leo.submit("Hide it", why="Please leave the customer's name out.")
    told = "What you wrote in “Mrs Smith of Hexham cannot sign in, why?” is hidden now. The reason: Please leave"
    assert notices("learner")[0].startswith(told)
    assert "Nothing is reported" in leo.get("/network/reports").text
    assert "Mrs Smith" in leo.get("/network/reports?show=settled").text
    for role in ("outsider", "ambassador", "hr", "admin"):
        browser(role).get(f"/questions/{question.id}", 404)
    assert "Please leave the customer's name out." in lena.get(f"/questions/{question.id}").text
    assert "Hidden" in lena.get("/questions?show=mine").text
    assert "Mrs Smith" not in lena.get("/questions").text
    for what in ("change", "report"):
        lena.get(f"/questions/{question.id}/{what}", 404)
    lena.post(f"/questions/{question.id}/answers", {"text": "But", "language": "en"}, 404)
    lena.post(f"/questions/{question.id}", {"action": "follow"}, 404)
    leo.get(f"/questions/{question.id}")
    leo.submit("Show it again")
    browser("outsider").get(f"/questions/{question.id}")


def test_an_answer_is_hidden_and_shown_again(browser: Browser, ask: Ask, answer: Answer) -> None:
    question = ask("How?")
    bad, good = answer(question, "Buy mine.", by="author"), answer(question, "Like this.")
    with database.write():
        actions.accept_answer(bad.id, people.person("learner").id)
    leo, aled, oona = browser("lead"), browser("author"), browser("outsider")
    path = f"/questions/{question.id}/answers/{bad.id}"
    oona.get(f"{path}/report")
    oona.submit("Report it", why="Advertising.")
    leo.get(f"{path}/hide")
    leo.submit("Hide it", why="No advertising.")
    row = fresh(question)
    assert (row.answers, row.accepted_answer_id) == (1, None)
    assert "Buy mine" not in oona.get(f"/questions/{question.id}").text
    oona.get(f"{path}/report", 404)
    assert "No advertising." in aled.get(f"/questions/{question.id}").text
    assert "Buy mine" not in oona.get("/questions?q=buy").text
    aled.get(f"{path}/change", 404)
    oona.get(f"/questions/{question.id}/answers/{good.id}/report")
    oona.get(f"/questions/{question.id + 1}/answers/{good.id}/report", 404)  # of another question
    leo.get(f"/questions/{question.id}")
    leo.submit("Show it again")
    assert "Buy mine" in oona.get(f"/questions/{question.id}").text
    assert fresh(question).answers == 2


def test_a_note_is_reported_and_hidden(browser: Browser, tried: WriteNote) -> None:
    note = tried()
    with database.write():
        notes.review_note(note.id, people.person("ambassador").id, clock.to_ms(note.written_at))
    oona, leo = browser("outsider"), browser("lead")
    oona.get(f"/notes/{note.id}/report")
    oona.submit("Report it", why="Advertising.")
    leo.get("/network/reports")
    leo.get(leo.now.link("Hide it and say why: A shared calendar"))
    leo.submit("Hide it", why="No advertising.")
    oona.get(f"/notes/{note.id}", 404)
    browser("ambassador").get(f"/notes/{note.id}", 404)
    lena = browser("learner")
    assert "No advertising." in lena.get(f"/notes/{note.id}").text
    lena.get(f"/notes/{note.id}/change", 404)
    leo.get(f"/notes/{note.id}")
    leo.submit("Show it again")
    oona.get(f"/notes/{note.id}")


def test_a_lead_leaves_it_as_it_is(browser: Browser, ask: Ask) -> None:
    question = ask("How?")
    for role in ("outsider", "welsh"):
        browser(role).post(f"/questions/{question.id}/report", {"why": "I do not like it."})
    leo = browser("lead")
    leo.get("/network/reports")
    assert len(leo.now.main.all("form")) == 2
    leo.submit("Leave it as it is: How?")
    assert count_open_reports() == 0
    browser("outsider").get(f"/questions/{question.id}")
    browser("outsider").post(f"/questions/{question.id}/report", {"why": "Look again, please."})
    assert count_open_reports() == 1


def test_reports_are_one_a_person_and_slowed_down(browser: Browser, ask: Ask) -> None:
    question = ask("How?")
    oona = browser("outsider")
    for number in range(20):
        oona.post(f"/questions/{question.id}/report", {"why": f"Reason {number}"})
    oona.post(f"/questions/{question.id}/report", {"why": "Once more"}, 429)
    rows = db.session.execute(select(ContentReport.why)).scalars().all()
    assert rows == ["Reason 19"]
    assert len(notices("lead")) == 1


@pytest.mark.parametrize("role", ["learner", "ambassador", "hr", "admin", "author", "outsider"])
def test_only_leads_hide_and_join(browser: Browser, ask: Ask, answer: Answer, tried: WriteNote, role: str) -> None:
    question = ask("How?")
    other, written, note = ask("How then?"), answer(question), tried()
    paths = [f"/questions/{question.id}", f"/questions/{question.id}/answers/{written.id}", f"/notes/{note.id}"]
    page = browser(role)
    for path in paths:
        page.get(f"{path}/hide", 403)
        page.post(f"{path}/hide", {"why": "x"}, 403)
        page.post(f"{path}/show", {}, 403)
    page.post(f"/questions/{question.id}/merge", {"into": other.id}, 403)
    page.get("/network/reports", 403)


def test_two_questions_become_one(browser: Browser, ask: Ask, answer: Answer) -> None:
    old, new = ask("Share a spreadsheet how?", by="learner"), ask("How do I share a spreadsheet?", by="welsh")
    answer(old, "With a link.")
    with database.write():
        for role in ("hr", "welsh"):  # who asked the new one has the old one too
            actions.say_same(old.id, people.person(role).id)
        actions.say_same(new.id, people.person("hr").id)
        actions.follow_question(old.id, people.person("author").id)
    leo = browser("lead")
    leo.get(f"/questions/{old.id}")
    leo.get(leo.now.link("Join it to a question that is the same"))
    leo.get(leo.now.link("How do I share a spreadsheet?"))
    assert "This cannot be undone" in leo.now.text
    opened = leo.submit("Join them")
    assert opened.h1 == "How do I share a spreadsheet?"
    assert "With a link." in opened.text
    row = fresh(new)
    assert (row.same, row.answers) == (2, 1)  # the learner, who asked the old one, and the HR officer, once
    followers = select(QuestionFollower.question_id, func.count()).group_by(QuestionFollower.question_id)
    assert [tuple(line) for line in db.session.execute(followers)] == [(new.id, 4)]
    assert "was joined to" in notices("learner")[-1]
    assert len(notices("author")) == 1
    lena = browser("learner")
    assert lena.get(f"/questions/{old.id}", follow=True).h1 == "How do I share a spreadsheet?"
    assert "Share a spreadsheet how" not in lena.get("/questions?q=spreadsheet").text
    lena.post(f"/questions/{old.id}", {"action": "follow"}, 404)
    lena.post(f"/questions/{old.id}/answers", {"text": "x", "language": "en"}, 404)
    leo.get(f"/questions/{old.id}/merge", 404)
    leo.get(f"/questions/{old.id}/hide", 404)


@pytest.mark.parametrize(("asker", "is_kept"), [("welsh", False), ("learner", True)])
def test_nobody_accepts_an_answer_for_another(app: Flask, ask: Ask, answer: Answer, asker: str, is_kept: bool) -> None:
    old, new = ask("Share a spreadsheet how?", by="learner"), ask("How do I share a spreadsheet?", by=asker)
    said = answer(old, "With a link.")
    with database.write():
        actions.accept_answer(said.id, people.person("learner").id)
    with database.write():
        moderation.merge(old.id, new.id, people.person("lead").id)
    assert fresh(new).accepted_answer_id == (said.id if is_kept else None)


def test_a_chain_of_joined_questions_leads_to_its_end(browser: Browser, ask: Ask) -> None:
    first, second, third = ask("One?"), ask("Two?"), ask("Three?")
    lead = people.person("lead").id
    with database.write():
        moderation.merge(first.id, second.id, lead)
        moderation.merge(second.id, third.id, lead)
    assert fresh(first).merged_into_id == third.id
    assert browser("outsider").get(f"/questions/{first.id}", 302).location.endswith(f"/questions/{third.id}")
    with database.write():
        for old, new in ((first, third), (third, third), (third, first)):
            with pytest.raises(Refused):
                moderation.merge(old.id, new.id, lead)


def test_joining_asks_for_a_question_that_is_there(browser: Browser, ask: Ask) -> None:
    question = ask("How?")
    leo = browser("lead")
    for typed in ("", "nonsense", "999", str(question.id), "9" * 40, f"/questions/{question.id}/"):
        opened = leo.get(f"/questions/{question.id}/merge?into={typed}")
        assert len(opened.problems) == 1, typed
        leo.post(f"/questions/{question.id}/merge", {"into": typed}, 422)
    other = ask("How then?")
    leo.get(f"/questions/{question.id}/merge?into=https://learnhub.example/questions/{other.id}%23answer-3")
    assert leo.now.main.find("button").text == "Join them"
    assert db.session.execute(select(func.count()).where(QuestionAnswer.id > 0)).scalar_one() == 0


def test_nothing_there_is_404(app: Flask, browser: Browser) -> None:
    oona = browser("outsider")
    for path in ("/questions/7", "/notes/7", "/questions/7/report", "/questions/7/answers/7/report", "/notes/7/report",
                 "/questions/9999999999999", "/notes/7/review", "/notes/7/change", "/questions/7/change"):  # fmt: skip
        oona.get(path, 404)
    browser("lead").post("/network/reports/7", {}, 404)
