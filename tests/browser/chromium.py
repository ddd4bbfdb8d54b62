"""Debian's Chromium, quiet, and what a page looks like from inside it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",  # in a container one is often root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}  # what 1280 px are at 400 % zoom

# WCAG 2.2 A and AA, and axe's best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@cache
def axe_source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


_RUN_AXE = """
rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']}).then(result =>
  result.violations.map(v => `${v.id} (${v.help}): ${v.nodes.map(node => node.target).join(', ')}`))
"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: rule, and the elements. Needs a context with script."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(axe_source())
    found = page.evaluate(_RUN_AXE, RULES)
    return [str(line) for line in found]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"

# Notes every element that gets the focus, and whether anything shows it. Of a group of radios one stop stands for all.
_NOTE_FOCUS = """
selector => {
  const group = e => e.type === 'radio' ? [...document.querySelectorAll(`input[name="${CSS.escape(e.name)}"]`)] : [e];
  window.unreached = new Set([...document.querySelectorAll(selector)].filter(e => !e.disabled && e.checkVisibility()));
  window.ringless = [];
  document.addEventListener('focusin', event => {
    group(event.target).forEach(e => window.unreached.delete(e));
    const style = getComputedStyle(event.target);
    if (style.outlineStyle === 'none' && style.boxShadow === 'none') window.ringless.push(event.target);
  });
  document.activeElement?.blur();
  return window.unreached.size;
}
"""


def keyboard_problems(page: Page) -> list[str]:
    """What a mouse can use and Tab does not reach, and what has the focus without showing it. Needs script."""
    stops = int(page.evaluate(_NOTE_FOCUS, FOCUSABLE))
    inside = 4 * page.locator("input[type=date]").count()  # a date is four stops: day, month, year, calendar
    for _ in range(stops + inside + 2):
        page.keyboard.press("Tab")
    found = page.evaluate(
        """() => [...[...window.unreached].map(e => 'Tab does not reach ' + e.outerHTML.slice(0, 100)),
                  ...new Set(window.ringless.map(e => 'focus does not show on ' + e.outerHTML.slice(0, 100)))]"""
    )
    return [str(line) for line in found]


class Wire:
    """What goes over the wire for one page: bytes by request, as Chromium counts them."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.kinds: dict[str, tuple[str, str]] = {}
        self.bytes: dict[str, int] = {}
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        self.kinds[str(event["requestId"])] = (str(event.get("type", "")), str(request["url"]))

    def _finished(self, event: dict[str, object]) -> None:
        self.bytes[str(event["requestId"])] = int(float(str(event["encodedDataLength"])))

    def clear(self) -> None:
        self.kinds.clear()
        self.bytes.clear()

    def document_bytes(self) -> int:
        """Of the page itself, headers and inline style included."""
        return sum(size for request, size in self.bytes.items() if self.kinds.get(request, ("", ""))[0] == "Document")

    def blocking(self) -> list[str]:
        """Requests that a first paint would wait for, the page apart. A prefetch, the icon and pictures are not."""
        return [url for kind, url in self.kinds.values() if kind in {"Stylesheet", "Script", "Font", "XHR", "Fetch"}]


def context_for(browser: Browser, state: dict[str, object] | None = None, *, script: bool = False) -> BrowserContext:
    """A visitor's browser; with script only so that axe can run."""
    return browser.new_context(
        viewport=WIDE,
        java_script_enabled=script,
        bypass_csp=script,
        storage_state=state,
        accept_downloads=True,
    )
