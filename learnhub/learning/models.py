"""What taking a course leaves beside the record: attempts at a quiz, notes on a task, what people said of a course.

Free text lives here and not in the record, so that it can be erased while history stands.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class Attempt(Model):
    """A learner's n-th attempt at a quiz, and what was answered; the questions follow from version and number.

    `answers` maps question ids to what was given. Saved while `handed_in_at` is None; the unique key is why pressing
    twice never counts twice. `score` is in thousandths.
    """

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("learner_id", "course_id", "module", "number"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    course_id: Mapped[int] = mapped_column(Integer)
    module: Mapped[str] = mapped_column(String(100))
    number: Mapped[int] = mapped_column(Integer)
    version_id: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    passed: Mapped[bool | None] = mapped_column()
    seq: Mapped[int | None] = mapped_column(BigInteger)


class TaskNote(Model):
    """What a learner wrote about a practical task: a reflection, or why it cannot be done. Seen by the learner only."""

    __tablename__ = "task_note"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    course_id: Mapped[int] = mapped_column(Integer)
    module: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime] = mapped_column(Instant)
    reflection: Mapped[str] = mapped_column(Text)
    seq: Mapped[int | None] = mapped_column(BigInteger)


class CourseFeedback(Model):
    """At completion: was it worth the time, what will you try; 30 days later: did you. Never shown with a name."""

    __tablename__ = "course_feedback"
    __table_args__ = (UniqueConstraint("learner_id", "course_id"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    course_id: Mapped[int] = mapped_column(Integer, index=True)
    said_at: Mapped[datetime] = mapped_column(Instant)
    worth: Mapped[int | None] = mapped_column(SmallInteger)
    will_try: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[int | None] = mapped_column(SmallInteger)
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
