"""Who looked at somebody's record: the access log as its subject may read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learnhub.db import db
from learnhub.people.models import Person
from learnhub.web.access_log import AccessLogEntry
from learnhub.web.paging import PAGE_SIZE, Page, page_of


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looked at a person's data."""

    id: int
    at: datetime
    what: str
    by: str | None


def looks_at(person_id: int, after: int | None = None) -> Page[Look]:
    """Who opened a person's record or details, newest first; somebody who has been erased has no name."""
    query = (
        select(AccessLogEntry.id, AccessLogEntry.at, AccessLogEntry.what, Person.name)
        .outerjoin(Person, Person.id == AccessLogEntry.by_person_id)
        .where(AccessLogEntry.about_person_id == person_id)
        .order_by(AccessLogEntry.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        query = query.where(AccessLogEntry.id < after)
    return page_of([Look(*row) for row in db.session.execute(query)], lambda look: str(look.id))
