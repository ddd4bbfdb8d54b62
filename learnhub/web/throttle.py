"""Counting what must not happen too often (guesses, mails), in our own table, so that it holds across processes.

Each count is its own short transaction outside the request's: a refused guess is counted although the request fails.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import BigInteger, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from learnhub import clock
from learnhub.db import db, write_options


class ThrottleCount(db.Model):
    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` times in `per`, for one value of a key."""

    name: str
    count: int
    per: timedelta

    def key(self, value: str) -> str:
        """The row's key: a hash, so that the table holds no address and no e-mail."""
        return hashlib.sha256(f"{self.name}\x00{value}".encode()).hexdigest()

    def window(self) -> int:
        return math.floor(clock.now().timestamp() / self.per.total_seconds())


_COUNT = text(
    "INSERT INTO throttle (key, \"window\", count) VALUES (:key, :window, 1) "
    'ON CONFLICT (key, "window") DO UPDATE SET count = throttle.count + 1 RETURNING count'
)
_READ = text('SELECT count FROM throttle WHERE key = :key AND "window" = :window')
_FORGET = text('DELETE FROM throttle WHERE key = :key AND "window" <> :window')


def count(limit: Limit, value: str) -> int:
    """Count one more; how many there are now in this window. Call it before the request's own write begins."""
    key, window = limit.key(value), limit.window()
    with db.engine.connect().execution_options(**write_options()) as connection, connection.begin():
        counted: int = connection.execute(_COUNT, {"key": key, "window": window}).scalar_one()
        if counted == 1:
            connection.execute(_FORGET, {"key": key, "window": window})
    return counted


def counted(limit: Limit, value: str) -> int:
    """How many there are in this window, without counting."""
    with db.engine.connect() as connection:
        found = connection.execute(_READ, {"key": limit.key(value), "window": limit.window()}).scalar_one_or_none()
    return found or 0


def check(limit: Limit, value: str) -> None:
    """Count one more and refuse (429) past the limit."""
    if count(limit, value) > limit.count:
        error = TooManyRequests()
        error.retry_after = int(limit.per.total_seconds())  # type: ignore[assignment]  # werkzeug wants a datetime or int
        raise error
