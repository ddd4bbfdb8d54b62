"""Making a file: all of it, at the database's full speed, before the first byte is sent.

Why not stream it as it is made? Measured with granian 2.8: when a generator fails half way, the server ends the
chunked body properly, and the reader has a file that looks whole (HTTP 200, no error). Only a length said beforehand
makes a cut visible to every client. So the file is made first, in memory up to `IN_MEMORY`, on disk beyond: then its
length, its checksum and its rows are known, a failure is an error page and not half a file, and the snapshot of
the database is held for the making only, however slow the reader's line is. The price is the wait for the first byte:
about 7 s a million rows.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from learnhub.exports.cells import LARGE
from learnhub.exports.datasets import Dataset
from learnhub.exports.filters import Filters
from learnhub.exports.formats import Format
from learnhub.exports.snapshots import snapshot

IN_MEMORY = 2_000_000  # bytes


class NotAllRows(Exception):
    """The file has not the rows that were counted: it must not be used."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file. `cursor` is the highest `seq` of its snapshot: later statements have higher ones."""

    rows: int
    size: int  # bytes
    sha256: bytes
    as_at: datetime
    cursor: int


def rows_counted(dataset: Dataset, filters: Filters) -> tuple[int, datetime]:
    """How many rows a file would have now, and when that was."""
    with snapshot() as moment:
        counted = moment.connection.execute(dataset.count(replace(filters, until=moment.until))).scalar_one()
        return counted, moment.as_at


def make_file(
    dataset: Dataset,
    way: Format,
    filters: Filters,
    target: IO[bytes],
    report: Callable[[int, int], None] | None = None,
) -> Made:
    """Write a file to `target`. `report` is told (rows since the last time, rows in all) as it grows.

    Raises NotAllRows when what was written is not what was counted in the same snapshot.
    """
    with snapshot() as moment:
        asked = replace(filters, until=moment.until)
        counted = moment.connection.execute(dataset.count(asked)).scalar_one()
        cells = way.cells_for(moment.connection, large=counted >= LARGE)
        checksum = hashlib.sha256()
        size = target.write(first := way.head(dataset.columns))
        checksum.update(first)
        written = 0
        for rows, piece in way.pieces(moment.connection, dataset.rows(asked, cells), dataset.columns):
            size += target.write(piece)
            checksum.update(piece)
            written += rows
            if report:
                report(rows, counted)
        if written != counted:
            raise NotAllRows(f"{dataset.name}: {counted} rows counted, {written} written")
        return Made(written, size, checksum.digest(), moment.as_at, moment.until)
