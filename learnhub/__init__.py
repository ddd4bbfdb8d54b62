"""LearnHub: the digital-skills learning service of a civil service.

`create_app()` is the whole wiring, in reading order.
"""

import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from learnhub import cli, clock, db, workdays
from learnhub.config import ROOT, Settings, load_settings

LARGEST_REQUEST = 12 * 1024 * 1024  # bytes; a picture of evidence fits, a disk image does not
LARGEST_FORM = 2 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The application.

    Raises SettingsError when the environment asks for what cannot be.
    """
    settings = settings or load_settings()
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    configure(app, settings)
    db.init_app(app, settings.database_url)
    app.extensions["migrate"] = Migrations(app)
    add_web(app)
    add_rooms(app)
    connect_rooms()
    cli.init_app(app)
    return app


class Migrations:
    """What Flask-Migrate looks for, made when it looks: Alembic is a tenth of a web process, which never migrates."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> object:
        from flask_migrate import Migrate

        Migrate(self._app, db.db, directory=str(ROOT / "migrations"), compare_type=True)
        return getattr(self._app.extensions["migrate"], name)


def configure(app: Flask, settings: Settings) -> None:
    """What Flask and its extensions read from `app.config`; our own settings stay in one object."""
    clock.use_timezone(settings.timezone)
    workdays.close_on(settings.bank_holidays)
    app.extensions["learnhub.settings"] = settings
    app.extensions["learnhub.ready"] = {}
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="learnhub",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still works; the token is bound to the session
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        LEARNHUB_HTTPS=settings.https,
        LEARNHUB_TIMEZONE=settings.timezone,
        LEARNHUB_SHOW_STYLEGUIDE=settings.demo,
    )
    # A thread that waited for the database gets the interpreter back after 1 ms, not 5: a sixth more pages when busy.
    sys.setswitchinterval(0.001)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.json.sort_keys = False  # type: ignore[attr-defined]  # DefaultJSONProvider has it, the base class does not say so
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask says to


def add_web(app: Flask) -> None:
    """What every page shares.

    The order is that of a request: timer, token, gate, then the view; headers on the way out.
    """
    from learnhub.people import sessions
    from learnhub.web import access, access_log, edge, errors, forms, headers, i18n, layout, light, rows, views
    from learnhub.web import throttle as _throttle  # noqa: F401  # its table, whoever uses it

    edge.set_up_logging()
    rows.init_app(app)
    headers.init_app(app)
    edge.init_app(app)
    forms.csrf.init_app(app)
    access.init_app(app, load_visitor=sessions.visitor_with, owner_of_ended=sessions.owner_of_ended_session)
    errors.init_app(app)
    i18n.init_app(app)
    light.init_app(app)
    layout.init_app(app)
    access_log.init_app(app)
    app.register_blueprint(views.blueprint)
    app.extensions["learnhub.ready"]["database"] = db.is_usable


def add_rooms(app: Flask) -> None:
    """The features, floor by floor. Each adds its pages, its place in the navigation and its readiness check."""
    from learnhub.ambassadors import views as ambassadors
    from learnhub.badges import views as badges
    from learnhub.catalogue import views as catalogue
    from learnhub.events import views as events
    from learnhub.exports import views as exports
    from learnhub.home import views as home
    from learnhub.learning import views as learning
    from learnhub.mentoring import views as mentoring
    from learnhub.messages import views as messages
    from learnhub.network import views as network
    from learnhub.pathways import views as pathways
    from learnhub.people import views as people
    from learnhub.pulse import views as pulse
    from learnhub.questions import views as questions
    from learnhub.record import views as record
    from learnhub.reports import views as reports
    from learnhub.required import views as required
    from learnhub.study import views as study

    below = (messages, people, catalogue, record, learning, study, events, pulse, ambassadors, questions)
    above = (pathways, badges, mentoring, required, reports, exports, home, network)
    for room in (*below, *above):
        room.init_app(app)


def connect_rooms() -> None:
    """Who is told of what, in this order. Lists of a process, so said anew and never added to."""
    from learnhub.ambassadors import actions as ambassadors
    from learnhub.ambassadors import stopping
    from learnhub.badges import actions as badges
    from learnhub.mentoring import mentorship_ending as mentoring
    from learnhub.pathways import actions as pathways
    from learnhub.people import actions as people
    from learnhub.record import actions as record
    from learnhub.required import actions as required

    people.FOLLOWERS[:] = [record.move_learner, ambassadors.follow_move]
    record.FOLLOWERS[:] = [required.follow, pathways.follow, badges.follow, ambassadors.follow]
    stopping.FOLLOWERS[:] = [mentoring.cancel_dates]
