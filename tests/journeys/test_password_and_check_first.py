"""Two short ways: back in without a password, and through a course without its readings."""

import pytest
from playwright.sync_api import expect

from learnhub.catalogue.structures import Kind
from tests.journeys.answers import fill_in
from tests.journeys.house import House
from tests.journeys.steps import Visitor, follow, go_to, heading, main, open_course, press, sign_in

pytestmark = pytest.mark.browser


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(visitor: Visitor, house: House) -> None:
    email = house.learner("Wilma Frost")
    page = visitor()
    follow(page, "Sign in")
    follow(page, "I have forgotten my password, or have none yet")
    page.get_by_label("E-mail address").fill(email)
    press(page, "Send me a link")
    heading(page, "Look at your e-mail")

    link = house.link_in_letter_to(email)
    page.goto(link)
    page.goto(link)  # opening it spends nothing: a mail scanner may have done so first
    new = "seven wet green stones"
    page.get_by_label("New password", exact=True).fill(new)
    page.get_by_label("again").fill(new)
    press(page, "Save the password")
    main(page, "Your new password is set.")
    sign_in(page, email)  # with the old one
    main(page, "do not belong together")
    sign_in(page, email, new)
    heading(page, "Wilma Frost")

    elsewhere = visitor()
    elsewhere.goto(link)
    heading(elsewhere, "This link does not work any more")


def test_passing_the_check_first_completes_the_readings(visitor: Visitor, house: House) -> None:
    page = visitor()
    sign_in(page, house.learner("Xander Pike"))
    open_course(page)
    follow(page, "Take the check first")
    main(page, "Pass it, and the readings of this course count as done too.")
    fill_in(page, house.key())
    press(page, "Hand in")
    main(page, "Passed: 100%", "Your record says: by check.")
    expect(page.get_by_text("You have completed the course")).to_have_count(0)  # the task is still to do

    follow(page, "Continue")
    heading(page, house.titles(Kind.TASK)[0])
    go_to(page, "My record")
    for reading in house.titles(Kind.READING):
        expect(page.get_by_role("row").filter(has_text=reading)).to_contain_text("by passing the check")
