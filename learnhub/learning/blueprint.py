"""The room's one blueprint, on its own so that its modules of views can share it."""

from flask import Blueprint

blueprint = Blueprint("learning", __name__)
