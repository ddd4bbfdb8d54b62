"""Who there is in a demo that is loaded, as far as what stands around its courses needs them; and who manages whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Department, Person, Posting

_GRADES = ("Grade 7", "SEO", "HEO", "EO", "AO", "AA")  # the highest first


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as far as these modules need them, with the posting of a day."""

    person_id: int
    learner_id: int
    email: str
    department_id: int
    grade: str
    joined_on: date
    profession: str = ""


def people_now() -> list[Somebody]:
    """Everybody in service, where they are now."""
    return _found(Posting.is_current, Person.left_on.is_(None))


def people_on(day: date) -> list[Somebody]:
    """Everybody in service on a day, where they were then."""
    return _found(
        Posting.from_on <= day,
        Posting.until_on.is_(None) | (Posting.until_on > day),
        Person.left_on.is_(None) | (Person.left_on > day),
    )


def by_department(people: Iterable[Somebody]) -> list[list[Somebody]]:
    """People by the department at the top of their tree."""
    above = {row.id: row.parent_id for row in db.session.execute(select(Department.id, Department.parent_id))}
    found: dict[int, list[Somebody]] = {}
    for one in people:
        top = one.department_id
        while (parent := above[top]) is not None:
            top = parent
        found.setdefault(top, []).append(one)
    return [found[top] for top in sorted(found)]


def give_managers(people: Iterable[Somebody]) -> None:
    """In each unit the one of the highest grade manages the others."""
    units: dict[int, list[Somebody]] = {}
    for one in people:
        units.setdefault(one.department_id, []).append(one)
    with database.write():
        for members in units.values():
            first = min(members, key=lambda one: (_rank(one.grade), one.person_id))
            others = [one.person_id for one in members if one is not first]
            db.session.execute(update(Person).where(Person.id.in_(others)).values(line_manager_id=first.person_id))


def _rank(grade: str) -> int:
    return _GRADES.index(grade) if grade in _GRADES else len(_GRADES)


def _found(*where: ColumnElement[bool] | InstrumentedAttribute[bool]) -> list[Somebody]:
    rows = db.session.execute(
        select(
            Person.id, Person.learner_id, Person.email, Posting.department_id, Posting.grade, Person.joined_on,
            Posting.profession,
        )
        .join(Posting, Posting.person_id == Person.id)
        .where(*where)
        .order_by(Person.id)
    )  # fmt: skip
    return [
        Somebody(row.id, row.learner_id, row.email, row.department_id, row.grade or "", row.joined_on,
                 row.profession or "")
        for row in rows
    ]  # fmt: skip
