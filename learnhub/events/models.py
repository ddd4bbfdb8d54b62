"""Events, who comes to them, and what has to be told to them.

What people write (title, about, access requirements) is here and never in a statement of the record.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model
from learnhub.events.structures import Audience, EventKind, key_of


class Event(Model):
    """An event as its organisers describe it.

    `starts_local` and `ends_local` are what the clocks of `zone` show, and what pages say; `starts_at`, `ends_at` and
    `closes_at` follow from them and are what is compared. `token` is its name in calendars (no secret). `sequence`
    grows with each change that a calendar must take over. An audience is kept as "|12|40|", which a query can look
    into; "" is everybody. `tidied_at`: when access requirements were erased.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_starts_at", "starts_at", "id"), Index("ix_event_ends_at", "ends_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text)
    about_html: Mapped[str] = mapped_column(Text)
    organiser_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    zone: Mapped[str] = mapped_column(String(40))
    starts_local: Mapped[datetime] = mapped_column(DateTime)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    break_minutes: Mapped[int] = mapped_column(Integer, default=0)
    place: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(40), default="")
    remote_link: Mapped[str] = mapped_column(String(500), default="")
    places: Mapped[int | None] = mapped_column(Integer)
    prefers_newcomers: Mapped[bool] = mapped_column(default=False)
    for_departments: Mapped[str] = mapped_column(Text, default="")
    for_grades: Mapped[str] = mapped_column(Text, default="")
    for_professions: Mapped[str] = mapped_column(Text, default="")
    closes_on: Mapped[date | None] = mapped_column(Date)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    module_slug: Mapped[str | None] = mapped_column(String(100))
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    tidied_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def key(self) -> str:
        """What the record calls it."""
        return key_of(self.id, self.kind)

    @property
    def is_hackathon(self) -> bool:
        return self.kind == EventKind.HACKATHON

    @property
    def minutes(self) -> int:
        """How long it lasts, breaks aside."""
        return max(1, int((self.ends_at - self.starts_at).total_seconds()) // 60 - self.break_minutes)

    @property
    def audience(self) -> Audience:
        return Audience(
            tuple(int(part) for part in parts(self.for_departments)),
            parts(self.for_grades),
            parts(self.for_professions),
        )


def joined(values: Any) -> str:
    """Values as "|a|b|": each can be looked for with its bars."""
    held = [str(value) for value in values]
    return f"|{'|'.join(held)}|" if held else ""


def parts(text: str) -> tuple[str, ...]:
    """The values of "|a|b|"."""
    return tuple(text.strip("|").split("|")) if text else ()


class EventOrganiser(Model):
    """Somebody who organises an event together with its main organiser, and may do all that they may."""

    __tablename__ = "event_organiser"
    __table_args__ = (Index("ix_event_organiser_person", "person_id"), {"sqlite_with_rowid": False})
    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    added_at: Mapped[datetime] = mapped_column(Instant)


class SignUp(Model):
    """Somebody and an event: whether they come, wait, cancelled or walked in; and whether they came.

    The waiting list is in the order of `queued_at`, then `id`. `is_newcomer`: they had never been to an event when
    they signed up. `statement_seq` is the statement that they attended, `module_seq` that of the workshop module;
    `witness_seq` and `module_witness_seq` are what an organiser's confirmation wrote about them.
    """

    __tablename__ = "event_sign_up"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_event_sign_up_queue", "event_id", "state", "queued_at", "id"),
        Index("ix_event_sign_up_person_id", "person_id", "statement_seq"),
        Index("ix_event_sign_up_learner_id", "learner_id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    state: Mapped[str] = mapped_column(String(10))
    is_newcomer: Mapped[bool] = mapped_column(default=False)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    access_needs: Mapped[str] = mapped_column(Text, default="")
    checked_in_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    absent_at: Mapped[datetime | None] = mapped_column(Instant)
    statement_seq: Mapped[int | None] = mapped_column(BigInteger)
    witness_seq: Mapped[int | None] = mapped_column(BigInteger)
    module_seq: Mapped[int | None] = mapped_column(BigInteger)
    module_witness_seq: Mapped[int | None] = mapped_column(BigInteger)


class EventNews(Model):
    """What those who come must be told: written with the change, told to some at once and to the others by a job.

    `what` is "changed" or "cancelled"; `said` holds what changed, from what to what. `reached`: the number of the last
    sign-up told; None when everybody has been.
    """

    __tablename__ = "event_news"
    __table_args__ = (Index("ix_event_news_event_id", "event_id"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(20))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)
    reached: Mapped[int | None] = mapped_column(BigInteger)


class EventFeed(Model):
    """Somebody's private calendar address; only the SHA-256 of its token is kept."""

    __tablename__ = "event_feed"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
