"""First paint in throttled Chromium, cold and on the next page, without script, as FIGURES are defined.

`Network.emulateNetworkConditions`; bytes are the sum of `encodedDataLength` of what came before first paint.
"""

import statistics
import time
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.pages import addresses
from bench.report import Line
from bench.servers import Server, serve
from bench.visitors import Visit, visits

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LINES = {"50 kbit/s 800 ms": (50, 50, 800), "250 kbit/s 300 ms": (250, 50, 300)}
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Painted:
    """Seconds to the first contentful paint of a page."""

    cold: float
    next: float


def measure(app: Flask, environment: dict[str, str]) -> list[Line]:
    """Cold and next-page paint of the lesson on both lines."""
    lesson, _, _ = addresses(app)
    course = lesson.rsplit("/", 1)[0]
    visit = visits(app, 1, warm=False, emails=("learner@demo.example",))[0]
    found = {}
    with serve("wsgi:app", environment) as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, line in LINES.items():
            runs = [paint(browser, server, visit, course, lesson, line) for _ in range(ROUNDS)]
            found[name] = Painted(
                statistics.median(run.cold for run in runs), statistics.median(run.next for run in runs)
            )
        browser.close()
    slow, office = found["50 kbit/s 800 ms"], found["250 kbit/s 300 ms"]
    return [
        Line.at_most("first paint, cold, 50 kbit/s 800 ms", slow.cold, 2.0, "s"),
        Line.at_most("first paint, next page, 50 kbit/s 800 ms", slow.next, 1.6, "s"),
        Line.at_most("first paint, cold, 250 kbit/s 300 ms", office.cold, 0.7, "s"),
        Line("first paint, next page, 250 kbit/s 300 ms", f"{office.next:.2f} s", ""),
    ]


def paint(
    browser: Browser, server: Server, visit: Visit, course: str, lesson: str, line: tuple[int, int, int]
) -> Painted:
    """One cold visit to the lesson, then the course's page by a fresh navigation in the same browser."""
    context = browser.new_context()
    context.add_cookies(
        [
            {"name": name, "value": value, "url": server.address}
            for name, value in (pair.split("=", 1) for pair in visit.cookie.split("; "))
        ]
    )
    page = throttled(context, line)
    cold = first_paint(page, server.address + lesson)
    time.sleep(3)  # the prefetch of the stylesheet ends
    following = first_paint(page, server.address + course)
    context.close()
    return Painted(cold, following)


def throttled(context: BrowserContext, line: tuple[int, int, int]) -> Page:
    down, up, latency = line
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": down * 1000 / 8,
            "uploadThroughput": up * 1000 / 8,
        },
    )
    return page


def first_paint(page: Page, address: str) -> float:
    """Seconds from navigation to first contentful paint, by the browser's own clock."""
    page.goto(address, wait_until="load")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        entries = page.evaluate("performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)")
        if entries:
            return float(entries[0]) / 1000
        time.sleep(0.1)
    raise RuntimeError(f"{address} painted nothing")
