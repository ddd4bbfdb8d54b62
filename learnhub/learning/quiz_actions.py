"""Saving an attempt for later, and handing it in. The key (learner, course, module, number) decides who was first: two
tabs, two presses and two processes make one attempt between them, on both databases.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.db import db
from learnhub.learning.marking import Given, Marks, mark
from learnhub.learning.models import Attempt
from learnhub.learning.quiz_sheets import Sheet, in_every_language
from learnhub.record import actions as record

_KEY = ("learner_id", "course_id", "module", "number")
_attempts: Any = Attempt.__table__


def save_attempt(learner_id: int, sheet: Sheet, given: dict[str, Given]) -> bool:
    """Keep an attempt for later, unmarked; False when it has been handed in meanwhile, and nothing is kept."""
    return _keep(learner_id, sheet, given, clock.now()) is not None


def hand_in_attempt(learner_id: int, sheet: Sheet, given: dict[str, Given], language: str) -> Marks | None:
    """Mark an attempt, keep it and tell the record; None when it has been handed in already, and nothing counts."""
    now = clock.now()
    marks = mark(in_every_language(sheet.course, sheet.draw.questions), given, sheet.quiz)
    attempt_id = _keep(learner_id, sheet, given, now, handed_in_at=now, score=marks.score, passed=marks.passed)
    if attempt_id is None:
        return None
    seq = record.record_check_result(
        learner_id, sheet.course, sheet.module, score=marks.score, passed=marks.passed, language=language
    )
    db.session.execute(update(_attempts).where(_attempts.c.id == attempt_id).values(seq=seq))
    return marks


def _keep(learner_id: int, sheet: Sheet, given: dict[str, Given], now: datetime, **marked: Any) -> int | None:
    """Write the row, or over what was saved; its id, or None when it is handed in.

    On PostgreSQL the second of two waits here for the first to commit, and then sees that it did.
    """
    values = {
        "learner_id": learner_id,
        "course_id": sheet.course.id,
        "module": sheet.name,
        "number": sheet.number,
        "version_id": sheet.course.version_id,
        "answers": given,
        "saved_at": now,
        **marked,
    }
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement: Any = insert(_attempts).values(values)
    statement = statement.on_conflict_do_update(
        index_elements=_KEY,
        set_={name: statement.excluded[name] for name in values if name not in _KEY},
        where=_attempts.c.handed_in_at.is_(None),
    ).returning(_attempts.c.id)
    kept: int | None = db.session.execute(statement).scalar_one_or_none()
    return kept
