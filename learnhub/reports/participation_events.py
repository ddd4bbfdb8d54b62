"""For an event's organisers, on its page: what share of those who were there had never been to an event."""

from flask import Flask
from sqlalchemy import case, func, select

from learnhub.db import db
from learnhub.events.models import SignUp
from learnhub.reports.suppression import is_safe


def init_app(app: Flask) -> None:
    """Give templates `newcomer_share`: the events' room stands below this one and cannot import it."""
    app.jinja_env.globals["newcomer_share"] = newcomer_share


def newcomer_share(event_id: int) -> tuple[int, int] | None:
    """Percent of newcomers, of how many who were there; None when newcomers or others are a few. One statement."""
    there, newcomers = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((SignUp.is_newcomer, 1), else_=0)), 0)).where(
            SignUp.event_id == event_id, SignUp.statement_seq.is_not(None)
        )
    ).one()
    if not there or not is_safe((newcomers, there - newcomers)):
        return None
    return round(100 * newcomers / there), there
