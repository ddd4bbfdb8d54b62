"""What the stories of the record share: short words for one press of a button in a request of its own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.record import actions
from learnhub.record.words import Means
from tests import people

Press = Callable[..., int | None]


@pytest.fixture
def learner(app: Flask) -> int:
    """The learner's number in the record."""
    return people.person("learner").learner_id


@pytest.fixture
def press(learner: int) -> Press:
    """`press(course, "slug")`: mark a module as done, as the learner unless `who` says otherwise."""

    def mark(
        course: Course, slug: str, means: Means = Means.MARKED, *, who: int | None = None, at: datetime | None = None
    ) -> int | None:
        module = course.module(slug)
        assert module is not None
        with database.write():
            return actions.mark_module_done(who or learner, course, module, means, at=at)

    return mark


@pytest.fixture
def hand_in(learner: int) -> Press:
    """`hand_in(course, "slug", 800)`: hand in a quiz with a score in thousandths; passed from 600."""

    def result(course: Course, slug: str, score: int, *, who: int | None = None, at: datetime | None = None) -> int:
        module = course.module(slug)
        assert module is not None
        with database.write():
            return actions.record_check_result(who or learner, course, module, score, score >= 600, at=at)

    return result
