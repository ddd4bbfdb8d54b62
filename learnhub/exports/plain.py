"""The rows of a file as one statement for the own tool of a database (`sqlite3 -csv`, COPY): without guards and
side tables. What our files are measured against, and checked with.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.sql.elements import ColumnElement

from learnhub.exports.cells import CopyCells, LineCells, Pair
from learnhub.exports.columns import Kind
from learnhub.exports.datasets import Dataset
from learnhub.exports.filters import Filters
from learnhub.exports.snapshots import snapshot

FORMATTED = (Kind.INSTANT, Kind.PERCENT, Kind.ID)


class PlainLineCells(LineCells):
    """For the sqlite3 shell: a cell a column, texts as they are."""

    def of(self, pairs: Sequence[Pair]) -> list[ColumnElement[Any]]:
        return [
            (self._cell(held.kind, value) if held.kind in FORMATTED else value).label(held.name)
            for held, value in pairs
        ]

    def or_empty(self, cells: Sequence[ColumnElement[Any]], columns: int) -> list[ColumnElement[Any]]:
        assert len(cells) == columns
        return list(cells)


class PlainCopyCells(CopyCells):
    """For psql: the same."""

    def _cell(self, kind: Kind, value: Any) -> ColumnElement[Any]:
        plain: ColumnElement[Any] = super()._cell(kind, value) if kind in FORMATTED else value
        return plain


def plain_statement(dataset: Dataset, filters: Filters | None = None) -> str:
    """A SELECT of every cell of every row as the database is now, its values in place; no semicolon."""
    with snapshot() as moment:
        dialect = moment.connection.dialect
        cells = (PlainLineCells if dialect.name == "sqlite" else PlainCopyCells)(large=False)
        rows = dataset.rows(replace(filters or Filters(), until=moment.until), cells)
        compiled = str(rows.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        return compiled if dialect.name == "sqlite" else compiled.replace("%%", "%")  # psycopg's own doubling
