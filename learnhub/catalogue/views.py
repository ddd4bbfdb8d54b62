"""Pages of catalogue."""

from flask import Flask

from learnhub.catalogue import models  # noqa: F401


def init_app(app: Flask) -> None:
    """Add this room to the app."""
