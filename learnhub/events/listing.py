"""The lists of events: coming up, mine, past. One statement a page, by key, whatever there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from learnhub import clock
from learnhub.db import db
from learnhub.events.models import Event, EventOrganiser, SignUp
from learnhub.events.queries import ComingUp, Viewer, audience_holds, lines_for, visible_to
from learnhub.events.showing import KIND_WORDS, REGIONS
from learnhub.events.structures import EventState, SignUpState
from learnhub.web.paging import PAGE_SIZE, Page, page_of

REMOTE = "remote"


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
    is_coming = filters.show is Show.COMING
    statement = lines_for(visitor).where(*_asked(visitor, filters))
    key = tuple_(Event.starts_at, Event.id)
    if (start := _start(after)) is not None:
        statement = statement.where(key > start if is_coming else key < start)
    order = (Event.starts_at, Event.id) if is_coming else (Event.starts_at.desc(), Event.id.desc())
    found = db.session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1))
    return page_of([ComingUp(*row) for row in found], lambda line: f"{clock.to_ms(line.starts_at)}.{line.id}")


def _asked(visitor: Viewer, filters: Filters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.show is Show.MINE:
        asked.append(Event.id.in_(_mine(visitor.person_id)))
    else:
        over = Event.ends_at <= clock.now()
        asked += [Event.state != EventState.DRAFT, visible_to(visitor)]
        asked += [over, Event.state == EventState.OPEN] if filters.show is Show.PAST else [~over]
    if filters.kind:
        asked.append(Event.kind == filters.kind)
    if filters.where:
        asked.append(Event.remote_link != "" if filters.where == REMOTE else Event.region == filters.where)
    if filters.for_me:
        narrowed = or_(Event.for_departments != "", Event.for_grades != "", Event.for_professions != "")
        asked.append(and_(narrowed, audience_holds(visitor.person_id)))
    return asked


def _mine(person_id: int) -> Any:
    """The events that somebody has to do with; from three indexes, not by looking at every event."""
    signed_up = select(SignUp.event_id).where(SignUp.person_id == person_id, SignUp.state != SignUpState.CANCELLED)
    organised = select(Event.id).where(Event.organiser_person_id == person_id)
    together = select(EventOrganiser.event_id).where(EventOrganiser.person_id == person_id)
    return signed_up.union(organised, together)


def _start(after: str | None) -> tuple[Any, int] | None:
    """The key of an address; None when it is none."""
    at, _dot, number = (after or "").partition(".")
    if not (at.isascii() and at.isdigit() and number.isascii() and number.isdigit()):
        return None
    if len(at) > 13 or len(number) > 9:
        return None
    return clock.from_ms(int(at)), int(number)
