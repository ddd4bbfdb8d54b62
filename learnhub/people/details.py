"""One person's details, postings, roles and account history, as plain rows for the pages that show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, func, select
from sqlalchemy.orm import aliased

from learnhub.db import db
from learnhub.people.models import Absence, AccountEvent, Department, DepartmentName, Person, Posting, RoleGrant
from learnhub.permissions import Role

LATEST_EVENTS = 25
MOST_POSTINGS = 50
MOST_ABSENCES = 25


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A posting with its department's name: as it was at the posting's end, or is today."""

    department: str
    code: str
    grade: str | None
    profession: str | None
    office: str | None
    from_on: date
    until_on: date | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Details:
    """What the service knows of a person, apart from what they learn; absences and postings, the latest first.

    `working_days`: Monday to Sunday, 1 or 0. An absence is its first and last day.
    """

    name: str
    email: str
    staff_number: str | None
    language: str
    region: str | None
    manager: str | None
    joined_on: date
    left_on: date | None
    has_password: bool
    working_days: str
    absences: list[tuple[date, date]]
    postings: list[PostingLine]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A role held."""

    id: int
    role: Role
    department_id: int | None
    code: str | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class EventLine:
    """What was done to an account, and by whom (None: by the person, or by a command)."""

    at: datetime
    what: str
    detail: dict[str, object]
    by: str | None


def details_of(person_id: int, today: date, language: str) -> Details:
    """A person's details and postings in one statement; departments by their names in a language."""
    manager = aliased(Person)
    rows: list[tuple[Any, ...]] = [
        tuple(row)
        for row in db.session.execute(
            select(
                Person.name,
                Person.email,
                Person.staff_number,
                Person.language,
                Person.region,
                manager.name,
                Person.joined_on,
                Person.left_on,
                Person.password_hash.is_not(None),
                Person.working_days,
                _absences_of(person_id),
                func.coalesce(_name_then(today, language), Department.code),
                Department.code,
                Posting.grade,
                Posting.profession,
                Posting.office,
                Posting.from_on,
                Posting.until_on,
                Posting.is_current,
            )
            .outerjoin(manager, manager.id == Person.line_manager_id)
            .outerjoin(Posting, Posting.person_id == Person.id)
            .outerjoin(Department, Department.id == Posting.department_id)
            .where(Person.id == person_id)
            .order_by(Posting.from_on.desc())
            .limit(MOST_POSTINGS)
        )
    ]
    postings = [PostingLine(*row[11:]) for row in rows if row[12] is not None]
    values: tuple[Any, ...] = (*rows[0][:10], _spans(rows[0][10]), postings)
    return Details(*values)


def _absences_of(person_id: int) -> ScalarSelect[str]:
    """The latest absences as "first day/last day" in one text, so that they cost no statement of their own."""
    latest = (
        select(Absence.from_on, Absence.until_on)
        .where(Absence.person_id == person_id)
        .order_by(Absence.from_on.desc())
        .limit(MOST_ABSENCES)
        .subquery()
    )
    span = cast(latest.c.from_on, String) + "/" + cast(latest.c.until_on, String)
    return select(func.aggregate_strings(span, " ")).scalar_subquery()


def _spans(text: str | None) -> list[tuple[date, date]]:
    spans = [span.split("/") for span in (text or "").split()]
    return sorted(((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans), reverse=True)


def _name_then(today: date, language: str) -> ScalarSelect[str]:
    """What a posting's department was called when the posting ended, or is called today."""
    shown: ColumnElement[str] = DepartmentName.name + ""
    if language == "cy":
        shown = func.coalesce(DepartmentName.name_cy, DepartmentName.name)
    return (
        select(shown)
        .where(
            DepartmentName.department_id == Posting.department_id,
            DepartmentName.from_on <= func.coalesce(Posting.until_on, today),
        )
        .order_by(DepartmentName.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )


def grants_of(person_id: int) -> list[GrantLine]:
    """The roles a person holds, and where."""
    rows = db.session.execute(
        select(RoleGrant.id, RoleGrant.role, RoleGrant.department_id, Department.code, RoleGrant.granted_at)
        .outerjoin(Department, Department.id == RoleGrant.department_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.role, Department.code)
    )
    return [GrantLine(id_, Role(role), department_id, code, at) for id_, role, department_id, code, at in rows]


def events_of(person_id: int) -> list[EventLine]:
    """The latest things done to a person's account."""
    by = aliased(Person)
    rows = db.session.execute(
        select(AccountEvent.at, AccountEvent.what, AccountEvent.detail, by.name)
        .outerjoin(by, by.id == AccountEvent.by_person_id)
        .where(AccountEvent.person_id == person_id)
        .order_by(AccountEvent.id.desc())
        .limit(LATEST_EVENTS)
    )
    return [EventLine(*row) for row in rows]
