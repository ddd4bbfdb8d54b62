"""An event from beginning to end in Chromium without script, and its pages looked at from every side."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.conftest import Visitors
from tests.browser.inspection import Inspector
from tests.browser.pages import Found, Session
from tests.browser.server import Server

pytestmark = pytest.mark.browser
TITLE = "What we mended in Hexham"


def write_event(page: Page, address: str, *, places: int) -> str:
    """Somebody organises an event that begins in half an hour; the address of its page."""
    starts = datetime.now(ZoneInfo("Europe/London")) + timedelta(minutes=30)
    ends = starts + timedelta(hours=1)
    page.goto(f"{address}/events")
    page.get_by_role("link", name="Organise an event").first.click()
    page.get_by_label("Show-and-tell").check()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What it is about").fill("One *broken* spreadsheet each.")
    page.get_by_label("Day", exact=True).fill(starts.strftime("%Y-%m-%d"))
    page.get_by_label("Begins at").fill(starts.strftime("%H:%M"))
    page.get_by_label("Ends at").fill(ends.strftime("%H:%M"))
    if ends.date() != starts.date():
        page.get_by_label("Last day, if it is another one").fill(ends.strftime("%Y-%m-%d"))
    page.get_by_label("Place", exact=True).fill("Room 4")
    page.get_by_label("Link to join remotely").fill("https://meet.example/j/1")
    page.get_by_label("How many places?").fill(str(places))
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Publish the event").click()
    return page.url.removeprefix(address)


def test_an_event_is_organised_filled_attended_and_stands_in_the_record(visitors: Visitors, server: Server) -> None:
    organiser, lena, wyn = (visitors.page(role) for role in ("ambassador", "learner", "outsider"))
    path = write_event(organiser, server.address, places=1)
    lena.goto(server.address + path)
    lena.get_by_label("What do you need in order to take part?").fill("A seat near the door")
    lena.get_by_role("button", name="Sign up").click()
    assert lena.get_by_role("link", name="https://meet.example/j/1").is_visible()
    wyn.goto(server.address + path)
    wyn.get_by_role("button", name="Join the waiting list").click()
    assert wyn.get_by_role("heading", name="You are number 1 on the waiting list").is_visible()
    assert wyn.get_by_text("meet.example").count() == 0
    organiser.goto(f"{server.address}{path}/code")
    code = organiser.locator("main h2").first.inner_text()
    lena.goto(f"{server.address}{path}/check-in")
    lena.get_by_label("Code shown in the room").fill(code)
    lena.get_by_role("button", name="Check in").click()
    assert lena.get_by_role("heading", name="You came").is_visible()
    organiser.goto(f"{server.address}{path}/people")
    assert organiser.get_by_text("A seat near the door").is_visible()
    organiser.get_by_role("button", name="Confirm all who checked in").click()
    assert organiser.get_by_text("1 person is confirmed.").is_visible()
    lena.goto(f"{server.address}/record")
    assert lena.get_by_text(TITLE).first.is_visible()


def test_every_page_of_an_event_is_light_and_reachable(visitors: Visitors, browser: Browser, server: Server) -> None:
    organiser = visitors.page("lead")
    path = write_event(organiser, server.address, places=40)
    context = chromium.context_for(browser, Session(server.address).sign_in("lead").state(), script=True)
    inspector = Inspector(context, server.address)
    wrong = {}
    below = ("", "/sign-up", "/check-in", "/change", "/cancel", "/organisers", "/invite", "/people", "/code", "/sheet")
    for page in ("/events", "/events?show=mine", "/events/new", "/events/feed", *(path + rest for rest in below)):
        seen = inspector.look_at(Found("lead", page, page))
        if seen.problems:
            wrong[page] = seen.problems
    context.close()
    assert wrong == {}
