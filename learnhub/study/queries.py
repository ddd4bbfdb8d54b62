"""Reading the study log: a learner's own entries, plain data; voided ones are nowhere but in the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, extract, func, literal, or_, select, tuple_, union_all

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Learner, Person
from learnhub.plain_sql import Part, PlainSql
from learnhub.record.models import Statement, Voided, WitnessRequest
from learnhub.record.words import Assurance, Verb
from learnhub.study.models import StudyEntry, StudyGoal
from learnhub.web.access import Visitor
from learnhub.web.paging import PAGE_SIZE, Page, day_and_number, key_of_day, page_of


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as its owner sees it. `assurance` is the effective one: a confirmation has raised it."""

    id: int
    title: str
    minutes: int
    on_day: date
    time: str | None
    kind: str | None
    provider: str
    link: str
    skills: tuple[str, ...]
    reflection: str
    evidence_link: str
    evidence_name: str | None
    evidence_type: str | None
    evidence_size: int | None
    statement_seq: int
    assurance: Assurance


# For home, which asks several rooms in one statement; `{since}` is a day, said as each database wants it.
GOAL = "SELECT minutes_a_week FROM study_goal WHERE learner_id = :learner_id"
# With what was merged into them, as the log counts it.
_WHOSE = "SELECT id FROM learner WHERE id = :learner_id OR merged_into_id = :learner_id"
MINUTES_SINCE = Part.of(
    f"SELECT SUM(minutes) FROM study_entry WHERE learner_id IN ({_WHOSE})"  # noqa: S608 -- our own words
    " AND voided_at IS NULL AND on_day >= {since}",
    {"since": ":since"},
    {"since": "CAST(:since AS date)"},
)


@dataclass(frozen=True, slots=True)
class StudyBlock:
    """What the log's top and the home page show: this week's minutes, the goal (None: none set), what to repeat."""

    minutes: int
    goal: int | None
    last_id: int | None
    last_title: str
    last_minutes: int


# Asked at every visit of the log, so it is said plainly.
_BLOCK = """
SELECT (SELECT COALESCE(SUM(e.minutes), 0) FROM study_entry e WHERE e.learner_id IN ({whose})
        AND e.voided_at IS NULL AND e.on_day >= {monday} AND e.on_day < {next}) AS minutes,
       (SELECT minutes_a_week FROM study_goal WHERE learner_id = :learner_id) AS goal,
       last.id, last.title, last.minutes
  FROM (SELECT 1 AS one) AS always
  LEFT JOIN (SELECT e.id, e.title, e.minutes FROM study_entry e WHERE e.learner_id IN ({whose})
             AND e.voided_at IS NULL ORDER BY e.on_day DESC, e.id DESC LIMIT 1) AS last ON 1 = 1
"""
_STUDY_BLOCK = PlainSql(
    _BLOCK.format(whose=_WHOSE, monday=":monday", next=":next"),
    _BLOCK.format(whose=_WHOSE, monday="CAST(:monday AS date)", next="CAST(:next AS date)"),
)


def study_block(visitor: Visitor) -> StudyBlock:
    """This week's minutes, the week's goal and the last entry, in one statement."""
    first = week_of(clock.today())
    row: Sequence[Any] = _STUDY_BLOCK.run(
        learner_id=visitor.learner_id,
        monday=first.isoformat(),
        next=(first + timedelta(days=7)).isoformat(),
    ).one()
    return StudyBlock(int(row[0]), row[1], row[2], row[3] or "", row[4] or 0)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def whose(learner_id: int) -> Select[Any] | Any:
    """The learner's number and those of accounts that were merged into it."""
    return union_all(select(literal(learner_id)), select(Learner.id).where(Learner.merged_into_id == learner_id))


def entries_of(learner_id: int, after: str | None = None) -> Page[EntryLine]:
    """A page of a learner's log, newest day first. `after` is the key of the last entry shown before."""
    query = _entries(learner_id).order_by(StudyEntry.on_day.desc(), StudyEntry.id.desc()).limit(PAGE_SIZE + 1)
    if (key := day_and_number(after)) is not None:
        query = query.where(tuple_(StudyEntry.on_day, StudyEntry.id) < tuple_(literal(key[0]), literal(key[1])))
    lines = [_line(row) for row in db.session.execute(query)]
    return page_of(lines, lambda line: key_of_day(line.on_day, line.id))


def entries_of_year(learner_id: int, year: int) -> list[EntryLine]:
    """Everything of a year, oldest first."""
    query = _entries(learner_id).where(*_in_year(year)).order_by(StudyEntry.on_day, StudyEntry.id)
    return [_line(row) for row in db.session.execute(query)]


def entry_of(learner_id: int, entry_id: int) -> EntryLine | None:
    """One entry that stands."""
    row = db.session.execute(_entries(learner_id).where(StudyEntry.id == entry_id)).one_or_none()
    return None if row is None else _line(row)


def replacement_of(learner_id: int, entry_id: int) -> int | None:
    """The entry that one was corrected into; None for one that was not."""
    query = select(StudyEntry.replaced_by_id).where(
        StudyEntry.id == entry_id, StudyEntry.learner_id.in_(whose(learner_id))
    )
    return db.session.execute(query).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """Minutes of a year by kind and by how they are known, and the years there are, newest first."""

    by_kind: dict[str | None, dict[Assurance, int]]
    years: tuple[int, ...]


def year_so_far(learner_id: int, year: int) -> YearSoFar:
    """One select over the learner's own entries: by year, kind and how known."""
    each = (
        select(
            extract("year", StudyEntry.on_day).label("year"),
            StudyEntry.kind,
            _effective(learner_id).label("known"),
            StudyEntry.minutes,
        )
        .join(Statement, Statement.seq == StudyEntry.statement_seq)
        .where(*_standing(learner_id))
        .subquery()
    )
    groups = (each.c.year, each.c.kind, each.c.known)
    rows = db.session.execute(select(*groups, func.sum(each.c.minutes)).group_by(*groups)).all()
    by_kind: dict[str | None, dict[Assurance, int]] = {}
    for one, kind, known, minutes in rows:
        if int(one) == year:
            by_kind.setdefault(kind, {})[Assurance(known)] = int(minutes)
    ordered = sorted(by_kind.items(), key=lambda held: -sum(held[1].values()))
    return YearSoFar(dict(ordered), tuple(sorted({int(row[0]) for row in rows}, reverse=True)))


def minutes_by_week(learner_id: int, since: date) -> dict[date, int]:
    """Minutes of each week that has any, by its Monday, from the week of a day on."""
    rows = db.session.execute(
        select(StudyEntry.on_day, func.sum(StudyEntry.minutes))
        .where(*_standing(learner_id), StudyEntry.on_day >= week_of(since))
        .group_by(StudyEntry.on_day)
    )
    weeks: dict[date, int] = {}
    for day, minutes in rows:
        weeks[week_of(day)] = weeks.get(week_of(day), 0) + int(minutes)
    return weeks


def goal_of(learner_id: int) -> int | None:
    """How many minutes a week somebody has in mind."""
    return db.session.execute(
        select(StudyGoal.minutes_a_week).where(StudyGoal.learner_id == learner_id)
    ).scalar_one_or_none()


def joined_on(learner_id: int) -> date:
    """When the person joined; nothing they log can be from before."""
    return db.session.execute(select(Person.joined_on).where(Person.learner_id == learner_id)).scalar_one()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as it is handed out."""

    hash: str
    name: str
    type: str


def evidence_for(visitor: Visitor, entry_id: int) -> Evidence | None:
    """An entry's file, for its owner, for a colleague asked to confirm it and for one who did; else None."""
    asked = exists().where(
        WitnessRequest.statement_seq == StudyEntry.statement_seq,
        WitnessRequest.asked_of_person_id == visitor.person_id,
        or_(WitnessRequest.answered_at.is_(None), WitnessRequest.confirmed.is_(True)),
    )
    row = db.session.execute(
        select(StudyEntry.evidence_hash, StudyEntry.evidence_name, StudyEntry.evidence_type).where(
            StudyEntry.id == entry_id,
            StudyEntry.voided_at.is_(None),
            StudyEntry.evidence_hash.is_not(None),
            or_(StudyEntry.learner_id.in_(whose(visitor.learner_id)), asked),
        )
    ).one_or_none()
    return None if row is None else Evidence(row[0] or "", row[1] or "", row[2] or "")


def names_for(visitor: Visitor | None, entry_ids: Sequence[int]) -> Mapping[int, tuple[int, str, str | None, bool]]:
    """What entries are called, by their numbers: (the one that holds now, title, its file's type, is it their own).

    For its owner, and for a colleague who has been asked to confirm it; for anybody else there is no entry.
    """
    if visitor is None or not entry_ids:
        return {}
    now = StudyEntry.__table__.alias("now")
    own = StudyEntry.learner_id.in_(whose(visitor.learner_id))
    asked = exists().where(
        WitnessRequest.statement_seq == StudyEntry.statement_seq,
        WitnessRequest.asked_of_person_id == visitor.person_id,
        WitnessRequest.answered_at.is_(None),
    )
    rows = db.session.execute(
        select(StudyEntry.id, now.c.id, now.c.title, now.c.evidence_type, own)
        .join(now, now.c.id == func.coalesce(StudyEntry.replaced_by_id, StudyEntry.id))
        .where(StudyEntry.id.in_(entry_ids), now.c.title != "", or_(own, asked))
    )
    return {row[0]: (row[1], row[2], row[3], bool(row[4])) for row in rows}


def _standing(learner_id: int) -> list[ColumnElement[bool]]:
    return [StudyEntry.learner_id.in_(whose(learner_id)), StudyEntry.voided_at.is_(None)]


def _in_year(year: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return StudyEntry.on_day >= date(year, 1, 1), StudyEntry.on_day <= date(year, 12, 31)


def _effective(learner_id: int) -> ColumnElement[int]:
    """How an entry is known: as its statement says, or better since a colleague confirmed it."""
    confirmed = (
        select(Statement.about_seq)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.learner_id.in_(whose(learner_id)), Statement.verb == Verb.WITNESSED.value)
        .where(Voided.seq.is_(None), Statement.about_seq.is_not(None))
    )
    raised = and_(StudyEntry.statement_seq.in_(confirmed), Statement.assurance < Assurance.WITNESSED.value)
    return case((raised, Assurance.WITNESSED.value), else_=Statement.assurance)


def _entries(learner_id: int) -> Select[Any]:
    columns = [getattr(StudyEntry, field.name) for field in fields(EntryLine)[:-1]]
    return (
        select(*columns, _effective(learner_id).label("effective"))
        .join(Statement, Statement.seq == StudyEntry.statement_seq)
        .where(*_standing(learner_id))
    )


def _line(row: Any) -> EntryLine:
    values = dict(row._mapping)
    assurance = Assurance(values.pop("effective"))
    return EntryLine(**{**values, "skills": tuple(row.skills)}, assurance=assurance)
