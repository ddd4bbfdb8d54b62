"""Offices as the staff list spells them, so that a visit counts for the office that was visited."""

from sqlalchemy import func, select

from learnhub.db import db
from learnhub.people.models import Posting

MOST = 500


def known_office(typed: str) -> str | None:
    """An office where colleagues work, as it is spelt on file; None when nobody works in one so called."""
    return {" ".join(name.split()).casefold(): name for name in offices()}.get(" ".join(typed.split()).casefold())


def offices() -> list[str]:
    """The offices where colleagues work now. One statement, over all postings: for a visit's form only."""
    rows = select(Posting.office).where(Posting.is_current, Posting.office.is_not(None)).group_by(Posting.office)
    return [name for name in db.session.execute(rows.order_by(func.count().desc()).limit(MOST)).scalars() if name]
