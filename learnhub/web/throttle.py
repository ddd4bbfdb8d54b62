"""Counting what must not happen too often (guesses, mails), in our own table, so that it holds across processes.

Each count is its own short transaction outside the request's: a refused guess is counted although the request fails.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import BigInteger, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from learnhub import clock
from learnhub.db import Model, db, write_options


class ThrottleCount(Model):
    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(Integer)
    until: Mapped[int] = mapped_column(BigInteger, index=True)


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

    def until(self) -> int:
        """When this window ends, in seconds since 1970."""
        return math.ceil((self.window() + 1) * self.per.total_seconds())

    def seconds_left(self) -> int:
        """How long this window still lasts: what Retry-After says."""
        return max(1, math.ceil(self.until() - clock.now().timestamp()))


_COUNT = text(
    'INSERT INTO throttle (key, "window", count, until) VALUES (:key, :window, 1, :until) '
    'ON CONFLICT (key, "window") DO UPDATE SET count = throttle.count + 1 RETURNING count'
)
_READ = text('SELECT count FROM throttle WHERE key = :key AND "window" = :window')
_TAKE_BACK = text('UPDATE throttle SET count = count - 1 WHERE key = :key AND "window" = :window AND count > 0')
_FORGET = text("DELETE FROM throttle WHERE key = :key")
_DROP_ENDED = text("DELETE FROM throttle WHERE until < :now")


def count(limit: Limit, value: str) -> int:
    """Count one more; how many there are now in this window. Call it before the request's own write begins."""
    return count_each([(limit, value)])[0]


def count_each(counts: Sequence[tuple[Limit, str]]) -> list[int]:
    """Count one more of each in one short transaction; how many there are now."""
    with db.engine.connect().execution_options(**write_options()) as connection, connection.begin():
        return [
            connection.execute(
                _COUNT, {"key": limit.key(value), "window": limit.window(), "until": limit.until()}
            ).scalar_one()
            for limit, value in counts
        ]


def take_back(limit: Limit, value: str) -> None:
    """Uncount one that turned out to be in order. In the caller's own write."""
    db.session.execute(_TAKE_BACK, {"key": limit.key(value), "window": limit.window()})


def forget(limit: Limit, value: str) -> None:
    """Forget what was counted of a value. In the caller's own write."""
    db.session.execute(_FORGET, {"key": limit.key(value)})


def drop_ended() -> None:
    """Delete the counts of windows that are over. In the caller's own write; a job does it."""
    db.session.execute(_DROP_ENDED, {"now": math.floor(clock.now().timestamp())})


def counted(limit: Limit, value: str) -> int:
    """How many there are in this window, without counting."""
    with db.engine.connect() as connection:
        found = connection.execute(_READ, {"key": limit.key(value), "window": limit.window()}).scalar_one_or_none()
    return found or 0


def check(limit: Limit, value: str) -> None:
    """Count one more and refuse (429) past the limit."""
    if count(limit, value) > limit.count:
        error = TooManyRequests()
        error.retry_after = limit.seconds_left()
        raise error
