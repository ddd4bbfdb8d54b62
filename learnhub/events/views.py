"""Events that anybody organises: the lists and an event's page. What is done on them is in the modules beside this."""

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.events import (
    calendar_views,
    codes,
    hackathon_challenge_views,
    hackathon_hours_views,
    hackathon_judging_views,
    hackathon_models,
    hackathon_team_views,
    hackathon_views,
    models,
    naming,
    organiser_views,
    people_views,
    showing,
    signing_views,
    telling,
)
from learnhub.events.attendance import module_of
from learnhub.events.audience import audience_words
from learnhub.events.blueprint import blueprint
from learnhub.events.forms import NeedsForm
from learnhub.events.listing import REMOTE, Filters, Show, events_listed
from learnhub.events.queries import seen_event
from learnhub.permissions import Permission
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import language
from learnhub.web.layout import NavigationItem, add_navigation

__all__ = [
    "blueprint",
    "calendar_views",
    "hackathon_challenge_views",
    "hackathon_hours_views",
    "hackathon_judging_views",
    "hackathon_models",
    "hackathon_team_views",
    "models",
    "organiser_views",
    "people_views",
    "signing_views",
]


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    telling.init_app(app)
    naming.init_app(app)
    hackathon_views.init_app(app)
    add_navigation(app, NavigationItem(_l("Events"), "events.list_events", 50))


@blueprint.get("/events")
@signed_in
def list_events() -> ResponseReturnValue:
    """What is coming up, one's own, and what is over."""
    filters, after = Filters.of(request.args), request.args.get("after")
    page = events_listed(visitor(), filters, after)
    return render_template(
        "events/list_events.html",
        page=page,
        filters=filters,
        shows=Show,
        words=showing,
        remote=REMOTE,
        next_address=url_for("events.list_events", **filters.address(), after=page.next_key),
        first_address=url_for("events.list_events", **filters.address()) if after else "",
    )


@blueprint.get("/events/<int:event_id>")
@signed_in
def show_event(event_id: int) -> ResponseReturnValue:
    """One event: what, when and where; how to come, or what one's place is."""
    seen = seen_event(visitor(), event_id)
    event, now = seen.event, clock.now()
    return render_template(
        "events/show_event.html",
        seen=seen,
        event=event,
        form=NeedsForm(data={"access_needs": seen.sign_up.access_needs if seen.sign_up else ""}),
        audience=audience_words(event.audience, language()),
        taught=module_of(event),
        words=showing,
        may_sign_up=event.state == "open" and now < event.closes_at,
        has_begun=now >= event.starts_at,
        is_over=now >= event.ends_at,
        may_check_in=event.state == "open" and codes.is_open(event.starts_at, event.ends_at, now),
        may_take_over=visitor().may(Permission.MANAGE_PEOPLE),
    )
