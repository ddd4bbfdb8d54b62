"""Becoming an ambassador, one's own profile, pausing and stopping; the lead's decisions."""

from flask import Blueprint, Flask

from learnhub.ambassadors import telling


def init_app(app: Flask) -> None:
    """What these pages add to the app besides their addresses."""
    telling.init_app(app)


def add_routes(blueprint: Blueprint) -> None:
    """Add these pages to the room's."""
