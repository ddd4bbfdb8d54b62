"""Each kind of page once, from every side. `make tour` opens them all, as everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from learnhub import create_app
from tests.browser import chromium
from tests.browser.inspection import Inspector
from tests.browser.pages import everything, one_of_each
from tests.browser.server import Server
from tests.databases import settings_for

pytestmark = pytest.mark.browser

# Pages that no link of the demo leads to, and why.
NOT_LINKED: dict[str, str] = {}


def test_every_page_is_light_accessible_and_works_by_keyboard(browser: Browser, server: Server, tmp_path: Path) -> None:
    routes = create_app(settings_for(f"sqlite:///{tmp_path}/routes.db", tmp_path)).url_map
    pages, sessions = everything(server.address, routes)
    found = one_of_each(pages)
    wrong = []
    for role in dict.fromkeys(page.role for page in found):
        context = chromium.context_for(browser, sessions[role].state(), script=True)
        inspector = Inspector(context, server.address)
        for page in (page for page in found if page.role == role):
            seen = inspector.look_at(page)
            wrong += [f"{page}: {problem}" for problem in seen.problems]
        context.close()
    assert wrong == []
