"""Quarters of the calendar as numbers (year × 4 + quarter − 1), and which of them are closed. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from learnhub import clock

SETTLED_AFTER = timedelta(days=14)  # what is logged or confirmed some days late still counts
QUARTERS_BACK = 8  # how far back figures are made when a service first makes them


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months, from January, April, July or October."""

    number: int

    @property
    def first(self) -> date:
        return date(self.number // 4, self.number % 4 * 3 + 1, 1)

    @property
    def after(self) -> date:
        """The first day that is no longer part of it."""
        return Quarter(self.number + 1).first

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From its first instant up to, and without, the first one after it."""
        return clock.start_of(self.first), clock.start_of(self.after)

    @property
    def year(self) -> int:
        return self.number // 4

    @property
    def place(self) -> int:
        """1 to 4."""
        return self.number % 4 + 1

    @property
    def code(self) -> str:
        """As an address names it: "2026-3"."""
        return f"{self.year}-{self.place}"


def quarter_of(day: date) -> Quarter:
    """The quarter that a day is in."""
    return Quarter(day.year * 4 + (day.month - 1) // 3)


def last_closed(today: date) -> Quarter:
    """The last quarter whose figures may be made: it ended two weeks ago or earlier."""
    return Quarter(quarter_of(today - SETTLED_AFTER).number - 1)


def quarters_due(today: date) -> list[Quarter]:
    """The quarters that there should be figures of, oldest first."""
    last = last_closed(today).number
    return [Quarter(number) for number in range(last - QUARTERS_BACK + 1, last + 1)]


def quarter_with(code: str | None) -> Quarter | None:
    """The quarter that an address names; None when it names none."""
    year, _, place = (code or "").partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and place in {"1", "2", "3", "4"}) or year < "1970":
        return None
    return Quarter(int(year) * 4 + int(place) - 1)
