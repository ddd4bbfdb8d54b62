"""What the network's leads look after."""

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """What these pages add to the app besides their addresses."""


def add_routes(blueprint: Blueprint) -> None:
    """Add these pages to the room's."""
