"""My account: my details and postings, who can see them, my language, my password, where I am signed in."""

from flask import flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import logout_user

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people import guesses, hashing, sessions
from learnhub.people.actions import note_event, set_password
from learnhub.people.details import details_of, events_of
from learnhub.people.forms import ChangePasswordForm, LanguageForm
from learnhub.people.models import Person
from learnhub.people.pages import blueprint
from learnhub.people.words import absence_words, event_words, working_days_words
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.headers import forget_pages
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import speaking


@blueprint.get("/account")
@signed_in
def show_account() -> ResponseReturnValue:
    """My details as the service has them."""
    return _account_page(LanguageForm(language=visitor().language))


@blueprint.post("/account")
@signed_in
def change_language() -> ResponseReturnValue:
    """Keep my language."""
    form = LanguageForm()
    if not form.is_ok():
        return _account_page(form), 422
    db.session.get_one(Person, visitor().person_id).language = form.language.data
    with speaking(form.language.data):
        flash(_("Your language is saved."))
    return redirect(url_for("people.show_account"), 303)


def _account_page(form: LanguageForm) -> str:
    return render_template(
        "people/show_account.html",
        form=form,
        problems=form.problems,
        details=details_of(visitor().person_id, clock.today(), visitor().language),
        working_days_words=working_days_words,
        absence_words=absence_words,
    )


@blueprint.get("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """The form to change my password."""
    return render_template("people/change_password.html", form=ChangePasswordForm(formdata=None), problems=[])


@blueprint.post("/account/password")
@signed_in
@writes_late
def save_password() -> ResponseReturnValue:
    """Change my password, if I know the present one; signs me out everywhere else."""
    me = visitor()
    form = ChangePasswordForm(name=me.name, email=me.email)
    if not form.is_ok():
        return render_template("people/change_password.html", form=form, problems=form.problems), 422
    throttle.check(guesses.PASSWORD_CHECK, str(me.session_id))
    kept = db.session.get_one(Person, me.person_id).password_hash
    database.end_reading()
    if not hashing.is_right(kept, form.password.data or ""):
        form.password.errors = [_("This is not your present password")]
        return render_template("people/change_password.html", form=form, problems=form.problems), 422
    password_hash = hashing.hash_of_password(form.new_password.data or "")
    database.begin_write()
    set_password(me.person_id, password_hash, keep_session_id=me.session_id)
    flash(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("people.show_account"), 303)


@blueprint.get("/account/history")
@signed_in
def show_history() -> ResponseReturnValue:
    """What was done to my account, and by whom."""
    events = events_of(visitor().person_id)
    return render_template("people/show_history.html", events=events, event_words=event_words)


@blueprint.get("/account/sessions")
@signed_in
def list_sessions() -> ResponseReturnValue:
    """Where I am signed in."""
    return render_template("people/list_sessions.html", open_sessions=sessions.open_sessions_of(visitor().person_id))


@blueprint.post("/account/sessions")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign me out on every browser, this one included."""
    me = visitor()
    ended = sessions.end_sessions_of(me.person_id)
    note_event(me.person_id, "signed-out", me.person_id, sessions=ended)
    logout_user()
    session.clear()
    flash(ngettext("You are signed out on %(num)d browser.", "You are signed out on %(num)d browsers.", ended))
    return forget_pages(make_response(redirect(url_for("people.sign_in"), 303)))
