"""Writing very many rows in one transaction, past SQLAlchemy: executemany on SQLite, COPY on PostgreSQL.

All or nothing on both. For a large load the indexes are dropped and made again at the end, which is much faster than
keeping them up; the append-only triggers stay throughout. Nothing else may use the database meanwhile.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import URL

from learnhub.db import BUSY_TIMEOUT_MS
from learnhub.record.ledger import LOCK_KEY

# The tables whose indexes a large load makes again.
_REMADE = ("learner", "person", "posting", "absence", "statement", "progress")
_NUMBERED = ("department", "learner", "person", "posting", "absence", "role_grant", "account_event", "statement")
_SQLITE_CACHE_KIB = 65_536


class Writer(Protocol):
    """Takes rows in the order of their columns (names between spaces), in types that both databases take."""

    def write(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a table."""

    def stage(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a table that wants them in the order of its key: they are sorted at the end."""

    def as_id(self, number: int) -> object:
        """A UUID, given as a number, as the database takes it."""

    def last(self, table: str, key: str = "id") -> int:
        """The highest number given so far; 0 for an empty table."""


@contextmanager
def writer(url: URL, *, large: bool) -> Iterator[Writer]:
    """A transaction of its own that writes in bulk; rolled back on any error."""
    if url.get_backend_name() == "sqlite":
        assert url.database is not None
        with _sqlite(url.database, large) as found:
            yield found
    else:
        with _postgresql(url, large) as other:
            yield other


class SqliteWriter:
    """One connection, sorted keys."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._staged: dict[str, str] = {}

    def write(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        names = columns.split()
        marks = ",".join("?" * len(names))
        self._connection.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({marks})", rows)  # noqa: S608 -- our names

    def stage(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        if table not in self._staged:
            self._connection.execute(f"CREATE TEMP TABLE staged_{table} ({','.join(columns.split())})")
            self._staged[table] = columns
        self.write(f"staged_{table}", columns, rows)

    def settle(self) -> None:
        """Move what was staged, in the order of its first two columns: the key of a table WITHOUT ROWID."""
        for table, columns in self._staged.items():
            names = ",".join(columns.split())
            self._connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staged_{table} ORDER BY 1, 2")  # noqa: S608 -- our names
            self._connection.execute(f"DROP TABLE staged_{table}")

    def as_id(self, number: int) -> bytes:
        return number.to_bytes(16, "big")

    def last(self, table: str, key: str = "id") -> int:
        return int(self._connection.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()[0])  # noqa: S608 -- our names


@contextmanager
def _sqlite(path: str, large: bool) -> Iterator[SqliteWriter]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA recursive_triggers=ON")
        connection.execute(f"PRAGMA foreign_keys={'OFF' if large else 'ON'}")  # a large load checks at the end
        if large:
            # Without the write-ahead log each page is written once; new pages need no journal, so undoing stays cheap.
            connection.execute("PRAGMA journal_mode=TRUNCATE")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(f"PRAGMA cache_size=-{_SQLITE_CACHE_KIB}")
            connection.execute("PRAGMA temp_store=FILE")
        connection.execute("BEGIN IMMEDIATE")
        try:
            kept = _drop_sqlite_indexes(connection) if large else []
            found = SqliteWriter(connection)
            yield found
            found.settle()
            for definition in kept:
                connection.execute(definition)
            if large:
                if connection.execute("PRAGMA foreign_key_check").fetchone():
                    raise sqlite3.IntegrityError("the demo refers to rows that are not there")
                connection.execute("ANALYZE")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()


def _drop_sqlite_indexes(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY name",
        (json.dumps(_REMADE),),
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _, definition in rows]


class PostgresqlWriter:
    """COPY, a part at a time."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def write(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        names = sql.SQL(",").join(map(sql.Identifier, columns.split()))
        with self._cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as copy:
            lines = ["\t".join(["\\N" if value is None else _escaped(value) for value in row]) for row in rows]
            if lines:
                copy.write("\n".join(lines) + "\n")

    def stage(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        self.write(table, columns, rows)  # a heap keeps no order

    def as_id(self, number: int) -> str:
        return f"{number:032x}"

    def last(self, table: str, key: str = "id") -> int:
        query = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(sql.Identifier(key), sql.Identifier(table))
        row = self._cursor.execute(query).fetchone()
        return int(row[0]) if row else 0


def _escaped(value: object) -> str:
    if type(value) is str:
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return str(value)


@contextmanager
def _postgresql(url: URL, large: bool) -> Iterator[PostgresqlWriter]:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:  # commits at the end, rolls back on an error
        cursor = connection.cursor()
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
        if large:
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        kept = _drop_postgresql_indexes(cursor) if large else []
        found = PostgresqlWriter(cursor)
        yield found
        for definition in kept:
            cursor.execute(definition)
        for table in _NUMBERED:
            key = "seq" if table == "statement" else "id"
            last = sql.Literal(max(1, found.last(table, key)))
            cursor.execute(sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), {})").format(table, key, last))
    if large:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def _drop_postgresql_indexes(cursor: psycopg.Cursor[Any]) -> list[sql.Composed]:
    """Drop foreign keys, uniqueness and indexes (not primary keys); what makes them again, in an order that works."""
    cursor.execute(
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
        "WHERE c.conrelid::regclass::text = ANY(%s) AND c.contype IN ('u', 'f') ORDER BY c.contype = 'f', c.conname",
        (list(_REMADE),),
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE i.indrelid::regclass::text = ANY(%s) "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1",
        (list(_REMADE),),
    )
    indexes = cursor.fetchall()
    kept = [sql.Composed([sql.SQL(definition)]) for _, definition in indexes]
    for table, name, definition in constraints:
        at = {"table": sql.SQL(table), "name": sql.Identifier(name), "definition": sql.SQL(definition)}
        kept.append(sql.SQL("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}").format(**at))
    for table, name, _ in reversed(constraints):
        cursor.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name)))
    for name, _ in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    return kept
