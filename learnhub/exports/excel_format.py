"""CSV for whoever opens the file in Excel by double click: the same rows, with leading zeros kept.

Excel makes 12 of the staff number "0012". Here such a cell is written as the constant formula `="0012"`, which Excel
shows as it is and keeps as text. Programs take the plain CSV, where the cell is what it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select

from learnhub.exports import csv_format
from learnhub.exports.columns import Column
from learnhub.exports.csv_format import Piece

# A whole cell in quotation marks, of digits alone, the first of them 0. The database has guarded every other text.
_LEADING_ZERO = re.compile(rb'(?<=,|\n)"(0[0-9]+)"(?=,|\r)')


def pieces(connection: Connection, rows: Select[Any], columns: Sequence[Column]) -> Iterator[Piece]:
    """The rows of the plain CSV, such cells made safe from Excel."""
    for number, piece in csv_format.pieces(connection, rows, columns):
        # A piece is whole lines: its first cell has a line's end before it, had the file been one.
        yield number, _LEADING_ZERO.sub(rb'"=""\1"""', b"\n" + piece)[1:]
