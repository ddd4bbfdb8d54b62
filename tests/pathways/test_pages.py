"""The pages of pathways as a learner meets them, from the list to the certificate."""

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.catalogue.definition_publishing import read_definitions, store_definition
from learnhub.catalogue.library import course_folders
from learnhub.catalogue.structures import Course
from learnhub.record import actions as record
from learnhub.record.words import Means
from tests import factories, people
from tests.architecture.source import ROOT
from tests.badges.world import make_badge
from tests.factories import at
from tests.page import Page
from tests.pathways.world import completions, course_seq, make_pathway, short_course, take, withdraw_pathway

NOON = at("2026-11-03 12:00")


@pytest.fixture
def learner(app: Flask) -> int:
    return people.person("learner").learner_id


@pytest.fixture
def letters(app: Flask) -> Course:
    """A course of two modules."""
    return factories.make_course(
        factories.reading("open-it", minutes=10), factories.reading("answer-it", minutes=20), slug="letters"
    )


def read(page: Page, course: str, module: str) -> None:
    page.get(f"/courses/{course}/{module}")
    page.submit("Mark as done and continue")


def test_from_the_list_to_the_certificate(page: Page, letters: Course, learner: int) -> None:
    """The learner finds a pathway, goes on from its button, finishes it, and has the certificate at once."""
    short_course("files"), short_course("calls"), short_course("sheets")
    make_pathway("letters", (1, ["files", "calls", "sheets"]))
    page.sign_in("learner").get("/courses")
    assert "/pathways" in page.now.links
    opened = page.get("/pathways")
    assert "0 of 2 courses, 35 minutes left" in opened.main.text
    opened = page.get("/pathways/start")
    assert "Any 1 of these 3" in opened.main.text
    assert button(opened) == ("Continue: Open it", "/courses/letters/open-it")
    read(page, "letters", "open-it")
    opened = page.get("/pathways/start")
    assert button(opened) == ("Continue: Answer it", "/courses/letters/answer-it")
    assert "0 of 2 courses done, 25 minutes left" in opened.main.text
    read(page, "letters", "answer-it")
    assert "1 of 2 courses" in page.get("/pathways").main.text
    opened = page.get("/pathways/start")
    assert button(opened)[1] == "/courses/files/read"
    read(page, "calls", "read")  # another of the choice does as well
    opened = page.get("/pathways/start")
    assert "You have completed this pathway" in opened.main.text
    assert button(opened) == ("See your certificate", "/pathways/start/certificate")
    opened = page.get("/pathways/start/certificate")
    assert opened.h1 == "Certificate of completion"
    for word in ("Lena Marsh", "Start", "Hexham", "Letters", "Calls", str(completions(learner)[0].id)):
        assert word in opened.main.text, word
    assert "Files" not in opened.main.text
    assert record.verify() == []


def test_the_press_that_completes_it_says_so_and_its_page_names_the_badge(page: Page, learner: int) -> None:
    """First of all that is said, with the certificate; nothing to anybody else."""
    short_course("files")
    make_pathway("files")
    make_badge("filing", {"all": [{"pathway": "start"}]})
    make_badge("calling", {"course": "calls"})
    page.sign_in("learner")
    opened = page.get("/pathways/start")
    assert "Badges it counts towards: Filing" in opened.main.text
    assert "/badges/filing" in opened.links
    assert "/badges/calling" not in opened.links
    read(page, "files", "read")
    said = page.now.main.text
    assert "You have completed the pathway “Start”. See its certificate" in said
    assert said.index("You have completed the pathway") < said.index("You have earned the badge “Filing”")
    assert "/pathways/start/certificate" in page.now.links


def button(opened) -> tuple[str, str]:
    found = opened.main.find("a", class_="button")
    return found.text, found.get("href")


def test_how_many_statements_they_take(page: Page, letters: Course, learner: int) -> None:
    make_pathway("letters")
    make_pathway("letters", slug="other", audience="policy")
    take(learner, letters)
    page.sign_in("learner").get("/pathways")
    for path, most in (("/pathways", 3), ("/pathways/start", 3), ("/courses/letters", 2)):
        with page.statements() as counted:
            page.get(path)
        assert len(counted) <= most, (path, counted)


def test_those_for_everyone_come_first_then_by_audience(page: Page, letters: Course) -> None:
    make_pathway("letters", slug="a-policy", audience="policy")
    make_pathway("letters", slug="z-all", audience="everyone")
    opened = page.sign_in("learner").get("/pathways")
    assert [heading.text for heading in opened.main.all("h2")] == ["For everyone", "For people in policy"]


def test_an_empty_service_says_so(page: Page) -> None:
    assert "No pathway is published yet" in page.sign_in("learner").get("/pathways").main.text


def test_a_course_names_its_pathways(page: Page, letters: Course) -> None:
    make_pathway("letters")
    opened = page.sign_in("learner").get("/courses/letters")
    assert "Part of: Start" in opened.main.text
    assert "/pathways/start" in opened.links


def test_home_leads_there(page: Page) -> None:
    assert "/pathways" in page.sign_in("learner").get("/home").links


def test_in_welsh_it_is_called_by_its_welsh_name(page: Page, app: Flask, letters: Course) -> None:
    app.extensions["learnhub.languages"] = {"en": "English", "cy": "Cymraeg"}
    make_pathway("letters")
    opened = page.sign_in("welsh").get("/pathways/start")
    assert opened.h1 == "Dechrau"


def test_a_pathway_nobody_knows_is_not_there(page: Page, letters: Course) -> None:
    make_pathway("letters")
    withdraw_pathway()
    page.sign_in("learner")
    page.get("/pathways/start", 404)
    page.get("/pathways/nowhere", 404)
    page.get("/pathways/Start", 404)
    page.post("/pathways/start", status=404)


def test_a_certificate_is_its_owners_alone(page: Page, letters: Course, learner: int) -> None:
    make_pathway("letters")
    page.sign_in("learner").get("/pathways/start/certificate", 404)
    complete(learner, letters)
    page.get("/pathways/start/certificate")
    page.sign_in("outsider").get("/pathways/start/certificate", 404)


def complete(learner: int, course: Course, **when: object) -> None:
    for module in course.modules:
        with database.write():
            record.mark_module_done(learner, course, module, Means.MARKED, **when)


def test_a_certificate_stays_as_it_was(page: Page, letters: Course, learner: int) -> None:
    """After the pathway asked for more, and after it was withdrawn."""
    make_pathway("letters", at=NOON)
    complete(learner, letters)
    short_course("files")
    make_pathway("letters", "files")
    take(learner, short_course("files"))
    opened = page.sign_in("learner").get("/pathways/start")
    assert "You have completed this pathway" in opened.main.text
    assert "Files" not in page.get("/pathways/start/certificate").main.text
    withdraw_pathway()
    assert "Letters" in page.get("/pathways/start/certificate").main.text


def test_who_completed_it_is_told_that_it_asks_for_more_now(page: Page, letters: Course, learner: int) -> None:
    make_pathway("letters", at=NOON)
    complete(learner, letters)
    short_course("files")
    make_pathway("letters", "files")
    opened = page.sign_in("learner").get("/pathways/start")
    assert "It has changed since. Your completion stands" in opened.main.text


def test_what_asks_for_less_can_be_completed_by_a_press(page: Page, letters: Course, learner: int) -> None:
    short_course("files")
    make_pathway("letters", "files", at=NOON)
    complete(learner, letters)
    make_pathway("letters")
    page.sign_in("learner").get("/pathways/start")
    page.submit("Complete the pathway")
    assert page.now.path == "/pathways/start"
    assert "You have completed the pathway “Start”." in page.now.text
    page.post("/pathways/start")
    assert len(completions(learner)) == 1


def test_a_press_completes_nothing_that_is_not_done(page: Page, letters: Course, learner: int) -> None:
    make_pathway("letters")
    page.sign_in("learner").post("/pathways/start")
    assert completions(learner) == []


def test_a_course_that_waits_for_another_is_not_offered_as_next(page: Page, learner: int) -> None:
    first, second = short_course("first"), short_course("second", prerequisites=("first",))
    make_pathway((1, ["second", "other"]), "first")
    short_course("other")
    take(learner, second)
    opened = page.sign_in("learner").get("/pathways/start")
    assert button(opened)[1] == f"/courses/{first.slug}/read"
    assert "Waiting" in opened.main.text


def test_a_withdrawn_course_is_not_listed_for_who_has_not_done_it(page: Page, letters: Course, learner: int) -> None:
    gone, done = short_course("gone"), short_course("done")
    make_pathway("letters", "gone", "done")
    take(learner, done)
    factories.withdraw_course(gone)
    factories.withdraw_course(done)
    opened = page.sign_in("learner").get("/pathways/start")
    assert "Gone" not in opened.main.text
    assert "Done" in opened.main.text
    assert "/courses/done" not in opened.links


def test_the_record_the_transcript_and_the_download_name_it(page: Page, letters: Course, learner: int) -> None:
    make_pathway("letters")
    complete(learner, letters)
    opened = page.sign_in("learner").get("/record")
    assert "/pathways/start" in opened.links
    assert "/pathways/start/certificate" in opened.links
    assert "Pathways completed" in opened.main.text
    opened = page.get("/record?kind=pathways")
    assert len(opened.main.all("tbody")[-1].all("tr")) == 1
    opened = page.get("/record/transcript")
    assert "/pathways/start/certificate" in opened.links
    lines = page.get("/record.csv").text.splitlines()
    assert [line for line in lines if ",Completed,,,Start," in line]


def test_taking_a_course_back_takes_it_from_the_page(page: Page, letters: Course, learner: int) -> None:
    make_pathway("letters")
    complete(learner, letters)
    with database.write():
        record.void(course_seq(learner, letters), people.person("admin").learner_id)
    page.sign_in("learner").get("/pathways/start/certificate", 404)


def test_the_shipped_pathways_show(page: Page, app: Flask) -> None:
    """Each of the six, with courses of these names, within its bytes."""
    for folder in course_folders(ROOT / "courses"):
        short_course(folder.name)
    drafts = [draft for draft in read_definitions(ROOT / "courses") if draft.kind.name == "pathway"]
    with database.write():
        for draft in drafts:
            store_definition(draft)
    assert len(drafts) == 6
    for role in ("learner", "welsh"):
        page.sign_in(role).get("/pathways")
        for draft in drafts:
            page.get(f"/pathways/{draft.slug}")
