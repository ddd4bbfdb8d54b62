"""Every kind of page of the demo in Welsh, as each of the cast: what is English says so, and axe finds nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from learnhub import create_app
from tests import languages
from tests.browser import chromium
from tests.browser.pages import VISITOR, Found, Session, crawl, leave_traces
from tests.browser.server import ROLES, ROOT, Server
from tests.databases import settings_for
from tests.html import read

pytestmark = pytest.mark.browser

FEW, MANY = 1, 24  # of the pages of one route, for each of the cast; the learner opens every course and some modules
TRACE = "/courses/digital-skills-where-to-start/check-what-you-know/result/1"


class Reader(Session):
    """A visitor who keeps what was read."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.texts: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, str]:
        status, kind, text = super().get(path)
        self.texts[path] = text if kind == "text/html" else ""
        return status, kind, text


def test_every_page_in_welsh_says_what_is_english_and_is_accessible(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    app = app_of(server, tmp_path)
    sessions = {role: Reader(server.address) for role in (*ROLES, VISITOR)}
    for role, reader in sessions.items():
        if role != VISITOR:
            reader.sign_in(role)
    if sessions["learner"].get(TRACE)[0] != 200:
        leave_traces(dict(sessions))
    with in_welsh(sessions):
        pages = [page for role, reader in sessions.items() for page in pages_of(reader, role, app)]
        wrong = [f"{page}: {problem}" for page in pages for problem in unmarked(sessions[page.role], page, app)]
        for role, reader in sessions.items():
            once = [page for page in one_of_each(pages) if page.role == role]
            wrong += axe_problems(browser, reader, server.address, once)
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def app_of(server: Server, folder: Path) -> Flask:
    """An app on the server's own database and courses, to be asked what they say in English alone."""
    settings = settings_for(server.environment["LEARNHUB_DATABASE_URL"], folder)
    return create_app(replace(settings, courses=ROOT / "courses"))


@contextmanager
def in_welsh(sessions: dict[str, Reader]) -> Iterator[None]:
    """Everybody reads Welsh; afterwards English again, but for the one who always reads Welsh."""
    for role, session in sessions.items():
        if role != "welsh":
            session.press("/help", "Cymraeg")
    try:
        yield
    finally:
        for role, session in sessions.items():
            if role != "welsh":
                session.press("/help", "English")


def pages_of(session: Session, role: str, app: Flask) -> Iterator[Found]:
    limit = MANY if role == "learner" else FEW
    yield from (page for page in crawl(session, role, app.url_map, limit) if not getattr(page, "is_file", False))


def unmarked(reader: Reader, page: Found, app: Flask) -> list[str]:
    """What a page does not say of its languages."""
    text = reader.texts[page.path]
    return list(languages.problems(read(text), languages.english(app))) if text else []


def one_of_each(pages: list[Found]) -> list[Found]:
    """Each route once, by whoever sees it first."""
    return list({page.route: page for page in reversed(pages)}.values())


def axe_problems(browser: Browser, session: Session, address: str, pages: list[Found]) -> list[str]:
    """What axe finds on these pages, in one browser, at the width that has less room for long Welsh words."""
    context = chromium.context_for(browser, session.state(), script=True)
    page = context.new_page()
    page.set_viewport_size(chromium.NARROW)
    found = []
    for one in pages:
        page.goto(address + one.path, wait_until="load")
        found += [f"{one}: axe: {line}" for line in chromium.violations(page)]
        if chromium.scrolls_sideways(page):
            found.append(f"{one}: at 320 px it scrolls sideways")
    context.close()
    return found
