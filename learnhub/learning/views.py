"""Pages of learning."""

from flask import Flask

from learnhub.learning import models  # noqa: F401


def init_app(app: Flask) -> None:
    """Add this room to the app."""
