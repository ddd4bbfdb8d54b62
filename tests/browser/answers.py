"""The right answers of the courses that a server serves, and filling them in as a person would."""

import json
import re
import sqlite3
from html import unescape
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.server import Server

Question = dict[str, Any]


def plain(html: str) -> str:
    """The text of a piece of HTML, spaces collapsed."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def key_of(server: Server, course: str) -> dict[str, Question]:
    """Question by title, of every quiz of the version that is served."""
    file = server.environment["LEARNHUB_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(file) as connection:
        row = connection.execute(
            "SELECT v.content FROM course_version v JOIN course c ON c.version_id = v.id WHERE c.slug = ?", (course,)
        ).fetchone()
    modules = json.loads(row[0])["modules"]
    return {
        plain(question["title_html"]): question
        for module in modules
        if module["quiz"]
        for question in module["quiz"]["questions"]
    }


def fill_in(page: Page, key: dict[str, Question]) -> None:
    """Answer every question of the page rightly."""
    for group in page.locator("form fieldset").all():
        title = re.sub(r"^\d+\. ", "", " ".join(group.locator("legend").inner_text().split()))
        question = next(question for text, question in key.items() if text == title)
        HOW[question["kind"]](group, question)


def _tick(group: Locator, question: Question) -> None:
    right = {plain(option["html"]) for option in question["options"] if option["right"]}
    for choice in group.locator(".choice").all():
        if " ".join(choice.inner_text().split()) in right:
            choice.locator("input").check()


def _type(group: Locator, question: Question) -> None:
    group.locator("input").fill(question["answers"][0])


def _count(group: Locator, question: Question) -> None:
    group.locator("input").fill(f"{question['number']:g}")


def _match(group: Locator, question: Question) -> None:
    pairs = {plain(option["html"]): plain(option["pair"]) for option in question["options"]}
    for line in group.locator(".field").all():
        line.locator("select").select_option(label=pairs[" ".join(line.locator("label").inner_text().split())])


def _order(group: Locator, question: Question) -> None:
    places = {plain(option["html"]): str(place) for place, option in enumerate(question["options"], start=1)}
    for line in group.locator(".field").all():
        line.locator("select").select_option(label=places[" ".join(line.locator("label").inner_text().split())])


HOW = {
    "choice": _tick,
    "all": _tick,
    "true-false": _tick,
    "typed": _type,
    "number": _count,
    "match": _match,
    "order": _order,
}
