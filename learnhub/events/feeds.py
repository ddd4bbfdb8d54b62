"""Calendar files of somebody's events, and the private address that a calendar program asks for them.

The address is as good as a key: whoever has it sees where its owner will be, and the remote links. It is kept as a
hash, can be changed or ended at any time, and a wrong one answers as if there were nothing.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.config import Settings
from learnhub.db import db
from learnhub.events import calendars
from learnhub.events.models import Event, EventFeed, EventOrganiser, SignUp
from learnhub.events.structures import EventState, SignUpState
from learnhub.events.telling import path_of
from learnhub.people.models import Person

KEPT_IN_FEED = timedelta(days=90)  # how long a past event stays in a calendar
MOST_IN_FEED = 300
NOT_THERE = (SignUpState.CANCELLED,)


def one_event(event: Event, *, sees_link: bool, is_waiting: bool) -> bytes:
    """One event as a file."""
    return calendars.calendar_of([_entry(event, sees_link=sees_link, is_waiting=is_waiting)], _host())


def events_of(person_id: int) -> bytes:
    """What somebody goes to, waits for or organises, as a calendar to subscribe to. One statement."""
    mine = (SignUp.person_id == person_id) & (SignUp.event_id == Event.id)
    together = select(EventOrganiser.event_id).where(EventOrganiser.person_id == person_id)
    organises = or_(Event.organiser_person_id == person_id, Event.id.in_(together))
    signed_up = SignUp.state.not_in(NOT_THERE)
    rows = db.session.execute(
        select(Event, SignUp.state, organises)
        .outerjoin(SignUp, mine)
        .where(Event.starts_at > clock.now() - KEPT_IN_FEED, Event.state != EventState.DRAFT)
        .where(or_(signed_up, organises))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_IN_FEED)
    )
    entries = [
        _entry(
            event,
            sees_link=bool(is_organiser) or state in (SignUpState.GOING, SignUpState.WALKED_IN),
            is_waiting=state == SignUpState.WAITING and not is_organiser,
        )
        for event, state, is_organiser in rows
    ]
    return calendars.calendar_of(entries, _host(), str(_("LearnHub events")))


def renew_feed(person_id: int) -> str:
    """A new private address for somebody; the one before ends. The token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(EventFeed).values(person_id=person_id, token_hash=hash_of(token), made_at=clock.now())
    new = {"token_hash": row.excluded.token_hash, "made_at": row.excluded.made_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=new))
    return token


def end_feed(person_id: int) -> None:
    """End somebody's private address."""
    db.session.execute(delete(EventFeed).where(EventFeed.person_id == person_id))


def feed_of(person_id: int) -> EventFeed | None:
    """Whether somebody has a private address, and since when."""
    return db.session.get(EventFeed, person_id)


def owner_of(token: str) -> Person | None:
    """Whose private address this is; None for a stranger's guess, and once its owner has left."""
    here = or_(Person.left_on.is_(None), Person.left_on > clock.today())
    found = select(Person).join(EventFeed, EventFeed.person_id == Person.id)
    return db.session.execute(found.where(EventFeed.token_hash == hash_of(token), here)).scalar_one_or_none()


def hash_of(token: str) -> str:
    """What the table keeps of a token of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_address(token: str) -> str:
    """The whole address, as a calendar program wants it."""
    return _base() + current_app.url_map.bind("").build("events.show_feed", {"token": token})


def _entry(event: Event, *, sees_link: bool, is_waiting: bool) -> calendars.Entry:
    address = _base() + path_of(event.id)
    link = event.remote_link if sees_link else ""
    about: Sequence[str] = [
        str(_("You are on the waiting list.")) if is_waiting else "",
        str(_("To join remotely: %(link)s", link=link)) if link else "",
        address,
    ]
    return calendars.Entry(
        token=event.token,
        sequence=event.sequence,
        title=event.title,
        zone=event.zone,
        starts_local=event.starts_local,
        ends_local=event.ends_local,
        where=event.place or link,
        about="\n".join(line for line in about if line),
        address=address,
        is_cancelled=event.state == EventState.CANCELLED,
        is_tentative=is_waiting,
        changed_at=event.changed_at,
    )


def _base() -> str:
    settings: Settings = current_app.extensions["learnhub.settings"]
    return settings.base_url


def _host() -> str:
    return urlsplit(_base()).hostname or "learnhub"
