"""Keeping the words by which questions and notes are found. Only what everybody may see has words in the index."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from learnhub.catalogue.suggesting import skill_names
from learnhub.db import db
from learnhub.questions.finding_words import kept_words, together
from learnhub.questions.models import FoundWord, Question, QuestionAnswer, TriedNote
from learnhub.questions.words import Indexed, NoteState, State
from learnhub.web.bars import unbarred


def index_question(question: Question) -> None:
    """Keep the words of a question and its answers; none of one that is hidden or merged."""
    if question.state != State.OPEN:
        _keep(Indexed.QUESTION, question.id, {})
        return
    answers = db.session.execute(
        select(QuestionAnswer.text, QuestionAnswer.language).where(
            QuestionAnswer.question_id == question.id, QuestionAnswer.hidden_at.is_(None)
        )
    )
    own = kept_words(question.title, f"{question.text} {_skills(question.skills)}", question.language)
    _keep(Indexed.QUESTION, question.id, together(own, *(kept_words("", text, spoken) for text, spoken in answers)))


def index_answer(answer: QuestionAnswer) -> None:
    """Add the words of a new answer to its question's."""
    _keep(Indexed.QUESTION, answer.question_id, kept_words("", answer.text, answer.language), only_more=True)


def index_note(note: TriedNote) -> None:
    """Keep the words of a note; none of one that is not published."""
    words: dict[str, int] = {}
    if note.state == NoteState.PUBLISHED:
        text = " ".join((note.tried, note.tool, note.result, _skills(note.skills)))
        words = kept_words(note.title, text, note.language)
    _keep(Indexed.NOTE, note.id, words)


def _skills(codes: str) -> str:
    return " ".join(map(str, skill_names(unbarred(codes))))


def _keep(what: Indexed, number: int, words: Mapping[str, int], *, only_more: bool = False) -> None:
    mine = (FoundWord.what == what.value, FoundWord.number == number)
    there = select(FoundWord.word, FoundWord.weight).where(*mine)
    had = {row.word: row.weight for row in db.session.execute(there)}
    if only_more:
        changed = {word for word, weight in words.items() if weight > had.get(word, 0)}
        gone = changed & set(had)
    else:
        changed = {word for word, weight in words.items() if weight != had.get(word)}
        gone = {word for word, weight in had.items() if weight != words.get(word)}
    for some in _some(sorted(gone)):
        db.session.execute(delete(FoundWord).where(*mine, FoundWord.word.in_(some)))
    if changed:
        rows = [{"word": word, "what": what.value, "number": number, "weight": words[word]} for word in sorted(changed)]
        db.session.execute(insert(FoundWord), rows)


def _some(words: list[str], size: int = 500) -> list[list[str]]:
    return [words[start : start + size] for start in range(0, len(words), size)]
