"""The administrator's page of messages: what waits, what was given up and why, and no more than that."""

from dataclasses import replace

import pytest
from flask import Flask

from learnhub import clock
from learnhub.db import db
from learnhub.messages.actions import deliver_due, write_message
from learnhub.messages.models import Message
from learnhub.people import actions
from learnhub.permissions import Role
from tests.factories import committed
from tests.page import Page
from tests.people import department, person


def write(subject: str = "Hello", **values: object) -> int:
    with committed():
        row = write_message(
            kind="test",
            address="lena@rev.example",
            language="en",
            subject=subject,
            text="Open https://x.example/secret",
        )
        for name, value in values.items():
            setattr(row, name, value)
        return row.id


def test_what_waits_was_given_up_or_sent_is_listed_each_in_its_place(app: Flask, page: Page) -> None:
    write("Waits")
    write("Given up", given_up_at=clock.now(), why="550 no such user")
    write("Went", sent_at=clock.now())
    page.sign_in("admin")
    assert "Waits" in page.get("/messages").main.text
    given_up = page.get("/messages?state=given-up").main.text
    assert "550 no such user" in given_up
    assert "Went" not in given_up
    assert "Went" in page.get("/messages?state=sent").main.text
    page.get("/messages?state=other", 404)


def test_an_empty_outbox_says_so(page: Page) -> None:
    assert "No message waits" in page.sign_in("admin").get("/messages").main.text


def test_the_list_pages_by_key_in_two_statements(app: Flask, page: Page) -> None:
    with committed():
        for number in range(30):
            write(f"Message {number}")
    page.sign_in("admin")
    with page.statements() as counted:
        first = page.get("/messages")
    assert len(counted) == 2, counted
    assert len(first.main.all("tr")) == 26
    assert len(page.get(first.link("Next page")).main.all("tr")) == 6


def test_the_demo_shows_what_a_message_says(app: Flask, page: Page) -> None:
    number = write()
    deliver_due(5)
    opened = page.sign_in("admin").get(f"/messages/{number}")
    assert opened.link("https://x.example/secret") == "https://x.example/secret"
    assert "Shown because this is a demo" in opened.main.text


def test_the_pages_that_promise_privacy_say_what_the_demo_shows(app: Flask, page: Page) -> None:
    asking = f"/people/{person('learner').id}/password-link"
    page.sign_in("admin")
    assert "shows every message, with its link" in page.get(asking).main.text
    assert "This demo has no mail server" in page.get("/privacy").main.text
    app.extensions["learnhub.settings"] = replace(app.extensions["learnhub.settings"], smtp_url="smtp://mail.example")
    asked = page.get(asking).main.text
    assert "You do not see it." in asked
    assert "This is a demo" not in asked
    assert "demo" not in page.get("/privacy").main.text.lower()


def test_with_a_mail_server_nobody_reads_anothers_message(app: Flask, page: Page) -> None:
    settings = app.extensions["learnhub.settings"]
    app.extensions["learnhub.settings"] = replace(settings, smtp_url="smtp://mail.example")
    assert "can be read here" not in page.sign_in("admin").get("/messages").main.text
    shown = page.sign_in("admin").get(f"/messages/{write()}").main.text
    assert "secret" not in shown
    assert "for its reader alone" in shown


def test_a_message_given_up_is_sent_again_on_request(app: Flask, page: Page) -> None:
    number = write(given_up_at=clock.now(), why="550 no such user", tries=8)
    page.sign_in("admin").get(f"/messages/{number}")
    assert "The message waits to be sent again." in page.submit("Try to send it again").text
    db.session.rollback()
    row = db.session.get_one(Message, number)
    assert (row.given_up_at, row.tries) == (None, 0)


def test_a_message_to_nobody_is_not_shown(app: Flask, page: Page) -> None:
    with committed():
        number = write_message(kind="test", address=None, language="en", subject="Nobody", text="x").id
    page.sign_in("admin").get(f"/messages/{number}", 404)
    assert "Nobody" not in page.get("/messages").main.text


def test_an_administrator_of_one_department_does_not_see_everybodys_messages(app: Flask, page: Page) -> None:
    with committed():
        actions.grant_role(person("hr").id, Role.ADMIN, department("PEN").id)
    page.sign_in("hr").get("/messages", 403)
    page.get(f"/messages/{write()}", 403)
    page.post(f"/messages/{write()}", {}, 403)
    assert "Messages" not in [link.text for link in page.get("/account").html.find("nav").all("a")]


@pytest.mark.parametrize("state", ["waiting", "late"])
def test_readiness_says_whether_letters_are_late(app: Flask, page: Page, state: str) -> None:
    from datetime import timedelta

    write(**({"due_at": clock.now() - timedelta(hours=2)} if state == "late" else {}))
    with app.app_context():
        assert app.extensions["learnhub.ready"]["outbox"]() == {"usable": True, "late": int(state == "late")}
