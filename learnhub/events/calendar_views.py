"""Calendar files: one event, one's own events, and the private address for a calendar program."""

from datetime import timedelta

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub.events import feeds
from learnhub.events.blueprint import blueprint
from learnhub.events.queries import seen_event
from learnhub.events.structures import SignUpState
from learnhub.people.guesses import network
from learnhub.web import throttle
from learnhub.web.access import public, signed_in, visitor
from learnhub.web.i18n import speaking
from learnhub.web.throttle import Limit

# Wrong addresses from one place. High, since an office shares one; a right address is never counted.
GUESSES = Limit("event-feed", 60, timedelta(hours=1))
MIMETYPE = "text/calendar"


@blueprint.get("/events/<int:event_id>.ics")
@signed_in
def download_event(event_id: int) -> ResponseReturnValue:
    """One event for one's calendar; with the remote link only for those who have a place."""
    seen = seen_event(visitor(), event_id)
    if seen.event.state == "draft":
        abort(404)
    is_waiting = seen.state == SignUpState.WAITING
    return _file(feeds.one_event(seen.event, sees_link=seen.sees_link, is_waiting=is_waiting), f"event-{event_id}")


@blueprint.get("/events.ics")
@signed_in
def download_events() -> ResponseReturnValue:
    """What one goes to, waits for or organises, as a file."""
    return _file(feeds.events_of(visitor().person_id), "learnhub-events")


@blueprint.route("/events/feed", methods=["GET", "POST"])
@signed_in
def choose_feed() -> ResponseReturnValue:
    """The private address: make one, change it, end it. It is shown once, since only its hash is kept."""
    me, address = visitor().person_id, ""
    if request.method == "POST" and request.form.get("action") == "end":
        feeds.end_feed(me)
        flash(_("The address is ended: calendars that ask for it get nothing any more."))
        return redirect(url_for("events.choose_feed"), 303)
    if request.method == "POST":
        address = feeds.feed_address(feeds.renew_feed(me))
    return render_template("events/choose_feed.html", feed=feeds.feed_of(me), address=address)


@blueprint.get("/events/feed/<token>.ics")
@public
def show_feed(token: str) -> ResponseReturnValue:
    """Somebody's events for their calendar program, which has no session. A stranger's guess: nothing there."""
    owner = feeds.owner_of(token)
    if owner is None:
        throttle.check(GUESSES, network())
        abort(404)
    with speaking(owner.language):
        return _file(feeds.events_of(owner.id), "learnhub-events")


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
