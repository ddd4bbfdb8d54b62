"""Who looked at whose data, who downloaded what. Written before the first byte, in its own short transaction.

Its owner sees it ("Who looked at my record"); an administrator sees it as the audit. It is never edited.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from flask import Flask
from sqlalchemy import JSON, Integer, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from learnhub import clock
from learnhub.columns import BigKey, Instant
from learnhub.db import Model, db, write_options
from learnhub.web.retention import Retention, add_retention

KEPT = timedelta(days=2192)  # six years


class Looked(StrEnum):
    """What was done; the value is what the table holds."""

    OPENED_PERSON = "opened-person"
    OPENED_RECORD = "opened-record"
    DOWNLOADED_EXPORT = "downloaded-export"
    SAW_NAMES = "saw-names"
    SAW_SHARED = "saw-shared"  # a part of a record that its owner shares with them


class AccessLogEntry(Model):
    __tablename__ = "access_log"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    by_person_id: Mapped[int] = mapped_column(Integer, index=True)
    about_person_id: Mapped[int | None] = mapped_column(Integer, index=True)
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, object]] = mapped_column(JSON)


def init_app(app: Flask) -> None:
    """Say how long entries are kept."""
    add_retention(app, (Retention(AccessLogEntry, AccessLogEntry.at, KEPT),))


def log_names(by_person_id: int, person_ids: Iterable[int], **detail: object) -> None:
    """Note that somebody saw these people in a list: each of them can see it. As `log_access`, in one statement."""
    rows = [
        {
            "at": clock.now(),
            "by_person_id": by_person_id,
            "about_person_id": person_id,
            "what": Looked.SAW_NAMES.value,
            "detail": detail,
        }
        for person_id in person_ids
    ]
    if rows:
        with db.engine.connect().execution_options(**write_options()) as connection, connection.begin():
            connection.execute(insert(AccessLogEntry), rows)


def log_access(by_person_id: int, what: Looked, about_person_id: int | None = None, **detail: object) -> int:
    """Write one entry and commit it at once; its number. Call it while no write of the request's own is under way."""
    entry = {
        "at": clock.now(),
        "by_person_id": by_person_id,
        "about_person_id": about_person_id,
        "what": what.value,
        "detail": detail,
    }
    with db.engine.connect().execution_options(**write_options()) as connection, connection.begin():
        return connection.execute(insert(AccessLogEntry).values(entry).returning(AccessLogEntry.id)).scalar_one()
