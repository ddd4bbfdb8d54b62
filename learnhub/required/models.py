"""Assignments: rules about whom, what and by when. Never a row per person of an audience: only lists and exceptions.

What a rule comes to for a person is worked out when it is asked (`deadlines`), so an assignment to half a million
people is one row, and whoever joins or moves tomorrow is in it or out of it by that alone.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import Instant
from learnhub.db import Model

STAMP = "required"


class Kind(StrEnum):
    """Whether people must, or are only told that it would be good."""

    REQUIRED = "required"
    SUGGESTED = "suggested"


class CaseKind(StrEnum):
    """What is different for one person: not asked of them, more time, or (suggested) they put it aside themselves."""

    EXEMPT = "exempt"
    EXTENDED = "extended"
    DISMISSED = "dismissed"


class Assignment(Model):
    """A course or a pathway for an audience: departments with everything below them × grades × professions, or a list.

    An empty list of grades or professions means any; of departments, everything below `scope_id` (None: everywhere).
    Required: due on a day (`due_on`, of the first period if it recurs), or `within_days` of joining the service or
    moving into the audience. `recurs` is an ISO 8601 period; `early_counts`: what is done in the last quarter of one
    period counts for the next too. `scope_id` is where the officer who made it may act, `reason` what people read
    under "why you", `changed_at` when its date was last moved.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(course_id IS NULL) <> (pathway IS NULL)", name="object"),
        CheckConstraint("kind <> 'required' OR (due_on IS NULL) <> (within_days IS NULL)", name="due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    pathway: Mapped[str | None] = mapped_column(String(100))
    is_list: Mapped[bool] = mapped_column(default=False)
    departments: Mapped[list[int]] = mapped_column(JSON, default=list)
    grades: Mapped[list[str]] = mapped_column(JSON, default=list)
    professions: Mapped[list[str]] = mapped_column(JSON, default=list)
    starts_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    within_days: Mapped[int | None] = mapped_column(Integer)
    recurs: Mapped[str | None] = mapped_column(String(20))
    early_counts: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(String(500))
    scope_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class AssignedPerson(Model):
    """Somebody on the list of an assignment that is made to a list of people."""

    __tablename__ = "assignment_person"
    __table_args__ = (Index("ix_assignment_person_person_id", "person_id"), {"sqlite_with_rowid": False})
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class AssignmentCase(Model):
    """What is different for one person under one assignment, why, and who said so. One at a time: the latest word.

    Exempt until `until_on` (included; None: for good), extended to `until_on`.
    """

    __tablename__ = "assignment_case"
    __table_args__ = (
        UniqueConstraint("assignment_id", "person_id"),
        Index("ix_assignment_case_person_id", "person_id"),
        CheckConstraint("kind <> 'extended' OR until_on IS NOT NULL", name="extended"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    until_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500), default="")
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Instant)
