"""A learner takes a course from end to end; HR pulls the proof."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learnhub import clock
from learnhub.catalogue.structures import Kind
from tests.journeys.answers import everything_typed, fill_in
from tests.journeys.house import House
from tests.journeys.steps import DONE, TITLE, Visitor, follow, go_to, heading, main, open_course, press, sign_in

pytestmark = pytest.mark.browser


def test_a_learner_completes_a_course_and_hr_downloads_the_row(visitor: Visitor, house: House) -> None:
    name = "Zoë O'Hara-Łukasz"
    email = house.learner(name)
    hr = visitor()
    sign_in(hr, "hr@demo.example")
    before = completions_on_screen(hr, house)

    page = visitor()
    sign_in(page, email)
    heading(page, name)
    do_the_readings_and_the_task(page, house)
    hand_in_with_one_left_out_then_fail_then_pass(page, house)
    read_why_the_second_course_is_not_complete(page)
    print_the_certificate(page, house, name)

    assert completions_on_screen(hr, house) == before + 1
    rows = downloaded_completions(hr)
    assert len(rows) == before + 1
    mine = [row for row in rows if row["name"] == name]
    assert [row["course_title"] for row in mine] == [TITLE]
    assert mine[0]["completed_at"].startswith(clock.now().date().isoformat())
    assert mine[0]["department_code"] == "PEN-OPS-HEX"


def do_the_readings_and_the_task(page: Page, house: House) -> None:
    open_course(page)
    press(page, "Start this course")
    for title in house.titles(Kind.READING):
        heading(page, title)
        press(page, DONE)
    heading(page, house.titles(Kind.TASK)[0])
    press(page, DONE)
    main(page, "There is a problem")
    page.get_by_role("textbox", name="did").fill("I marked the ten statements and chose shared documents.")
    press(page, DONE)
    heading(page, house.titles(Kind.QUIZ)[0])


def hand_in_with_one_left_out_then_fail_then_pass(page: Page, house: House) -> None:
    key = house.key()
    fill_in(page, key, rightly=False, but=[3])
    typed = everything_typed(page)
    press(page, "Hand in")
    expect(page).to_have_title(re.compile("^Error:"))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(summary.get_by_role("link")).to_have_count(1)
    assert everything_typed(page) == typed
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.closest('fieldset').querySelector('legend').innerText")[:2] == "3."

    number = page.locator("main fieldset").count()
    fill_in(page, key, rightly=False, but=[place for place in range(1, number + 1) if place != 3])
    press(page, "Hand in")
    main(page, "Not passed: 0%", "Where to read again")
    follow(page, "Take the check again")
    main(page, "You have not passed this check yet")
    fill_in(page, key)
    press(page, "Hand in")
    main(page, "Passed: 100%", "You have completed the course", "Attempt 2")
    expect(page.get_by_text("by check")).to_have_count(0)  # the readings were marked before, and their record stays


def read_why_the_second_course_is_not_complete(page: Page) -> None:
    go_to(page, "Courses")
    follow(page, "Staying safe and legal online")
    follow(page, "Why is this not complete?")
    heading(page, "Why is this not complete?")
    missing = page.get_by_role("row").filter(has_text="Not met")
    assert missing.count() > 1
    expect(missing.first).to_contain_text("Nothing yet")
    missing.first.get_by_role("link").click()  # what to do leads to where one does it
    expect(page.get_by_role("button", name=DONE)).to_be_visible()


def print_the_certificate(page: Page, house: House, name: str) -> None:
    open_course(page)
    main(page, "You have completed this course")
    follow(page, "See your certificate")
    main(page, name, TITLE)
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def completions_on_screen(hr: Page, house: House) -> int:
    """What the report says of all courses together."""
    hr.goto(f"{house.address}/reports/completions")
    total = hr.get_by_role("row").filter(has_text="All together").get_by_role("cell").first
    return int(total.inner_text().replace(",", ""))


def downloaded_completions(hr: Page) -> list[dict[str, str]]:
    go_to(hr, "Exports")
    hr.get_by_role("radio", name="Completions").check()
    press(hr, "Show how many rows")
    with hr.expect_download() as started:
        hr.get_by_role("link", name="Download as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(StringIO(text)))
