"""Dates the two agree: set, moved, cancelled; and as a calendar file. The other is told at once, by mail too.

A date keeps its wall time in its zone, and says nothing of mentoring in a calendar: colleagues look at those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from flask import current_app
from sqlalchemy import func, select

from learnhub import clock
from learnhub.config import Settings
from learnhub.db import db
from learnhub.events.calendars import Entry, calendar_of
from learnhub.events.showing import zone_name
from learnhub.events.times import abbreviation, moment_of
from learnhub.mentoring.holding import Holding, hold_live
from learnhub.mentoring.mentorship_queries import Mentored
from learnhub.mentoring.mentorship_rules import MOST_MEETINGS
from learnhub.mentoring.mentorship_telling import path_of, tell_of_date
from learnhub.mentoring.mentorships import name_of
from learnhub.mentoring.models import MentorshipMeeting
from learnhub.people.faults import Refused
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_minutes, written_day


@dataclass(frozen=True, slots=True)
class When:
    """When and where two meet: a wall time of a zone, minutes, a place or the address of a call."""

    starts_local: datetime
    zone: str
    minutes: int
    place: str = ""

    @property
    def starts_at(self) -> datetime:
        """Raises Refused for a time that the clocks of the zone leap over."""
        at = moment_of(self.starts_local, self.zone).at
        if at is None:
            raise Refused(_("The clocks go forward that night: enter another time."), "at")
        return at


def set_meeting(mentorship_id: int, by_person_id: int, when: When, form_key: str | None = None) -> MentorshipMeeting:
    """Agree a date; the other is told. The same form again is the same date. Raises Refused, Over."""
    held = hold_live(mentorship_id, by_person_id)
    same = select(MentorshipMeeting).where(
        MentorshipMeeting.mentorship_id == held.id, MentorshipMeeting.form_key == form_key
    )
    if form_key and (before := db.session.execute(same).scalar_one_or_none()) is not None:
        return before
    _check(when)
    if _to_come(held.id) >= MOST_MEETINGS:
        raise Refused(_("There are %(num)d dates to come already: cancel one first.", num=MOST_MEETINGS), "on")
    row = MentorshipMeeting(
        mentorship_id=held.id,
        token=uuid4().hex,
        zone=when.zone,
        starts_local=when.starts_local,
        starts_at=when.starts_at,
        minutes=when.minutes,
        place=when.place,
        form_key=form_key,
    )
    db.session.add(row)
    db.session.flush()
    _tell(held, row, "set")
    return row


def move_meeting(mentorship_id: int, by_person_id: int, meeting_id: int, when: When) -> bool:
    """Another time or place; False when nothing is different. The other is told. Raises Refused for one that is
    cancelled, Over."""
    held = hold_live(mentorship_id, by_person_id)
    row = _row(held, meeting_id)
    if row is None or row.cancelled_at is not None:
        raise Refused(_("This date was cancelled meanwhile: set another."), "on")
    if when == When(row.starts_local, row.zone, row.minutes, row.place):
        return False
    if when.starts_at != row.starts_at:
        _check(when)
    row.zone, row.starts_local, row.starts_at = when.zone, when.starts_local, when.starts_at
    row.minutes, row.place = when.minutes, when.place
    row.sequence += 1
    db.session.flush()
    _tell(held, row, "moved")
    return True


def cancel_meeting(mentorship_id: int, by_person_id: int, meeting_id: int) -> bool:
    """Cancel a date; False when it was already. The other is told. Raises Over."""
    held = hold_live(mentorship_id, by_person_id)
    row = _row(held, meeting_id)
    if row is None or row.cancelled_at is not None:
        return False
    row.cancelled_at = clock.now()
    row.sequence += 1
    db.session.flush()
    _tell(held, row, "cancelled")
    return True


def show_when(meeting: MentorshipMeeting | When) -> str:
    """ "Tuesday 3 November 2026, 10:00 to 10:30 GMT"; with the zone's name where it is not the service's own."""
    start = meeting.starts_local
    day = written_day(start.date(), "EEEE d MMMM yyyy")
    begins, ends = f"{start:%H:%M}", f"{start + timedelta(minutes=meeting.minutes):%H:%M}"
    zone = abbreviation(start, meeting.zone)
    if meeting.zone != clock.zone().key:
        zone = f"{zone} ({zone_name(meeting.zone)})"
    return str(_("%(day)s, %(begins)s to %(ends)s %(zone)s", day=day, begins=begins, ends=ends, zone=zone))


def calendar_file(seen: Mentored, meetings: Sequence[MentorshipMeeting]) -> bytes:
    """Dates as a calendar file, as one of the two has them in their own calendar."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    address = settings.base_url + path_of(seen.id)
    title = str(_("Meeting with %(name)s", name=seen.other))
    entries = [
        Entry(
            token=row.token,
            sequence=row.sequence,
            title=title,
            zone=row.zone,
            starts_local=row.starts_local,
            ends_local=row.starts_local + timedelta(minutes=row.minutes),
            where=row.place,
            about=address,
            address=address,
            is_cancelled=row.cancelled_at is not None,
            is_tentative=False,
            changed_at=clock.now(),
        )
        for row in meetings
    ]
    return calendar_of(entries, urlsplit(settings.base_url).hostname or "learnhub")


def _check(when: When) -> None:
    if when.starts_at <= clock.now():
        raise Refused(_("Enter a day and a time that are still to come."), "on")


def _row(held: Holding, meeting_id: int) -> MentorshipMeeting | None:
    row = db.session.get(MentorshipMeeting, meeting_id, populate_existing=True)
    return row if row is not None and row.mentorship_id == held.id else None


def _to_come(mentorship_id: int) -> int:
    to_come = (MentorshipMeeting.starts_at > clock.now(), MentorshipMeeting.cancelled_at.is_(None))
    counted = select(func.count()).where(MentorshipMeeting.mentorship_id == mentorship_id, *to_come)
    return db.session.execute(counted).scalar_one()


def _tell(held: Holding, row: MentorshipMeeting, what: str) -> None:
    name = name_of(held.by_person_id)

    def sentence() -> str:
        when = show_when(row)
        if what == "set":
            return _("%(name)s set a date with you: %(when)s.", name=name, when=when)
        if what == "moved":
            return _("%(name)s changed your date: it is now %(when)s.", name=name, when=when)
        return _("%(name)s cancelled your date of %(when)s.", name=name, when=when)

    def lines() -> list[str]:
        return [show_when(row), show_minutes(row.minutes), *([row.place] if row.place else [])]

    key = f"mentorship:{held.id}:date:{row.id}:{row.sequence}"
    tell_of_date(held.other_id, key, lambda _person: sentence(), path_of(held.id), lines)
