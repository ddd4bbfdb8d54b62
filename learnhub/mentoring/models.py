"""Sessions, who was there, and what belongs to a mentorship: goals, steps, notes, meetings, offers, what is shared.

Texts are here alone, never in the record.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class SupportSession(Model):
    """A session an ambassador held. `topics` are skill codes between bars; `unnamed` people are counted without a name.

    `statement_seq` is *helped* on the ambassador's record. `note` is the ambassador's alone. `code` is what people type
    in to say that they are here, until `code_until`. `minutes` are 0 while a room is open and nobody has said how long.
    """

    __tablename__ = "support_session"
    __table_args__ = (
        UniqueConstraint("ambassador_id", "form_key"),
        Index("ix_support_session_ambassador_id_on_day", "ambassador_id", "on_day", "id"),
        Index("ix_support_session_on_day", "on_day"),
        Index(
            "ix_support_session_code",
            "code",
            unique=True,
            sqlite_where=text("code IS NOT NULL"),
            postgresql_where=text("code IS NOT NULL"),
        ),
        Index(
            "ix_support_session_mentorship_id",
            "mentorship_id",
            sqlite_where=text("mentorship_id IS NOT NULL"),
            postgresql_where=text("mentorship_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},  # the record names sessions by their numbers: none is given twice
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassador.id"))
    kind: Mapped[str] = mapped_column(String(20))  # of kinds.SessionKind
    how: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)  # when said: what overlapping is judged by
    minutes: Mapped[int] = mapped_column(Integer)
    topics: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    office: Mapped[str] = mapped_column(String(100), default="")
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("help_request.id"), index=True)
    mentorship_id: Mapped[int | None] = mapped_column(ForeignKey("mentorship.id"))
    unnamed: Mapped[int] = mapped_column(Integer, default=0)
    code: Mapped[str | None] = mapped_column(String(12))
    code_until: Mapped[datetime | None] = mapped_column(Instant)
    statement_seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    logged_at: Mapped[datetime] = mapped_column(Instant)
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))  # a form sent twice logs once


class SessionPerson(Model):
    """Somebody helped in a session. Asked once whether it was so; a yes puts *attended* on their record.

    `by_code`: they came in by the room's code, so that it is their own word until the ambassador has said that they saw
    them (`seen_at`).
    """

    __tablename__ = "session_person"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        Index("ix_session_person_person_id", "person_id", "answered_at"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("support_session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed: Mapped[bool | None] = mapped_column()
    by_code: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    statement_seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)


class MentorshipGoal(Model):
    __tablename__ = "mentorship_goal"
    __table_args__ = (UniqueConstraint("mentorship_id", "form_key"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    skill: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(String(300))
    set_at: Mapped[datetime] = mapped_column(Instant)
    reached_at: Mapped[datetime | None] = mapped_column(Instant)
    dropped_at: Mapped[datetime | None] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))  # a form sent twice counts once


class MentorshipStep(Model):
    """What one of the two does next. `by_person_id` is who does it."""

    __tablename__ = "mentorship_step"
    __table_args__ = (UniqueConstraint("mentorship_id", "form_key"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None] = mapped_column(Date)
    set_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))  # a form sent twice counts once


class MentorshipNote(Model):
    """A note of one of the two: for both, or private to who wrote it."""

    __tablename__ = "mentorship_note"
    __table_args__ = (UniqueConstraint("mentorship_id", "form_key"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_private: Mapped[bool] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))  # a form sent twice counts once


class MentorshipMeeting(Model):
    """A date the two have agreed: a wall time in its zone, sent as an invitation; `sequence` grows by change."""

    __tablename__ = "mentorship_meeting"
    __table_args__ = (UniqueConstraint("mentorship_id", "form_key"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    zone: Mapped[str] = mapped_column(String(50))
    starts_local: Mapped[datetime] = mapped_column(DateTime)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(300), default="")
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    form_key: Mapped[str | None] = mapped_column(String(64))  # a form sent twice counts once


class HandoverOffer(Model):
    """An ambassador whom a lead asks to take over a mentorship. `answer` is one of ambassadors.words.Answer; of one
    mentorship one offer is open at a time. `reason` is for the lead alone.
    """

    __tablename__ = "handover_offer"
    __table_args__ = (
        Index(
            "ix_handover_offer_open",
            "mentorship_id",
            unique=True,
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
        Index("ix_handover_offer_ambassador_id", "ambassador_id", "answer"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassador.id"))
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    pass_on_at: Mapped[datetime] = mapped_column(Instant)  # when nobody answers, the lead is to ask somebody else
    answer: Mapped[str | None] = mapped_column(String(20))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(300), default="")


class SharedPart(Model):
    """A part of somebody's record (`what`, of sharing.Part) that they let an ambassador see, until they withdraw it."""

    __tablename__ = "shared_part"
    __table_args__ = (
        Index("ix_shared_part_person_id", "person_id", "withdrawn_at"),
        Index("ix_shared_part_to_person_id", "to_person_id", "withdrawn_at"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(20))
    shared_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
