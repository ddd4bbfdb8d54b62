"""The registry of formats. Adding one is one entry here and one module that says how to write rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select

from learnhub.exports import csv_format, excel_format
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write rows: `head` begins the file, `cells_for` says a row's cells to a database, `pieces` runs them."""

    name: str
    suffix: str  # of the file's name
    mimetype: str
    head: Callable[[Sequence[Column]], bytes]
    cells_for: Callable[..., Cells]
    pieces: Callable[[Connection, Select[Any], Sequence[Column]], Iterator[tuple[int, bytes]]]


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "csv", "text/csv", csv_format.head, csv_format.cells_for, csv_format.pieces),
    "excel-csv": Format("excel-csv", "csv", "text/csv", csv_format.head, csv_format.cells_for, excel_format.pieces),
}
