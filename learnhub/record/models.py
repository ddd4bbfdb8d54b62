"""The record's tables: statements (append-only, by triggers made in the migration), what they are about, and the caches
that follow from them.

Nothing here holds a name or free text. `progress`, `standing` and `completion_month` are caches: `flask record rebuild`
makes them anew from the statements and `verify` compares.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant, Uuid16
from learnhub.db import Model

NOWHERE = 0


class RecordObject(Model):
    """A thing a statement can be about, interned. `course_id` is set for a course and its modules."""

    __tablename__ = "record_object"
    __table_args__ = (UniqueConstraint("kind", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(String(200))
    course_id: Mapped[int | None] = mapped_column(Integer, index=True)


class StaffGroup(Model):
    """A (grade, profession) pair, interned, so that ten million statements need not spell it out."""

    __tablename__ = "record_staff_group"
    __table_args__ = (UniqueConstraint("grade", "profession"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    grade: Mapped[str] = mapped_column(String(40), default="")
    profession: Mapped[str] = mapped_column(String(100), default="")


class Statement(Model):
    """One line of somebody's learning record. Written once; the database refuses to change or delete it.

    `seq` is the order in which statements became visible, and the cursor of every export. `at` is when it happened,
    `received_at` when we heard. `score` is in thousandths, `minutes` whole. `about_seq` is the statement that a
    witnessing or a voiding speaks of.
    """

    __tablename__ = "statement"
    __table_args__ = (
        Index("ix_statement_learner_id_seq", "learner_id", "seq"),
        Index("ix_statement_object_id_seq", "object_id", "seq"),
        Index("ix_statement_department_id_at", "department_id", "at"),
        Index(
            "ix_statement_course_completion",
            "course_id",
            "at",
            "department_id",
            sqlite_where=text("is_course_completion"),
            postgresql_where=text("is_course_completion"),
        ),
        {"sqlite_autoincrement": True},
    )
    seq: Mapped[int] = mapped_column(BigKey, primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid16, unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    verb: Mapped[int] = mapped_column(SmallInteger)
    object_id: Mapped[int] = mapped_column(ForeignKey("record_object.id"))
    course_id: Mapped[int | None] = mapped_column(Integer)
    is_course_completion: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)
    assurance: Mapped[int] = mapped_column(SmallInteger)
    means: Mapped[int | None] = mapped_column(SmallInteger)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    minutes: Mapped[int | None] = mapped_column(Integer)
    barrier: Mapped[int | None] = mapped_column(SmallInteger)
    department_id: Mapped[int | None] = mapped_column(Integer)
    staff_group_id: Mapped[int | None] = mapped_column(Integer)
    version_id: Mapped[int | None] = mapped_column(Integer)
    language: Mapped[int] = mapped_column(SmallInteger)
    about_seq: Mapped[int | None] = mapped_column(BigInteger)
    by_learner_id: Mapped[int | None] = mapped_column(Integer)


class Voided(Model):
    """Which statements have been voided, by which: what a voiding says, in a form that a query can leave out."""

    __tablename__ = "voided"
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    by_seq: Mapped[int] = mapped_column(BigInteger)


class Progress(Model):
    """How far a learner is in a course: one row, everything a module page needs. A fold of the learner's statements.

    `modules` maps a module's slug (as it was then) to `{"at": ms, "means": int, "seq": int, "score": thousandths or
    null, "assurance": int}` for what is done. `checks` maps a quiz's slug to `{"tries": n, "best": thousandths}`.
    """

    __tablename__ = "progress"
    __table_args__ = (
        # Holds completed_at too: a course's standing, department by department, is counted from the index alone.
        Index("ix_progress_course_id_department_id", "course_id", "department_id", "completed_at"),
        # Who completed a course, in the order of their numbers: a tenth of the table's pages.
        Index(
            "ix_progress_completed",
            "course_id",
            "learner_id",
            "completed_at",
            sqlite_where=text("completed_at IS NOT NULL"),
            postgresql_where=text("completed_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    course_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    started_at: Mapped[datetime] = mapped_column(Instant)
    started_version_id: Mapped[int | None] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_version_id: Mapped[int | None] = mapped_column(Integer)
    completed_seq: Mapped[int | None] = mapped_column(BigInteger)
    completed_language: Mapped[int | None] = mapped_column(SmallInteger)
    modules: Mapped[dict[str, Any]] = mapped_column(JSON)
    checks: Mapped[dict[str, Any]] = mapped_column(JSON)
    department_id: Mapped[int | None] = mapped_column(Integer)  # where the learner is now: what `standing` counts


class Standing(Model):
    """How many people now in a department (itself, not below) are in progress in, or have completed, a course.

    People without a current posting (leavers) are in no department's count: they are in no denominator either.
    """

    __tablename__ = "standing"
    __table_args__ = ({"sqlite_with_rowid": False},)
    department_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    course_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    in_progress: Mapped[int] = mapped_column(Integer, default=0)
    complete: Mapped[int] = mapped_column(Integer, default=0)


class CompletionMonth(Model):
    """Completions of a course in a calendar month (the service's zone) by people who were then in a department.

    `month` is year × 12 + month − 1. Voided completions are not counted. `department_id` is 0 (`NOWHERE`) for those who
    had no posting that day, so that the whole service's total is the number of completions.
    """

    __tablename__ = "completion_month"
    __table_args__ = ({"sqlite_with_rowid": False},)
    course_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    department_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    completions: Mapped[int] = mapped_column(Integer)


class WitnessRequest(Model):
    """A learner asked a colleague to confirm what they said they did; at most one open request a statement.

    `confirmed` None after an answer: the learner took the request back. Why somebody cannot confirm is not asked.
    """

    __tablename__ = "witness_request"
    __table_args__ = (
        Index(
            "uq_witness_request_open",
            "statement_seq",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_witness_request_asked_of", "asked_of_person_id", "answered_at"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # No foreign key: nothing may refuse or cascade to what the record's own triggers protect.
    statement_seq: Mapped[int] = mapped_column(BigInteger, index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    asked_of_person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed: Mapped[bool | None] = mapped_column()
