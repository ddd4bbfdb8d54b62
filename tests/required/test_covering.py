"""Whom an assignment is for, one by one: the learner's own view and the chunks that reminders are made of."""

from datetime import date

from flask import Flask

from learnhub.required.deadlines import State
from learnhub.required.queries import covered_in_chunks, dues_of
from tests import factories, people
from tests.page import Page
from tests.required.conftest import Take, assign, make_case


def names(assignment, **more):
    return [person.name for chunk in covered_in_chunks(assignment, 2, **more) for person in chunk]


def test_an_assignment_covers_a_department_and_all_below_it(app: Flask) -> None:
    row = assign(factories.make_course())
    assert names(row) == ["Lena Marsh", "Hana Reid"]
    assert names(assign(factories.make_course(), departments=["PEN-OPS"])) == ["Lena Marsh"]
    assert names(assign(factories.make_course(), departments=[], scope=None, grades=["EO"])) == [
        "Amir Osei", "Wyn Prys", "Oona Finch",
    ]  # fmt: skip


def test_who_is_done_need_not_be_read(app: Flask, take: Take) -> None:
    course = factories.make_course()
    row = assign(course)
    take(people.person("learner"), course)
    assert names(row, open_only=True) == ["Hana Reid"]


def test_the_two_views_of_a_person_agree(app: Flask, take: Take) -> None:
    course = factories.make_course()
    row = assign(course, within_days=30, due_on=None, recurs="P1Y")
    mover = factories.make_person("Mo Ver", department=None)
    factories.make_posting(mover, "REV", from_on=date(2020, 1, 1), until_on=date(2026, 10, 1), is_current=False)
    factories.make_posting(mover, "PEN-OPS", from_on=date(2026, 10, 1), until_on=date(2026, 11, 2), is_current=False)
    factories.make_posting(mover, "PEN-HR", from_on=date(2026, 11, 2))
    factories.make_absence(mover, date(2026, 10, 20), date(2026, 10, 23))
    make_case(row, mover, "extended", date(2027, 1, 4))
    take(mover, course)
    found = {person.person_id: person for chunk in covered_in_chunks(row) for person in chunk}
    mine = dues_of(mover.learner_id)
    assert found[mover.id].posted_on == date(2026, 10, 1)
    assert found[mover.id].absences == ((date(2026, 10, 20), date(2026, 10, 23)),)
    assert mine[0].state is State.COMPLETE
    assert mine[0].case is not None
    assert mine[0].deadline.completed_at == found[mover.id].completions[0]


def test_a_page_asks_nothing_where_nothing_is_required(app: Flask, page: Page) -> None:
    from learnhub.required.queries import required_of

    assign(factories.make_course())
    outsider = people.person("outsider")
    from learnhub import db as database
    from learnhub.people import sessions

    with database.write():
        token = sessions.begin_session(outsider.id)
    visitor = sessions.visitor_with(token)
    assert visitor is not None
    assert required_of(visitor) == ()
