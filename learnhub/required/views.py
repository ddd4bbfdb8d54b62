"""Required and suggested learning: rules about whom, what and by when; never rows per person."""

from flask import Blueprint, Flask

blueprint = Blueprint("required", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
