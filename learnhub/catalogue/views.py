"""Pages of the catalogue: what is served and what is wrong with it, a preview, and the courses' files."""

from flask import Flask

from learnhub.catalogue import models  # noqa: F401
from learnhub.catalogue.queries import readiness
from learnhub.catalogue.shelf import Holder


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.extensions["learnhub.shelf"] = Holder()
    app.extensions["learnhub.ready"]["courses"] = readiness
