"""How an assignment stands, by department: counted by the database for everybody, one by one only for the few.

Almost everybody has the date of the rule: for them one count by department of who completed when is enough. Whoever may
have a later one (came lately, works part of the week, was away around the date, has an exception) is read and worked
out by the same `due_for` as their own page, and the difference is taken off what was presumed. While nobody can be
overdue, and nobody has an exception, nobody is read at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Person, Posting
from learnhub.people.queries import headcounts
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Progress
from learnhub.required import reading
from learnhub.required.active import Active
from learnhub.required.deadlines import State
from learnhub.required.late import different
from learnhub.required.presumed import STRATA, Presumed
from learnhub.required.reading import Scope

COUNTED = (State.COMPLETE, State.OVERDUE, State.OPEN, State.EXEMPT)


@dataclass(slots=True)
class Figures:
    """How many people an assignment covers, and how they stand. Each is in one of the four.

    `later`: how many have a date of their own that is later than everybody's (only `preview` counts them).
    """

    complete: int = 0
    overdue: int = 0
    open: int = 0
    exempt: int = 0
    later: int = 0

    @property
    def covered(self) -> int:
        return self.complete + self.overdue + self.open + self.exempt

    @property
    def asked(self) -> int:
        """Of how many it is asked: all but the exempt."""
        return self.covered - self.exempt

    @property
    def share(self) -> float:
        """Complete, as a part of those it is asked of: 0 to 1."""
        return self.complete / self.asked if self.asked else 0.0

    def add(self, state: State, count: int = 1) -> None:
        name = state.value if state in COUNTED else State.OPEN.value
        setattr(self, name, getattr(self, name) + count)

    def join(self, other: "Figures") -> None:
        for state in COUNTED:
            self.add(state, getattr(other, state.value))
        self.later += other.later


@dataclass(frozen=True, slots=True)
class Heads:
    """What every assignment on a page shares: how many people work in each department."""

    counts: dict[int, int]
    today: date

    @classmethod
    def now(cls) -> "Heads":
        today = clock.today()
        return cls(headcounts(today), today)


def figures_by_department(
    one: Active, reach_ids: frozenset[int] | None, heads: Heads | None = None
) -> dict[int, Figures]:
    """How an assignment stands in each department itself (not below it) that somebody may see."""
    scope = Scope(one.audience, reach_ids)
    presumed = Presumed(one.rule, heads.today if heads else clock.today())
    found: dict[int, Figures] = defaultdict(Figures)
    for department_id, people, strata in _strata(one, scope, presumed, heads):
        figures = found[department_id]
        for name, count in strata.items():
            figures.add(presumed.state(name), count)
        figures.add(presumed.state("missed"), max(people - sum(strata.values()), 0))
    if not one.rule.is_suggested:
        for row, state, count in different(one, scope, presumed):
            found[row].add(state, count)
    return found


def figures_of(one: Active, reach_ids: frozenset[int] | None, heads: Heads | None = None) -> Figures:
    """How an assignment stands altogether, where somebody may see."""
    total = Figures()
    for figures in figures_by_department(one, reach_ids, heads).values():
        total.join(figures)
    return total


def _strata(
    one: Active, scope: Scope, presumed: Presumed, heads: Heads | None
) -> Iterator[tuple[int, int, dict[str, int]]]:
    """(department, people there, how many of them are in each stratum but the last)."""
    if one.audience.list_of is not None:
        yield from _of_list(one, scope, presumed)
        return
    if scope.is_whole:
        ids, counts = scope.department_ids, (heads or Heads.now()).counts
        people = {id_: count for id_, count in counts.items() if count and (ids is None or id_ in ids)}
    else:
        people = _by_department(_postings(scope, presumed.today))
    strata = _of_course(one, scope, presumed) if scope.is_whole and one.course_id else _of_some(one, scope, presumed)
    for department_id, count in people.items():
        yield department_id, count, strata.get(department_id, {})


def _postings(scope: Scope, today: date) -> Select[int, int]:
    """The people of each department, from an index alone; less who left since the last run of the jobs."""
    gone = reading.gone(today)
    still = [] if not gone else [~reading.among(Posting.person_id, gone)]
    return select(Posting.department_id, func.count()).where(reading.CURRENT, *scope.conditions(), *still)


def _of_course(one: Active, scope: Scope, presumed: Presumed) -> dict[int, dict[str, int]]:
    """Where departments alone say who: from the index of a course's progress."""
    columns = presumed.strata(milliseconds(Progress.completed_at))
    here = Progress.course_id == one.course_id, within(Progress.department_id, scope.department_ids)
    rows: Any = db.session.execute(
        select(Progress.department_id, *columns).where(*here).group_by(Progress.department_id)
    )
    return {row[0]: dict(zip(STRATA, row[1:], strict=True)) for row in rows}


def _of_some(one: Active, scope: Scope, presumed: Presumed) -> dict[int, dict[str, int]]:
    """Where grades say who, or a pathway is asked: those of them who are among all that completed it.

    Found so, each index is read once; to look up everybody who completed it takes five times as long.
    """
    found: dict[int, dict[str, int]] = defaultdict(dict)
    here, done = _postings(scope, presumed.today), reading.completions(one)
    theirs = select(Person.id).select_from(done).join(Person, Person.learner_id == done.c.learner_id)
    for name in ("done", *presumed.names()[:-1]):
        # + 0: or SQLite begins with who completed it.
        some = here.where((Posting.person_id + 0).in_(theirs.where(presumed.holds(name, done.c.done))))
        for department_id, people in _by_department(some).items():
            found[department_id][name] = people
    return found


def _by_department(counted: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Posting.department_id))}


def _of_list(one: Active, scope: Scope, presumed: Presumed) -> Iterator[tuple[int, int, dict[str, int]]]:
    """A few hundred at most: each by themselves."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    done = reading.done_column(one)
    rows = db.session.execute(reading.people(scope, Posting.department_id, done.label("done"), today=presumed.today))
    for department_id, done_ms in rows:
        found[department_id][presumed.stratum(done_ms)] += 1
    for department_id, strata in found.items():
        yield department_id, strata.total(), {name: strata[name] for name in STRATA}
