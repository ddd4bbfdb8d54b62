"""Choosing a password by an e-mailed link: once, within an hour, and without telling who has an account."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub.db import db
from learnhub.messages.models import Message
from learnhub.people import actions, guesses, hashing, sessions
from learnhub.people.browsers import COOKIE
from learnhub.people.models import PasswordLink
from learnhub.web.throttle import Limit
from tests.factories import committed, make_person
from tests.page import Page
from tests.people import PASSWORD, person

LENA = "learner@demo.example"
NEW = "seven quiet brown owls"


def ask(page: Page, email: str = LENA) -> None:
    page.get("/password/forgotten")
    assert page.submit("Send me a link", email=email).path == "/password/sent"


def letters(kind: str = "password-link") -> list[Message]:
    db.session.rollback()
    return list(db.session.execute(select(Message).where(Message.kind == kind, Message.address != "")).scalars())


def link() -> str:
    found = re.search(r"http://localhost(/password/choose/\S+)", letters()[-1].text)
    assert found
    return found[1]


def choose(page: Page, address: str, password: str = NEW, again: str | None = None, status: int = 200) -> str:
    page.get(address)
    page.submit("Save the password", status, new_password=password, new_password_again=again or password)
    assert page.now
    return page.now.path


def test_a_forgotten_password_is_chosen_anew(app: Flask, page: Page) -> None:
    ask(page)
    assert letters()[0].address == LENA
    assert choose(page, link()) == "/sign-in"
    page.submit("Sign in", 422, email=LENA, password=PASSWORD)
    page.get("/sign-in?next=/account")
    assert page.submit("Sign in", email=LENA, password=NEW).path == "/account"


def test_opening_a_link_changes_nothing_and_sending_the_form_does(app: Flask, page: Page) -> None:
    """Mail scanners open every link."""
    ask(page)
    for _number in range(3):
        opened = page.get(link())
        assert opened.headers["Cache-Control"] == "no-store"
    assert choose(page, link()) == "/sign-in"


def test_a_link_works_once(page: Page) -> None:
    ask(page)
    address = link()
    choose(page, address)
    assert page.get(address, 404).h1 == "This link does not work any more"
    page.post(address, {"new_password": "another good one", "new_password_again": "another good one"}, 404)


def test_a_link_expires_after_an_hour(page: Page) -> None:
    ask(page)
    address = link()
    with clock.at(clock.now() + timedelta(minutes=59)):
        page.get(address)
    with clock.at(clock.now() + timedelta(minutes=61)):
        page.get(address, 404)
        page.post(address, {"new_password": NEW, "new_password_again": NEW}, 404)


def test_a_guessed_link_is_answered_like_a_spent_one(page: Page) -> None:
    assert page.get("/password/choose/" + "x" * 43, 404).h1 == "This link does not work any more"


def test_choosing_a_password_signs_out_everywhere_spends_every_link_and_tells(app: Flask, page: Page) -> None:
    with committed():
        token = sessions.begin_session(person("learner").id)
    ask(page)
    first = link()
    ask(page)
    choose(page, link())
    assert sessions.visitor_with(token) is None
    page.get(first, 404)
    assert [letter.subject for letter in letters("password-set")] == ["Your LearnHub password was changed"]


def test_two_who_send_the_form_at_once_set_one_password(app: Flask) -> None:
    with committed():
        actions.send_password_link(LENA)
    token = link().rpartition("/")[2]
    with committed():
        first = actions.use_password_link(token, hashing.hash_of_password(NEW))
        second = actions.use_password_link(token, hashing.hash_of_password("an attacker was late"))
    assert (first, second) == (person("learner").id, None)
    assert hashing.is_right(person("learner").password_hash, NEW)


def test_the_answer_does_not_tell_who_has_an_account(app: Flask, page: Page) -> None:
    """The same page after the same statements; and for nobody nothing is sent."""
    make_person("Left Us", email="left@demo.example", left_on=clock.today())
    seen = []
    for email in (LENA, "nobody@demo.example", "left@demo.example"):
        page.get("/password/forgotten")
        with page.statements() as counted:
            opened = page.submit("Send me a link", email=email)
        seen.append((opened.text, [statement.split("(")[0] for statement in counted.statements]))
    assert seen[0] == seen[1] == seen[2]
    assert [letter.address for letter in letters()] == [LENA]
    assert db.session.execute(select(func.count()).select_from(PasswordLink)).scalar_one() == 3


def test_a_stranger_who_asks_for_many_links_spoils_none(
    app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "LINK_ACCOUNT", Limit("link-account", 4, timedelta(hours=1)))
    with clock.at(clock.start_of(clock.today()) + timedelta(hours=12)):
        ask(page)
        lenas = link()
        for number in range(6):
            stranger = Page(app)
            stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
            ask(stranger)  # the answer is the same, past the limit too
        assert len(letters()) == 4
        choose(page, lenas)


def test_one_who_asks_again_and_again_waits(page: Page) -> None:
    with clock.at(clock.start_of(clock.today()) + timedelta(hours=12)):
        for _number in range(3):
            ask(page)
        page.get("/password/forgotten")
        refused = page.submit("Send me a link", 429, email=LENA)
        assert refused.headers["Retry-After"] == "3600"
        assert "Look for an earlier e-mail" in refused.problems[0]


def test_a_link_begins_with_our_address_whatever_host_was_asked_for(app: Flask, page: Page) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # the cookie of another host has no token
    page.post("/password/forgotten", {"email": LENA}, headers={"Host": "evil.example"})
    assert "evil.example" not in letters()[-1].text
    assert link().startswith("/password/choose/")


@pytest.mark.parametrize(
    ("password", "again", "problem"),
    [
        ("short", None, "Use at least 12 characters. Three random words are easy to remember"),
        (NEW, "seven quiet brown cats", "The two passwords are not the same. Enter the new password again"),
        ("lena marsh lena", None, "Do not make it of your own name or e-mail address. Use three random words"),
    ],
)
def test_a_password_that_is_not_taken_spends_no_link(
    page: Page, password: str, again: str | None, problem: str
) -> None:
    ask(page)
    choose(page, link(), password, again, 422)
    assert page.now
    assert page.now.problems == [problem]
    choose(page, link())


def test_after_a_link_the_browser_is_known(page: Page) -> None:
    """So that its owner gets in although a stranger has used up the account's limit."""
    ask(page)
    choose(page, link())
    assert page.client.get_cookie(COOKIE) is not None


def test_what_is_not_an_address_is_said_so(page: Page) -> None:
    page.get("/password/forgotten")
    for email in ("", "lena", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"):
        assert page.submit("Send me a link", 422, email=email).problems


def test_a_letter_is_written_in_its_readers_language(app: Flask, page: Page) -> None:
    ask(page, "welsh@demo.example")
    assert letters()[-1].language == "cy"
