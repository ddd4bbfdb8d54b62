"""The outbox, where a message is a row written with what it is about and sent after the commit; and notices."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class Message(Model):
    """One message to one address. `key` makes it unique where the same message must never be written twice."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_due",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
        # What has been kept long enough is looked for while the database is locked: never by reading it all.
        Index(
            "ix_message_sent_at",
            "sent_at",
            sqlite_where=text("sent_at IS NOT NULL"),
            postgresql_where=text("sent_at IS NOT NULL"),
        ),
        Index(
            "ix_message_given_up_at",
            "given_up_at",
            sqlite_where=text("given_up_at IS NOT NULL"),
            postgresql_where=text("given_up_at IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(Integer, index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    given_up_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str | None] = mapped_column(String(300))


class Notice(Model):
    """One sentence for one person, shown on the site and gathered into their next daily mail.

    `key` keeps the same notice from being written twice. `mail_settled_at` is when its mail was decided on: put into a
    digest, or left out because it had been read or such mails are refused; None while a digest may still carry it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person_id_id", "person_id", "id"),
        Index(
            "ix_notice_for_mail",
            "person_id",
            sqlite_where=text("mail_settled_at IS NULL"),
            postgresql_where=text("mail_settled_at IS NULL"),
        ),
        Index(
            "ix_notice_read_at",
            "read_at",
            sqlite_where=text("read_at IS NOT NULL"),
            postgresql_where=text("read_at IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    text: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    written_at: Mapped[datetime] = mapped_column(Instant, index=True)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    mail_settled_at: Mapped[datetime | None] = mapped_column(Instant)


class MailRefusal(Model):
    """A kind of message that somebody does not want by mail; on the site it stands all the same."""

    __tablename__ = "mail_refusal"
    person_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    since_at: Mapped[datetime] = mapped_column(Instant)


class DailyRun(Model):
    """How far a job has come today that goes through everybody once a day; so that one that was stopped goes on.

    `reached` is the number of the last person seen to, written in the transaction that saw to them.
    """

    __tablename__ = "daily_run"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    on: Mapped[date] = mapped_column(Date)
    reached: Mapped[int] = mapped_column(Integer)
    is_finished: Mapped[bool]
