"""Logging a support session, putting it right, taking it back.

A session's row, its statement and whom it names are one write, under the record's lock: a form sent twice logs once,
and two sessions of one ambassador cannot both find the same hour free. A mistake is voided and stated anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring import session_rules as rules
from learnhub.mentoring.confirming import confirm_session, say_no, take_statements_back, vouch_for
from learnhub.mentoring.kinds import How, SessionKind
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.room_codes import check_in
from learnhub.mentoring.session_doubts import ask_about
from learnhub.mentoring.session_people import add_people, came_by_code, drop_people, learner_of, named_in
from learnhub.mentoring.session_telling import ask_people
from learnhub.mentoring.session_words import FAULTS, FIELD_OF_FAULT
from learnhub.mentoring.what_for import tell_what_it_was_for, what_it_was_for
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record import ledger
from learnhub.record.entries import Entry, WrongTime
from learnhub.record.words import Assurance, ObjectKind, Verb
from learnhub.web.bars import barred
from learnhub.web.i18n import gettext as _

__all__ = [
    "Said",
    "check_in",
    "confirm_session",
    "correct_session",
    "last_day_to_log",
    "log_session",
    "say_no",
    "void_session",
    "vouch_for",
]


@dataclass(frozen=True, slots=True)
class Said:
    """What an ambassador says of a session. `unnamed`: how many more there were, without a name."""

    minutes: int
    on_day: date
    person_ids: tuple[int, ...] = ()
    unnamed: int = 0
    kind: SessionKind = SessionKind.SUPPORT
    how: How = How.IN_PERSON
    starts_at: datetime | None = None
    topics: tuple[str, ...] = ()
    note: str = ""
    office: str = ""
    course_id: int | None = None


def log_session(
    ambassador_id: int,
    said: Said,
    *,
    form_key: str | None = None,
    request_id: int | None = None,
    mentorship_id: int | None = None,
    with_code: bool = False,
    is_sure: bool = True,
    language: str = "en",
) -> SupportSession:
    """Log a session: it counts in the ambassador's hours at once, and each person named is asked whether it was so.

    The session that is there already when the same form was sent before. `with_code`: nobody need be named yet.
    Not `is_sure`: what looks logged already is asked about. Raises Refused, with the form's field.
    """
    ledger.hold_lock()
    if form_key and (before := _with_key(ambassador_id, form_key)) is not None:
        return before
    ambassador = db.session.get(Ambassador, ambassador_id, populate_existing=True)
    until = last_day_to_log(ambassador)
    if ambassador is None or until is None:
        raise Refused(_("Only digital ambassadors who are helping now can log a session."))
    if said.on_day > until and said.on_day <= clock.today():
        raise Refused(str(FAULTS[rules.Fault.AFTER_STOP]), FIELD_OF_FAULT[rules.Fault.AFTER_STOP])
    _check(ambassador_id, said, needs_somebody=not with_code)
    if not is_sure:
        ask_about(ambassador_id, said)
    request_id, mentorship_id = what_it_was_for(ambassador_id, request_id, mentorship_id, said.person_ids)
    row = SupportSession(
        ambassador_id=ambassador_id,
        request_id=request_id,
        mentorship_id=mentorship_id,
        logged_at=clock.now(),
        form_key=form_key,
        **_columns(said),
    )
    db.session.add(row)
    db.session.flush()  # it needs its number, which is the statement's key
    person_id = ambassador.person_id
    _state(row, person_id, language)
    add_people(row, person_id, said.person_ids)
    capacity.count_session(ambassador_id, row.on_day, row.minutes)
    tell_what_it_was_for(row)
    db.session.flush()
    return row


def last_day_to_log(ambassador: Ambassador | None) -> date | None:
    """The last day of which somebody may log a session; None when they may log none."""
    if ambassador is None:
        return None
    stopped_on = clock.day_of(ambassador.stopped_at) if ambassador.stopped_at is not None else None
    return rules.last_day_to_log(ambassador.state, ambassador.paused_from, stopped_on, clock.today())


def correct_session(session_id: int, ambassador_id: int, said: Said, *, language: str = "en") -> SupportSession | None:
    """Put a session right; None when there is none of theirs that stands.

    When the day, the beginning or the minutes change, all that the record says of it is taken back and stated anew, and
    everybody named is asked once about what is said now. Else only whom it names may change. Raises Refused.
    """
    ledger.hold_lock()
    row = own_session(session_id, ambassador_id)
    if row is None:
        return None
    before = (row.on_day, row.starts_at, row.minutes)
    _check(ambassador_id, said, instead_of=row, needs_somebody=not came_by_code(row.id))
    person_id = db.session.execute(select(Ambassador.person_id).where(Ambassador.id == ambassador_id)).scalar_one()
    with record.told_together():  # or a badge would be lost and earned anew for a slip
        drop_people(row, said.person_ids)
        for name, value in _columns(said).items():
            setattr(row, name, value)
        db.session.flush()
        if before != (row.on_day, row.starts_at, row.minutes):
            capacity.uncount_session(ambassador_id, before[0], before[2])
            capacity.count_session(ambassador_id, row.on_day, row.minutes)
            _restate(row, person_id, language)
        add_people(row, person_id, said.person_ids)
        if before[2] == 0:  # a room: only now it is a session, and may be what somebody waits for
            row.request_id, row.mentorship_id = what_it_was_for(ambassador_id, None, None, named_in(row.id))
            tell_what_it_was_for(row)
    return row


def void_session(session_id: int, ambassador_id: int, *, language: str = "en") -> bool:
    """Take a session back with all that the record says of it, and erase its texts. False: none of theirs stands."""
    ledger.hold_lock()
    row = own_session(session_id, ambassador_id)
    if row is None:
        return False
    with record.told_together():
        _take_back(row, learner_of(ambassador_id), language)
    row.voided_at, row.code, row.code_until = clock.now(), None, None
    row.note, row.office = "", ""
    capacity.uncount_session(ambassador_id, row.on_day, row.minutes)
    db.session.flush()
    return True


def own_session(session_id: int, ambassador_id: int) -> SupportSession | None:
    """A session that this ambassador held and that stands."""
    row = db.session.get(SupportSession, session_id, populate_existing=True)
    return row if row is not None and row.ambassador_id == ambassador_id and row.voided_at is None else None


def _check(
    ambassador_id: int, said: Said, *, instead_of: SupportSession | None = None, needs_somebody: bool = True
) -> None:
    """Raise Refused for what cannot have been, with the field it is about."""
    fault = None
    is_same_time = instead_of is not None and (instead_of.on_day, instead_of.starts_at, instead_of.minutes) == (
        said.on_day,
        said.starts_at,
        said.minutes,
    )
    if not is_same_time:  # a slip in a name may be put right however long ago it was
        others = _others(ambassador_id, said.on_day, instead_of)
        fault = rules.fault_of_time(said.on_day, said.minutes, said.starts_at, others, clock.now())
    if fault is None and needs_somebody and not said.person_ids and not said.unnamed:
        fault = rules.Fault.NOBODY
    if fault is None and said.kind is SessionKind.VISIT and not said.office:
        fault = rules.Fault.NO_OFFICE
    if fault is None and said.kind is SessionKind.GROUP and said.course_id is None:
        fault = rules.Fault.NO_COURSE
    if fault is not None:
        raise Refused(str(FAULTS[fault]), FIELD_OF_FAULT[fault])


def _others(ambassador_id: int, on_day: date, instead_of: SupportSession | None) -> list[rules.Other]:
    """The ambassador's other sessions of that day and the days beside it."""
    near = select(SupportSession.on_day, SupportSession.minutes, SupportSession.starts_at).where(
        SupportSession.ambassador_id == ambassador_id,
        SupportSession.on_day.between(on_day - timedelta(days=1), on_day + timedelta(days=1)),
        SupportSession.voided_at.is_(None),
    )
    if instead_of is not None:
        near = near.where(SupportSession.id != instead_of.id)
    return [rules.Other(*row) for row in db.session.execute(near)]


def _columns(said: Said) -> dict[str, object]:
    return {
        "kind": said.kind.value,
        "how": said.how.value,
        "on_day": said.on_day,
        "starts_at": said.starts_at,
        "minutes": said.minutes,
        "topics": barred(said.topics),
        "note": said.note,
        "office": said.office,
        "course_id": said.course_id,
        "unnamed": said.unnamed,
    }


def _state(row: SupportSession, person_id: int, language: str) -> None:
    """Write that the ambassador helped: their own word, until somebody who was there says so too."""
    learner_id = db.session.execute(select(Person.learner_id).where(Person.id == person_id)).scalar_one()
    at = rules.instant_of(row.on_day, row.starts_at, clock.now())
    helped = Entry(
        learner_id,
        Verb.HELPED,
        ObjectKind.SUPPORT,
        str(row.id),
        None,
        at,
        Assurance.SELF_DECLARED,
        minutes=row.minutes,
        language=language,
    )
    try:
        row.statement_seq = record.append(helped)
    except WrongTime:
        raise Refused(_("You had not joined the service yet on that day."), "on_day") from None


def _restate(row: SupportSession, person_id: int, language: str) -> None:
    """Take back what the record says, say it anew and ask everybody once about what is said now."""
    _take_back(row, learner_of(row.ambassador_id), language)
    _state(row, person_id, language)
    values = {"asked_at": clock.now(), "answered_at": None, "confirmed": None, "statement_seq": None}
    anew = update(SessionPerson).where(SessionPerson.session_id == row.id).values(values)
    db.session.execute(anew.execution_options(synchronize_session=False))
    db.session.flush()
    ask_people(row, named_in(row.id), person_id)


def _take_back(row: SupportSession, by_learner_id: int, language: str) -> None:
    rows = select(SessionPerson).where(SessionPerson.session_id == row.id)
    take_statements_back(db.session.execute(rows).scalars().all(), by_learner_id)
    if row.statement_seq is not None:
        record.void(row.statement_seq, by_learner_id, language=language)
        row.statement_seq = None
    db.session.flush()


def _with_key(ambassador_id: int, form_key: str) -> SupportSession | None:
    found = select(SupportSession).where(
        SupportSession.ambassador_id == ambassador_id, SupportSession.form_key == form_key
    )
    return db.session.execute(found).scalar_one_or_none()
