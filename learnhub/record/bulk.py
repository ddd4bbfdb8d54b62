"""Loading many statements at once: imports, restores, the demo. The only writer beside `append`; rebuild and verify
follow.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record import ledger, upkeep
from learnhub.record.entries import Conflict
from learnhub.record.interning import group_ids, object_ids
from learnhub.record.models import Statement
from learnhub.record.words import Assurance, ObjectKind, Verb

ROWS_AT_ONCE = 5_000


class LoadRow(NamedTuple):
    """One statement to load, numbers as the table holds them; instants in milliseconds. `id` None: it gets one."""

    learner_id: int
    verb: int
    kind: int
    key: str
    course_id: int | None
    at: int
    received_at: int
    assurance: int = Assurance.RECORDED
    means: int | None = None
    score: int | None = None
    minutes: int | None = None
    barrier: int | None = None
    department_id: int | None = None
    grade: str = ""
    profession: str = ""
    version_id: int | None = None
    language: int = 1
    about_seq: int | None = None
    by_learner_id: int | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many statements were added, and how many were there already."""

    added: int
    skipped: int


class NotEqual(Exception):
    """After loading, what is kept is not what the statements amount to."""


COLUMNS = (
    "id", "learner_id", "verb", "object_id", "course_id", "is_course_completion", "at", "received_at", "assurance",
    "means", "score", "minutes", "barrier", "department_id", "staff_group_id", "version_id", "language", "about_seq",
    "by_learner_id",
)  # fmt: skip
SAME = tuple(name for name in COLUMNS if name not in ("id", "received_at"))


def load(rows: Iterable[LoadRow], *, finish: bool = True, report: Callable[[int], None] | None = None) -> Loaded:
    """Load statements in short transactions of their own, in the order given; then rebuild and verify.

    Loading the same again adds nothing, so an interrupted run is simply repeated. A load of many parts says
    `finish=False` for all but the last. Raises Conflict for an id taken by something else, NotEqual when verify fails.
    """
    added = skipped = 0
    source = iter(rows)
    while part := list(islice(source, ROWS_AT_ONCE)):
        with database.write():
            fresh = _load_part(part)
        added, skipped = added + fresh, skipped + len(part) - fresh
        if report:
            report(added + skipped)
    if finish:
        upkeep.rebuild()
        for difference in upkeep.differences():
            raise NotEqual(f"{difference.table} {difference.key}")
    return Loaded(added, skipped)


def _load_part(part: Sequence[LoadRow]) -> int:
    ledger.hold_lock()
    objects = object_ids({(row.kind, row.key, row.course_id) for row in part})
    groups = group_ids({(row.grade, row.profession) for row in part if row.department_id is not None})
    values = [_values(row, objects, groups) for row in part]
    given = [row.id for row in part if row.id is not None]
    there = _already_there(given)
    if there or len(set(given)) < len(given):
        values = list(_without(values, there))
    _insert(values)
    return len(values)


def _values(row: LoadRow, objects: dict[tuple[int, str], int], groups: dict[tuple[str, str], int]) -> tuple[Any, ...]:
    return (
        row.id or clock.uuid7(), row.learner_id, row.verb, objects[row.kind, row.key], row.course_id,
        row.verb == Verb.COMPLETED and row.kind == ObjectKind.COURSE, row.at, row.received_at, row.assurance, row.means,
        row.score, row.minutes, row.barrier, row.department_id,
        groups[row.grade, row.profession] if row.department_id is not None else None,
        row.version_id, row.language, row.about_seq, row.by_learner_id,
    )  # fmt: skip


def _already_there(ids: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    if not ids:
        return {}
    table = Statement.__table__.c
    columns = [ledger.milliseconds(table[name]) if name == "at" else table[name] for name in SAME]
    rows = db.session.execute(select(table.id, *columns).where(table.id.in_(ids)))
    return {row[0]: tuple(row[1:]) for row in rows}


def _without(values: Iterable[tuple[Any, ...]], there: dict[UUID, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows that are new. One that is there already must be the same in everything it says."""
    for row in values:
        says = tuple(value for name, value in zip(COLUMNS, row, strict=True) if name in SAME)
        if there.setdefault(row[0], says) is says:
            yield row
        elif there[row[0]] != says:
            raise Conflict


def _insert(values: Sequence[tuple[Any, ...]]) -> None:
    """COPY on PostgreSQL, executemany on SQLite: past SQLAlchemy, which would cost more than the database."""
    connection = db.session.connection()
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY statement ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(COLUMNS))
        raw.executemany(
            f"INSERT INTO statement ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608 -- names of our own columns
            [(row[0].bytes, *row[1:]) for row in values],
        )
