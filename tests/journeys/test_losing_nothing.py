"""Sessions that end, buttons pressed twice, pages gone back to, two tabs: nothing is lost and nothing counts twice."""

import pytest
from playwright.sync_api import Page, expect

from learnhub.catalogue.structures import Kind
from tests.journeys.answers import everything_typed, fill_in
from tests.journeys.house import House
from tests.journeys.steps import DONE, Visitor, follow, heading, main, open_check, open_course, press, sign_in

pytestmark = pytest.mark.browser


def check_before(visitor: Visitor, house: House, email: str) -> Page:
    """A signed-in learner with the check's questions on the screen."""
    page = visitor()
    sign_in(page, email)
    open_course(page)
    open_check(page, house)
    return page


def test_a_session_that_ends_during_a_check_loses_nothing(visitor: Visitor, house: House) -> None:
    email = house.learner("Petra Kowal")
    page = check_before(visitor, house, email)
    fill_in(page, house.key())
    typed = everything_typed(page)

    elsewhere = visitor()
    sign_in(elsewhere, email)
    elsewhere.get_by_role("banner").get_by_role("link", name="Petra Kowal").click()
    follow(elsewhere, "Where you are signed in, and sign out everywhere")
    press(elsewhere, "Sign out everywhere")
    main(elsewhere, "You are signed out on 2 browsers.")

    press(page, "Hand in")
    heading(page, "Sign in")
    main(page, "Your session has ended", "What you typed is kept for a day.")
    assert house.attempts_handed_in(email) == 0
    sign_in(page, email)
    main(page, "What you typed is still here")
    assert everything_typed(page) == typed
    press(page, "Hand in")
    main(page, "Passed: 100%")
    assert house.attempts_handed_in(email) == 1


def test_what_somebody_typed_is_not_shown_to_the_next_person_at_the_desk(visitor: Visitor, house: House) -> None:
    email = house.learner("Rosa Lind")
    page = check_before(visitor, house, email)
    fill_in(page, house.key())
    typed = everything_typed(page)
    elsewhere = visitor()
    sign_in(elsewhere, email)
    elsewhere.goto(f"{house.address}/account/sessions")
    press(elsewhere, "Sign out everywhere")
    press(page, "Hand in")
    sign_in(page, house.learner("Somebody Else"))
    heading(page, house.titles(Kind.QUIZ)[0])
    expect(page.get_by_text("What you typed is still here")).to_have_count(0)
    assert everything_typed(page) != typed


def test_handing_in_twice_counts_one_attempt(visitor: Visitor, house: House) -> None:
    email = house.learner("Tariq Bell")
    page = check_before(visitor, house, email)
    second = page.context.new_page()
    second.goto(page.url)
    key = house.key()
    fill_in(second, key)
    fill_in(page, key)
    page.get_by_role("button", name="Hand in").dblclick()
    main(page, "Passed: 100%", "Attempt 1")
    assert house.attempts_handed_in(email) == 1

    press(second, "Hand in")  # the same attempt in another tab
    main(second, "They count once", "Passed: 100%", "Attempt 1")
    page.go_back()
    press(page, "Hand in")  # from history, as it was or asked anew
    assert house.attempts_handed_in(email) == 1


def test_sending_the_same_page_again_by_reload_counts_nothing(visitor: Visitor, house: House) -> None:
    email = house.learner("Uma Sand")
    page = check_before(visitor, house, email)
    fill_in(page, house.key())
    press(page, "Hand in")
    page.reload()
    main(page, "Passed: 100%", "Attempt 1")
    assert house.attempts_handed_in(email) == 1


def test_a_module_marked_in_two_tabs_is_done_once(visitor: Visitor, house: House) -> None:
    email = house.learner("Vera Holt")
    page = visitor()
    sign_in(page, email)
    open_course(page)
    press(page, "Start this course")
    next_title = house.titles(Kind.READING)[1]
    second = page.context.new_page()
    second.goto(page.url)
    page.get_by_role("button", name=DONE).dblclick()
    heading(page, next_title)
    press(second, DONE)
    heading(second, next_title)
    assert house.modules_marked(email) == 1
    page.go_back()
    marked = page.get_by_role("button", name=DONE)
    if marked.count():  # the browser showed the page as it was
        marked.click()
        heading(page, next_title)
    assert house.modules_marked(email) == 1
