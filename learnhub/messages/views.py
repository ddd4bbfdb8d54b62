"""The administrator's view of the outbox: what waits, what was given up and why. What a letter says is its reader's."""

from datetime import timedelta

from flask import Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from learnhub.config import Settings
from learnhub.messages import choice_views, notice_views, queries
from learnhub.messages.actions import try_again
from learnhub.messages.background import Courier
from learnhub.messages.models import Message, Notice
from learnhub.messages.pages import blueprint
from learnhub.permissions import Permission
from learnhub.web.access import Visitor, needs, visitor
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.retention import Retention, add_retention
from learnhub.web.rows import row_number

__all__ = ["blueprint", "choice_views", "notice_views"]


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    app.extensions["learnhub.courier"] = Courier(app)
    app.extensions.setdefault("learnhub.message_kinds", {})
    app.add_template_global(mail_is_shown, "mail_is_shown")
    app.extensions["learnhub.ready"]["outbox"] = queries.outbox_state
    add_retention(
        app,
        (
            Retention(Message, Message.sent_at, timedelta(days=90)),
            Retention(Message, Message.given_up_at, timedelta(days=90)),
            Retention(Notice, Notice.read_at, timedelta(days=90)),
            Retention(Notice, Notice.written_at, timedelta(days=365)),
        ),
    )
    add_navigation(
        app,
        NavigationItem(
            lazy_gettext("Messages"), "messages.list_messages", 95, (Permission.MANAGE_PEOPLE,), shown=_is_for
        ),
    )


def _is_for(person: Visitor) -> bool:
    """Letters go to everybody: only who administers everywhere sees the outbox."""
    return person.scopes(Permission.MANAGE_PEOPLE) is None


def _refuse_others() -> None:
    if not _is_for(visitor()):
        abort(403)


@blueprint.get("/messages")
@needs(Permission.MANAGE_PEOPLE)
def list_messages() -> ResponseReturnValue:
    """What waits (unless asked otherwise), was given up, or was sent."""
    _refuse_others()
    state = request.args.get("state", "waiting")
    if state not in queries.STATES:
        abort(404)
    before = row_number(request.args.get("before"))
    return render_template(
        "messages/list_messages.html",
        page=queries.messages_in(state, before),
        state=state,
        before=before,
    )


@blueprint.get("/messages/<int:message_id>")
@needs(Permission.MANAGE_PEOPLE)
def show_message(message_id: int) -> ResponseReturnValue:
    """One letter's way. Its text only in a demo without a mail server: there nobody else can show it to its reader."""
    _refuse_others()
    message = queries.message_or_404(message_id)
    text = message.text if mail_is_shown() else None
    return render_template("messages/show_message.html", message=message, text=text)


@blueprint.post("/messages/<int:message_id>")
@needs(Permission.MANAGE_PEOPLE)
def send_message_again(message_id: int) -> ResponseReturnValue:
    """Try a letter again that was given up."""
    _refuse_others()
    queries.message_or_404(message_id)
    if try_again(message_id):
        flash(_("The message waits to be sent again."))
    else:
        flash(_("Nothing was done: this message has not been given up."))
    return redirect(url_for("messages.show_message", message_id=message_id), 303)


def mail_is_shown() -> bool:
    """Whether this is a demo without a mail server: then administrators see what mails say, and pages tell so."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    return settings.demo and settings.smtp_url is None and settings.notify_key is None
