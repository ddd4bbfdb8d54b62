"""What everybody sees: what is required of me and why; doing it again when it recurs; my team, if I lead one."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record.progress_queries import progress_of
from learnhub.required.deadlines import State
from learnhub.required.queries import dues_of
from learnhub.web.access_log import AccessLogEntry
from tests import factories, people
from tests.page import Page
from tests.required.conftest import Take, assign, make_case

TODAY = clock.today()


@pytest.fixture
def lena(page: Page) -> Page:
    return page.sign_in("learner")


def words(opened):
    return " ".join(opened.text.split())


def test_i_see_what_by_whom_by_when_and_why(lena: Page) -> None:
    assign(factories.make_course(slug="letters"))
    shown = words(lena.get("/required/mine"))
    assert "By 29 March 2030." in shown
    assert "Asked by Hana Reid, Department for Pensions. Why you: Everybody handles personal data." in shown


def test_being_away_gives_more_time_and_says_so(lena: Page) -> None:
    due = date(2030, 3, 29)
    assign(factories.make_course(slug="letters"), due_on=due)
    factories.make_absence(people.person("learner"), date(2030, 3, 11), date(2030, 3, 26))
    shown = words(lena.get("/required/mine"))
    assert "You were away for 12 working days before the date, so you have until 16 April 2030." in shown


def test_done_and_overdue_are_worded_kindly(lena: Page, take: Take) -> None:
    done, late = factories.make_course(slug="letters"), factories.make_course(slug="numbers")
    assign(done)
    assign(late, due_on=date(2026, 3, 31))
    take(people.person("learner"), done)
    shown = words(lena.get("/required/mine"))
    assert "This was due on 31 March 2026. It can still be done." in shown
    assert "You did this on" in shown
    assert shown.index("Numbers") < shown.index("Letters")


def test_nothing_required_is_said_plainly(page: Page) -> None:
    assert "Nothing is required of you at the moment." in page.sign_in("outsider").get("/required/mine").text


def test_a_suggestion_can_be_put_aside_and_comes_from_its_day(lena: Page) -> None:
    row = assign(factories.make_course(slug="letters"), kind="suggested")
    assign(factories.make_course(slug="numbers"), kind="suggested", starts_on=TODAY + timedelta(days=1))
    opened = lena.get("/required/mine")
    assert "No date, and nobody is reminded. HR sees how many people have done it, not who." in opened.text
    assert "Not yet asked" in opened.text
    lena.post(f"/required/mine/{row.id}", {}, follow=True)
    assert "Letters" not in lena.now.main.text
    Page(lena.app).sign_in("hr").get(f"/required/{row.id}")


def test_nobody_puts_aside_what_is_required_or_not_theirs(lena: Page) -> None:
    row = assign(factories.make_course(slug="letters"))
    lena.post(f"/required/mine/{row.id}", {}, follow=True)
    assert "Letters" in lena.now.main.text
    lena.post("/required/mine/999", {}, follow=True)


def test_passing_the_check_again_completes_it_again(lena: Page, take: Take) -> None:
    course = factories.make_course(factories.reading(), factories.quiz(), slug="letters")
    learner = people.person("learner")
    year_ago = clock.now() - timedelta(days=400)
    take(learner, course, at=year_ago)
    assign(course, starts_on=TODAY - timedelta(days=420), due_on=TODAY - timedelta(days=390), recurs="P1Y")
    assert "pass its check again" in lena.get("/required/mine").text
    assert dues_of(learner.learner_id)[0].state is not State.COMPLETE
    db.session.rollback()
    with database.write():
        record.record_check_result(learner.learner_id, course, course.modules[1], 300, False)
        record.record_check_result(learner.learner_id, course, course.modules[1], 900, True)
    progress = progress_of(learner.learner_id, course.id)
    assert progress is not None
    assert progress.completed_at is not None
    assert progress.completed_at > year_ago + timedelta(days=300)
    assert dues_of(learner.learner_id)[0].state is State.COMPLETE
    assert record.verify() == []
    db.session.rollback()
    with database.write():
        record.record_check_result(learner.learner_id, course, course.modules[1], 900, True)
    assert progress_of(learner.learner_id, course.id).completed_seq == progress.completed_seq  # nothing asked for it


def test_the_first_completion_is_no_renewal(app: Flask, take: Take) -> None:
    course = factories.make_course(factories.reading(), factories.quiz(), slug="letters")
    assign(course, recurs="P1Y", due_on=date(2026, 12, 31))
    learner = people.person("learner")
    take(learner, course)
    from learnhub.record.queries import completions_of

    assert len(completions_of(learner.learner_id)) == 1


def test_a_version_that_must_be_taken_again_reopens_it(lena: Page, take: Take) -> None:
    parts = factories.reading(), factories.quiz()
    course = factories.make_course(*parts, slug="letters")
    learner = people.person("learner")
    row = assign(course, due_on=TODAY - timedelta(days=60), starts_on=TODAY - timedelta(days=200))
    take(learner, course, at=clock.now() - timedelta(days=100))
    changed = factories.make_course(*parts, slug="letters", version="2.0")
    assert dues_of(learner.learner_id)[0].state is State.COMPLETE
    db.session.rollback()
    factories.make_course(*parts, slug="letters", version="3.0", retake=True)
    assert "is to be taken again" in lena.get("/required/mine").text
    due = dues_of(learner.learner_id)[0]
    assert due.state is State.OPEN
    assert due.deadline.due_on is not None
    assert due.deadline.due_on >= TODAY + timedelta(days=28)
    db.session.rollback()
    with database.write():
        record.record_check_result(learner.learner_id, changed, changed.modules[1], 900, True)
    assert dues_of(learner.learner_id)[0].state is State.COMPLETE
    assert row.id


def test_a_course_without_a_check_is_gone_through_again(lena: Page, take: Take) -> None:
    course = factories.make_course(factories.reading(), slug="letters")
    learner = people.person("learner")
    take(learner, course, at=clock.now() - timedelta(days=400))
    assign(course, starts_on=TODAY - timedelta(days=420), due_on=TODAY - timedelta(days=390), recurs="P1Y")
    lena.get("/required/mine")
    lena.submit("I have gone through it again")
    assert "You did this on" in lena.now.text
    lena.post("/required/again/letters", {}, follow=True)  # nothing asks for it any more
    assert "Noted" not in lena.now.text


def test_a_withdrawn_course_is_asked_of_nobody(lena: Page) -> None:
    course = factories.make_course(slug="letters")
    assign(course)
    factories.withdraw_course(course)
    assert "Letters" not in lena.get("/required/mine").main.text


def test_home_and_lessons_cost_one_statement_at_most_more(lena: Page) -> None:
    course = factories.make_course(slug="letters")
    lena.get("/courses/letters/open-it")
    with lena.statements() as before:
        lena.get("/courses/letters/open-it")
    assign(course, departments=[], scope=None)
    lena.get("/required/mine")
    with lena.statements() as after:
        lena.get("/courses/letters/open-it")
    assert len(after) == len(before)
    with lena.statements() as mine:
        lena.get("/required/mine")
    assert len(mine) <= 3, mine  # who is here, what is asked of them, the departments' names


def team_of(manager: Person, *members: Person) -> None:
    with database.write():
        db.session.execute(
            update(Person).where(Person.id.in_([one.id for one in members])).values(line_manager_id=manager.id)
        )


def test_a_line_manager_sees_required_done_and_overdue_and_nothing_else(page: Page, take: Take) -> None:
    course, other = factories.make_course(slug="letters"), factories.make_course(slug="numbers")
    assign(course, due_on=date(2026, 3, 31))
    assign(other, kind="suggested")
    learner, gone = people.person("learner"), factories.make_person("Gone Away", department="PEN")
    team_of(people.person("lead"), learner, gone, people.person("outsider"))
    with database.write():
        db.session.execute(update(Person).where(Person.id == gone.id).values(left_on=date(2026, 1, 1)))
    take(learner, other)
    lead = page.sign_in("lead")
    opened = lead.get("/team")
    assert "My team" in lead.now.html.find("nav", class_="main").text
    rows = [" ".join(row.text.split()) for row in opened.main.all("tr")][1:]
    assert rows == [
        "Lena Marsh 0 of 1 nothing Letters, since 31 March 2026",
        "Oona Finch nothing required nothing nothing",
    ]
    looked = set(db.session.scalars(select(AccessLogEntry.about_person_id)))
    assert looked == {learner.id, people.person("outsider").id}


def test_who_leads_nobody_has_no_team(lena: Page) -> None:
    assert "Nobody has you as line manager." in lena.get("/team").text
    assert "My team" not in lena.now.html.find("nav", class_="main").text


def test_an_exempt_member_is_neither_required_nor_overdue(page: Page) -> None:
    row = assign(factories.make_course(slug="letters"), due_on=date(2026, 3, 31))
    learner = people.person("learner")
    make_case(row, learner, "exempt")
    assign(factories.make_course(slug="numbers"))
    team_of(people.person("lead"), learner)
    rows = page.sign_in("lead").get("/team").main.all("tr")
    assert " ".join(rows[1].text.split()) == "Lena Marsh 0 of 1 29 March 2030 nothing"


def test_a_team_of_whom_nothing_is_required_is_one_sentence(page: Page) -> None:
    team_of(people.person("lead"), people.person("learner"), people.person("outsider"))
    opened = page.sign_in("lead").get("/team")
    assert "Nothing is required of the 2 people whose line manager you are." in opened.text
    assert opened.main.all("table") == []
    assert db.session.execute(select(AccessLogEntry)).first() is None
