"""The blueprint of this room: its views are in several modules."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
