"""Who looked at somebody's record: the access log as its subject may read it, a line for each visitor and day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.web.access_log import AccessLogEntry
from learnhub.web.paging import PAGE_SIZE, Page

MOST_ENTRIES = 500  # read for one page; a day with more of them goes on upon the next


@dataclass(frozen=True, slots=True)
class Look:
    """An entry of the log: that somebody looked at a person's data."""

    id: int
    at: datetime
    what: str
    by_person_id: int
    by: str | None


@dataclass(frozen=True, slots=True)
class DayOfLooks:
    """What one visitor did in one day; `last_at` is the latest of it, `times` how often each thing was done."""

    by: str | None
    last_at: datetime
    times: Counter[str] = field(default_factory=Counter)


def looks_at(person_id: int, after: int | None = None) -> Page[DayOfLooks]:
    """Who opened a person's record or details, newest first; somebody who has been erased has no name.

    Whole days, until a page is full: a visitor's day is never cut in two.
    """
    query = (
        select(AccessLogEntry.id, AccessLogEntry.at, AccessLogEntry.what, AccessLogEntry.by_person_id, Person.name)
        .outerjoin(Person, Person.id == AccessLogEntry.by_person_id)
        .where(AccessLogEntry.about_person_id == person_id)
        .order_by(AccessLogEntry.id.desc())
        .limit(MOST_ENTRIES + 1)
    )
    if after is not None:
        query = query.where(AccessLogEntry.id < after)
    looks = [Look(*row) for row in db.session.execute(query)]
    return _by_day(looks[:MOST_ENTRIES], is_cut=len(looks) > MOST_ENTRIES)


def _by_day(looks: Sequence[Look], *, is_cut: bool) -> Page[DayOfLooks]:
    """Entries as lines of a page. `is_cut`: there are more of them, perhaps of the last day too."""
    days = [list(day) for _, day in groupby(looks, key=_day_of)]
    if is_cut and len(days) > 1:
        days.pop()
    lines: list[DayOfLooks] = []
    for number, day in enumerate(days, start=1):
        lines += _lines_of(day)
        if len(lines) >= PAGE_SIZE and number < len(days):
            return Page(lines, str(day[-1].id))
    return Page(lines, str(days[-1][-1].id) if is_cut else None)


def _lines_of(day: Sequence[Look]) -> list[DayOfLooks]:
    """A line for each visitor of a day."""
    lines: dict[int, DayOfLooks] = {}
    for look in day:
        line = lines.setdefault(look.by_person_id, DayOfLooks(look.by, look.at))
        line.times[look.what] += 1
    return list(lines.values())


def _day_of(look: Look) -> date:
    return clock.day_of(look.at)
