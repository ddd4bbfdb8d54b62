"""A password by an e-mailed link: ask for it, and choose. Opening a link changes nothing; sending the form does."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub import db as database
from learnhub.people import guesses, hashing
from learnhub.people.actions import send_password_link, use_password_link
from learnhub.people.browsers import remember_browser
from learnhub.people.forms import LinkForm, NewPasswordForm
from learnhub.people.pages import blueprint
from learnhub.people.passwords import owner_of_link
from learnhub.web import throttle
from learnhub.web.access import public, writes_late
from learnhub.web.i18n import language


@blueprint.get("/password/forgotten")
@public
def forgot_password() -> ResponseReturnValue:
    """Ask for a link."""
    return render_template("people/forgot_password.html", form=LinkForm(formdata=None), problems=[])


@blueprint.post("/password/forgotten")
@public
@writes_late
def ask_for_link() -> ResponseReturnValue:
    """Write the letter, to somebody or to nobody. The answer is the same."""
    form = LinkForm()
    if not form.is_ok():
        return render_template("people/forgot_password.html", form=form, problems=form.problems), 422
    may_send, wait = guesses.may_send_link(form.email.data or "")
    if wait:
        minutes = -(-wait // 60)
        form.email.errors = [
            ngettext(
                "Too many links were asked for from here. Look for an earlier e-mail, or try again in %(num)d minute",
                "Too many links were asked for from here. Look for an earlier e-mail, or try again in %(num)d minutes",
                minutes,
            )
        ]
        page = render_template("people/forgot_password.html", form=form, problems=form.problems)
        return page, 429, {"Retry-After": str(wait)}
    if may_send:
        database.begin_write()
        send_password_link(form.email.data or "", language())
    return redirect(url_for("people.show_link_sent"), 303)


@blueprint.get("/password/sent")
@public
def show_link_sent() -> ResponseReturnValue:
    """What happens next, whoever asked."""
    return render_template("people/show_link_sent.html")


@blueprint.get("/password/choose/<token>")
@public
def choose_password(token: str) -> ResponseReturnValue:
    """The form to choose a password, if the link still works."""
    person = owner_of_link(token)
    if person is None:
        return _spent()
    return _unkept(make_response(_choose_page(NewPasswordForm(formdata=None), person.email)))


@blueprint.post("/password/choose/<token>")
@public
@writes_late
def save_chosen_password(token: str) -> ResponseReturnValue:
    """Set the password, spend the link, end every session."""
    throttle.check(guesses.LINK_USE, guesses.network())
    person = owner_of_link(token)
    if person is None:
        return _spent()
    form = NewPasswordForm(name=person.name, email=person.email)
    if not form.is_ok():
        return _unkept(make_response(_choose_page(form, person.email), 422))
    database.end_reading()
    password_hash = hashing.hash_of_password(form.new_password.data or "")
    database.begin_write()
    person_id = use_password_link(token, password_hash)
    if person_id is None:
        return _spent()
    flash(_("Your new password is set. Sign in with it."))
    response = make_response(redirect(url_for("people.sign_in"), 303))
    remember_browser(response, person_id)
    return response


def _choose_page(form: NewPasswordForm, email: str) -> str:
    return render_template("people/choose_password.html", form=form, problems=form.problems, email=email)


def _spent() -> ResponseReturnValue:
    """The same for a link that was used, has expired or never was."""
    return _unkept(make_response(render_template("people/show_link_spent.html"), 404))


def _unkept(response: Response) -> Response:
    """A page whose address is a secret stays in no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
