"""A span of days as whole calendar months, which the summary holds, and the days left over at its edges. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]  # from, up to but not including


@dataclass(frozen=True, slots=True)
class Split:
    """Whole months by number (year × 12 + month − 1), first and last included, or None; at most two runs of days."""

    months: tuple[int, int] | None
    edges: tuple[Days, ...]


def split(from_on: date, to_on: date, today: date) -> Split:
    """Split a span, both ends included. Nothing is completed after today: a last month that reaches today is whole."""
    end = _next_month(to_on) if to_on >= today else to_on + timedelta(days=1)
    first_whole = from_on if from_on.day == 1 else _next_month(from_on)
    after_last = end.replace(day=1)
    if first_whole >= after_last:
        return Split(None, ((from_on, end),) if from_on < end else ())
    edges = [(from_on, first_whole), (after_last, end)]
    return Split(
        (_number(first_whole), _number(after_last) - 1), tuple((start, stop) for start, stop in edges if start < stop)
    )


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
