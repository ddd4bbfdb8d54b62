"""Search over questions and notes: every word must stand in what is found, best first; and which questions are like one
that somebody is about to ask. A few statements over the index of words, whatever there is."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, or_, select

from learnhub.db import db
from learnhub.questions.finding_words import IN_TITLE, LAST, Wanted, telling_forms, wanted_words
from learnhub.questions.models import FoundWord, Question, TriedNote
from learnhub.questions.words import SIMILAR_SHOWN, Indexed, NoteState, State

COMMON = 2_500  # a word that so many have does not tell questions apart
PLENTY = 300  # found by common words alone: the newest of them
LOOKED_AT = 10_000  # for these
COUNTED = 2_000  # as far as the words of a title are counted
READ = 3_000  # rows that finding similar questions reads at most
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

    Two statements.
    `among` narrows questions to those of which it holds. The word that the fewest have is looked up, and the others are
    asked for in what has it. Where even that one is common, the PLENTY newest that have them all are weighed.
    """
    if not words:
        return []
    counts = _counts(what, [_stands(FoundWord.word, word) for word in words], COMMON)
    fewest, place = min((count, place) for place, count in enumerate(counts))
    if fewest == 0:
        return []
    if fewest < COMMON:
        others = [word for number, word in enumerate(words) if number != place]
        base = _having(what, words[place], among, others)
    else:
        others = list(words)
        base = _newest(what, among, others)
    scores = [
        select(func.max(FoundWord.weight)).where(*_in(what, base.c.number, word)).scalar_subquery() for word in others
    ]
    scored = select(base.c.number, sum(scores, base.c.best).label("score")).subquery("scored")
    statement = select(scored.c.score, scored.c.number)
    if after is not None:
        score, last = after
        further = and_(scored.c.score == score, scored.c.number < last)
        statement = statement.where(or_(scored.c.score < score, further))
    rows = db.session.execute(statement.order_by(scored.c.score.desc(), scored.c.number.desc()).limit(most))
    return [(int(score), int(number)) for score, number in rows]


def _having(what: Indexed, word: Wanted, among: Sequence[ColumnElement[bool]], others: Sequence[Wanted]) -> Subquery:
    """What has a word and all the others, and the weight of the first there."""
    first = FoundWord.__table__.alias("first")
    found = select(first.c.number, func.max(first.c.weight).label("best")).where(first.c.what == what.value)
    if among:
        found = found.join(Question, Question.id == first.c.number).where(*among)
    there = [_has(what, first.c.number, other) for other in others]
    return found.where(_stands(first.c.word, word), *there).group_by(first.c.number).subquery()


def _newest(what: Indexed, among: Sequence[ColumnElement[bool]], words: Sequence[Wanted]) -> Subquery:
    """The newest PLENTY of those that everybody may see and that have every word, among the newest LOOKED_AT."""
    if what is Indexed.QUESTION:
        asked = among or (Question.state == State.OPEN,)
        newest = select(Question.id.label("number")).where(*asked).order_by(Question.last_at.desc())
    else:
        published = TriedNote.state == NoteState.PUBLISHED
        newest = select(TriedNote.id.label("number")).where(published).order_by(TriedNote.published_at.desc())
    looked_at = newest.limit(LOOKED_AT).subquery("looked_at")
    there = [_has(what, looked_at.c.number, word) for word in words]
    return select(looked_at.c.number, literal(0).label("best")).where(*there).limit(PLENTY).subquery()


def _has(what: Indexed, number: Any, word: Wanted) -> ColumnElement[bool]:
    """Whether a word is there. Not EXISTS: PostgreSQL would read every row of the word for a handful of questions."""
    one = select(literal(1)).where(*_in(what, number, word)).limit(1)
    return one.scalar_subquery().is_not(None)


def _in(what: Indexed, number: Any, word: Wanted) -> tuple[ColumnElement[bool], ...]:
    """That a row of the index is of this word in that question or note."""
    return FoundWord.what == what.value, FoundWord.number == number, _stands(FoundWord.word, word)


def similar_questions(title: str, most: int = SIMILAR_SHOWN) -> list[int]:
    """The questions whose words are much like those of a title, the most alike first. At most three statements.

    A word counts by how few questions have it; common ones count only if nothing better is said.
    """
    words = telling_forms(title)
    if not words:
        return []
    counts = _counts(Indexed.QUESTION, [FoundWord.word.in_(forms) for forms in words], COUNTED)
    known = sorted((count, place) for place, count in enumerate(counts) if count)
    worth: dict[int, int] = {}
    read = 0
    for count, place in known:
        if count == COUNTED or read + count > READ:
            break
        read += count
        worth[place] = round(1000 * math.log(1 + COUNTED / count)) + 100
    if not worth:  # what has all of its words, if they are only common ones
        return [number for _, number in numbers_found(Indexed.QUESTION, wanted_words(title), most=most)]
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


def _counts(what: Indexed, conditions: Sequence[ColumnElement[bool]], most: int) -> list[int]:
    """How many have each word, as far as `most`; one statement."""
    columns = []
    for condition in conditions:
        some = select(literal(1).label("one")).where(FoundWord.what == what.value, condition).limit(most).subquery()
        columns.append(select(func.count()).select_from(some).scalar_subquery())
    return [int(count) for count in db.session.execute(select(*columns)).one()]


def _stands(column: Any, word: Wanted) -> ColumnElement[bool]:
    """Whether a row of the index is of this word, or of a longer one that begins with it."""
    exact: ColumnElement[bool] = column.in_(word.forms)
    if not word.beginning:
        return exact
    return or_(exact, and_(column >= word.beginning, column < word.beginning + LAST))
