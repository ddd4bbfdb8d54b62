"""How much a job writes at once: so little that nobody waits for the database, and more the quicker it goes.

It begins with few, doubles while a transaction takes less than half of what it may, and falls at once when one took
longer: a slow disk or a busy machine makes transactions smaller, not longer.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from learnhub import db as database

WANTED = 0.05  # seconds that a transaction may hold the database
FEWEST = 5

T = TypeVar("T")


class Pace:
    """How many at once, from FEWEST to `most`."""

    def __init__(self, most: int, size: int = 4 * FEWEST) -> None:
        self.most = most
        self.size = min(size, most)

    @contextmanager
    def write(self, number: int) -> Iterator[None]:
        """A transaction that writes so many; how long it held the database says how many the next writes."""
        with database.write():
            began = time.perf_counter()
            yield
        self.took(number, time.perf_counter() - began)

    def took(self, number: int, seconds: float) -> None:
        """Note how long so many took."""
        if seconds > WANTED:
            self.size = max(FEWEST, min(self.size, int(number * WANTED / seconds)))
        elif seconds < WANTED / 2 and number >= self.size:
            self.size = min(self.most, 2 * self.size)

    def parts(self, rows: Sequence[T]) -> Iterator[tuple[Sequence[T], bool]]:
        """Rows in parts of the size of the moment, and whether it is the last; of nothing one empty part."""
        begin = 0
        while True:
            part = rows[begin : begin + self.size]
            begin += len(part)
            yield part, begin >= len(rows)
            if begin >= len(rows):
                return
