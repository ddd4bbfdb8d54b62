"""The network of ambassadors: its pages are in the modules beside this."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors import (
    answering_views,
    application_views,
    asking_telling,
    asking_views,
    becoming_views,
    directory_views,
    models,
    profile_views,
    telling,
)
from learnhub.ambassadors.blueprint import blueprint
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.retention import Retention, add_retention

__all__ = [
    "answering_views",
    "application_views",
    "asking_views",
    "becoming_views",
    "blueprint",
    "directory_views",
    "profile_views",
]


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    telling.init_app(app)
    asking_telling.init_app(app)
    add_navigation(app, NavigationItem(_l("Ambassadors"), "ambassadors.list_ambassadors", 40))
    add_retention(app, (Retention(models.NetworkPost, models.NetworkPost.posted_at, directory_views.POSTS_KEPT),))
