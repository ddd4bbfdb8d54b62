"""On which days people work: their own week, less the days on which nobody does (`LEARNHUB_BANK_HOLIDAYS`).

The one rule for due dates, reminders and the days that somebody has to answer. The days come from a calendar file that
is read once, at the start; without one every Monday to Friday is a working day.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

WEEK = "1111100"  # of somebody of whom no working day is known
LONGEST_DAYS = 31  # of one event: a longer one is a slip
ONE_DAY = timedelta(days=1)

_closed: frozenset[date] = frozenset()


class CalendarFault(ValueError):
    """A calendar of bank holidays cannot be used; the message says which event, and how to put it right."""


def close_on(days: Collection[date]) -> None:
    """Set the days on which nobody works, for the whole process."""
    global _closed  # noqa: PLW0603  # set once at the start
    _closed = frozenset(days)


def is_closed(day: date) -> bool:
    """Whether nobody works on a day, whatever their week is."""
    return day in _closed


def closed_between(first: date, last: date) -> int:
    """On how many days, both ends included, nobody works."""
    return sum(first <= day <= last for day in _closed)


def works_on(day: date, working_days: str, absences: Sequence[tuple[date, date]] = ()) -> bool:
    """Whether somebody works on a day: one of their week, on which people work and they are not away.

    Of whom no working day is known works Monday to Friday.
    """
    week = working_days if "1" in working_days else WEEK
    return (
        week[day.weekday()] == "1" and day not in _closed and not any(first <= day <= last for first, last in absences)
    )


def read_calendar(path: Path) -> frozenset[date]:
    """The days of a calendar file (.ics). Raises CalendarFault for anything but events of whole days."""
    from icalendar import Calendar  # a tenth of a web process, which need not have it

    try:
        calendar = Calendar.from_ical(path.read_bytes())
    except OSError as error:
        raise CalendarFault(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, IndexError, KeyError) as error:
        raise CalendarFault(f"{path} is not a calendar file (.ics): {error}") from None
    events = calendar.walk("VEVENT")
    if not events:
        raise CalendarFault(f"{path} has no events")
    return frozenset(
        day for number, event in enumerate(events, 1) for day in _days_of(event, f"{path}, event {number}")
    )


def _days_of(event: Any, where: str) -> Iterator[date]:
    where += f" ({event.get('SUMMARY') or 'without a title'})"
    for name, why in event.errors:
        raise CalendarFault(f"{where}: {name} cannot be read: {why}")
    if any(name in event for name in ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")):
        raise CalendarFault(f"{where} repeats: write an event for each day instead")
    first = _day(event, "DTSTART", where)
    if first is None:
        raise CalendarFault(f"{where} has no DTSTART: say which day it is, such as DTSTART;VALUE=DATE:20261225")
    after = _day(event, "DTEND", where)
    if after is None and "DURATION" in event:
        after = first + event["DURATION"].dt
    days = ((after or first + ONE_DAY) - first).days
    if not 1 <= days <= LONGEST_DAYS:
        raise CalendarFault(f"{where} ends {days} days after it begins: 1 to {LONGEST_DAYS} can be")
    yield from (first + timedelta(days=number) for number in range(days))


def _day(event: Any, name: str, where: str) -> date | None:
    if name not in event:
        return None
    given = getattr(event[name], "dt", None)
    if not isinstance(given, date) or isinstance(given, datetime):
        raise CalendarFault(f"{where}: {name} must be a whole day, such as {name};VALUE=DATE:20261225")
    return given
