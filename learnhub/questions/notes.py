"""Notes of what somebody tried: written, read by an ambassador who did not write them, given back or published."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from learnhub import clock
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.questions.actions import hold_person
from learnhub.questions.indexing import index_note
from learnhub.questions.models import TriedNote
from learnhub.questions.telling import tell_reviewed
from learnhub.questions.words import NoteState
from learnhub.web.bars import barred


@dataclass(frozen=True, slots=True)
class Tried:
    """A note as it was typed, with its texts rendered."""

    title: str
    tried: str
    tried_html: str
    tool: str
    cost: str
    result: str
    result_html: str
    again: str
    skills: tuple[str, ...]
    language: str


def write_note(person_id: int, tried: Tried, form_key: str | None = None) -> TriedNote:
    """Write a note; it waits for a second reader. The same form sent twice is one note."""
    hold_person(person_id)
    if form_key and (before := note_with_key(person_id, form_key)) is not None:
        return before
    note = TriedNote(person_id=person_id, state=NoteState.REVIEW, form_key=form_key, written_at=clock.now())
    _fill(note, tried)
    db.session.add(note)
    db.session.flush()
    return note


def change_note(note_id: int, person_id: int, tried: Tried) -> bool:
    """Change one's own note; a published one is read again before it is shown. False when it is hidden."""
    note = held_note(note_id)
    if note is None or note.person_id != person_id or note.state == NoteState.HIDDEN:
        return False
    _fill(note, tried)
    note.state, note.review, note.published_at, note.reviewer_person_id = NoteState.REVIEW, "", None, None
    # Strictly later, so that a reviewer who has read the older text is told.
    note.written_at = max(clock.now(), clock.from_ms(clock.to_ms(note.written_at) + 1))
    db.session.flush()
    index_note(note)
    return True


def review_note(note_id: int, reviewer_person_id: int, seen: int, change: str = "") -> TriedNote:
    """Publish a note, or give it back with what to change. `seen`: when the text that was read was written, in ms.

    Raises Refused for one's own, for one that somebody else has read meanwhile, and for one that has been changed.
    """
    note = held_note(note_id)
    if note is None or note.state != NoteState.REVIEW:
        raise Refused(_("This note does not wait for a reader any more."))
    if note.person_id == reviewer_person_id:
        raise Refused(_("You wrote this note: another ambassador reads it."))
    if clock.to_ms(note.written_at) != seen:
        raise Refused(_("Its writer has changed this note while you were reading. Read it again."))
    note.reviewer_person_id, note.review = reviewer_person_id, change
    note.state = NoteState.BACK if change else NoteState.PUBLISHED
    note.published_at = None if change else clock.now()
    db.session.flush()
    index_note(note)
    tell_reviewed(note)
    return note


def held_note(note_id: int) -> TriedNote | None:
    """A note as it is under its row's lock."""
    found = select(TriedNote).where(TriedNote.id == note_id).with_for_update()
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def note_with_key(person_id: int, form_key: str) -> TriedNote | None:
    """What somebody wrote by a form that was sent before."""
    found = select(TriedNote).where(TriedNote.person_id == person_id, TriedNote.form_key == form_key)
    return db.session.execute(found).scalar_one_or_none()


def count_to_review(person_id: int) -> int:
    """How many notes wait for a reader who did not write them. One statement."""
    waiting = (TriedNote.state == NoteState.REVIEW, TriedNote.person_id != person_id)
    return db.session.execute(select(func.count()).select_from(TriedNote).where(*waiting)).scalar_one()


def _fill(note: TriedNote, tried: Tried) -> None:
    note.title, note.tool, note.cost, note.again = tried.title, tried.tool, tried.cost, tried.again
    note.tried, note.tried_html = tried.tried, tried.tried_html
    note.result, note.result_html = tried.result, tried.result_html
    note.skills, note.language = barred(tried.skills), tried.language
