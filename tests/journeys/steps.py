"""What journeys have in common: one step of a person each."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from learnhub.catalogue.structures import Kind
from tests.journeys.house import House
from tests.people import PASSWORD

Visitor = Callable[[], Page]
TITLE = "Digital skills: where to start"
DONE = "Mark as done and continue"


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow a link that stands in the page, and wait for where it leads."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name, exact=True).click()


def go_to(page: Page, name: str) -> None:
    """Follow a link of the main navigation."""
    with page.expect_navigation():
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Type e-mail and password into the page that stands there, or first find it."""
    if page.get_by_label("Password").count() == 0:
        follow(page, "Sign in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def open_course(page: Page) -> None:
    """From wherever one is to the contents of the first course."""
    go_to(page, "Courses")
    follow(page, TITLE)


def open_check(page: Page, house: House) -> None:
    """From the course's contents to its check."""
    follow(page, house.titles(Kind.QUIZ)[0])


def heading(page: Page, words: str) -> None:
    """The page's one main heading says this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def main(page: Page, *words: str) -> None:
    """All of this stands on the page."""
    for each in words:
        expect(page.locator("main")).to_contain_text(each)
