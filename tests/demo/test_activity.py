"""What people do in the demo: plausible, and by the record's own rules."""

import random
from datetime import date

import pytest
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.models import CourseRow
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.demo.calendar import Window
from learnhub.demo.cast import AMBASSADOR, FIRST, SAFE
from learnhub.demo.scripts import begun_scripts, random_script, straight_script
from learnhub.people.models import Person, Posting
from learnhub.record import actions as record
from learnhub.record.models import Progress, Statement
from learnhub.record.progress import ProgressRow
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Means, Verb
from tests.demo.conftest import Load
from tests.factories import make_course, make_department, make_person, quiz, reading, task


@pytest.fixture
def course(empty_app: object) -> Course:
    return make_course(reading("one"), reading("two"), task("try-it"), quiz("check"))


def test_scripts_are_many_and_some_complete_and_some_do_not(course: Course) -> None:
    scripts = [random_script(course, 0, random.Random(number)) for number in range(200)]
    assert {script.folded.is_complete for script in scripts} == {True, False}
    verbs = {step.verb for script in scripts for step in script.steps}
    assert verbs == {Verb.STARTED, Verb.COMPLETED, Verb.PASSED, Verb.FAILED, Verb.HINDERED}
    means = {step.means for script in scripts for step in script.steps} - {None}
    assert means == {Means.MARKED, Means.QUIZ, Means.CHECK, Means.TASK, Means.ALTERNATIVE}


def test_time_never_runs_backwards_in_a_script(course: Course) -> None:
    for number in range(200):
        times = [(step.day, step.minute) for step in random_script(course, 0, random.Random(number)).steps]
        assert times == sorted(times)


def test_beginnings_have_every_length_from_one(course: Course) -> None:
    assert [len(script.steps) for script in begun_scripts(course, 0)] == [1, 2, 3]


@pytest.mark.parametrize("number", range(12))
def test_a_script_gives_what_the_records_own_actions_give(course: Course, number: int) -> None:
    """Step for step: the same statements and the same progress as a learner who presses the buttons."""
    script = straight_script(course, 0) if number == 0 else random_script(course, 0, random.Random(number))
    learner_id = make_person(department=make_department()).learner_id
    with database.write():
        for step in script.steps:
            module = course.module(step.slug)
            if step.verb is Verb.STARTED:
                record.record_start(learner_id, course)
            elif step.verb in (Verb.PASSED, Verb.FAILED):
                assert module is not None
                record.record_check_result(learner_id, course, module, step.score or 0, step.verb is Verb.PASSED)
            elif step.verb is Verb.HINDERED:
                assert module is not None
                assert step.barrier is not None
                record.record_barrier(learner_id, course, module, step.barrier)
            elif module is not None and step.means is not Means.CHECK:
                assert step.means is not None
                record.mark_module_done(learner_id, course, module, step.means)
    rows = db.session.execute(
        select(Statement).where(Statement.learner_id == learner_id).order_by(Statement.seq)
    ).scalars()
    written = [(row.verb, row.means, row.score, row.minutes, row.barrier, row.assurance) for row in rows]
    assert written == [
        (step.verb, step.means, step.score, step.minutes, step.barrier, step.assurance) for step in script.steps
    ]
    assert outline(progress_of(learner_id, course.id)) == outline(script.folded)


def outline(row: ProgressRow | None) -> object:
    assert row is not None
    done = {slug: (entry["means"], entry["score"], entry["assurance"]) for slug, entry in row.modules.items()}
    return row.is_complete, row.started_version_id, row.completed_version_id, row.completed_language, done, row.checks


def test_statements_are_in_the_order_of_time_and_none_is_of_today_or_later(load: Load) -> None:
    load()
    times = db.session.execute(select(Statement.at).order_by(Statement.seq)).scalars().all()
    assert times == sorted(times)
    assert clock.day_of(times[-1]) < clock.today()
    ids = db.session.execute(select(Statement.id).order_by(Statement.seq)).scalars().all()
    assert {identity.version for identity in ids} == {7}
    assert [identity.int >> 80 for identity in ids] == [clock.to_ms(at) for at in times]


def test_every_statement_carries_the_posting_of_its_day(load: Load) -> None:
    load(people=200, statements=1_500)
    rows = db.session.execute(
        select(Statement.at, Statement.department_id, Person.id)
        .join(Person, Person.learner_id == Statement.learner_id)
        .order_by(Statement.seq)
    ).all()
    postings: dict[int, list[Posting]] = {}
    for posting in db.session.execute(select(Posting)).scalars():
        postings.setdefault(posting.person_id, []).append(posting)
    moved = 0
    for row in rows:
        day = clock.day_of(row.at)
        [then] = [p for p in postings[row.id] if p.from_on <= day and (p.until_on is None or day < p.until_on)]
        assert row.department_id == then.department_id
        moved += not then.is_current
    assert moved  # or the test has not tested what it says


def test_nobody_begins_a_course_before_its_prerequisites_are_complete(load: Load) -> None:
    load(people=200, statements=1_500)
    ids = {row.slug: row.id for row in db.session.execute(select(CourseRow.slug, CourseRow.id))}
    taken = {(row.learner_id, row.course_id): row for row in db.session.execute(select(Progress)).scalars()}
    ambassadors = [(learner, row) for (learner, course), row in taken.items() if course == ids[AMBASSADOR]]
    assert ambassadors
    for learner, row in ambassadors:
        for slug in (FIRST, SAFE):
            completed_at = taken[learner, ids[slug]].completed_at
            assert completed_at is not None
            assert completed_at < row.started_at


def test_some_people_never_begin(load: Load) -> None:
    load(people=200, statements=1_000)
    begun = db.session.scalar(select(func.count(Progress.learner_id.distinct())))
    assert begun is not None
    assert 90 < begun < 190


def test_the_window_has_the_working_days_before_today_in_it() -> None:
    window = Window(date(2026, 11, 22), 6)  # a Sunday
    assert len(window) == 30
    assert date.fromordinal(window.days[-1]) == date(2026, 11, 20)
    assert window.weekend_after(window.days[-1]) == date(2026, 11, 21).toordinal()
    assert window.weekend_after(window.days[0]) is None
    assert Window(date(2026, 11, 21), 1).weekend_after(date(2026, 11, 20).toordinal()) is None  # that is today
