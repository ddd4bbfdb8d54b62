"""Reading the learning record: composed selects, plain data; a learner's own statements, voided ones marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, tuple_, union_all

from learnhub import clock
from learnhub.catalogue.models import CourseVersion
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.models import DepartmentName, Learner
from learnhub.record import ledger, shelves
from learnhub.record.filters import KIND_ASKED, Filters, What
from learnhub.record.models import Progress, RecordObject, StaffGroup, Statement, Voided
from learnhub.record.progress import ABOUT_ANOTHER, ProgressRow
from learnhub.record.words import Assurance, Barrier, Means, ObjectKind, Verb
from learnhub.web.paging import PAGE_SIZE, Page, page_of

__all__ = [
    "ProgressRow",
    "hours_of",
    "prerequisites_met",
    "statements_of",
    "summary_of",
    "transcript_of",
    "whole_record",
]


def prerequisites_met(learner_id: int, course: Course) -> dict[str, datetime | None]:
    """When each prerequisite that is still offered was completed, by its slug; no statement when there is none."""
    wanted = shelves.prerequisites_of(course)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Progress.course_id, Progress.completed_at).where(
            Progress.learner_id == learner_id, Progress.course_id.in_(wanted.values())
        )
    ).all()
    completed: dict[int, datetime | None] = {row.course_id: row.completed_at for row in rows}
    return {slug: completed.get(course_id) for slug, course_id in wanted.items()}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a record. `assurance` is the effective one: a confirmation has raised it. Voided: taken back."""

    seq: int
    at: datetime
    verb: Verb
    kind: ObjectKind
    key: str
    course_id: int | None
    means: Means | None
    score: int | None
    minutes: int | None
    barrier: Barrier | None
    assurance: Assurance
    is_voided: bool

    @property
    def day(self) -> date:
        """The day it happened, in the service's zone."""
        return clock.day_of(self.at)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a whole record amounts to: minutes by year (newest first) and assurance, the courses in it.

    `by_kind` has the same minutes by what they went to, and whether that was helping others; those of modules are a
    course's. What was taken back counts nothing.
    """

    minutes: dict[int, dict[Assurance, int]]
    course_ids: frozenset[int]
    by_kind: dict[tuple[ObjectKind, bool], dict[Assurance, int]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return list(self.minutes)

    @property
    def total(self) -> int:
        return sum(sum(year.values()) for year in self.minutes.values())


def statements_of(learner_id: int, filters: Filters | None = None, after: str | None = None) -> Page[RecordLine]:
    """A page of a learner's record, newest first. `after` is the key of the last line shown before."""
    query = _lines(learner_id, filters)
    if (key := _key(after)) is not None:
        query = query.where(tuple_(ledger.milliseconds(Statement.at), Statement.seq) < tuple_(*map(literal, key)))
    query = query.order_by(Statement.at.desc(), Statement.seq.desc()).limit(PAGE_SIZE + 1)
    lines = [_line(row) for row in db.session.execute(query)]
    return page_of(lines, lambda line: f"{clock.to_ms(line.at)}-{line.seq}")


def summary_of(learner_id: int) -> Summary:
    """Hours by year and by how we know, and the courses there are; one select over the learner's own statements."""
    minutes: dict[int, dict[Assurance, int]] = {}
    courses: set[int] = set()
    by_kind: dict[tuple[ObjectKind, bool], dict[Assurance, int]] = {}
    for row in db.session.execute(_lines(learner_id).order_by(Statement.at.desc())):
        year = minutes.setdefault(clock.day_of(row.at).year, dict.fromkeys(reversed(Assurance), 0))
        if row.course_id is not None:
            courses.add(row.course_id)
        if row.minutes and row.by_seq is None:
            year[Assurance(row.effective)] += row.minutes
            kind = ObjectKind(row.kind) if row.course_id is None else ObjectKind.COURSE
            which = (kind, row.verb == Verb.HELPED)
            by_kind.setdefault(which, dict.fromkeys(reversed(Assurance), 0))[Assurance(row.effective)] += row.minutes
    return Summary(minutes, frozenset(courses), dict(sorted(by_kind.items())))


def hours_of(learner_id: int) -> dict[Assurance, int]:
    """Minutes of everything done, by how we know."""
    found = dict.fromkeys(reversed(Assurance), 0)
    for year in summary_of(learner_id).minutes.values():
        for assurance, minutes in year.items():
            found[assurance] += minutes
    return found


def whole_record(learner_id: int) -> Sequence[Any]:
    """Every statement of a learner, oldest first, with all it carries: voidings and confirmations too."""
    about = select(Statement.seq.label("about"), Statement.id.label("about_id")).subquery()
    extra = (
        Statement.id, Statement.received_at, Statement.department_id, Statement.language, about.c.about_id,
        StaffGroup.grade, StaffGroup.profession, CourseVersion.version,
    )  # fmt: skip
    return db.session.execute(
        _lines(learner_id, everything=True)
        .add_columns(*extra)
        .outerjoin(StaffGroup, StaffGroup.id == Statement.staff_group_id)
        .outerjoin(CourseVersion, _VERSION)
        .outerjoin(about, about.c.about == Statement.about_seq)
        .order_by(Statement.at, Statement.seq)
    ).all()


def completions_of(learner_id: int) -> Sequence[Any]:
    """A learner's completions of courses, newest first; what was taken back is not among them."""
    return [row for row in transcript_of(learner_id) if row.course_id is not None]


def transcript_of(learner_id: int, filters: Filters | None = None) -> Sequence[Any]:
    """What a transcript is made of, newest first: completed courses, and everything that is not part of one (pathways,
    badges, study, events, support sessions). What was taken back is not among them."""
    return db.session.execute(
        _lines(learner_id, filters)
        .add_columns(Statement.department_id, Statement.language, CourseVersion.version)
        .outerjoin(CourseVersion, _VERSION)
        .where(or_(Statement.is_course_completion, Statement.course_id.is_(None)), Voided.seq.is_(None))
        .order_by(Statement.at.desc(), Statement.seq.desc())
    ).all()


# A statement about a pathway or a badge is pinned to the version of its definition: other numbers.
_VERSION = and_(CourseVersion.id == Statement.version_id, Statement.course_id.is_not(None))


class NamesThen:
    """What departments were called on a day: their history, read in one select."""

    def __init__(self, department_ids: Iterable[int | None], language: str = "en") -> None:
        wanted = {id for id in department_ids if id is not None}
        self.names: dict[int, list[tuple[date, str]]] = {}
        if not wanted:
            return
        rows = db.session.execute(
            select(DepartmentName.department_id, DepartmentName.from_on, DepartmentName.name, DepartmentName.name_cy)
            .where(DepartmentName.department_id.in_(wanted))
            .order_by(DepartmentName.from_on)
        )
        for row in rows:
            name = row.name_cy if language == "cy" and row.name_cy else row.name
            self.names.setdefault(row.department_id, []).append((row.from_on, name))

    def on(self, department_id: int | None, day: date) -> str:
        """The name in force on a day; before the first one, the first."""
        history = self.names.get(department_id or 0, [])
        return next((name for from_on, name in reversed(history) if from_on <= day), history[0][1] if history else "")


def _lines(learner_id: int, filters: Filters | None = None, *, everything: bool = False) -> Select[Any]:
    """A learner's statements with their effective assurance; what only speaks of another is left out, unless asked."""
    whose = union_all(select(literal(learner_id)), select(Learner.id).where(Learner.merged_into_id == learner_id))
    confirmed = (
        select(Statement.about_seq.label("seq"))
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.learner_id.in_(whose), Statement.verb == Verb.WITNESSED.value, Voided.seq.is_(None))
        .distinct()
        .subquery()
    )
    raised = and_(confirmed.c.seq.is_not(None), Statement.assurance < Assurance.WITNESSED.value)
    effective = case((raised, Assurance.WITNESSED.value), else_=Statement.assurance)
    query: Select[Any] = (
        select(*_LINE_COLUMNS, effective.label("effective"), Voided.by_seq)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .outerjoin(confirmed, confirmed.c.seq == Statement.seq)
        .where(Statement.learner_id.in_(whose), *_asked(filters or Filters(), effective))
    )
    if not everything:
        query = query.where(Statement.verb.not_in([verb.value for verb in ABOUT_ANOTHER]))
    return query


_LINE_COLUMNS: tuple[Any, ...] = (
    Statement.seq,
    Statement.at,
    Statement.verb,
    RecordObject.kind,
    RecordObject.key,
    Statement.course_id,
    Statement.means,
    Statement.score,
    Statement.minutes,
    Statement.barrier,
)

_WHAT: dict[What, ColumnElement[bool]] = {
    What.COURSES: Statement.is_course_completion.is_(True),
    What.MODULES: and_(Statement.verb == Verb.COMPLETED.value, RecordObject.kind == ObjectKind.MODULE.value),
    What.CHECKS: Statement.verb.in_([Verb.PASSED.value, Verb.FAILED.value]),
    What.STARTED: Statement.verb == Verb.STARTED.value,
    What.BARRIERS: Statement.verb == Verb.HINDERED.value,
    **{what: RecordObject.kind == kind.value for what, kind in KIND_ASKED.items()},
}


def _asked(filters: Filters, effective: ColumnElement[int]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.span is not None:
        since, until = filters.span
        conditions += [Statement.at >= since, Statement.at < until]
    if filters.course_id is not None:
        conditions.append(Statement.course_id == filters.course_id)
    if filters.what is not None:
        conditions.append(_WHAT[filters.what])
    if filters.assurance is not None:
        conditions.append(effective == filters.assurance.value)
    return conditions


def _line(row: Any) -> RecordLine:
    return RecordLine(
        seq=row.seq,
        at=row.at,
        verb=Verb(row.verb),
        kind=ObjectKind(row.kind),
        key=row.key,
        course_id=row.course_id,
        means=Means(row.means) if row.means else None,
        score=row.score,
        minutes=row.minutes,
        barrier=Barrier(row.barrier) if row.barrier else None,
        assurance=Assurance(row.effective),
        is_voided=row.by_seq is not None,
    )


def _key(text: str | None) -> tuple[int, int] | None:
    """Where a page goes on: milliseconds and seq. What is no key begins at the beginning."""
    at, _, seq = (text or "").partition("-")
    if not (at.isascii() and at.isdigit() and seq.isascii() and seq.isdigit()) or len(at) > 15 or len(seq) > 18:
        return None
    return int(at), int(seq)
