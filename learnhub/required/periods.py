"""Periods after ISO 8601 (P1Y, P6M, P2W) and the calendar they make. Pure.

The n-th beginning is counted from the first one, never from the one before: from 29 February a year on is 28 February,
and four years on 29 February again; from 31 January a month on is the last day of February, two months on 31 March.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?", re.ASCII)
SHORTEST, LONGEST = 28, 3_660  # days: more often would be a nuisance, more seldom would be forgotten


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar months, and days besides."""

    months: int
    days: int

    def after(self, day: date, times: int) -> date:
        """The day so many periods after (before, when negative) a day; cut to the end of a shorter month."""
        month = day.year * 12 + day.month - 1 + self.months * times
        year, place = divmod(month, 12)
        last = calendar.monthrange(year, place + 1)[1]
        return date(year, place + 1, min(day.day, last)) + timedelta(days=self.days * times)


def period_of(text: str) -> Period | None:
    """The period that an ISO 8601 text says; None for anything else, and for one too short or too long."""
    found = _FORM.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    period = Period(years * 12 + months, weeks * 7 + days)
    about = period.months * 30.4 + period.days
    return period if SHORTEST <= about <= LONGEST else None
