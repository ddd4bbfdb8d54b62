"""What the room's pages share: their blueprint, and what a visitor may look at.

Bounded by where the officer's role holds: an assignment that concerns nobody there is not found (404).
"""

from flask import Blueprint, abort, request

from learnhub import db as database
from learnhub.people.reach import Reach, reach_of
from learnhub.permissions import Permission
from learnhub.required import listing
from learnhub.required.active import Active, plain
from learnhub.required.models import Assignment
from learnhub.web.access import visitor
from learnhub.web.i18n import language

blueprint = Blueprint("required", __name__)


def reach_here() -> Reach:
    """Where the visitor may assign learning, or the department of the address within it."""
    return reach_of(visitor().scopes(Permission.ASSIGN_LEARNING), request.args.get("department"), language())


def assignment_here(assignment_id: int, reach: Reach) -> tuple[Assignment, Active]:
    """An assignment that concerns somebody within reach; else 404."""
    row = database.db.session.get(Assignment, assignment_id) or abort(404)
    one = plain([row])[0]
    if not listing.concerns(one, reach):
        abort(404)
    return row, one


def required_here(assignment_id: int, reach: Reach) -> tuple[Assignment, Active]:
    """The same, where people are seen by name: of a suggestion nobody is (404)."""
    row, one = assignment_here(assignment_id, reach)
    if not one.is_required:
        abort(404)
    return row, one
