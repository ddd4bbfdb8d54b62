"""What the directory sorts and filters by, copied from the person and their posting onto the ambassador's own row.

Five thousand rows of one table are a millisecond; with half a million people looked up in between they are ten. A page
shows the person's own name and posting: a copy that is some minutes old only puts somebody a few lines off.
"""

import unicodedata
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.people.models import Department, DepartmentName, Person, Posting

DEEPEST = 6  # departments above each other that are looked through
TODAY = bindparam("today", type_=Date)
MOST = 420  # characters of name, office and region


def folded(text: str) -> str:
    """A text as a search compares it: without capitals and accents, so that "sian" finds Siân."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def bring_up_to_date(row: Ambassador) -> None:
    """Copy what is known of one ambassador."""
    known = (
        select(Person.name, Posting.department_id, Posting.office, Person.region)
        .outerjoin(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
        .where(Person.id == row.person_id)
    )
    copied = db.session.execute(known).one()
    row.listed_name, row.listed_department_id, row.listed_office, row.listed_region = copied
    row.listed_words = folded(" ".join(part for part in (copied.name, copied.office, copied.region) if part))[:MOST]
    db.session.flush()


def is_out_of_date() -> ColumnElement[bool]:
    """Whether the copy is not what is known, where an ambassador is joined to their person and current posting."""
    return or_(
        Ambassador.listed_name != Person.name,
        Ambassador.listed_department_id.is_distinct_from(Posting.department_id),
        Ambassador.listed_office.is_distinct_from(Posting.office),
        Ambassador.listed_region.is_distinct_from(Person.region),
    )


def top_of(department_id: Any) -> ColumnElement[Any]:
    """The department at the top of a branch, which a stranger knows by its name. `department_id`: a posting's."""
    rungs = [aliased(Department) for _rung in range(DEEPEST)]
    found = select(func.coalesce(*(rung.id for rung in reversed(rungs)))).select_from(rungs[0])
    for lower, upper in pairwise(rungs):
        found = found.outerjoin(upper, upper.id == func.coalesce(lower.merged_into_id, lower.parent_id))
    return found.where(rungs[0].id == department_id).correlate(Posting).scalar_subquery()


def name_of(department_id: Any, *, in_welsh: bool) -> ColumnElement[Any]:
    """What a department is called on `TODAY`, a value of the statement."""
    said = func.coalesce(DepartmentName.name_cy, DepartmentName.name) if in_welsh else DepartmentName.name
    names = select(said).where(DepartmentName.department_id == department_id, DepartmentName.from_on <= TODAY)
    return names.order_by(DepartmentName.from_on.desc()).limit(1).correlate(Posting).scalar_subquery()
