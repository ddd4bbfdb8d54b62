"""Events as a calendar file (RFC 5545). Pure: knows neither the database nor the web.

An event keeps its wall time: DTSTART carries the zone, and the file says what that zone's clocks do (VTIMEZONE), from a
year before the first event to a year after the last. No METHOD: this is a calendar to look at, not an invitation to
answer. The library is imported with the first file, since most processes never make one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PRODUCT = "-//LearnHub//Events//EN"
RENEWED = "PT1H"  # how often a subscribed calendar is asked to look again
STEP = timedelta(hours=12)  # no zone has changed its clocks twice within it
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as a calendar shows it. `where` and `about` hold the remote link only for those who may have it."""

    token: str
    sequence: int
    title: str
    zone: str
    starts_local: datetime
    ends_local: datetime
    where: str
    about: str
    address: str
    is_cancelled: bool
    is_tentative: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks of a zone are set: when, from which offset to which, and what they are called then."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def calendar_of(entries: Sequence[Entry], host: str, name: str | None = None) -> bytes:
    """A calendar file of these events; with a name it is one to subscribe to."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", RENEWED)
    for zone in sorted({entry.zone for entry in entries} - {"UTC"}):
        days = [day for entry in entries if entry.zone == zone for day in (entry.starts_local, entry.ends_local)]
        calendar.add_component(_timezone(zone, min(days).date(), max(days).date()))
    for entry in entries:
        calendar.add_component(_event(entry, host))
    written: bytes = calendar.to_ical()
    return written


def changes_of(zone: str, first: date, last: date) -> Iterator[Change]:
    """What the clocks of a zone do from the year before a day to the year after another; first how they stand then."""
    place = ZoneInfo(zone)
    at = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last.year + 2, 1, 1, tzinfo=UTC)
    offset = _offset(at, place)
    yield _change(at, offset, place)
    while at < end:
        following = at + STEP
        if (after := _offset(following, place)) != offset:
            yield _change(_set_between(at, following, place), offset, place)
            offset = after
        at = following


def _set_between(at: datetime, following: datetime, place: ZoneInfo) -> datetime:
    """The minute from which the clocks show what they show at the later instant."""
    wanted = _offset(following, place)
    while following - at > A_MINUTE:
        middle = at + (following - at) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        if middle == at:
            break
        at, following = (at, middle) if _offset(middle, place) == wanted else (middle, following)
    return following


def _offset(at: datetime, place: ZoneInfo) -> timedelta:
    return at.astimezone(place).utcoffset() or timedelta()


def _change(at: datetime, before: timedelta, place: ZoneInfo) -> Change:
    there = at.astimezone(place)
    return Change(at, before, there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst()))


def _timezone(zone: str, first: date, last: date) -> Any:
    """The library's own timezones set London's clocks an hour late in spring (7.3.0): these are worked out here."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    component = Timezone()
    component.add("tzid", zone)
    for change in changes_of(zone, first, last):
        part = (TimezoneDaylight if change.is_summer else TimezoneStandard)()
        # As the clocks showed it before they were set (RFC 5545, 3.6.5).
        part.add("dtstart", (change.at + change.before).replace(tzinfo=None))
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        component.add_component(part)
    return component


def _event(entry: Entry, host: str) -> Any:
    from icalendar import Event

    place = ZoneInfo(entry.zone)
    component = Event()
    component.add("uid", f"event-{entry.token}@{host}")
    component.add("sequence", entry.sequence)
    component.add("dtstamp", entry.changed_at)
    component.add("last-modified", entry.changed_at)
    component.add("dtstart", entry.starts_local.replace(tzinfo=place))
    component.add("dtend", entry.ends_local.replace(tzinfo=place))
    component.add("summary", entry.title)
    component.add("status", "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    component.add("url", entry.address)
    if entry.where:
        component.add("location", entry.where)
    component.add("description", entry.about)
    return component
