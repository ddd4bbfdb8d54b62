"""Two requests that earn the same badge at the same moment make one award."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.badges.awarding import award_everyone
from learnhub.badges.models import Award
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.record import actions as record
from learnhub.record.models import Statement
from learnhub.record.words import Means, Verb
from tests import factories, people
from tests.badges.world import complete, make_badge

AT_ONCE = 6


def at_once(app: Flask, *works: object) -> None:
    """Run each in a thread with a session of its own, all let go together; the first error is raised here."""
    gate = threading.Barrier(len(works))

    def run(work) -> None:
        with app.app_context():
            gate.wait(timeout=30)
            try:
                work()
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result(timeout=60)


def counts() -> tuple[int, int]:
    """How many awards, and how many statements of having earned one."""
    awards = db.session.execute(select(func.count()).select_from(Award)).scalar_one()
    earned = select(func.count()).select_from(Statement).where(Statement.verb == Verb.EARNED)
    return awards, db.session.execute(earned).scalar_one()


def test_tabs_that_finish_the_course_together_earn_one_badge(app: Flask) -> None:
    make_badge("letters", {"course": "letters"})
    course = factories.make_course(*(factories.reading(f"part-{number}") for number in range(AT_ONCE)), slug="letters")
    learner_id = people.person("learner").learner_id

    def press(number: int) -> None:
        with database.write():
            record.mark_module_done(learner_id, course, course.modules[number], Means.MARKED)

    at_once(app, *(lambda number=number: press(number) for number in range(AT_ONCE)))
    assert counts() == (1, 1)


def test_courses_finished_together_earn_one_badge(app: Flask) -> None:
    """Each by itself would be enough, and neither request sees the other's course."""
    make_badge("any", {"courses": 1})
    courses = [factories.make_course(slug=f"course-{number}") for number in range(AT_ONCE)]
    lena = people.person("learner")

    def finish(course: Course) -> None:
        complete(lena, course)

    at_once(app, *(lambda course=course: finish(course) for course in courses))
    assert counts() == (1, 1)


def test_the_command_run_twice_at_once_awards_each_once(app: Flask) -> None:
    course = factories.make_course(slug="letters")
    for role in people.ROLES:
        complete(people.person(role), course)
    make_badge("letters", {"course": "letters"})
    at_once(app, award_everyone, award_everyone)
    assert counts() == (len(people.ROLES), len(people.ROLES))
