"""The list of questions: all, unanswered, mine, those I follow; by skill; by words. By key, newest activity first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select, tuple_

from learnhub import clock
from learnhub.catalogue.search import snippet
from learnhub.catalogue.suggesting import all_skills
from learnhub.catalogue.weights import without_tags
from learnhub.columns import Instant
from learnhub.db import db
from learnhub.phrases import Phrase
from learnhub.questions.finding_words import LONGEST_QUERY, wanted_words, words_of
from learnhub.questions.models import Question, QuestionFollower, TriedNote
from learnhub.questions.search import Key, numbers_found, similar_questions
from learnhub.questions.words import Indexed, NoteState, State
from learnhub.web.access import Visitor
from learnhub.web.bars import holds, unbarred
from learnhub.web.paging import PAGE_SIZE, Page, page_of
from learnhub.web.rows import row_place

NOTES_SHOWN = 5  # among the results of a search; the list of notes shows the others
SEARCHED = 2_000  # characters of a text in which a snippet is looked for


class Show(StrEnum):
    """Which list."""

    ALL = "all"
    UNANSWERED = "unanswered"
    MINE = "mine"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the list."""

    text: str = ""
    skill: str = ""
    show: Show = Show.ALL

    @staticmethod
    def of(asked: Mapping[str, str]) -> "Filters":
        """What an address asks; what nobody can ask is not asked."""
        show, skill = asked.get("show", ""), asked.get("skill", "")
        text = " ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
        return Filters(text, skill if skill in all_skills() else "", Show(show) if show in set(Show) else Show.ALL)

    def address(self, **changed: Any) -> dict[str, Any]:
        """As an address says it."""
        show = self.show.value if self.show is not Show.ALL else ""
        asked = {"q": self.text, "skill": self.skill, "show": show, **changed}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as a list shows it. `snippet_html` holds the words that a search found."""

    id: int
    title: str
    skills: tuple[str, ...]
    state: str
    same: int
    answers: int
    is_accepted: bool
    asked_at: datetime
    last_at: datetime
    snippet_html: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as a list shows it."""

    id: int
    title: str
    tool: str
    skills: tuple[str, ...]
    again: str
    state: str
    written_at: datetime
    published_at: datetime | None


_LINE = (
    Question.id, Question.title, Question.language, Question.skills, Question.state, Question.same, Question.answers,
    Question.accepted_answer_id, Question.asked_at, Question.last_at,
)  # fmt: skip
NOTE_LINE = (
    TriedNote.id, TriedNote.title, TriedNote.language, TriedNote.tool, TriedNote.skills, TriedNote.again,
    TriedNote.state, TriedNote.written_at, TriedNote.published_at,
)  # fmt: skip


def questions_listed(person: Visitor, filters: Filters, after: str | None = None) -> Page[QuestionLine]:
    """A page of the list without a search. One statement."""
    statement = select(*_LINE).where(*_asked(person, filters))
    if (start := row_place(after)) is not None:
        key = tuple_(Question.last_at, Question.id)
        statement = statement.where(key < tuple_(literal(clock.from_ms(start[0]), Instant), literal(start[1])))
    statement = statement.order_by(Question.last_at.desc(), Question.id.desc()).limit(PAGE_SIZE + 1)
    lines = [_line(row) for row in db.session.execute(statement)]
    return page_of(lines, lambda line: f"{clock.to_ms(line.last_at)}.{line.id}")


def questions_found(person: Visitor, filters: Filters, after: str | None = None) -> Page[QuestionLine]:
    """A page of what a search finds, best first. At most three statements."""
    words = wanted_words(filters.text)
    among = _asked(person, filters) if filters.skill or filters.show is not Show.ALL else []
    keys = numbers_found(Indexed.QUESTION, words, among=among, after=row_place(after), most=PAGE_SIZE + 1)
    page: Page[Key] = page_of(keys, lambda key: f"{key[0]}.{key[1]}")
    lines = _lines_of([number for _, number in page.rows], words_of(filters.text))
    return Page(lines, page.next_key)


def notes_found(filters: Filters) -> list[NoteLine]:
    """The published notes that a search finds, best first. At most three statements."""
    keys = numbers_found(Indexed.NOTE, wanted_words(filters.text), most=NOTES_SHOWN)
    if not keys:
        return []
    numbers = [number for _, number in keys]
    rows = db.session.execute(
        select(*NOTE_LINE).where(TriedNote.id.in_(numbers), TriedNote.state == NoteState.PUBLISHED)
    )
    return sorted((note_line(row) for row in rows), key=lambda line: numbers.index(line.id))


def similar_to(title: str) -> list[QuestionLine]:
    """The questions that are much like one that somebody is about to ask. At most four statements."""
    return _lines_of(similar_questions(title))


def _asked(person: Visitor, filters: Filters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.show is Show.MINE:  # a hidden one of mine is there, since I was told why
        asked += [Question.person_id == person.person_id, Question.state.in_((State.OPEN, State.HIDDEN))]
    else:
        asked.append(Question.state == State.OPEN)
    if filters.show is Show.UNANSWERED:
        asked.append(Question.answers == 0)
    if filters.show is Show.FOLLOWED:
        mine = and_(QuestionFollower.person_id == person.person_id, QuestionFollower.follows)
        asked.append(Question.id.in_(select(QuestionFollower.question_id).where(mine)))
    if filters.skill:
        asked.append(holds(Question.skills, filters.skill))
    return asked


def _lines_of(numbers: Sequence[int], marked: list[str] | None = None) -> list[QuestionLine]:
    """These questions in this order, with what a search found in them; those that are not open are left out."""
    if not numbers:
        return []
    columns = (*_LINE, Question.html) if marked else _LINE
    rows = db.session.execute(select(*columns).where(Question.id.in_(numbers), Question.state == State.OPEN))
    lines = [_line(row, marked) for row in rows]
    return sorted(lines, key=lambda line: numbers.index(line.id))


def _line(row: Any, marked: list[str] | None = None) -> QuestionLine:
    html = ""
    if marked and row.html:
        html = snippet(without_tags(row.html)[:SEARCHED], marked, row.language == "cy")
    return QuestionLine(
        row.id,
        Phrase(row.title, row.language),
        unbarred(row.skills),
        row.state,
        row.same,
        row.answers,
        row.accepted_answer_id is not None,
        row.asked_at,
        row.last_at,
        html,
    )


def note_line(row: Any) -> NoteLine:
    """A row of NOTE_LINE."""
    return NoteLine(
        row.id,
        Phrase(row.title, row.language),
        row.tool,
        unbarred(row.skills),
        row.again,
        row.state,
        row.written_at,
        row.published_at,
    )
