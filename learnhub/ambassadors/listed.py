"""What the directory sorts and filters by, copied from the person and their posting onto the ambassador's own row.

Five thousand rows of one table are a millisecond; with half a million people looked up in between they are ten. A page
shows the person's own name and posting: a copy that is some minutes old only puts somebody a few lines off.
"""

from sqlalchemy import ColumnElement, and_, or_, select

from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.folding import folded
from learnhub.people.models import Person, Posting

MOST = 420  # characters of name, office and region


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
