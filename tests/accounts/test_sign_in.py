"""Signing in and out: one answer for every wrong try, a new session each time, on to where one wanted to go."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people import hashing, sessions
from learnhub.people.browsers import browser_name
from learnhub.people.models import Person, SignInSession
from learnhub.web.i18n import LANGUAGES
from tests.factories import committed, make_person
from tests.page import Page
from tests.people import PASSWORD, person

WRONG = "not the password at all"


def try_to_sign_in(page: Page, email: str, password: str, status: int = 422) -> Any:
    page.get("/sign-in")
    return page.submit("Sign in", status, email=email, password=password)


@pytest.fixture
def page(page: Page) -> Page:
    """A browser that goes on to its own account: a page that is this room's."""
    page.get("/sign-in?next=/account")
    return page


def test_a_person_signs_in_and_goes_on_to_where_they_wanted(page: Page) -> None:
    assert page.submit("Sign in", email="learner@demo.example", password=PASSWORD).path == "/account"


def test_an_address_is_the_same_in_any_letter_case_and_with_spaces_around(page: Page) -> None:
    assert page.submit("Sign in", email="  Learner@DEMO.example ", password=PASSWORD).path == "/account"


def test_a_page_that_needs_somebody_asks_who_and_comes_back(page: Page) -> None:
    there = page.get("/account/sessions", 302)
    page.get(there.location)
    assert page.submit("Sign in", email="learner@demo.example", password=PASSWORD).path == "/account/sessions"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", "http:evil"],
)
def test_nobody_is_sent_to_another_site_after_signing_in(page: Page, address: str) -> None:
    fields = {"email": "learner@demo.example", "password": PASSWORD, "next": address}
    assert page.post("/sign-in", fields).location == "/home"


def test_every_wrong_try_gets_the_same_answer(app: Flask, page: Page) -> None:
    make_person("No Password", email="none@demo.example")
    make_person("Left Us", email="left@demo.example", password=PASSWORD, left_on=clock.today())
    answers = []
    for email, password in [
        ("learner@demo.example", WRONG),
        ("nobody@demo.example", WRONG),
        ("none@demo.example", PASSWORD),
        ("left@demo.example", PASSWORD),
        ("not an address", WRONG),
    ]:
        opened = try_to_sign_in(page, email, password)
        answers.append(opened.text)
        assert opened.html.find("input", name="email").get("value") == email
        assert opened.html.find("input", name="password").get("value") == ""
    assert len(set(answers)) == 1
    assert "do not belong together" in answers[0]


def test_a_wrong_try_costs_the_same_whether_or_not_there_is_an_account(page: Page, monkeypatch: Any) -> None:
    """The same statements and one hash of the same parameters: nothing to measure."""
    hashed: list[int] = []
    real = hashing.hasher

    def counting() -> Any:
        hashed.append(1)
        return real()

    monkeypatch.setattr(hashing, "hasher", counting)
    costs = []
    for email in ("learner@demo.example", "nobody@demo.example"):
        page.get("/sign-in")
        hashed.clear()
        with page.statements() as counted:
            page.submit("Sign in", 422, email=email, password=WRONG)
        costs.append((len(hashed), [" ".join(statement.split()) for statement in counted.statements]))
    assert costs[0] == costs[1]
    assert costs[0][0] == 1


def test_an_empty_form_says_what_is_missing(page: Page) -> None:
    opened = page.submit("Sign in", 422)
    assert opened.problems == ["Enter your e-mail address", "Enter your password"]


def test_nobody_can_plant_a_session(app: Flask, page: Page) -> None:
    """Session fixation: what the cookie held before signing in is worth nothing after it."""
    page.get("/sign-in")
    with page.client.session_transaction() as cookie:
        cookie["planted"], before = "yes", cookie["csrf_token"]
    page.get("/sign-in?next=/account")
    page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    with page.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before


def test_signing_in_again_ends_the_session_before(app: Flask, page: Page) -> None:
    page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    page.post("/sign-in", {"email": "hr@demo.example", "password": PASSWORD})
    ended = select(SignInSession.person_id).where(SignInSession.ended_at.is_not(None))
    assert list(db.session.execute(ended).scalars()) == [person("learner").id]


def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(app: Flask, page: Page) -> None:
    page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    with page.client.session_transaction() as cookie:
        token = cookie["_user_id"]
    page.get("/account")
    assert page.submit("Sign out").path == "/sign-in"
    assert sessions.visitor_with(token) is None
    page.get("/account", 302)


def test_signing_out_twice_or_by_an_old_link_is_no_fault(page: Page) -> None:
    page.get("/sign-out")
    assert page.submit("Yes, sign out").path == "/sign-in"


def test_a_session_ends_after_twelve_hours(app: Flask, page: Page) -> None:
    page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    with clock.at(clock.now() + timedelta(hours=12, minutes=1)):
        page.get("/account", 302)


def test_whoever_is_signed_in_already_goes_on(page: Page) -> None:
    page.sign_in("learner")
    assert page.get("/sign-in?next=/account", 302).location == "/account"


def test_a_password_typed_when_the_session_had_ended_is_kept_nowhere(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/account/password")
    with committed():
        sessions.end_sessions_of(person("learner").id)
    typed = {"password": PASSWORD, "new_password": "secret word here", "new_password_again": "secret word here"}
    page.post("/account/password", typed, 302)
    with app.app_context():
        kept = db.session.execute(db.text("SELECT fields FROM held_form")).all()
    assert "secret" not in str(kept)
    assert PASSWORD not in str(kept)


def test_an_old_hash_is_renewed_when_its_owner_signs_in(app: Flask, page: Page) -> None:
    from argon2 import PasswordHasher

    with committed():
        old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
        db.session.execute(update(Person).where(Person.email == "learner@demo.example").values(password_hash=old))
    page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    db.session.rollback()
    kept = person("learner").password_hash or ""
    assert kept != old
    assert hashing.is_right(kept, PASSWORD)


def test_real_hashes_are_argon2id_of_sixty_four_mebibytes(app: Flask) -> None:
    app.config["LEARNHUB_CHEAP_HASHES"] = False
    assert hashing.hash_of_password(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_demo_lists_its_accounts_and_where_the_password_is(page: Page) -> None:
    shown = page.get("/sign-in").main.text
    assert "learner@demo.example" in shown
    assert "instance/demo-password" in shown


def test_whoever_was_sent_here_from_a_page_is_told_why(page: Page) -> None:
    told = "Sign in to see the page you asked for."
    assert told in page.get(page.get("/account/sessions", 302).location).main.text
    assert told not in page.get("/sign-in").main.text


def test_a_language_chosen_is_the_persons_own_from_then_on(app: Flask, page: Page) -> None:
    app.extensions["learnhub.languages"] = LANGUAGES
    page.sign_in("learner")
    page.post("/language", {"language": "cy", "next": "/account"}, 302)
    db.session.rollback()
    assert person("learner").language == "cy"
    assert page.get("/account").html.find("html").get("lang") == "cy"


def test_a_language_without_words_is_not_pretended(app: Flask, page: Page) -> None:
    app.extensions["learnhub.languages"] = {"en": "English"}
    page.sign_in("welsh")
    shown = page.get("/account")
    assert shown.html.find("html").get("lang") == "en"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/156.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iOS"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer, Windows"),
        ("curl/8.5", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_has_a_short_name(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
