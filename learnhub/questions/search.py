"""Search over questions and notes: every word must stand in what is found, best first; and which questions are like one
that somebody is about to ask. A few statements over the index of words, whatever there is."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from learnhub.db import db
from learnhub.questions.finding_words import IN_TITLE, LAST, Wanted, telling_forms
from learnhub.questions.models import FoundWord, Question
from learnhub.questions.words import SIMILAR_SHOWN, Indexed

COUNTED = 2_000  # a word that more have is common, however many they are
READ = 4_000  # rows that finding similar questions reads at most
SHARE_IN_TEXT = 4  # tenths of its worth for a word that stands in the text or an answer and not in the title
UNKNOWN = 0.8  # of what the known words weigh on average: a word that no question has
ENOUGH = 0.4  # of what the words of a title weigh: what shares less is not similar

Key = tuple[int, int]


def numbers_found(
    what: Indexed,
    words: Sequence[Wanted],
    *,
    among: Sequence[ColumnElement[bool]] = (),
    after: Key | None = None,
    most: int,
) -> list[Key]:
    """(score, number) of the questions or notes in which every word stands, best first, then the newest.

    `among` narrows questions to those of which it holds. The word that the fewest have is looked up; whether the others
    are there is asked of each that has it.
    """
    if not words:
        return []
    first, *others = _rarest_first(what, words)
    ours = FoundWord.what == what.value
    base = (
        select(FoundWord.number, func.max(FoundWord.weight).label("best"))
        .where(ours, _stands(FoundWord.word, first))
        .group_by(FoundWord.number)
        .subquery("base")
    )
    scores = []
    for place, word in enumerate(others):
        other = FoundWord.__table__.alias(f"other_{place}")
        there = (other.c.what == what.value, other.c.number == base.c.number, _stands(other.c.word, word))
        scores.append(select(func.max(other.c.weight)).where(*there).scalar_subquery())
    found = select(base.c.number, sum(scores, base.c.best).label("score"))  # NULL as soon as one is missing
    if among:
        found = found.join(Question, Question.id == base.c.number).where(*among)
    scored = found.subquery("scored")
    statement = select(scored.c.score, scored.c.number).where(scored.c.score.is_not(None))
    if after is not None:
        score, number = after
        further = and_(scored.c.score == score, scored.c.number < number)
        statement = statement.where(or_(scored.c.score < score, further))
    rows = db.session.execute(statement.order_by(scored.c.score.desc(), scored.c.number.desc()).limit(most))
    return [(int(score), int(number)) for score, number in rows]


def similar_questions(title: str, most: int = SIMILAR_SHOWN) -> list[int]:
    """The numbers of questions whose words are much like those of a title, the most alike first. Two statements.

    A word counts by how few questions have it; one that many have counts only if nothing better is said.
    """
    words = telling_forms(title)
    counts = _counts(Indexed.QUESTION, [FoundWord.word.in_(forms) for forms in words])
    known = sorted((count, place) for place, count in enumerate(counts) if count)
    worth: dict[int, int] = {}
    read = 0
    for count, place in known:
        if worth and read + count > READ:
            break
        read += count
        worth[place] = round(1000 * math.log(1 + COUNTED / count)) + 100
    if not worth:
        return []
    # What nobody has asked about yet makes it another question.
    unknown = round(UNKNOWN * sum(1 for count in counts if not count) * sum(worth.values()) / len(worth))
    place_of = {form: place for place in worth for form in words[place]}
    which = case(place_of, value=FoundWord.word)
    each = (
        select(FoundWord.number, which.label("place"), func.max(FoundWord.weight).label("best"))
        .where(FoundWord.what == Indexed.QUESTION.value, FoundWord.word.in_(tuple(place_of)))
        .group_by(FoundWord.number, which)
        .subquery()
    )
    share = case((each.c.best >= IN_TITLE, 10), else_=SHARE_IN_TEXT)
    score = func.sum(case(worth, value=each.c.place, else_=0) * share)
    enough = round(10 * ENOUGH * (sum(worth.values()) + unknown))
    rows = db.session.execute(
        select(each.c.number)
        .group_by(each.c.number)
        .having(score >= enough)
        .order_by(score.desc(), each.c.number.desc())
        .limit(most)
    )
    return [int(number) for number in rows.scalars()]


def _rarest_first(what: Indexed, words: Sequence[Wanted]) -> list[Wanted]:
    if len(words) == 1:
        return list(words)
    counts = _counts(what, [_stands(FoundWord.word, word) for word in words])
    return [words[place] for _, place in sorted((count, place) for place, count in enumerate(counts))]


def _counts(what: Indexed, conditions: Sequence[ColumnElement[bool]]) -> list[int]:
    """How many have each word, as far as COUNTED; one statement."""
    if not conditions:
        return []
    columns = []
    for condition in conditions:
        some = select(literal(1).label("one")).where(FoundWord.what == what.value, condition).limit(COUNTED).subquery()
        columns.append(select(func.count()).select_from(some).scalar_subquery())
    return [int(count) for count in db.session.execute(select(*columns)).one()]


def _stands(column: Any, word: Wanted) -> ColumnElement[bool]:
    """Whether a row of the index is of this word, or of a longer one that begins with it."""
    exact: ColumnElement[bool] = column.in_(word.forms)
    if not word.beginning:
        return exact
    return or_(exact, and_(column >= word.beginning, column < word.beginning + LAST))
