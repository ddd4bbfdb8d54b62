"""CSV after RFC 4180: a header row, CRLF, texts in quotation marks; UTF-8 with the mark by which Excel knows it.

The database writes the lines (see `cells`); Python only carries them in large pieces. Both databases give the same
bytes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func

from learnhub.exports.cells import Cells, CopyCells, LineCells
from learnhub.exports.columns import Column, Kind

Piece = tuple[int, bytes]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINES_AT_ONCE = 1_000


def head(columns: Sequence[Column]) -> bytes:
    """What stands before the first row."""
    return BYTE_ORDER_MARK + ",".join(column.name for column in columns).encode() + b"\r\n"


def cells_for(connection: Connection, *, large: bool) -> Cells:
    """How a row's cells are said to this database."""
    return LineCells(large=large) if connection.dialect.name == "sqlite" else CopyCells(large=large)


def pieces(connection: Connection, rows: Select[Any], columns: Sequence[Column]) -> Iterator[Piece]:
    """The rows as (how many, their bytes), in order."""
    if connection.dialect.name == "sqlite":
        return _by_lines(connection, rows)
    return _by_copy(connection, rows, columns)


def _by_lines(connection: Connection, rows: Select[Any]) -> Iterator[Piece]:
    cells = list(rows.selected_columns)
    line = func.printf(",".join(["%s"] * len(cells)) + "\r\n", *cells)
    compiled = _compiled(connection, rows.with_only_columns(line, maintain_column_froms=True))
    raw: Any = connection.connection.dbapi_connection
    cursor = raw.execute(compiled.string, [compiled.params[name] for name in compiled.positiontup])
    try:
        while found := cursor.fetchmany(LINES_AT_ONCE):
            yield len(found), b"".join([line for (line,) in found])
    finally:
        cursor.close()


def _by_copy(connection: Connection, rows: Select[Any], columns: Sequence[Column]) -> Iterator[Piece]:
    quoted = ", ".join(column.name for column in columns if column.kind is Kind.TEXT)
    compiled = _compiled(connection, rows)
    # COPY ends a line with LF; no cell holds one (see `cells`), so every LF is the end of a line.
    copy = f"COPY ({compiled.string}) TO STDOUT (FORMAT csv, FORCE_QUOTE ({quoted}))"
    raw: Any = connection.connection.dbapi_connection
    with raw.cursor() as cursor, cursor.copy(copy, compiled.params) as lines:
        kept: list[bytes] = []
        for line in lines:
            kept.append(line)
            if len(kept) == LINES_AT_ONCE:
                yield LINES_AT_ONCE, b"".join(kept).replace(b"\n", b"\r\n")
                kept = []
        yield len(kept), b"".join(kept).replace(b"\n", b"\r\n")


def _compiled(connection: Connection, rows: Select[Any]) -> Any:
    return rows.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
