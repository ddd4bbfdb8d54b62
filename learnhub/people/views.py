"""Pages of people."""

from flask import Flask

from learnhub.people import models  # noqa: F401


def init_app(app: Flask) -> None:
    """Add this room to the app."""
