"""Events as somebody may see them. Fetching and authorising are one act: what is not for them is not there (404)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol

from flask import abort
from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, cast, exists, func, literal, or_, select

from learnhub import clock
from learnhub.columns import Instant
from learnhub.db import db
from learnhub.events.models import Event, EventOrganiser, SignUp
from learnhub.events.structures import EventState, SignUpState
from learnhub.people.models import Department, Person, Posting
from learnhub.permissions import Permission

ME = bindparam("me", type_=Integer)  # of statements that are kept
MOST_LEVELS = 12  # of departments above each other; a civil service has five or six


class Viewer(Protocol):
    """Who looks: a visitor."""

    @property
    def person_id(self) -> int: ...

    @property
    def learner_id(self) -> int: ...

    def may(self, permission: Permission) -> bool: ...


def event_visible_to(visitor: Viewer, event_id: int) -> Event:
    """An event that this person may see, or 404: see `visible_to`."""
    seen = select(Event).where(Event.id == event_id, visible_to(visitor))
    found = db.session.execute(seen, {"me": visitor.person_id}).scalar_one_or_none()
    return found if found is not None else abort(404)


def event_organised_by(visitor: Viewer, event_id: int) -> Event:
    """An event that this person organises, or 404."""
    found = select(Event).where(Event.id == event_id, organised_by(visitor.person_id))
    return db.session.execute(found).scalar_one_or_none() or abort(404)


def visible_to(visitor: Viewer) -> ColumnElement[bool]:
    """Who organises it, has signed up to it or is in its audience sees an event; the administrator does too.

    A draft is there for its organisers alone. The statement is run with `me`, the visitor's number.
    """
    return is_visible(visitor.may(Permission.MANAGE_PEOPLE), db.engine.dialect.name)


@cache
def is_visible(is_admin: bool, _dialect: str) -> ColumnElement[bool]:
    """The same of who is the administrator or not. Built once: that takes several times as long as asking."""
    if is_admin:
        return or_(organised_by(ME), Event.state != EventState.DRAFT)
    signed_up = exists().where(SignUp.event_id == Event.id, SignUp.person_id == ME).correlate(Event)
    return or_(organised_by(ME), and_(Event.state != EventState.DRAFT, or_(signed_up, audience_holds(ME))))


def organised_by(person_id: Any) -> ColumnElement[bool]:
    """Whether somebody (a number, or a column of them) is one of an event's organisers."""
    together = (
        exists().where(EventOrganiser.event_id == Event.id, EventOrganiser.person_id == person_id).correlate(Event)
    )
    return or_(Event.organiser_person_id == person_id, together)


def audience_holds(person_id: Any) -> ColumnElement[bool]:
    """Whether somebody's posting of today is in the audience. Upwards from their department: a handful of rows."""
    here = select(Posting.department_id.label("id")).where(Posting.person_id == person_id, Posting.is_current)
    above = here.cte(recursive=True)  # without a name: a list may ask twice
    above = above.union(
        select(Department.parent_id).join(above, Department.id == above.c.id).where(Department.parent_id.is_not(None))
    )
    # One by one as values of their own, each worked out once: as a table, SQLite would climb anew for every event.
    units = (select(above.c.id).limit(1).offset(place).scalar_subquery() for place in range(MOST_LEVELS))
    in_department = or_(*(_lists(Event.for_departments, func.coalesce(cast(unit, String), "-")) for unit in units))
    posted = exists(
        select(literal(1))
        .select_from(Posting)
        .where(
            Posting.person_id == person_id,
            Posting.is_current,
            or_(Event.for_grades == "", _lists(Event.for_grades, func.coalesce(Posting.grade, ""))),
            or_(Event.for_professions == "", _lists(Event.for_professions, func.coalesce(Posting.profession, ""))),
            or_(Event.for_departments == "", in_department),
        )
    ).correlate(Event)
    everybody = and_(Event.for_departments == "", Event.for_grades == "", Event.for_professions == "")
    return or_(everybody, posted)


def _lists(column: Any, value: Any) -> ColumnElement[bool]:
    """Whether "|a|b|" has a value. Not LIKE: a grade may hold a % or a _."""
    find = func.strpos if db.engine.dialect.name == "postgresql" else func.instr
    found: ColumnElement[bool] = find(column, literal("|") + value + literal("|")) > 0
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """An event's page: the event, who organises it, where the visitor stands, and how full it is.

    `ahead`: how many wait before the visitor. `organiser` None: the account is gone; `organiser_left`: they have left.
    """

    event: Event
    organiser: str | None
    organiser_left_on: date | None
    is_organiser: bool
    sign_up: SignUp | None
    going: int
    waiting: int
    ahead: int

    @property
    def state(self) -> str:
        return self.sign_up.state if self.sign_up else ""

    @property
    def sees_link(self) -> bool:
        """The remote link is for those who come and the organisers."""
        return self.is_organiser or self.state in (SignUpState.GOING, SignUpState.WALKED_IN)

    @property
    def place_in_queue(self) -> int:
        return self.ahead + 1 if self.state == SignUpState.WAITING else 0

    @property
    def organiser_left(self) -> bool:
        return self.organiser is None or (
            self.organiser_left_on is not None and self.organiser_left_on <= clock.today()
        )


def seen_event(visitor: Viewer, event_id: int) -> Seen:
    """Everything of an event's page in one statement, or 404."""
    statement = _seen(visitor.may(Permission.MANAGE_PEOPLE), db.engine.dialect.name)
    row = db.session.execute(statement, {"me": visitor.person_id, "event": event_id}).one_or_none()
    if row is None:
        abort(404)
    event, sign_up, name, left_on, is_organiser, going, waiting, before = row
    return Seen(event, name, left_on, bool(is_organiser), sign_up, going, waiting, before)


@cache
def _seen(is_admin: bool, dialect: str) -> Any:
    """The statement, built once."""
    mine = select(SignUp.queued_at).where(SignUp.event_id == Event.id, SignUp.person_id == ME).correlate(Event)
    ahead = _counted(SignUpState.WAITING).where(SignUp.queued_at < mine.scalar_subquery())
    return (
        select(
            Event,
            SignUp,
            Person.name,
            Person.left_on,
            organised_by(ME),
            _counted(SignUpState.GOING).scalar_subquery(),
            _counted(SignUpState.WAITING).scalar_subquery(),
            ahead.scalar_subquery(),
        )
        .outerjoin(Person, Person.id == Event.organiser_person_id)
        .outerjoin(SignUp, and_(SignUp.event_id == Event.id, SignUp.person_id == ME))
        .where(Event.id == bindparam("event", type_=Integer), is_visible(is_admin, dialect))
    )


def _counted(state: SignUpState) -> Any:
    return (
        select(func.count())
        .select_from(SignUp)
        .where(SignUp.event_id == Event.id, SignUp.state == state)
        .correlate(Event)
    )


@dataclass(frozen=True, slots=True)
class ComingUp:
    """An event in a list. `my_state` "" when the visitor has not signed up; `has_link`: one can join from afar.

    `came`: the visitor's record says so.
    """

    id: int
    kind: str
    state: str
    title: str
    zone: str
    starts_local: datetime
    ends_local: datetime
    starts_at: datetime
    place: str
    has_link: bool
    places: int | None
    going: int
    my_state: str
    is_organiser: bool
    is_over: bool = False
    came: bool = False


def lines_for(me: Any) -> Any:
    """The select of `ComingUp` for somebody at `:now`, without its conditions and its order."""
    return select(
        Event.id,
        Event.kind,
        Event.state,
        Event.title,
        Event.zone,
        Event.starts_local,
        Event.ends_local,
        Event.starts_at,
        Event.place,
        Event.remote_link != "",
        Event.places,
        _counted(SignUpState.GOING).scalar_subquery(),
        func.coalesce(SignUp.state, ""),
        organised_by(me),
        Event.ends_at <= bindparam("now", type_=Instant),
        SignUp.statement_seq.is_not(None),
    ).outerjoin(SignUp, and_(SignUp.event_id == Event.id, SignUp.person_id == me))


def concerning(person_id: Any, states: Sequence[SignUpState]) -> Any:
    """The events that somebody signed up for (and stands so) or organises; from indexes, not by looking at each."""
    signed_up = select(SignUp.event_id).where(SignUp.person_id == person_id, SignUp.state.in_(states))
    organised = select(Event.id).where(Event.organiser_person_id == person_id)
    together = select(EventOrganiser.event_id).where(EventOrganiser.person_id == person_id)
    return signed_up.union(organised, together)
