"""Helping: its pages are in the modules beside this."""

from flask import Flask

from learnhub.mentoring import (
    ending_views,
    handover_views,
    meeting_views,
    mentorship_telling,
    mentorship_views,
    models,
    session_answer_views,
    session_naming,
    session_views,
    sharing_views,
)
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.session_telling import MESSAGE
from learnhub.messages.kinds import add_message_kind

__all__ = [
    "blueprint",
    "ending_views",
    "handover_views",
    "meeting_views",
    "mentorship_views",
    "models",
    "session_answer_views",
    "session_views",
    "sharing_views",
]


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    add_message_kind(app, MESSAGE)
    session_naming.init_app(app)
    mentorship_telling.init_app(app)
