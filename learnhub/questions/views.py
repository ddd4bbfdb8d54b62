"""Questions and notes: their pages are in the modules beside this."""

from flask import Flask

from learnhub.questions import (  # noqa: F401  # the tables belong to the app
    answer_views,
    models,
    moderation_views,
    note_views,
    question_views,
)
from learnhub.questions.blueprint import blueprint

_PAGES = (question_views, answer_views, note_views, moderation_views)
for _views in _PAGES:
    _views.add_routes(blueprint)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    for views in _PAGES:
        views.init_app(app)
