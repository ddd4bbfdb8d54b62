"""An ambassador's own page: Amir sees who waits, whom he helps and what he has held; nobody else has one."""

from datetime import timedelta

from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.mentoring.confirming import confirm_session
from learnhub.mentoring.sessions import Said, log_session
from learnhub.mentoring.sharing import Part, share_parts
from learnhub.network import day
from learnhub.questions.actions import Asked, ask_question
from learnhub.questions.notes import Tried, write_note
from tests import people
from tests.ambassadors.asking import accept, again, ask, make_ambassador
from tests.mentoring.pairs import make_mentorship
from tests.page import Page


def test_amir_finds_what_waits_for_him_in_one_place(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=240)
    ask(text="Where did my file go?")
    taken = ask("outsider", "How do I sort a list?")
    accept(taken, amir)
    make_mentorship(amir, "welsh")
    with database.write():
        row = log_session(amir.id, Said(30, clock.today(), (people.person("learner").id,)))
        confirm_session(row.id, people.person("learner").id)
        share_parts(people.person("welsh").id, people.person("ambassador").id, [Part.COURSES])
    page.sign_in("ambassador")
    page.get("/ambassadors/mine")
    said = page.now.text
    assert "Where did my file go?" in said
    assert "Asks you" in said
    assert "How do I sort a list?" in said
    assert "You said yes" in said
    assert "30 minutes held and 1 hour promised, of the 4 hours you offer a month" in said
    assert "Sessions this month: 1, of which confirmed: 1; people by name: 1" in said
    assert "Wyn Prys" in said
    page.get(page.now.link("Log a session"))
    assert page.now.h1


def test_hours_of_last_month_are_not_this_months(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    with database.write():
        log_session(amir.id, Said(90, last_month, (people.person("learner").id,)))
    hours = day.hours_of(again(amir))
    assert (hours.held, hours.sessions, hours.people) == (0, 0, 0)


def test_who_is_no_ambassador_is_shown_how_to_become_one(app: Flask, page: Page) -> None:
    page.sign_in("learner")
    assert page.get("/ambassadors/mine", status=302).location == "/ambassadors/profile"
    page.get("/ambassadors/mine/impact", status=404)


def test_what_came_of_it_is_not_shown_for_a_few(app: Flask, page: Page) -> None:
    make_ambassador("ambassador")
    page.sign_in("ambassador")
    page.get("/ambassadors/mine/impact")
    assert "too few to show" in page.now.text


def test_questions_in_amirs_skills_that_nobody_has_answered_stand_on_his_page(app: Flask, page: Page) -> None:
    make_ambassador("ambassador", skills=("spreadsheets", "charts"))
    with database.write():
        for title, skill in (("Why is the total zero?", "spreadsheets"), ("Which scam is this?", "recognising-scams")):
            ask_question(people.person("learner").id, Asked(title, "", "", (skill,), "en"))
    text = page.sign_in("ambassador").get("/ambassadors/mine").text
    assert "Why is the total zero?" in text
    assert "Which scam is this?" not in text


def test_notes_that_wait_for_a_second_reader_stand_on_amirs_page(app: Flask, page: Page) -> None:
    make_ambassador("ambassador")
    with database.write():
        for who in ("learner", "welsh", "ambassador"):  # nobody reads their own
            said = Tried(
                title="Standing up", tried="We stood.", tried_html="<p>We stood.</p>", tool="", cost="",
                result="Shorter.", result_html="<p>Shorter.</p>", again="yes", skills=(), language="en",
            )  # fmt: skip
            write_note(people.person(who).id, said)
    page.sign_in("ambassador").get("/ambassadors/mine")
    page.get(page.now.link("2 notes wait for a second reader"))
    assert "Standing up" in page.now.text
