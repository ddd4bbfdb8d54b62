"""The noticeboard: what leads post for the ambassadors of a department and below, or for all; meetings have a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, bindparam, or_, select, true, tuple_

from learnhub import clock
from learnhub.ambassadors.models import NetworkPost
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.states import IN_NETWORK
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.markup import render
from learnhub.people.faults import Refused
from learnhub.people.models import Department, Person
from learnhub.people.queries import department_ids_below
from learnhub.people.reach import within
from learnhub.permissions import Permission
from learnhub.web.access import Visitor
from learnhub.web.paging import PAGE_SIZE, Page, page_of

TWICE = timedelta(minutes=10)  # the same post again within this is the form sent twice


@dataclass(frozen=True, slots=True)
class Posted:
    """One post as its readers see it. `html` was made from the lead's text by `markup`, which cleans it."""

    id: int
    title: str
    html: str
    meets_at: datetime | None
    place: str
    posted_at: datetime
    by: str
    department_id: int | None


def may_read(visitor: Visitor) -> bool:
    """Whether the noticeboard is somebody's: of those in the network and of their leads. At most one statement."""
    if visitor.may(Permission.LEAD_NETWORK):
        return True
    row = ambassador_of(visitor.person_id)
    return row is not None and row.state in IN_NETWORK - {State.NOMINATED}


def departments_led(visitor: Visitor) -> set[int] | None:
    """The departments whose posts somebody may take down; None: everywhere, none of them for who leads nowhere."""
    if not visitor.may(Permission.LEAD_NETWORK):
        return set()
    return department_ids_below(visitor.scopes(Permission.LEAD_NETWORK))


def posts_for(visitor: Visitor, after: int | None = None) -> Page[Posted]:
    """What concerns somebody, the latest first; a lead sees all of their departments. At most two statements."""
    listed = _posts().where(_concerns(visitor), *_since(after)).limit(PAGE_SIZE + 1)
    page = db.session.execute(listed, {"here": visitor.department_id})
    return page_of([Posted(*row) for row in page], lambda post: str(post.id))


def meetings_for(visitor: Visitor) -> list[Posted]:
    """The meetings that are still to come, the next first; three at most."""
    coming = _meetings(_concerns(visitor)) if visitor.may(Permission.LEAD_NETWORK) else _MEETINGS
    asked = {"now": clock.now(), "here": visitor.department_id}
    return [Posted(*row) for row in db.session.execute(coming, asked)]


def post_notice(
    by_person_id: int,
    title: str,
    text: str,
    *,
    department_id: int | None = None,
    meets_at: datetime | None = None,
    place: str = "",
) -> NetworkPost:
    """Put something on the noticeboard. Where the writer may is the caller's to ask; sent twice, it stands once.

    Raises MarkupError for a text that cannot be shown, Refused for a meeting that is over.
    """
    now = clock.now()
    if meets_at is not None and meets_at <= now:
        raise Refused(_("Enter a day and a time that are still to come."), "meets_on")
    same = select(NetworkPost).where(
        NetworkPost.by_person_id == by_person_id,
        NetworkPost.title == title,
        NetworkPost.text == text,
        NetworkPost.posted_at > now - TWICE,
        NetworkPost.taken_down_at.is_(None),
    )
    if found := db.session.execute(same.limit(1)).scalar_one_or_none():
        return found
    post = NetworkPost(
        by_person_id=by_person_id,
        department_id=department_id,
        title=title,
        text=text,
        html=render(text),
        meets_at=meets_at,
        place=place,
        posted_at=now,
    )
    db.session.add(post)
    db.session.flush()
    return post


def post_or_404(post_id: int, scopes: Iterable[int] | None) -> NetworkPost:
    """A post of the lead's departments that still stands; else 404."""
    ids = department_ids_below(scopes)
    statement = select(NetworkPost).where(
        NetworkPost.id == post_id,
        NetworkPost.taken_down_at.is_(None),
        within(NetworkPost.department_id, None if ids is None else frozenset(ids)),
    )
    return db.session.execute(statement).scalar_one_or_none() or abort(404)


def take_down(post: NetworkPost) -> None:
    """Take a post down: nobody sees it any more."""
    post.taken_down_at = clock.now()
    db.session.flush()


_COLUMNS: tuple[Any, ...] = (
    NetworkPost.id,
    NetworkPost.title,
    NetworkPost.html,
    NetworkPost.meets_at,
    NetworkPost.place,
    NetworkPost.posted_at,
    Person.name,
    NetworkPost.department_id,
)


def _posts() -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join(Person, Person.id == NetworkPost.by_person_id)
        .where(NetworkPost.taken_down_at.is_(None))
        .order_by(NetworkPost.posted_at.desc(), NetworkPost.id.desc())
    )


def _meetings(concerns: ColumnElement[bool]) -> Select[Any]:
    coming = _posts().where(concerns, NetworkPost.meets_at > bindparam("now")).order_by(None)
    return coming.order_by(NetworkPost.meets_at, NetworkPost.id).limit(3)


def _here_and_above() -> Select[Any]:
    """The department `:here` and those above it; none for who works nowhere."""
    up = select(Department.id, Department.parent_id).where(Department.id == bindparam("here")).cte("up", recursive=True)
    above = select(Department.id, Department.parent_id).join(up, Department.id == up.c.parent_id)
    return select(up.union(above).c.id)


_FOR_ALL_OR_HERE = or_(NetworkPost.department_id.is_(None), NetworkPost.department_id.in_(_here_and_above()))
_MEETINGS = _meetings(_FOR_ALL_OR_HERE)  # built once: building it is most of what it costs


def _concerns(visitor: Visitor) -> ColumnElement[bool]:
    """Posts for all, for the reader's department (`:here`) or one above it, and those that a lead looks after."""
    if not visitor.may(Permission.LEAD_NETWORK):
        return _FOR_ALL_OR_HERE
    scopes = visitor.scopes(Permission.LEAD_NETWORK)
    if scopes is None:
        return true()
    return or_(_FOR_ALL_OR_HERE, within(NetworkPost.department_id, frozenset(department_ids_below(scopes) or ())))


def _since(after: int | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    last = select(NetworkPost.posted_at).where(NetworkPost.id == after).scalar_subquery()
    return [tuple_(NetworkPost.posted_at, NetworkPost.id) < tuple_(last, after)]
