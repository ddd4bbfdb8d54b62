"""Pressed by many at the same moment: one question of one form, right counts, one decision."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.permissions import Role
from learnhub.questions import actions, moderation, notes
from learnhub.questions.models import ContentReport, FoundWord, Question, QuestionAnswer, QuestionFollower
from learnhub.questions.words import State, Thing
from tests import factories, people, threads
from tests.questions.conftest import Answer, Ask, WriteNote

AT_ONCE = 8


def at_once(app: Flask, work: Callable[[int], object]) -> list[object]:
    """What each gives back or raises."""
    return threads.at_once(app, work, AT_ONCE)


def count(table: type) -> int:
    return db.session.execute(select(func.count()).select_from(table)).scalar_one()


def test_one_form_sent_by_many_at_once_is_one_question(app: Flask) -> None:
    lena = people.person("learner").id
    asked = actions.Asked("How do I freeze a row?", "", "", (), "en")
    assert len(set(at_once(app, lambda _: actions.ask_question(lena, asked, "abc").id))) == 1
    assert (count(Question), count(QuestionFollower)) == (1, 1)


def test_one_answer_sent_by_many_at_once_is_one_and_different_ones_are_all_counted(app: Flask, ask: Ask) -> None:
    question, amir = ask("How?").id, people.person("ambassador").id

    def answer(text: str, key: str) -> int:
        written = actions.answer_question(question, amir, actions.Answered(text, f"<p>{text}</p>", "en"), key)
        assert written is not None
        return written.id

    assert len(set(at_once(app, lambda _: answer("Like this.", "abc")))) == 1
    assert len(set(at_once(app, lambda number: answer(f"Word{number} like this.", f"key{number}")))) == AT_ONCE
    assert count(QuestionAnswer) == db.session.get_one(Question, question).answers == AT_ONCE + 1


def test_many_have_the_same_question_at_once(app: Flask, ask: Ask) -> None:
    question = ask("How?").id
    whom = [factories.make_person(f"Person {number}").id for number in range(AT_ONCE)]
    assert at_once(app, lambda number: actions.say_same(question, whom[number])) == [True] * AT_ONCE
    assert db.session.get_one(Question, question).same == AT_ONCE
    assert at_once(app, lambda _: actions.say_same(question, whom[0], has_same=False)) == [True] * AT_ONCE
    db.session.expire_all()
    assert db.session.get_one(Question, question).same == AT_ONCE - 1


def test_two_leads_join_two_questions_to_each_other(app: Flask, ask: Ask, answer: Answer) -> None:
    first, second = ask("How do I freeze?"), ask("Freezing how?")
    answer(first)
    pair, lead = (first.id, second.id), people.person("lead").id
    done = at_once(app, lambda number: moderation.merge(pair[number % 2], pair[(number + 1) % 2], lead).id)
    assert len([one for one in done if isinstance(one, int)]) == 1
    assert all(isinstance(one, (int, Refused)) for one in done)
    states = select(Question.state, Question.answers).order_by(Question.state)
    assert [tuple(row) for row in db.session.execute(states)] == [(State.MERGED, 0), (State.OPEN, 1)]


def test_answers_and_a_joining_at_once_lose_nothing(app: Flask, ask: Ask) -> None:
    old, new, amir = ask("How do I freeze?").id, ask("Freezing how?").id, people.person("ambassador").id

    def work(number: int) -> object:
        if number == 0:
            return moderation.merge(old, new, people.person("lead").id).id
        return actions.answer_question(old, amir, actions.Answered(f"Word{number}", "<p>x</p>", "en")) is not None

    done = at_once(app, work)
    assert not [one for one in done if isinstance(one, Exception)]
    written = done[1:].count(True)
    assert count(QuestionAnswer) == db.session.get_one(Question, new).answers == written


def test_one_reader_decides_and_one_report_stays(app: Flask, tried: WriteNote, ask: Ask) -> None:
    note = tried()
    number, seen = note.id, clock.to_ms(note.written_at)
    readers = [factories.make_person(f"Reader {one}", roles=(Role.AMBASSADOR,)).id for one in range(AT_ONCE)]
    done = at_once(app, lambda one: notes.review_note(number, readers[one], seen, "No." if one % 2 else "").id)
    assert len([one for one in done if isinstance(one, int)]) == 1
    question, oona = ask("How?").id, people.person("outsider").id
    done = at_once(app, lambda _: moderation.report(Thing.QUESTION, question, oona, "Look.").id)
    assert len(set(done)) == count(ContentReport) == 1
    done = at_once(app, lambda _: moderation.hide(Thing.QUESTION, question, people.person("lead").id, "Why."))
    assert sorted(map(bool, done)) == [False] * (AT_ONCE - 1) + [True]
    assert db.session.execute(select(FoundWord).where(FoundWord.what == 1, FoundWord.number == question)).all() == []
