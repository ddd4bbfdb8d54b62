"""What the stories of exports share: a course, people who complete it, and reading a file as its reader would."""

import csv
import io
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.people.models import Person
from learnhub.record import actions
from learnhub.record.words import Means
from tests.factories import make_course, reading

Complete = Callable[..., None]


@pytest.fixture
def course(app: Flask) -> Course:
    return make_course(reading("one"), slug="letters", title="Letters, and how to answer them", version="1.2")


@pytest.fixture
def complete(course: Course) -> Complete:
    """`complete(person)`: take the whole course."""

    def do(person: Person, *, at: datetime | None = None) -> None:
        with database.write():
            actions.mark_module_done(person.learner_id, course, course.modules[0], Means.MARKED, at=at)

    return do


def rows_of(body: bytes) -> list[dict[str, str]]:
    """A file as a strict reader of RFC 4180 has it."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
