"""What a session may claim: how long, on which day, and not while another of one's own was held. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from learnhub import clock
from learnhub.ambassadors.words import HELPING, State

LONGEST = 600  # minutes: ten hours
LONGEST_DAY = 1_440
DAYS_BACK = 90
MOST_NAMED = 100
MOST_UNNAMED = 500
AFTER_STOP = timedelta(days=14)  # how long who has stopped may log what they held before


class Fault(StrEnum):
    """What is wrong with what is said of a session."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    FUTURE = "future"
    STARTS_LATER = "starts-later"
    TOO_OLD = "too-old"
    OVERLAPS = "overlaps"
    DAY_FULL = "day-full"
    NOBODY = "nobody"
    TOO_MANY = "too-many"
    NO_OFFICE = "no-office"
    NO_COURSE = "no-course"
    NOT_TODAY = "not-today"
    AFTER_STOP = "after-stop"


@dataclass(frozen=True, slots=True)
class Other:
    """Another session of the same ambassador that stands."""

    on_day: date
    minutes: int
    starts_at: datetime | None = None


def last_day_to_log(state: str, paused_from: date | None, stopped_on: date | None, today: date) -> date | None:
    """The last day of which an ambassador may log a session; None when they may log none.

    In a pause mentorships and agreed sessions go on, so it takes nothing away; who stopped has a fortnight.
    """
    if state in HELPING or (state == State.PAUSED and paused_from is not None):
        return today
    if state == State.STOPPED and stopped_on is not None and today <= stopped_on + AFTER_STOP:
        return stopped_on
    return None


def fault_of_time(
    on_day: date, minutes: int, starts_at: datetime | None, others: Iterable[Other], now: datetime
) -> Fault | None:
    """Why a session cannot have been held so; None when it can."""
    today = clock.day_of(now)
    known = list(others)
    that_day = sum(other.minutes for other in known if other.on_day == on_day)
    checks = (
        (Fault.TOO_SHORT, minutes < 1),
        (Fault.TOO_LONG, minutes > LONGEST),
        (Fault.FUTURE, on_day > today),
        (Fault.TOO_OLD, on_day < today - timedelta(days=DAYS_BACK)),
        (Fault.STARTS_LATER, starts_at is not None and starts_at > now),
        (Fault.OVERLAPS, starts_at is not None and any(overlaps(starts_at, minutes, other) for other in known)),
        (Fault.DAY_FULL, minutes + that_day > LONGEST_DAY),
    )
    return next((fault for fault, is_so in checks if is_so), None)


def overlaps(starts_at: datetime, minutes: int, other: Other) -> bool:
    """Whether two sessions were on at once: only to be said of those whose beginning is known."""
    if other.starts_at is None:
        return False
    ends_at = starts_at + timedelta(minutes=minutes)
    other_ends_at = other.starts_at + timedelta(minutes=other.minutes)
    return starts_at < other_ends_at and other.starts_at < ends_at


def start_of(on_day: date, at: time) -> datetime:
    """The instant of a time of day in the service's zone."""
    return datetime.combine(on_day, at, tzinfo=clock.zone()).astimezone(UTC)


def instant_of(on_day: date, starts_at: datetime | None, now: datetime) -> datetime:
    """When the record says it was: at its beginning, else at noon of its day; never later than now."""
    return min(starts_at or start_of(on_day, time(12)), now)
