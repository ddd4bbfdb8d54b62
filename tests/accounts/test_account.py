"""My account: my details, my language, my password, where I am signed in."""

from datetime import date

import pytest
from flask import Flask

from learnhub.db import db
from learnhub.people import actions, hashing, sessions
from learnhub.people.words import working_days_words
from tests.factories import committed, make_absence, make_person, make_posting
from tests.page import Page
from tests.people import PASSWORD, department, person

NEW = "seven quiet brown owls"


def test_my_account_shows_my_details_postings_and_who_can_see_them(page: Page) -> None:
    page.sign_in("learner")
    with page.statements() as counted:
        opened = page.get("/account")
    shown = opened.main.text
    for words in ("Lena Marsh", "learner@demo.example", "Hexham Office", "Administrators", "HR officers"):
        assert words in shown
    assert len(counted) == 2, counted  # the visitor; the details with the postings


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("1111100", "Monday to Friday"),
        ("1110100", "Monday to Wednesday, Friday"),
        ("1100011", "Monday, Tuesday, Saturday, Sunday"),
        ("0000000", "None"),
    ],
)
def test_a_working_week_is_said_in_words(app: Flask, pattern: str, words: str) -> None:
    assert working_days_words(pattern) == words


def test_what_is_kept_of_my_week_and_absences_is_shown_to_me_and_the_administrator(app: Flask, page: Page) -> None:
    part = make_person("Part Timer", working_days="1110000", region="Wales")
    make_absence(part, date(2026, 11, 3), date(2026, 11, 7))
    make_absence(part, date(2026, 12, 24), date(2026, 12, 24))
    with committed():
        token = sessions.begin_session(part.id)
    seen = page.sign_in("admin").get(f"/people/{part.id}").main.text
    with page.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    with page.statements() as counted:
        own = page.get("/account").main.text
    assert len(counted) == 2, counted
    for shown in (seen, own):
        assert "Monday to Wednesday" in shown
        assert "24 December 2026; 3 November 2026 to 7 November 2026" in shown
        assert "Wales" in shown


def test_a_department_shows_by_the_name_it_had_then(app: Flask, page: Page) -> None:
    from datetime import timedelta

    from learnhub import clock

    today = clock.today()
    hexham = department("PEN-OPS-HEX").id
    with committed():
        actions.rename_department(hexham, "Hexham Centre", today - timedelta(days=10))
        actions.post_person(person("learner").id, department("REV").id, today - timedelta(days=20))
    page.sign_in("learner")
    assert "Hexham Office" in page.get("/account").main.text
    assert "Hexham Centre" not in page.get("/account").main.text


def test_i_choose_my_language(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/account")
    page.submit("Save the language", language="cy")
    db.session.rollback()
    assert person("learner").language == "cy"
    page.post("/account", {"language": "xx"}, 422)


def test_i_change_my_password_and_stay_signed_in_only_here(app: Flask, page: Page) -> None:
    with committed():
        elsewhere = sessions.begin_session(person("learner").id)
    page.sign_in("learner").get("/account/password")
    opened = page.submit("Change the password", password=PASSWORD, new_password=NEW, new_password_again=NEW)
    assert opened.path == "/account"
    assert sessions.visitor_with(elsewhere) is None
    assert hashing.is_right(person("learner").password_hash, NEW)


def test_without_the_present_password_nothing_changes(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/account/password")
    wrong = page.submit("Change the password", 422, password="wrong", new_password=NEW, new_password_again=NEW)
    assert wrong.problems == ["This is not your present password"]
    assert hashing.is_right(person("learner").password_hash, PASSWORD)


def test_a_stolen_session_cannot_guess_the_present_password_for_long(page: Page) -> None:
    page.sign_in("learner")
    fields = {"password": "wrong", "new_password": NEW, "new_password_again": NEW}
    answers = {page.client.post("/account/password", data={**fields, "csrf_token": page.token()}).status_code}
    for _number in range(20):
        answer = page.client.post("/account/password", data={**fields, "csrf_token": page.token()})
        answers.add(answer.status_code)
    assert answers == {422, 429}


def test_problems_stand_in_the_order_of_the_page(page: Page) -> None:
    page.sign_in("learner").get("/account/password")
    assert page.submit("Change the password", 422).problems == [
        "Enter your present password",
        "Enter a new password",
        "Enter the new password again",
    ]


def test_i_see_where_i_am_signed_in_and_sign_out_everywhere(app: Flask, page: Page) -> None:
    with committed():
        elsewhere = sessions.begin_session(person("learner").id, "Firefox, Windows")
        anothers = sessions.begin_session(person("hr").id, "Safari, iOS")
    page.sign_in("learner")
    shown = page.get("/account/sessions").main.text
    assert "Firefox, Windows" in shown
    assert "This one" in shown
    assert "Safari, iOS" not in shown
    assert page.submit("Sign out everywhere").path == "/sign-in"
    assert sessions.visitor_with(elsewhere) is None
    assert sessions.visitor_with(anothers) is not None
    page.get("/account", 302)


def test_a_name_that_is_script_is_shown_and_not_run(app: Flask, page: Page) -> None:
    nasty = make_person("<script>alert(1)</script>", department=None)
    make_posting(nasty, "REV", office="<img src=x onerror=alert(1)>")
    with committed():
        token = sessions.begin_session(nasty.id, "<b>")
    with page.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    body = page.get("/account").body.decode()
    assert "<script>" not in body
    assert "<img" not in body
    assert "&lt;script&gt;" in body
