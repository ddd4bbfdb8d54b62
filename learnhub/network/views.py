"""The network's own pages: in the modules beside this."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from learnhub.network import day_views, lead_views
from learnhub.network.blueprint import blueprint
from learnhub.permissions import Permission
from learnhub.web.layout import NavigationItem, add_navigation

__all__ = ["blueprint", "day_views", "lead_views"]


def init_app(app: Flask) -> None:
    """Add this room to the app, and its place in the navigation of leads."""
    app.register_blueprint(blueprint)
    add_navigation(app, NavigationItem(_l("Network"), "network.show_network", 59, (Permission.LEAD_NETWORK,)))
