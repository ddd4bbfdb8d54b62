"""The statements under `actions`: the record's lock, what one write must know, and the rows it leaves. Raw and few.

One transaction at a time writes the record, on both databases: SQLite's write lock, PostgreSQL's advisory lock held
until the commit is visible. That makes `seq` an order without holes that fill later, and two tabs finishing one module
count once; no row of progress needs a lock of its own, so none can be taken in the wrong order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, bindparam, func, insert, select, text, type_coerce, update
from sqlalchemy.sql.elements import ColumnElement

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Learner, Person, Posting
from learnhub.record.interning import slug_of
from learnhub.record.models import NOWHERE, Progress, RecordObject, Statement
from learnhub.record.progress import Line, ProgressRow

LOCK_KEY = 0x6C656172  # "lear": PostgreSQL's advisory lock of the learning record

_HELD = "record_lock_held_in"


def hold_lock() -> None:
    """Take the record's lock until this transaction ends. SQLite: BEGIN IMMEDIATE has it already."""
    session = db.session()
    transaction = session.get_transaction()
    if session.get_bind().dialect.name != "postgresql" or session.info.get(_HELD) is transaction:
        return
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
    session.info[_HELD] = session.get_transaction()


def milliseconds(column: Any) -> ColumnElement[int]:
    """An Instant column as the number it is."""
    return type_coerce(column, BigInteger)


PROGRESS_COLUMNS = (
    Progress.learner_id,
    Progress.course_id,
    milliseconds(Progress.started_at).label("started_ms"),
    Progress.started_version_id,
    milliseconds(Progress.last_at).label("last_ms"),
    milliseconds(Progress.completed_at).label("completed_ms"),
    Progress.completed_version_id,
    Progress.completed_seq,
    Progress.completed_language,
    Progress.modules,
    Progress.checks,
    Progress.department_id,
)


def progress_row(row: Row[Any] | Sequence[Any]) -> ProgressRow:
    """A row of PROGRESS_COLUMNS as plain data."""
    return ProgressRow(*row)


@dataclass(slots=True)
class Known:
    """What one select found out about a learner on a day: who it really is, where posted, how far in the course.

    `department_id` is that of the day, `current_department_id` today's. `joined_on` None: the person was erased.
    """

    learner_id: int
    joined_on: date | None
    department_id: int | None
    grade: str
    profession: str
    current_department_id: int | None
    progress: ProgressRow | None


_POSTED = Posting.__table__.alias("posted")
_CURRENT = Posting.__table__.alias("current")
_LEARNER = func.coalesce(Learner.merged_into_id, Learner.id)
_KNOWN = (
    select(
        _LEARNER.label("real_learner_id"),
        Person.joined_on,
        _POSTED.c.department_id,
        _POSTED.c.grade,
        _POSTED.c.profession,
        _CURRENT.c.department_id.label("current_department_id"),
        *PROGRESS_COLUMNS,
    )
    .select_from(Learner)
    .outerjoin(Person, Person.learner_id == _LEARNER)
    .outerjoin(
        _POSTED,
        (_POSTED.c.person_id == Person.id)
        & (_POSTED.c.from_on <= bindparam("day"))
        & (_POSTED.c.until_on.is_(None) | (_POSTED.c.until_on > bindparam("day"))),
    )
    .outerjoin(_CURRENT, (_CURRENT.c.person_id == Person.id) & _CURRENT.c.is_current)
    .outerjoin(Progress, (Progress.learner_id == _LEARNER) & (Progress.course_id == bindparam("course")))
    .where(Learner.id == bindparam("learner"))
    .order_by(_POSTED.c.from_on.desc())
    .limit(1)
)


def known(learner_id: int, course_id: int | None, day: date) -> Known:
    """Everything a write needs to know, in one select. Raises LookupError when there is no such learner."""
    row = db.session.execute(_KNOWN, {"learner": learner_id, "course": course_id, "day": day}).first()
    if row is None:
        raise LookupError(f"there is no learner {learner_id}")
    progress = progress_row(row[6:]) if row.learner_id is not None else None
    return Known(row[0], row[1], row[2], row[3] or "", row[4] or "", row[5], progress)


def real_learner_id(learner_id: int) -> int:
    """The learner that a number stands for now: itself, or the one it was merged into."""
    return db.session.execute(select(_LEARNER).where(Learner.id == learner_id)).scalar_one_or_none() or learner_id


_IN_ANY_ORDER = insert(Statement.__table__).returning(Statement.__table__.c.id, Statement.__table__.c.seq)
_IN_ORDER = insert(Statement.__table__).returning(
    Statement.__table__.c.id, Statement.__table__.c.seq, sort_by_parameter_order=True
)


def insert_statements(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write statements in one INSERT, numbered in the order given; their numbers in `seq`.

    PostgreSQL promises that order for an INSERT from an ordered SELECT alone (for which SQLAlchemy has a word that on
    SQLite means row by row); SQLite takes the rows of VALUES one after another.
    """
    ordered = db.session.get_bind().dialect.name == "postgresql"
    found: dict[UUID, int] = {
        row.id: row.seq for row in db.session.execute(_IN_ORDER if ordered else _IN_ANY_ORDER, list(rows))
    }
    return [found[row["id"]] for row in rows]


def save_progress(row: ProgressRow, *, is_new: bool) -> None:
    """Write a learner's progress in a course."""
    values = progress_values(row)
    if is_new:
        db.session.execute(insert(Progress.__table__), [values])
        return
    db.session.execute(
        update(Progress)
        .where(Progress.learner_id == row.learner_id, Progress.course_id == row.course_id)
        .values({name: value for name, value in values.items() if name not in ("learner_id", "course_id")})
    )


def progress_values(row: ProgressRow) -> dict[str, Any]:
    """A row as `models.Progress` wants it."""
    return {
        "learner_id": row.learner_id,
        "course_id": row.course_id,
        "started_at": row.started_at,
        "started_version_id": row.started_version_id,
        "last_at": row.last_at,
        "completed_at": row.completed_at,
        "completed_version_id": row.completed_version_id,
        "completed_seq": row.completed_seq,
        "completed_language": row.completed_language,
        "modules": row.modules,
        "checks": row.checks,
        "department_id": row.department_id,
    }


_ADD_STANDING = text(
    "INSERT INTO standing (department_id, course_id, in_progress, complete) "
    "VALUES (:department, :course, :in_progress, :complete) "
    "ON CONFLICT (department_id, course_id) DO UPDATE SET in_progress = standing.in_progress + excluded.in_progress, "
    "complete = standing.complete + excluded.complete"
)
_ADD_MONTH = text(
    "INSERT INTO completion_month (course_id, month, department_id, completions) "
    "VALUES (:course, :month, :department, :by) ON CONFLICT (course_id, month, department_id) "
    "DO UPDATE SET completions = completion_month.completions + excluded.completions"
)


def count_standing(before: ProgressRow | None, after: ProgressRow | None) -> None:
    """Bring `standing` in line with a change of one row of progress; nothing when it counts the same."""
    changes: dict[tuple[int, int], list[int]] = {}
    for row, by in ((before, -1), (after, 1)):
        if row is not None and row.department_id is not None:
            counts = changes.setdefault((row.department_id, row.course_id), [0, 0])
            counts[row.is_complete] += by
    add_standing({place: (counts[0], counts[1]) for place, counts in changes.items()})


def add_standing(changes: dict[tuple[int, int], tuple[int, int]]) -> None:
    """Add (in progress, complete) to the counts of (department, course)."""
    rows = [
        {"department": department, "course": course, "in_progress": started, "complete": complete}
        for (department, course), (started, complete) in sorted(changes.items())
        if started or complete
    ]
    if rows:
        db.session.execute(_ADD_STANDING, rows)


def count_completion(course_id: int, at: datetime, department_id: int | None, by: int) -> None:
    """Add to the month's completions of a course by people who were then in a department."""
    month = month_of(clock.day_of(at))
    place = NOWHERE if department_id is None else department_id
    db.session.execute(_ADD_MONTH, {"course": course_id, "month": month, "department": place, "by": by})


def month_of(day: date) -> int:
    """A calendar month as one number: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def first_day_of(month: int) -> date:
    """The first day of a month numbered by `month_of`."""
    return date(month // 12, month % 12 + 1, 1)


def course_lines(learner_id: int, course_id: int) -> list[Line]:
    """Everything a learner (under any of their numbers) has in a course, in the order of `seq`; voided ones too."""
    whose = select(Learner.id).where((Learner.id == learner_id) | (Learner.merged_into_id == learner_id))
    rows = db.session.execute(
        select(*LINE_COLUMNS)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .where(Statement.learner_id.in_(whose), Statement.course_id == course_id)
        .order_by(Statement.seq)
    )
    return [line_of(row) for row in rows]


LINE_COLUMNS = (
    Statement.seq,
    Statement.verb,
    RecordObject.kind,
    RecordObject.key,
    milliseconds(Statement.at).label("at"),
    Statement.means,
    Statement.score,
    Statement.assurance,
    Statement.version_id,
    Statement.language,
    Statement.about_seq,
)


def line_of(row: Sequence[Any]) -> Line:
    """A row of LINE_COLUMNS as the fold reads it."""
    return Line(row[0], row[1], row[2], slug_of(row[2], row[3]), *row[4:])
