"""What becomes due by itself: places no longer held, news for many, organisers who have left, what is kept long enough.

A job; each step is small transactions, and two machines may run it at once.
"""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import telling
from learnhub.events.models import Event, EventOrganiser, SignUp
from learnhub.events.signing_up import give_up_places_of, leavers, lock_event, move_up
from learnhub.events.structures import EventState, SignUpState
from learnhub.events.waiting import HELD_UNTIL
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Person, RoleGrant
from learnhub.permissions import Role
from learnhub.web.i18n import speaking

NEEDS_KEPT = timedelta(days=14)  # after the event: access requirements, and sign-ups that came to nothing
DRAFTS_KEPT = timedelta(days=90)
EVENTS_AT_ONCE = 20


def tend_events() -> str:
    """Do what is due; in a line what that was. Call it outside any transaction."""
    told = _tell_the_others()
    _give_up_places()
    moved = _release_held_places()
    _tell_of_left_organisers()
    return f"{told} people told of changes, {moved} moved up, {_tidy()} events tidied"


def _tell_the_others() -> int:
    told = 0
    while True:
        with database.write():
            news = telling.unfinished_news()
            if news is None:
                return told
            told += telling.tell_more(news)


def _give_up_places() -> None:
    while people := leavers():
        with database.write():
            give_up_places_of(people)


def _release_held_places() -> int:
    """The day before an event, the places held for newcomers go to whoever waits first."""
    now = clock.now()
    waits = select(SignUp.id).where(SignUp.event_id == Event.id, SignUp.state == SignUpState.WAITING).exists()
    due = select(Event.id).where(
        Event.prefers_newcomers, Event.state == EventState.OPEN, Event.starts_at > now, waits,
        Event.starts_at <= now + HELD_UNTIL,
    )  # fmt: skip
    moved = 0
    for event_id in db.session.execute(due).scalars().all():
        with database.write():
            moved += len(move_up(lock_event(event_id)))
    return moved


def _tell_of_left_organisers() -> None:
    """Once for each: to the co-organisers; where there are none to the line manager, and else to the administrators."""
    left = (
        select(Event.id, Event.title, Person.id.label("person_id"), Person.name, Person.line_manager_id)
        .join(Person, Person.id == Event.organiser_person_id)
        .where(Event.state != EventState.CANCELLED, Event.ends_at > clock.now(), Person.left_on <= clock.today())
    )
    rows = []
    for event in db.session.execute(left).all():
        for heir in _heirs(event.id, event.line_manager_id):
            with speaking(heir.language):
                said = str(_("%(name)s has left and organised “%(title)s”: somebody should take it over.",
                             name=event.name, title=event.title))  # fmt: skip
            key = f"event:{event.id}:left:{event.person_id}:{heir.id}"
            page = telling.path_of(event.id) + "/organisers"
            rows.append(NewNotice(heir.id, telling.KIND, key, said, page, heir.language))
    if rows:
        with database.write():
            write_notices(rows)


def _heirs(event_id: int, line_manager_id: int | None) -> list[Person]:
    here = Person.left_on.is_(None) | (Person.left_on > clock.today())
    together = select(EventOrganiser.person_id).where(EventOrganiser.event_id == event_id)
    admins = select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMIN.value)
    for wanted in (Person.id.in_(together), Person.id == line_manager_id, Person.id.in_(admins)):
        found = list(db.session.execute(select(Person).where(wanted, here).order_by(Person.id).limit(20)).scalars())
        if found:
            return found
    return []


def _tidy() -> int:
    """Erase what people needed in order to take part, and the sign-ups of those who did not come to it."""
    tidied = 0
    while True:
        with database.write():
            over = select(Event.id).where(Event.ends_at < clock.now() - NEEDS_KEPT, Event.tidied_at.is_(None))
            ids = list(db.session.execute(over.order_by(Event.ends_at).limit(EVENTS_AT_ONCE)).scalars())
            of_these = SignUp.event_id.in_(ids)
            db.session.execute(update(SignUp).where(of_these, SignUp.access_needs != "").values(access_needs=""))
            gone = SignUp.state.in_((SignUpState.WAITING, SignUpState.CANCELLED))
            db.session.execute(delete(SignUp).where(of_these, gone, SignUp.statement_seq.is_(None)))
            db.session.execute(update(Event).where(Event.id.in_(ids)).values(tidied_at=clock.now()))
            old = (Event.state == EventState.DRAFT, Event.changed_at < clock.now() - DRAFTS_KEPT)
            db.session.execute(delete(Event).where(*old))
        tidied += len(ids)
        if len(ids) < EVENTS_AT_ONCE:
            return tidied
