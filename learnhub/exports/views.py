"""Pages of exports."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this room to the app."""
