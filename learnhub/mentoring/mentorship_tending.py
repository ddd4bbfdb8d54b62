"""What becomes due by itself in mentorships: one kind word when nothing was done for long, an end that was planned for
today, learners who have left, offers nobody answered, and what was shared with who is an ambassador no more.

A job; each step is small transactions, and two machines may run it at once.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.ambassadors.words import MentorshipState
from learnhub.db import db
from learnhub.mentoring.handover_offers import pass_on_offers
from learnhub.mentoring.mentorship_ending import end_for_leaver
from learnhub.mentoring.mentorship_queries import LIVE
from learnhub.mentoring.mentorship_rules import STALLED_AFTER, TOLD_WITHIN
from learnhub.mentoring.mentorship_telling import path_of, tell
from learnhub.mentoring.models import MentorshipMeeting
from learnhub.mentoring.sharing import shared_with_those_who_stopped, withdraw_these
from learnhub.messages.daily import is_quiet_now, note_reached, reached_on
from learnhub.people.models import Person
from learnhub.web.i18n import gettext as _

RUN, SHARING = "mentorships", "sharing"
CHUNK = 200


def tend_mentorships() -> str:
    """Do what is due; in a line what that was. Call it outside any transaction."""
    ended, withdrawn = _end_for_leavers(), _withdraw()
    with database.write():
        passed = pass_on_offers()
    told = _tell_the_day()
    return f"{ended} mentorships ended, {withdrawn} parts withdrawn, {passed} offers passed on, {told} notices written"


def _end_for_leavers() -> int:
    ended = 0
    left = (
        select(Mentorship.id)
        .join(Person, Person.id == Mentorship.person_id)
        .where(Mentorship.state.in_(LIVE), Person.left_on <= clock.today())
        .order_by(Mentorship.id)
        .limit(CHUNK)
    )
    while found := list(db.session.execute(left).scalars()):
        for mentorship_id in found:
            with database.write():
                ended += end_for_leaver(mentorship_id)
    return ended


def _withdraw() -> int:
    """Once a day; pages look at it themselves, so nothing is seen meanwhile."""
    today = clock.today()
    if reached_on(SHARING, today) is None:
        return 0
    withdrawn = 0
    while found := shared_with_those_who_stopped(CHUNK):
        with database.write():
            withdrawn += withdraw_these(found)
    with database.write():
        note_reached(SHARING, today, 0, finished=True)
    return withdrawn


def _tell_the_day() -> int:
    """Once a day: who has stalled, and whose planned end has come."""
    today = clock.today()
    if is_quiet_now() or (reached := reached_on(RUN, today)) is None:
        return 0
    written = 0
    while rows := _due(today, reached):
        with database.write():
            written += sum(_tell(row, today) for row in rows)
            reached = rows[-1].id
            note_reached(RUN, today, reached)
    with database.write():
        note_reached(RUN, today, reached, finished=True)
    return written


def _due(today: date, after: int) -> Sequence[Any]:
    """Open ones in which nothing was done for long and no date is to come; or that were to end today."""
    now = clock.now()
    to_come = exists().where(
        MentorshipMeeting.mentorship_id == Mentorship.id,
        MentorshipMeeting.cancelled_at.is_(None),
        MentorshipMeeting.starts_at > now,
    )
    quiet = Mentorship.last_at.between(now - TOLD_WITHIN, now - STALLED_AFTER) & ~to_come
    return db.session.execute(
        select(
            Mentorship.id,
            Mentorship.last_at,
            Mentorship.ends_on,
            Mentorship.person_id,
            Ambassador.person_id.label("mentor_person_id"),
        )
        .join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
        .where(Mentorship.state == MentorshipState.OPEN, quiet | (Mentorship.ends_on == today), Mentorship.id > after)
        .order_by(Mentorship.id)
        .limit(CHUNK)
    ).all()


def _tell(row: Any, today: date) -> int:
    other = {row.person_id: row.mentor_person_id, row.mentor_person_id: row.person_id}
    two = select(Person.id, Person.name).where(Person.id.in_(other))
    names = {row.id: row.name for row in db.session.execute(two)}

    def planned(person: Person) -> str:
        return _("Today is the day you planned to end your mentorship with %(name)s. End it, or plan another day.",
                 name=names[other[person.id]])  # fmt: skip

    def quiet(person: Person) -> str:
        return _("It has been quiet between you and %(name)s. Set a date, or end it kindly: both are fine.",
                 name=names[other[person.id]])  # fmt: skip

    if row.ends_on == today:
        return tell(other, f"mentorship:{row.id}:planned:{today.isoformat()}", planned, path_of(row.id))
    # Its key is of the last thing done: told once, until something was done and it is quiet again.
    return tell(other, f"mentorship:{row.id}:quiet:{clock.to_ms(row.last_at)}", quiet, path_of(row.id))
