"""Events that anybody organises: hackathons, workshops, drop-in clinics, show-and-tells."""

from flask import Blueprint, Flask

blueprint = Blueprint("events", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
