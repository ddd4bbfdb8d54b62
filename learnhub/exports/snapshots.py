"""One moment of the database, held only as long as a file is being made.

Exports have connections of their own: on the replica where there is one, and on SQLite with what must be sorted or kept
aside in temporary files instead of memory, so that a file of any size takes the same memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, func, select, text

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record.models import Statement

_ENGINE = "learnhub.exports.engine"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A connection that sees one moment, when that was, and the highest `seq` at that moment."""

    connection: Connection
    as_at: datetime
    until: int


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """The database as it is now, whatever is written meanwhile."""
    options: dict[str, Any] = {} if _is_sqlite() else {"isolation_level": "REPEATABLE READ"}
    with _engine().connect().execution_options(**options) as connection, connection.begin():
        if not _is_sqlite():
            # One large sort and a few hash tables, in a transaction that ends with the file.
            connection.execute(text("SET LOCAL work_mem = '64MB'"))
            connection.execute(text("SET LOCAL jit = off"))
        until = connection.execute(select(func.max(Statement.seq))).scalar_one() or 0
        yield Snapshot(connection, clock.now(), until)


def _is_sqlite() -> bool:
    return _engine().dialect.name == "sqlite"


def _engine() -> Engine:
    """Made when first needed, in the process that needs it. Connections are opened for a file and closed after it."""
    engine: Engine | None = current_app.extensions.get(_ENGINE)
    if engine is None:
        replica: str | None = current_app.extensions["learnhub.settings"].reports_database_url
        engine = create_engine(replica or db.engine.url, poolclass=NullPool)
        database.listen(engine)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _keep_aside_in_files)
        current_app.extensions[_ENGINE] = engine
    return engine


def _keep_aside_in_files(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA temp_store=FILE")
    connection.text_factory = bytes  # lines go to the file as they come
