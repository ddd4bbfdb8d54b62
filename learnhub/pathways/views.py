"""Pathways: ordered courses for an audience, and how far somebody is on one."""

from flask import Blueprint, Flask

blueprint = Blueprint("pathways", __name__)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
