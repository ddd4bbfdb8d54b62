"""Questions and notes: their pages are in the modules beside this."""

from flask import Flask

from learnhub.questions import answer_views, models, moderation_views, note_views, question_views, telling
from learnhub.questions.blueprint import blueprint

__all__ = ["answer_views", "blueprint", "models", "moderation_views", "note_views", "question_views"]


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    telling.init_app(app)
