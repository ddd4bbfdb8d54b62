"""What was published: every version of every course, for ever, and which one is served. Append-only by triggers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import Instant
from learnhub.db import Model


class CourseRow(Model):
    """A course as an identity: its slug may change, its id never does.

    Served while it has a version and is not withdrawn.
    """

    __tablename__ = "course"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    version_id: Mapped[int | None] = mapped_column()
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    # Why the folder as it stands cannot be published, one line a fault; empty when what is served is what is there.
    faults: Mapped[list[str]] = mapped_column(JSON, default=list)


class CourseVersion(Model):
    """One published state of a course, in one language: what learners were shown and how it was marked. Never changed.

    `content` is `structures.to_json`; `source` maps file names to their text (media: to the hash of `CourseMedia`).
    """

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "content_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(40))
    published_at: Mapped[datetime] = mapped_column(Instant)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[dict[str, Any]] = mapped_column(JSON)


class CourseMedia(Model):
    """A picture, video or caption file by the hash of its bytes."""

    __tablename__ = "course_media"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    mimetype: Mapped[str] = mapped_column(String(60))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DefinitionRow(Model):
    """What a file of a room's folder defines (a pathway, a badge), by its kind and its file's name.

    Served while it has a version and is not withdrawn.
    """

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("kind", "slug"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    slug: Mapped[str] = mapped_column(String(100))
    version_id: Mapped[int | None] = mapped_column()
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    # Why the file as it stands cannot be published, one line a fault; empty when what is served is what is there.
    faults: Mapped[list[str]] = mapped_column(JSON, default=list)


class DefinitionVersion(Model):
    """One published state of a definition: the text of its file. Never changed."""

    __tablename__ = "definition_version"
    __table_args__ = (UniqueConstraint("definition_id", "content_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(Text)
