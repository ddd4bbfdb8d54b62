"""An ambassador answers what is offered to them: yes, or no with a reason. Pressed twice, the first press counts."""

from typing import NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.ambassadors import requests
from learnhub.ambassadors.asking_forms import DeclineForm
from learnhub.ambassadors.blueprint import blueprint
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.request_queries import SeenRequest, request_visible_to
from learnhub.ambassadors.words import Kind
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language


@blueprint.post("/ambassadors/requests/<int:request_id>/accept")
@signed_in
def accept_request(request_id: int) -> ResponseReturnValue:
    """Yes. When they have no room the offer stays, and the page says why."""
    seen, me = _offered(request_id)
    try:
        requests.accept_request(request_id, me)
        if seen.kind == Kind.SESSION:
            flash(_("Thank you. They have been told that you will help: write to them and agree on a time."))
        else:
            flash(_("Thank you. Your mentorship has begun: write to them and agree on a first meeting."))
    except Refused as refused:
        flash(str(refused))
    return redirect(url_for("ambassadors.show_request", request_id=request_id), 303)


@blueprint.route("/ambassadors/requests/<int:request_id>/decline", methods=["GET", "POST"])
@signed_in
def decline_request(request_id: int) -> ResponseReturnValue:
    """No, with a reason; the next is asked at once."""
    seen, me = _offered(request_id)
    form = DeclineForm()
    if request.method == "GET" and not seen.is_offered:
        return redirect(url_for("ambassadors.show_request", request_id=request_id), 303)
    if not form.is_ok():
        page = render_template("ambassadors/asking_decline.html", form=form, problems=form.problems, seen=seen)
        return page, 422 if request.method == "POST" else 200
    try:
        requests.decline_request(request_id, me.id, form.said)
        flash(_("Thank you for saying so. Somebody else is asked; nobody is told that it was you."))
    except Refused as refused:
        flash(str(refused))
    return redirect(url_for("ambassadors.show_request", request_id=request_id), 303)


def _offered(request_id: int) -> tuple[SeenRequest, Ambassador]:
    """What is or was offered to the visitor; else 404."""
    seen = request_visible_to(visitor(), request_id, language())
    me = ambassador_of(visitor().person_id)
    if seen.is_asker or me is None:
        not_there()
    return seen, me


def not_there() -> NoReturn:
    """Somebody else's: as if there were none."""
    abort(404)
