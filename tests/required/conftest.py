"""What the stories of required learning share: assignments with safe defaults, and a day to stand on."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.record import actions
from learnhub.record.words import Means
from learnhub.required.models import STAMP, Assignment, AssignmentCase
from tests import people
from tests.factories import committed

Take = Callable[..., None]


def assign(course: Course | None = None, **fields: Any) -> Assignment:
    """An assignment of a course to everybody below Pensions, due in 2030, unless the test says otherwise."""
    fields.setdefault("kind", "required")
    if fields["kind"] == "required" and "within_days" not in fields:
        fields.setdefault("due_on", date(2030, 3, 29))
    departments = [people.department(code).id for code in fields.pop("departments", ["PEN"])]
    scope = fields.pop("scope", "PEN")
    with committed():
        row = Assignment(
            **{
                "course_id": course.id if course else None,
                "departments": departments,
                "grades": [],
                "professions": [],
                "starts_on": date(2026, 1, 5),
                "reason": "Everybody handles personal data.",
                "scope_id": people.department(scope).id if scope else None,
                "by_person_id": people.person("hr").id,
                "made_at": clock.now(),
                **fields,
            }
        )
        db.session.add(row)
        database.touch(STAMP)
    return row


def make_case(assignment: Assignment, person: Person, kind: str, until_on: date | None = None) -> AssignmentCase:
    with database.write():
        row = AssignmentCase(
            assignment_id=assignment.id,
            person_id=person.id,
            kind=kind,
            until_on=until_on,
            reason="On loan.",
            at=clock.now(),
        )
        db.session.add(row)
    return row


@pytest.fixture
def take() -> Take:
    """`take(person, course)`: do every module by marking it, the check by passing it."""

    def do(person: Person, course: Course, *, at: datetime | None = None) -> None:
        for module in course.modules:
            with database.write():
                if module.quiz:
                    actions.record_check_result(person.learner_id, course, module, 1_000, True, at=at)
                else:
                    actions.mark_module_done(person.learner_id, course, module, Means.MARKED, at=at)

    return do
