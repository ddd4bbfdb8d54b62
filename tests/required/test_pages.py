"""HR's pages of required learning: making it, seeing how it stands, changing it; within their departments only."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.required.models import AssignedPerson, Assignment, AssignmentCase
from learnhub.web.access_log import AccessLogEntry
from tests import factories, people
from tests.page import Page
from tests.pathways.world import make_pathway
from tests.required.conftest import Take, assign

SOON = "2030-03-29"  # a Friday


@pytest.fixture
def hr(page: Page) -> Page:
    return page.sign_in("hr")


def filled(**fields):
    return {
        "thing": "course:letters",
        "kind": "required",
        "audience": "everybody",
        "when": "day",
        "due_on": SOON,
        "within_days": "",
        "starts_on": clock.today().isoformat(),
        "recurs": "",
        "reason": "Everybody writes letters.",
        "codes": "",
        "people": "",
        **fields,
    }


def words(opened):
    return " ".join(opened.text.split())


def assignments():
    found = list(db.session.scalars(select(Assignment).order_by(Assignment.id)))
    db.session.rollback()
    return found


def test_an_officer_sees_what_it_comes_to_before_it_is_saved(hr: Page, take: Take) -> None:
    take(people.person("learner"), factories.make_course(slug="letters"))
    hr.get("/required")
    hr.get("/required/new")
    shown = hr.submit("Continue", **filled(early_counts="y"))
    assert shown.h1 == "Require this?"
    assert "2 people who work there now" in shown.text
    assert assignments() == []
    saved = hr.submit("Yes, require it")
    assert saved.h1 == "Letters"
    assert "1 of 2 (50%)" in saved.text
    assert assignments()[0].departments == [people.department("PEN").id]
    assert "Letters" in hr.get("/required").text


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "some", "codes": "pen-ops, pen-hr", "grades": ["HEO"], "due_on": "2029-03-29", "recurs": "P3Y"},
        {"audience": "list", "people": "learner@demo.example\r\n0000003"},
        {"when": "within", "due_on": "", "within_days": "30", "early_counts": "y"},
    ],
)
def test_the_preview_leads_back_to_the_form_as_it_was_filled(hr: Page, fields: dict[str, Any]) -> None:
    factories.make_course(slug="letters")
    hr.post("/required/new", filled(**fields), 200)
    first = hr.now.text
    back = hr.submit("Change it")
    assert back.h1 == "Assign learning"
    assert back.problems == []
    assert "Everybody writes letters." in back.body.decode()
    again = hr.submit("Continue")
    assert again.h1 == "Require this?"
    assert again.text == first
    assert assignments() == []


def test_of_a_suggestion_an_officer_sees_totals_and_nobody_by_name(hr: Page, take: Take) -> None:
    course = factories.make_course(slug="letters")
    row = assign(course, kind="suggested")
    learner = people.person("learner")
    take(learner, course)
    few = hr.get(f"/required/{row.id}")
    assert "It is suggested to fewer than 10 people" in few.text
    assert "50%" not in few.text
    for number in range(8):
        factories.make_person(f"Pat {number:02}", department="PEN")
    for address in (f"/required/{row.id}", f"/required/{row.id}?department=PEN-OPS"):
        shown = words(hr.get(address).main)
        assert "Suggested to 10 Done 1 of 10 (10%)" in shown
        assert not any(word in shown for word in ("Overdue", "Exempt", "Names:", "By department", "Download"))
    hr.get(f"/required/{row.id}/people", 404)
    hr.get(f"/required/{row.id}/people/{learner.id}", 404)
    hr.post(f"/required/{row.id}/people/{learner.id}", {"kind": "exempt", "reason": "x"}, 404)
    assert "Suggested: how many have done it is on its page" in hr.get("/required").text
    assert "Not done yet" not in hr.get(f"/required/{row.id}/withdraw").text
    hr.get(f"/required/{row.id}/change")
    asked = hr.submit("Continue", reason="It is worth it.")
    assert "It is worth it." in asked.text
    assert "Overdue" not in asked.main.text
    hr.submit("Yes, change it")
    assert "It is worth it." in hr.now.text


def test_pressed_twice_it_is_made_once(hr: Page) -> None:
    factories.make_course(slug="letters")
    for _ in range(2):
        hr.post("/required/new", filled(confirmed="1"))
    assert len(assignments()) == 1
    hr.post("/required/new", filled(confirmed="1", due_on="2030-04-05"))
    assert len(assignments()) == 2


def test_an_officer_assigns_only_within_their_departments(hr: Page) -> None:
    factories.make_course(slug="letters")
    refused = hr.post("/required/new", filled(audience="some", codes="rev", confirmed="1"), 422)
    assert "You have no department with the code “REV”" in refused.problems[0]
    hr.post("/required/new", filled(audience="some", codes="pen-ops-hex, pen-hr", confirmed="1"))
    assert set(assignments()[0].departments) == {people.department("PEN-OPS-HEX").id, people.department("PEN-HR").id}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"thing": ""}, "Choose a course or a pathway"),
        ({"due_on": ""}, "Choose the day by which it must be done"),
        ({"due_on": "31/03/2030"}, "Enter the day as year, month and day, such as 2026-11-03"),
        ({"when": "within", "within_days": "many"}, "Enter a number of days from 7 to 1000"),
        ({"when": "within", "within_days": "0"}, "Enter a number of days from 7 to 1000"),
        ({"recurs": "every now and then"}, "Choose how often, or write a period such as P1Y, P6M or P2Y"),
        ({"recurs": "P1D"}, "Choose how often, or write a period such as P1Y, P6M or P2Y"),
        ({"recurs": "P1Y", "due_on": "2099-01-05"}, "Choose a day within the first period"),
        ({"audience": "some"}, "Choose at least one department, or everybody"),
        ({"audience": "list"}, "Paste at least one e-mail address or staff number"),
        ({"reason": " "}, "Say why: people read it beside what you ask of them"),
        ({"reason": "x" * 501}, "Use at most 500 characters"),
        ({"starts_on": ""}, "Choose the day from which it is asked"),
        ({"audience": ""}, "Choose whom it is for"),
        ({"codes": "PEN-OPS"}, "You named departments too: choose “Some departments”, or empty those fields"),
        ({"departments": "PEN-OPS"}, "You named departments too: choose “Some departments”, or empty those fields"),
        ({"people": "learner@demo.example"}, "You pasted a list too: choose “A list of people”, or empty that field"),
        (
            {"audience": "list", "people": "learner@demo.example", "codes": "PEN-OPS"},
            "You named departments too",
        ),
        (
            {"audience": "some", "people": "learner@demo.example", "codes": "PEN-OPS"},
            "You pasted a list too",
        ),
        ({"starts_on": "2030-04-01"}, "Choose a day that is not before the day from which it is asked"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(hr: Page, fields: dict[str, str], problem: str) -> None:
    factories.make_course(slug="letters")
    refused = hr.post("/required/new", filled(**fields), 422)
    assert len(refused.problems) == 1
    assert problem in refused.problems[0]
    for typed in (fields.get("codes", ""), fields.get("people", "")):
        assert typed in refused.body.decode()
    if "reason" not in fields:
        assert "Everybody writes letters." in refused.body.decode()
    assert assignments() == []


def test_what_may_be_a_slip_is_said_but_not_forbidden(hr: Page) -> None:
    factories.make_course(slug="letters")
    over = hr.post("/required/new", filled(starts_on="2025-12-01", due_on="2026-01-03"), 200)
    assert "is over: whoever has not done it would be overdue at once" in over.text
    assert "on a weekend" in over.text
    near = hr.post("/required/new", filled(due_on=(clock.today() + timedelta(days=3)).isoformat()), 200)
    assert "is less than two weeks away" in near.text
    later = clock.today() + timedelta(days=60)
    short = filled(starts_on=later.isoformat(), due_on=(later + timedelta(days=3)).isoformat())
    said = hr.post("/required/new", short, 200).text
    assert "is less than two weeks after the day from which it is asked" in said
    assert "weeks away" not in said
    nobody = hr.post("/required/new", filled(audience="some", codes="PEN-OPS-HEX", grades="HEO"), 200)
    assert "it would be asked of nobody" in nobody.text
    hr.post("/required/new", filled(confirmed="1"))
    assert "This is assigned already" in hr.post("/required/new", filled(), 200).text


def test_a_pasted_list_names_each_line_that_will_not_do(hr: Page) -> None:
    factories.make_course(slug="letters")
    pasted = "learner@demo.example\r\nnobody@demo.example\r\n\r\noutsider@demo.example\r\n0000003"
    refused = hr.post("/required/new", filled(audience="list", people=pasted), 422)
    assert [problem.split(":")[0] for problem in refused.problems] == ["Line 2", "Line 4"]
    assert "nobody@demo.example" in refused.body.decode()
    pasted = "Lena Marsh <LEARNER@demo.example>\r\nlearner@demo.example;\r\n0000003"
    shown = hr.post("/required/new", filled(audience="list", people=pasted), 200)
    assert "Lines 2 repeat somebody" in shown.text
    assert "A list of 2 people" in shown.text
    hr.submit("Yes, require it")
    found = set(db.session.scalars(select(AssignedPerson.person_id)))
    assert found == {people.person("learner").id, people.person("hr").id}


def test_what_is_wrong_is_said_in_the_order_of_the_page_and_all_of_it(hr: Page) -> None:
    empty = hr.post("/required/new", {"kind": "required", "when": "day"}, 422)
    assert empty.problems == [
        "Choose a course or a pathway",
        "Choose whom it is for",
        "Choose the day by which it must be done",
        "Choose the day from which it is asked",
        "Say why: people read it beside what you ask of them",
    ]
    factories.make_course(slug="letters")
    codes = hr.post("/required/new", filled(audience="some", codes="XXX PEN-OPS, rev"), 422)
    assert codes.problems == [f"You have no department with the code “{code}”" for code in ("XXX", "REV")]
    [beside] = [error for error in codes.main.all("span", class_="error") if error.get("id") == "codes-error"]
    assert "“XXX”" in beside.text
    assert "“REV”" in beside.text


def test_courses_and_pathways_stand_apart(hr: Page) -> None:
    factories.make_course(slug="letters")
    make_pathway("letters", slug="start")
    groups = hr.get("/required/new").main.all("optgroup")
    assert [group.get("label") for group in groups] == ["Courses", "Pathways"]


def test_a_paste_of_a_megabyte_is_refused_kindly(hr: Page) -> None:
    factories.make_course(slug="letters")
    pasted = "somebody@demo.example\n" * 47_000
    refused = hr.post("/required/new", filled(audience="list", people=pasted), 422)
    assert (
        "This list has 47,000 lines; at most 500 go in one, and only the first 500 are left below."
        in refused.problems[0]
    )


def test_nobody_else_opens_these_pages_and_other_departments_are_not_there(app: Flask, hr: Page) -> None:
    elsewhere = assign(factories.make_course(), departments=["REV"], scope="REV")
    everywhere = assign(factories.make_course(), departments=[], scope=None)
    for path in ("", "/people", "/change", f"/people/{people.person('ambassador').id}"):
        hr.get(f"/required/{elsewhere.id}{path}", 404)
    assert "Asked of 2" in words(hr.get(f"/required/{everywhere.id}"))
    hr.get(f"/required/{everywhere.id}/change", 404)
    hr.post(f"/required/{everywhere.id}/withdraw", {}, 404)
    hr.get(f"/required/{everywhere.id}/people/{people.person('ambassador').id}", 404)
    hr.get(f"/required/{everywhere.id}/people/{people.person('learner').id}")


def test_names_are_shown_and_noted(hr: Page, take: Take) -> None:
    course = factories.make_course(slug="letters")
    row = assign(course, due_on=date(2026, 3, 31))
    take(people.person("hr"), course)
    hr.get("/required")
    hr.get(f"/required/{row.id}")
    overdue = hr.get(f"/required/{row.id}/people?show=overdue")
    assert "Lena Marsh" in overdue.main.text
    assert "Hana Reid" not in overdue.main.text
    assert "Hana Reid" in hr.get(f"/required/{row.id}/people?show=complete").main.text
    assert "Nobody." in hr.get(f"/required/{row.id}/people?show=exempt").text
    looked = db.session.scalars(select(AccessLogEntry.about_person_id)).all()
    assert sorted(looked) == sorted([people.person("learner").id, people.person("hr").id])
    learner = Page(hr.app).sign_in("learner")
    assert "Saw your name in a list" in learner.get("/record/access").text


def test_one_person_is_given_more_time_or_exempted_with_a_reason(hr: Page) -> None:
    row = assign(factories.make_course(slug="letters"), due_on=date(2026, 3, 31))
    learner = people.person("learner")
    address = f"/required/{row.id}/people/{learner.id}"
    hr.get(address)
    hr.post(address, {"kind": "extended", "until_on": "2099-01-01", "reason": "On a long project."}, 422)
    assert "Choose a day within two years, or “Not asked of them”" in hr.now.problems[0]
    until = clock.today() + timedelta(days=400)
    said = f"{until.day} {until:%B %Y}"
    hr.get(address)
    hr.submit("Save", kind="extended", until_on=until.isoformat(), reason="On a long project.")
    assert f"Extended until {said}. On a long project." in hr.now.text
    mine = Page(hr.app).sign_in("learner")
    assert f"You were given until {said}: On a long project." in mine.get("/required/mine").text
    hr.submit("Save", kind="exempt", reason="On loan.")
    assert "Exempt. On loan." in hr.now.text
    assert "(1 more is exempt)" in words(hr.get(f"/required/{row.id}"))
    hr.get(address)
    hr.submit("Treat them like everybody else again")
    assert db.session.scalars(select(AssignmentCase)).all() == []
    hr.post(address, {"kind": "extended", "until_on": "", "reason": "x"}, 422)
    hr.post(address, {"kind": "extended", "until_on": "2020-01-01", "reason": "x"}, 422)
    hr.post(address, {"kind": "dismissed", "until_on": "", "reason": "x"}, 422)
    hr.post(address, {"kind": "exempt", "until_on": "", "reason": ""}, 422)


def test_a_change_is_shown_before_it_is_made(hr: Page) -> None:
    row = assign(factories.make_course(slug="letters"))
    hr.get(f"/required/{row.id}/change")
    refused = hr.submit("Continue", 422, due_on="2026-01-04")
    assert "Choose a day that is not before the day from which it is asked" in refused.problems[0]
    shown = hr.submit("Continue", due_on="2026-03-31")
    assert "Then: by 31 March 2026" in shown.text
    assert assignments()[0].due_on == date(2030, 3, 29)
    changed = hr.submit("Yes, change it")
    assert "by 31 March 2026" in changed.text
    assert "Overdue 2" in words(changed)


def test_a_withdrawn_one_is_asked_of_nobody(hr: Page) -> None:
    row = assign(factories.make_course(slug="letters"))
    learner = Page(hr.app).sign_in("learner")
    assert "Letters" in learner.get("/required/mine").text
    hr.get(f"/required/{row.id}/withdraw")
    hr.submit("Yes, withdraw it")
    assert "Letters" not in learner.get("/required/mine").text
    assert "Withdrawn" in hr.get(f"/required/{row.id}").text
    hr.get(f"/required/{row.id}/change", 404)


def test_twenty_five_a_page(hr: Page) -> None:
    course = factories.make_course(slug="letters")
    for number in range(27):
        assign(course, due_on=date(2030, 1, 1) + timedelta(days=number))
        factories.make_person(f"Pat {number:02}", department="PEN")
    assert hr.get("/required").text.count("Letters") == 25
    assert hr.get(hr.now.link("Next page")).text.count("Letters") == 2
    row = assign(factories.make_course())
    first = hr.get(f"/required/{row.id}/people")
    assert len(first.main.all("tr")) == 26
    assert len(hr.get(first.link("Next page")).main.all("tr")) == 5


def test_figures_by_department_add_up(hr: Page, take: Take) -> None:
    course = factories.make_course(slug="letters")
    row = assign(course, due_on=date(2026, 3, 31))
    take(people.person("learner"), course)
    page = hr.get(f"/required/{row.id}")
    assert "Pension Operations" in page.text
    below = hr.get(page.link("Pension Operations"))
    assert "1 (100%)" in below.text
    with hr.statements() as counted:
        hr.get("/required")
    assert len(counted) <= 14, counted
