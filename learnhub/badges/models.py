"""What was awarded: one row for each badge (or level of one) that a learner has or had; what can be signed of it.

An award holds no name and no free text; a credential holds the learner's name only if they chose so. An award is made
once; when what it rests on is taken back it is marked as revoked and stays, and a later one is a row of its own.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from learnhub import clock
from learnhub.columns import BigKey, Instant, Uuid16
from learnhub.db import Model


class Award(Model):
    """That a learner earned a badge, at a level ("" for a badge without levels), by a version of its file.

    `earned_at` is the moment its rule became true by the statements, however late that was noticed. `statement_seq` is
    the statement *earned*; it is voided when the award is revoked. `why` is a word of `words.WHY`.
    """

    __tablename__ = "award"
    __table_args__ = (
        # At most one that holds: two requests that earn the same at the same moment make one award.
        Index(
            "uq_award_held",
            "learner_id",
            "slug",
            "level",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_award_learner_id_slug", "learner_id", "slug"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid16, unique=True, default=clock.uuid7)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    slug: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(40), default="")
    version_id: Mapped[int] = mapped_column(Integer)
    earned_at: Mapped[datetime] = mapped_column(Instant)
    statement_seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str | None] = mapped_column(String(40))


class Achievement(Model):
    """What a badge, or a level of one, was called and stood for in one version of its file: what credentials name.

    Kept by itself, so that a credential reads the same for ever. `content` holds for each language `name`,
    `description`, `criteria` and `skills` (pairs of code and title). Its number is part of its address.
    """

    __tablename__ = "achievement"
    __table_args__ = (UniqueConstraint("version_id", "level"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(40))
    version_id: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class StatusList(Model):
    """A list of places in which credentials are marked as revoked. `taken` places of it are given out.

    `seed` shuffles them (`status.place`), so that a place says nothing about when a credential was issued.
    """

    __tablename__ = "status_list"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[bytes] = mapped_column(LargeBinary(16))
    taken: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[datetime] = mapped_column(Instant)


class Revocation(Model):
    """That the credential at a place of a list is revoked. Append-only, and without a word about whose it was.

    So a credential stays revoked when everything else about it has been erased.
    """

    __tablename__ = "revocation"
    list_number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)


class Credential(Model):
    """What can be signed about an award: all that its document is made of, so that it is made the same each time.

    Nothing is signed here: documents are made when they are asked for. `uuid` is random and is the address.
    `holder_name` and `email_hash` are there only if the holder chose so. `why` says why it was revoked: see
    `credential_words`.
    """

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("list_number", "place"),
        Index(
            "uq_credential_current",
            "award_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid16, unique=True)
    award_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("award.id"), index=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievement.id"))
    language: Mapped[str] = mapped_column(String(2))
    assurance: Mapped[int] = mapped_column(SmallInteger)
    salt: Mapped[str] = mapped_column(String(32))
    holder_name: Mapped[str | None] = mapped_column(String(200))
    email_hash: Mapped[str | None] = mapped_column(String(80))
    list_number: Mapped[int] = mapped_column(ForeignKey("status_list.number"))
    place: Mapped[int] = mapped_column(Integer)
    earned_at: Mapped[datetime] = mapped_column(Instant)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str | None] = mapped_column(String(20))
