"""The front page, home, and the pages about the service: help, accessibility, privacy."""

from flask import Blueprint, Flask, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from learnhub.events import showing
from learnhub.home import queries
from learnhub.web.access import public, signed_in, visitor, visitor_or_none
from learnhub.web.layout import NavigationItem, add_navigation

blueprint = Blueprint("home", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    add_navigation(app, NavigationItem(lazy_gettext("Home"), "home.show_home", 10))


@blueprint.get("/")
@public
def show_front() -> ResponseReturnValue:
    """What LearnHub is, for somebody who has not signed in; home for those who have."""
    if visitor_or_none():
        return redirect(url_for("home.show_home"))
    return render_template("home/show_front.html")


@blueprint.get("/home")
@signed_in
def show_home() -> ResponseReturnValue:
    """One thing to do next, what fits ten minutes, then the rest."""
    return render_template("home/show_home.html", desk=queries.desk_of(visitor()), words=showing)


@blueprint.get("/help")
@public
def show_help() -> ResponseReturnValue:
    """How to do the things people ask about, and how to reach somebody."""
    return render_template("home/show_help.html", support_email=_support_email())


@blueprint.get("/accessibility")
@public
def show_accessibility() -> ResponseReturnValue:
    """The accessibility statement, in the form that the regulations set."""
    return render_template("home/show_accessibility.html", support_email=_support_email())


@blueprint.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    """What is kept, why, how long, and who sees it."""
    return render_template("home/show_privacy.html", support_email=_support_email())


def _support_email() -> str | None:
    address: str | None = current_app.extensions["learnhub.settings"].support_email
    return address
