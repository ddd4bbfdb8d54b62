"""Many hand in at once; one hands in many times at once. Real connections and threads, on whichever database runs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.db import db
from learnhub.learning.models import Attempt
from learnhub.people import sessions
from learnhub.record.actions import verify
from learnhub.record.models import Statement
from learnhub.record.words import Verb
from tests.factories import make_person
from tests.learning.quizzes import course_with, filled_in, letters
from tests.page import Page

CHECK = "/courses/letters/check-it"
AT_ONCE = 64


def browser_of(app, person):
    """A browser in which somebody is signed in."""
    page = Page(app)
    with database.write():
        token = sessions.begin_session(person.id)
    with page.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return page


def form_on(page, wrong=0):
    """The quiz filled in, as the browser would send it."""
    opened = page.get(CHECK)
    hidden = {name: opened.main.find("input", name=name).get("value") for name in ("version", "number", "csrf_token")}
    return {**filled_in(opened, letters(opened, wrong)), **hidden, "action": "hand-in"}


def send_all(browsers, forms):
    """Send every form at the same moment, each from a thread and connection of its own; (status, address) of each."""
    start = Barrier(len(browsers))

    def send(browser, form):
        start.wait()
        response = browser.client.post(CHECK, data=form)
        return response.status_code, response.headers.get("Location", "")

    db.session.rollback()
    with ThreadPoolExecutor(len(browsers)) as threads:
        return list(threads.map(send, browsers, forms))


def completions():
    of_courses = (Statement.verb == Verb.COMPLETED.value, Statement.is_course_completion)
    return db.session.execute(select(func.count()).where(*of_courses)).scalar_one()


@pytest.mark.parametrize("wrong", [0, 3], ids=["passed", "failed"])
def test_sixty_four_people_hand_in_at_once_without_error(app, wrong):
    course_with()
    browsers = [browser_of(app, make_person(department="PEN-OPS-HEX")) for _ in range(AT_ONCE)]
    answers = send_all(browsers, [form_on(browser, wrong) for browser in browsers])
    assert {status for status, _ in answers} == {303}
    kept = db.session.execute(select(Attempt.handed_in_at, Attempt.passed, Attempt.seq)).all()
    assert len(kept) == AT_ONCE
    assert all(row.handed_in_at and row.passed == (wrong == 0) and row.seq for row in kept)
    assert len({row.seq for row in kept}) == AT_ONCE
    assert completions() == (AT_ONCE if wrong == 0 else 0)
    assert verify() == []


def test_eight_tabs_of_one_person_hand_in_one_attempt_between_them(app):
    course_with()
    person = make_person()
    browsers = [browser_of(app, person) for _ in range(8)]
    answers = send_all(browsers, [form_on(browser, wrong=at % 2) for at, browser in enumerate(browsers)])
    assert {status for status, _ in answers} == {303}
    assert {address for _, address in answers} == {f"{CHECK}/result/1"}
    assert db.session.execute(select(func.count()).select_from(Attempt)).scalar_one() == 1
    handed_in = select(func.count()).where(Statement.verb.in_([Verb.PASSED.value, Verb.FAILED.value]))
    assert db.session.execute(handed_in).scalar_one() == 1
    assert verify() == []


def test_saving_and_handing_in_at_once_loses_no_hand_in(app):
    course_with()
    person = make_person()
    browsers = [browser_of(app, person) for _ in range(8)]
    forms = [{**form_on(browser), "action": "save" if at % 2 else "hand-in"} for at, browser in enumerate(browsers)]
    assert {status for status, _ in send_all(browsers, forms)} == {303}
    kept = db.session.execute(select(Attempt)).scalars().all()
    assert [(attempt.number, attempt.passed) for attempt in kept] == [(1, True)]
