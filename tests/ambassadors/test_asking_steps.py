"""The two steps of asking: what is ticked, what is asked about once, going back, somebody who pauses."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub.ambassadors.models import Ambassador, HelpRequest
from learnhub.ambassadors.words import State
from learnhub.catalogue.suggesting import says_something, suggested_in
from learnhub.db import db
from learnhub.web.held import HeldForm
from tests.ambassadors.asking import make_ambassador
from tests.ambassadors.becoming import write_standard
from tests.factories import committed, make_course, reading
from tests.page import Opened, Page

PUBLISHED = Path(__file__).parents[2] / "courses"
SORT = "How do I sort a spreadsheet?"
ONCE = "Say in a few words what you want to do"


@pytest.fixture
def published(app: Flask) -> None:
    """The standard as it is published."""
    for name in ("skills.yaml", "glossary.yaml"):
        shutil.copy(PUBLISHED / name, app.extensions["learnhub.settings"].courses / name)
    app.extensions["learnhub.shelf"].shelf = None


@pytest.mark.parametrize(
    ("text", "ticked", "offered"),
    [
        ("I cannot get my Excel totals to add up, the formula shows #REF", "spreadsheets", "assisted-digital"),
        ("How do I make a pivot table?", "spreadsheets", "charts"),
        ("How do I share a spreadsheet without sending copies?", "spreadsheets", "shared-documents"),
        ("Can somebody show me how to use Copilot safely?", "ai-at-work", "spreadsheets"),
        ("Somebody sent me a strange mail asking for my password", "protecting-accounts", "assisted-digital"),
        ("My printer does not work", "devices-and-problems", ""),
        ("phishing", "recognising-scams", ""),
        ("where do I save files so that my team finds them", "files-and-storage", ""),
        ("How do I run a retrospective?", "", "calls-and-meetings"),
        ("Can you help my older customers use the online form?", "", "listening-online"),
        ("How do I number the pages in Word?", "", "shared-documents"),  # a word of every day: offered, not ticked
        ("Two teams share one plan", "", "calls-and-meetings"),
        ("I get numbers from three offices", "", ""),
        ("", "", ""),
    ],
)
@pytest.mark.usefixtures("published")
def test_only_what_is_sure_is_ticked(app: Flask, text: str, ticked: str, offered: str) -> None:
    with app.test_request_context():
        found = suggested_in(text)
    assert found.sure == ((ticked,) if ticked else ())
    assert offered in (*found.perhaps, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("asdfgh qwe", False),
        ("?", False),
        ("xx yy", False),
        ("help", False),
        ("I need help", False),
        ("How did you set up your board?", True),
        ("My printer does not work", True),
        ("Mae angen help arnaf gyda thaenlenni", True),
        ("I have to write letters", True),  # no word of the standard, but of a course
    ],
)
@pytest.mark.usefixtures("published")
def test_what_says_something(app: Flask, text: str, says: bool) -> None:
    make_course(slug="letters", title="Letters that are read")
    with app.test_request_context():
        assert says_something(text) is says


def ticked(seen: Opened) -> list[str]:
    return [box.get("value") for box in seen.html.all("input", name="skills") if box.has("checked")]


@pytest.mark.usefixtures("published")
def test_the_others_are_offered_without_a_tick(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/ambassadors/ask")
    seen = page.submit("Continue", text="How do I make a pivot table?")
    assert [box.get("value") for box in seen.html.all("input", name="skills")] == ["spreadsheets", "charts"]
    assert ticked(seen) == ["spreadsheets"]
    page.submit("Ask for help")
    assert the_request().skills == "|spreadsheets|"


@pytest.mark.parametrize("text", ["asdfgh qwe", "?"])
def test_a_sentence_that_says_nothing_is_asked_about_once(app: Flask, page: Page, text: str) -> None:
    write_standard(app)
    page.sign_in("learner").get("/ambassadors/ask")
    seen = page.submit("Continue", 422, text=text)
    assert ONCE in seen.problems[0]
    page.submit("Continue")
    page.submit("Ask for help")
    assert the_request().text == text


def test_a_better_sentence_goes_on_with_its_skills(app: Flask, page: Page) -> None:
    write_standard(app)
    page.sign_in("learner").get("/ambassadors/ask")
    page.submit("Continue", 422, text="asdfgh")
    assert ticked(page.submit("Continue", text=SORT)) == ["spreadsheets"]


def the_request() -> HelpRequest:
    db.session.rollback()
    return db.session.execute(select(HelpRequest)).scalar_one()


def test_going_back_shows_the_second_step_and_asks_nothing_twice(app: Flask, page: Page) -> None:
    write_standard(app)
    make_ambassador("ambassador")
    page.sign_in("learner").get("/ambassadors/ask")
    second = page.submit("Continue", text=SORT, place="remote")
    assert second.h1 == second.title == "What is it about?"
    assert "sort" not in second.path
    assert "has not been sent yet" not in second.text  # nothing was lost
    assert page.submit("Ask for help", 422, text="").h1 == "What is it about?"
    page.get(second.path)
    first = page.submit("Ask for help")
    back = page.get(second.path)
    assert SORT in back.main.text
    assert ticked(back) == ["spreadsheets"]
    assert back.html.find("input", name="place", value="remote").has("checked")
    assert page.submit("Ask for help").path == first.path
    assert the_request().text == SORT


def test_the_second_step_is_of_who_wrote_it(app: Flask, page: Page) -> None:
    write_standard(app)
    page.sign_in("learner").get("/ambassadors/ask")
    second = page.submit("Continue", text=SORT)
    for role in ("outsider", "lead", "admin"):
        seen = page.sign_in(role).get(second.path)
        assert SORT not in seen.text
        assert seen.h1 == "Ask for help"
    db.session.rollback()
    assert db.session.execute(select(func.count()).select_from(HeldForm)).scalar_one() == 1
    page.get("/ambassadors/ask?step=send&held=é%00")
    page.get("/ambassadors/ask?step=send")


def test_what_is_too_much_to_keep_goes_on_without(app: Flask, page: Page) -> None:
    write_standard(app)
    fields = {"text": SORT, "kind": "session", "place": "either", "language": "en", "preference": "any"}
    seen = page.sign_in("learner").post("/ambassadors/ask", {**fields, "more": "x" * 25_000}, 200)
    assert ticked(seen) == ["spreadsheets"]
    db.session.rollback()
    assert db.session.execute(select(HeldForm.id)).first() is None
    assert "Reverse mentoring, for senior leaders" in seen.text


@pytest.mark.parametrize(
    ("where", "title"),
    [("/courses/letters", "Letters that are read"), ("/courses/letters/one", "One thing")],
)
def test_a_course_and_a_module_fill_the_sentence_in(app: Flask, page: Page, where: str, title: str) -> None:
    write_standard(app)
    one = replace(reading("one"), title="One thing")
    make_course(one, slug="letters", title="Letters that are read", skills=("spreadsheets",))
    seen = page.sign_in("learner").get(where)
    seen = page.get(seen.link("Ask an ambassador"))
    assert seen.h1 == "Ask for help"  # the first page of it that they see
    assert f"Can somebody go through “{title}” with me?" in seen.html.find("textarea").text
    assert ticked(seen) == ["spreadsheets"]
    page.submit("Ask for help")
    assert the_request().text == f"Can somebody go through “{title}” with me?"


@pytest.fixture
def amir(app: Flask) -> Ambassador:
    return make_ambassador("ambassador")


def become(row: Ambassador, state: State) -> None:
    with committed():
        db.session.get_one(Ambassador, row.id).state = state


@pytest.mark.parametrize("state", [State.PAUSED, State.LAPSED])
def test_who_pauses_is_named_and_somebody_else_is_found(app: Flask, page: Page, amir: Ambassador, state: State) -> None:
    wyn = make_ambassador("welsh")
    become(amir, state)
    seen = page.sign_in("learner").get(f"/ambassadors/{amir.id}")
    assert seen.h1 == "Amir Osei does not help at the moment"
    page.get(seen.link("Ask for help"))
    seen = page.get(f"/ambassadors/ask?ambassador={amir.id}&kind=mentoring")
    assert "Amir Osei does not help at the moment" in seen.text
    assert "We ask Amir Osei first" not in seen.text
    page.submit("Continue", text="How did you set up your board?")
    page.submit("Ask for help")
    assert (the_request().wanted_id, the_request().offered_to_id, the_request().kind) == (None, wyn.id, "mentoring")
    assert "/ambassadors/profile" in page.sign_in("ambassador").get(f"/ambassadors/{amir.id}").links


@pytest.mark.parametrize("button", ["Continue", "Ask for help"])
def test_who_pauses_meanwhile_costs_no_words(app: Flask, page: Page, amir: Ambassador, button: str) -> None:
    page.sign_in("learner").get(f"/ambassadors/ask?ambassador={amir.id}")
    if button == "Ask for help":
        page.submit("Continue", text="How did you set up your board?")
    become(amir, State.PAUSED)
    seen = page.submit(button, 422, text="How did you set up your board?")
    assert "Amir Osei does not help at the moment" in seen.text
    assert "set up your board?" in seen.html.find("textarea").text
    page.submit(button)


@pytest.mark.parametrize("state", [State.STOPPED, State.DECLINED, State.APPLIED, State.NOMINATED])
def test_who_is_no_ambassador_is_not_there(app: Flask, page: Page, amir: Ambassador, state: State) -> None:
    become(amir, state)
    for address in (f"/ambassadors/{amir.id}", f"/ambassadors/ask?ambassador={amir.id}"):
        page.sign_in("learner").get(address, 404)
