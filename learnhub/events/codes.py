"""The short code that is shown in the room: six digits that follow from a secret, the event and the time. Pure.

A new one every five minutes; the one before is taken too, since somebody is still typing it. It proves little: who is
told it can use it from anywhere. So a check-in is what somebody told us, until an organiser confirms it.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

EVERY = timedelta(minutes=5)
DIGITS = 6
OPENS, CLOSES = timedelta(minutes=60), timedelta(minutes=60)  # before it begins, after it ends


def code_at(secret: str, token: str, at: datetime) -> str:
    """The code of an event at an instant."""
    return _code(secret, token, _window(at))


def is_right(secret: str, token: str, at: datetime, typed: str) -> bool:
    """Whether what was typed is the code of an instant, or the one before; spaces and dashes do not count."""
    given = "".join(typed.split()).replace("-", "")
    if not (given.isascii() and given.isdigit() and len(given) == DIGITS):
        return False
    window = _window(at)
    known = (_code(secret, token, window), _code(secret, token, window - 1))
    return any(hmac.compare_digest(given, code) for code in known)


def shown_until(at: datetime) -> datetime:
    """When the next code comes."""
    return datetime.fromtimestamp((_window(at) + 1) * EVERY.total_seconds(), UTC)


def is_open(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Whether one can check in: from an hour before the beginning to an hour after the end."""
    return starts_at - OPENS <= at <= ends_at + CLOSES


def _window(at: datetime) -> int:
    return int(at.timestamp() // EVERY.total_seconds())


def _code(secret: str, token: str, window: int) -> str:
    digest = hmac.new(secret.encode(), f"check-in:{token}:{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"
