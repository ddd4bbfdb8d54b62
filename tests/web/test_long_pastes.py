"""Something enormous pasted into a field: refused in words, and not sent back whole."""

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.people import sessions
from learnhub.web.forms import MOST_LINES, MOST_OF_LINE, MOST_OF_TEXT, shortened
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.page import Page
from tests.people import PASSWORD
from tests.questions.world import questions_of

MEGABYTE = 1_000_000
LARGEST_PAGE = 60_000
CUT = "Only the beginning of what you entered is kept here."


@pytest.mark.parametrize(
    ("typed", "is_text", "has_limit", "kept"),
    [
        ("a" * 300, False, True, 300),
        ("a" * MOST_OF_LINE, False, True, MOST_OF_LINE),  # far too long for a line: nothing is lost
        ("a" * MEGABYTE, False, True, MOST_OF_LINE),
        ("a" * MEGABYTE, False, False, MOST_OF_LINE),
        ("a" * MOST_OF_TEXT, True, True, MOST_OF_TEXT),
        ("a" * MEGABYTE, True, True, MOST_OF_TEXT),
        ("a" * MEGABYTE, True, False, MOST_OF_TEXT),
        ("a@b.example\n" * MOST_LINES, True, False, 12 * MOST_LINES),
        ("a@b.example\n" * 9_000, True, False, 12 * MOST_LINES),
        ("a\n" * 3_000, True, True, 6_000),  # a text with a limit is no list
    ],
)
def test_how_much_of_a_paste_is_shown_again(typed: str, is_text: bool, has_limit: bool, kept: int) -> None:
    shown = shortened(typed, is_text=is_text, has_limit=has_limit)
    assert len(shown) == kept
    assert typed.startswith(shown)


@pytest.mark.parametrize(
    ("path", "fields", "pasted"),
    [
        ("/support/new", {"how": "call", "minutes": "30"}, "people"),
        ("/support/new", {"how": "call", "people": "Lena Marsh"}, "minutes"),
        ("/support/new", {"how": "call", "people": "Lena Marsh", "minutes": "30"}, "note"),
        ("/support/new", {"how": "call", "people": "Lena Marsh", "minutes": "30"}, "on_day"),
        ("/questions/new", {}, "title"),
        ("/questions/new", {"title": "How?"}, "text"),
        ("/notes/new", {}, "title"),
        ("/ambassadors/ask", {}, "text"),
        ("/study/new", {"minutes": "30", "kind": "reading"}, "title"),
        ("/study/new", {"title": "A talk", "kind": "reading"}, "minutes"),
    ],
)
@pytest.mark.parametrize("kind", ["word", "lines"])
def test_a_megabyte_is_refused_and_not_sent_back(
    app: Flask, page: Page, path: str, fields: dict[str, str], pasted: str, kind: str
) -> None:
    make_ambassador("ambassador")
    text = "x" * MEGABYTE if kind == "word" else "nobody@demo.example\n" * (MEGABYTE // 20)
    opened = page.sign_in("ambassador").post(path, {**fields, pasted: text}, 422)
    assert opened.problems
    assert CUT in opened.text
    assert len(opened.body) < LARGEST_PAGE
    assert text[:19] in opened.body.decode()


def test_an_answer_of_a_megabyte_is_refused_and_not_sent_back(app: Flask, page: Page) -> None:
    with database.write():
        number = questions_of(people.person("learner"))["question"]
    opened = page.sign_in("ambassador").post(f"/questions/{number}/answers", {"text": "x" * MEGABYTE}, 422)
    assert opened.problems
    assert CUT in opened.text
    assert len(opened.body) < LARGEST_PAGE


def test_what_is_kept_over_a_sign_in_is_not_sent_back_whole_either(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/study/new")
    with app.app_context(), database.write():
        sessions.end_sessions_of(page.person_id)
    kept = page.post("/study/new", {"title": "A talk", "minutes": "30", "reflection": "x" * 150_000}, 302)
    page.get(kept.location)
    opened = page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    assert 'value="A talk"' in opened.body.decode()
    assert CUT in opened.text
    assert len(opened.body) < LARGEST_PAGE
