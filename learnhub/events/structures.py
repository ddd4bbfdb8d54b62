"""The words of this room and what an organiser fills in, as plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What an event is. The value stands before the slash of its key in the record, where badges read it."""

    HACKATHON = "hackathon"
    WORKSHOP = "workshop"
    CLINIC = "drop-in"
    SHOW = "show-and-tell"


class EventState(StrEnum):
    """A draft is seen by its organisers alone."""

    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"


class SignUpState(StrEnum):
    """Where somebody stands. Who walks in, or turns up from the waiting list, takes none of the places."""

    GOING = "going"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    WALKED_IN = "walked-in"


@dataclass(frozen=True, slots=True)
class Audience:
    """Departments with everything below them × grades × professions; an empty one means any."""

    departments: tuple[int, ...] = ()
    grades: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        return not (self.departments or self.grades or self.professions)


@dataclass(frozen=True, slots=True)
class Details:
    """What an event is, where and when, for whom. Times are as the clocks there show them; `places` None: no limit.

    `closes_on`: the last day to sign up (None: until it begins). `break_minutes` are not counted as learning.
    `teaches`: the course and its workshop module that coming completes.
    """

    kind: EventKind
    title: str
    about: str
    zone: str
    starts_local: datetime
    ends_local: datetime
    break_minutes: int = 0
    place: str = ""
    region: str = ""
    remote_link: str = ""
    places: int | None = None
    prefers_newcomers: bool = False
    audience: Audience = field(default_factory=Audience)
    closes_on: date | None = None
    teaches: tuple[int, str] | None = None


def key_of(event_id: int, kind: str) -> str:
    """An event as the record names it: "hackathon/12"."""
    return f"{kind}/{event_id}"


def id_of(key: str) -> int | None:
    """The number of an event, from its key; None for what is none."""
    number = key.rpartition("/")[2]
    return int(number) if number.isdigit() else None
