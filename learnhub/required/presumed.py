"""How everybody stands for whom nothing is different: the strata that one count by the database sorts people into."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func

from learnhub import clock
from learnhub.people.models import EVERY_WEEKDAY
from learnhub.required import reading
from learnhub.required.deadlines import Frame, Rule, State, due_for, frame_before, frame_of

EVERY_DAY = "1111111"
ONE_DAY = timedelta(days=1)
STRATA = ("done", "again", "kept")  # missed is the rest


@dataclass(slots=True)
class Presumed:
    """How those stand who have the date of the rule. Strata by when they last completed it: not since anything that
    counts (`missed` the period before too, or `kept` it), before a version that is asked again (`again`), since."""

    rule: Rule
    today: date
    frame: Frame = field(init=False)
    before: Frame | None = field(init=False)
    done_ms: int = field(init=False)  # from this on a completion counts
    frame_ms: int = field(init=False)  # from this on it would, but for a version that is asked again
    before_ms: int = field(init=False)  # from this on it counted for the period before
    _dues: dict[tuple[str, str, date], date] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.frame = frame_of(self.rule, self.today)
        self.before = frame_before(self.rule, self.frame)
        self.done_ms = reading.threshold_ms(self.frame.counts_from, self.rule.again_from) or 0
        self.frame_ms = reading.threshold_ms(self.frame.counts_from, None) or 0
        self.before_ms = (reading.threshold_ms(self.before.counts_from, None) or 0) if self.before else 0

    @property
    def first(self) -> date:
        """The first day that matters: whoever was there before is like everybody."""
        return (self.before or self.frame).start

    def stratum(self, done_ms: int | None) -> str:
        """Which of the four a person belongs to."""
        if done_ms is None:
            return "missed"
        if done_ms >= self.done_ms:
            return "done"
        if done_ms >= self.frame_ms:
            return "again"
        return "kept" if done_ms >= self.before_ms else "missed"

    def names(self) -> list[str]:
        """The strata, of those who have not done it, in which there can be anybody; `missed` is the rest."""
        kept = ["kept"] if self.frame_ms > self.before_ms else []
        return [*(["again"] if self.done_ms > self.frame_ms else []), *kept, "missed"]

    def holds(self, stratum: str, done: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether somebody is in a stratum, by when they last completed it (-1: never)."""
        if stratum == "done":
            return done >= self.done_ms
        if stratum == "again":
            return (done >= self.frame_ms) & (done < self.done_ms)
        return (done >= self.before_ms) & (done < self.frame_ms) if stratum == "kept" else done < self.before_ms

    def strata(self, done: ColumnElement[int]) -> list[ColumnElement[int]]:
        """The same as sums: done, again, kept; missed is the rest."""
        return [func.coalesce(func.sum(case((self.holds(name, done), 1), else_=0)), 0).label(name) for name in STRATA]

    def state(self, stratum: str, week: str = EVERY_WEEKDAY, joined_on: date = date.min) -> State:
        """Where the people of a stratum stand if nothing is different for them: as somebody who was always there, or
        who joined the service on a day."""
        if stratum == "done":
            return State.COMPLETE
        if self.rule.is_suggested:
            return State.OPEN
        return State.OVERDUE if self.due(stratum, week, joined_on) < self.today else State.OPEN

    def due(self, stratum: str, week: str = EVERY_WEEKDAY, joined_on: date = date.min) -> date:
        """Their date, at a working day of such a week."""
        key = stratum, week, max(joined_on, self.first)
        if key not in self._dues:
            self._dues[key] = self._due(*key)
        return self._dues[key]

    def _due(self, stratum: str, week: str, joined_on: date) -> date:
        instants = {"again": self.done_ms - 1, "kept": max(self.frame_ms - 1, 0)}
        done = () if stratum == "missed" else (clock.from_ms(instants[stratum]),)
        found = due_for(self.rule, Somebody(done, joined_on, working_days=week), self.today)
        assert found.due_on is not None
        return found.due_on

    def is_over(self) -> bool:
        """Whether the date of any stratum is over for somebody who works every day of the week.

        Nobody's date is earlier than theirs: while there is none, nobody is overdue.
        """
        return any(self.due(name, EVERY_DAY) < self.today for name in self.names())

    def came_otherwise(self, stratum: str, week: str) -> list[tuple[date, date]]:
        """When those joined (first and last day) who stand elsewhere than who was always there: most came too lately to
        be overdue.

        Between two beginnings, who joined later has no earlier date: so each stretch is cut in two once.
        """
        is_over = self.state(stratum, week) is State.OVERDUE
        starts = self._beginnings()
        found = []
        for start, end in zip(starts, [*starts[1:], self.today + ONE_DAY], strict=True):
            cut = self._cut(stratum, week, start, end)
            first, last = (cut, end - ONE_DAY) if is_over else (start, cut - ONE_DAY)
            if first <= last:
                found.append((first, last))
        return found

    def open_from(self, weeks: Iterable[str]) -> date:
        """Whoever joined on or after this day is not overdue, whatever they did and whichever of these weeks is theirs;
        nor if they moved or were away since."""
        start, end = self._beginnings()[-1], self.today + ONE_DAY
        return max(self._cut(name, week, start, end) for week in weeks for name in self.names())

    def _beginnings(self) -> list[date]:
        again_on = clock.day_of(self.rule.again_from) if self.rule.again_from is not None else self.first
        return sorted({day for day in (self.first, self.frame.start, again_on) if self.first <= day <= self.today})

    def _cut(self, stratum: str, week: str, start: date, end: date) -> date:
        """The first day of a stretch on which those joined whose date is not over; its end when there is none."""
        days = [start + timedelta(days=number) for number in range((end - start).days)]
        return start + timedelta(days=bisect_left(days, self.today, key=lambda day: self.due(stratum, week, day)))


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with the date of the rule, whoever it is."""

    completions: tuple[Any, ...]
    joined_on: date = date.min
    posted_on: date | None = None
    left_on: date | None = None
    working_days: str = EVERY_WEEKDAY
    absences: tuple[tuple[date, date], ...] = ()
    exception: None = None
