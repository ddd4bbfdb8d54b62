"""Support sessions: logging one, confirming it, a room's code."""

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """What these pages add to the app besides their addresses."""


def add_routes(blueprint: Blueprint) -> None:
    """Add these pages to the room's."""
