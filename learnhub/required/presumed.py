"""How everybody stands for whom nothing is different: the strata that one count by the database sorts people into."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func

from learnhub import clock
from learnhub.people.models import EVERY_WEEKDAY
from learnhub.required import reading
from learnhub.required.deadlines import Frame, Rule, State, due_for, frame_before, frame_of

EVERY_DAY = "1111111"


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
    _dues: dict[tuple[str, str], date] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.frame = frame_of(self.rule, self.today)
        self.before = frame_before(self.rule, self.frame)
        self.done_ms = reading.threshold_ms(self.frame.counts_from, self.rule.again_from) or 0
        self.frame_ms = reading.threshold_ms(self.frame.counts_from, None) or 0
        self.before_ms = (reading.threshold_ms(self.before.counts_from, None) or 0) if self.before else 0

    def stratum(self, done_ms: int | None) -> str:
        """Which of the four a person belongs to."""
        if done_ms is None:
            return "missed"
        if done_ms >= self.done_ms:
            return "done"
        if done_ms >= self.frame_ms:
            return "again"
        return "kept" if done_ms >= self.before_ms else "missed"

    def strata(self, done: ColumnElement[int]) -> list[ColumnElement[int]]:
        """The same as sums: done, again, kept; missed is the rest."""
        again = (done >= self.frame_ms) & (done < self.done_ms)
        kept = (done >= self.before_ms) & (done < min(self.frame_ms, self.done_ms))
        return [
            func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)
            for name, condition in (("done", done >= self.done_ms), ("again", again), ("kept", kept))
        ]

    def state(self, stratum: str, week: str = EVERY_WEEKDAY) -> State:
        """Where the people of a stratum stand if nothing is different for them: as somebody who was always there."""
        if stratum == "done":
            return State.COMPLETE
        if self.rule.is_suggested:
            return State.OPEN
        return State.OVERDUE if self.due(stratum, week) < self.today else State.OPEN

    def due(self, stratum: str, week: str = EVERY_WEEKDAY) -> date:
        """Their date, at a working day of such a week."""
        if (stratum, week) not in self._dues:
            self._dues[stratum, week] = self._due(stratum, week)
        return self._dues[stratum, week]

    def _due(self, stratum: str, week: str) -> date:
        instants = {"again": self.done_ms - 1, "kept": max(self.frame_ms - 1, 0)}
        done = () if stratum == "missed" else (clock.from_ms(instants[stratum]),)
        somebody = Somebody(done, working_days=week)
        found = due_for(self.rule, somebody, self.today)
        assert found.due_on is not None
        return found.due_on

    def strata_over(self) -> list[str]:
        """The strata, of those that there can be, whose date is over for somebody who works every day of the week.

        Nobody's date is earlier than theirs: while there is none, nobody is overdue.
        """
        names = ["missed", *(["kept"] if self.before else []), *(["again"] if self.rule.again_from else [])]
        return [name for name in names if self.due(name, EVERY_DAY) < self.today]


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
