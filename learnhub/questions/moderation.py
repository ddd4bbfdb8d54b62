"""What a lead does about what does not stand well: hide it (its writer is told why), show it again, join a question to
one that is the same; and what anybody can do: report it."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.questions import telling
from learnhub.questions.actions import count_answers, held_answer, held_question, hold_person, move_followers
from learnhub.questions.indexing import index_note, index_question
from learnhub.questions.models import ContentReport, Question, QuestionAnswer, TriedNote
from learnhub.questions.notes import held_note
from learnhub.questions.words import NoteState, State, Thing


def report(thing: Thing, number: int, by_person_id: int, why: str) -> ContentReport:
    """Say that something should not stand as it does; leads are told. Said twice by one person, it is still one."""
    hold_person(by_person_id)
    about = (ContentReport.what == thing, ContentReport.number == number)
    found = select(ContentReport).where(*about, ContentReport.by_person_id == by_person_id).with_for_update()
    before = db.session.execute(found).scalar_one_or_none()
    if before is not None:
        if before.settled_at is None:
            before.why = why
            db.session.flush()
            return before
        db.session.delete(before)  # it was settled, and there is something again
        db.session.flush()
    made = ContentReport(what=thing, number=number, by_person_id=by_person_id, why=why, reported_at=clock.now())
    db.session.add(made)
    db.session.flush()
    telling.tell_reported(made, by_person_id)
    return made


def settle(thing: Thing, number: int, by_person_id: int) -> int:
    """Note that a lead has dealt with what was reported of something; how many reports that were."""
    mine = (ContentReport.what == thing, ContentReport.number == number, ContentReport.settled_at.is_(None))
    open_ones = db.session.execute(select(func.count()).select_from(ContentReport).where(*mine)).scalar_one()
    changed = {"settled_at": clock.now(), "settled_by_person_id": by_person_id}
    db.session.execute(update(ContentReport).where(*mine).values(**changed))
    return open_ones


def hide(thing: Thing, number: int, by_person_id: int, why: str) -> bool:
    """Hide something, tell its writer why, and settle what was reported of it. False when it is hidden already."""
    if not _HIDE[thing](number, by_person_id, why):
        return False
    settle(thing, number, by_person_id)
    return True


def show_again(thing: Thing, number: int) -> bool:
    """Show what was hidden; a note that was never published waits for a second reader. False when it is not hidden."""
    return _SHOW[thing](number)


def merge(old_id: int, into_id: int, by_person_id: int) -> Question:
    """Join a question to another that is the same: its answers, votes and followers move, its address leads there.

    Raises Refused when one of them is not open. Both rows are held, the lower number first, so that two leads who join
    the two to each other do not wait for each other.
    """
    if old_id == into_id:
        raise Refused(_("A question cannot be joined to itself. Enter another one."), "into")
    rows = {number: held_question(number) for number in sorted((old_id, into_id))}
    old, new = rows[old_id], rows[into_id]
    if old is None or old.state != State.OPEN:
        raise Refused(_("This question is not open any more."))
    if new is None or new.state != State.OPEN:
        raise Refused(_("There is no open question of that number. Look at the end of its address."), "into")
    telling.tell_merged(old, new, by_person_id)
    db.session.execute(update(QuestionAnswer).where(QuestionAnswer.question_id == old.id).values(question_id=new.id))
    db.session.execute(update(Question).where(Question.merged_into_id == old.id).values(merged_into_id=new.id))
    if new.accepted_answer_id is None and old.person_id == new.person_id:  # nobody accepts for another
        new.accepted_answer_id = old.accepted_answer_id
    new.last_at = max(old.last_at, new.last_at)
    old.state, old.merged_into_id, old.accepted_answer_id = State.MERGED, new.id, None
    move_followers(old, new)
    for question in (old, new):
        count_answers(question)
        index_question(question)
    settle(Thing.QUESTION, old.id, by_person_id)
    db.session.flush()
    return new


def _hide_question(number: int, by_person_id: int, why: str) -> bool:
    question = held_question(number)
    if question is None or question.state != State.OPEN:
        return False
    question.state, question.hidden_why = State.HIDDEN, why
    db.session.flush()
    index_question(question)
    path = telling.path_of_question(number)
    telling.tell_hidden(question.person_id, by_person_id, f"question:{number}", path, question.title, why)
    return True


def _hide_answer(number: int, by_person_id: int, why: str) -> bool:
    question, answer = held_answer(number)
    if question is None or answer is None or answer.hidden_at is not None:
        return False
    answer.hidden_at, answer.hidden_why = clock.now(), why
    if question.accepted_answer_id == answer.id:
        question.accepted_answer_id = None
    count_answers(question)
    index_question(question)
    path = telling.path_of_question(question.id, number)
    telling.tell_hidden(answer.person_id, by_person_id, f"answer:{number}", path, question.title, why)
    return True


def _hide_note(number: int, by_person_id: int, why: str) -> bool:
    note = held_note(number)
    if note is None or note.state == NoteState.HIDDEN:
        return False
    note.state, note.hidden_why = NoteState.HIDDEN, why
    db.session.flush()
    index_note(note)
    telling.tell_hidden(note.person_id, by_person_id, f"note:{number}", telling.path_of_note(number), note.title, why)
    return True


def _show_question(number: int) -> bool:
    question = held_question(number)
    if question is None or question.state != State.HIDDEN:
        return False
    question.state, question.hidden_why = State.OPEN, ""
    db.session.flush()
    index_question(question)
    return True


def _show_answer(number: int) -> bool:
    question, answer = held_answer(number)
    if question is None or answer is None or answer.hidden_at is None:
        return False
    answer.hidden_at, answer.hidden_why = None, ""
    count_answers(question)
    index_question(question)
    return True


def _show_note(number: int) -> bool:
    note: TriedNote | None = held_note(number)
    if note is None or note.state != NoteState.HIDDEN:
        return False
    note.state = NoteState.PUBLISHED if note.published_at is not None else NoteState.REVIEW
    note.hidden_why = ""
    db.session.flush()
    index_note(note)
    return True


_HIDE = {Thing.QUESTION: _hide_question, Thing.ANSWER: _hide_answer, Thing.NOTE: _hide_note}
_SHOW = {Thing.QUESTION: _show_question, Thing.ANSWER: _show_answer, Thing.NOTE: _show_note}
