"""The shelf costs a request nothing, is never out of date, and finds what people look for."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from learnhub.catalogue.search import Index, fold, snippet, stem
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Level
from learnhub.catalogue.welsh import radicals
from tests.catalogue import courses
from tests.factories import make_course, quiz, reading, withdraw_course
from tests.page import Page


def test_a_request_pays_no_statement_for_the_courses(app: Flask, page: Page) -> None:
    make_course(slug="letters")
    page.sign_in("learner")
    page.get("/courses")
    with page.statements() as counted:
        page.get("/courses")
    assert not [line for line in counted.statements if "course_version" in line], str(counted)


def test_what_is_published_is_there_at_the_next_request(app: Flask) -> None:
    first = make_course(slug="letters")
    now = shelf()
    assert now.course("letters") == first
    assert shelf() is now
    second = make_course(reading("new-one"), slug="letters")
    assert shelf().course("letters") == second
    assert shelf().version(first.version_id) == first


def test_the_same_version_is_parsed_once(app: Flask) -> None:
    make_course(slug="letters")
    course = shelf().course("letters")
    make_course(slug="other")
    assert shelf().course("letters") is course


def test_a_course_is_known_by_its_number_after_withdrawal(app: Flask) -> None:
    course = make_course(slug="letters", title="Letters")
    withdraw_course(course)
    assert shelf().course("letters") is None
    assert shelf().by_id(course.id) == course
    assert shelf().title_of(course.id) == "Letters"
    assert shelf().title_of(999) == ""


@pytest.fixture
def searched(app: Flask) -> None:
    make_course(
        reading("spot", title="Spot a scam", html="<p>A <b>phishing</b> message asks you for money. Report it.</p>"),
        quiz("check-it"),
        slug="safe",
        title="Staying safe",
        skills=("recognising-scams",),
        audience=("everyone",),
    )
    make_course(
        reading(
            "sheets", title="Spreadsheets", html="<p>Reports that add up. R&amp;D &lt;b&gt; costs.</p>", minutes=50
        ),
        slug="work",
        title="Everyday work",
        level=Level.WORKING,
        audience=("policy",),
    )


def found(text: str, **filters: object) -> list[str]:
    return [f"{hit.course.slug}/{hit.module.slug if hit.module else ''}" for hit in shelf().search(text, **filters)]


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("phishing", ["safe/spot"]),
        ("PHISH", ["safe/spot"]),
        ("phi", ["safe/spot"]),
        ("reporting", ["safe/spot", "work/sheets"]),
        ("report phishing", ["safe/spot"]),
        ("report nothing", []),
        ("spréadsheet", ["work/sheets"]),
        ("everyday", ["work/"]),
        ('"phishing', ["safe/spot"]),
        ("phishing AND NOT money", []),
        ("phishing*", ["safe/spot"]),
        ("title:phishing", []),
        ("NEAR(phishing)", []),
        ("^phishing", ["safe/spot"]),
        ("'; DROP TABLE entry; --", []),
        ("*", []),
        ("\x00", []),
        ("a" * 10_000, []),
        ("()(){}[]", []),
        ("🙂", []),
    ],
)
def test_search_finds_words_and_knows_no_syntax(text: str, expected: list[str]) -> None:
    assert sorted(found(text)) == sorted(expected)


@pytest.mark.usefixtures("searched")
def test_search_can_be_narrowed() -> None:
    assert found("") == ["safe/", "work/"]
    assert found("", level="working") == ["work/"]
    assert found("", skill="recognising-scams") == ["safe/"]
    assert found("", audience="policy") == ["safe/", "work/"]  # what is for everyone is for them too
    assert found("", audience="ambassadors") == ["safe/"]
    assert found("", minutes=20) == ["safe/"]
    assert found("report", level="working") == ["work/sheets"]


@pytest.mark.usefixtures("searched")
def test_a_title_counts_more_than_a_text() -> None:
    make_course(reading("letters", html="<p>Open your spreadsheets. Then add up.</p>"), slug="aaa")
    assert found("spreadsheets")[0] == "work/sheets"


@pytest.mark.usefixtures("searched")
def test_right_answers_cannot_be_searched_for() -> None:
    assert found("Option") == []
    assert found("Because") == []


@pytest.mark.usefixtures("searched")
def test_the_words_found_are_marked_and_everything_else_is_escaped() -> None:
    assert shelf().search("phishing")[0].snippet_html == (
        "A <mark>phishing</mark> message asks you for money. Report it."
    )
    assert "R&amp;D &lt;b&gt; <mark>costs</mark>" in shelf().search("cost")[0].snippet_html


def test_a_snippet_is_the_place_where_most_words_stand() -> None:
    text = "money first. " + "filler " * 60 + "report the money to the bank. " + "filler " * 60
    html = snippet(text, ["report", "money"])
    assert "<mark>report</mark> the <mark>money</mark> to the bank" in html
    assert html.startswith("…")
    assert html.endswith("…")
    assert len(html) < 300
    assert snippet("<script>alert(1)</script>", ["alert"]) == "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("on_the_page", "asked"),
    [
        ("brofiad", "profiad"),  # soft
        ("mhrofiad", "profiad"),  # nasal
        ("phrofiad", "profiad"),  # aspirate
        ("gwrs", "cwrs"),
        ("nghwrs", "cwrs"),
        ("chwrs", "cwrs"),
        ("ddiogel", "diogel"),
        ("fodiwl", "modiwl"),
        ("fwrdd", "bwrdd"),
        ("lythyr", "llythyr"),
        ("ran", "rhan"),
        ("ardd", "gardd"),
        ("wasanaeth", "gwasanaeth"),
        ("hysgol", "ysgol"),
        ("ngwaith", "gwaith"),
        ("nata", "data"),
    ],
)
def test_a_mutated_word_is_found_by_its_radical_and_the_other_way_round(on_the_page: str, asked: str) -> None:
    assert asked in radicals(on_the_page)
    page = replace(reading("un", html=f"<p>Dyma {on_the_page} newydd.</p>"), language="cy", number=1)
    course = replace(make_course(title="Hyfforddiant", slug="welsh"), modules=(page,), language="cy")
    index = Index([course])
    for query in (asked, on_the_page):
        hits = index.search(query, {course.slug: course})
        assert [hit.module.slug for hit in hits if hit.module] == ["un"], query
        assert f"<mark>{on_the_page}</mark>" in hits[0].snippet_html


def test_words_are_folded_and_stemmed() -> None:
    assert fold("Tŷ") == "ty"
    assert fold("office’s") == "office"
    assert stem("letters") == stem("letter")


def test_the_skills_are_those_of_the_file(app: Flask) -> None:
    root: Path = app.extensions["learnhub.settings"].courses
    courses.write(root)
    make_course(slug="letters")
    assert [skill.code for area in shelf().skills for skill in area.skills] == ["recognising-scams"]
    (root / "skills.yaml").write_text("- broken")
    make_course(slug="other")
    assert shelf().skills  # what was read before stays
