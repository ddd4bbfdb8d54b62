"""Who came: said by themselves with the code of the room, or by an organiser; and mistakes put right.

Statement and row change together. A check-in is self-declared until an organiser confirms it; who confirms nobody but
themself confirms nothing.
"""

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Module
from learnhub.db import db
from learnhub.events import codes
from learnhub.events.models import Event, SignUp
from learnhub.events.signing_up import Joining, is_newcomer, lock_event, sign_up_of
from learnhub.events.structures import EventState, SignUpState
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record.entries import WrongTime
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Assurance, Means, ObjectKind, Verb


def check_in(event_id: int, who: Joining, code: str, language: str = "en") -> SignUp:
    """Say that one is there, by the code of the room; again changes nothing.

    Whether they may see the event is the caller's to ask, and to count wrong codes. Raises Refused.
    """
    event = lock_event(event_id)
    now = clock.now()
    if event.state != EventState.OPEN or not codes.is_open(event.starts_at, event.ends_at, now):
        raise Refused(_("You can check in from an hour before the event begins to an hour after it ends."), "code")
    secret: str = current_app.extensions["learnhub.settings"].secret_key
    if not codes.is_right(secret, event.token, now, code):
        raise Refused(_("That is not the code shown in the room now. It changes every five minutes."), "code")
    row = _present(event, who)
    if row.statement_seq is None:
        record_attendance(event, row, language=language)
    row.checked_in_at = row.checked_in_at or now
    row.absent_at = None
    db.session.flush()
    return row


def record_attendance(
    event: Event, row: SignUp, *, by_learner_id: int | None = None, minutes: int | None = None, language: str = "en"
) -> int:
    """Write that somebody came: *witnessed* when an organiser says so. `minutes`: other than the event's length.

    The workshop module that the event teaches is done with it. The event's row is held. Raises Refused for somebody
    who was not in service then.
    """
    said = record.Entry(
        row.learner_id,
        Verb.ATTENDED,
        ObjectKind.EVENT,
        event.key,
        None,
        at=min(event.starts_at, clock.now()),
        assurance=Assurance.SELF_DECLARED if by_learner_id is None else Assurance.WITNESSED,
        minutes=event.minutes if minutes is None else minutes,
        language=language,
        by_learner_id=by_learner_id,
    )
    try:
        row.statement_seq = record.append(said)
    except WrongTime:
        raise Refused(_("Somebody on this list had not joined the service yet on that day.")) from None
    row.witness_seq = row.module_seq = row.module_witness_seq = None
    taught = module_of(event)
    if taught is not None:
        row.module_seq = record.mark_module_done(
            row.learner_id, *taught, Means.WORKSHOP, assurance=said.assurance, language=language, counts_minutes=False
        )
    return row.statement_seq


def confirm_attendance(event_id: int, sign_up_ids: Sequence[int], by: Joining) -> int:
    """Confirm as an organiser that people came; how many that are new. Oneself is left out."""
    event = lock_event(event_id)
    if event.state != EventState.OPEN or clock.now() < event.starts_at - codes.OPENS:
        raise Refused(_("Nobody can have come yet: the event has not begun."))
    confirmed = 0
    for row in _rows(event_id, sign_up_ids):
        if row.person_id == by.person_id or row.confirmed_at is not None:
            continue
        _walk_in(row)
        if row.statement_seq is None:
            record_attendance(event, row, by_learner_id=by.learner_id)
        else:
            row.witness_seq = record.witness(row.statement_seq, by.learner_id)
        _witness_module(event, row, by.learner_id)
        row.confirmed_at, row.absent_at = clock.now(), None
        confirmed += 1
    db.session.flush()
    return confirmed


def take_confirmation_back(event_id: int, sign_up_ids: Sequence[int], by: Joining) -> int:
    """Undo a confirmation: what somebody said themselves stands again, what the organiser alone said does not."""
    lock_event(event_id)
    undone = 0
    for row in _rows(event_id, sign_up_ids):
        if row.confirmed_at is None:
            continue
        if row.witness_seq is None:
            _void_attendance(row, by.learner_id)
        else:
            record.void(row.witness_seq, by.learner_id)
            if row.module_witness_seq is not None:
                record.void(row.module_witness_seq, by.learner_id)
            row.witness_seq = row.module_witness_seq = None
        row.confirmed_at = None
        undone += 1
    db.session.flush()
    return undone


def mark_absent(event_id: int, sign_up_ids: Sequence[int], by: Joining) -> int:
    """Note that people did not come; what the record says of it is taken back."""
    event = lock_event(event_id)
    if clock.now() < event.starts_at:
        raise Refused(_("The event has not begun: nobody has stayed away yet."))
    rows = _rows(event_id, sign_up_ids)
    for row in rows:
        _void_attendance(row, by.learner_id)
        row.checked_in_at = row.confirmed_at = None
        row.absent_at = clock.now()
    db.session.flush()
    return len(rows)


def add_people(event_id: int, people: Sequence[Person]) -> list[int]:
    """Put people on the list who came without having signed up; the numbers of their sign-ups."""
    event = lock_event(event_id)
    rows = []
    for person in people:
        row = sign_up_of(event_id, person.id)
        if row is None:
            row = _new(event, person.id, person.learner_id)
        _walk_in(row)
        rows.append(row)
    db.session.flush()
    return [row.id for row in rows]


def module_of(event: Event) -> tuple[Course, Module] | None:
    """The course and its workshop module that coming completes, while it is there."""
    course = shelf().by_id(event.course_id) if event.course_id else None
    module = next((one for one in course.modules if one.slug == event.module_slug), None) if course else None
    return (course, module) if course and module else None


def _present(event: Event, who: Joining) -> SignUp:
    row = sign_up_of(event.id, who.person_id) or _new(event, who.person_id, who.learner_id)
    _walk_in(row)
    db.session.flush()
    return row


def _new(event: Event, person_id: int, learner_id: int) -> SignUp:
    row = SignUp(
        event_id=event.id,
        person_id=person_id,
        learner_id=learner_id,
        state=SignUpState.WALKED_IN.value,
        is_newcomer=is_newcomer(person_id),
        queued_at=clock.now(),
        access_needs="",
    )
    db.session.add(row)
    return row


def _walk_in(row: SignUp) -> None:
    """Who was waiting or had cancelled and is there all the same takes none of the places."""
    if row.state in (SignUpState.WAITING, SignUpState.CANCELLED):
        row.state = SignUpState.WALKED_IN.value


def _witness_module(event: Event, row: SignUp, by_learner_id: int) -> None:
    """Confirm the workshop module too: what this check-in wrote, or what they had marked as done by themselves."""
    taught = module_of(event)
    if taught is None or row.module_witness_seq is not None:
        return
    course, module = taught
    progress = progress_of(row.learner_id, course.id)
    done = progress.modules.get(module.slug) if progress else None
    if done and done["means"] == Means.WORKSHOP and done["assurance"] == Assurance.SELF_DECLARED:
        row.module_witness_seq = record.witness(int(done["seq"]), by_learner_id)


def _void_attendance(row: SignUp, by_learner_id: int) -> None:
    for seq in (row.module_seq, row.statement_seq):
        if seq is not None:
            record.void(seq, by_learner_id)
    row.statement_seq = row.witness_seq = row.module_seq = row.module_witness_seq = None


def _rows(event_id: int, sign_up_ids: Sequence[int]) -> list[SignUp]:
    found = select(SignUp).where(SignUp.event_id == event_id, SignUp.id.in_(tuple(sign_up_ids))).order_by(SignUp.id)
    return list(db.session.execute(found.execution_options(populate_existing=True)).scalars())
