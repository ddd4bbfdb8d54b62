"""`flask demo load`: courses published, people and departments made, weeks of learning written, all from one seed.

One path for every size. What is made follows from the seed, the numbers, the courses and one reference day (today): run
twice on the same day with the same seed, it writes the same rows, on either database.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import exists, select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course
from learnhub.config import Settings
from learnhub.db import db
from learnhub.demo import bulk, rows
from learnhub.demo.activity import (
    COMPLETION_MONTH,
    PROGRESS,
    STANDING,
    STATEMENT,
    Activity,
    Numbers,
    object_keys,
)
from learnhub.demo.calendar import Window
from learnhub.demo.cast import AMBASSADOR, CAST, FIRST, SAFE
from learnhub.demo.courses import publish_all
from learnhub.demo.password import demo_password
from learnhub.demo.places import units_for
from learnhub.demo.plan import Plan
from learnhub.demo.staff import Roll, StaffMaker, all_groups
from learnhub.people.hashing import hash_of_password
from learnhub.people.models import Person
from learnhub.record import ledger
from learnhub.record.interning import group_ids, object_ids

LARGE = 100_000  # statements or people from which on indexes are made last and the year is long
WEEKS, WEEKS_OF_A_LARGE_ONE = 6, 52
MOST_COURSES = 32

# Called with what is being written, how many are, and of how many.
Report = Callable[[str, int, int], None]


class NoCourse(LookupError):
    """There is nothing to learn."""


def say_nothing(_what: str, _done: int, _whole: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made."""

    people: int
    departments: int
    courses: int
    faulty_courses: tuple[str, ...]
    statements: int


def is_loaded() -> bool:
    """Whether the demo's cast is there."""
    return bool(db.session.execute(select(exists().where(Person.email == CAST[0].email))).scalar_one())


def is_empty() -> bool:
    """Whether there is nobody in the database."""
    return not db.session.execute(select(exists().where(Person.id.is_not(None)))).scalar_one()


def is_large(people: int, statements: int) -> bool:
    """Whether a demo of that size is one to measure with, made of courses alone."""
    return max(people, statements) >= LARGE


def load_demo(settings: Settings, *, people: int, statements: int, seed: int, report: Report = say_nothing) -> Loaded:
    """Make the demo. The courses are published first, each in a transaction of its own; all the rest is one.

    Raises NoCourse, and plan.DoesNotFit when so few people cannot do so much. Nothing else may write meanwhile.
    """
    large = is_large(people, statements)
    window = Window(clock.today(), WEEKS_OF_A_LARGE_ONE if large else WEEKS)
    password_hash = hash_of_password(demo_password(settings))
    faulty = publish_all(settings.courses, clock.from_ms(window.midnight(window.days[0])))
    courses = in_order(list(shelf().courses))[:MOST_COURSES]
    if not courses:
        raise NoCourse(f"no course in {settings.courses} can be published")
    with database.write():
        ledger.hold_lock()
        objects = object_ids(object_keys(courses))
        groups = group_ids(all_groups())
    db.session.remove()
    db.engine.dispose()  # a change of SQLite's journal wants to be alone
    units = units_for(people, window.today, random.Random(f"{seed} units"))
    with bulk.writer(db.engine.url, large=large) as writer:
        departments = rows.write_departments(writer, units)
        written = rows.PeopleWriter(writer, units, departments, password_hash, window.midnight(window.days[0]))
        roll = Roll(groups)
        maker = StaffMaker(units, people, window.today, random.Random(f"{seed} people"))
        for person in written.write(maker.people()):
            roll.add(person, window.today)
            report("people", len(roll), people)
        plan = Plan(courses, roll, window, statements, random.Random(f"{seed} plan"))
        numbers = Numbers(writer.last("statement", "seq") + 1, written.first_learner, departments, objects)
        activity = Activity(plan, numbers, random.Random(f"{seed} activity"), writer.as_id)
        write_activity(writer, activity, plan.total, report)
    return Loaded(len(roll), len(units), len(courses), tuple(faulty), plan.total)


def write_activity(writer: bulk.Writer, activity: Activity, total: int, report: Report) -> None:
    """Write the statements and the caches that follow from them."""
    done = 0
    for statements, progress in activity.days():
        writer.write("statement", STATEMENT, statements)
        writer.stage("progress", PROGRESS, progress)
        done += len(statements)
        report("statements", done, total)
    writer.write("standing", STANDING, activity.standing())
    writer.write("completion_month", COMPLETION_MONTH, activity.completion_months())


def in_order(courses: list[Course]) -> list[Course]:
    """The courses by how many take them: where to start, staying safe, the others, the one that needs those two."""
    named = {FIRST: 0, SAFE: 1, AMBASSADOR: 3}
    return sorted(courses, key=lambda course: (named.get(course.slug, 2), course.slug))
