"""What belongs to a mentorship: goals, steps, notes, dates, sessions. Whoever asks has seen the mentorship first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import and_, bindparam, case, func, or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.mentorship_queries import Mentored
from learnhub.mentoring.models import (
    MentorshipGoal,
    MentorshipMeeting,
    MentorshipNote,
    MentorshipStep,
    SessionPerson,
    SupportSession,
)
from learnhub.people.models import Person
from learnhub.web.paging import PAGE_SIZE, Page, page_of
from learnhub.web.rows import LARGEST

NOTES_ON_PAGE, SESSIONS_ON_PAGE, DONE_ON_PAGE = 3, 5, 5
LETTERS_A_PAGE = 10_000  # of notes: a page of the longest ones would not travel in one round trip


# Built once: building them anew would cost the page more than the database does.
_GOALS = (
    select(MentorshipGoal.id, MentorshipGoal.skill, MentorshipGoal.text, MentorshipGoal.reached_at)
    .where(MentorshipGoal.mentorship_id == bindparam("id"), MentorshipGoal.dropped_at.is_(None))
    .order_by(MentorshipGoal.reached_at.is_not(None), MentorshipGoal.id)
)
_STEPS = (
    select(
        MentorshipStep.id,
        MentorshipStep.text,
        MentorshipStep.due_on,
        MentorshipStep.done_at,
        MentorshipStep.by_person_id,
        Person.name,
    )
    .join(Person, Person.id == MentorshipStep.by_person_id)
    .where(MentorshipStep.mentorship_id == bindparam("id"))
    .order_by(MentorshipStep.id)
)
# What somebody may read: what was written for both, and their own. Who took over reads what came after that.
_NOTE_COLUMNS: tuple[Any, ...] = (
    MentorshipNote.id,
    MentorshipNote.is_private,
    MentorshipNote.text,
    MentorshipNote.written_at,
    MentorshipNote.by_person_id,
    Person.name,
)
_NOTES = (
    select(*_NOTE_COLUMNS)
    .join(Person, Person.id == MentorshipNote.by_person_id)
    .where(
        MentorshipNote.mentorship_id == bindparam("id"),
        or_(
            MentorshipNote.by_person_id == bindparam("me"),
            and_(~MentorshipNote.is_private, MentorshipNote.written_at >= bindparam("since")),
        ),
    )
    .order_by(MentorshipNote.id.desc())
)
_LATEST_NOTES = _NOTES.add_columns(func.count().over().label("found")).limit(NOTES_ON_PAGE)
_NOTES_BEFORE = _NOTES.where(MentorshipNote.id < bindparam("before")).limit(PAGE_SIZE + 1)
_MEETINGS = (
    select(MentorshipMeeting)
    .where(
        MentorshipMeeting.mentorship_id == bindparam("id"),
        MentorshipMeeting.cancelled_at.is_(None),
        MentorshipMeeting.starts_at >= bindparam("since"),
    )
    .order_by(MentorshipMeeting.starts_at)
)
_OF_LEARNER = and_(SessionPerson.session_id == SupportSession.id, SessionPerson.person_id == bindparam("learner"))
_NAMED = select(func.count()).where(SessionPerson.session_id == SupportSession.id).correlate(SupportSession)
# Only what the two did alone is theirs: a clinic that both were in is counted beside it.
_ALONE = and_(
    SupportSession.kind.in_((SessionKind.SUPPORT, SessionKind.WALK_UP)),
    SupportSession.unnamed == 0,
    _NAMED.scalar_subquery() <= 1,
)


def _alone(value: Any) -> Any:
    return func.sum(case((_ALONE, value), else_=0)).over()


_SESSIONS = (
    select(
        SupportSession.id,
        SupportSession.on_day,
        SupportSession.minutes,
        SessionPerson.confirmed,
        SessionPerson.person_id.is_not(None).label("is_named"),
        (SupportSession.ambassador_id == bindparam("mine")).label("is_mine"),
        _ALONE.label("is_alone"),
        _alone(1).label("number"),
        _alone(SupportSession.minutes).label("together"),
        _alone(case((SupportSession.ambassador_id == bindparam("mentor"), 1), else_=0)).label("now"),
        func.count().over().label("all"),
    )
    .outerjoin(SessionPerson, _OF_LEARNER)
    .where(SupportSession.mentorship_id == bindparam("id"), SupportSession.voided_at.is_(None))
    .order_by(_ALONE.desc(), SupportSession.on_day.desc(), SupportSession.id.desc())
    .limit(SESSIONS_ON_PAGE)
)


def goals_of(mentorship_id: int) -> Sequence[Any]:
    """Goals that were not dropped, those to reach first."""
    return db.session.execute(_GOALS, {"id": mentorship_id}).all()


def steps_of(mentorship_id: int) -> tuple[list[Any], list[Any]]:
    """Steps to do, the first due first; and the last ones done."""
    found = db.session.execute(_STEPS, {"id": mentorship_id}).all()
    to_do = [row for row in found if row.done_at is None]
    done = sorted((row for row in found if row.done_at is not None), key=lambda row: row.done_at, reverse=True)
    return sorted(to_do, key=lambda row: (row.due_on or date.max, row.id)), done[:DONE_ON_PAGE]


def _reader(seen: Mentored) -> dict[str, Any]:
    took_over_at = None if seen.i_learn else seen.handed_over_at
    return {"id": seen.id, "me": seen.viewer_id, "since": took_over_at or clock.from_ms(0)}


def latest_notes(seen: Mentored) -> tuple[Sequence[Any], int]:
    """The latest notes this person may read, and how many there are. One statement."""
    rows = db.session.execute(_LATEST_NOTES, _reader(seen)).all()
    return rows, rows[0].found if rows else 0


def notes_of(seen: Mentored, before: int | None = None) -> Page[Any]:
    """A page of them, newest first: 25, or fewer long ones."""
    rows = db.session.execute(_NOTES_BEFORE, {**_reader(seen), "before": before or LARGEST}).all()
    letters, size = 0, 0
    for row in rows[:PAGE_SIZE]:
        letters += len(row.text)
        if size and letters > LETTERS_A_PAGE:
            break
        size += 1
    return page_of(rows, lambda row: str(row.id), size or PAGE_SIZE)


def note_or_404(seen: Mentored, note_id: int) -> Any:
    """A note of one's own."""
    mine = _NOTES.where(MentorshipNote.id == note_id, MentorshipNote.by_person_id == seen.viewer_id)
    return db.session.execute(mine, _reader(seen)).one_or_none() or abort(404)


def meetings_of(mentorship_id: int) -> list[MentorshipMeeting]:
    """The dates to come, and those of today."""
    since = clock.start_of(clock.today())
    return list(db.session.execute(_MEETINGS, {"id": mentorship_id, "since": since}).scalars())


def meeting_or_404(mentorship_id: int, meeting_id: int) -> MentorshipMeeting:
    """A date of this mentorship, cancelled ones too."""
    query = select(MentorshipMeeting).where(
        MentorshipMeeting.id == meeting_id, MentorshipMeeting.mentorship_id == mentorship_id
    )
    return db.session.execute(query).scalar_one_or_none() or abort(404)


@dataclass(frozen=True, slots=True)
class Held:
    """The latest sessions that the two had alone; how many there were, their minutes, how many with the mentor of now.

    `with_others`: how many more both were in, with other people: clinics, visits.
    """

    latest: Sequence[Any]
    count: int
    minutes: int
    with_this_mentor: int
    with_others: int


def sessions_of(seen: Mentored) -> Held:
    """Sessions that were logged for a mentorship; `confirmed` is what the learner said. One statement."""
    # Of the mentor's page: sessions they held themselves. The learner finds those in which they are named.
    mine = None if seen.i_learn else seen.ambassador_id
    asked = {"id": seen.id, "learner": seen.person_id, "mentor": seen.ambassador_id, "mine": mine}
    rows = db.session.execute(_SESSIONS, asked).all()
    if not rows:
        return Held((), 0, 0, 0, 0)
    first, latest = rows[0], [row for row in rows if row.is_alone]
    alone = int(first.number)
    return Held(latest, alone, int(first.together), int(first.now), int(first.all) - alone)
