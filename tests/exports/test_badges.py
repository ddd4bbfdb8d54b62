"""The file of badges: what was earned, by whom, where they worked that day; only what the reader may see."""

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub.badges.models import Award
from learnhub.db import db
from tests import factories, people
from tests.badges.world import complete, log_study, make_badge, void
from tests.exports.conftest import rows_of
from tests.page import Page

LEVELS = [("first-steps", 1), ("far", 6)]


@pytest.fixture
def earned(app: Flask) -> None:
    """The learner (Pensions) has a badge and a level of another, the ambassador (Revenue) a badge."""
    make_badge("letters", {"course": "letters"}, title="Letters, and parcels")
    make_badge("study", {"study-hours": "by-level"}, LEVELS)
    course = factories.make_course(slug="letters")
    for number, role in enumerate(("learner", "ambassador"), start=1):
        complete(people.person(role), course, factories.at(f"2026-03-0{number} 10:00"))
    log_study(people.person("learner"), 70, at=factories.at("2026-03-05 10:00"))


def test_one_row_an_award_with_where_the_person_worked(page: Page, earned: None) -> None:
    rows = rows_of(page.sign_in("hr").get("/exports/badges.csv").body)
    assert [(row["name"], row["badge_slug"], row["badge_level"], row["badge_title"]) for row in rows] == [
        ("Lena Marsh", "letters", "", "Letters, and parcels"),
        ("Lena Marsh", "study", "first-steps", "Study: First-steps"),
    ]
    first, second = rows
    assert (first["department_code"], first["department_name"], first["grade"]) == (
        "PEN-OPS-HEX",
        "Hexham Office",
        "AO",
    )
    assert (first["earned_at"], first["assurance"]) == ("2026-03-01T10:00:00.000Z", "recorded")
    assert second["assurance"] == "self-declared"
    award = db.session.execute(select(Award).order_by(Award.id)).scalars().first()
    assert (first["award_id"], first["seq"]) == (str(award.uuid), str(award.statement_seq))


def test_days_are_those_on_which_it_was_earned(page: Page, earned: None) -> None:
    rows = rows_of(page.sign_in("hr").get("/exports/badges.csv?from=2026-03-02&to=2026-03-05").body)
    assert [row["badge_slug"] for row in rows] == ["study"]


def test_what_was_taken_back_has_no_row(page: Page, earned: None) -> None:
    seq = db.session.execute(select(Award.statement_seq).filter_by(slug="study")).scalar_one()
    void(seq, people.person("admin"))
    page.sign_in("hr")
    assert [row["badge_slug"] for row in rows_of(page.get("/exports/badges.csv").body)] == ["letters"]
    assert "1 row" in page.get("/exports?dataset=badges").text


def test_a_course_is_no_question_to_badges(page: Page, earned: None) -> None:
    page.sign_in("hr")
    asked = page.get("/exports?dataset=badges&course=letters", status=422)
    assert asked.problems == ["Badges and study are about no single course: choose “All courses”"]
    page.get("/exports/badges.csv?course=letters", status=400)


def test_the_definitions_say_every_column(page: Page) -> None:
    shown = page.sign_in("hr").get("/exports/badges").text
    for name in ("award_id", "badge_title", "earned_at", "The weakest of what it rests on"):
        assert name in shown
