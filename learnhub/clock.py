"""What time it is. The only place that asks the machine, so that a test (or a restore) can say when "now" is.

Instants are timezone-aware UTC datetimes; days are counted in the service's zone (`LEARNHUB_TIMEZONE`).
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_zone = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def use_timezone(name: str) -> None:
    """Set the zone in which days are counted, for the whole process."""
    global _zone  # noqa: PLW0603  # set once at the start
    _zone = ZoneInfo(name)


def zone() -> ZoneInfo:
    """The zone in which days are counted."""
    return _zone


def now() -> datetime:
    """This instant, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day it is in the service's zone."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The calendar day of an instant in the service's zone."""
    return instant.astimezone(_zone).date()


def start_of(day: date) -> datetime:
    """The first instant of a calendar day of the service's zone, in UTC; days of 23 and 25 hours included."""
    return datetime(day.year, day.month, day.day, tzinfo=_zone).astimezone(UTC)


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970-01-01T00:00Z. Exact, unlike `timestamp()`, which goes through a float."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def from_ms(milliseconds: int) -> datetime:
    """The UTC instant of a number of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Make `now()` answer `instant` inside the block; for tests and for the demo's history."""
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


_uuid_lock = threading.Lock()
_last_uuid_ms = 0
_uuid_counter = 0


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562, 5.7): sortable by time; within a process strictly increasing."""
    global _last_uuid_ms, _uuid_counter  # noqa: PLW0603  # under the lock
    with _uuid_lock:
        ms = time.time_ns() // 1_000_000
        if ms <= _last_uuid_ms:
            _uuid_counter += 1
            if _uuid_counter > 0xFFF:
                _last_uuid_ms, _uuid_counter = _last_uuid_ms + 1, 0
        else:
            _last_uuid_ms, _uuid_counter = ms, 0
        ms, counter = _last_uuid_ms, _uuid_counter
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=(ms << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | tail)
