"""Departments as a tree that changes by date: units open, are renamed, close, or are merged into another.

A unit that has been closed or merged stays in the tree: what its people learned there is counted there.
"""

import re
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from learnhub import clock
from learnhub.db import db, touch
from learnhub.people.faults import Refused
from learnhub.people.joining import department_id_of
from learnhub.people.models import Department, DepartmentName, Posting
from learnhub.people.postings import post_person

STAMP = "departments"  # the tree has changed: what is kept in memory of it is out of date
CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")


def open_department(
    *, code: str, name: str, name_cy: str | None = None, parent_code: str | None = None, opened_on: date | None = None
) -> Department:
    """A new department, or a unit below one.

    Raises Refused when the code is taken or malformed, or the department above it is not open.
    """
    code = code.strip().upper()
    day = opened_on or clock.today()
    if not CODE.fullmatch(code):
        raise Refused(_("A code is up to 40 capital letters, digits, dots and dashes, such as PEN-OPS."), "code")
    if db.session.execute(select(Department.id).where(Department.code == code)).scalar_one_or_none() is not None:
        raise Refused(_("The code %(code)s is in use, or has been: codes are never used again.", code=code), "code")
    parent_id = department_id_of(parent_code) if parent_code else None
    if parent_id is not None:
        _check_open(db.session.get_one(Department, parent_id), day)
    department = Department(code=code, parent_id=parent_id, opened_on=day)
    db.session.add(department)
    db.session.flush()
    _name(department, day, name, name_cy)
    touch(STAMP)
    return department


def rename_department(department_id: int, name: str, from_on: date, name_cy: str | None = None) -> None:
    """Call a department something else from a day on; earlier days keep the earlier name."""
    department = db.session.get_one(Department, department_id)
    _check_open(department, from_on)
    _name(department, from_on, name, name_cy)


def close_department(department_id: int, closed_on: date) -> None:
    """The first day on which a department is no more.

    Raises Refused while somebody is posted there on or after that day, or a unit below it is open then.
    """
    department = db.session.get_one(Department, department_id)
    _check_open(department, closed_on)
    below = db.session.execute(
        select(func.count())
        .select_from(Department)
        .where(Department.parent_id == department_id, _open_after(Department.closed_on, closed_on))
    ).scalar_one()
    if below:
        raise Refused(_("Close or merge the units below %(code)s first.", code=department.code))
    posted = len(_postings_after(department_id, closed_on))
    if posted:
        raise Refused(
            _(
                "%(count)s people are posted to %(code)s on that day. Post them elsewhere, or merge it into another.",
                count=posted,
                code=department.code,
            )
        )
    department.closed_on = closed_on
    db.session.flush()


def merge_department(department_id: int, into_id: int, on: date, by_person_id: int | None = None) -> int:
    """From a day on a department is part of another: its people are posted there, it closes; how many people.

    Grades, professions and offices stay. The units below it must have been closed or merged before.
    """
    if department_id == into_id:
        raise Refused(_("A department cannot be merged into itself."))
    department = db.session.get_one(Department, department_id)
    _check_open(db.session.get_one(Department, into_id), on)
    postings = _postings_after(department_id, on)
    for posting in postings:
        day = max(posting.from_on, on)
        post_person(
            posting.person_id,
            into_id,
            day,
            posting.grade,
            profession=posting.profession,
            office=posting.office,
            by_person_id=by_person_id,
        )
    close_department(department_id, on)
    department.merged_into_id = into_id
    touch(STAMP)
    return len(postings)


def _postings_after(department_id: int, day: date) -> list[Posting]:
    """Postings to a department that reach beyond the beginning of a day."""
    statement = select(Posting).where(Posting.department_id == department_id, _open_after(Posting.until_on, day))
    return list(db.session.execute(statement.order_by(Posting.person_id, Posting.from_on)).scalars())


def _open_after(end: InstrumentedAttribute[date | None], day: date) -> ColumnElement[bool]:
    return or_(end.is_(None), end > day)


def _check_open(department: Department, day: date) -> None:
    if department.opened_on > day or (department.closed_on is not None and department.closed_on <= day):
        raise Refused(_("%(code)s is not open on that day.", code=department.code), "department")


def _name(department: Department, from_on: date, name: str, name_cy: str | None) -> None:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise Refused(_("Give a name of at most 200 characters."), "name")
    row = db.session.get(DepartmentName, (department.id, from_on))
    if row is None:
        row = DepartmentName(department_id=department.id, from_on=from_on)
        db.session.add(row)
    row.name, row.name_cy = name, name_cy
    db.session.flush()
