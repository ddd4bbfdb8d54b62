"""Minutes as people and other systems write them: "45", "45 min", "1 h 15", "1:15", "1,5 h". Pure."""

import math
import re
from collections.abc import Callable
from enum import StrEnum

LONGEST = 960  # minutes: sixteen hours, more than which nobody studies in a day
LONGEST_DAY = 1_440
LONGEST_TEXT = 40


class Unclear(StrEnum):
    """Why a text is no time that we take."""

    MISSING = "missing"
    NOT_A_TIME = "not-a-time"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


class NoMinutes(ValueError):
    """A text that is no time; `why` says in which way."""

    def __init__(self, why: Unclear) -> None:
        super().__init__(why.value)
        self.why = why


_NUMBER = r"\d{1,6}(?:[.,]\d{1,4})?"
_HOUR = r"(?:h|hr|hrs|hour|hours|awr|std)\.?"
_MINUTE = r"(?:m|min|mins|minute|minutes|munud|')\.?"
_BARE = re.compile(r"(\d{1,6})", re.A)
_MINUTES = re.compile(rf"({_NUMBER})\s*{_MINUTE}", re.A)
_HOURS = re.compile(rf"({_NUMBER})\s*{_HOUR}", re.A)
_BOTH = re.compile(rf"(\d{{1,4}})\s*{_HOUR}\s*(?:,|and|&|a)?\s*(\d{{1,4}})(?:\s*{_MINUTE})?", re.A)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.A)
# ISO 8601, as xAPI and SCORM write it.
_ISO = re.compile(r"pt(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,5})(?:[.,]\d+)?s)?")
_PART = {"½": ".5", "¼": ".25", "¾": ".75"}


def minutes_of(text: str, *, most: int = LONGEST, bare_is_hours: bool = False) -> int:
    """The whole minutes that a text says, 1 to `most`. A number alone is minutes, in a column of hours hours.

    Raises NoMinutes.
    """
    plain = _plain(text)
    if not plain:
        raise NoMinutes(Unclear.MISSING)
    found = None if len(plain) > LONGEST_TEXT else _read(plain, bare_is_hours)
    if found is None:
        raise NoMinutes(Unclear.NOT_A_TIME)
    minutes = math.floor(found + 0.5)
    if minutes < 1:
        raise NoMinutes(Unclear.TOO_SHORT)
    if minutes > most:
        raise NoMinutes(Unclear.TOO_LONG)
    return minutes


def _plain(text: str) -> str:
    plain = text.replace("\u00a0", " ").replace("’", "'").strip().casefold()
    for sign, part in _PART.items():
        plain = re.sub(rf"(\d) ?{sign}", rf"\g<1>{part}", plain).replace(sign, f"0{part}")
    return plain


def _read(plain: str, bare_is_hours: bool) -> float | None:
    """The minutes of the first pattern that fits the whole text."""
    if bare_is_hours and re.fullmatch(_NUMBER, plain, re.A):
        return _number(plain) * 60
    for pattern, minutes in _SAID:
        if found := pattern.fullmatch(plain):
            return minutes(found)
    return None


def _whole(text: str | None) -> int:
    return int(text or 0)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float]], ...] = (
    (_BARE, lambda found: _number(found[1])),
    (_MINUTES, lambda found: _number(found[1])),
    (_HOURS, lambda found: _number(found[1]) * 60),
    (_BOTH, lambda found: _whole(found[1]) * 60 + _whole(found[2])),
    (_CLOCK, lambda found: _whole(found[1]) * 60 + _whole(found[2]) + _whole(found[3]) / 60),
    (_ISO, lambda found: _whole(found[1]) * 60 + _whole(found[2]) + _whole(found[3]) / 60),
)
