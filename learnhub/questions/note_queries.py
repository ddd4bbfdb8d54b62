"""Notes of what somebody tried, as somebody may see them: the list by key, one note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import abort
from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.catalogue.suggesting import all_skills
from learnhub.columns import Instant
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.permissions import Permission
from learnhub.phrases import Phrase
from learnhub.questions.listing import NOTE_LINE, NoteLine, note_line
from learnhub.questions.models import TriedNote
from learnhub.questions.notes import Tried
from learnhub.questions.words import NoteState, is_ambassador
from learnhub.web.access import Visitor
from learnhub.web.bars import holds, unbarred
from learnhub.web.paging import PAGE_SIZE, Page, page_of
from learnhub.web.rows import row_place


class ShowNotes(StrEnum):
    """Which list."""

    PUBLISHED = "published"
    MINE = "mine"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class NoteFilters:
    """What is asked of the list."""

    skill: str = ""
    show: ShowNotes = ShowNotes.PUBLISHED

    @staticmethod
    def of(asked: Mapping[str, str], person: Visitor) -> "NoteFilters":
        """What an address asks; the notes that wait for a reader are for ambassadors."""
        show, skill = asked.get("show", ""), asked.get("skill", "")
        shown = ShowNotes(show) if show in set(ShowNotes) else ShowNotes.PUBLISHED
        if shown is ShowNotes.REVIEW and not is_ambassador(person):
            shown = ShowNotes.PUBLISHED
        return NoteFilters(skill if skill in all_skills() else "", shown)

    def address(self, **changed: Any) -> dict[str, Any]:
        """As an address says it."""
        show = self.show.value if self.show is not ShowNotes.PUBLISHED else ""
        return {name: value for name, value in {"skill": self.skill, "show": show, **changed}.items() if value}


@dataclass(frozen=True, slots=True)
class NoteShown(Tried):
    """A note as its page shows it to one person: what was typed, and what became of it."""

    id: int
    person_id: int
    writer: str
    reviewer: str
    state: str
    review: str
    hidden_why: str
    written_at: datetime
    published_at: datetime | None
    is_mine: bool
    may_review: bool
    may_lead: bool

    @property
    def is_published(self) -> bool:
        return self.state == NoteState.PUBLISHED

    @property
    def may_change(self) -> bool:
        return self.is_mine and self.state != NoteState.HIDDEN


def notes_listed(person: Visitor, filters: NoteFilters, after: str | None = None) -> Page[NoteLine]:
    """A page of the list: published and mine the newest first, what waits the oldest first. One statement."""
    at = TriedNote.published_at if filters.show is ShowNotes.PUBLISHED else TriedNote.written_at
    key, statement = tuple_(at, TriedNote.id), select(*NOTE_LINE)
    is_waiting = filters.show is ShowNotes.REVIEW
    if filters.show is ShowNotes.MINE:
        statement = statement.where(TriedNote.person_id == person.person_id)
    elif is_waiting:
        statement = statement.where(TriedNote.state == NoteState.REVIEW, TriedNote.person_id != person.person_id)
    else:
        statement = statement.where(TriedNote.state == NoteState.PUBLISHED)
    if filters.skill:
        statement = statement.where(holds(TriedNote.skills, filters.skill))
    if (start := row_place(after)) is not None:
        last = tuple_(literal(clock.from_ms(start[0]), Instant), literal(start[1]))
        statement = statement.where(key > last if is_waiting else key < last)
    order = (at, TriedNote.id) if is_waiting else (at.desc(), TriedNote.id.desc())
    lines = [note_line(row) for row in db.session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1))]
    is_published = filters.show is ShowNotes.PUBLISHED
    return page_of(lines, lambda line: _key(line.published_at if is_published else line.written_at, line.id))


def note_visible_to(person: Visitor, note_id: int) -> NoteShown:
    """A note that somebody may see; else 404. One statement.

    A published one is there for everybody, one that waits for ambassadors too, any for its writer and for leads.
    """
    reviewer = aliased(Person)
    row = db.session.execute(
        select(TriedNote, Person.name, reviewer.name)
        .outerjoin(Person, Person.id == TriedNote.person_id)
        .outerjoin(reviewer, reviewer.id == TriedNote.reviewer_person_id)
        .where(TriedNote.id == note_id)
    ).one_or_none()
    if row is None:
        abort(404)
    note, writer, read_by = row
    is_mine, may_lead = note.person_id == person.person_id, person.may(Permission.LEAD_NETWORK)
    waits_for_me = note.state == NoteState.REVIEW and is_ambassador(person)
    if not (note.state == NoteState.PUBLISHED or is_mine or may_lead or waits_for_me):
        abort(404)
    same = ("id", "person_id", "tried", "tried_html", "tool", "cost", "result", "result_html", "again", "language",
            "state", "review", "hidden_why", "written_at", "published_at")  # fmt: skip
    return NoteShown(
        **{name: getattr(note, name) for name in same},
        writer=writer or "",
        reviewer=read_by or "",
        title=Phrase(note.title, note.language),
        skills=unbarred(note.skills),
        is_mine=is_mine,
        may_review=waits_for_me and not is_mine,
        may_lead=may_lead,
    )


def _key(instant: datetime | None, number: int) -> str:
    return f"{clock.to_ms(instant) if instant else 0}.{number}"
