"""The noticeboard: leads post for their departments; ambassadors there read, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub.ambassadors.models import NetworkPost
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.people.models import RoleGrant
from learnhub.permissions import Role
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.factories import at, committed, make_grant
from tests.page import Page

NOW = at("2026-11-03 10:00")


@pytest.fixture(autouse=True)
def _in_november(app: Flask) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def leo(app: Flask) -> Page:
    return Page(app).sign_in("lead")


def post(page: Page, title: str = "Coffee and cake", **fields: str) -> None:
    page.post("/network/board/new", {"title": title, "text": "Come.", "department": "everybody", **fields})


def test_a_meeting_is_posted_and_the_ambassadors_see_when(app: Flask, leo: Page) -> None:
    make_ambassador("ambassador")
    leo.get("/network/board/new")
    opened = leo.submit(
        "Post it",
        title="Coffee and cake",
        text="Bring *one* question.",
        meets_on="2026-11-17",
        meets_at="14:30",
        place="Room 4, Leeds",
    )
    assert "It is on the noticeboard" in opened.text
    opened = Page(app).sign_in("ambassador").get("/ambassadors/board")
    assert "17 November 2026, 14:30 GMT: Coffee and cake, Room 4, Leeds" in opened.text
    assert opened.main.find("em").text == "one"
    assert "Take it down" not in opened.text
    with clock.at(NOW + timedelta(days=20)):
        opened = Page(app).sign_in("ambassador").get("/ambassadors/board")
        assert "Next meetings" not in opened.text
        assert "Coffee and cake" in opened.text


def test_sent_twice_it_stands_once_and_is_taken_down(app: Flask, leo: Page) -> None:
    post(leo)
    post(leo)
    assert db.session.query(NetworkPost).count() == 1
    leo.get("/ambassadors/board")
    leo.submit("Take it down: Coffee and cake")
    assert "Nothing posted yet" in leo.get("/ambassadors/board").text


def test_a_post_reaches_its_department_and_what_is_below_it(app: Flask, leo: Page) -> None:
    make_ambassador("ambassador")  # Revenue, Customer Services
    make_ambassador("learner")  # Pensions, Hexham
    post(leo, "For Revenue", department="REV")
    post(leo, "For Pensions", department="PEN")
    amir, lena = (Page(app).sign_in(role).get("/ambassadors/board").text for role in ("ambassador", "learner"))
    assert "For Revenue" in amir
    assert "For Pensions" not in amir
    assert "For Pensions" in lena
    assert "For Revenue" not in lena


def test_a_lead_posts_and_takes_down_only_where_they_lead(app: Flask, leo: Page) -> None:
    post(leo, "For Culture", department="CUL")
    post(leo, "For all")
    with committed():
        db.session.query(RoleGrant).filter_by(person_id=people.person("lead").id).delete()
    make_grant(people.person("lead"), Role.LEAD, "PEN")
    opened = leo.get("/network/board/new")
    offered = [option.get("value") for option in opened.html.find("select", name="department").all("option")]
    assert offered[0] == "PEN"
    assert "everybody" not in offered
    assert "CUL" not in offered
    leo.post("/network/board/new", {"title": "x", "text": "y", "department": "CUL"}, 422)
    for row in db.session.query(NetworkPost).all():
        leo.post(f"/network/board/{row.id}/take-down", {}, 404)
    opened = leo.get("/ambassadors/board")
    assert "For Culture" not in opened.text
    assert "For all" in opened.text
    assert "Take it down" not in opened.text


@pytest.mark.parametrize("state", [None, State.NOMINATED, State.STOPPED, State.DECLINED])
def test_to_who_is_not_in_the_network_there_is_no_noticeboard(app: Flask, state: State | None) -> None:
    if state is not None:
        make_ambassador("outsider", state=state)
    page = Page(app).sign_in("outsider")
    page.get("/ambassadors/board", 404)
    page.get("/network/board/new", 403)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": ""}, "Enter a title"),
        ({"meets_on": "2026-11-17"}, "Enter the time of the meeting"),
        ({"meets_at": "10:00"}, "Enter the day of the meeting"),
        ({"meets_on": "2026-11-03", "meets_at": "09:00"}, "Enter a day and a time that are still to come."),
        ({"meets_on": "2026-11-17", "meets_at": "25:99"}, "Enter a time of day such as 09:30"),
    ],
)
def test_what_is_wrong_with_a_post_is_said(leo: Page, fields: dict[str, str], problem: str) -> None:
    sent = {"title": "Cake", "text": "Kept.", "department": "everybody", **fields}
    opened = leo.post("/network/board/new", sent, 422)
    assert problem in opened.problems
    assert opened.html.find("textarea").text == "Kept."


def test_script_in_a_post_is_not_run(app: Flask, leo: Page) -> None:
    post(leo, "<script>1</script>", text='<script>alert(1)</script>[x](javascript:alert(1)) <img src=x onerror="1">')
    main = leo.get("/ambassadors/board").main
    assert not main.all("script", "img")
    assert not [link for link in main.all("a") if "javascript" in link.get("href")]


def test_the_noticeboard_is_four_statements(app: Flask, leo: Page) -> None:
    make_ambassador("ambassador")
    for number in range(30):
        post(leo, f"Post {number}")
    amir = Page(app).sign_in("ambassador")
    amir.get("/ambassadors/board")
    with amir.statements() as counted:
        opened = amir.get("/ambassadors/board")
    assert len(counted) == 4, counted  # visitor, their place, the posts, the meetings
    assert "Next page" in opened.text
    amir.get(opened.link("Next page"))
