"""Guessing is slow; guessing at somebody else's account keeps nobody out of their own."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from learnhub import clock
from learnhub.people import guesses
from learnhub.people.browsers import COOKIE
from learnhub.web.throttle import Limit
from tests.page import Opened, Page
from tests.people import PASSWORD

LENA = "learner@demo.example"
NOON = datetime.combine(clock.today(), time(12), UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    """Windows begin on the hour: a test that spans one would be another test."""
    with clock.at(NOON):
        yield


def guess(page: Page, status: int, email: str = LENA, password: str = "wrong", address: str = "192.0.2.1") -> Opened:
    page.client.environ_base["REMOTE_ADDR"] = address
    return page.post("/sign-in", {"email": email, "password": password}, status)


def keep_guessing(page: Page) -> TestResponse:
    """One more, whatever the answer."""
    page.client.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    return page.client.post("/sign-in", data={"email": LENA, "password": "wrong", "csrf_token": page.token()})


def test_five_wrong_tries_in_a_minute_are_answered_and_the_sixth_waits(page: Page) -> None:
    for _number in range(5):
        guess(page, 422)
    refused = guess(page, 429)
    assert refused.headers["Retry-After"] == "60"
    assert refused.problems == ["Too many wrong tries. Try again in 1 minute, or choose a new password"]
    assert refused.html.find("input", name="email").get("value") == LENA
    with clock.at(NOON + timedelta(seconds=61)):
        guess(page, 422)


def test_the_right_password_waits_too_else_guessing_would_pay(page: Page) -> None:
    for _number in range(5):
        guess(page, 422)
    guess(page, 429, password=PASSWORD)


def test_the_wait_grows(page: Page) -> None:
    waits = []
    for minute in (0, 1, 2, 15, 30, 45, 60, 75, 90):
        with clock.at(NOON + timedelta(minutes=minute)):
            for _number in range(5):
                answer = keep_guessing(page)
                if answer.status_code == 429:
                    waits.append(int(answer.headers["Retry-After"]))
    assert waits[0] <= 15 * 60 < 3600 < max(waits)


def test_an_account_that_does_not_exist_is_slowed_alike(page: Page) -> None:
    for _number in range(5):
        guess(page, 422, "nobody@demo.example")
    guess(page, 429, "nobody@demo.example")


def test_a_stranger_elsewhere_does_not_lock_a_colleague_out(app: Flask, page: Page) -> None:
    for _number in range(8):
        keep_guessing(page)
    guess(Page(app), 303, password=PASSWORD, address="192.0.2.77")


def test_a_stranger_in_the_same_office_does_not_lock_out_a_browser_that_is_known(app: Flask, page: Page) -> None:
    lenas = Page(app)
    guess(lenas, 303, password=PASSWORD)
    lenas.get("/sign-out")
    lenas.submit("Yes, sign out")
    for _number in range(8):
        keep_guessing(page)
    guess(page, 429)
    guess(lenas, 303, password=PASSWORD)


def test_a_browser_known_for_one_person_is_not_known_for_another(app: Flask, page: Page) -> None:
    guess(page, 303, "outsider@demo.example", PASSWORD)
    for _number in range(5):
        guess(page, 422)
    guess(page, 429)


def test_a_forged_cookie_makes_no_browser_known(page: Page) -> None:
    page.client.set_cookie(COOKIE, '{"b":"x","p":[1,2,3,4,5,6,7,8]}.forged')
    for _number in range(5):
        guess(page, 422)
    guess(page, 429)


def test_a_known_browser_is_slowed_by_its_own_guesses(page: Page) -> None:
    guess(page, 303, password=PASSWORD)
    for _number in range(5):
        guess(page, 422)
    guess(page, 429)


def test_past_the_accounts_limit_only_known_browsers_and_the_link_lead_in(
    app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "ACCOUNT", Limit("sign-in-account", 12, timedelta(hours=1)))
    lenas, stranger = Page(app), Page(app)
    guess(lenas, 303, password=PASSWORD)
    for number in range(12):
        guess(stranger, 422, address=f"198.51.100.{number}")
    guess(stranger, 429, address="198.51.100.99")
    guess(Page(app), 429, password=PASSWORD, address="203.0.113.5")
    guess(lenas, 303, password=PASSWORD)


def test_one_address_that_tries_many_accounts_waits(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "ADDRESS", Limit("sign-in-address", 6, timedelta(minutes=15)))
    for number in range(6):
        guess(page, 422, f"person.{number}@demo.example")
    guess(page, 429, "person.7@demo.example")


def test_an_office_that_signs_in_at_nine_is_not_slowed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A right password is taken back from what its address is counted with."""
    monkeypatch.setattr(guesses, "ADDRESS", Limit("sign-in-address", 3, timedelta(minutes=15)))
    for role in ("learner", "hr", "admin", "author", "lead", "welsh", "outsider"):
        guess(Page(app), 303, f"{role}@demo.example", PASSWORD)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_ipv6_network_counts_as_one_place(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert guesses.network() == counted_as
