"""How far a learner is in their courses: asked for at every visit of a module page and of home."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from learnhub.plain_sql import Part, PlainSql
from learnhub.record.progress import ProgressRow

# The columns are those of ProgressRow, in order.
_PROGRESS_COLUMNS = ", ".join(column.name.replace("_ms", "_at") for column in fields(ProgressRow))
PROGRESS = Part.of(f"SELECT {{all}}({{each}}({_PROGRESS_COLUMNS})) FROM progress WHERE learner_id = :learner_id")  # noqa: S608 -- our own columns
_BY_COURSE = PlainSql(f"SELECT {_PROGRESS_COLUMNS} FROM progress WHERE learner_id = :learner_id")  # noqa: S608 -- our own columns
_PROGRESS_IN_COURSE = PlainSql(
    f"SELECT {_PROGRESS_COLUMNS} FROM progress WHERE learner_id = :learner_id AND course_id = :course_id"  # noqa: S608 -- the same
)


def _plain_row(row: Sequence[Any]) -> ProgressRow:
    """SQLite gives JSON as text; PostgreSQL's driver has read it already."""
    values = [json.loads(value) if isinstance(value, str) else value for value in row]  # no other column is text
    return ProgressRow(*values)


def progress_of(learner_id: int, course_id: int) -> ProgressRow | None:
    """How far a learner is in a course; None when not begun."""
    row = _PROGRESS_IN_COURSE.run(learner_id=learner_id, course_id=course_id).first()
    return None if row is None else _plain_row(row)


def progress_by_course(learner_id: int) -> dict[int, ProgressRow]:
    """How far a learner is in every course begun, by the course's id."""
    return by_course(_BY_COURSE.run(learner_id=learner_id))


def by_course(rows: Iterable[Sequence[Any]]) -> dict[int, ProgressRow]:
    """Rows of `PROGRESS` by the course's id."""
    return {row.course_id: row for row in map(_plain_row, rows)}
