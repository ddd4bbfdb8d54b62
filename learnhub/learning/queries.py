"""What the pages of a course read beside the record: what was said of it, notes on a task, a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select

from learnhub import clock
from learnhub.catalogue.models import CourseRow
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Module
from learnhub.db import db
from learnhub.learning.models import CourseFeedback, TaskNote
from learnhub.plain_sql import Part
from learnhub.record.models import Statement
from learnhub.record.progress_queries import progress_of
from learnhub.record.queries import NamesThen, ProgressRow
from learnhub.record.words import Language
from learnhub.web.i18n import language

LONGEST_NUMBER = 10  # digits that a version's number cannot have
ASK_AFTER = timedelta(days=30)
ASK_UNTIL = timedelta(days=120)  # who has not answered by then is not asked again


@dataclass(frozen=True, slots=True)
class FeedbackDue:
    """A course completed a month ago, and what its learner meant to try then."""

    course_id: int
    slug: str
    title: str
    will_try: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a learner said of a course."""

    worth: int | None
    will_try: str
    said_at: datetime
    tried: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a learner wrote about a practical task."""

    reflection: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Certificate:
    """One completion, as it was then: the version taken, the number of its statement in the record, and the
    department of that day (empty: none)."""

    course: Course
    completed_at: datetime
    language: str
    number: UUID
    department: str


# The oldest "did you try it?" that is due, 30 days after it was promised.
FEEDBACK_DUE = Part.of(
    "SELECT {all}({each}(course_id, will_try)) FROM (SELECT course_id, will_try FROM course_feedback"
    " WHERE learner_id = :learner_id AND tried IS NULL AND will_try <> '' AND said_at <= :promised_until"
    " AND said_at > :promised_after ORDER BY said_at LIMIT 1) due"
)


def promised_in() -> dict[str, int]:
    """The parameters of `FEEDBACK_DUE`: when what is asked about now was promised, in milliseconds."""
    now = clock.now()
    return {"promised_until": clock.to_ms(now - ASK_AFTER), "promised_after": clock.to_ms(now - ASK_UNTIL)}


def feedback_in(rows: Sequence[Any]) -> FeedbackDue | None:
    """What `FEEDBACK_DUE` found."""
    course = shelf().by_id(rows[0][0], language()) if rows else None
    if course is None:
        return None
    course_id, will_try = rows[0]
    return FeedbackDue(course_id, course.slug, course.title, will_try)


def said_of(learner_id: int, course_id: int) -> Said | None:
    """What a learner said of a course, if anything."""
    row = db.session.execute(
        select(CourseFeedback.worth, CourseFeedback.will_try, CourseFeedback.said_at, CourseFeedback.tried).where(
            CourseFeedback.learner_id == learner_id, CourseFeedback.course_id == course_id
        )
    ).one_or_none()
    return Said(*row) if row else None


def note_of(learner_id: int, course: Course, slugs: tuple[str, ...]) -> Note | None:
    """What a learner wrote about a task, under its present or an earlier name; the latest."""
    row = db.session.execute(
        select(TaskNote.reflection, TaskNote.written_at)
        .where(TaskNote.learner_id == learner_id, TaskNote.course_id == course.id, TaskNote.module.in_(slugs))
        .order_by(TaskNote.id.desc())
        .limit(1)
    ).one_or_none()
    return Note(*row) if row else None


def certificate_of(learner_id: int, progress: ProgressRow | None) -> Certificate | None:
    """The certificate of a completed course, from the version that was taken; None when it is not complete."""
    if progress is None or progress.completed_at is None or progress.completed_seq is None:
        return None
    row = db.session.execute(
        select(Statement.id, Statement.department_id).where(
            Statement.seq == progress.completed_seq, Statement.learner_id == learner_id
        )
    ).one_or_none()
    taken_in = Language(progress.completed_language or Language.EN).name.lower()
    version_id = progress.completed_version_id
    on_shelf = shelf()
    course = on_shelf.version(version_id, taken_in) if version_id else on_shelf.by_id(progress.course_id, taken_in)
    if row is None or course is None:
        return None
    department = NamesThen([row.department_id], language()).on(row.department_id, clock.day_of(progress.completed_at))
    return Certificate(course, progress.completed_at, taken_in, row.id, department)


def course_ever_or_404(slug: str) -> Course:
    """A course that is served now, or the last version of one that has been withdrawn."""
    served = shelf().course(slug, language())
    if served is not None:
        return served
    course_id = db.session.execute(select(CourseRow.id).where(CourseRow.slug == slug)).scalar_one_or_none()
    withdrawn = shelf().by_id(course_id, language()) if course_id is not None else None
    if withdrawn is None:
        abort(404)
    return withdrawn


def course_open_to_or_404(slug: str, learner_id: int) -> Course:
    """A course that is served now; a withdrawn one for who had begun it. A served one costs no statement."""
    course = course_ever_or_404(slug)
    if not shelf().is_served(course.id) and progress_of(learner_id, course.id) is None:
        abort(404)
    return course


def page_of_version(served: Course, slug: str, version: str) -> tuple[Course, Module] | None:
    """An earlier version of a course and a module of it, by the version's number as a form carried it."""
    if not (version.isascii() and version.isdigit() and len(version) < LONGEST_NUMBER):
        return None
    try:
        earlier = shelf().version(int(version), language())
    except KeyError:
        return None
    module = earlier.module(slug) if earlier.id == served.id else None
    return (earlier, module) if module else None
