"""Finding questions, notes and courses together; Welsh mutations folded; what is hidden is not found."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import db as database
from learnhub.db import db
from learnhub.questions import moderation, notes
from learnhub.questions.finding_words import kept_words, wanted_words, words_of
from learnhub.questions.models import FoundWord
from learnhub.questions.words import Thing
from tests import factories, people
from tests.page import Page
from tests.questions.conftest import Answer, Ask, WriteNote

Browser = Callable[[str], Page]


def found(page: Page, text: str) -> list[str]:
    """The questions that a search shows, in their order."""
    opened = page.get(f"/questions?q={text}")
    return [
        link.text
        for link in opened.main.all("a")
        if "/questions/" in link.get("href") and "new" not in link.get("href")
    ]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("spreadsheet", True),
        ("SPREADSHEETS", True),  # another form
        ("spread", True),  # the beginning
        ("sharing a spreadsheet", True),  # every word, but those that say nothing
        ("spreadsheet printer", False),  # one word is missing
        ("budget", True),  # in the text
        ("onedrive", True),  # in an answer
        ("the how do", False),  # nothing is said
        ('"spreadsheet" OR *', True),  # marks and words that say nothing are left out
        ("'; DROP TABLE question; --", False),
        ("%", False),
        ("Recognising", True),  # the skill's name
    ],
)
def test_every_word_must_stand_in_what_is_found(
    browser: Browser, ask: Ask, answer: Answer, asked: str, is_found: bool
) -> None:
    question = ask("How do I share a spreadsheet?", "It holds our **budget**.", skills=("scams",))
    answer(question, "Put it on OneDrive.")
    ask("Who mends the printer?")
    assert found(browser("learner"), asked) == (["How do I share a spreadsheet?"] if is_found else [])


def test_a_title_counts_more_than_a_text_and_the_words_are_marked(browser: Browser, ask: Ask) -> None:
    ask("How do I make a chart?", "I have a spreadsheet of visitors.")
    ask("Which spreadsheet is the right one?")
    ask("Something else", "About a spreadsheet too.")
    lena = browser("learner")
    assert found(lena, "spreadsheet") == [
        "Which spreadsheet is the right one?", "Something else", "How do I make a chart?"
    ]  # fmt: skip
    assert "I have a <mark>spreadsheet</mark> of visitors." in lena.now.body.decode()


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [("profiad", True), ("brofiad", True), ("mhrofiad", True), ("phrofiad", True), ("profi", True), ("broblem", False)],
)
def test_welsh_mutations_are_folded(browser: Browser, ask: Ask, asked: str, is_found: bool) -> None:
    ask("Pwy sydd â phrofiad o daenlenni?" if asked == "profiad" else "Oes profiad o daenlenni?", language="cy")
    assert bool(found(browser("learner"), asked)) is is_found


def test_english_words_are_not_taken_for_mutated_welsh_ones(browser: Browser, ask: Ask) -> None:
    ask("Where is the pin of my phone?")
    ask("Sut mae newid pin?", language="cy")
    lena = browser("learner")
    assert found(lena, "bin") == ["Sut mae newid pin?"]
    assert len(found(lena, "pin")) == 2


def test_questions_notes_and_courses_are_found_together(
    app: Flask, browser: Browser, ask: Ask, tried: WriteNote
) -> None:
    factories.make_course(slug="sheets", title="Spreadsheets for beginners")
    ask("How do I share a spreadsheet?")
    note, waiting = tried("A spreadsheet for the rota"), tried("A spreadsheet nobody has read")
    with database.write():
        notes.review_note(note.id, people.person("ambassador").id, database_ms(note))
    lena = browser("learner")
    text = lena.get("/questions?q=spreadsheet").text
    assert "Spreadsheets for beginners" in text
    assert "A spreadsheet for the rota" in text
    assert "How do I share a spreadsheet?" in text
    assert "nobody has read" not in text
    lena.get(f"/notes/{waiting.id}")  # its writer sees it
    with lena.statements() as counted:
        lena.get("/questions?q=spreadsheet")
    assert len(counted) == 7, counted  # the visitor; how rare each word is, which have all, their lines; so for notes


def database_ms(note: object) -> int:
    from learnhub import clock

    return clock.to_ms(note.written_at)


def test_what_is_hidden_has_no_words_and_has_them_again_when_shown(app: Flask, browser: Browser, ask: Ask) -> None:
    question = ask("How do I share a spreadsheet?")
    lead = people.person("lead").id
    with database.write():
        moderation.hide(Thing.QUESTION, question.id, lead, "It names a customer.")
    assert db.session.execute(select(FoundWord)).all() == []
    assert found(browser("learner"), "spreadsheet") == []
    with database.write():
        moderation.show_again(Thing.QUESTION, question.id)
    assert found(browser("learner"), "spreadsheet") == ["How do I share a spreadsheet?"]


def test_pages_of_a_search_miss_and_repeat_nothing(browser: Browser, ask: Ask) -> None:
    for number in range(55):
        ask(f"Spreadsheet number {number}", "spreadsheet" if number % 2 else "")
    lena = browser("learner")
    opened, seen = lena.get("/questions?q=spreadsheet+number"), []
    while True:
        seen += [link.text for link in opened.main.all("a") if link.text.startswith("Spreadsheet number")]
        if not opened.main.all("a", rel="next"):
            break
        opened = lena.get(opened.link("Next page"))
    assert sorted(seen) == sorted({f"Spreadsheet number {number}" for number in range(55)})
    assert len(seen) == 55


def test_words_are_bounded() -> None:
    assert words_of("A the how") == []
    assert len(wanted_words(" ".join(f"word{number}" for number in range(100)))) == 6
    assert max(map(len, kept_words("x" * 500, "", "en"))) <= 40
    assert max(map(len, kept_words("b" * 500, "", "cy"))) <= 40
    many = " ".join(f"w{number}" for number in range(9_000))
    assert len(kept_words("", many, "en")) <= 1_502
