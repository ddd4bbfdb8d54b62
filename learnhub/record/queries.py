"""Reading the learning record. Composed Core selects, plain data."""

from datetime import datetime

from sqlalchemy import select

from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.record import ledger, shelves
from learnhub.record.models import Progress
from learnhub.record.progress import ProgressRow

__all__ = ["ProgressRow", "prerequisites_met", "progress_by_course", "progress_of"]


def progress_of(learner_id: int, course_id: int) -> ProgressRow | None:
    """How far a learner is in a course; None when not begun."""
    row = db.session.execute(
        select(*ledger.PROGRESS_COLUMNS).where(Progress.learner_id == learner_id, Progress.course_id == course_id)
    ).first()
    return None if row is None else ledger.progress_row(row)


def progress_by_course(learner_id: int) -> dict[int, ProgressRow]:
    """How far a learner is in every course begun, by the course's id."""
    rows = db.session.execute(select(*ledger.PROGRESS_COLUMNS).where(Progress.learner_id == learner_id))
    return {row.course_id: ledger.progress_row(row) for row in rows}


def prerequisites_met(learner_id: int, course: Course) -> dict[str, datetime | None]:
    """When each prerequisite that is still offered was completed, by its slug; no statement when there is none."""
    wanted = shelves.prerequisites_of(course)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Progress.course_id, Progress.completed_at).where(
            Progress.learner_id == learner_id, Progress.course_id.in_(wanted.values())
        )
    ).all()
    completed: dict[int, datetime | None] = {row.course_id: row.completed_at for row in rows}
    return {slug: completed.get(course_id) for slug, course_id in wanted.items()}
