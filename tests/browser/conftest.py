"""A real server and a real browser, once for the whole run of a worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.browser.pages import Session
from tests.browser.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """LearnHub with the demo."""
    server = Server(tmp_path_factory.mktemp("browser"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as started:
        yield started


class Visitors:
    """Makes pages of Chromium, signed in or not."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server
        self.contexts: list[BrowserContext] = []

    def page(self, role: str = "", *, script: bool = False) -> Page:
        """A page of a browser of its own, signed in as one of the cast."""
        session = Session(self.server.address)
        state = session.sign_in(role).state() if role else None
        context = chromium.context_for(self.browser, state, script=script)
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(self.server.address + ("/home" if role else "/"))
        return page


@pytest.fixture
def visitors(browser: Browser, server: Server) -> Iterator[Visitors]:
    """`visitors.page("learner")`."""
    made = Visitors(browser, server)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    return tmp_path
