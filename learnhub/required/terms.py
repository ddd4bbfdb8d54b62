"""The terms of the rules: what an assignment says of time, what is looked at in a person, what comes of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from learnhub import clock
from learnhub.required.periods import Period

NOTICE = 28  # days that nobody has less of: joiners, movers, those of whom it is asked again


class Why(StrEnum):
    """Why a date is what it is, where it is not everybody's."""

    JOINED = "joined"
    MOVED = "moved"
    AWAY = "away"
    NOT_WORKING = "not-working"
    EXTENDED = "extended"
    EXEMPT = "exempt"
    EXEMPT_BEFORE = "exempt-before"
    RETAKE = "retake"
    MISSED = "missed"
    EARLY = "early"


class State(StrEnum):
    """Where a person stands. LEFT: no longer asked of them. COMING: it has not begun."""

    COMPLETE = "complete"
    OPEN = "open"
    OVERDUE = "overdue"
    EXEMPT = "exempt"
    COMING = "coming"
    SUGGESTED = "suggested"
    DISMISSED = "dismissed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, with the day it speaks of and a number of working days where it has them."""

    why: Why
    day: date | None = None
    days: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an assignment says of time. `again_from`: only what was completed at or after it counts (a retake)."""

    starts_on: date
    due_on: date | None = None
    within_days: int | None = None
    recurs: Period | None = None
    early_counts: bool = True
    is_suggested: bool = False
    again_from: datetime | None = None

    @property
    def notice(self) -> int:
        """Days that a joiner has."""
        return NOTICE if self.within_days is None else self.within_days


class Case(Protocol):
    """What is different for a person: see `models.AssignmentCase`."""

    @property
    def kind(self) -> str: ...
    @property
    def until_on(self) -> date | None: ...
    @property
    def reason(self) -> str: ...


class Person(Protocol):
    """What the rule looks at. `posted_on`: in the audience without a break since (None: put on a list by name).

    `absences` are (first day, last day); `completions` in any order, the latest is what matters.
    """

    @property
    def joined_on(self) -> date: ...
    @property
    def posted_on(self) -> date | None: ...
    @property
    def left_on(self) -> date | None: ...
    @property
    def working_days(self) -> str: ...
    @property
    def absences(self) -> Sequence[tuple[date, date]]: ...
    @property
    def exception(self) -> Case | None: ...
    @property
    def completions(self) -> Sequence[datetime]: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """A period as it is for everybody: from `start` until `end` (exclusive; None: no end), due on `due`.

    What was completed on or after `counts_from` counts for it (None: whenever it was).
    """

    start: date
    end: date | None
    due: date
    counts_from: date | None
    number: int = 0

    def counts(self, completed: datetime | None) -> bool:
        """Whether a completion counts for this period, or for a later one."""
        return completed is not None and (self.counts_from is None or clock.day_of(completed) >= self.counts_from)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a rule comes to for one person on a day. `due_on` None: no date (suggested, exempt, left).

    `completed_at` is the completion that counts. `may_renew`: completing it again now would count for something.
    """

    state: State
    due_on: date | None
    period_start: date
    period_end: date | None
    why: tuple[Reason, ...] = ()
    completed_at: datetime | None = None
    may_renew: bool = False

    @property
    def is_early(self) -> bool:
        """Whether it was done before its period had begun."""
        return any(reason.why is Why.EARLY for reason in self.why)
