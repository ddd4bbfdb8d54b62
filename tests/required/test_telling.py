"""Who is told what of required learning, once each: newly asked, its date moved, exempted or given more time."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.messages import digest
from learnhub.messages.digest import write_digests
from learnhub.messages.models import DailyRun, Message, Notice
from learnhub.required import actions, telling
from learnhub.required.actions import Asked
from learnhub.required.models import Assignment, CaseKind, Kind
from learnhub.required.reminders import write_reminders
from learnhub.required.telling import tell_people
from tests import factories, people
from tests.required.conftest import Take

TODAY = date(2026, 11, 24)  # a Tuesday
DUE = date(2026, 12, 15)


@pytest.fixture
def course(app: Flask) -> Course:
    return factories.make_course(factories.reading(), title="Letters")


def require(course: Course, **fields: object) -> Assignment:
    """As an officer does it."""
    values = {
        "kind": Kind.REQUIRED, "course_id": course.id, "pathway": None, "starts_on": TODAY, "due_on": DUE,
        "within_days": None, "recurs": None, "early_counts": True, "reason": "Everybody writes letters.",
        "scope_id": people.department("PEN").id, "departments": (people.department("PEN").id,), **fields,
    }  # fmt: skip
    with clock.at(noon(TODAY)), database.write():
        row, _is_new = actions.make_assignment(Asked(**values), people.person("hr").id, None)
        number = row.id
    return db.session.get_one(Assignment, number)


def move(row: Assignment, due_on: date | None, on: date = TODAY, within_days: int | None = None) -> None:
    with clock.at(noon(on)), database.write():
        row = db.session.get_one(Assignment, row.id)
        actions.change_assignment(row, due_on=due_on, within_days=within_days, reason="Everybody writes letters.")


def decide(row: Assignment, role: str, kind: CaseKind, until_on: date | None, why: str = "On loan.") -> None:
    with clock.at(noon(TODAY)), database.write():
        row = db.session.get_one(Assignment, row.id)
        actions.decide_case(row, people.person(role).id, kind, until_on, why, people.person("hr").id)


_seconds = count()


def noon(on: date) -> datetime:
    """About noon, each time a second later."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC) + timedelta(seconds=next(_seconds))


def run(on: date = TODAY, hour: int = 12) -> int:
    with clock.at(noon(on).replace(hour=hour)):
        return tell_people()


def told(role: str) -> list[str]:
    db.session.rollback()
    rows = select(Notice.text).where(Notice.person_id == people.person(role).id, Notice.kind == "asked")
    return list(db.session.execute(rows.order_by(Notice.id)).scalars())


def test_saving_writes_no_notice_and_the_job_one_for_each(app: Flask, course: Course) -> None:
    require(course)
    assert told("learner") == []
    assert run() > 1
    assert [run(TODAY + timedelta(days=number)) for number in range(40)] == [0] * 40
    assert told("learner") == [
        "“Letters” is now required of you, by 15 December 2026.\n"
        "Asked by Hana Reid, Department for Pensions. Why you: Everybody writes letters. 5 minutes."
    ]


def test_not_in_the_quiet_hours_and_not_before_it_begins(app: Flask, course: Course) -> None:
    require(course, starts_on=TODAY + timedelta(days=7))
    assert run(TODAY + timedelta(days=6)) == 0
    assert run(TODAY + timedelta(days=7), hour=6) == 0
    assert run(TODAY + timedelta(days=7)) > 0


def test_of_a_suggestion_nobody_is_told(app: Flask, course: Course) -> None:
    require(course, kind=Kind.SUGGESTED, due_on=None)
    assert run() == 0


def test_nor_is_who_has_done_it_is_exempt_or_of_whom_it_is_asked_no_more(
    app: Flask, course: Course, take: Take
) -> None:
    take(people.person("learner"), course)
    row = require(course)
    run()
    assert told("learner") == []
    with database.write():
        actions.withdraw_assignment(db.session.get_one(Assignment, row.id))
    other = require(factories.make_course(factories.reading(), title="Numbers"))
    with database.write():
        actions.withdraw_assignment(db.session.get_one(Assignment, other.id))
    assert run() == 0


def test_a_date_that_is_over_is_said_as_it_is(app: Flask, course: Course) -> None:
    require(course, starts_on=date(2026, 9, 1), due_on=date(2026, 11, 2))
    run()
    assert told("learner")[0].startswith("“Letters” is now required of you. It was due on 2 November 2026.")


def test_who_joins_later_is_told_then_with_their_own_date(app: Flask, course: Course) -> None:
    require(course)
    run()
    joined = TODAY + timedelta(days=10)
    with clock.at(noon(joined)):
        newcomer = factories.make_person("Nia New", department="PEN", joined_on=joined)
    assert [run(joined + timedelta(days=number)) for number in range(4)] == [1, 0, 0, 0]
    said = db.session.execute(select(Notice.text).where(Notice.person_id == newcomer.id)).scalar_one()
    assert said.startswith("“Letters” is now required of you, by 1 January 2027.")


def test_who_comes_after_everybody_was_told_and_long_ago_is_not(app: Flask, course: Course) -> None:
    require(course)
    run()
    joined = TODAY + timedelta(days=1)
    factories.make_person("Late Line", department="PEN", joined_on=joined)
    assert run(joined + timedelta(days=29)) == 0


def test_a_moved_date_is_told_once_and_another_reason_is_not(app: Flask, course: Course) -> None:
    row = require(course)
    run()
    move(row, DUE, on=TODAY + timedelta(days=1))
    assert run(TODAY + timedelta(days=1)) == 0
    move(row, date(2026, 12, 9), on=TODAY + timedelta(days=2))
    assert run(TODAY + timedelta(days=2)) > 1
    assert [run(TODAY + timedelta(days=number)) for number in range(2, 20)] == [0] * 18
    assert told("learner")[1:] == [
        "The date of “Letters” has changed: you have until 9 December 2026.\n"
        "Asked by Hana Reid, Department for Pensions. 5 minutes."
    ]
    move(row, DUE, on=TODAY + timedelta(days=5))
    assert run(TODAY + timedelta(days=5)) > 1
    assert len(told("learner")) == 3


def test_whose_own_date_does_not_move_hears_nothing(app: Flask, course: Course) -> None:
    row = require(course)
    decide(row, "learner", CaseKind.EXTENDED, date(2027, 3, 1))
    run()
    before = told("learner")
    move(row, date(2026, 12, 9))
    assert run() > 0
    assert told("learner") == before


def test_a_date_moved_before_anybody_was_told_is_told_once(app: Flask, course: Course) -> None:
    row = require(course)
    move(row, date(2026, 12, 9))
    run()
    assert [words.partition("\n")[0] for words in told("learner")] == [
        "“Letters” is now required of you, by 9 December 2026."
    ]


def test_days_after_joining_instead_of_a_day_is_a_move_too(app: Flask, course: Course) -> None:
    row = require(course)
    run()
    move(row, None, within_days=60)
    run()
    assert told("learner")[-1].startswith("The date of “Letters” has changed: you have until 25 January 2027.")


def test_a_moved_date_is_reminded_of_anew(app: Flask, course: Course) -> None:
    row = require(course)
    run()

    def remind(on: date) -> int:
        with clock.at(noon(on)):
            return write_reminders()

    assert remind(date(2026, 12, 8)) > 0  # a week before
    move(row, date(2027, 1, 12), on=date(2026, 12, 9))
    run(date(2026, 12, 9))
    assert remind(date(2026, 12, 9)) == 0
    assert remind(date(2027, 1, 5)) > 0  # a week before


def test_who_was_told_lately_is_not_reminded_of_the_same(app: Flask, course: Course) -> None:
    require(course)
    run()
    with clock.at(noon(TODAY + timedelta(days=1))):
        assert write_reminders() == 0


def test_an_exemption_more_time_and_their_end_are_told_at_once_and_once(app: Flask, course: Course) -> None:
    row = require(course)
    decide(row, "learner", CaseKind.EXTENDED, date(2027, 1, 12))
    decide(row, "learner", CaseKind.EXTENDED, date(2027, 1, 12))  # pressed twice
    decide(row, "learner", CaseKind.EXEMPT, date(2027, 3, 1), "Away on loan.")
    decide(row, "learner", CaseKind.EXEMPT, None)
    for _twice in range(2):
        with clock.at(noon(TODAY)), database.write():
            actions.drop_case(db.session.get_one(Assignment, row.id), people.person("learner").id)
    assert told("learner") == [
        "You have until 12 January 2027 for “Letters”.\nOn loan.",
        "“Letters” is not asked of you until 1 March 2027.\nAway on loan.",
        "“Letters” is not asked of you any more.\nOn loan.",
        "“Letters” is asked of you as of everybody else again: by 15 December 2026.",
    ]


def test_putting_a_suggestion_aside_tells_nobody(app: Flask, course: Course) -> None:
    row = require(course, kind=Kind.SUGGESTED, due_on=None)
    with database.write():
        actions.put_aside(db.session.get_one(Assignment, row.id), people.person("learner").id)
    assert told("learner") == []


def test_it_comes_in_the_daily_mail_whose_subject_has_no_reason(app: Flask, course: Course) -> None:
    row = require(course)
    decide(row, "learner", CaseKind.EXEMPT, None, "Ill.")
    with clock.at(noon(TODAY)):
        write_digests()
    mail = db.session.execute(
        select(Message).where(Message.key == digest.digest_key(people.person("learner").id, TODAY))
    ).scalar_one()
    assert mail.subject == "“Letters” is not asked of you any more"
    assert "Ill." in mail.text


def test_a_run_that_was_stopped_goes_on_where_it_was(
    app: Flask, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        factories.make_person(f"Person {number}", department="PEN")
    require(course)
    monkeypatch.setattr(telling, "CHUNK", 5)
    inside, calls = telling.write_notices, 0

    def stop(rows: list[object]) -> int:
        nonlocal calls
        calls += 1
        written = inside(rows)
        if calls == 2:
            raise RuntimeError("as if the machine had stopped here")
        return written

    monkeypatch.setattr(telling, "write_notices", stop)
    with pytest.raises(RuntimeError):
        run()
    db.session.rollback()
    first = db.session.execute(select(func.count()).select_from(Notice)).scalar_one()
    assert first == 5
    monkeypatch.setattr(telling, "write_notices", inside)
    assert run() > 0
    assert run() == 0
    per_person = select(Notice.person_id).group_by(Notice.person_id).having(func.count() > 1)
    assert db.session.execute(per_person).all() == []
    run_row = db.session.execute(select(DailyRun).where(DailyRun.name.startswith("asked:"))).scalar_one()
    assert run_row.is_finished


def test_losing_count_of_how_far_it_had_come_writes_nothing_twice(app: Flask, course: Course) -> None:
    require(course)
    everybody = run()
    with database.write():
        db.session.execute(delete(DailyRun).where(DailyRun.name == telling.NEWCOMERS))
        for row in db.session.execute(select(DailyRun)).scalars():
            row.reached, row.is_finished = 0, False
    assert run() == 0
    assert db.session.execute(select(func.count()).select_from(Notice)).scalar_one() == everybody


def test_two_machines_tell_each_once(app: Flask, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    require(course)
    inside, nested = telling.write_notices, False

    def after_the_other(rows: list[object]) -> int:
        nonlocal nested
        if not nested:
            nested = True
            database.rollback()
            assert run() > 0
            database.begin_write()
        return inside(rows)

    monkeypatch.setattr(telling, "write_notices", after_the_other)
    assert run() == 0
    assert len(told("learner")) == 1
