"""What organisers do: new, change, publish, cancel, organise together, invite. To others these pages are not there."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub import db as database
from learnhub.db import db
from learnhub.events import actions, inviting, showing
from learnhub.events.blueprint import blueprint
from learnhub.events.forms import CancelForm, EventForm, OrganiserForm
from learnhub.events.models import Event
from learnhub.events.organising import event_to_take_over, organisers_of
from learnhub.events.queries import event_organised_by, event_visible_to
from learnhub.events.structures import EventState
from learnhub.events.telling import count_concerned
from learnhub.events.times import Night, moment_of
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.people.queries import person_with_email
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import language
from learnhub.web.rows import row_number


@blueprint.route("/events/new", methods=["GET", "POST"])
@signed_in
@writes_late
def open_event() -> ResponseReturnValue:
    """A new event, or a copy of one: kept as a draft, which its page then shows as others will see it."""
    copied = row_number(request.args.get("copy"))
    shown = event_visible_to(visitor(), copied) if copied else None
    form = EventForm(visitor(), language(), shown=shown, is_copy=True)
    if form.is_ok():
        database.begin_write()
        try:
            event = actions.open_event(visitor().person_id, form.details)
        except Refused as refused:
            form.refuse(refused)
        else:
            _say_what_clocks_do(event)
            return redirect(url_for("events.show_event", event_id=event.id), 303)
    page = render_template("events/write_event.html", form=form, problems=form.problems, event=None, copied=shown)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/change", methods=["GET", "POST"])
@signed_in
@writes_late
def change_event(event_id: int) -> ResponseReturnValue:
    """Change an event; whoever comes is told what concerns them."""
    event = event_organised_by(visitor(), event_id)
    form = EventForm(visitor(), language(), shown=event)
    if form.is_ok():
        database.begin_write()
        try:
            event = actions.change_event(event_id, form.details)
        except Refused as refused:
            form.refuse(refused)
        else:
            _say_what_clocks_do(event)
            flash(_("The event is changed."))
            return redirect(url_for("events.show_event", event_id=event_id), 303)
    page = render_template(
        "events/write_event.html", form=form, problems=form.problems, event=event, concerned=count_concerned(event_id)
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/events/<int:event_id>/publish")
@signed_in
def publish_event(event_id: int) -> ResponseReturnValue:
    """Publish a draft, or delete it."""
    event_organised_by(visitor(), event_id)
    if request.form.get("action") == "delete":
        actions.delete_draft(event_id)
        flash(_("The draft is deleted."))
        return redirect(url_for("events.list_events", show="mine"), 303)
    try:
        actions.publish_event(event_id)
        flash(_("The event is published: everybody it is for can see it and sign up."))
    except Refused as refused:
        flash(str(refused))
    return redirect(url_for("events.show_event", event_id=event_id), 303)


@blueprint.route("/events/<int:event_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel_event(event_id: int) -> ResponseReturnValue:
    """Cancel an event, having said how many people that concerns."""
    event = event_organised_by(visitor(), event_id)
    form, refusal = CancelForm(), ""
    if form.is_ok():
        try:
            actions.cancel_event(event_id, form.why.data or "")
        except Refused as refused:
            refusal = str(refused)
        else:
            flash(_("The event is cancelled, and everybody who was coming or waiting is told."))
            return redirect(url_for("events.show_event", event_id=event_id), 303)
    problems = form.problems or ([("why", refusal)] if refusal else [])
    page = render_template(
        "events/cancel_event.html", form=form, problems=problems, event=event, concerned=count_concerned(event_id)
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/organisers", methods=["GET", "POST"])
@signed_in
def choose_organisers(event_id: int) -> ResponseReturnValue:
    """Who organises an event; add somebody, hand over, take over from one who has left."""
    event, is_organiser = event_to_take_over(visitor(), event_id)
    form, action = OrganiserForm(), request.form.get("action")
    if action == "take-over":
        actions.take_over(event_id, db.session.get_one(Person, visitor().person_id))
        flash(_("You are the main organiser now."))
        return redirect(url_for("events.show_event", event_id=event_id), 303)
    if not is_organiser and request.method == "POST":
        abort(404)
    if action in ("main", "remove"):
        return _changed_organiser(event_id, action)
    if form.is_ok() and _added(event_id, form):
        return redirect(url_for("events.choose_organisers", event_id=event_id), 303)
    page = render_template(
        "events/choose_organisers.html",
        form=form,
        problems=form.problems,
        event=event,
        is_organiser=is_organiser,
        organisers=organisers_of(event),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/invite", methods=["GET", "POST"])
@signed_in
@writes_late
def invite_newcomers(event_id: int) -> ResponseReturnValue:
    """Invite some of the audience who have never been to an event; once."""
    event = event_organised_by(visitor(), event_id)
    if request.method == "POST":
        people = inviting.newcomers_to_invite(event)
        database.begin_write()
        try:
            invited = inviting.invite(event_id, people)
            flash(ngettext("%(num)d person is invited.", "%(num)d people are invited.", invited))
        except Refused as refused:
            flash(str(refused))
        return redirect(url_for("events.show_event", event_id=event_id), 303)
    return render_template("events/invite_newcomers.html", event=event, most=inviting.MOST_INVITED, words=showing)


def _changed_organiser(event_id: int, action: str) -> ResponseReturnValue:
    person_id = row_number(request.form.get("person")) or abort(400)
    try:
        if action == "main":
            actions.hand_over(event_id, person_id)
            flash(_("The event has another main organiser now; you organise it together."))
        else:
            actions.remove_organiser(event_id, person_id)
            flash(_("They are no organiser of this event any more."))
    except Refused as refused:
        flash(str(refused))
    if person_id == visitor().person_id:
        return redirect(url_for("events.list_events"), 303)
    return redirect(url_for("events.choose_organisers", event_id=event_id), 303)


def _added(event_id: int, form: OrganiserForm) -> bool:
    """Whether the person of the form organises the event too now; else the form says why not."""
    person = person_with_email(form.email.data or "")
    if person is None:
        form.email.errors = [_("Nobody here has that address. Enter their work e-mail address")]
        return False
    try:
        actions.add_organiser(event_id, person)
    except Refused as refused:
        form.email.errors = [str(refused)]
        return False
    flash(_("%(name)s organises this event too now, and is told.", name=person.name))
    return True


def _say_what_clocks_do(event: Event) -> None:
    """An hour that comes twice is resolved, with words."""
    for wall in (event.starts_local, event.ends_local):
        if moment_of(wall, event.zone).night is Night.TWICE:
            flash(_("The clocks show %(time)s twice that night. The event is at the first of the two.",
                    time=f"{wall:%H:%M}"))  # fmt: skip
    if event.state == EventState.DRAFT and not event.about:
        flash(_("Say what it is about, and more people will come."))
