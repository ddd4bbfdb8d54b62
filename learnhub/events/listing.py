"""The lists of events: coming up, mine, past. One statement a page, by key, whatever there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, bindparam, case, or_, tuple_, type_coerce

from learnhub import clock
from learnhub.columns import Instant
from learnhub.db import db
from learnhub.events.models import Event
from learnhub.events.queries import ME, ComingUp, Viewer, audience_holds, concerning, is_visible, lines_for
from learnhub.events.showing import KIND_WORDS, REGIONS
from learnhub.events.structures import EventState, SignUpState
from learnhub.events.times import LONGEST_EVENT
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
    """A page of a list. What is coming up: the next first; past: the latest first; mine: the one and then the other."""
    start = row_place((after or "").removeprefix("-"))
    is_admin = visitor.may(Permission.MANAGE_PEOPLE)
    statement = _statement(filters, is_admin, start is not None, db.engine.dialect.name)
    values = {"me": visitor.person_id, "now": clock.now()}
    if filters.show not in (Show.MINE, Show.PAST):
        values["since"] = clock.now() - LONGEST_EVENT
    if start is not None:
        is_over = filters.show is Show.MINE and (after or "").startswith("-")
        values |= {"after_over": int(is_over), "after_at": start[0] * (-1 if is_over else 1), "after_id": start[1]}
    found = db.session.execute(statement, values)
    return page_of([ComingUp(*row) for row in found], _key)


@lru_cache(maxsize=64)
def _statement(filters: Filters, is_admin: bool, is_further: bool, _dialect: str) -> Any:
    """The statement, kept: building it costs several times as much as the database takes."""
    statement = lines_for(ME).where(*_asked(filters, is_admin))
    at, over = type_coerce(Event.starts_at, BigInteger), Event.ends_at <= bindparam("now", type_=Instant)
    key: list[Any] = [at, Event.id]
    after = [bindparam("after_at", type_=BigInteger), bindparam("after_id", type_=Integer)]
    if filters.show is Show.MINE:  # what is over counts backwards
        key = [case((over, 1), else_=0), case((over, -at), else_=at), Event.id]
        after = [bindparam("after_over", type_=Integer), *after]
    if is_further:
        here, start = tuple_(*key), tuple_(*after)
        statement = statement.where(here < start if filters.show is Show.PAST else here > start)
    if filters.show is Show.PAST:
        key = [each.desc() for each in key]
    return statement.order_by(*key).limit(PAGE_SIZE + 1)


def _key(line: ComingUp) -> str:
    """When it starts, and its id; what is over below nought, for a list that has both."""
    return f"{'-' if line.is_over else ''}{clock.to_ms(line.starts_at)}.{line.id}"


def _asked(filters: Filters, is_admin: bool) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.show is Show.MINE:
        asked.append(Event.id.in_(concerning(ME, NOT_CANCELLED)))
    else:
        over = Event.ends_at <= bindparam("now", type_=Instant)
        asked.append(Event.state != EventState.DRAFT)
        if not filters.for_me:  # whom it is meant for sees it
            asked.append(is_visible(is_admin, db.engine.dialect.name))
        # When it began is asked too, though it follows: so a list begins in the index where its first event may be.
        if filters.show is Show.PAST:
            asked += [over, Event.starts_at <= bindparam("now", type_=Instant), Event.state == EventState.OPEN]
        else:
            asked += [~over, Event.starts_at > bindparam("since", type_=Instant)]
    if filters.kind:
        asked.append(Event.kind == filters.kind)
    if filters.where:
        asked.append(Event.remote_link != "" if filters.where == REMOTE else Event.region == filters.where)
    if filters.for_me:
        narrowed = or_(Event.for_departments != "", Event.for_grades != "", Event.for_professions != "")
        asked.append(and_(narrowed, audience_holds(ME)))
    return asked
