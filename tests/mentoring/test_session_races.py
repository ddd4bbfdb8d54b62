"""Everybody at once, on both databases: one form is one session, one yes is one line on the record, no hour is held
twice, and the hours of a month are the sum of its sessions."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring import room_codes, sessions
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.sessions import Said, log_session
from learnhub.people.faults import Refused
from learnhub.record.actions import verify
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Verb
from tests import people, threads
from tests.ambassadors.asking import again
from tests.mentoring.conftest import Log

AT_ONCE = 10


def at_once(app: Flask, work: Callable[[int], object], times: int = AT_ONCE) -> list[object]:
    """What each gives back or raises."""
    return threads.at_once(app, work, times)


def standing(verb: Verb) -> int:
    db.session.rollback()
    found = select(func.count()).select_from(Statement).outerjoin(Voided, Voided.seq == Statement.seq)
    return db.session.execute(found.where(Statement.verb == verb.value, Voided.seq.is_(None))).scalar_one()


def test_one_form_sent_by_many_at_once_is_one_session(app: Flask, amir: Ambassador) -> None:
    amir_id, lena = amir.id, people.person("learner").id
    done = at_once(app, lambda _n: log_session(amir_id, Said(30, clock.today(), (lena,)), form_key="abc").id)
    assert len(set(done)) == 1, done
    assert db.session.query(SupportSession).count() == 1
    assert standing(Verb.HELPED) == 1
    assert again(amir).used_minutes == 30


def test_fifty_confirmations_by_one_person_are_one(app: Flask, log: Log) -> None:
    row_id, lena = log("learner").id, people.person("learner").id
    done = at_once(app, lambda _n: sessions.confirm_session(row_id, lena) is not None, 50)
    assert done == [True] * 50
    assert standing(Verb.ATTENDED) == 1
    assert standing(Verb.WITNESSED) == 1


def test_people_of_one_session_confirming_at_once_witness_it_once(app: Flask, log: Log) -> None:
    roles = ("learner", "outsider", "welsh", "hr", "lead", "admin", "author")
    row_id, ids = log(*roles).id, [people.person(role).id for role in roles]
    done = at_once(app, lambda n: sessions.confirm_session(row_id, ids[n]) is not None, len(ids))
    assert done == [True] * len(ids)
    assert standing(Verb.ATTENDED) == len(ids)
    assert standing(Verb.WITNESSED) == 1


def test_yes_and_no_at_once_leave_one_of_the_two(app: Flask, log: Log) -> None:
    row_id, lena = log("learner").id, people.person("learner").id

    def press(number: int) -> object:
        answer = sessions.confirm_session if number % 2 else sessions.say_no
        return answer(row_id, lena) is not None

    assert at_once(app, press) == [True] * AT_ONCE
    said = db.session.execute(select(SessionPerson.confirmed)).scalar_one()
    assert standing(Verb.ATTENDED) == int(said)
    assert standing(Verb.WITNESSED) == int(said)
    assert verify() == []


def test_two_sessions_of_one_hour_logged_at_once_are_one(app: Flask, amir: Ambassador) -> None:
    amir_id, starts_at = amir.id, clock.now() - timedelta(hours=3)
    said = Said(60, clock.day_of(starts_at), unnamed=1, starts_at=starts_at)
    done = at_once(app, lambda number: log_session(amir_id, said, form_key=f"form{number}").id)
    assert len([one for one in done if isinstance(one, Refused)]) == AT_ONCE - 1
    assert db.session.query(SupportSession).count() == 1
    assert again(amir).used_minutes == 60


def test_many_sessions_at_once_all_count_in_the_month(app: Flask, amir: Ambassador) -> None:
    amir_id = amir.id
    at_once(app, lambda number: log_session(amir_id, Said(30, clock.today(), unnamed=1), form_key=f"form{number}").id)
    assert again(amir).used_minutes == 30 * AT_ONCE


def test_a_session_confirmed_and_taken_back_at_once_stands_nowhere(app: Flask, amir: Ambassador, log: Log) -> None:
    row_id, amir_id, lena = log("learner").id, amir.id, people.person("learner").id

    def press(number: int) -> object:
        if number == 0:
            return sessions.void_session(row_id, amir_id)
        return sessions.confirm_session(row_id, lena) is not None

    assert not [one for one in at_once(app, press) if isinstance(one, Exception)]
    assert standing(Verb.HELPED) == standing(Verb.ATTENDED) == 0
    assert again(amir).used_minutes == 0


def test_one_person_coming_in_many_times_at_once_is_on_the_list_once(app: Flask, log: Log) -> None:
    row_id, lena = log(kind=SessionKind.CLINIC, with_code=True).id, people.person("learner").id
    with database.write():
        code = room_codes.open_code(db.session.get_one(SupportSession, row_id))
    assert set(at_once(app, lambda _n: room_codes.check_in(code, lena))) == {row_id}
    assert db.session.query(SessionPerson).count() == 1


def test_a_code_opened_twice_at_once_is_one_code(app: Flask, log: Log) -> None:
    row_id = log(kind=SessionKind.CLINIC, with_code=True).id
    codes = at_once(app, lambda _n: room_codes.open_code(db.session.get_one(SupportSession, row_id)))
    assert len(set(codes)) == 1, codes
