"""How long each took part, confirmed by an organiser: what their record counts. Without another word, the whole event.

What was confirmed by mistake is voided and stated anew; who confirms nobody but themself confirms nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import exists, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import codes
from learnhub.events.attendance import confirm_attendance, record_attendance
from learnhub.events.attending import BY_NAME, COMING
from learnhub.events.hackathon_models import Hours, Team, TeamMember
from learnhub.events.models import Event, SignUp
from learnhub.events.signing_up import Joining, lock_event
from learnhub.events.structures import EventState, SignUpState
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record.models import Statement
from learnhub.web.paging import PAGE_SIZE, Page, page_of

AT_ONCE = 10  # people a transaction


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Somebody who came or comes: `minutes` as confirmed, else as said, None when nobody said."""

    id: int
    person_id: int
    name: str
    team: str | None
    minutes: int | None
    is_confirmed: bool
    is_absent: bool


def hours_of(event_id: int, after: int | None = None) -> Page[HoursLine]:
    """Who comes or came, by name, with their hours."""
    statement = (
        select(
            SignUp.id,
            Person.id,
            Person.name,
            Team.name,
            func.coalesce(Statement.minutes, Hours.minutes),
            SignUp.confirmed_at.is_not(None),
            SignUp.absent_at.is_not(None),
        )
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(TeamMember, (TeamMember.event_id == SignUp.event_id) & (TeamMember.person_id == SignUp.person_id))
        .outerjoin(Team, Team.id == TeamMember.team_id)
        .outerjoin(Hours, (Hours.event_id == SignUp.event_id) & (Hours.person_id == SignUp.person_id))
        .outerjoin(Statement, (Statement.seq == SignUp.statement_seq) & SignUp.confirmed_at.is_not(None))
        .where(SignUp.event_id == event_id, SignUp.state.in_(COMING))
    )
    if after is not None:
        other, last = aliased(Person), aliased(SignUp)
        name = select(other.name).join(last, last.person_id == other.id).where(last.id == after).scalar_subquery()
        statement = statement.where(tuple_(Person.name, SignUp.id) > tuple_(name, after))
    found = db.session.execute(statement.order_by(BY_NAME, SignUp.id).limit(PAGE_SIZE + 1))
    return page_of([HoursLine(*row) for row in found], lambda line: str(line.id))


def unconfirmed(event_id: int, by: Joining, *, only_seen: bool = False) -> dict[int, int | None]:
    """Sign-ups of others who come, are not confirmed and not marked as away → the minutes said of them.

    `only_seen`: those of them who checked in, are in a team, or of whom a list said how long they took part.
    """
    in_team = exists().where(TeamMember.event_id == SignUp.event_id, TeamMember.person_id == SignUp.person_id)
    was_seen = or_(SignUp.statement_seq.is_not(None), Hours.id.is_not(None), in_team)
    found = (
        select(SignUp.id, Hours.minutes)
        .outerjoin(Hours, (Hours.event_id == SignUp.event_id) & (Hours.person_id == SignUp.person_id))
        .where(SignUp.event_id == event_id, SignUp.state.in_(COMING), SignUp.person_id != by.person_id)
        .where(SignUp.confirmed_at.is_(None), SignUp.absent_at.is_(None), was_seen if only_seen else true())
        .order_by(SignUp.id)
    )
    return {row.id: row.minutes for row in db.session.execute(found)}


def longest_of(event: Event) -> int:
    """The most minutes that somebody can have taken part: breaks included, since people work through them."""
    return int((event.ends_at - event.starts_at).total_seconds()) // 60


def confirm_everybodys_hours(event_id: int, minutes: Mapping[int, int | None], by: Joining) -> int:
    """Confirm some people's hours, a few a transaction; how many that changed. Call it outside any transaction."""
    ids, done = sorted(minutes), 0
    for first in range(0, len(ids), AT_ONCE):
        with database.write():
            done += confirm_hours(event_id, {id_: minutes[id_] for id_ in ids[first : first + AT_ONCE]}, by)
    return done


def confirm_hours(event_id: int, minutes: Mapping[int, int | None], by: Joining) -> int:
    """Confirm as an organiser that people took part for so many minutes (None: as was said, else the whole event).

    Again with the same minutes changes nothing; with others the statement is voided and a new one says them. How many
    changed; oneself is left out. Raises Refused before the event, and for more minutes than it lasts.
    """
    event = lock_event(event_id)
    if event.state != EventState.OPEN or clock.now() < event.starts_at - codes.OPENS:
        raise Refused(_("Nobody can have come yet: the event has not begun."))
    done = 0
    for row in _rows(event_id, tuple(minutes)):
        if row.person_id == by.person_id:
            continue
        held = _hours(event_id, row.person_id)
        said = minutes[row.id] or (held.minutes if held else None) or event.minutes
        if not 0 < said <= longest_of(event):
            raise Refused(_("Nobody can take part for longer than the event lasts, %(num)d minutes.",
                            num=longest_of(event)))  # fmt: skip
        done += _confirm(event, row, said, by)
        note_hours(event_id, row.person_id, said)
    db.session.flush()
    return done


def note_hours(event_id: int, person_id: int, minutes: int) -> None:
    """Keep how long somebody is said to have taken part; nothing is confirmed by it."""
    row = _hours(event_id, person_id) or Hours(event_id=event_id, person_id=person_id)
    row.minutes = minutes
    db.session.add(row)


def _confirm(event: Event, row: SignUp, minutes: int, by: Joining) -> bool:
    """Whether anything changed."""
    stated = _stated_minutes(row)
    if stated == minutes:
        return confirm_attendance(event.id, [row.id], by) > 0
    for seq in (row.module_seq, row.statement_seq):
        if seq is not None:
            record.void(seq, by.learner_id)
    if row.state in (SignUpState.WAITING, SignUpState.CANCELLED):
        row.state = SignUpState.WALKED_IN.value
    record_attendance(event, row, by_learner_id=by.learner_id, minutes=minutes)
    row.confirmed_at, row.absent_at = clock.now(), None
    db.session.flush()
    return True


def _stated_minutes(row: SignUp) -> int | None:
    if row.statement_seq is None:
        return None
    found = select(func.coalesce(Statement.minutes, 0)).where(Statement.seq == row.statement_seq)
    return db.session.execute(found).scalar_one_or_none()


def _hours(event_id: int, person_id: int) -> Hours | None:
    found = select(Hours).where(Hours.event_id == event_id, Hours.person_id == person_id)
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def _rows(event_id: int, sign_up_ids: Sequence[int]) -> list[SignUp]:
    found = select(SignUp).where(SignUp.event_id == event_id, SignUp.id.in_(sign_up_ids)).order_by(SignUp.id)
    return list(db.session.execute(found.execution_options(populate_existing=True)).scalars())
