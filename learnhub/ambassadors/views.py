"""The network of ambassadors: its pages are in the modules beside this."""

from flask import Flask

from learnhub.ambassadors import asking_views, becoming_views, directory_views, models  # noqa: F401  # the tables belong to the app
from learnhub.ambassadors.blueprint import blueprint

_PAGES = (becoming_views, directory_views, asking_views)
for _views in _PAGES:
    _views.add_routes(blueprint)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    for views in _PAGES:
        views.init_app(app)
