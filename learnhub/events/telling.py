"""Telling people about their events: a notice on the site and a mail at once, in each reader's language.

A change or a cancellation is told to some in the transaction that makes it and to the others, if they are many, by the
job: no lock is held for a whole hall.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from learnhub import clock
from learnhub.config import Settings
from learnhub.db import db
from learnhub.events.models import Event, EventNews, EventOrganiser, SignUp
from learnhub.events.showing import show_place, show_times
from learnhub.events.structures import SignUpState
from learnhub.messages.actions import write_message
from learnhub.messages.addresses import is_address
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Person
from learnhub.web.i18n import speaking

KIND, INVITATION = "events", "event-invitation"
TOLD_AT_ONCE = 30  # people in the transaction of a change; the others a little later
CHANGED, CANCELLED = "changed", "cancelled"
LONGEST_SUBJECT = 200


def init_app(app: Flask) -> None:
    """Say what these messages are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            _l("Events you go to"),
            _l("A place is free for you now; an event was moved or cancelled. Such news comes by mail at once."),
            may_refuse=False,
            order=15,
        ),
    )
    add_message_kind(
        app,
        MessageKind(
            INVITATION,
            _l("Invitations to events"),
            _l("An organiser would like people to come who have never been to an event."),
            may_refuse=True,
            order=60,
        ),
    )


def path_of(event_id: int) -> str:
    """The path of an event's page. Jobs know no request to make an address in."""
    return current_app.url_map.bind("").build("events.show_event", {"event_id": event_id})


def tell_moved_up(event: Event, rows: Sequence[SignUp]) -> None:
    """That a place has become free for them and is theirs."""

    def sentence() -> str:
        return str(_("A place has become free: you are going to “%(title)s”.", title=event.title))

    key = f"event:{event.id}:up:{clock.to_ms(clock.now())}"
    people = [row.person_id for row in rows]
    _write(event, people[:TOLD_AT_ONCE], key, sentence, sees_link=True)
    # So many only when an organiser makes room for a hall: the others read it in their daily mail.
    _write(event, people[TOLD_AT_ONCE:], key, sentence, sees_link=True, at_once=False)


def tell_of(event: Event, what: str, said: Mapping[str, Any]) -> None:
    """Tell those who come or wait that an event has changed or is cancelled; many of them a little later."""
    news = EventNews(event_id=event.id, what=what, said=dict(said), at=clock.now(), reached=0)
    db.session.add(news)
    db.session.flush()
    tell_more(news)


def tell_more(news: EventNews, most: int = TOLD_AT_ONCE) -> int:
    """Tell the next of those whom this concerns; how many. Nobody is told twice, whoever stops and begins again."""
    event = db.session.get_one(Event, news.event_id)
    found = db.session.execute(
        select(SignUp.id, SignUp.person_id, SignUp.state)
        .where(SignUp.event_id == event.id, SignUp.id > (news.reached or 0))
        .where(SignUp.state.in_((SignUpState.GOING, SignUpState.WAITING)))
        .order_by(SignUp.id)
        .limit(most)
    ).all()
    for state in (SignUpState.GOING, SignUpState.WAITING):
        people = [row.person_id for row in found if row.state == state]
        key = f"event:{event.id}:{news.what}:{news.id}"
        _write(event, people, key, lambda: _sentence_of(event, news), sees_link=state == SignUpState.GOING)
    news.reached = found[-1].id if len(found) == most else None
    db.session.flush()
    return len(found)


def tell_organiser(event: Event, person: Person) -> None:
    """That they are an organiser of an event now."""
    with speaking(person.language):
        said = str(_("You are an organiser of “%(title)s” now.", title=event.title))
    key = f"event:{event.id}:organiser:{person.id}:{clock.to_ms(clock.now())}"
    write_notices([NewNotice(person.id, KIND, key, said, path_of(event.id), person.language)])


def tell_taken_over(event: Event, by: Person) -> None:
    """To the other organisers: who is the main one now."""
    others = select(Person).join(EventOrganiser, EventOrganiser.person_id == Person.id)
    rows = []
    for person in db.session.execute(others.where(EventOrganiser.event_id == event.id)).scalars():
        with speaking(person.language):
            said = str(_("%(name)s is the main organiser of “%(title)s” now.", name=by.name, title=event.title))
        key = f"event:{event.id}:over:{by.id}:{person.id}:{clock.to_ms(clock.now())}"
        rows.append(NewNotice(person.id, KIND, key, said, path_of(event.id), person.language))
    write_notices(rows)


def unfinished_news() -> EventNews | None:
    """News that somebody has not been told yet, held by this transaction."""
    found = select(EventNews).where(EventNews.reached.is_not(None)).order_by(EventNews.id).limit(1)
    return db.session.execute(found.with_for_update(skip_locked=True)).scalar_one_or_none()


def _sentence_of(event: Event, news: EventNews) -> str:
    if news.what == CANCELLED:
        why = str(news.said.get("why") or "")
        told = str(_("“%(title)s” is cancelled.", title=event.title))
        return f"{told} {why}".strip()
    parts = []
    if "times" in news.said:
        parts.append(_("It is now %(when)s.", when=show_times(event)))
    if "place" in news.said:
        parts.append(_("It is now here: %(place)s.", place=show_place(event.place, bool(event.remote_link))))
    if "link" in news.said:
        parts.append(_("The remote link has changed."))
    return " ".join([str(_("“%(title)s” has changed.", title=event.title)), *map(str, parts)])


def _write(
    event: Event,
    person_ids: Sequence[int],
    key: str,
    sentence: Callable[[], str],
    *,
    sees_link: bool,
    at_once: bool = True,
) -> None:
    """A notice to each of these people who is still here, and a mail: at once, or their daily one."""
    rows = [person for person in _people(person_ids) if is_address(person.email)]
    settings: Settings = current_app.extensions["learnhub.settings"]
    notices = []
    for person in rows:
        with speaking(person.language):
            said = sentence()
            own = f"{key}:{person.id}"
            page = path_of(event.id)
            notices.append(NewNotice(person.id, KIND, own, said, page, person.language, digest=not at_once))
            if not at_once:
                continue
            write_message(
                kind=KIND,
                address=person.email,
                language=person.language,
                subject=_one_line(said),
                text=current_app.jinja_env.get_template("events/mail_news.txt").render(
                    name=person.name,
                    sentence=said,
                    title=event.title,
                    when=show_times(event),
                    lines=_where(event, sees_link=sees_link),
                    address=settings.base_url + page,
                ),
                person_id=person.id,
                key=own,
            )
    write_notices(notices)


def _where(event: Event, *, sees_link: bool) -> list[str]:
    lines = [event.place] if event.place else []
    if event.remote_link:
        lines.append(event.remote_link if sees_link else str(_("There is a remote link, for those who have a place.")))
    return lines


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def _people(person_ids: Sequence[int]) -> list[Person]:
    here = or_(Person.left_on.is_(None), Person.left_on > clock.today())
    found = select(Person).where(Person.id.in_(person_ids), here).order_by(Person.id)
    return list(db.session.execute(found).scalars())


def count_concerned(event_id: int) -> int:
    """How many people a change would be told to."""
    concerned = select(func.count()).where(
        SignUp.event_id == event_id, SignUp.state.in_((SignUpState.GOING, SignUpState.WAITING))
    )
    return db.session.execute(concerned).scalar_one()
