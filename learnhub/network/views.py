"""The network's own pages: in the modules beside this."""

from flask import Flask

from learnhub.network import day_views, lead_views
from learnhub.network.blueprint import blueprint

_PAGES = (lead_views, day_views)
for _views in _PAGES:
    _views.add_routes(blueprint)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    for views in _PAGES:
        views.init_app(app)
