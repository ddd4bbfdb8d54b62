"""How an assignment stands, by department: counted by the database for everybody, one by one only for the few.

Almost everybody has the date of the rule: for them one count by department of who completed when is enough. Whoever may
have a later one (came lately, works part of the week, was away around the date, has an exception) is read and worked
out by the same `due_for` as their own page, and the difference is taken off what was presumed. While nobody can be
overdue, and nobody has an exception, nobody is read at all.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, text, true, union
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Absence, Person, Posting
from learnhub.people.queries import headcounts
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Progress
from learnhub.required import reading
from learnhub.required.active import Active
from learnhub.required.audience import Audience
from learnhub.required.deadlines import WINDOW, State, due_for
from learnhub.required.models import AssignmentCase
from learnhub.required.presumed import Presumed, Somebody
from learnhub.required.reading import Scope

ONE_WEEK = timedelta(days=7)
# No absence that ended longer ago moves a date past today: at most 28 days are added, and six to a working day.
ABSENCE_REACHES = timedelta(days=WINDOW) + ONE_WEEK
CHUNK = 500
Found = tuple[int, int | None, State]  # department, when last completed in milliseconds, where they stand
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
    def share(self) -> float:
        """Complete, as a part of those it is asked of: 0 to 1."""
        asked = self.covered - self.exempt
        return self.complete / asked if asked else 0.0

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
    heads = heads or Heads.now()
    scope = Scope(one.audience, reach_ids)
    presumed = Presumed(one.rule, heads.today)
    found: dict[int, Figures] = defaultdict(Figures)
    for department_id, people, strata in _strata(one, scope, presumed, heads):
        figures = found[department_id]
        for name, count in strata.items():
            figures.add(presumed.state(name), count)
        figures.add(presumed.state("missed"), max(people - sum(strata.values()), 0))
    if not one.rule.is_suggested:
        for row, state, count in _different(one, scope, presumed):
            found[row].add(state, count)
    return found


def figures_of(one: Active, reach_ids: frozenset[int] | None, heads: Heads | None = None) -> Figures:
    """How an assignment stands altogether, where somebody may see."""
    total = Figures()
    for figures in figures_by_department(one, reach_ids, heads).values():
        total.join(figures)
    return total


def _strata(one: Active, scope: Scope, presumed: Presumed, heads: Heads) -> Iterator[tuple[int, int, dict[str, int]]]:
    """(department, people there, how many of them are in each stratum but the last)."""
    ids = scope.department_ids
    if scope.is_whole:
        people = {id_: count for id_, count in heads.counts.items() if count and (ids is None or id_ in ids)}
    else:
        people = _people(scope, heads.today)
    at = milliseconds(Progress.completed_at)
    if scope.is_whole and one.course_id is not None:
        counted: Any = select(Progress.department_id.label("id"), *presumed.strata(at)).where(
            Progress.course_id == one.course_id, within(Progress.department_id, ids)
        )
        counted = counted.group_by(Progress.department_id)
    else:
        done = reading.completions(one)
        counted = (
            select(Posting.department_id.label("id"), *presumed.strata(done.c.done))
            .select_from(done)
            .join(Person, Person.learner_id == done.c.learner_id)
            .join(Posting, Posting.person_id == Person.id)
            .where(reading.CURRENT, *scope.conditions(by_index=False), reading.in_service(heads.today))
            .group_by(Posting.department_id)
        )
    strata = {row.id: {"done": row.done, "again": row.again, "kept": row.kept} for row in db.session.execute(counted)}
    for department_id, count in people.items():
        yield department_id, count, strata.get(department_id, {})


def _people(scope: Scope, today: date) -> dict[int, int]:
    """How many there are in each department, from an index alone; less who left since the last run of the jobs."""
    counted = select(Posting.department_id, func.count()).where(reading.CURRENT, *scope.conditions())
    gone = counted.where(Posting.person_id.in_(select(Person.id).where(Person.left_on <= today)))
    found: dict[int, int] = {row[0]: row[1] for row in db.session.execute(counted.group_by(Posting.department_id))}
    for row in db.session.execute(gone.group_by(Posting.department_id)):
        found[row[0]] -= row[1]
    return found


def _different(one: Active, scope: Scope, presumed: Presumed) -> Iterator[tuple[int, State, int]]:
    """What is different from what was presumed: (department, state, −1 or 1)."""
    for department_id, done, is_ in chain(_of_cases(one, scope, presumed), _of_late(one, scope, presumed)):
        was = presumed.state(presumed.stratum(done))
        if is_ is not was:
            yield department_id, was, -1
            yield department_id, is_, 1


def _of_cases(one: Active, scope: Scope, presumed: Presumed) -> Iterator[Found]:
    """Those with an exemption or an extension, one by one: few."""
    rows = db.session.execute(_open(one, scope, presumed, _with_case(one), *reading.COLUMNS)).all()
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        for row, person in zip(part, reading.covered_of(one, part), strict=True):
            yield row.department_id, row.done, due_for(one.rule, person, presumed.today).state


def _of_late(one: Active, scope: Scope, presumed: Presumed) -> Iterator[Found]:
    """Those whose own date may not be over although the rule's is. Most are alike: each kind is worked out once."""
    overdue = presumed.strata_overdue()
    if not overdue:
        return
    ids = union(*_maybe_later(one, scope, presumed, overdue))
    counted_already = set(db.session.execute(_with_case(one)).scalars())
    columns = (Person.id, Posting.department_id, Person.joined_on, Posting.from_on, Person.working_days)
    rows = db.session.execute(_open(one, scope, presumed, ids, *columns)).all()
    away = _absences(presumed.today)
    since = reading.since(one, rows)
    alike: dict[Any, State] = {}
    for id_, department_id, joined_on, from_on, working_days, done in rows:
        if id_ in counted_already:
            continue
        posted_on = None if one.audience.list_of is not None else since.get(id_, from_on)
        stratum = presumed.stratum(done)
        kind = (joined_on, posted_on, working_days, stratum, away.get(id_))
        state = alike.get(kind)
        if state is None:
            completions = () if done is None else (clock.from_ms(done),)
            person = Somebody(completions, joined_on, posted_on, working_days=working_days, absences=away.get(id_, ()))
            state = alike[kind] = due_for(one.rule, person, presumed.today).state
        yield department_id, done, state


def _with_case(one: Active) -> Select[Any]:
    return select(AssignmentCase.person_id.label("id")).where(AssignmentCase.assignment_id == one.id)


def _open(one: Active, scope: Scope, presumed: Presumed, ids: Any, *columns: Any) -> Select[Any]:
    """Those of `ids` who have not done it, with when they last did."""
    done = reading.done_column(one)
    asked = reading.people_among(scope, ids, *columns, done.label("done"), today=presumed.today)
    return asked.where(or_(done.is_(None), done < presumed.done_ms))


def _absences(today: date) -> dict[int, tuple[tuple[date, date], ...]]:
    """Absences that can still move a date past today: by whom."""
    found: dict[int, tuple[tuple[date, date], ...]] = {}
    rows = db.session.execute(
        select(Absence.person_id, Absence.from_on, Absence.until_on)
        .where(Absence.until_on >= today - 2 * ABSENCE_REACHES)
        .order_by(Absence.person_id, Absence.from_on)
    )
    for person_id, first, last in rows:
        found[person_id] = (*found.get(person_id, ()), (first, last))
    return found


def _maybe_later(one: Active, scope: Scope, presumed: Presumed, overdue: Sequence[str]) -> list[Any]:
    """Selects of people whose own date may not be over although the rule's is. A superset, and small."""
    today, rule = presumed.today, one.rule
    dues = [presumed.frame.due, *(presumed.due(name) for name in overdue)]
    last_due = max((due for due in dues if due < today), default=min(dues))
    lately = today - timedelta(days=max(rule.notice, WINDOW)) - ONE_WEEK
    away_lately = today - ABSENCE_REACHES
    came_with_absence = lately - ABSENCE_REACHES
    if presumed.before is not None:  # who came since this period began was not asked in the one before
        lately = min(lately, presumed.frame.start - timedelta(days=1))
    away_until = last_due - timedelta(days=WINDOW) if last_due >= away_lately else away_lately
    away = select(Absence.person_id).where(Absence.until_on >= away_lately)
    moved, joined = _came(scope.audience, lately)
    moved_away, joined_away = _came(scope.audience, came_with_absence)
    found: list[Any] = [
        moved,
        joined,
        moved_away.where(Posting.person_id.in_(away)),
        joined_away.where(Person.id.in_(away)),
        # Away in the weeks before the date, or nothing is added to it.
        select(Absence.person_id.label("id")).where(
            Absence.until_on >= away_until, Absence.from_on <= last_due + ONE_WEEK
        ),
    ]
    if last_due >= today - ONE_WEEK:
        found.append(select(Person.id.label("id")).where(text("working_days <> '1111100'"), _later(presumed, overdue)))
    return found


def _later(presumed: Presumed, overdue: Sequence[str]) -> ColumnElement[bool]:
    """The weeks (of those who do not work Monday to Friday) whose date is not over although the rule's is."""
    weeks = db.session.execute(select(Person.working_days).where(text("working_days <> '1111100'")).distinct())
    return Person.working_days.in_(
        [
            week
            for week in weeks.scalars()
            if any(presumed.state(name, week) is not presumed.state(name) for name in overdue)
        ]
    )


def _came(audience: Audience, after: date) -> tuple[Select[Any], Select[Any]]:
    """Who moved into the audience, and who joined the service, after a day."""
    moved = select(Posting.person_id.label("id")).where(
        reading.CURRENT, Posting.from_on > after, ~_was_among(audience, after)
    )
    return moved, select(Person.id.label("id")).where(Person.joined_on > after)


def _was_among(audience: Audience, before: date) -> ColumnElement[bool]:
    """Whether the posting just before the current one was in the audience too, and began by a day."""
    earlier = aliased(Posting)
    return exists().where(
        earlier.person_id == Posting.person_id,
        earlier.until_on == Posting.from_on,
        earlier.from_on <= before,
        within(earlier.department_id, audience.department_ids),
        earlier.grade.in_(sorted(audience.grades)) if audience.grades else true(),
        earlier.profession.in_(sorted(audience.professions)) if audience.professions else true(),
    )
