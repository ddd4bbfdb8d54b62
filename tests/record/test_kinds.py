"""What other rooms write into the record (pathways, badges, study, events, support) as its owner sees it there."""

from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask_babel import lazy_gettext

from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.record import actions, kinds
from learnhub.record.kinds import Kind, Named
from learnhub.record.words import Assurance, ObjectKind, Verb
from tests.factories import at, make_course, reading
from tests.page import Page
from tests.record.conftest import Press

NOON = at("2026-11-03 12:00")
LINES = (
    (Verb.COMPLETED, ObjectKind.PATHWAY, "everyone", None),
    (Verb.EARNED, ObjectKind.BADGE, "open/gold", None),
    (Verb.STUDIED, ObjectKind.STUDY, "17", 30),
    (Verb.STUDIED, ObjectKind.STUDY, "18", 45),
    (Verb.ATTENDED, ObjectKind.EVENT, "3", 60),
    (Verb.HELPED, ObjectKind.SUPPORT, "5", 20),
)
TITLES = {
    ObjectKind.PATHWAY: "The whole way",
    ObjectKind.BADGE: "Open, gold",
    ObjectKind.STUDY: "A podcast",
    ObjectKind.EVENT: "Clinic in Hexham",
    ObjectKind.SUPPORT: "Help with a sheet",
}


@pytest.fixture
def asked(app: Flask) -> list[tuple[ObjectKind, Sequence[str]]]:
    """Every room is here and knows its things; what they were asked."""
    asked: list[tuple[ObjectKind, Sequence[str]]] = []

    def knows(kind: ObjectKind) -> Kind:
        def names(keys: Sequence[str], _language: str) -> Mapping[str, Named]:
            asked.append((kind, keys))
            return {key: Named(TITLES[kind], f"/help?{kind.name.lower()}") for key in keys}

        return Kind(kind, lazy_gettext("%(kind)s lines", kind=kind.name.capitalize()), names)

    app.extensions["learnhub.record_kinds"] = {}
    for kind in TITLES:
        kinds.add_kind(app, knows(kind))
    return asked


@pytest.fixture
def written(learner: int) -> list[int]:
    """One line of each kind, two of study."""
    seqs = []
    for verb, kind, key, minutes in LINES:
        with database.write():
            entry = actions.Entry(
                learner, verb, kind, key, None, at=NOON, assurance=Assurance.SELF_DECLARED, minutes=minutes
            )
            seqs.append(actions.append(entry))
    return seqs


def test_each_is_called_by_its_name_and_leads_to_its_page(
    page: Page, asked: list[tuple[ObjectKind, Sequence[str]]], written: list[int]
) -> None:
    opened = page.sign_in("learner").get("/record")
    for title in TITLES.values():
        assert title in opened.main.text
    assert "/help?event" in opened.links
    assert sorted(kind for kind, _ in asked) == sorted(TITLES)  # once each, two lines of study or not
    assert sorted(dict(asked)[ObjectKind.STUDY]) == ["17", "18"]
    for word in ("Earned", "Studied", "Attended", "Helped", "Pathway", "Badge"):
        assert word in opened.main.text, word


def test_what_is_asked_for_by_kind(
    page: Page, asked: list[tuple[ObjectKind, Sequence[str]]], written: list[int], press: Press
) -> None:
    course = make_course(reading("a"), title="Letters")
    press(course, "a")
    page.sign_in("learner")
    for word, titles in {
        "pathways": ["The whole way"],
        "badges": ["Open, gold"],
        "study": ["A podcast", "A podcast"],
        "events": ["Clinic in Hexham"],
        "support": ["Help with a sheet"],
        "courses": ["Letters"],
    }.items():
        opened = page.get(f"/record?kind={word}")
        assert [row.find("th").find("a").text if row.find("th").all("a") else row.find("th").text
                for row in opened.main.all("tbody")[-1].all("tr")] == titles  # fmt: skip
    assert "Event lines" in opened.main.text  # the filter offers what is here


def test_where_a_room_is_not_here_it_is_named_by_its_kind(page: Page, app: Flask, written: list[int]) -> None:
    app.extensions["learnhub.record_kinds"] = {}
    opened = page.sign_in("learner").get("/record")
    assert "Study of your own" in opened.main.text
    assert "17" not in [heading.text for heading in opened.main.all("th")]
    assert "Pathways" not in opened.main.find("select", id="kind").text


def test_study_counts_in_the_hours(page: Page, written: list[int]) -> None:
    opened = page.sign_in("learner").get("/record")
    assert "2 hours 35 minutes" in opened.main.all("tbody")[0].text


def test_the_transcript_lists_what_was_completed_and_adds_up_the_rest(
    page: Page, asked: list[tuple[ObjectKind, Sequence[str]]], written: list[int]
) -> None:
    opened = page.sign_in("learner").get("/record/transcript")
    rows = [row.find("th").text for row in opened.main.all("tbody")[0].all("tr")]
    assert [row.partition("Certificate")[0].strip() for row in rows] == [
        "Clinic in Hexham", "Open, gold", "The whole way",
    ]  # fmt: skip
    assert "Study of your own: 2 entries, 1 hour 15 minutes" in opened.main.text
    assert "Helping colleagues: 1 entry, 20 minutes" in opened.main.text
    with page.statements() as counted:
        page.get("/record/transcript")
    assert len(counted) == 5, counted  # one more than asked here: what sessions are called on this learner's record


def test_the_download_has_them_in_a_column_of_their_own(
    page: Page, asked: list[tuple[ObjectKind, Sequence[str]]], written: list[int]
) -> None:
    lines = page.sign_in("learner").get("/record.csv").text.splitlines()
    assert "Pathway, badge, study, event or session" in lines[0]
    assert len(lines) == 1 + len(LINES)
    for title in TITLES.values():
        assert title in "\n".join(lines)
    assert len([kind for kind, _ in asked if kind is ObjectKind.STUDY]) == 1


def test_a_version_of_a_definition_is_not_taken_for_one_of_a_course(page: Page, learner: int) -> None:
    course: Course = make_course(version="9.9-of-a-course")
    with database.write():
        actions.append(
            actions.Entry(learner, Verb.COMPLETED, ObjectKind.PATHWAY, "x", None, at=NOON, version_id=course.version_id)
        )
    page.sign_in("learner")
    assert "9.9-of-a-course" not in page.get("/record.csv").text
    assert "9.9-of-a-course" not in page.get("/record/transcript").main.text


def test_what_was_taken_back_is_in_no_transcript(page: Page, learner: int, written: list[int]) -> None:
    with database.write():
        actions.void(written[4], learner)
    assert "Event" not in [cell.text for cell in page.sign_in("learner").get("/record/transcript").main.all("td")]
