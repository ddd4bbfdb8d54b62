"""The lists of events: coming up, mine, past. One statement a page, by key, whatever there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, tuple_

from learnhub import clock
from learnhub.columns import Instant
from learnhub.db import db
from learnhub.events.models import Event
from learnhub.events.queries import ME, ComingUp, Viewer, audience_holds, concerning, is_visible, lines_for
from learnhub.events.showing import KIND_WORDS, REGIONS
from learnhub.events.structures import EventState, SignUpState
from learnhub.permissions import Permission
from learnhub.web.paging import PAGE_SIZE, Page, page_of
from learnhub.web.rows import row_place

REMOTE = "remote"
NOT_CANCELLED = (SignUpState.GOING, SignUpState.WAITING, SignUpState.WALKED_IN)


class Show(StrEnum):
    """Which list."""

    COMING = "coming"
    MINE = "mine"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the list. `where`: a region, "remote", or anywhere; `for_me`: only those meant for my people."""

    show: Show = Show.COMING
    kind: str = ""
    where: str = ""
    for_me: bool = False

    @staticmethod
    def of(asked: Mapping[str, str]) -> "Filters":
        """What an address asks; what nobody can ask is not asked."""
        show, kind, where = asked.get("show", ""), asked.get("kind", ""), asked.get("where", "")
        return Filters(
            Show(show) if show in set(Show) else Show.COMING,
            kind if kind in KIND_WORDS else "",
            where if where == REMOTE or where in REGIONS else "",
            asked.get("for") == "me",
        )

    def address(self, **changed: Any) -> dict[str, Any]:
        """As an address says it."""
        asked = {
            "show": self.show.value if self.show is not Show.COMING else "",
            "kind": self.kind,
            "where": self.where,
            "for": "me" if self.for_me else "",
            **changed,
        }
        return {name: value for name, value in asked.items() if value}


def events_listed(visitor: Viewer, filters: Filters, after: str | None = None) -> Page[ComingUp]:
    """A page of a list. What is coming up: the next first; the others: the latest first."""
    start = row_place(after)
    is_admin = visitor.may(Permission.MANAGE_PEOPLE)
    statement = _statement(filters, is_admin, start is not None, db.engine.dialect.name)
    values = {"me": visitor.person_id, "now": clock.now()}
    if start is not None:
        values |= {"after_at": clock.from_ms(start[0]), "after_id": start[1]}
    found = db.session.execute(statement, values)
    return page_of([ComingUp(*row) for row in found], lambda line: f"{clock.to_ms(line.starts_at)}.{line.id}")


@lru_cache(maxsize=64)
def _statement(filters: Filters, is_admin: bool, is_further: bool, _dialect: str) -> Any:
    """The statement, kept: building it costs several times as much as the database takes."""
    is_coming = filters.show is Show.COMING
    statement = lines_for(ME).where(*_asked(filters, is_admin))
    if is_further:
        key = tuple_(Event.starts_at, Event.id)
        start = tuple_(bindparam("after_at", type_=Instant), bindparam("after_id", type_=Integer))
        statement = statement.where(key > start if is_coming else key < start)
    order = (Event.starts_at, Event.id) if is_coming else (Event.starts_at.desc(), Event.id.desc())
    return statement.order_by(*order).limit(PAGE_SIZE + 1)


def _asked(filters: Filters, is_admin: bool) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.show is Show.MINE:
        asked.append(Event.id.in_(concerning(ME, NOT_CANCELLED)))
    else:
        over = Event.ends_at <= bindparam("now", type_=Instant)
        asked.append(Event.state != EventState.DRAFT)
        if not filters.for_me:  # whom it is meant for sees it
            asked.append(is_visible(ME, is_admin))
        asked += [over, Event.state == EventState.OPEN] if filters.show is Show.PAST else [~over]
    if filters.kind:
        asked.append(Event.kind == filters.kind)
    if filters.where:
        asked.append(Event.remote_link != "" if filters.where == REMOTE else Event.region == filters.where)
    if filters.for_me:
        narrowed = or_(Event.for_departments != "", Event.for_grades != "", Event.for_professions != "")
        asked.append(and_(narrowed, audience_holds(ME)))
    return asked
