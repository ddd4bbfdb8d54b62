"""What is kept of a learner's attempts at a quiz. Always one learner's: no attempt can be asked for by another key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from learnhub.db import db
from learnhub.learning.marking import Given
from learnhub.learning.models import Attempt


@dataclass(frozen=True, slots=True)
class Kept:
    """One attempt. `module` is the name that the quiz had then; `answers` has every question asked, in order; `score`
    is in thousandths. What comes of handing in is None while it is only saved."""

    number: int
    module: str
    version_id: int
    answers: dict[str, Given]
    saved_at: datetime
    handed_in_at: datetime | None
    score: int | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Attempts:
    """All of a learner's attempts at a quiz, over every version: how many were handed in, the best score, whether one
    passed, the last one handed in, and the one that is saved for later.

    `spent` is what a limit counts: passing gives every attempt back, since learning that recurs asks for the check
    again.
    """

    count: int = 0
    best: int = 0
    passed: bool = False
    last: Kept | None = None
    saved: Kept | None = None
    spent: int = 0

    @property
    def last_number(self) -> int:
        """The number of the last attempt that was handed in; 0 before the first."""
        return self.last.number if self.last else 0

    def left(self, limit: int | None) -> int | None:
        """How many attempts are left under a limit; None: as many as one likes."""
        return None if limit is None else max(0, limit - self.spent)

    def may_try(self, limit: int | None) -> bool:
        """Whether there is an attempt to make. A saved one may be handed in, also when the limit came after it."""
        return self.saved is not None or self.left(limit) != 0


def attempts_at(learner_id: int, course_id: int, slugs: tuple[str, ...]) -> Attempts:
    """A learner's attempts at a quiz, by its present and earlier names. One statement, two rows."""
    newest = _all_of(learner_id, course_id, slugs).order_by(
        Attempt.number.desc(), Attempt.handed_in_at.is_(None), Attempt.id.desc()
    )
    rows = db.session.execute(newest.limit(2)).all()
    if not rows:
        return Attempts()
    last = next((row for row in rows if row.handed_in_at is not None), None)
    saved = rows[0] if rows[0].handed_in_at is None else None
    return Attempts(
        count=rows[0].count_handed_in,
        best=rows[0].best_score or 0,
        passed=bool(rows[0].times_passed),
        last=_kept(last) if last else None,
        saved=_kept(saved) if saved else None,
        spent=_spent(rows[0]),
    )


def handed_in(learner_id: int, course_id: int, slugs: tuple[str, ...], number: int) -> tuple[Kept, Attempts] | None:
    """The attempt of that number and what is known of all of them; None when there is none that was handed in."""
    every = _all_of(learner_id, course_id, slugs).where(Attempt.handed_in_at.is_not(None)).subquery()
    row = db.session.execute(
        select(every).where(every.c.number == number).order_by(every.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    kept = _kept(row)
    return kept, Attempts(row.count_handed_in, row.best_score or 0, bool(row.times_passed), kept, spent=_spent(row))


def _spent(row: Any) -> int:
    """Attempts handed in since the last one that passed, or all of them."""
    if not row.times_passed:
        return int(row.count_handed_in)
    return int(row.last_handed_in - row.last_passed)


def _all_of(learner_id: int, course_id: int, slugs: tuple[str, ...]) -> Any:
    """A learner's attempts at a quiz, each beside what is true of all of them."""
    return select(
        Attempt.id,
        Attempt.number,
        Attempt.module,
        Attempt.version_id,
        Attempt.answers,
        Attempt.saved_at,
        Attempt.handed_in_at,
        Attempt.score,
        Attempt.passed,
        func.count(Attempt.handed_in_at).over().label("count_handed_in"),
        func.max(Attempt.score).over().label("best_score"),
        func.sum(case((Attempt.passed.is_(True), 1), else_=0)).over().label("times_passed"),
        func.max(case((Attempt.passed.is_(True), Attempt.number))).over().label("last_passed"),
        func.max(case((Attempt.handed_in_at.is_not(None), Attempt.number))).over().label("last_handed_in"),
    ).where(Attempt.learner_id == learner_id, Attempt.course_id == course_id, Attempt.module.in_(slugs))


def _kept(row: Any) -> Kept:
    return Kept(
        row.number, row.module, row.version_id, row.answers, row.saved_at, row.handed_in_at, row.score, row.passed
    )
