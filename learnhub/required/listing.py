"""What HR sees of assignments: those within reach with their figures, and the people by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, tuple_

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Person, Posting
from learnhub.people.reach import Reach, Unit, within
from learnhub.required import reading
from learnhub.required.active import Active, plain
from learnhub.required.deadlines import Deadline, State, due_for
from learnhub.required.figures import Figures, Heads, figures_by_department, figures_of
from learnhub.required.models import AssignedPerson, Assignment, AssignmentCase
from learnhub.required.presumed import Presumed
from learnhub.required.reading import Scope
from learnhub.required.things import Thing, thing_of
from learnhub.required.words import audience_words
from learnhub.web.paging import PAGE_SIZE, Page

MOST_GROUPS = 40
AT_ONCE = 200  # people looked through for a page of names


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment in the list: what, whom, how it stands; `may_change`: made in the officer's own departments."""

    row: Assignment
    one: Active
    title: str
    whom: str
    figures: Figures | None
    due_on: date | None
    may_change: bool

    @property
    def is_over(self) -> bool:
        return self.row.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of whom it is asked, and how they stand."""

    person_id: int
    name: str
    department: str
    deadline: Deadline


def lines_of(reach: Reach, language: str) -> list[Line]:
    """The assignments that concern somebody within reach; what needs attention first, what was withdrawn last.

    Of a suggestion nothing is counted: the list does not show it.
    """
    rows = list(db.session.execute(select(Assignment).order_by(Assignment.id.desc())).scalars())
    heads = Heads.now()
    lines = []
    for row, one in zip(rows, plain(rows), strict=True):
        if concerns(one, reach):
            is_counted = row.withdrawn_at is None and one.is_required
            figures = figures_of(one, reach.ids, heads) if is_counted else None
            lines.append(line_of(row, one, reach, language, figures, counted=is_counted))
    return sorted(lines, key=_attention)


def line_of(
    row: Assignment, one: Active, reach: Reach, language: str, figures: Figures | None = None, *, counted: bool = True
) -> Line:
    """One assignment as the list and its own page show it; without figures when withdrawn, or not `counted`."""
    if figures is None and counted and row.withdrawn_at is None:
        figures = figures_of(one, reach.ids)
    frame_due = None if one.rule.is_suggested else Presumed(one.rule, clock.today()).frame.due
    return Line(row, one, title_of(one, language), whom_of(row, one, reach), figures, frame_due, may_change(row, reach))


def _attention(line: Line) -> tuple[Any, ...]:
    overdue = line.figures.overdue if line.figures else 0
    return line.is_over, -overdue, line.due_on or date.max, -line.row.id


def title_of(one: Active, language: str) -> str:
    """The title of what is asked for; by its name when it was never here."""
    thing: Thing | None = thing_of(one, language)
    return thing.title if thing is not None else one.pathway or f"#{one.course_id}"


def whom_of(row: Assignment, one: Active, reach: Reach) -> str:
    """Whom it is for, in words."""
    listed = 0
    if row.is_list:
        count = select(func.count()).select_from(AssignedPerson).where(AssignedPerson.assignment_id == row.id)
        listed = db.session.execute(count).scalar_one() if row.id else 0
    tops = row.departments or ([row.scope_id] if row.scope_id is not None else [])
    return audience_words(one, [reach.named(id_) or f"#{id_}" for id_ in tops], listed)


def may_change(row: Assignment, reach: Reach) -> bool:
    """Whether the officer decides over it: it was made where they may act."""
    return reach.ids is None or row.scope_id in reach.ids


def concerns(one: Active, reach: Reach) -> bool:
    """Whether it was made within reach, or is for somebody there."""
    if reach.ids is None or one.scope_id in reach.ids:
        return True
    if one.audience.list_of is None:
        return one.audience.department_ids is None or bool(one.audience.department_ids & reach.ids)
    there = reading.people(Scope(one.audience, reach.ids), Person.id, today=clock.today()).limit(1)
    return db.session.execute(there).first() is not None


def by_unit(one: Active, reach: Reach) -> tuple[Figures, list[tuple[Unit | None, Figures]]]:
    """How it stands altogether, and in each department directly below, then (None) in the department itself; only
    where it is asked."""
    counted = figures_by_department(one, reach.ids)
    found: list[tuple[Unit | None, Figures]] = []
    for unit in reach.rows:
        figures = _sum(counted.get(id_) for id_ in reach.ids_of(unit))
        if figures.covered:
            found.append((unit, figures))
    if reach.chosen is not None and (own := counted.get(reach.chosen.id)) is not None and own.covered and found:
        found.append((None, own))
    return _sum(counted.values()), found


def _sum(parts: Iterable[Figures | None]) -> Figures:
    total = Figures()
    for part in parts:
        if part is not None:
            total.join(part)
    return total


def names_of(one: Active, reach: Reach, show: State | None, after: int | None = None) -> Page[Named]:
    """A page of people by name: all, or those who stand so. `after` is the number of the last person shown before."""
    today = clock.today()
    if show is State.OVERDUE and not Presumed(one.rule, today).is_over():
        return Page([], None)
    found: list[Named] = []
    for rows in _by_name(one, reach, show, after, today):
        for person in reading.covered_of(one, rows):
            deadline = due_for(one.rule, person, today)
            if show is None or deadline.state is show:
                found.append(Named(person.person_id, person.name, reach.named(person.department_id), deadline))
        if len(found) > PAGE_SIZE:
            return Page(found[:PAGE_SIZE], str(found[PAGE_SIZE - 1].person_id))
    return Page(found, None)


def _by_name(one: Active, reach: Reach, show: State | None, after: int | None, today: date) -> Iterator[list[Any]]:
    done, presumed = reading.done_column(one), Presumed(one.rule, today)
    asked = reading.people(Scope(one.audience, reach.ids), *reading.COLUMNS, done.label("done"), today=today)
    if show is State.COMPLETE:
        asked = asked.where(done >= presumed.done_ms)
    elif show is not None:
        asked = asked.where(or_(done.is_(None), done < presumed.done_ms))
    if show is State.EXEMPT:
        asked = asked.where(Person.id.in_(reading.with_case(one)))
    asked = asked.order_by(Person.name, Person.id).limit(AT_ONCE)
    start: tuple[str, int] | None = None
    if after is not None:
        name = db.session.execute(select(Person.name).where(Person.id == after)).scalar_one_or_none()
        start = (name or "", after)
    while True:
        page = asked if start is None else asked.where(tuple_(Person.name, Person.id) > start)
        rows = list(db.session.execute(page).all())
        if not rows:
            return
        yield rows
        if len(rows) < AT_ONCE:
            return
        start = (rows[-1].name, rows[-1].id)


def named_or_none(one: Active, reach: Reach, person_id: int) -> Named | None:
    """One person of whom it is asked, within reach; None for anybody else."""
    today = clock.today()
    done = reading.done_column(one)
    asked = reading.people(Scope(one.audience, reach.ids), *reading.COLUMNS, done.label("done"), today=today)
    rows = db.session.execute(asked.where(Person.id == person_id)).all()
    if not rows:
        return None
    person = reading.covered_of(one, rows)[0]
    deadline = due_for(one.rule, person, today)
    return Named(person.person_id, person.name, reach.named(person.department_id), deadline)


def case_of(assignment_id: int, person_id: int) -> AssignmentCase | None:
    """What is different for a person, if anything."""
    return db.session.execute(
        select(AssignmentCase).where(
            AssignmentCase.assignment_id == assignment_id, AssignmentCase.person_id == person_id
        )
    ).scalar_one_or_none()


def groups_in(reach: Reach) -> tuple[list[str], list[str]]:
    """The grades and professions that people within reach have: what an audience can be narrowed by."""
    columns = Posting.grade, Posting.profession
    rows = db.session.execute(
        select(*columns).where(Posting.is_current, within(Posting.department_id + 0, reach.ids)).distinct()
    )
    pairs = rows.all()
    grades = {row.grade for row in pairs if row.grade}
    professions = {row.profession for row in pairs if row.profession}
    return sorted(grades)[:MOST_GROUPS], sorted(professions)[:MOST_GROUPS]
