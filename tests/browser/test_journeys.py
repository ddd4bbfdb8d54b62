"""Whole journeys in Chromium without script: taking a course from end to end, the proof for HR, the keyboard alone."""

import csv
import re
from io import StringIO

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import fill_in, key_of
from tests.browser.conftest import Visitors
from tests.browser.server import PASSWORD, Server

pytestmark = pytest.mark.browser

FIRST = "digital-skills-where-to-start"
SECOND = "staying-safe-and-legal-online"
TITLE = "Digital skills: where to start"


def finish_readings(page: Page) -> None:
    """Press "Mark as done and continue" until something else is asked for."""
    done = page.get_by_role("button", name="Mark as done and continue", exact=True)
    while done.count() and not page.locator("textarea").count():
        done.click()


def sheets_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_learner_takes_a_course_and_hr_pulls_the_proof(visitors: Visitors, server: Server) -> None:
    page = visitors.page("learner")
    page.get_by_role("link", name="Courses", exact=True).click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Start this course").click()
    finish_readings(page)
    page.locator("textarea").first.fill("I wrote my three marks on paper and chose shared documents.")
    page.get_by_role("button", name="Mark as done and continue", exact=True).click()
    fill_in(page, key_of(server, FIRST))
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("main")).to_contain_text("100%")

    page.goto(f"{server.address}/courses/{FIRST}/certificate")
    expect(page.locator("main")).to_contain_text("Amira Hussain")
    expect(page.locator("main")).to_contain_text(TITLE)
    assert sheets_of(page.pdf(format="A4")) == 1
    page.goto(f"{server.address}/record")
    expect(page.locator("main")).to_contain_text(TITLE)

    page.goto(f"{server.address}/courses/{SECOND}")
    page.get_by_role("link", name="Why is this not complete?").click()
    expect(page.locator("main")).to_contain_text("Not met")

    rows = completions_that_hr_downloads(visitors)
    assert ["Amira Hussain" in line and TITLE in line for line in rows].count(True) == 1


def completions_that_hr_downloads(visitors: Visitors) -> list[str]:
    """The lines of the file, as many as its proof says."""
    hr = visitors.page("hr")
    hr.get_by_role("link", name="Exports", exact=True).click()
    hr.get_by_label("Completions", exact=True).check()
    hr.get_by_role("button", name="Show how many rows").click()
    with hr.expect_download() as started:
        hr.get_by_role("link", name=re.compile("Download")).first.click()
    path = started.value.path()
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    return ["\t".join(row) for row in rows[1:]]


def press_through_to(page: Page, words: str, limit: int = 150) -> None:
    """Tab until the element with these words (or this label) has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels?.[0] || e).innerText || e.value || '' }"
        )
        if words in str(name):
            return
    raise AssertionError(f"Tab never reaches {words!r} on {page.url}")


def go(page: Page, words: str, heading: str) -> None:
    """Tab to a link or button, press Enter, and arrive."""
    press_through_to(page, words)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(heading)


def test_the_keyboard_alone_is_enough(visitors: Visitors, server: Server) -> None:
    page = visitors.page()
    go(page, "Sign in", "Sign in")
    press_through_to(page, "E-mail address")
    page.keyboard.type("admin@demo.example")
    press_through_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("James")
    go(page, "Courses", "Courses")
    go(page, TITLE, TITLE)
    go(page, "Find where to start", "Find where to start")
    go(page, "Mark as done and continue", "Fix everyday problems")
    go(page, TITLE, TITLE)
    go(page, "Check what you know", "Check what you know")
    for group in page.locator("form fieldset").all():  # a radio group is one stop; the arrows choose in it
        group.locator("input, select").first.focus()
        page.keyboard.press("Space")
    press_through_to(page, "Hand in")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("h1")).to_be_visible()


def test_the_skip_link_leads_into_the_page(visitors: Visitors) -> None:
    page = visitors.page("learner")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_light_mode_and_language_are_one_press(visitors: Visitors) -> None:
    page = visitors.page("outsider")
    page.get_by_role("button", name="Light mode: pictures as links").click()
    expect(page.get_by_role("button", name="Show pictures again")).to_be_visible()
    page.get_by_role("button", name="Cymraeg").click()
    assert page.locator("html").get_attribute("lang") == "cy"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
