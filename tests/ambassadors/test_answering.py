"""By which day an ambassador answers: the same day on their page, on their list and in what they are told."""

from datetime import date, timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub.ambassadors import requests
from learnhub.ambassadors.answering import answer_by, last_day_to_answer, passes_on_at
from tests import people
from tests.ambassadors.asking import ask, fresh, make_ambassador, offers
from tests.factories import at, committed
from tests.page import Page


@pytest.mark.parametrize(
    ("asked_at", "works", "said"),
    [
        ("2026-11-22 09:00", "1111100", "25 November 2026"),  # a Sunday: Monday, Tuesday, Wednesday
        ("2026-11-23 09:00", "1111100", "26 November 2026"),
        ("2026-11-25 23:30", "1111100", "30 November 2026"),  # a Wednesday: the weekend between
        ("2026-11-27 00:10", "1111100", "2 December 2026"),  # a Friday
        ("2026-11-23 09:00", "1010000", "2 December 2026"),  # Mondays and Wednesdays
        ("2026-11-23 09:00", "0000100", "7 December 2026"),  # Fridays: not longer than a fortnight
        ("2026-10-22 12:00", "1111100", "27 October 2026"),  # the clocks go back between
        ("2026-03-26 12:00", "1111100", "31 March 2026"),  # and forward
        ("2026-07-01 23:30", "1111100", "7 July 2026"),  # half past midnight of Thursday, by the clock on the wall
    ],
)
def test_one_day_everywhere(app: Flask, page: Page, asked_at: str, works: str, said: str) -> None:
    with committed():
        people.person("ambassador").working_days = works
    first, second = make_ambassador("ambassador"), make_ambassador("welsh", skills=("spreadsheets",))
    with clock.at(at(asked_at)):
        request = ask(wanted_id=first.id)
        page.sign_in("ambassador")
        assert f"Answer by {said}" in page.get(f"/ambassadors/requests/{request.id}").text
        assert f"Answer by {said}" in page.get("/ambassadors/mine").text
        assert f"If you do not answer by {said}, we ask the next." in page.get("/notices").text
    last = answer_by(fresh(request.id).pass_on_at or clock.now())
    for hour, passed_on in ((23, 0), (25, 1)):  # the whole of that day it is theirs still
        with clock.at(clock.start_of(last) + timedelta(hours=hour)):
            assert requests.pass_on_due() == passed_on
    assert offers(request) == [(first.id, "passed"), (second.id, None)]


@pytest.mark.parametrize("last", [date(2026, 11, 25), date(2026, 10, 25), date(2026, 3, 29), date(2028, 2, 29)])
def test_what_passes_on_after_a_day_is_answered_by_that_day(app: Flask, last: date) -> None:
    assert answer_by(passes_on_at(last)) == last
    assert clock.day_of(passes_on_at(last)) > last
    assert last_day_to_answer(last, "1111111", 0) == last
