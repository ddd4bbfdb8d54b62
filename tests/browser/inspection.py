"""One page looked at from every side: bytes, axe at both widths, sideways scrolling, the keyboard."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tests.browser import chromium
from tests.browser.pages import Found
from tests.hygiene import COLD_LIMIT

WARM_LIMIT = 8_000
STYLE_COOKIE = "style"


@dataclass
class Seen:
    """What was found on one page."""

    page: Found
    cold_bytes: int = 0
    warm_bytes: int = 0
    is_document: bool = False  # to keep or print; links to it say its size
    problems: list[str] = field(default_factory=list)


class Inspector:
    """Opens pages in one context, one after the other."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.wire = chromium.Wire(self.page)
        self.is_document = False

    def look_at(self, found: Found, *, keyboard: bool = True) -> Seen:
        """Everything wrong with a page; `cold_bytes` and `warm_bytes` are those of the page itself."""
        seen = Seen(found)
        self.context.clear_cookies(name=STYLE_COOKIE)
        self.page.set_viewport_size(chromium.WIDE)
        seen.cold_bytes = self._open(found)
        seen.is_document = self.is_document
        self._weigh(seen, "cold", seen.cold_bytes, COLD_LIMIT)
        if blocking := self.wire.blocking():
            seen.problems.append(f"cold: the first paint waits for {blocking}")
        seen.problems += [f"axe at 1280: {line}" for line in chromium.violations(self.page)]
        self.page.set_viewport_size(chromium.NARROW)
        seen.warm_bytes = self._open(found)
        self._weigh(seen, "warm", seen.warm_bytes, WARM_LIMIT)
        seen.problems += [f"axe at 320: {line}" for line in chromium.violations(self.page)]
        if chromium.scrolls_sideways(self.page):
            seen.problems.append("at 320 px (400 % zoom) it scrolls sideways")
        if keyboard:
            seen.problems += chromium.keyboard_problems(self.page)
        return seen

    def _open(self, found: Found) -> int:
        self.wire.clear()
        response = self.page.goto(self.address + found.path, wait_until="load")
        assert response is not None
        assert response.status == 200, f"{found} answered {response.status}"
        self.is_document = "content-disposition" in response.headers
        for _ in range(100):  # Chromium tells the size a moment after the page is there
            if self.wire.document_bytes():
                break
            self.page.wait_for_timeout(10)
        return self.wire.document_bytes()

    def _weigh(self, seen: Seen, when: str, size: int, limit: int) -> None:
        if not 0 < size <= limit and not seen.is_document:
            seen.problems.append(f"{when}: {size:,} bytes on the wire, at most {limit:,}")
