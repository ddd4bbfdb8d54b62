"""The keyboard alone: from the front page through a check to signing out."""

import pytest

from learnhub.catalogue.structures import Kind
from tests.journeys.house import House
from tests.journeys.keys import Keys, answer_by_keyboard
from tests.journeys.steps import DONE, TITLE, Visitor, heading, main
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


def test_a_learner_needs_no_mouse(visitor: Visitor, house: House) -> None:
    page = visitor()
    keys = Keys(page)
    assert keys.tab().name == "Skip to main content"
    keys.follow("Sign in")
    keys.tab_to("E-mail address", "input")
    keys.type(house.learner("Kay Underhill"))
    keys.tab_to("Password", "input")
    keys.type(PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    heading(page, "Kay Underhill")

    keys.follow("Courses")
    keys.follow(TITLE)
    readings = house.titles(Kind.READING)
    keys.push("Start this course", "Space")
    heading(page, readings[0])
    keys.push(DONE)
    heading(page, readings[1])
    keys.follow(TITLE)  # the way back at the top
    keys.follow(house.titles(Kind.QUIZ)[0])
    answer_by_keyboard(keys, house.key())
    with page.expect_navigation():
        keys.press("Enter")
    main(page, "Passed: 100%")
    keys.push("Sign out", "Space")
    main(page, "You are signed out.")
