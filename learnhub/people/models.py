"""Who there is: people, where they are posted and when, departments as a tree that changes by date, roles, sessions.

Nothing here knows what a person learns: the record names a learner, and a learner is all that is left of a person
who has
been erased.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model

EVERY_WEEKDAY = "1111100"


class Department(Model):
    """A department or a unit below one.

    Open from `opened_on` until `closed_on` (exclusive); a merged one names its heir.
    """

    __tablename__ = "department"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))


class DepartmentName(Model):
    """What a department is called from a day on, until its next name."""

    __tablename__ = "department_name"
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_cy: Mapped[str | None] = mapped_column(String(200))


class Learner(Model):
    """The subject of a learning record.

    A number without a name. Two that turn out to be one person are merged by alias.
    """

    __tablename__ = "learner"
    __table_args__ = (
        Index(
            "ix_learner_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))


class Person(Model):
    """A member of staff.

    `email` is kept in lower case: it is how one signs in. `working_days` is Monday to Sunday, 1 or 0.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("length(working_days) = 7", name="working_days_week"),
        Index(
            "ix_person_left_on",
            "left_on",
            sqlite_where=text("left_on IS NOT NULL"),
            postgresql_where=text("left_on IS NOT NULL"),
        ),
        Index("ix_person_joined_on", "joined_on"),
        Index(
            "ix_person_part_time",
            "working_days",
            sqlite_where=text("working_days <> '1111100'"),
            postgresql_where=text("working_days <> '1111100'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), unique=True)
    staff_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[str] = mapped_column(String(2), default="en")
    region: Mapped[str | None] = mapped_column(String(100))
    line_manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    joined_on: Mapped[date] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    working_days: Mapped[str] = mapped_column(String(7), default=EVERY_WEEKDAY)
    password_hash: Mapped[str | None] = mapped_column(String(200))


class Absence(Model):
    """Days a person is away, both included. Why is nobody's business here."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="order"),
        Index("ix_absence_until_on", "until_on", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)


class Posting(Model):
    """Where a person works from a day until a day (exclusive; none: until further notice).

    `is_current` marks the one in force, at most one a person: what every count of staff uses. A posting that begins
    later becomes current through `actions.apply_due_postings`. SQLite uses a partial index only for a condition in the
    words it was made with, and there SQLAlchemy writes "is_current = 1".
    """

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("person_id", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on > from_on", name="order"),
        Index(
            "uq_posting_current",
            "person_id",
            unique=True,
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_posting_current_department",
            "department_id",
            "person_id",
            "is_current",
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_posting_current_grade",
            "grade",
            "department_id",
            "profession",
            "person_id",
            "is_current",
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_posting_current_profession",
            "profession",
            "department_id",
            "grade",
            "person_id",
            "is_current",
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_posting_current_from",
            "from_on",
            "person_id",
            "is_current",
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(  # where somebody was before: few beside those who never moved
            "ix_posting_ended",
            "person_id",
            "until_on",
            "from_on",
            "department_id",
            "grade",
            "profession",
            sqlite_where=text("until_on IS NOT NULL"),
            postgresql_where=text("until_on IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    grade: Mapped[str | None] = mapped_column(String(40))
    profession: Mapped[str | None] = mapped_column(String(100))
    office: Mapped[str | None] = mapped_column(String(100))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    is_current: Mapped[bool] = mapped_column(default=False)


class RoleGrant(Model):
    """A role given to a person, everywhere or in a department and below. Given and taken by whom is in the audit."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_person_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    granted_at: Mapped[datetime] = mapped_column(Instant)


class SignInSession(Model):
    """One sign-in on one browser.

    Only the token's SHA-256 is kept; ended rows stay a while, for what was typed into them.
    """

    __tablename__ = "sign_in_session"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    browser: Mapped[str] = mapped_column(String(100), default="")


class PasswordLink(Model):
    """A link that lets its reader choose a password once. Only its hash is kept.

    One of nobody (`person_id` None) is written when an address without an account asks, so that the answer takes as
    long.
    """

    __tablename__ = "password_link"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class AccountEvent(Model):
    """What was done to a person's account, by whom: grants, postings, passwords, departures. Append-only by custom."""

    __tablename__ = "account_event"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    person_id: Mapped[int | None] = mapped_column(Integer, index=True)
    by_person_id: Mapped[int | None] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, object]] = mapped_column(JSON)
