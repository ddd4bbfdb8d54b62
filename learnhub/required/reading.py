"""Whom an assignment is for, in SQL: the joins and conditions that counts, lists and the reminders share."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, func, or_, select, true

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Absence, Learner, Person, Posting
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Progress, RecordObject, Statement, Voided
from learnhub.record.words import ObjectKind, Verb
from learnhub.required.active import Active
from learnhub.required.audience import Audience, Post
from learnhub.required.facts import CaseFact, Covered
from learnhub.required.models import AssignedPerson, AssignmentCase

# In the words that the partial indexes have.
CURRENT = Posting.is_current


@dataclass(frozen=True, slots=True)
class Scope:
    """The people to look at: an audience, cut to the departments that somebody may see (None: everywhere)."""

    audience: Audience
    within: frozenset[int] | None = None

    @property
    def department_ids(self) -> frozenset[int] | None:
        """Where they work; None is everywhere, people without a department included."""
        theirs = self.audience.department_ids
        if theirs is None or self.within is None:
            return self.within if theirs is None else theirs
        return theirs & self.within

    @property
    def is_whole(self) -> bool:
        """Whether departments alone say who: then the kept summaries answer."""
        return self.audience.list_of is None and not self.audience.grades and not self.audience.professions

    def conditions(self, *, by_index: bool = True) -> list[ColumnElement[bool]]:
        """On `posting`: that somebody is among them. Not `by_index`: where few people are known already, SQLite must
        begin with these and not with everybody in a department or of a grade.
        """
        asked, here = self.audience, Posting
        department_id: Any = here.department_id if by_index else here.department_id + 0
        grade: Any = here.grade if by_index else func.coalesce(here.grade, "")
        profession: Any = here.profession if by_index else func.coalesce(here.profession, "")
        return [
            within(department_id, self.department_ids),
            grade.in_(sorted(asked.grades)) if asked.grades else true(),
            profession.in_(sorted(asked.professions)) if asked.professions else true(),
            _listed(asked) if asked.list_of is not None else true(),
        ]


def _listed(audience: Audience) -> ColumnElement[bool]:
    if audience.people:
        return among(Posting.person_id, audience.people)
    return Posting.person_id.in_(
        select(AssignedPerson.person_id).where(AssignedPerson.assignment_id == audience.list_of)
    )


def with_case(one: Active) -> Select[Any]:
    """Those with an exemption or an extension."""
    return select(AssignmentCase.person_id.label("id")).where(AssignmentCase.assignment_id == one.id)


def in_service(today: date) -> ColumnElement[bool]:
    """On `person`."""
    return or_(Person.left_on.is_(None), Person.left_on > today)


def gone(today: date) -> frozenset[int]:
    """The numbers of those who left since the last run of the jobs, and still have a current posting."""
    found = select(Person.id).join(Posting, Posting.person_id == Person.id).where(CURRENT, Person.left_on <= today)
    return frozenset(db.session.execute(found).scalars())


def people(scope: Scope, *columns: Any, today: date) -> Select[Any]:
    """A select over the people in a scope who are in service: `posting` (the current one) joined to `person`."""
    return (
        select(*columns)
        .select_from(Posting)
        .join(Person, Person.id == Posting.person_id)
        .where(CURRENT, *scope.conditions(), in_service(today))
    )


def people_among(scope: Scope, ids: Any, *columns: Any, today: date) -> Select[Any]:
    """As `people`, of those whose numbers a select gives as `id`: by them, however large the audience is."""
    few = ids.subquery("few")
    return (
        select(*columns)
        .select_from(few)
        .join(Person, Person.id == few.c.id)
        .join(Posting, Posting.person_id == Person.id)
        .where(CURRENT, *scope.conditions(by_index=False), in_service(today))
    )


def done_column(one: Active) -> ColumnElement[int]:
    """When a person last completed what is asked, in milliseconds or NULL; beside `person`, by its index."""
    if one.course_id is not None:
        return (
            select(milliseconds(Progress.completed_at))
            .where(
                Progress.course_id == one.course_id,
                # Not said by "=": or SQLite goes by the primary key, and reads rows that are large.
                Progress.learner_id.between(Person.learner_id, Person.learner_id),
                Progress.completed_at.is_not(None),
            )
            .scalar_subquery()
        )
    return (
        select(func.max(milliseconds(Statement.at)))
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(
            Statement.learner_id == Person.learner_id,
            Statement.verb == Verb.COMPLETED.value,
            RecordObject.kind == ObjectKind.PATHWAY.value,
            RecordObject.key == one.pathway,
            Voided.seq.is_(None),
        )
        .scalar_subquery()
    )


def completions(one: Active) -> Subquery:
    """Everybody who completed what is asked: `learner_id`, and when last, `done`, in milliseconds."""
    if one.course_id is not None:
        return (
            # + 0: or SQLite begins with the people, and looks up each one's progress.
            select((Progress.learner_id + 0).label("learner_id"), milliseconds(Progress.completed_at).label("done"))
            .where(Progress.course_id == one.course_id, Progress.completed_at.is_not(None))
            .subquery()
        )
    thing = select(RecordObject.id).where(
        RecordObject.kind == ObjectKind.PATHWAY.value, RecordObject.key == one.pathway
    )
    learner_id = func.coalesce(Learner.merged_into_id, Learner.id)
    return (
        select(learner_id.label("learner_id"), func.max(milliseconds(Statement.at)).label("done"))
        .join(Learner, Learner.id == Statement.learner_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(
            Statement.object_id == thing.scalar_subquery(),
            Statement.verb == Verb.COMPLETED.value,
            Voided.seq.is_(None),
        )
        .group_by(learner_id)
        .subquery()
    )


COLUMNS = (
    Person.id,
    Person.learner_id,
    Person.name,
    Person.language,
    Person.joined_on,
    Person.left_on,
    Person.working_days,
    Posting.from_on,
    Posting.department_id,
)


def covered_of(one: Active, rows: Collection[Any]) -> list[Covered]:
    """Rows of COLUMNS and `done` as the rules take them. Three statements, each by the people's numbers."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    away: dict[int, list[tuple[date, date]]] = {}
    for person_id, first, last in db.session.execute(
        select(Absence.person_id, Absence.from_on, Absence.until_on).where(among(Absence.person_id, ids))
    ):
        away.setdefault(person_id, []).append((first, last))
    cases = {
        row.person_id: CaseFact(row.kind, row.until_on, row.reason)
        for row in db.session.execute(
            select(AssignmentCase.person_id, AssignmentCase.kind, AssignmentCase.until_on, AssignmentCase.reason).where(
                AssignmentCase.assignment_id == one.id, among(AssignmentCase.person_id, ids)
            )
        )
    }
    since_when = since(one, rows)
    return [
        Covered(
            row.id,
            row.learner_id,
            row.name,
            row.language,
            row.joined_on,
            since_when.get(row.id, row.from_on) if one.audience.list_of is None else None,
            row.working_days,
            tuple(away.get(row.id, ())),
            cases.get(row.id),
            () if row.done is None else (clock.from_ms(row.done),),
            row.left_on,
            row.department_id,
        )
        for row in rows
    ]


def since(one: Active, rows: Iterable[Any]) -> dict[int, date]:
    """Since when those are in the audience whose present posting began after the rule did."""
    if one.audience.list_of is not None:
        return {}
    moved = [row.id for row in rows if row.from_on > max(one.rule.starts_on, row.joined_on)]
    if not moved:
        return {}
    posts: dict[int, list[Post]] = {}
    for row in db.session.execute(
        select(
            Posting.person_id,
            Posting.from_on,
            Posting.until_on,
            Posting.department_id,
            Posting.grade,
            Posting.profession,
            Posting.is_current,
        ).where(among(Posting.person_id, moved))
    ):
        posts.setdefault(row.person_id, []).append(Post(*row[1:]))
    found = {person_id: one.audience.since(theirs) for person_id, theirs in posts.items()}
    return {person_id: day for person_id, day in found.items() if day is not None}


def among(column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a column holds one of these numbers; however many, they are no parameters."""
    held: ColumnElement[bool] = column.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))
    return held


def threshold_ms(counts_from: date | None, again_from: datetime | None) -> int | None:
    """The first millisecond at which a completion counts; None: whenever it was."""
    days = [clock.to_ms(clock.start_of(counts_from))] if counts_from else []
    again = [clock.to_ms(again_from)] if again_from else []
    return max(days + again, default=None)
