"""Asking, answering, accepting, following: each under the question's own row, so that counts are right whoever presses
at the same moment. What is written is rendered once, before the write begins (see `texts.rendered`)."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.questions.indexing import index_answer, index_question
from learnhub.questions.models import Question, QuestionAnswer, QuestionFollower
from learnhub.questions.queries import is_of_today
from learnhub.questions.telling import tell_accepted, tell_answered
from learnhub.questions.words import State
from learnhub.web.bars import barred


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was typed, with its text rendered."""

    title: str
    text: str
    html: str
    skills: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was typed, with its text rendered."""

    text: str
    html: str
    language: str


def ask_question(person_id: int, asked: Asked, form_key: str | None = None) -> Question:
    """Ask; the asker follows it. The same form sent twice is one question."""
    hold_person(person_id)
    if form_key and (before := question_with_key(person_id, form_key)) is not None:
        return before
    now = clock.now()
    question = Question(
        person_id=person_id, state=State.OPEN, asked_at=now, last_at=now, form_key=form_key, same=0, answers=0
    )
    _fill(question, asked)
    db.session.add(question)
    db.session.flush()
    db.session.add(QuestionFollower(question_id=question.id, person_id=person_id, since=now))
    index_question(question)
    db.session.flush()
    return question


def change_question(question_id: int, person_id: int, asked: Asked) -> bool:
    """Change one's own question on the day it was asked; False when it may not be changed any more."""
    question = held_question(question_id)
    if question is None or question.person_id != person_id or question.state != State.OPEN:
        return False
    if not is_of_today(question.asked_at):
        return False
    _fill(question, asked)
    index_question(question)
    db.session.flush()
    return True


def answer_question(
    question_id: int, person_id: int, answered: Answered, form_key: str | None = None
) -> QuestionAnswer | None:
    """Answer an open question; its followers are told. The same form sent twice is one answer, and so are the same
    words of the same person. None: it is not open."""
    question = held_question(question_id)
    if question is None or question.state != State.OPEN:
        return None
    if form_key and (before := answer_with_key(person_id, form_key)) is not None:
        return before
    if (said := _said_already(question_id, person_id, answered.text)) is not None:
        return said
    now = clock.now()
    answer = QuestionAnswer(
        question_id=question_id, person_id=person_id, written_at=now, form_key=form_key, text=answered.text,
        html=answered.html, language=answered.language,
    )  # fmt: skip
    db.session.add(answer)
    db.session.flush()
    question.last_at = max(now, question.last_at)
    count_answers(question)
    index_answer(answer)
    tell_answered(question, answer)
    return answer


def change_answer(answer_id: int, person_id: int, answered: Answered) -> bool:
    """Change one's own answer on the day it was written; False when it may not be changed any more."""
    question, answer = held_answer(answer_id)
    if question is None or answer is None or question.state != State.OPEN:
        return False
    if answer.person_id != person_id or answer.hidden_at is not None or not is_of_today(answer.written_at):
        return False
    answer.text, answer.html, answer.language = answered.text, answered.html, answered.language
    db.session.flush()
    index_question(question)
    return True


def accept_answer(answer_id: int, by_person_id: int, *, accepted: bool = True) -> None:
    """Say that an answer is the one that helped, or take that back. Raises Refused for what is not there any more.

    Whether they may is the caller's to know: who asked may, and a lead.
    """
    question, answer = held_answer(answer_id)
    if question is None or answer is None or question.state != State.OPEN or answer.hidden_at is not None:
        raise Refused(_("This answer is not shown any more."))
    if accepted and question.accepted_answer_id != answer.id:
        question.accepted_answer_id = answer.id
        tell_accepted(question, answer, by_person_id)
    elif not accepted and question.accepted_answer_id == answer.id:
        question.accepted_answer_id = None
    db.session.flush()


def say_same(question_id: int, person_id: int, *, has_same: bool = True) -> bool:
    """Say that it is one's question too, and follow it; or take that back. False: there is no such open question."""
    question = held_question(question_id)
    if question is None or question.state != State.OPEN:
        return False
    follower = _follower(question_id, person_id)
    if question.person_id != person_id:  # who asked it has it anyway
        follower.has_same = has_same
    if has_same:
        follower.follows = True
    count_same(question)
    return True


def follow_question(question_id: int, person_id: int, *, follows: bool = True) -> bool:
    """Be told of new answers, or not any more. False when there is no such open question."""
    question = held_question(question_id)
    if question is None or question.state != State.OPEN:
        return False
    _follower(question_id, person_id).follows = follows
    db.session.flush()
    return True


def hold_person(person_id: int) -> None:
    """Have what one person sends at the same moment come one after the other: a double press finds what it made."""
    held = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
    db.session.execute(held)


def held_question(question_id: int) -> Question | None:
    """A question as it is under its row's lock."""
    found = select(Question).where(Question.id == question_id).with_for_update()
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def held_answer(answer_id: int) -> tuple[Question | None, QuestionAnswer | None]:
    """An answer and its question, under the question's lock. Asked again: it may have moved to another meanwhile."""
    for _attempt in range(3):
        answer = _answer(answer_id)
        question = held_question(answer.question_id) if answer is not None else None
        again = _answer(answer_id)
        if question is None or again is None or again.question_id == question.id:
            return question, again
    raise Refused(_("This question has just been joined to another. Try again."))


def count_same(question: Question) -> None:
    """Count anew who has the same question."""
    db.session.flush()
    mine = (QuestionFollower.question_id == question.id, QuestionFollower.has_same)
    question.same = db.session.execute(select(func.count()).select_from(QuestionFollower).where(*mine)).scalar_one()
    db.session.flush()


def count_answers(question: Question) -> None:
    """Count anew the answers that are shown."""
    db.session.flush()
    shown = (QuestionAnswer.question_id == question.id, QuestionAnswer.hidden_at.is_(None))
    question.answers = db.session.execute(select(func.count()).select_from(QuestionAnswer).where(*shown)).scalar_one()
    db.session.flush()


def question_with_key(person_id: int, form_key: str) -> Question | None:
    """What somebody asked by a form that was sent before."""
    found = select(Question).where(Question.person_id == person_id, Question.form_key == form_key)
    return db.session.execute(found).scalar_one_or_none()


def answer_with_key(person_id: int, form_key: str) -> QuestionAnswer | None:
    """What somebody answered by a form that was sent before."""
    found = select(QuestionAnswer).where(QuestionAnswer.person_id == person_id, QuestionAnswer.form_key == form_key)
    return db.session.execute(found).scalar_one_or_none()


def move_followers(old: Question, new: Question) -> None:
    """Let who has or follows a question have and follow another; who asked the old one has the new one."""
    rows = select(QuestionFollower).where(QuestionFollower.question_id == old.id)
    for row in db.session.execute(rows).scalars().all():
        kept = _follower(new.id, row.person_id, follows=row.follows)
        kept.follows = kept.follows or row.follows
        has_it = row.has_same or row.person_id == old.person_id
        kept.has_same = (kept.has_same or has_it) and row.person_id != new.person_id
        db.session.delete(row)
    count_same(new)
    db.session.execute(update(Question).where(Question.id == old.id).values(same=0))


def _fill(question: Question, asked: Asked) -> None:
    question.title, question.text, question.html = asked.title, asked.text, asked.html
    question.skills, question.language = barred(asked.skills), asked.language


def _said_already(question_id: int, person_id: int, text: str) -> QuestionAnswer | None:
    """The answer in which somebody said the same words here, if it is still shown."""
    mine = select(QuestionAnswer).where(
        QuestionAnswer.question_id == question_id,
        QuestionAnswer.person_id == person_id,
        QuestionAnswer.hidden_at.is_(None),
    )
    answers = db.session.execute(mine.order_by(QuestionAnswer.id)).scalars()
    return next((one for one in answers if one.text.split() == text.split()), None)


def _answer(answer_id: int) -> QuestionAnswer | None:
    found = select(QuestionAnswer).where(QuestionAnswer.id == answer_id)
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def _follower(question_id: int, person_id: int, *, follows: bool = False) -> QuestionFollower:
    """Somebody's row at a question, made when there is none. Under the question's lock there is never a second."""
    row = db.session.get(QuestionFollower, (question_id, person_id), populate_existing=True)
    if row is None:
        row = QuestionFollower(
            question_id=question_id, person_id=person_id, has_same=False, follows=follows, since=clock.now()
        )
        db.session.add(row)
        db.session.flush()
    return row
