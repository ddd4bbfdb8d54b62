"""Finding an ambassador: search, filters, order, pages; never by grade."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from learnhub import clock
from learnhub.ambassadors.capacity import month_of
from learnhub.ambassadors.directory import ambassadors_found
from learnhub.ambassadors.finding import Filters
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import RESTING, State
from learnhub.db import db
from learnhub.people.models import Person, Posting
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.ambassadors.becoming import write_standard
from tests.factories import at, committed, make_absence, make_person
from tests.page import Page

NOW = at("2026-11-03 10:00")


@pytest.fixture(autouse=True)
def _in_november(app: Flask) -> Iterator[None]:
    with clock.at(NOW):
        write_standard(app)
        yield


def helper(
    name: str, department: str = "REV", *, office: str = "Leeds", region: str = "", **columns: object
) -> Ambassador:
    person = make_person(name, department=department, region=region or None, grade=str(columns.pop("grade", "EO")))
    with committed():
        db.session.query(Posting).filter_by(person_id=person.id).update({"office": office})
    return make_ambassador(person, **columns)


@pytest.fixture
def network(app: Flask) -> None:
    helper("Ann Able", "PEN-OPS-HEX", office="Hexham", region="North East", skills={"spreadsheets": "expert"})
    helper("Bryn Best", "TRA-CDF", office="Caerdydd", region="Wales", languages="|en|cy|", skills={"scams": "working"})
    helper("Cora Calm", "REV-CUS", languages="|en|bsl|", place="remote", free_days="0000100", skills={})
    helper("Dev Deep", "CUL", place="in-person", is_adviser=True, skills={"spreadsheets": "awareness"}, grade="SCS")


def names(asked: dict[str, str] | None = None) -> list[str]:
    db.session.rollback()
    return [line.name.split()[0] for line in ambassadors_found(Filters.of(asked or {}), "en").rows]


ALL = ["Ann", "Bryn", "Cora", "Dev"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ALL),
        ({"q": "digital champion"}, ALL),  # what they are called elsewhere
        ({"q": "Digital Ambassadors"}, ALL),
        ({"q": "champion ann"}, ["Ann"]),
        ({"q": "ann"}, ["Ann"]),
        ({"q": "best bryn"}, ["Bryn"]),
        ({"q": "ann bryn"}, []),
        ({"q": "spreadsheets"}, ["Ann", "Dev"]),  # a skill's own words
        ({"q": "recognising scams"}, ["Bryn"]),
        ({"q": "Excel"}, ["Ann", "Dev"]),  # the name of a tool
        ({"q": "build"}, ["Ann", "Dev"]),  # a word of the skill's levels
        ({"q": "how do I sort and build"}, ["Ann", "Dev"]),
        ({"q": "BSL"}, ["Cora"]),
        ({"q": "sign language"}, ["Cora"]),
        ({"q": "Welsh"}, ["Bryn"]),
        ({"q": "Gymraeg"}, ["Bryn"]),
        ({"q": "Hexham"}, ["Ann"]),
        ({"q": "wales"}, ["Bryn"]),
        ({"q": "Excel in Hexham"}, ["Ann"]),
        ({"q": "taenlenni"}, ["Ann", "Dev"]),
        ({"q": "Sgamiau"}, ["Bryn"]),
        ({"q": "100%_"}, []),
        ({"skill": "spreadsheets"}, ["Ann", "Dev"]),
        ({"skill": "spreadsheets", "level": "working"}, ["Ann"]),  # that level or a higher one
        ({"level": "working"}, ["Ann", "Bryn"]),
        ({"skill": "no-such"}, ALL),  # what nobody can ask is not asked
        ({"department": "PEN"}, ["Ann"]),  # and below
        ({"department": "pensions"}, ["Ann"]),  # by a part of its name
        ({"department": "Adran Bensiynau"}, ["Ann"]),
        ({"department": "REV"}, ["Cora"]),
        ({"department": "nowhere"}, []),
        ({"near": "hexham"}, ["Ann"]),
        ({"near": "wales"}, ["Bryn"]),
        ({"language": "cy"}, ["Bryn"]),
        ({"language": "bsl"}, ["Cora"]),
        ({"place": "remote"}, ["Ann", "Bryn", "Cora"]),
        ({"place": "in-person"}, ["Ann", "Bryn", "Dev"]),
        ({"day": "5"}, ALL),
        ({"day": "1"}, ["Ann", "Bryn", "Dev"]),
        ({"day": "6"}, []),
        ({"advisers": "1"}, ["Dev"]),
        ({"skill": "spreadsheets", "place": "in-person", "language": "en", "day": "2", "near": "leeds"}, ["Dev"]),
    ],
)
def test_what_is_asked_finds_whom(network: None, asked: dict[str, str], expected: list[str]) -> None:
    assert names(asked) == expected


def test_an_empty_page_says_what_was_looked_for_and_how_to_ask(network: None, page: Page) -> None:
    opened = page.sign_in("learner").get("/ambassadors?q=gardening")
    assert "Nobody found for “gardening”" in opened.text
    assert "offices, regions and languages" in opened.text
    page.get(opened.link("Ask for help all the same"))


def test_most_time_left_comes_first_and_a_grade_never_does(app: Flask) -> None:
    month = month_of(clock.today())
    helper("Zoe Free", minutes_a_month=480, grade="AA")
    helper("Amy Busy", minutes_a_month=240, used_month=month, used_minutes=200, grade="SCS")
    helper("Max Used", minutes_a_month=240, used_month=month - 1, used_minutes=240, grade="G6")  # last month's
    helper("Pam Promised", minutes_a_month=240, promised_minutes=60)
    helper("Una Full", minutes_a_month=60, promised_minutes=90)
    assert names() == ["Zoe", "Max", "Pam", "Amy", "Una"]
    text = Page(app).sign_in("learner").get("/ambassadors").text
    assert text.count("No time left this month") == 1
    assert "SCS" not in text


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PROVISIONAL, State.ACTIVE)])
def test_who_does_not_help_is_not_found(app: Flask, state: State) -> None:
    row = make_ambassador("ambassador", state=state)
    page = Page(app).sign_in("learner")
    assert "There is no digital ambassador yet" in page.get("/ambassadors").text
    if state in RESTING:
        seen = page.get(f"/ambassadors/{row.id}").main.text
        assert "Amir Osei does not help at the moment" in seen
        assert "Spreadsheets" not in seen
    else:
        page.get(f"/ambassadors/{row.id}", 404)


@pytest.mark.parametrize("state", [State.ACTIVE, State.PAUSED])
def test_who_has_left_is_not_found_even_before_the_job_has_run(app: Flask, state: State) -> None:
    row = make_ambassador("ambassador", state=state)
    with committed():
        people.person("ambassador").left_on = date(2026, 11, 3)
    assert names() == []
    Page(app).sign_in("learner").get(f"/ambassadors/{row.id}", 404)


def test_an_absence_of_the_hr_feed_is_shown_by_its_last_day(app: Flask) -> None:
    make_ambassador("ambassador")
    make_absence(people.person("ambassador"), date(2026, 11, 1), date(2026, 11, 8))
    assert "Away until 8 November 2026" in Page(app).sign_in("learner").get("/ambassadors").text


def test_pages_of_25_by_key_whatever_changes_meanwhile(app: Flask) -> None:
    for number in range(60):
        helper(f"Person {number:02}", minutes_a_month=240 if number % 2 else 120)
    page = Page(app).sign_in("learner")
    seen: list[str] = []
    opened = page.get("/ambassadors")
    while True:
        shown = [link.text for link in opened.main.all("a") if link.text.startswith("Person ")]
        assert len(shown) <= 25
        seen += shown
        if "Next page" not in opened.text:
            break
        opened = page.get(opened.link("Next page"))
    odd, even = range(1, 60, 2), range(0, 60, 2)
    assert seen == [f"Person {number:02}" for number in (*odd, *even)]
    for nonsense in ("x", "1", ".", "9999999999.1", "1.99999999999", "é.²"):
        page.get(f"/ambassadors?after={nonsense}")


def test_a_list_is_two_statements_however_many_there_are(app: Flask, network: None) -> None:
    page = Page(app).sign_in("learner")
    page.get("/ambassadors")
    with page.statements() as counted:
        page.get("/ambassadors?skill=spreadsheets&language=en&q=a")
    assert len(counted) == 2, counted  # the visitor, the page's ambassadors
    with page.statements() as counted:
        page.get("/ambassadors?department=PEN")
    assert len(counted) == 4, counted  # what the department is, and what is below it
    row = db.session.query(Ambassador).join(Person, Person.id == Ambassador.person_id).filter_by(name="Ann Able").one()
    with page.statements() as counted:
        page.get(f"/ambassadors/{row.id}")
    assert len(counted) == 2, counted


def test_a_filter_that_finds_nobody_says_what_to_do(app: Flask, network: None) -> None:
    opened = Page(app).sign_in("learner").get("/ambassadors?language=pl")
    assert "Nobody here offers this" in opened.text
    assert opened.html.find("select", name="language").find("option", value="pl").has("selected")


def test_ones_own_page_leads_to_ones_own_place(app: Flask) -> None:
    row = make_ambassador("ambassador")
    opened = Page(app).sign_in("ambassador").get(f"/ambassadors/{row.id}")
    assert "Your own page" in opened.text
    assert "Ask Amir" not in opened.text


@pytest.mark.parametrize("asked", ["siân", "Sian", "ystrad", "TŶ", "ty'r"])
def test_accents_and_capitals_are_for_who_has_them_on_the_keyboard(app: Flask, asked: str) -> None:
    helper("Siân Pugh", office="Tŷ'r Ystrad", skills={"spreadsheets": "expert"})
    helper("Sam Other", office="Leeds", skills={"spreadsheets": "expert"})
    assert names({"q": asked}) == ["Siân"]


def test_names_with_markup_stay_text(app: Flask) -> None:
    row = helper("<script>alert(1)</script> Bob", about="<img src=x>", availability='"><i>')
    page = Page(app).sign_in("learner")
    for path in ("/ambassadors", f"/ambassadors/{row.id}", "/ambassadors?q=<script>&near='\"<b>"):
        assert not page.get(path).html.all("script", "img", "i")


def test_a_line_says_unit_department_and_office_and_what_is_not_usual(app: Flask, network: None) -> None:
    page = Page(app).sign_in("learner")
    shown = page.get("/ambassadors").main
    text, lines = shown.text, shown.find("ul", class_="tasks").text
    assert "Hexham Office, Department for Pensions, Hexham" in text
    assert text.count("Department for Culture") == 1  # at the top itself: said once
    assert "Remotely or in person" not in lines
    assert "Remotely · Fri" in lines
    assert "(expert)" not in lines
    assert "Spreadsheets (expert)" in page.get("/ambassadors?level=practitioner").main.text
    row = db.session.query(Ambassador).join(Person, Person.id == Ambassador.person_id).filter_by(name="Ann Able").one()
    assert "Department for Pensions, Hexham, North East" in page.get(f"/ambassadors/{row.id}").main.text
