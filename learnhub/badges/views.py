"""Badges: rules over the record, awards, and the signed credentials that prove them."""

from flask import Blueprint, Flask

blueprint = Blueprint("badges", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
