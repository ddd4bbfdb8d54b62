"""One question with its answers, as somebody may see it; what the pages of others ask of this room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import and_, case, or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Person
from learnhub.permissions import Permission
from learnhub.phrases import Phrase
from learnhub.questions.models import Question, QuestionAnswer, QuestionFollower
from learnhub.questions.words import LONGEST_PAGE, State
from learnhub.web.access import Visitor
from learnhub.web.bars import unbarred
from learnhub.web.paging import PAGE_SIZE, Page, page_of

__all__ = ["AnswerShown", "QuestionShown", "answers_of", "question_visible_to"]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as its page shows it to one person. `writer` is empty for somebody who has been erased."""

    id: int
    person_id: int
    writer: str
    title: str
    text: str
    html: str
    skills: tuple[str, ...]
    language: str
    state: str
    merged_into_id: int | None
    hidden_why: str
    accepted_answer_id: int | None
    same: int
    answers: int
    asked_at: datetime
    is_mine: bool
    has_same: bool
    follows: bool
    may_lead: bool

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def may_change(self) -> bool:
        """Its writer may, on the day it was asked."""
        return self.is_mine and self.is_open and is_of_today(self.asked_at)

    @property
    def may_accept(self) -> bool:
        return self.is_open and (self.is_mine or self.may_lead)


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer as the page shows it to one person."""

    id: int
    question_id: int
    person_id: int
    writer: str
    text: str
    html: str
    language: str
    written_at: datetime
    hidden_at: datetime | None
    hidden_why: str
    is_mine: bool

    @property
    def may_change(self) -> bool:
        """Its writer may, on the day it was written."""
        return self.is_mine and self.hidden_at is None and is_of_today(self.written_at)


def is_of_today(instant: datetime) -> bool:
    """Whether something was written today, in the service's zone."""
    return clock.day_of(instant) == clock.today()


def question_visible_to(person: Visitor, question_id: int) -> QuestionShown:
    """A question that somebody may see, also one whose address leads to another; else 404. One statement.

    A hidden one is there for its writer, who was told why, and for leads.
    """
    mine = and_(QuestionFollower.question_id == Question.id, QuestionFollower.person_id == person.person_id)
    row = db.session.execute(
        select(Question, Person.name, QuestionFollower.has_same, QuestionFollower.follows)
        .outerjoin(Person, Person.id == Question.person_id)
        .outerjoin(QuestionFollower, mine)
        .where(Question.id == question_id)
    ).one_or_none()
    if row is None:
        abort(404)
    question, name, has_same, follows = row
    is_mine, may_lead = question.person_id == person.person_id, person.may(Permission.LEAD_NETWORK)
    if question.state == State.HIDDEN and not (is_mine or may_lead):
        abort(404)
    return QuestionShown(
        question.id,
        question.person_id,
        name or "",
        Phrase(question.title, question.language),
        question.text,
        question.html,
        unbarred(question.skills),
        question.language,
        question.state,
        question.merged_into_id,
        question.hidden_why,
        question.accepted_answer_id,
        question.same,
        question.answers,
        question.asked_at,
        is_mine,
        bool(has_same),
        bool(follows),
        may_lead,
    )


def open_question_or_404(person: Visitor, question_id: int) -> QuestionShown:
    """A question that is open, for what can be done to open ones alone."""
    question = question_visible_to(person, question_id)
    return question if question.is_open else abort(404)


def answers_of(question: QuestionShown, person: Visitor, after: int | None = None) -> Page[AnswerShown]:
    """A page of its answers: the accepted one first, then as they were written. One statement.

    At most 25, and fewer when they are long: with them the page stays small.
    """
    accepted = question.accepted_answer_id or 0
    statement = _answers(person, question.may_lead).where(QuestionAnswer.question_id == question.id)
    if after is not None:
        statement = statement.where(QuestionAnswer.id > after, QuestionAnswer.id != accepted)
    statement = statement.order_by(case((QuestionAnswer.id == accepted, 0), else_=1), QuestionAnswer.id)
    rows = [_answer(row, person) for row in db.session.execute(statement.limit(PAGE_SIZE + 1))]
    return page_of(rows, lambda answer: str(answer.id), _fitting(rows, accepted))


def answer_visible_to(person: Visitor, question: QuestionShown, answer_id: int) -> AnswerShown:
    """An answer of this question that somebody may see; else 404."""
    statement = _answers(person, question.may_lead).where(
        QuestionAnswer.question_id == question.id, QuestionAnswer.id == answer_id
    )
    row = db.session.execute(statement).one_or_none()
    return abort(404) if row is None else _answer(row, person)


def _answers(person: Visitor, may_lead: bool) -> Any:
    statement = select(QuestionAnswer, Person.name).outerjoin(Person, Person.id == QuestionAnswer.person_id)
    if not may_lead:
        statement = statement.where(
            or_(QuestionAnswer.hidden_at.is_(None), QuestionAnswer.person_id == person.person_id)
        )
    return statement


def _answer(row: Any, person: Visitor) -> AnswerShown:
    answer, name = row
    return AnswerShown(
        answer.id,
        answer.question_id,
        answer.person_id,
        name or "",
        answer.text,
        answer.html,
        answer.language,
        answer.written_at,
        answer.hidden_at,
        answer.hidden_why,
        answer.person_id == person.person_id,
    )


def _fitting(answers: list[AnswerShown], accepted: int) -> int:
    """How many answers a page shows: never the accepted one alone, since the next page begins after the last shown."""
    size = 0
    for count, answer in enumerate(answers[:PAGE_SIZE]):
        size += len(answer.html)
        if size > LONGEST_PAGE and count and not (count == 1 and answers[0].id == accepted):
            return count
    return PAGE_SIZE
