"""Each kind of page once, from every side. `make tour` opens them all, as everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from learnhub import create_app
from tests.browser import chromium
from tests.browser.conftest import Visitors
from tests.browser.inspection import Inspector
from tests.browser.pages import everything, one_of_each
from tests.browser.server import Server
from tests.databases import settings_for

pytestmark = pytest.mark.browser


# What a crawl does not open, and why.
NOT_OPENED = {
    "/events/<int:event_id>/import/<int:import_id>": "needs a file: tests/events",
    "/events/<int:event_id>/teams/<int:team_id>/picture": "a picture",
    "/events/feed/<token>.ics": "for programs",
    "/exports/proofs/<int:proof_id>.json": "a file",
    "/healthz": "for programs",
    "/here/<code>": "needs a code of today: tests/mentoring",
    "/password/choose/<token>": "needs the link of a mail: the journeys open it",
    "/readyz": "for programs",
    "/study/<int:entry_id>/evidence": "a file",
    "/study/import/<int:import_id>": "needs a file: tests/study",
    "/unsubscribe/<token>": "needs the link of a mail: tests/messages",
}


def test_every_page_is_light_accessible_and_works_by_keyboard(browser: Browser, server: Server, tmp_path: Path) -> None:
    routes = create_app(settings_for(f"sqlite:///{tmp_path}/routes.db", tmp_path)).url_map
    pages, sessions = everything(server.address, routes)
    every = {rule.rule for rule in routes.iter_rules() if "GET" in (rule.methods or ())}
    left = every - {page.route for page in pages}
    assert sorted(left) == sorted(NOT_OPENED)
    found = one_of_each(pages)
    wrong = []
    for role in dict.fromkeys(page.role for page in found):
        context = chromium.context_for(browser, sessions[role].state(), script=True)
        inspector = Inspector(context, server.address)
        for page in (page for page in found if page.role == role):
            seen = inspector.look_at(page)
            wrong += [f"{page}: {problem}" for problem in seen.problems]
        context.close()
    assert not wrong, "\n".join(wrong)


def test_the_skip_link_leads_into_the_page(visitors: Visitors) -> None:
    page = visitors.page("learner")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_light_mode_is_one_press(visitors: Visitors) -> None:
    page = visitors.page("outsider")
    page.get_by_role("button", name="Light mode: pictures as links").click()
    expect(page.get_by_role("button", name="Show pictures again")).to_be_visible()


def test_a_transcript_prints_without_the_service_around_it(visitors: Visitors, server: Server) -> None:
    page = visitors.page("ambassador")
    page.goto(f"{server.address}/record/transcript")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator("footer")).to_be_hidden()
