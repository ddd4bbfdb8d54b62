"""Inviting people who have never been to an event: once for each event, some hundred of its audience, by a notice.

So that it is not always the same people. Nobody is invited twice in a month, whoever organises.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, exists, func, or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.events.models import Event, SignUp
from learnhub.events.queries import organised_by
from learnhub.events.showing import show_start
from learnhub.events.signing_up import lock_event
from learnhub.events.structures import EventState
from learnhub.events.telling import INVITATION, path_of
from learnhub.messages.models import Notice
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.faults import Refused
from learnhub.people.models import Person, Posting
from learnhub.people.queries import department_ids_below
from learnhub.people.reach import within
from learnhub.web.i18n import speaking

MOST_INVITED = 500
NOT_AGAIN = timedelta(days=30)


def newcomers_to_invite(event: Event) -> list[tuple[int, str]]:
    """(person, language) of some of the audience who have never been to an event; begun at a random place.

    Reads a good part of the audience: call it before the write begins.
    """
    newest = db.session.execute(select(func.max(Person.id))).scalar_one() or 1
    start = secrets.randbelow(newest) + 1
    found: list[tuple[int, str]] = []
    for part in (Person.id >= start, Person.id < start):
        rows = db.session.execute(
            select(Person.id, Person.language)
            .join(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
            .where(part, *_may_be_invited(event))
            .order_by(Person.id)
            .limit(MOST_INVITED - len(found))
        )
        found += [(row.id, row.language) for row in rows]
        if len(found) >= MOST_INVITED:
            break
    return found


def invite(event_id: int, people: Sequence[tuple[int, str]]) -> int:
    """Write the invitations; how many. Raises Refused the second time, and for an event that nobody can join."""
    event = lock_event(event_id)
    if event.invited_at is not None:
        raise Refused(_("People have been invited to this event already: once is enough."))
    if event.state != EventState.OPEN or event.closes_at <= clock.now():
        raise Refused(_("Nobody can sign up to this event now."))
    event.invited_at = clock.now()
    db.session.flush()
    said: dict[str, str] = {}
    for language in {language for _person, language in people}:
        with speaking(language):
            said[language] = str(
                _("“%(title)s”, %(when)s: you have not been to an event here yet, and would be welcome.",
                  title=event.title, when=show_start(event))
            )  # fmt: skip
    return write_notices(
        [
            NewNotice(person_id, INVITATION, f"event:{event_id}:invited:{person_id}", said[language],
                      path_of(event_id), language)
            for person_id, language in people
        ]
    )  # fmt: skip


def _may_be_invited(event: Event) -> list[Any]:
    audience = event.audience
    below = department_ids_below(audience.departments or None)
    been = exists().where(SignUp.person_id == Person.id, SignUp.statement_seq.is_not(None))
    signed_up = exists().where(SignUp.event_id == event.id, SignUp.person_id == Person.id)
    invited = exists().where(
        Notice.person_id == Person.id, Notice.kind == INVITATION, Notice.written_at > clock.now() - NOT_AGAIN
    )
    organises = exists(select(Event.id).where(Event.id == event.id, organised_by(Person.id)))
    return [
        or_(Person.left_on.is_(None), Person.left_on > clock.today()),
        within(Posting.department_id, None if below is None else frozenset(below)),
        *([Posting.grade.in_(audience.grades)] if audience.grades else []),
        *([Posting.profession.in_(audience.professions)] if audience.professions else []),
        ~been.correlate(Person),
        ~signed_up.correlate(Person),
        ~invited.correlate(Person),
        ~organises.correlate(Person),
    ]
