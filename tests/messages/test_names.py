"""A name with an apostrophe and an ampersand: plain text says it as it is, HTML escapes it, once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events.actions import cancel_event
from learnhub.messages.digest import write_digests
from learnhub.messages.models import Message
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.actions import send_password_link
from learnhub.people.mails import tell_of_new_password
from learnhub.people.models import Person
from tests.events.world import join, make_event
from tests.factories import at, make_person
from tests.html import read

NAME = "Siân O'Neill & Co"
TUESDAY = at("2026-11-24 09:30")


@pytest.fixture(autouse=True)
def _on_a_tuesday(app: Flask) -> Iterator[None]:
    with clock.at(TUESDAY):
        yield


@pytest.fixture(params=["en", "cy"])
def sian(app: Flask, request: pytest.FixtureRequest) -> Person:
    return make_person(NAME, email="sian@staff.example", language=request.param)


def only_mail() -> Message:
    db.session.rollback()
    return db.session.execute(select(Message)).scalar_one()


def is_plain(text: str) -> bool:
    return "&amp;" not in text and "&#" not in text


def test_a_letter_about_the_password_calls_its_reader_by_name(sian: Person) -> None:
    with database.write():
        send_password_link(sian.email)
    mail = only_mail()
    assert f" {NAME},\n" in mail.text
    assert (is_plain(mail.text), mail.html) == (True, None)


def test_so_does_the_one_that_says_it_was_changed(sian: Person) -> None:
    with database.write():
        tell_of_new_password(sian)
    mail = only_mail()
    assert f" {NAME},\n" in mail.text
    assert is_plain(mail.text)


def test_news_of_an_event_says_what_was_written(sian: Person) -> None:
    event = make_event(title="Tea & <Cake>", place="Hexham's hall")
    join(event, sian)
    with database.write():
        cancel_event(event.id, "There's no cake & no tea.")
    mail = only_mail()
    for words in (f" {NAME},\n", "“Tea & <Cake>”", "Hexham's hall\n", "There's no cake & no tea.\n"):
        assert words in mail.text
    assert is_plain(mail.text + mail.subject)


def test_the_daily_mail_is_plain_as_text_and_escaped_as_html(sian: Person) -> None:
    with database.write():
        said = "“Tea & <Cake>” is tomorrow."
        write_notices([NewNotice(sian.id, "events", "test", said, "/events/1", sian.language)])
    assert write_digests() == 1
    mail = only_mail()
    assert f" {NAME},\n" in mail.text
    assert "\n“Tea & <Cake>” is tomorrow.\n" in mail.text
    assert is_plain(mail.text)
    assert mail.html is not None
    assert "Siân O&#39;Neill &amp; Co,</p>" in mail.html
    assert "“Tea &amp; &lt;Cake&gt;” is tomorrow.</a>" in mail.html
    page = read(mail.html)
    assert page.find("p").text.endswith(f" {NAME},")
    assert page.find("li").text == "“Tea & <Cake>” is tomorrow."
