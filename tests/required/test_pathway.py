"""A pathway that is required: asked of Lena until every course of it is complete."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.models import Learner
from learnhub.record import actions as record
from learnhub.required.deadlines import State
from learnhub.required.queries import Due, dues_of
from tests import factories, people
from tests.factories import at
from tests.page import Page
from tests.pathways.world import course_seq, make_pathway, short_course, take
from tests.required.conftest import assign

NOW = at("2026-11-25 09:30")
LATE, IN_TIME = date(2026, 10, 30), date(2027, 1, 29)


@pytest.fixture(autouse=True)
def _in_november(app: Flask) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def lena(app: Flask) -> int:
    """Lena's number in the record."""
    return people.person("learner").learner_id


@pytest.fixture
def courses(app: Flask) -> list[Course]:
    """The two courses of the pathway "counter"."""
    found = [short_course("greeting"), short_course("listening")]
    make_pathway("greeting", "listening", slug="counter")
    return found


def only_due(learner_id: int) -> Due:
    db.session.rollback()
    (due,) = dues_of(learner_id)
    return due


def required_at_home(page: Page) -> list[str]:
    """What stands under "Required of you", which comes before all else."""
    main = page.sign_in("learner").get("/home").main
    if main.all("h2")[0].text != "Required of you":
        assert "Required of you" not in main.text
        return []
    return [line.text for line in main.find("ul", class_="tasks").all("li")]


@pytest.mark.parametrize(
    ("due_on", "state", "line"),
    [
        (IN_TIME, State.OPEN, "Counter\nBy 29 January 2027To do"),
        (LATE, State.OVERDUE, "Counter\nBy 30 October 2026Overdue"),
    ],
)
def test_a_pathway_is_required_until_its_last_course_is_complete(
    page: Page, lena: int, courses: list[Course], due_on: date, state: State, line: str
) -> None:
    assign(pathway="counter", due_on=due_on)
    assert only_due(lena).state is state
    assert required_at_home(page) == [line]
    assert page.now is not None
    assert page.now.link("Counter") == "/pathways/counter"
    first, last = courses
    take(lena, first)
    assert only_due(lena).state is state
    assert required_at_home(page) == [line]
    take(lena, last)
    assert only_due(lena).state is State.COMPLETE
    assert only_due(lena).deadline.completed_at == NOW
    assert required_at_home(page) == []


def test_a_pathway_is_required_again_when_a_course_of_it_is_taken_back(
    page: Page, lena: int, courses: list[Course]
) -> None:
    assign(pathway="counter", due_on=IN_TIME)
    take(lena, *courses)
    with database.write():
        record.void(course_seq(lena, courses[0]), people.person("admin").learner_id)
    assert only_due(lena).state is State.OPEN
    assert len(required_at_home(page)) == 1


def test_another_pathway_does_not_complete_it(page: Page, lena: int, courses: list[Course]) -> None:
    make_pathway("greeting", slug="start")
    assign(pathway="counter", due_on=IN_TIME)
    take(lena, courses[0])
    assert only_due(lena).state is State.OPEN
    assert len(required_at_home(page)) == 1


@pytest.mark.parametrize("mine_is_newer", [True, False])
def test_of_two_completions_of_accounts_that_became_one_the_later_counts(
    page: Page, lena: int, courses: list[Course], mine_is_newer: bool
) -> None:
    """Required every year: what was done two years ago under either number is too old."""
    assign(pathway="counter", starts_on=date(2024, 1, 8), due_on=date(2024, 3, 29), recurs="P1Y")
    other = factories.make_person("Lena Marsh").learner_id
    recent, old = (lena, other) if mine_is_newer else (other, lena)
    take(recent, *courses, at=NOW - timedelta(days=30))
    take(old, *courses, at=NOW - timedelta(days=700))
    with database.write():
        db.session.get_one(Learner, other).merged_into_id = lena
    assert only_due(lena).state is State.COMPLETE
    assert only_due(lena).deadline.completed_at == NOW - timedelta(days=30)
    assert required_at_home(page) == []
