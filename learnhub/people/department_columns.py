"""What a statement says of departments, as columns: what one is called on a day, which is at the top of its branch."""

from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, func, select
from sqlalchemy.orm import aliased

from learnhub.people.models import Department, DepartmentName

DEEPEST = 6  # departments above each other that are looked through
TODAY = bindparam("today", type_=Date)  # of a statement that is built once


def name_column(
    department_id: Any, on: date | ColumnElement[date], language: str, *, beside: Any
) -> ColumnElement[Any]:
    """What a department was called on a day, in that language if it can; None before it opened.

    `beside`: the table of the statement that `department_id` is, or hangs on, a column of.
    """
    said = func.coalesce(DepartmentName.name_cy, DepartmentName.name) if language == "cy" else DepartmentName.name
    names = select(said).where(DepartmentName.department_id == department_id, DepartmentName.from_on <= on)
    return names.order_by(DepartmentName.from_on.desc()).limit(1).correlate(beside).scalar_subquery()


def top_column(department_id: Any, *, beside: Any) -> ColumnElement[Any]:
    """The department at the top of a branch, which a stranger knows by its name; of a merged one, of its heir's."""
    rungs = [aliased(Department) for _rung in range(DEEPEST)]
    found = select(func.coalesce(*(rung.id for rung in reversed(rungs)))).select_from(rungs[0])
    for lower, upper in pairwise(rungs):
        found = found.outerjoin(upper, upper.id == func.coalesce(lower.merged_into_id, lower.parent_id))
    return found.where(rungs[0].id == department_id).correlate(beside).scalar_subquery()
