"""The administrator finds people, and gives and takes roles, within the reach of the administration and not beyond."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.messages.models import Message
from learnhub.people import actions, details
from learnhub.permissions import Role
from learnhub.web.access_log import AccessLogEntry
from tests.factories import committed, make_person, make_posting
from tests.page import Page
from tests.people import department, person


def names(page: Page, address: str) -> list[str]:
    return [row.find("a").text for row in page.get(address).main.all("tr")[1:]]


@pytest.fixture
def bounded(app: Flask) -> str:
    """The HR officer made administrator of Pensions."""
    with committed():
        actions.grant_role(person("hr").id, Role.ADMIN, department("PEN").id)
    return "hr"


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("lena", ["Lena Marsh"]),
        ("MARSH", ["Lena Marsh"]),
        ("marsh lena", ["Lena Marsh"]),
        ("learner@demo", ["Lena Marsh"]),
        ("0000001", ["Lena Marsh"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("lena\x00", ["Lena Marsh"]),
    ],
)
def test_people_are_found_by_name_address_and_staff_number(page: Page, sought: str, found: list[str]) -> None:
    from urllib.parse import quote

    assert names(page.sign_in("admin"), f"/people?q={quote(sought)}") == found


def test_the_list_pages_by_key_and_shows_everybody_once(app: Flask, page: Page) -> None:
    with committed():
        for number in range(60):
            make_person("Same Name" if number % 2 else f"Person {number:02}")
    page.sign_in("admin")
    seen, address = [], "/people"
    while address:
        opened = page.get(address)
        seen += [row.find("a").get("href") for row in opened.main.all("tr")[1:]]
        onward = opened.main.all("a", rel="next")
        address = onward[0].get("href") if onward else ""
    assert len(seen) == len(set(seen)) == 68


def test_the_list_costs_the_same_for_any_number_of_people(app: Flask, page: Page) -> None:
    with committed():
        for number in range(30):
            make_person(f"Person {number:02}")
    page.sign_in("admin")
    with page.statements() as counted:
        page.get("/people")
    assert len(counted) == 3, counted  # the visitor, the people, the departments' names


def test_opening_somebodys_page_is_noted(app: Flask, page: Page) -> None:
    lena = person("learner").id
    shown = page.sign_in("admin").get(f"/people/{lena}").main.text
    assert "Lena Marsh" in shown
    assert "Hexham Office" in shown
    db.session.rollback()
    entry = db.session.execute(select(AccessLogEntry)).scalar_one()
    assert (entry.by_person_id, entry.about_person_id, entry.what) == (person("admin").id, lena, "opened-person")


def test_a_role_is_given_after_asking_once_more(app: Flask, page: Page) -> None:
    lena = person("learner").id
    page.sign_in("admin").get(f"/people/{lena}/roles")
    asked = page.submit("Continue", role="hr", where="department", department="pen-ops")
    assert asked.h1 == "Give this role?"
    assert "Pension Operations: PEN-OPS and below" in asked.main.text
    assert details.grants_of(lena) == []
    opened = page.submit("Yes, give the role")
    assert "PEN-OPS and below" in opened.main.text
    db.session.rollback()
    assert [(line.role, line.code) for line in details.grants_of(lena)] == [(Role.HR, "PEN-OPS")]


def test_a_role_that_cannot_be_given_is_said_beside_its_field(page: Page) -> None:
    author = person("author").id
    page.sign_in("admin").get(f"/people/{author}/roles")
    assert page.submit("Continue", 422).problems == ["Choose a role", "Choose where the role holds"]
    opened = page.submit("Continue", 422, role="hr", where="department", department="NOWHERE")
    assert opened.problems == ["There is no department with the code “NOWHERE”."]
    opened = page.submit("Continue", 422, role="author", where="everywhere", department="")
    assert opened.problems == ["This person has that role there already."]


def test_a_code_left_empty_never_means_everywhere(app: Flask, page: Page) -> None:
    lena = person("learner").id
    page.sign_in("admin").get(f"/people/{lena}/roles")
    opened = page.submit("Continue", 422, role="hr", where="department", department="")
    assert opened.problems == ["Enter the department's code, such as PEN-OPS"]
    page.post(f"/people/{lena}/roles", {"role": "hr", "department": "", "confirmed": "1"}, 422)
    page.post(f"/people/{lena}/roles", {"role": "hr", "where": "nonsense", "confirmed": "1"}, 422)
    both = page.post(f"/people/{lena}/roles", {"role": "hr", "where": "everywhere", "department": "PEN"}, 422)
    assert both.problems == ["You chose the whole civil service. Take the code away, or choose one department"]
    db.session.rollback()
    assert details.grants_of(lena) == []


def test_the_whole_civil_service_is_chosen_in_words(app: Flask, page: Page) -> None:
    lena = person("learner").id
    page.sign_in("admin").get(f"/people/{lena}/roles")
    assert "The whole civil service" in page.submit("Continue", role="hr", where="everywhere").main.text
    page.submit("Yes, give the role")
    db.session.rollback()
    assert [(line.role, line.code) for line in details.grants_of(lena)] == [(Role.HR, None)]


def test_a_department_is_chosen_from_the_list(app: Flask, page: Page) -> None:
    page.sign_in("admin").get(f"/people/{person('learner').id}/roles")
    assert page.now
    with page.statements() as counted:
        page.get(page.now.link("Choose from the list of departments"))
    assert len(counted) == 3, counted  # the visitor, the departments, the person
    found = page.get(f"/people/departments?person={person('learner').id}&q=operations")
    chosen = page.get(found.link("Pension Operations"))
    assert chosen.html.find("input", name="department").get("value") == "PEN-OPS"
    assert "PEN-OPS and below" in page.submit("Continue", role="hr").main.text
    page.get("/people/departments?person=999999", 404)
    assert "No department found" in page.get("/people/departments?q=%25").main.text
    assert "PEN-OPS" not in page.get("/people/departments?q=rev").main.text


def test_a_role_is_taken_back_after_asking(app: Flask, page: Page) -> None:
    author = person("author")
    page.sign_in("admin").get(f"/people/{author.id}")
    assert page.now
    page.get(page.now.html.find("a", text="Take back Course author").get("href"))
    page.submit("Yes, take it back")
    db.session.rollback()
    assert details.grants_of(author.id) == []


def test_the_last_administrator_is_told_to_make_another_first(page: Page) -> None:
    admin = person("admin").id
    grant = details.grants_of(admin)[0].id
    page.sign_in("admin").get(f"/people/{admin}/roles/{grant}")
    assert page.submit("Yes, take it back", 422).problems == [
        "This is the last administrator. Make somebody else one first."
    ]


def test_an_administrator_of_a_department_sees_its_people_and_nobody_else(page: Page, bounded: str) -> None:
    page.sign_in(bounded)
    assert names(page, "/people") == ["Hana Reid", "Lena Marsh"]
    for role in ("outsider", "admin", "ambassador"):
        for rest in ("", "/roles", "/password-link"):
            page.get(f"/people/{person(role).id}{rest}", 404)
        page.post(
            f"/people/{person(role).id}/roles",
            {"role": "hr", "where": "department", "department": "PEN", "confirmed": "1"},
            404,
        )
        page.post(f"/people/{person(role).id}/password-link", {}, 404)
    page.get("/people/999999", 404)


def test_an_administrator_of_a_department_cannot_reach_beyond_it(app: Flask, page: Page, bounded: str) -> None:
    me = person(bounded).id
    page.sign_in(bounded)
    for code in ("", "REV"):
        where = "department" if code else "everywhere"
        fields = {"role": "admin", "where": where, "department": code, "confirmed": "1"}
        refused = page.post(f"/people/{me}/roles", fields, 422)
        assert refused.problems == ["You may give and take roles only in your own department and below."]
    assert len(details.grants_of(me)) == 2
    assert "The whole civil service" not in page.get(f"/people/{me}/roles").main.text
    assert "Department for Revenue" not in page.get("/people/departments").main.text
    page.get("/messages", 403)


def test_a_grant_of_somebody_else_is_not_found_under_another_person(page: Page) -> None:
    grant = details.grants_of(person("author").id)[0].id
    page.sign_in("admin").get(f"/people/{person('learner').id}/roles/{grant}", 404)
    page.post(f"/people/{person('learner').id}/roles/{grant}", {}, 404)


def test_whoever_left_is_found_where_they_were_last(app: Flask, page: Page, bounded: str) -> None:
    gone = make_person("Gone Before", department=None, left_on=clock.today())
    make_posting(gone, "REV", until_on=clock.today() - timedelta(days=100))
    make_posting(gone, "PEN-OPS", from_on=clock.today() - timedelta(days=100), until_on=clock.today())
    moved = make_person("Moved Away", department=None)
    make_posting(moved, "PEN-OPS", until_on=clock.today())
    make_posting(moved, "REV", from_on=clock.today())
    assert names(page.sign_in(bounded), "/people") == ["Gone Before", "Hana Reid", "Lena Marsh"]


def test_a_link_goes_to_the_person_and_not_to_the_administrator(app: Flask, page: Page) -> None:
    lena = person("learner").id
    page.sign_in("admin").get(f"/people/{lena}/password-link")
    page.submit("Yes, send the link")
    db.session.rollback()
    letter = db.session.execute(select(Message)).scalar_one()
    assert (letter.address, letter.person_id) == ("learner@demo.example", lena)
    assert [line.what for line in details.events_of(lena)] == ["password-link-sent"]
    shown = page.sign_in("learner").get("/account/history").main.text
    assert "Link to choose a password e-mailed" in shown
    assert "Ada Okoro" in shown
    assert "Ada Okoro" not in page.sign_in("outsider").get("/account/history").main.text


@pytest.mark.parametrize("role", ["learner", "hr", "lead", "author", "outsider"])
def test_nobody_else_comes_in(page: Page, role: str) -> None:
    page.sign_in(role)
    for address in ("/people", f"/people/{person('learner').id}", "/messages"):
        page.get(address, 403)
