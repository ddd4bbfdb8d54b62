"""How a row becomes cells, said once in SQL for each database.

A dataset hands over (column, expression) pairs in the order of the file. What comes back is ready to be written: on
SQLite one text that holds neighbouring cells, escaped and joined (Python then touches a row once); on PostgreSQL one
expression a cell, for COPY to quote. A side table (people, departments, courses) has its cells made once for each of
its rows when the file is large, instead of once for each row of the file.

Formula injection: a spreadsheet runs a cell that begins with one of `DANGEROUS`, also behind spaces. Such a text gets
an apostrophe in front. Line breaks inside a text become spaces: one row is one line.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE

from learnhub.exports.columns import Column, Kind

Pair = tuple[Column, Any]

DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
BREAKS = ("\t", "\r", "\n")
SPACES = " \t\r\n\v\f\u00a0\u200b\u3000\ufeff"
LARGE = 100_000  # rows from which on a side table is made whole first; below it, its index serves


class Cells(ABC):
    """The cells of one file. `large`: so many rows that side tables are worth making whole."""

    def __init__(self, *, large: bool) -> None:
        self.large = large

    @abstractmethod
    def of(self, pairs: Sequence[Pair]) -> list[ColumnElement[Any]]:
        """Cells that stand beside each other, labelled."""

    @abstractmethod
    def or_empty(self, cells: Sequence[ColumnElement[Any]], columns: int) -> list[ColumnElement[Any]]:
        """The cells of a side table that may have no row for this one."""

    @abstractmethod
    def given(self, rows: Iterable[Sequence[Any]], types: Sequence[type]) -> list[ColumnElement[Any]]:
        """Rows made in Python as columns that a select can take: one parameter, however many rows."""

    @abstractmethod
    def json_text(self, value: Any, key: str) -> ColumnElement[str]:
        """What a JSON object holds under a key, as text."""

    @abstractmethod
    def json_size(self, value: Any) -> ColumnElement[int]:
        """How many keys a JSON object has."""

    def unindexed(self, held: Any) -> Any:
        """A column whose index would be worse than reading the table in the order of the file."""
        return held

    def side(self, name: str, keys: Select[Any], pairs: Sequence[Pair]) -> tuple[CTE, list[ColumnElement[Any]]]:
        """A side table made whole: its keys, and its cells as the main select takes them."""
        cells = self.of(pairs)
        table = keys.add_columns(*cells).cte(name).prefix_with("MATERIALIZED")
        return table, self.or_empty([table.c[str(cell.key)] for cell in cells], len(pairs))


class LineCells(Cells):
    """For SQLite and CSV: neighbours joined by commas into one text."""

    def of(self, pairs: Sequence[Pair]) -> list[ColumnElement[Any]]:
        cells = [self._cell(held.kind, value) for held, value in pairs]
        joined = cells[0] if len(cells) == 1 else func.printf(",".join(["%s"] * len(cells)), *cells)
        return [joined.label(f"cells_{pairs[0][0].name}")]

    def or_empty(self, cells: Sequence[ColumnElement[Any]], columns: int) -> list[ColumnElement[Any]]:
        return [func.coalesce(cells[0], "," * (columns - 1))]

    def given(self, rows: Iterable[Sequence[Any]], types: Sequence[type]) -> list[ColumnElement[Any]]:
        each = func.json_each(bindparam(None, _as_json(rows), String)).table_valued("value")
        values = [func.json_extract(each.c.value, f"$[{place}]") for place, _type in enumerate(types)]
        # Without its type a key is compared as a number each time, and SQLite reads the whole table for every row.
        return [cast(value, Integer) if kind is int else value for value, kind in zip(values, types, strict=True)]

    def json_text(self, value: Any, key: str) -> ColumnElement[str]:
        return func.json_extract(value, f"$.{key}")

    def json_size(self, value: Any) -> ColumnElement[int]:
        return select(func.count()).select_from(func.json_each(value).table_valued("value")).scalar_subquery()

    def unindexed(self, held: Any) -> Any:
        return held + 0 if self.large else held

    def _cell(self, kind: Kind, value: Any) -> ColumnElement[Any]:
        if kind is Kind.TEXT:
            return _quoted(value)
        if kind is Kind.INSTANT:
            return func.strftime("%Y-%m-%dT%H:%M:%fZ", value / 1000.0, "unixepoch")
        if kind is Kind.ID:
            parts = [func.hex(func.substr(value, *place)) for place in ((1, 4), (5, 2), (7, 2), (9, 2), (11, 6))]
            return func.lower(func.printf("%s-%s-%s-%s-%s", *parts))
        return _percent(value) if kind is Kind.PERCENT else value


def _quoted(value: Any) -> ColumnElement[str]:
    """A text in quotation marks, guarded. Most need neither guard nor doubling: those are told by two patterns."""
    harmless = and_(value.bool_op("GLOB")("[A-Za-z0-9]*"), value.bool_op("NOT GLOB")('*["\r\n]*'))
    slow = _guard(value).concat(func.replace(_on_one_line(value), '"', '""'))
    return literal('"').concat(case((harmless, value), else_=slow)).concat('"')


class CopyCells(Cells):
    """For PostgreSQL and CSV: a cell an expression; COPY quotes the columns that `FORCE_QUOTE` names."""

    def of(self, pairs: Sequence[Pair]) -> list[ColumnElement[Any]]:
        return [self._cell(held.kind, value).label(held.name) for held, value in pairs]

    def or_empty(self, cells: Sequence[ColumnElement[Any]], columns: int) -> list[ColumnElement[Any]]:
        assert len(cells) == columns
        return list(cells)

    def given(self, rows: Iterable[Sequence[Any]], types: Sequence[type]) -> list[ColumnElement[Any]]:
        held = cast(bindparam(None, _as_json(rows), String), JSON)
        each = func.json_array_elements(held).table_valued(column("value", JSON))
        values = [
            each.c.value.op("->>", return_type=String())(literal(place, Integer)) for place, _type in enumerate(types)
        ]
        return [cast(value, BigInteger) if kind is int else value for value, kind in zip(values, types, strict=True)]

    def json_text(self, value: Any, key: str) -> ColumnElement[str]:
        return func.json_extract_path_text(value, key)

    def json_size(self, value: Any) -> ColumnElement[int]:
        return select(func.count()).select_from(func.json_object_keys(value).table_valued("key")).scalar_subquery()

    def _cell(self, kind: Kind, value: Any) -> ColumnElement[Any]:
        if kind is Kind.TEXT:
            harmless = value.regexp_match("^[A-Za-z0-9][^\r\n]*$")
            return case((harmless, value), else_=_guard(value).concat(_on_one_line(value)))
        if kind is Kind.INSTANT:
            moment = func.timezone("UTC", func.to_timestamp(value / 1000.0))
            return func.to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        return _percent(value) if kind is Kind.PERCENT else value


def _guard(value: Any) -> ColumnElement[str]:
    first = func.substr(func.ltrim(value, SPACES), 1, 1)
    return case((or_(first.in_(DANGEROUS), func.substr(value, 1, 1).in_(BREAKS)), "'"), else_="")


def _on_one_line(value: Any) -> ColumnElement[str]:
    return func.replace(func.replace(value, "\r", " "), "\n", " ")


def _percent(thousandths: Any) -> ColumnElement[str]:
    return cast(thousandths // 10, String).concat(".").concat(cast(thousandths % 10, String))


def _as_json(rows: Iterable[Sequence[Any]]) -> str:
    return json.dumps([list(row) for row in rows], ensure_ascii=False)
