"""Pages of record."""

from flask import Flask

from learnhub.record import models  # noqa: F401


def init_app(app: Flask) -> None:
    """Add this room to the app."""
