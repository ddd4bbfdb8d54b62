"""What the stories of HR's figures share: people in Pensions and elsewhere who have taken courses."""

from collections.abc import Callable
from datetime import datetime

import pytest

from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.people.models import Person
from learnhub.record import actions
from learnhub.record.words import Means

Take = Callable[..., None]


@pytest.fixture
def take() -> Take:
    """`take(person, course)`: do every module; `take(person, course, 1)`: the first one only."""

    def do(person: Person, course: Course, modules: int | None = None, *, at: datetime | None = None) -> None:
        for module in course.modules[:modules]:
            with database.write():
                actions.mark_module_done(person.learner_id, course, module, Means.MARKED, at=at)

    return do
