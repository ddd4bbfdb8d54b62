"""The assignments in force, kept in every process's memory: a page costs no statement to know what is asked of whom.

Renewed when the visitor's first statement brings another stamp: an assignment was made or changed, something was
published, the tree of departments changed; and every day.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, has_request_context
from sqlalchemy import func, select

from learnhub import clock
from learnhub.catalogue.models import CourseVersion
from learnhub.catalogue.publishing import STAMP as CATALOGUE
from learnhub.db import Stamp, db
from learnhub.people.departments import STAMP as DEPARTMENTS
from learnhub.people.models import Person
from learnhub.people.queries import department_ids_below
from learnhub.required.audience import Audience
from learnhub.required.deadlines import Rule
from learnhub.required.models import STAMP, Assignment, Kind
from learnhub.required.periods import period_of
from learnhub.web.access import visitor_or_none

WATCHED = (STAMP, CATALOGUE, DEPARTMENTS)


@dataclass(frozen=True, slots=True)
class Active:
    """An assignment as plain data: what it asks of whom and by when. `by`: the name of the officer who made it;
    `moved_at`: when its date was last changed.
    """

    id: int
    kind: Kind
    course_id: int | None
    pathway: str | None
    rule: Rule
    audience: Audience
    recurs: str | None
    reason: str
    scope_id: int | None
    by: str | None
    made_at: datetime
    moved_at: datetime | None = None

    @property
    def is_required(self) -> bool:
        return self.kind is Kind.REQUIRED


@dataclass(frozen=True, slots=True)
class Actives:
    """All of them, and what a quick look needs. `listed`: whether any names people by a list."""

    key: tuple[object, ...]
    all: tuple[Active, ...]
    listed: bool

    def might_hold(self, department_id: int | None) -> bool:
        """Whether any could be about somebody in a department; so that most pages ask nothing."""
        if self.listed:
            return True
        return department_id is not None and any(
            one.audience.department_ids is None or department_id in one.audience.department_ids for one in self.all
        )

    def of_course(self, course_id: int) -> tuple[Active, ...]:
        """Those that ask for a course."""
        return tuple(one for one in self.all if one.course_id == course_id)


class Holder:
    """The process's copy. One thread renews it; the others wait, since they would only do the same."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: Actives | None = None

    def at(self, key: tuple[object, ...]) -> Actives:
        kept = self.kept
        if kept is not None and kept.key == key:
            return kept
        with self.lock:
            if self.kept is None or self.kept.key != key:
                self.kept = _read(key)
            return self.kept


def init_app(app: Flask) -> None:
    app.extensions["learnhub.required"] = Holder()


def actives() -> Actives:
    """The assignments in force, as fresh as the visitor's first statement (without a visitor: as the database)."""
    holder: Holder = current_app.extensions["learnhub.required"]
    stamps = _stamps()
    return holder.at((*(stamps.get(name, 0) for name in WATCHED), clock.today()))


def plain(rows: Iterable[Assignment], names: Mapping[int, str] | None = None) -> tuple[Active, ...]:
    """Assignments as plain data. Two statements or three, however many they are."""
    found = list(rows)
    again = _asked_again({row.course_id for row in found if row.course_id is not None})
    below: dict[tuple[int, ...], frozenset[int] | None] = {}

    def ids(row: Assignment) -> frozenset[int] | None:
        tops = tuple(row.departments) or (() if row.scope_id is None else (row.scope_id,))
        if tops not in below:
            everything = department_ids_below(tops or None)
            below[tops] = None if everything is None else frozenset(everything)
        return below[tops]

    return tuple(
        Active(
            row.id,
            Kind(row.kind),
            row.course_id,
            row.pathway,
            rule_of(row, again.get(row.course_id or 0)),
            Audience(
                None if row.is_list else ids(row),
                frozenset(row.grades),
                frozenset(row.professions),
                row.id if row.is_list else None,
            ),
            row.recurs,
            row.reason,
            row.scope_id,
            (names or {}).get(row.by_person_id or 0),
            row.made_at,
            row.changed_at,
        )
        for row in found
    )


def rule_of(row: Assignment, again_from: datetime | None = None) -> Rule:
    """What an assignment says of time."""
    return Rule(
        row.starts_on,
        row.due_on,
        row.within_days,
        period_of(row.recurs) if row.recurs else None,
        bool(row.early_counts),
        row.kind == Kind.SUGGESTED,
        again_from,
    )


def _asked_again(course_ids: set[int]) -> dict[int, datetime]:
    """When the last version of a course was published that asks everybody to take it again."""
    if not course_ids:
        return {}
    rows = db.session.execute(
        select(CourseVersion.course_id, func.max(CourseVersion.published_at))
        .where(CourseVersion.course_id.in_(course_ids), CourseVersion.content["retake"].as_boolean())
        .group_by(CourseVersion.course_id)
    )
    return {row[0]: row[1] for row in rows}


def _read(key: tuple[object, ...]) -> Actives:
    rows = db.session.execute(
        select(Assignment, Person.name)
        .outerjoin(Person, Person.id == Assignment.by_person_id)
        .where(Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.id)
    ).all()
    found = plain((row[0] for row in rows), {row[0].by_person_id: row[1] for row in rows if row[0].by_person_id})
    return Actives(key, found, any(one.audience.list_of is not None for one in found))


def _stamps() -> Mapping[str, int]:
    person = visitor_or_none() if has_request_context() else None
    if person is not None:
        return person.stamps
    rows = db.session.execute(select(Stamp.name, Stamp.value).where(Stamp.name.in_(WATCHED)))
    return {row.name: row.value for row in rows}
