"""Events that anybody organises: hackathons, workshops, drop-in clinics, show-and-tells."""

from flask import Flask

from learnhub.events import models, telling  # noqa: F401  # the tables belong to the app
from learnhub.events.blueprint import blueprint


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    telling.init_app(app)
