"""Naming whom one helped: by a tick, by a first name, and what is said of a slip."""

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import Kind
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.near_people import called, likest, near_people
from learnhub.people.models import Person
from tests import people
from tests.ambassadors.asking import accept, again, ask
from tests.factories import make_person
from tests.mentoring.conftest import Log
from tests.page import Page

NAMES = ["Lena Marsh", "Lena Mae Ford", "Oona Finch"]


@pytest.mark.parametrize(
    ("typed", "places"),
    [("Lena", [0, 1]), ("lena mae", [1]), ("Finch", [2]), ("Lena Marsh", [0]), ("Len", []), ("", []), ("Mae Ford", [])],
)
def test_whom_a_part_of_a_name_means(typed: str, places: list[int]) -> None:
    assert called(typed, NAMES) == places


def test_a_slip_is_known_and_a_strangers_name_is_not() -> None:
    assert likest("Oona Finsh", NAMES) == ("Oona Finch",)
    assert likest("Somebody Else", NAMES) == ()


def newest() -> tuple[int, set[str]]:
    db.session.rollback()
    row_id = db.session.execute(select(SupportSession.id).order_by(SupportSession.id.desc()).limit(1)).scalar_one()
    rows = select(Person.name).join(SessionPerson, SessionPerson.person_id == Person.id)
    return row_id, set(db.session.execute(rows.where(SessionPerson.session_id == row_id)).scalars())


def test_whom_one_helped_lately_is_a_tick(amirs: Page, log: Log) -> None:
    log("learner", "outsider")
    seen = amirs.get("/support/new")
    boxes = {box.get("value") for box in seen.html.all("input", name="lately")}
    assert boxes == {str(people.person(role).id) for role in ("learner", "outsider")}
    lena = str(people.person("learner").id)
    opened = amirs.submit("Log it", 422, lately=[lena], minutes="a while")
    assert opened.html.find("input", name="lately", value=lena).has("checked")  # it stays
    amirs.submit("Log it", minutes="25", people="Lena Marsh")  # ticked and named is once
    assert newest()[1] == {"Lena Marsh"}


def test_a_box_that_was_not_there_ticks_nobody(amirs: Page, log: Log) -> None:
    log("learner")
    hana = str(people.person("hr").id)
    said = {"people": "", "minutes": "30", "how": "call", "form_key": "a1", "lately": [hana, "x", "99999999999"]}
    assert "Enter who was there" in amirs.post("/support/new", said, 422).problems[0]


def test_a_first_name_is_enough_for_who_is_mentored(app: Flask, amirs: Page, amir: Ambassador) -> None:
    make_person("Lena Other", department="CUL")
    accept(ask(kind=Kind.MENTORING), again(amir))
    amirs.get("/mentoring")
    seen = amirs.get(amirs.now.link("Log a session, Lena Marsh"))
    assert "Lena Marsh" in seen.html.find("textarea", name="people").text
    amirs.get("/support/new")
    amirs.submit("Log it", people="lena")
    assert newest()[1] == {"Lena Marsh"}


def test_a_first_name_of_ones_own_department_is_enough_when_it_is_one_alone(amirs: Page, app: Flask) -> None:
    mine = people.CAST["ambassador"].department
    make_person("Zelda Quick", department=mine)
    make_person("Zelda Far", department="CUL" if mine != "CUL" else "TRA")
    amirs.get("/support/new")
    amirs.submit("Log it", people="Zelda")
    assert newest()[1] == {"Zelda Quick"}
    make_person("Zelda Slow", department=mine)
    amirs.get("/support/new")
    amirs.submit("Log it", people="Zelda", minutes="20")  # who was helped lately is meant
    assert newest()[1] == {"Zelda Quick"}


def test_a_slip_in_the_name_of_who_was_helped_lately_is_said(amirs: Page, log: Log) -> None:
    log("learner")
    amirs.get("/support/new")
    opened = amirs.submit("Log it", 422, people="Lena March")
    assert opened.problems[1] == "Line 1: nobody here is called “Lena March”. Did you mean Lena Marsh?"


def test_several_near_with_one_first_name_are_asked_about(amirs: Page, app: Flask, log: Log) -> None:
    mine = people.CAST["ambassador"].department
    for name in ("Zelda Quick", "Zelda Slow"):
        make_person(name, department=mine)
    amirs.get("/support/new")
    opened = amirs.submit("Log it", 422, people="Zelda")
    assert "several people are called “Zelda”" in opened.problems[1]


def test_who_has_left_is_not_offered(app: Flask, amir: Ambassador, log: Log) -> None:
    log("learner")
    assert [one.name for one in near_people(amir.person_id)] == ["Lena Marsh"]
    with clock.at(clock.now().replace(year=clock.now().year + 2)):
        assert near_people(amir.person_id) == []
