"""Which messages come by mail: my choices, and the link in each daily mail that ends them without signing in."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import db as database
from learnhub.messages.choices import choose_mail, person_of_token, refuse_mail, refused_by
from learnhub.messages.kinds import message_kinds, refusable_kinds
from learnhub.messages.pages import blueprint
from learnhub.web.access import public, signed_in, visitor, writes_late
from learnhub.web.forms import csrf


@blueprint.get("/account/messages")
@signed_in
def show_choices() -> ResponseReturnValue:
    """My choices, kind by kind."""
    me = visitor().person_id
    refused = {kind for _person_id, kind in refused_by([me])}
    return render_template("messages/show_choices.html", kinds=list(message_kinds().values()), refused=refused)


@blueprint.post("/account/messages")
@signed_in
def save_choices() -> ResponseReturnValue:
    """Keep my choices: a box that is not ticked refuses its kind by mail."""
    wanted = set(request.form.getlist("mail"))
    if wanted - refusable_kinds():
        abort(400)
    choose_mail(visitor().person_id, wanted)
    flash(_("Your choices are saved. They hold from the next mail on."))
    return redirect(url_for("messages.show_choices"), 303)


@blueprint.get("/unsubscribe/<token>")
@public
def ask_to_unsubscribe(token: str) -> ResponseReturnValue:
    """Ask first: a mail program or a scanner opens links by itself."""
    if person_of_token(token) is None:
        abort(404)
    return _unsubscribe_page(done=False)


@blueprint.post("/unsubscribe/<token>")
@public
@writes_late
def unsubscribe(token: str) -> ResponseReturnValue:
    """End the daily mails of the token's owner. Answers at once and not by a redirect (RFC 8058, 3.1)."""
    person_id = person_of_token(token)
    if person_id is None:
        abort(404)
    database.begin_write()
    refuse_mail(person_id, refusable_kinds())
    return _unsubscribe_page(done=True)


# RFC 8058: a mail program posts there without a session. What entitles is the signed token in the address.
csrf.exempt(unsubscribe)


def _unsubscribe_page(*, done: bool) -> str:
    kinds = message_kinds().values()
    kept = [kind.label for kind in kinds if not kind.may_refuse]
    return render_template("messages/unsubscribe.html", done=done, kept=kept)
