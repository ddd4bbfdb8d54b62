"""What an ambassador takes on is counted on their own row, and never more than they said."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import capacity
from learnhub.ambassadors.capacity import Full, month_of
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import State
from learnhub.db import db
from tests.ambassadors.asking import TUESDAY, again, make_ambassador
from tests.factories import committed

NOVEMBER = month_of(date(2026, 11, 3))


def promise(ambassador: Ambassador, minutes: int = 60, month: int = NOVEMBER) -> None:
    with database.write():
        capacity.promise(ambassador.id, minutes, month)


def test_hours_are_promised_until_there_are_none_left(app: Flask) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador", minutes_a_month=120)
        promise(amir)
        promise(amir)
        with pytest.raises(Full, match="hours of this month"):
            promise(amir)
        with database.write():
            capacity.keep_promise(amir.id, 60)
        promise(amir)
    assert again(amir).promised_minutes == 120


def test_sessions_of_a_month_leave_less_of_it_and_those_of_another_do_not(app: Flask) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador", minutes_a_month=120, used_month=NOVEMBER - 1, used_minutes=500)
        with database.write():
            capacity.count_session(amir.id, date(2026, 11, 2), 90)
            capacity.count_session(amir.id, date(2026, 10, 30), 400)  # logged late: not of this month
        assert (again(amir).used_month, again(amir).used_minutes) == (NOVEMBER, 90)
        with pytest.raises(Full):
            promise(amir)
        with database.write():
            capacity.uncount_session(amir.id, date(2026, 10, 30), 400)
            capacity.uncount_session(amir.id, date(2026, 11, 2), 30)
        assert again(amir).used_minutes == 60
        promise(amir)
    assert again(amir).active_at == TUESDAY


def test_a_session_that_was_held_counts_whatever_the_capacity_says(app: Flask) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=60)
    with database.write():
        capacity.count_session(amir.id, date(2026, 11, 2), 600)
        capacity.uncount_session(amir.id, date(2026, 11, 2), 700)
    assert again(amir).used_minutes == 0


def test_open_mentorships_have_a_limit(app: Flask) -> None:
    amir = make_ambassador("ambassador", most_mentorships=1)
    with database.write():
        capacity.take_mentorship(amir.id)
    with pytest.raises(Full, match="as many open mentorships"), database.write():
        capacity.take_mentorship(amir.id)
    with database.write():
        capacity.free_mentorship(amir.id)
        capacity.free_mentorship(amir.id)  # never below nothing
    assert again(amir).open_mentorships == 0


@pytest.mark.parametrize(
    "columns",
    [
        {"state": State.PAUSED},
        {"state": State.STOPPED},
        {"state": State.APPLIED},
        {"paused_from": date(2026, 11, 3)},  # the job has not been there yet
        {"paused_from": date(2026, 11, 1), "paused_until": date(2026, 11, 3)},
        {"away": (date(2026, 11, 3), date(2026, 11, 3))},
    ],
)
def test_who_is_not_here_takes_nothing_on(app: Flask, columns: dict[str, Any]) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador", **columns)
        with pytest.raises(Full, match="away or not helping"):
            promise(amir)
        with pytest.raises(Full, match="away or not helping"), database.write():
            capacity.take_mentorship(amir.id)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": State.PROVISIONAL},
        {"paused_from": date(2026, 11, 4)},
        {"paused_from": date(2026, 10, 1), "paused_until": date(2026, 11, 2)},
        {"away": (date(2026, 11, 4), date(2026, 11, 20))},
        {"away": (date(2026, 10, 4), date(2026, 11, 2))},
    ],
)
def test_who_is_here_today_does(app: Flask, columns: dict[str, Any]) -> None:
    with clock.at(TUESDAY):
        amir = make_ambassador("ambassador", **columns)
        promise(amir)
    assert again(amir).promised_minutes == 60


def test_a_row_that_is_held_shows_the_new_count(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    with committed():
        held = db.session.get_one(Ambassador, amir.id)
        capacity.count_session(amir.id, clock.today(), 45)
        assert held.used_minutes == 45
        assert held.active_at <= clock.now() + timedelta(seconds=1)
