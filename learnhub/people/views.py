"""Signing in and out. The other pages of the room: `password_views`, `account_views`, `admin_views`."""

from datetime import timedelta

from flask import Flask, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_login import login_user, logout_user
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.config import Settings
from learnhub.db import db
from learnhub.messages import digest
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.people import account_views, admin_views, guesses, hashing, password_views, sessions
from learnhub.people.browsers import browser_name, known_browser, remember_browser
from learnhub.people.forms import SignInForm
from learnhub.people.models import PasswordLink, Person, SignInSession
from learnhub.people.pages import blueprint
from learnhub.people.queries import person_with_email
from learnhub.people.readers import readers_of
from learnhub.permissions import Permission
from learnhub.web.access import leave, public, visitor_or_none, writes_late
from learnhub.web.headers import forget_pages
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.retention import Retention, add_retention
from learnhub.web.views import safe_next

__all__ = ["account_views", "admin_views", "blueprint", "password_views"]

DEMO_ACCOUNTS = tuple(
    f"{role}@demo.example" for role in ("learner", "ambassador", "hr", "lead", "welsh", "admin", "author", "outsider")
)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    app.extensions["learnhub.remember_language"] = remember_language
    digest.READERS = readers_of
    security = lazy_gettext("Links to choose a password, and word that it was changed. They come at once.")
    add_message_kind(app, MessageKind("security", lazy_gettext("Your account"), security, may_refuse=False))
    add_retention(
        app,
        (
            Retention(SignInSession, SignInSession.expires_at, timedelta(days=90)),
            Retention(PasswordLink, PasswordLink.expires_at, timedelta(days=1)),
        ),
    )
    add_navigation(app, NavigationItem(lazy_gettext("People"), "people.find_people", 90, (Permission.MANAGE_PEOPLE,)))


def remember_language(language: str) -> None:
    """Keep a signed-in person's choice of language; nothing to keep for anybody else. In a request that writes late."""
    person = visitor_or_none()
    if person is not None:
        database.begin_write()
        db.session.get_one(Person, person.person_id).language = language
        db.session.flush()


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The form; whoever is signed in already goes on."""
    next_page = safe_next(request.args.get("next"))
    if visitor_or_none() is not None:
        return redirect(next_page)
    return _sign_in_page(SignInForm(formdata=None, next=next_page))


@blueprint.post("/sign-in", endpoint="check_sign_in")
@public
@writes_late
def check_sign_in() -> ResponseReturnValue:
    """Check the password and begin a session. One answer, in one time, whatever was wrong."""
    form = SignInForm()
    if not form.is_ok():
        return _sign_in_page(form), 422
    email, password = form.email.data or "", form.password.data or ""
    person = person_with_email(email)
    found, kept = (person.id, person.password_hash) if person else (None, None)
    guess = guesses.count_guess(email, found, known_browser())
    if guess.wait_seconds:
        return _refused(form, guess.wait_seconds)
    database.end_reading()  # nothing is held open while the hash is made
    if not hashing.is_right(kept, password):
        return _wrong(form)
    renewed = hashing.hash_of_password(password) if hashing.is_outdated(kept or "") else None
    database.begin_write()
    person = _still_the_same(found, kept)
    if person is None:
        return _wrong(form)
    if renewed:
        person.password_hash = renewed
    guesses.take_back(guess)
    _begin(person.id)
    response = make_response(redirect(safe_next(form.next.data), 303))
    remember_browser(response, person.id)
    return response


def _still_the_same(person_id: int | None, password_hash: str | None) -> Person | None:
    """The person, read again in the write: in service, and the password not changed while it was being checked."""
    today = clock.today()
    return db.session.execute(
        select(Person)
        .where(Person.id == person_id, Person.password_hash == password_hash)
        .where(Person.left_on.is_(None) | (Person.left_on > today))
        .with_for_update()
    ).scalar_one_or_none()


def _begin(person_id: int) -> None:
    """A new session in this browser. Whatever its cookie held before is dropped: nobody can have planted it."""
    before = visitor_or_none()
    if before is not None:
        sessions.end_session(before.session_id)
    token = sessions.begin_session(person_id, browser_name(request.headers.get("User-Agent", "")))
    session.clear()
    login_user(sessions.visitor_with(token))


def _wrong(form: SignInForm) -> ResponseReturnValue:
    message = _("That e-mail address and password do not belong together. Check both, or choose a new password")
    form.email.errors = [message]
    return _sign_in_page(form), 422


def _refused(form: SignInForm, seconds: int) -> ResponseReturnValue:
    minutes = -(-seconds // 60)
    form.email.errors = [
        ngettext(
            "Too many wrong tries. Try again in %(num)d minute, or choose a new password",
            "Too many wrong tries. Try again in %(num)d minutes, or choose a new password",
            minutes,
        )
    ]
    return _sign_in_page(form), 429, {"Retry-After": str(seconds)}


def _sign_in_page(form: SignInForm) -> str:
    settings: Settings = current_app.extensions["learnhub.settings"]
    accounts: list[str] = []
    if settings.demo:
        there = set(db.session.execute(select(Person.email).where(Person.email.in_(DEMO_ACCOUNTS))).scalars())
        accounts = [account for account in DEMO_ACCOUNTS if account in there]
    return render_template(
        "people/sign_in.html",
        form=form,
        problems=form.problems,
        accounts=accounts,
        password_given=settings.demo_password is not None,
    )


@blueprint.route("/sign-out", methods=["GET", "POST"])
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session. A GET (an old link, a press that came back from signing in) only asks."""
    if request.method != "POST":
        return render_template("people/sign_out.html")
    person = visitor_or_none()
    if person is not None:
        sessions.end_session(person.session_id)
    leave(session)
    logout_user()
    flash(_("You are signed out."))
    return forget_pages(make_response(redirect(url_for("people.sign_in"), 303)))
