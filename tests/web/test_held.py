"""A session that ends while something is being filled in: sign in as the same person, everything typed is there."""

from datetime import timedelta

import pytest
from flask import Flask, redirect, render_template_string
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput

from learnhub import clock
from learnhub import db as database
from learnhub.people import sessions
from learnhub.web.access import signed_in, visitor
from learnhub.web.forms import Form
from tests.page import Page, query_of
from tests.people import PASSWORD

TEMPLATE = """{% extends "layouts/base.html" %}{% from "components/forms.html" import token, field %}
{% block title %}Note{% endblock %}{% block main %}<h1>Note</h1>
<form method="post">{{ token() }}{{ field(form.what) }}{{ field(form.text) }}{{ field(form.kinds) }}
<button>Keep the note</button></form>{% endblock %}"""


class NoteForm(Form):
    what = StringField("What")
    text = TextAreaField("Text")
    kinds = SelectMultipleField("Kinds", choices=["a", "b", "c"], option_widget=CheckboxInput())


@pytest.fixture
def noting_app(app: Flask) -> Flask:
    """The app with one more page: a form."""
    kept: list[tuple[int, str]] = []

    @signed_in
    def write_note() -> ResponseReturnValue:
        form = NoteForm()
        if form.is_ok():
            kept.append((visitor().person_id, form.text.data or ""))
            return redirect("/test/note", 303)
        return render_template_string(TEMPLATE, form=form)

    app.add_url_rule("/test/note", "test.write_note", write_note, methods=["GET", "POST"])
    app.extensions["test.kept"] = kept
    return app


def fill_in_and_lose_the_session(page: Page) -> str:
    """Everything typed, the session over: where the sign-in page is that one is sent to."""
    page.sign_in("learner").get("/test/note")
    with page.app.app_context(), database.write():
        sessions.end_sessions_of(page.person_id)
    typed = {"what": "scam", "text": "line one\r\nline “two” <b>", "kinds": ["a", "c"]}
    return page.post("/test/note", typed, 302).location


def test_what_was_typed_is_there_after_signing_in_again(noting_app: Flask) -> None:
    page = Page(noting_app)
    page.get(fill_in_and_lose_the_session(page))
    back = page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    assert "What you typed is still here" in back.text
    assert back.html.find("input", name="what").get("value") == "scam"
    assert "line “two” <b>" in "".join(map(str, back.html.find("textarea", name="text").children))
    chosen = [box.get("value") for box in back.html.all("input", name="kinds") if box.has("checked")]
    assert chosen == ["a", "c"]
    page.submit("Keep the note")
    assert noting_app.extensions["test.kept"] == [(page.person_id, "line one\r\nline “two” <b>")]


def test_nobody_else_sees_what_was_typed(noting_app: Flask) -> None:
    page = Page(noting_app)
    address = query_of(fill_in_and_lose_the_session(page))["next"]
    stranger = Page(noting_app).sign_in("outsider")
    opened = stranger.get(address)
    assert "scam" not in opened.text
    assert opened.html.find("input", name="what").get("value") == ""


def test_what_was_typed_belongs_to_its_page(noting_app: Flask) -> None:
    page = Page(noting_app)
    held = query_of(query_of(fill_in_and_lose_the_session(page))["next"].replace("/test/note?", "/?"))["held"]
    elsewhere = Page(noting_app).sign_in("learner").get(f"/account?held={held}")
    assert "What you typed is still here" not in elsewhere.text


def test_what_was_typed_is_kept_for_a_day(noting_app: Flask) -> None:
    page = Page(noting_app)
    address = query_of(fill_in_and_lose_the_session(page))["next"]
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        opened = Page(noting_app).sign_in("learner").get(address)
    assert "What you typed is still here" not in opened.text


def test_a_session_that_never_was_keeps_nothing(noting_app: Flask) -> None:
    """A form from nowhere is not written down: else anybody could fill our table."""
    page = Page(noting_app)
    location = page.post("/test/note", {"what": "x"}, 302).location
    assert query_of(location) == {"next": "/test/note"}


def test_signing_out_in_another_tab_loses_nothing(noting_app: Flask) -> None:
    page = Page(noting_app).sign_in("learner")
    page.get("/test/note")
    page.post("/sign-out", {}, 303)
    sent_to = page.post("/test/note", {"what": "scam", "text": "", "kinds": ["a"]}, 302).location
    page.get(sent_to)
    back = page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    assert "What you typed is still here" in back.text
    assert back.html.find("input", name="what").get("value") == "scam"


def test_a_form_of_an_earlier_sign_in_comes_back_to_be_sent_again(noting_app: Flask) -> None:
    page = Page(noting_app).sign_in("learner")
    old = page.token()
    page.post("/sign-out", {}, 303)
    page.get("/sign-in")
    page.submit("Sign in", email="learner@demo.example", password=PASSWORD)
    answer = page.client.post("/test/note", data={"what": "scam", "text": "long", "csrf_token": old})
    assert answer.status_code == 303
    back = page.get(answer.headers["Location"])
    assert "What you typed is still here" in back.text
    assert noting_app.extensions["test.kept"] == []


def test_a_form_of_another_site_is_refused_and_kept_for_nobody(noting_app: Flask) -> None:
    page = Page(noting_app)
    page.get("/sign-in")
    answer = page.client.post("/test/note", data={"what": "scam", "csrf_token": "forged"})
    assert answer.status_code == 400
