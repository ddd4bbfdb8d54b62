"""The study log: what people learn by themselves, in their own words and minutes."""

from flask import Blueprint, Flask

blueprint = Blueprint("study", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
