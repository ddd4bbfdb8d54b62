"""Days as other systems write them: "2026-11-03", "03/11/2026", "3 Nov 2026", with or without a time. Pure.

03/11 is the third of November here, unless the column shows that its file puts months first.
"""

import re
from collections.abc import Iterable
from datetime import date

_SIGNS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ ,T].*)?", re.A)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ ,T].*)?", re.A)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{4})(?:[ ,].*)?", re.A)
_MONTH_IN_WORDS = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ ,].*)?", re.A)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_NAMES, start=1)}
LONGEST = 60


def day_first(said: Iterable[str]) -> bool:
    """Whether a column puts the day before the month: unless a second number is too large for a month, and no first."""
    pairs = [(int(found[1]), int(found[2])) for one in said if (found := _SIGNS.fullmatch(one.strip()[:LONGEST]))]
    return any(first > 12 for first, _second in pairs) or not any(second > 12 for _first, second in pairs)


def day_of(said: str, *, days_first: bool = True) -> date | None:
    """The day that a cell says; None when it says none."""
    plain = said.strip()[:LONGEST].lower()
    try:
        if found := _YEAR_FIRST.fullmatch(plain.upper()):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SIGNS.fullmatch(plain.upper()):
            day, month = (int(found[1]), int(found[2])) if days_first else (int(found[2]), int(found[1]))
            return date(_year(found[3]), month, day)
        if found := _IN_WORDS.fullmatch(plain):
            return date(int(found[3]), _MONTHS[found[2][:3]], int(found[1]))
        if found := _MONTH_IN_WORDS.fullmatch(plain):
            return date(int(found[3]), _MONTHS[found[1][:3]], int(found[2]))
    except (ValueError, KeyError):
        return None
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
