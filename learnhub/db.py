"""The database: types, how a transaction begins, and the one way to write.

Reading is the rule: every transaction begins read-only, and the database itself refuses a write in it (SQLite:
`query_only`; PostgreSQL: `READ ONLY`). A write begins by `begin_write()`, which on SQLite takes the write lock at once
(`BEGIN IMMEDIATE`): a transaction that reads first and writes later fails under load in a way no timeout can wait out.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from flask import Flask, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Engine, MetaData, String, Table, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BUSY_TIMEOUT_MS = 5_000
BUSY_RETRIES = 3
# A PostgreSQL server that does not answer: seconds until we give up to reach it, milliseconds until what was sent to it
# counts as lost.
AWAY = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
# A pooled PostgreSQL connection that nobody used for so long is asked whether it is still there before it is used.
IDLE_SECONDS = 5.0
_WRITE = "learnhub_write"


class Base(DeclarativeBase):
    if TYPE_CHECKING:
        __table__: ClassVar[Table]  # SQLAlchemy says FromClause, since a class may map a join; ours never do

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

# What every table's class inherits. Type checkers are told that it is the base, which is all they need to know.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def reading_connection() -> Connection:
    """The session's connection if it has begun; else a bare one, a tenth of a page cheaper than a session."""
    if db.session.registry.has() and db.session().in_transaction():
        return db.session.connection()
    if "reader" not in g:
        g.reader = db.engine.connect()
        if g.reader.dialect.name == "postgresql":  # no BEGIN and no ROLLBACK: half the round trips of a page
            g.reader.execution_options(isolation_level="AUTOCOMMIT")
    reader: Connection = g.reader
    return reader


def _close_reader(_error: BaseException | None = None) -> None:
    reader: Connection | None = g.pop("reader", None)
    if reader is not None:
        reader.close()


class Stamp(Model):
    """A number that grows when something kept in every process's memory (the catalogue) has changed.

    Read with the session in a request's first statement, so that no process serves what another has replaced.
    """

    __tablename__ = "stamp"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, default=0)


def init_app(app: Flask, url: str) -> None:
    """Connect the app to its database; makes the folder of a SQLite file."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_size": 16,
        "max_overflow": 16,
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        **({} if url.startswith("sqlite") else {"connect_args": AWAY}),
    }
    db.init_app(app)
    app.teardown_appcontext(_close_reader)
    with app.app_context():
        listen(db.engine)


def listen(engine: Engine) -> None:
    """Teach an engine how our transactions begin."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "checkin", _note_checkin)
        event.listen(engine, "checkout", _look_for_server)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    # WAL: readers never wait for a writer. FULL: an acknowledged hand-in survives a power cut, and costs nothing at
    # our rates.
    # recursive_triggers: without it INSERT OR REPLACE deletes a statement of the record without firing its trigger.
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITE, False)
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    if connection.info.get(_WRITE) is not writes:  # only then: the pragma makes SQLite prepare every statement anew
        cursor.execute("PRAGMA query_only=OFF" if writes else "PRAGMA query_only=ON")
        connection.info[_WRITE] = writes
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    try:
        cursor.execute(begin)
    except sqlite3.OperationalError as error:  # the driver's own: callers look for SQLAlchemy's
        raise OperationalError(begin, None, error) from error
    finally:
        cursor.close()


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # As long as a write waits on SQLite: then the visitor is told, and no worker is held for ever.
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS * BUSY_RETRIES}")
    # What is read without BEGIN must not write either.
    connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    # To compile a statement takes two seconds where to run it takes half a one.
    connection.execute("SET jit = off")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    raw.read_only = not connection.get_execution_options().get(_WRITE, False)


def _note_checkin(_connection: object, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _look_for_server(connection: Any, record: Any, _proxy: object) -> None:
    """Find out that the server was restarted before a page does; only where there was time for it."""
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < IDLE_SECONDS:
        return
    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = False
    except Exception as error:
        raise DisconnectionError from error  # the pool makes a new one


def write_options() -> dict[str, bool]:
    """Execution options that let a connection of its own write: `engine.connect().execution_options(**…)`."""
    return {_WRITE: True}


def begin_write() -> None:
    """End what was being read and begin a transaction that may write.

    Nothing read before may be relied on after: read again what the write decides on. Waits for a busy database,
    `BUSY_RETRIES` times, then lets the OperationalError out (the visitor is told to try again).
    """
    if is_writing():
        return
    _close_reader()  # it would go on seeing what was there before
    db.session.rollback()
    for attempt in range(BUSY_RETRIES):
        try:
            db.session.connection(execution_options=write_options())
        except OperationalError:
            db.session.rollback()
            if attempt == BUSY_RETRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            db.session.info["writing"] = True
            return


def end_reading() -> None:
    """End what was being read: before slow work (hashing, sending), so that nothing is held open meanwhile."""
    if not is_writing():
        _close_reader()
        db.session.rollback()


def is_writing() -> bool:
    """Whether the current transaction may write."""
    return bool(db.session.info.get("writing")) and db.session().in_transaction()


def after_commit(call: Callable[[], None]) -> None:
    """Have `call` run once, after this transaction has been committed; forgotten if it is rolled back."""
    db.session.info.setdefault("after_commit", []).append(call)


def commit() -> None:
    """Commit, then run what was waiting for it. Called at the edge of a request and by `write()`, nowhere else."""
    calls: list[Callable[[], None]] = db.session.info.pop("after_commit", [])
    try:
        db.session.commit()
    except BaseException:
        rollback()
        raise
    db.session.info.pop("writing", None)
    for call in calls:
        call()


def rollback() -> None:
    """Give up what was written since `begin_write()`."""
    db.session.rollback()
    db.session.info.pop("after_commit", None)
    db.session.info.pop("writing", None)


@contextmanager
def write() -> Iterator[None]:
    """A transaction of its own for commands and jobs: begins the write, commits at the end, rolls back on any error."""
    begin_write()
    try:
        yield
    except BaseException:
        rollback()
        raise
    commit()


def touch(name: str) -> None:
    """Tell every process that what it keeps in memory under `name` is out of date."""
    stamp = db.session.get(Stamp, name, with_for_update=True)
    if stamp is None:
        db.session.add(Stamp(name=name, value=1))
    else:
        stamp.value += 1
    db.session.flush()


def is_usable() -> dict[str, object]:
    """Readiness: whether the database answers."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        return {"usable": False, "why": type(error).__name__}
    return {"usable": True}
