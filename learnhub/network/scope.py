"""How far a lead looks: the departments of their grant and below, or one chosen of them; everywhere without limit."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select

from learnhub.ambassadors.models import HelpRequest
from learnhub.db import db
from learnhub.network.impact_rules import Tally, pages_shown, way_down
from learnhub.people.models import Department, Posting
from learnhub.people.reach import Reach, reach_of, within
from learnhub.permissions import Permission
from learnhub.web.access import Visitor
from learnhub.web.i18n import language


def leads_reach(lead: Visitor, department: str | None) -> Reach:
    """The departments that this lead's figures are about; 404 for one outside."""
    return reach_of(lead.scopes(Permission.LEAD_NETWORK), department, language())


def works_in(reach: Reach) -> ColumnElement[bool]:
    """Whether a current posting is within reach."""
    return within(Posting.department_id, reach.ids)


def asked_in(reach: Reach) -> ColumnElement[bool]:
    """Whether a request was asked by somebody who then worked within reach."""
    return within(HelpRequest.department_id, reach.ids)


def departments_above() -> dict[int, int | None]:
    """Department → the one above it; above a department that is no more, the one it was merged into."""
    merged_or_above = func.coalesce(Department.merged_into_id, Department.parent_id)
    return dict(db.session.execute(select(Department.id, merged_or_above)).all())


def shown_in(reach: Reach, counts: Mapping[int, int]) -> frozenset[int] | None:
    """Of departments with so many each, those whose figures may be read here, all together; None: nothing may be.

    By the rule of `impact_rules`, so that no small group is found from several departments' pages.
    """
    above, place = departments_above(), reach.chosen.id if reach.chosen else None
    pages = pages_shown({id_: Tally(count) for id_, count in counts.items()}, above)
    if place not in pages or (place is None and reach.ids is not None):
        return None
    return frozenset(id_ for id_ in counts if place is None or place in way_down(id_, above))
