"""Who there is and where they belong: departments as a tree, names by date, people by e-mail, postings by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Department, DepartmentName, Person, Posting
from learnhub.web.paging import PAGE_SIZE, Page, page_of

MOST_WORDS = 5
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """A department as it stands in the tree on some day; `depth` 0 is the top."""

    id: int
    code: str
    name: str
    parent_id: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A line of the list of people."""

    id: int
    name: str
    email: str
    staff_number: str | None
    department_id: int | None
    left_on: date | None


def person_with_email(email: str) -> Person | None:
    """The person who signs in with an address, in any letter case; also one who has left."""
    return db.session.execute(select(Person).where(Person.email == email.strip().lower())).scalar_one_or_none()


def person_or_404(person_id: int, within: set[int] | None = None) -> Person:
    """A person whose current (or last) posting is in one of these departments; None is everywhere. Else 404."""
    statement = select(Person).where(Person.id == person_id)
    if within is not None:
        statement = statement.where(_belongs_to(within))
    person = db.session.execute(statement).scalar_one_or_none()
    if person is None:
        abort(404)
    return person


def department_ids_below(tops: Iterable[int] | None) -> set[int] | None:
    """The given departments and all below them, closed ones and those merged into one of them too; None is everywhere.

    One statement for the whole tree, walked here: a recursive query would read the table once for each unit.
    """
    if tops is None:
        return None
    found: set[int] = set()
    waiting = list(tops)
    if not waiting:
        return found
    below: dict[int, list[int]] = {}
    for id_, parent_id, merged_into_id in db.session.execute(
        select(Department.id, Department.parent_id, Department.merged_into_id)
    ):
        for above in (parent_id, merged_into_id):
            if above is not None:
                below.setdefault(above, []).append(id_)
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            waiting.extend(below.get(id_, ()))
    return found


def department_names(on: date, language: str = "en") -> dict[int, str]:
    """What each department was called on a day, in that language if it can; those not yet open by their first name."""
    names: dict[int, str] = {}
    began: dict[int, date] = {}
    rows = db.session.execute(
        select(
            DepartmentName.department_id, DepartmentName.from_on, DepartmentName.name, DepartmentName.name_cy
        ).order_by(DepartmentName.department_id, DepartmentName.from_on)
    )
    for id_, from_on, name, name_cy in rows:
        if id_ not in began or from_on <= on:
            began[id_] = from_on
            names[id_] = name_cy if language == "cy" and name_cy else name
    return names


def department_tree(on: date, language: str = "en") -> list[DepartmentNode]:
    """The departments open on a day, each followed by what is below it, by name."""
    names = department_names(on, language)
    below: dict[int | None, list[tuple[str, int, str]]] = {}
    for id_, code, parent_id in db.session.execute(
        select(Department.id, Department.code, Department.parent_id).where(
            Department.opened_on <= on, or_(Department.closed_on.is_(None), Department.closed_on > on)
        )
    ):
        below.setdefault(parent_id, []).append((names.get(id_, code), id_, code))
    nodes: list[DepartmentNode] = []
    waiting: list[tuple[int | None, int, tuple[str, int, str]]] = [
        (None, 0, child) for child in sorted(below.get(None, ()), reverse=True)
    ]
    while waiting:
        parent_id, depth, (name, id_, code) = waiting.pop()
        nodes.append(DepartmentNode(id_, code, name, parent_id, depth))
        waiting.extend((id_, depth + 1, child) for child in sorted(below.get(id_, ()), reverse=True))
    return nodes


def posting_on(person_id: int, day: date) -> Posting | None:
    """Where a person was posted on a day."""
    return db.session.execute(
        select(Posting).where(
            Posting.person_id == person_id,
            Posting.from_on <= day,
            or_(Posting.until_on.is_(None), Posting.until_on > day),
        )
    ).scalar_one_or_none()


def headcounts(on: date) -> dict[int, int]:
    """How many people in service each department itself (not below it) has on a day; today by current postings."""
    if on != clock.today():
        in_force = and_(Posting.from_on <= on, or_(Posting.until_on.is_(None), Posting.until_on > on))
        return _counts(in_force, on)
    counted = _by_department(select(Posting.department_id, func.count()).where(Posting.is_current))
    # Those who left since the last run of the jobs still have a current posting: few, found by an index of their own.
    # As a list, not as a join: joined, SQLite reads every posting first (at 500,000 people 0.8 s instead of nothing).
    gone = select(Person.id).where(Person.left_on <= on)
    left = select(Posting.department_id, func.count()).where(Posting.is_current, Posting.person_id.in_(gone))
    for id_, count in _by_department(left).items():
        counted[id_] -= count
    return counted


def _counts(condition: ColumnElement[bool], on: date) -> dict[int, int]:
    staying = or_(Person.left_on.is_(None), Person.left_on > on)
    statement = select(Posting.department_id, func.count()).join(Person, Person.id == Posting.person_id)
    return _by_department(statement.where(condition, staying))


def _by_department(statement: Select[int, int]) -> dict[int, int]:
    rows = db.session.execute(statement.group_by(Posting.department_id))
    return {id_: count for id_, count in rows}  # noqa: C416 -- dict() would lose the types


def people_found(text: str, after: int | None = None, within: set[int] | None = None) -> Page[FoundPerson]:
    """People by name: every word of `text` must match one (see `_matches`).

    `after` is the number of the last person of the page before; `within` bounds it to departments.
    """
    statement = (
        select(Person.id, Person.name, Person.email, Person.staff_number, Posting.department_id, Person.left_on)
        .outerjoin(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
        .order_by(Person.name, Person.id)
        .limit(PAGE_SIZE + 1)
    )
    for word in text.split()[:MOST_WORDS]:
        statement = statement.where(_matches(word))
    if within is not None:
        statement = statement.where(_belongs_to(within))
    if after is not None:
        last = aliased(Person)
        name = select(last.name).where(last.id == after).scalar_subquery()
        statement = statement.where(tuple_(Person.name, Person.id) > tuple_(name, after))
    rows = [FoundPerson(*row) for row in db.session.execute(statement)]
    return page_of(rows, key=lambda row: str(row.id))


def _matches(word: str) -> ColumnElement[bool]:
    """Whether a word is in a name or an e-mail address; digits begin a staff number, one with "@" begins an address."""
    if word.isdigit():
        return _begins(Person.staff_number, word)
    if "@" in word[1:]:
        return _begins(Person.email, word.lower())
    # Each of the two is answered by its own index; both at once would read every person's row, in the order of names.
    other = aliased(Person)
    in_name = select(other.id).where(_contains(other.name, word))
    in_email = select(other.id).where(other.email.contains(word.lower(), autoescape=True))
    return Person.id.in_(union(in_name, in_email))


def _contains(name: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    if _is_postgresql():
        return name.icontains(word, autoescape=True)
    # LIKE ignores the letter case of ASCII here by itself; other letters are tried both ways.
    found: ColumnElement[bool] = name.contains(word, autoescape=True)
    return found if word.isascii() else or_(found, name.contains(word.capitalize(), autoescape=True))


def _begins(column: InstrumentedAttribute[Any], start: str) -> ColumnElement[bool]:
    """Whether a column begins so; on SQLite as a range, for which it uses the index."""
    if _is_postgresql():
        return column.startswith(start, autoescape=True)
    return and_(column >= start, column < start + LAST_CHARACTER)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _belongs_to(departments: set[int]) -> ColumnElement[bool]:
    """Whether a person's current posting, or their last one when none is current, is in one of the departments."""
    here, other = aliased(Posting), aliased(Posting)
    better = exists().where(
        other.person_id == here.person_id,
        or_(
            and_(other.is_current, here.is_current.is_(False)),
            and_(other.from_on > here.from_on, here.is_current.is_(False)),
        ),
    )
    return exists().where(here.person_id == Person.id, here.department_id.in_(departments), ~better)
