"""How far a lead looks: the departments of their grant and below, or one chosen of them; everywhere without limit."""

from sqlalchemy import ColumnElement

from learnhub.ambassadors.models import HelpRequest
from learnhub.people.models import Posting
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
