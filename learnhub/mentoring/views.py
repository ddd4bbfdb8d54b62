"""Helping: its pages are in the modules beside this."""

from flask import Flask

from learnhub.mentoring import mentorship_views, models, session_views, sharing_views  # noqa: F401  # the tables belong to the app
from learnhub.mentoring.blueprint import blueprint

_PAGES = (session_views, mentorship_views, sharing_views)
for _views in _PAGES:
    _views.add_routes(blueprint)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    for views in _PAGES:
        views.init_app(app)
