"""Required and suggested learning: rules about whom, what and by when; never rows per person."""

from flask import Blueprint, Flask

from learnhub.required import active, models, reminders, team_digest  # noqa: F401  # the tables belong to the app

blueprint = Blueprint("required", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    active.init_app(app)
    reminders.init_app(app)
    team_digest.init_app(app)
