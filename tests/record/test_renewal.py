"""Completing a course again: the date moves, everything that was counted stays right, and it can be taken back."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.record import actions
from learnhub.record.models import CompletionMonth, Standing, Statement
from learnhub.record.progress import ProgressRow
from learnhub.record.progress_queries import progress_of
from learnhub.record.queries import completions_of
from learnhub.record.words import Means
from tests import factories, people

FIRST, AGAIN = datetime(2025, 11, 3, 12, tzinfo=UTC), datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
def learner(app: Flask) -> Person:
    return people.person("learner")


@pytest.fixture
def course(app: Flask) -> Course:
    return factories.make_course(factories.reading(), factories.quiz())


def take(person: Person, course: Course, at: datetime) -> None:
    with clock.at(at), database.write():
        actions.mark_module_done(person.learner_id, course, course.modules[0], Means.MARKED)
    with clock.at(at), database.write():
        actions.record_check_result(person.learner_id, course, course.modules[1], 900, True)


def renew(person: Person, course: Course, at: datetime) -> tuple[int, int | None]:
    with clock.at(at), database.write():
        passed = actions.record_check_result(person.learner_id, course, course.modules[1], 800, True)
        return passed, actions.renew_completion(person.learner_id, course, rests_on=passed)


def progress(person: Person, course: Course) -> ProgressRow:
    found = progress_of(person.learner_id, course.id)
    db.session.rollback()
    assert found is not None
    return found


def test_the_latest_completion_is_the_one_that_counts(learner: Person, course: Course) -> None:
    take(learner, course, FIRST)
    before = progress(learner, course)
    _, seq = renew(learner, course, AGAIN)
    after = progress(learner, course)
    assert after.completed_at == AGAIN
    assert after.completed_seq == seq
    assert after.modules == before.modules
    assert after.started_at == FIRST
    assert [row.at for row in completions_of(learner.learner_id)] == [AGAIN, FIRST]
    assert actions.verify() == []


def test_figures_count_the_person_once_and_each_completion_in_its_month(learner: Person, course: Course) -> None:
    take(learner, course, FIRST)
    renew(learner, course, AGAIN)
    assert db.session.execute(select(Standing.complete, Standing.in_progress)).one() == (1, 0)
    months = db.session.execute(select(func.count(), func.sum(CompletionMonth.completions))).one()
    assert tuple(months) == (2, 2)


def test_what_was_never_complete_is_not_renewed(learner: Person, course: Course) -> None:
    with database.write():
        assert actions.renew_completion(learner.learner_id, course) is None
    assert db.session.execute(select(func.count()).select_from(Statement)).scalar_one() == 0


def test_taking_back_the_passed_check_takes_back_what_it_renewed(learner: Person, course: Course) -> None:
    take(learner, course, FIRST)
    passed, _ = renew(learner, course, AGAIN)
    with database.write():
        actions.void(passed, people.person("admin").learner_id)
    assert progress(learner, course).completed_at == FIRST
    assert actions.verify() == []


def test_taking_back_a_module_takes_back_both(learner: Person, course: Course) -> None:
    take(learner, course, FIRST)
    renew(learner, course, AGAIN)
    seq = progress(learner, course).modules["open-it"]["seq"]
    with database.write():
        actions.void(seq, people.person("admin").learner_id)
    assert not progress(learner, course).is_complete
    assert completions_of(learner.learner_id) == []
    assert db.session.execute(select(func.sum(CompletionMonth.completions))).scalar_one() == 0
    assert actions.verify() == []


def test_rebuilding_comes_to_the_same(learner: Person, course: Course) -> None:
    take(learner, course, FIRST)
    renew(learner, course, AGAIN)
    before = progress(learner, course)
    assert actions.rebuild() == 0
    assert progress(learner, course) == before


def test_an_earlier_completion_that_arrives_late_changes_nothing(learner: Person, course: Course) -> None:
    take(learner, course, AGAIN)
    with database.write():
        actions.renew_completion(learner.learner_id, course, at=FIRST)
    assert progress(learner, course).completed_at == AGAIN
    assert actions.verify() == []
