"""The room's blueprint, which its pages share."""

from flask import Blueprint

blueprint = Blueprint("study", __name__)
