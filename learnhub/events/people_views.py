"""The organiser's pages about who comes: the list, the code for the room, the sheet on paper."""

from collections.abc import Callable
from io import BytesIO

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub import clock
from learnhub import db as database
from learnhub.config import Settings
from learnhub.events import attending, codes, confirming, showing
from learnhub.events.attendance import mark_absent, take_confirmation_back
from learnhub.events.attending import Pasted, people_pasted
from learnhub.events.blueprint import blueprint
from learnhub.events.forms import WalkInForm
from learnhub.events.models import Event
from learnhub.events.queries import event_organised_by
from learnhub.events.telling import path_of
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import language
from learnhub.web.rows import row_number


@blueprint.route("/events/<int:event_id>/people", methods=["GET", "POST"])
@signed_in
@writes_late
def list_people(event_id: int) -> ResponseReturnValue:
    """Who comes, who waits, who was there; confirm, put mistakes right, add who walked in."""
    event = event_organised_by(visitor(), event_id)
    form, faults, status = WalkInForm(), list[str](), 200
    if request.method == "POST" and request.form.get("action") == "add":
        pasted = people_pasted(form.people.data or "") if form.is_ok() else Pasted([], [])
        faults, status = pasted.faults, 422
        if pasted.people and not faults:
            return _done(event_id, _try(lambda: _add(event_id, pasted)))
    elif request.method == "POST":
        return _done(event_id, _try(lambda: _do(event_id)))
    if faults:
        form.people.errors = [_("Nobody was added. Put these lines right, or take them out"), *faults]
    return _list(event, form), status


def _list(event: Event, form: WalkInForm) -> str:
    after, is_queue = row_number(request.args.get("after")), request.args.get("show") == "waiting"
    listed = attending.people_waiting if is_queue else attending.people_coming
    return render_template(
        "events/list_people.html",
        event=event,
        page=listed(event.id, after, language()),
        counts=attending.counts_of(event.id),
        form=form,
        problems=form.problems,
        is_queue=is_queue,
        after=after,
        may_confirm=event.state == "open" and clock.now() >= event.starts_at - codes.OPENS,
        words=showing,
    )


def _try(what: Callable[[], str]) -> str:
    try:
        return what()
    except Refused as refused:
        database.end_reading()
        return str(refused)


def _done(event_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("events.list_people", event_id=event_id), 303)


def _do(event_id: int) -> str:
    """What the pressed button says, for those ticked or for everybody; in words what became of it."""
    ids = [number for text in request.form.getlist("who")[:200] if (number := row_number(text)) is not None]
    me, action = visitor(), request.form.get("action")
    if action == "confirm-all":
        ids = attending.checked_in(event_id)
    if not ids and action == "confirm-all":
        return str(_("Nobody is left to confirm."))
    if not ids:
        return str(_("Nothing was changed: tick somebody first."))
    database.end_reading()
    if action in ("confirm", "confirm-all"):
        done = confirming.confirm_everyone(event_id, ids, me)
        if not done:
            return str(_("Nobody new was confirmed. You cannot confirm yourself: another organiser can."))
        return str(ngettext("%(num)d person is confirmed.", "%(num)d people are confirmed.", done))
    database.begin_write()
    if action == "absent":
        done = mark_absent(event_id, ids, me)
        return str(ngettext("%(num)d person is marked as not come.", "%(num)d people are marked as not come.", done))
    done = take_confirmation_back(event_id, ids, me)
    return str(ngettext("%(num)d confirmation is taken back.", "%(num)d confirmations are taken back.", done))


def _add(event_id: int, pasted: Pasted) -> str:
    done = confirming.add_everyone(event_id, pasted.people, visitor())
    return str(ngettext("%(num)d person is added and confirmed.", "%(num)d people are added and confirmed.", done))


@blueprint.get("/events/<int:event_id>/code")
@signed_in
def show_code(event_id: int) -> ResponseReturnValue:
    """The code to show in the room, large, and where to enter it."""
    event, now = event_organised_by(visitor(), event_id), clock.now()
    settings: Settings = current_app.extensions["learnhub.settings"]
    code = codes.code_at(settings.secret_key, event.token, now)
    return render_template(
        "events/show_code.html",
        event=event,
        code=f"{code[:3]} {code[3:]}",
        until=codes.shown_until(now),
        address=_check_in_address(event),
        is_open=event.state == "open" and codes.is_open(event.starts_at, event.ends_at, now),
        words=showing,
    )


@blueprint.get("/events/<int:event_id>/code.svg")
@signed_in
def show_code_picture(event_id: int) -> ResponseReturnValue:
    """The address of the check-in page as a QR code. The library is imported with the first one."""
    import segno

    event, picture = event_organised_by(visitor(), event_id), BytesIO()
    made = segno.make(_check_in_address(event), error="m", micro=False)
    made.save(picture, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff", svgclass=None, lineclass=None)
    response = Response(picture.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@blueprint.get("/events/<int:event_id>/sheet")
@signed_in
def print_sheet(event_id: int) -> ResponseReturnValue:
    """The attendance sheet on paper. What people need in order to take part is not on it."""
    event = event_organised_by(visitor(), event_id)
    people = attending.everybody_coming(event_id, language())
    page = render_template("events/print_sheet.html", event=event, people=people, words=showing)
    return Response(page, headers={"Content-Disposition": "inline"})


def _check_in_address(event: Event) -> str:
    settings: Settings = current_app.extensions["learnhub.settings"]
    return f"{settings.base_url}{path_of(event.id)}/check-in"
