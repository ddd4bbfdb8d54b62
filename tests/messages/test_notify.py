"""Sending through GOV.UK Notify: its own client library against a server that answers as Notify does."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from learnhub import clock
from learnhub.config import SettingsError, load_settings
from learnhub.db import db
from learnhub.messages.actions import write_message
from learnhub.messages.delivery import deliver_due
from learnhub.messages.models import Message
from learnhub.messages.notify import NotifySender
from learnhub.messages.senders import sender_of
from tests.factories import committed
from tests.messages.notify import KEY, SECRET, TEMPLATE, Notify, notify_server
from tests.people import person

ENVIRONMENT = {"LEARNHUB_SECRET_KEY": "x" * 32, "LEARNHUB_NOTIFY_KEY": KEY, "LEARNHUB_NOTIFY_TEMPLATE": TEMPLATE}


@pytest.fixture
def notify(app: Flask) -> Iterator[Notify]:
    with notify_server() as server:
        app.extensions["learnhub.sender"] = NotifySender(KEY, TEMPLATE, server.url)
        yield server


def write(kind: str = "test", address: str = "lena@rev.example") -> int:
    with committed():
        return write_message(
            kind=kind,
            address=address,
            language="en",
            subject="Choose your password",
            text="Open https://x.example/secret",
            html="<p>Light</p>",
            person_id=person("learner").id,
        ).id


def message(message_id: int) -> Message:
    db.session.rollback()
    return db.session.get_one(Message, message_id)


def test_a_letter_goes_out_by_the_template_and_its_text_is_forgotten(app: Flask, notify: Notify) -> None:
    number = write()
    assert deliver_due(10).sent == 1
    assert notify.taken == [
        {
            "email_address": "lena@rev.example",
            "template_id": TEMPLATE,
            "personalisation": {"subject": "Choose your password", "body": "Open https://x.example/secret"},
            "reference": f"message-{number}",
        }
    ]
    assert (message(number).text, message(number).html) == ("", None)


def test_a_daily_mail_carries_the_address_that_ends_it(app: Flask, notify: Notify) -> None:
    with clock.at(datetime(2026, 11, 24, 9, 30, tzinfo=UTC)):
        write(kind="digest")
        assert deliver_due(10).sent == 1
    assert notify.taken[0]["one_click_unsubscribe_url"].startswith("http://localhost/unsubscribe/")


@pytest.mark.parametrize(
    ("status", "error", "text", "outcome"),
    [
        (400, "ValidationError", "email_address Not a valid email address", "given up"),
        (400, "BadRequestError", "Can't send to this recipient using a team-only API key", "put off"),
        (400, "BadRequestError", "Missing personalisation: body", "put off"),
        (400, "ValidationError", "template_id is not a valid UUID", "put off"),
        (403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds", "away"),
        (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds", "away"),
        (429, "TooManyRequestsError", "Exceeded send limits (250000) for today", "away"),
        (500, "Exception", "Internal server error", "away"),
        (503, "Exception", "Service unavailable", "away"),
    ],
)
def test_what_its_errors_mean(app: Flask, notify: Notify, status: int, error: str, text: str, outcome: str) -> None:
    first, second = write(), write()
    notify.status, notify.errors = status, [{"error": error, "message": text}]
    done = deliver_due(10)
    row = message(first)
    assert text in (row.why or "")
    assert str(status) in (row.why or "")
    assert done.away == (outcome == "away")
    assert (row.given_up_at is not None) == (outcome == "given up")
    # Where the fault is not the letter's own, the others are not tried in vain.
    assert message(second).tries == (0 if outcome == "away" else 1)
    assert SECRET not in (row.why or "")


def test_a_server_that_is_down_is_waited_for(app: Flask) -> None:
    with notify_server() as server:
        gone = server.url
    app.extensions["learnhub.sender"] = NotifySender(KEY, TEMPLATE, gone)
    number = write()
    assert deliver_due(10).away
    assert (message(number).tries, message(number).given_up_at) == (1, None)


def test_a_wrong_key_is_told_to_the_administrator(app: Flask, notify: Notify) -> None:
    app.extensions["learnhub.sender"] = NotifySender(KEY[:-4] + "ffff", TEMPLATE, notify.url)
    number = write()
    assert deliver_due(10).away
    assert (message(number).why or "").startswith("403 AuthError: Invalid token")


def test_settings_choose_it() -> None:
    settings = load_settings(ENVIRONMENT)
    sender = sender_of(settings)
    assert isinstance(sender, NotifySender)
    assert (sender.key, sender.template, sender.base_url) == (
        KEY,
        TEMPLATE,
        "https://api.notifications.service.gov.uk",
    )


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"LEARNHUB_NOTIFY_TEMPLATE": ""}, "LEARNHUB_NOTIFY_TEMPLATE is missing"),
        ({"LEARNHUB_NOTIFY_KEY": ""}, "LEARNHUB_NOTIFY_KEY is missing"),
        ({"LEARNHUB_NOTIFY_KEY": "secret"}, "not a key of GOV.UK Notify"),
        ({"LEARNHUB_SMTP_URL": "smtp://mail.example"}, "two ways to send"),
        ({"LEARNHUB_QUIET_HOURS": "evening"}, "LEARNHUB_QUIET_HOURS must look like"),
        ({"LEARNHUB_QUIET_HOURS": "19:00-25:00"}, "LEARNHUB_QUIET_HOURS must look like"),
        ({"LEARNHUB_QUIET_HOURS": "07:00-07:00"}, "LEARNHUB_QUIET_HOURS must look like"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**ENVIRONMENT, **changed})
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)
    assert SECRET not in str(refused.value)


def test_without_the_library_the_start_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnhub.config.find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"pip install -r requirements-notify\.txt"):
        load_settings(ENVIRONMENT)


def test_nobody_pays_for_it_who_does_not_use_it() -> None:
    code = "import learnhub; learnhub.create_app(); import sys; print('notifications_python_client' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env={"LEARNHUB_DEMO": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"
