"""What each room lends to Lena's desk: a promise, her events, her week, a badge, what she is asked and offered."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events.structures import Audience
from learnhub.learning.actions import say_worth
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Person
from learnhub.record.witnessing import ask_to_witness, claim_of
from learnhub.study.actions import Said, log_study, remove_study, set_goal
from learnhub.study.models import StudyEntry
from tests import people
from tests.badges import world as badges
from tests.events.world import join, make_event
from tests.factories import at, make_course
from tests.html import Element
from tests.page import Opened, Page
from tests.pathways.world import short_course, take
from tests.required.conftest import assign

WEDNESDAY = at("2026-11-25 09:30")
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_wednesday(app: Flask) -> Iterator[None]:
    with clock.at(WEDNESDAY):
        yield


@pytest.fixture
def lena(app: Flask) -> Person:
    return people.person("learner")


def home(page: Page) -> Opened:
    return page.sign_in("learner").get("/home")


def list_below(opened: Opened, heading: str) -> Element:
    """The list that follows a heading."""
    found = opened.main.all("h2", "ul")
    below = found[found.index(opened.main.find("h2", text=heading)) + 1]
    assert below.tag == "ul"
    return below


def promise(lena: Person) -> None:
    """Lena completed a course 31 days ago, and said what she would try."""
    phoning = short_course("phoning", title="Phoning people back")
    then = WEDNESDAY - timedelta(days=31)
    take(lena.learner_id, phoning, at=then)
    with clock.at(then), database.write():
        say_worth(lena.learner_id, phoning.id, 4, "Ring before I write")


def plan_events() -> None:
    """Two that Lena goes to, the later one made first; one for Revenue alone; two that are open to her, and sooner."""
    for title, days in (("Writing plainly", 9), ("Asking better questions", 7)):
        join(make_event(title=title, on=MONDAY + timedelta(days=days)), "learner")
    revenue = Audience((people.department("REV").id,))
    make_event(title="For Revenue", on=MONDAY + timedelta(days=3), audience=revenue)
    make_event(title="Maps for everybody", on=MONDAY + timedelta(days=5))
    make_event(title="A tour of the archive", on=MONDAY + timedelta(days=4))


def study(lena: Person) -> None:
    """Two hours a week in mind; 45 minutes since Monday, and a long Sunday before it."""
    with database.write():
        set_goal(lena.learner_id, 120)
        for title, minutes, day in (
            ("A book", 200, MONDAY - timedelta(days=1)),
            ("A podcast", 30, MONDAY),
            ("A talk", 15, MONDAY + timedelta(days=2)),
        ):
            log_study(lena.learner_id, Said(title, minutes, day))


def earn_badges(lena: Person) -> None:
    """The level of one today; after it the system hears of a course that earned her the other on Sunday."""
    badges.make_badge("own-way", {"study-hours": "by-level"}, [("steady", 1)], title="Study in your own way")
    badges.make_badge("good-at-letters", {"course": "letters"})
    badges.log_study(lena, 60, "an-hour")
    badges.complete(lena, make_course(slug="letters"), at=WEDNESDAY - timedelta(days=3))


def ask_to_confirm(lena: Person) -> None:
    """Two whom Lena manages ask her to confirm what they did; she has one message."""
    for role in ("outsider", "welsh"):
        colleague = people.person(role)
        with database.write():
            colleague.line_manager_id = lena.id
            entry = log_study(colleague.learner_id, Said("A talk", 30, MONDAY))
            claim = claim_of(entry.statement_seq, colleague.learner_id)
            assert claim is not None
            ask_to_witness(claim, lena)
    with database.write():
        write_notices([NewNotice(lena.id, "witness", "test", "Oona Finch asks you.", "/witness", "en")])


def suggest() -> None:
    assign(make_course(slug="numbers", title="Numbers for everybody"), kind="suggested")


def test_home_asks_after_thirty_days_whether_what_was_promised_was_tried(page: Page, lena: Person) -> None:
    promise(lena)
    opened = home(page)
    assert "Did you try it?\nAfter “Phoning people back” you wanted to try:" in opened.text
    assert opened.main.find("blockquote").text == "Ring before I write"
    page.submit("Not yet")
    assert "Did you try it?" not in home(page).text


def test_home_shows_three_events_ones_own_first_each_by_its_day(page: Page) -> None:
    plan_events()
    lines = list_below(home(page), "Events coming up").all("li")
    assert [line.find("a").text for line in lines] == [
        "Asking better questions",
        "Writing plainly",
        "A tour of the archive",
    ]
    assert "Mon 30 November 2026, 10:00 GMT" in lines[0].text
    assert "You are going" in lines[0].text


def test_home_holds_the_weeks_study_against_the_weeks_goal(page: Page, lena: Person) -> None:
    study(lena)
    assert "This week: 45 minutes of your goal of 2 hours." in home(page).text


def test_home_names_the_badge_that_was_earned_last(page: Page, lena: Person) -> None:
    earn_badges(lena)
    opened = home(page)
    assert "Badges: your newest is Study in your own way: Steady" in opened.text
    assert opened.link("Study in your own way: Steady") == "/badges/own-way"


def test_home_counts_who_asks_to_confirm_and_what_is_unread(page: Page, lena: Person) -> None:
    ask_to_confirm(lena)
    opened = home(page)
    assert opened.link("2 colleagues ask you to confirm what they did") == "/witness"
    assert opened.link("1 new message for you") == "/notices"


def test_who_asks_twice_is_one_colleague_and_what_was_taken_back_is_asked_no_more(page: Page, lena: Person) -> None:
    ask_to_confirm(lena)
    colleague = people.person("outsider")
    with database.write():
        again = log_study(colleague.learner_id, Said("A second talk", 20, MONDAY))
        claim = claim_of(again.statement_seq, colleague.learner_id)
        assert claim is not None
        ask_to_witness(claim, lena)
    assert "2 colleagues ask you to confirm what they did" in home(page).text
    other = people.person("welsh")
    with database.write():
        entry_id = db.session.execute(
            select(StudyEntry.id).where(StudyEntry.learner_id == other.learner_id)
        ).scalar_one()
        remove_study(entry_id, other.learner_id)
    assert "1 colleague asks you to confirm what they did" in home(page).text


def test_home_shows_what_is_suggested(page: Page) -> None:
    suggest()
    opened = home(page)
    (line,) = list_below(opened, "Suggested to you").all("a")
    assert (line.text, line.get("href")) == ("Numbers for everybody", "/courses/numbers")
    assert "Required of you" not in opened.text


def test_a_full_desk_takes_no_more_statements_than_an_empty_one(page: Page, lena: Person) -> None:
    promise(lena)
    plan_events()
    study(lena)
    earn_badges(lena)
    ask_to_confirm(lena)
    suggest()
    home(page)
    with page.statements() as counted:
        opened = page.get("/home")
    assert len(counted) == 2, counted  # the visitor; the desk
    for words in (
        "Did you try it?",
        "Events coming up",
        "of your goal of",
        "your newest is",
        "2 colleagues ask you to confirm",
        "Suggested to you",
    ):
        assert words in opened.text
