"""The study log's tables: what somebody declared in their own words, the week's goal they set, a file being imported.

The record holds the minutes and the day; titles, reflections, links and files are here alone, where they can be erased
while history stands.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class StudyEntry(Model):
    """One piece of study. `time` and `kind` are values of `kinds`, None when not said.

    An entry whose content was corrected is voided and points to the one that replaces it; what it held is erased, since
    that one holds it. A removed one is voided and empty. `source_key` tells a form that was sent twice, or a row that
    was imported before.
    """

    __tablename__ = "study_entry"
    __table_args__ = (
        UniqueConstraint("learner_id", "source_key"),
        Index("ix_study_entry_learner_id_on_day_id", "learner_id", "on_day", "id"),
        *(
            Index(f"ix_study_entry_{name}", name, sqlite_where=text(there), postgresql_where=text(there))
            for name, there in ((one, f"{one} IS NOT NULL") for one in ("evidence_hash", "replaced_by_id"))
        ),
        {"sqlite_autoincrement": True},  # the record names entries by their numbers: none is given twice
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int] = mapped_column(Integer)
    on_day: Mapped[date]
    time: Mapped[str | None] = mapped_column(String(10))
    kind: Mapped[str | None] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(100), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    reflection: Mapped[str] = mapped_column(Text, default="")
    evidence_link: Mapped[str] = mapped_column(String(500), default="")
    evidence_hash: Mapped[str | None] = mapped_column(String(64))
    evidence_name: Mapped[str | None] = mapped_column(String(120))
    evidence_type: Mapped[str | None] = mapped_column(String(10))
    evidence_size: Mapped[int | None] = mapped_column(Integer)  # bytes
    statement_seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)  # None only until it is written
    replaced_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("study_entry.id"))
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(10), default="form")
    source_key: Mapped[str | None] = mapped_column(String(64))
    logged_at: Mapped[datetime] = mapped_column(Instant)


class StudyGoal(Model):
    """How many minutes a week somebody has in mind. Theirs alone; nothing follows from it."""

    __tablename__ = "study_goal"
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    minutes_a_week: Mapped[int] = mapped_column(Integer)
    set_at: Mapped[datetime] = mapped_column(Instant)


class StudyImport(Model):
    """A file of another learning system as it was read, until its owner confirms it; kept for a day.

    `columns` says which of its columns is what, `rows` are those of `csv_rows` as JSON.
    """

    __tablename__ = "study_import"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an old tab must not say yes to a newer file
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    rows: Mapped[list[Any]] = mapped_column(JSON)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
