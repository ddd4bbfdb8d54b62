"""Signing up, giving up one's place, checking in with the code of the room."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import clock
from learnhub import db as database
from learnhub.events import actions, codes, showing
from learnhub.events.attendance import check_in
from learnhub.events.blueprint import blueprint
from learnhub.events.forms import CodeForm, NeedsForm
from learnhub.events.queries import Seen, event_visible_to, seen_event
from learnhub.events.signing_up import change_needs
from learnhub.events.structures import SignUpState
from learnhub.people.faults import Refused
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import language
from learnhub.web.throttle import Limit

# A code has a million values and two are right: nobody may try many, and a crowd of accounts not many more.
TRIES = Limit("check-in", 6, timedelta(minutes=10))
TRIES_AT_EVENT = Limit("check-in-event", 300, timedelta(minutes=10))


@blueprint.route("/events/<int:event_id>/sign-up", methods=["GET", "POST"])
@signed_in
def sign_up(event_id: int) -> ResponseReturnValue:
    """Sign up, or wait; who has signed up changes what they need in order to take part."""
    seen = seen_event(visitor(), event_id)
    needs = seen.sign_up.access_needs if seen.sign_up else ""
    form = NeedsForm(data={"access_needs": needs})
    if form.is_ok():
        try:
            return _signed_up(seen, form.access_needs.data or "")
        except Refused as refused:
            flash(str(refused))
            return redirect(url_for("events.show_event", event_id=event_id), 303)
    page = render_template("events/sign_up.html", form=form, problems=form.problems, seen=seen, event=seen.event,
                           words=showing)  # fmt: skip
    return page, 422 if request.method == "POST" else 200


def _signed_up(seen: Seen, needs: str) -> ResponseReturnValue:
    event_id, me = seen.event.id, visitor()
    if seen.state in ("", SignUpState.CANCELLED):
        row = actions.sign_up(event_id, me, needs)
        if row.state == SignUpState.GOING:
            flash(_("You are going. Add it to your calendar below."))
        else:
            flash(_("You are on the waiting list. When a place becomes free for you, it is yours and you are told."))
    else:
        change_needs(event_id, me.person_id, needs)
        flash(_("The organisers see what you need."))
    return redirect(url_for("events.show_event", event_id=event_id), 303)


@blueprint.route("/events/<int:event_id>/give-up", methods=["GET", "POST"])
@signed_in
def give_up_place(event_id: int) -> ResponseReturnValue:
    """Give up one's place, having been asked: in a full event somebody else gets it."""
    seen = seen_event(visitor(), event_id)
    if request.method == "GET" and seen.state in ("", SignUpState.CANCELLED):
        return redirect(url_for("events.show_event", event_id=event_id), 303)
    if request.method == "GET":
        return render_template("events/give_up_place.html", seen=seen, event=seen.event, words=showing)
    try:
        actions.cancel_sign_up(event_id, visitor().person_id)
        flash(_("You have given up your place. Thank you for saying so: somebody else can come."))
    except Refused as refused:
        flash(str(refused))
    except LookupError:
        flash(_("You had not signed up."))
    return redirect(url_for("events.show_event", event_id=event_id), 303)


@blueprint.route("/events/<int:event_id>/check-in", methods=["GET", "POST"])
@signed_in
@writes_late
def check_in_here(event_id: int) -> ResponseReturnValue:
    """Say that one is there, with the code shown in the room."""
    event, form, status = event_visible_to(visitor(), event_id), CodeForm(), 200
    is_open = codes.is_open(event.starts_at, event.ends_at, clock.now())
    if request.method == "POST" and not is_open:
        return redirect(url_for("events.check_in_here", event_id=event_id), 303)  # the page says when one can
    if request.method == "POST":
        status = _checked_in(event_id, form) if form.is_ok() else 422
        if status == 303:
            flash(_("You have checked in. It stands in your record as what you told us; an organiser may confirm it."))
            return redirect(url_for("events.show_event", event_id=event_id), 303)
    event = event_visible_to(visitor(), event_id)  # the write has ended what was read
    page = render_template(
        "events/check_in.html", form=form, problems=form.problems, event=event, is_open=is_open, words=showing
    )
    return page, status


def _checked_in(event_id: int, form: CodeForm) -> int:
    """Try a code: 303 when it is right, 422 when not, 429 after too many. Counted before it is looked at."""
    mine, at_event = (TRIES, f"{visitor().person_id}:{event_id}"), (TRIES_AT_EVENT, str(event_id))
    database.end_reading()
    tried, tried_at_event = throttle.count_each([mine, at_event])
    if tried > TRIES.count or tried_at_event > TRIES_AT_EVENT.count:
        form.code.errors = [
            _("There were too many wrong codes. Wait ten minutes, or ask the organiser to put you on the list")
        ]
        return 429
    database.begin_write()
    try:
        check_in(event_id, visitor(), form.code.data or "", language())
    except Refused as refused:
        form.code.errors = [str(refused)]
        return 422
    throttle.take_back(*mine)
    throttle.take_back(*at_event)
    return 303
