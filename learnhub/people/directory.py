"""The list of departments by code, for whoever must name one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from learnhub.db import db
from learnhub.people.department_columns import name_column
from learnhub.people.models import Department
from learnhub.people.reach import within
from learnhub.web.paging import PAGE_SIZE, Page, page_of

NO_CODE_IS_LONGER = 40


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department that is open; `above` is the code of the one it belongs to."""

    code: str
    name: str
    above: str | None


def departments_found(
    text: str, on: date, reach: set[int] | None = None, after: str = "", language: str = "en"
) -> Page[DepartmentLine]:
    """Departments open on a day whose code begins with a text or whose name holds it, by code. One statement.

    `after` is the last code of the page before; `reach` bounds it to departments (None: everywhere).
    """
    above = aliased(Department)
    name = name_column(Department.id, on, language, beside=Department)
    statement = (
        select(Department.code, func.coalesce(name, Department.code), above.code)
        .outerjoin(above, above.id == Department.parent_id)
        .where(Department.opened_on <= on, or_(Department.closed_on.is_(None), Department.closed_on > on))
        .where(within(Department.id, None if reach is None else frozenset(reach)), Department.code > after)
        .order_by(Department.code)
        .limit(PAGE_SIZE + 1)
    )
    if text:
        statement = statement.where(
            or_(Department.code.startswith(text.upper(), autoescape=True), name.icontains(text, autoescape=True))
        )
    return page_of([DepartmentLine(*row) for row in db.session.execute(statement)], key=lambda line: line.code)
