"""Messages for me: the notices on the site. Opening the page marks nothing as read; pressing a button does."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub.messages import notices
from learnhub.messages.pages import blueprint
from learnhub.web.access import signed_in, visitor
from learnhub.web.rows import row_number


@blueprint.get("/notices")
@signed_in
def list_notices() -> ResponseReturnValue:
    """Messages for me, the newest first."""
    after = row_number(request.args.get("after"))
    page = notices.notices_of(visitor().person_id, after)
    newest_unread = max((line.id for line in page.rows if line.read_at is None), default=None)
    return render_template("messages/list_notices.html", page=page, after=after, newest_unread=newest_unread)


@blueprint.post("/notices")
@signed_in
def mark_notices_read() -> ResponseReturnValue:
    """Mark as read what I was shown, or one message, and go on to the page that it is about."""
    me = visitor().person_id
    if opened := row_number(request.form.get("open")):
        address = notices.mark_read(me, opened)
        return redirect(address, 303) if address else abort(404)
    if newest := row_number(request.form.get("all")):
        marked = notices.mark_all_read(me, newest)
        flash(ngettext("%(num)d message is marked as read.", "%(num)d messages are marked as read.", marked))
    else:
        flash(_("Nothing was marked: choose a message."))
    return redirect(url_for("messages.list_notices"), 303)
