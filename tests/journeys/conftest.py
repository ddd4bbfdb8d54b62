"""One house and one Chromium for all journeys of a run; each visitor has a browser context of their own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.databases import Databases
from tests.journeys.house import House


def one_a_process(
    start: Callable[[], AbstractContextManager[Browser]],
) -> Callable[[], AbstractContextManager[Browser]]:
    """Playwright runs once in a process: whoever asks second, here or in tests/browser, gets the Chromium that runs."""
    running: list[Browser] = []

    @contextmanager
    def shared() -> Iterator[Browser]:
        if running:
            yield running[0]
            return
        with start() as browser:
            running.append(browser)
            yield browser
            running.clear()

    return shared


chromium.browser = one_a_process(chromium.browser)


@pytest.fixture(scope="session")
def house(all_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """LearnHub, open for visitors."""
    folder = tmp_path_factory.mktemp("journeys")
    url = all_databases.fresh(folder, with_cast=True)
    house = House(url, folder)
    house.start()
    yield house
    house.stop()
    all_databases.drop(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as started:
        yield started


@pytest.fixture
def visitor(browser: Browser, house: House) -> Iterator[Callable[[], Page]]:
    """`visitor()`: the front page in a browser that nobody has used before, without script."""
    contexts: list[BrowserContext] = []

    def arrive() -> Page:
        context = chromium.context_for(browser)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(house.address)
        return page

    yield arrive
    for context in contexts:
        context.close()
