"""The course on paper: everything in it, the reader's own questions, and not a word of the answers."""

from dataclasses import replace

from learnhub.catalogue.structures import Decision, Kind, Step
from tests.factories import choice, make_course, make_module, quiz, reading, task
from tests.page import Page


def steps() -> tuple[Step, ...]:
    return (
        Step("start", "Saturday", "<p>It burns.</p>", (Decision("Wait until Monday", "end"),)),
        Step("end", "Monday", "<p>It went out.</p>", ()),
    )


def course_of_every_kind():
    why = '<h2 id="why">Why</h2>'
    return make_course(
        reading("one", light_html=why + '<p>First text, see <a href="#why">why</a>.</p>'),
        reading("two", light_html=why + "<p>Second text.</p>"),
        make_module("firestorm", Kind.SCENARIO, steps=steps(), light_html=""),
        replace(task("try"), alternative_html="<p>Use the sample sheet.</p>"),
        quiz("check", *(choice(f"q{n}") for n in range(1, 9)), draw=4),
        slug="c",
        title="Letters",
    )


def test_the_book_holds_every_module_and_the_answer_sheet(page: Page) -> None:
    course_of_every_kind()
    book = page.sign_in("learner").get("/courses/c/print")
    for words in ("First text", "Second text", "It burns.", "Wait until Monday: go on at “Monday”", "sample sheet"):
        assert words in book.text
    assert "Answer sheet" in book.text
    assert book.headers["Content-Disposition"] == 'inline; filename="c.html"'


def test_its_ids_are_those_of_one_module_each_and_links_still_lead_to_them(page: Page) -> None:
    course_of_every_kind()
    body = page.sign_in("learner").get("/courses/c/print").body.decode()
    assert 'id="one-why"' in body
    assert 'id="two-why"' in body
    assert 'href="#one-why"' in body


def test_the_questions_on_paper_are_those_on_the_page_in_the_same_order(page: Page) -> None:
    course_of_every_kind()
    page.sign_in("learner")
    asked = [heading.text for heading in page.get("/courses/c/check").main.all("h2") if heading.text[:1].isdigit()]
    printed = [heading.text for heading in page.get("/courses/c/print").main.all("h3") if heading.text[:1].isdigit()]
    assert asked
    assert printed == asked


def test_the_book_gives_no_answer_away(page: Page) -> None:
    make_course(quiz("check", choice("q1"), choice("q2"), draw=2), slug="c")
    book = page.sign_in("learner").get("/courses/c/print")
    assert "Option a of q1" in book.text
    for key in ("Why a is right", "Because a", "Because b"):
        assert key not in book.text


def test_the_courses_page_says_how_large_the_book_is(page: Page) -> None:
    make_course(reading("one", bytes=2_000), reading("two", bytes=3_000), slug="c")
    opened = page.sign_in("learner").get("/courses/c")
    assert "Course book to print, with an answer sheet (about 5 kB)" in opened.text
