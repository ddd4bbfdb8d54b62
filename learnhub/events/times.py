"""Wall time and instants: an event is when the clocks of its zone say so, whatever they did in between. Pure.

Kept is the wall time; the instant follows. So an event moved from March to April is at ten o'clock before and after,
and the page says ten o'clock to everybody.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# The zones that staff of a civil service meet: home, then the posts abroad with the most people.
ZONES = (
    "Europe/London",
    "Europe/Brussels",
    "Europe/Gibraltar",
    "Atlantic/Stanley",
    "America/New_York",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Australia/Sydney",
    "UTC",
)

LONGEST_EVENT = timedelta(days=7)


class Night(StrEnum):
    """What the clocks do to a wall time: shown once as almost always, never, or twice."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time of a zone and what it comes to. `at` of one that is never shown is None; of two, the first."""

    night: Night
    at: datetime | None


def zones(home: str) -> tuple[str, ...]:
    """The zones on offer, that of the service first."""
    return (home, *(zone for zone in ZONES if zone != home))


def moment_of(wall: datetime, zone: str) -> Moment:
    """When the clocks of a zone show a wall time.

    A time that the clocks leap over in spring is never shown. One that comes twice in autumn is the first of the two,
    before they are put back (`fold` 0 of PEP 495).
    """
    place = ZoneInfo(zone)
    first = wall.replace(tzinfo=place, fold=0)
    second = wall.replace(tzinfo=place, fold=1)
    at = first.astimezone(UTC)
    if at.astimezone(place).replace(tzinfo=None) != wall:
        return Moment(Night.NEVER, None)
    return Moment(Night.ONCE if first.utcoffset() == second.utcoffset() else Night.TWICE, at)


def next_shown(wall: datetime, zone: str) -> datetime:
    """The first wall time after one that the clocks leap over, to the minute: what to propose instead."""
    place = ZoneInfo(zone)
    before = wall.replace(tzinfo=place, fold=0).utcoffset() or timedelta()
    after = wall.replace(tzinfo=place, fold=1).utcoffset() or timedelta()
    return wall + abs(after - before)


def closing_of(closes_on: date | None, starts_at: datetime, zone: str) -> datetime:
    """When sign-up ends: with the last day there, and when it begins at the latest."""
    if closes_on is None:
        return starts_at
    midnight = datetime.combine(closes_on + timedelta(days=1), time.min)
    at = moment_of(midnight, zone).at or moment_of(next_shown(midnight, zone), zone).at or starts_at
    return min(at, starts_at)


def abbreviation(wall: datetime, zone: str) -> str:
    """What the clocks there are called at that time: "GMT", "BST", "IST"; "UTC-3" where they have no name."""
    name = wall.replace(tzinfo=ZoneInfo(zone)).tzname() or ""
    if name[:1] in "+-":
        hours, minutes = int(name[:3]), name[3:]
        return f"UTC{hours:+d}" + (f":{minutes}" if minutes else "")
    return name
