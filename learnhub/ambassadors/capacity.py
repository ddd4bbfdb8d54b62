"""What an ambassador has taken on, counted on their own row by conditional UPDATEs: two at once cannot both find the
last place. Whoever calls has begun the write; nothing here commits.

Minutes of a month are used by sessions held in it and by what is promised and not held yet. A session that is logged
counts whatever the capacity says: it happened.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, or_, select, update
from sqlalchemy.orm.util import identity_key

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, AmbassadorAway
from learnhub.ambassadors.words import HELPING, PROMISED_MINUTES, Kind
from learnhub.db import db
from learnhub.people.faults import Refused


class Full(Refused):
    """The ambassador cannot take this on: hours, mentorships, away, or not helping now. The message is for them."""


def month_of(day: date) -> int:
    """A month as a number: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def is_here(today: date) -> ColumnElement[bool]:
    """Whether an ambassador takes anything on today: helping, not paused, not away."""
    away = exists().where(
        AmbassadorAway.ambassador_id == Ambassador.id,
        AmbassadorAway.from_on <= today,
        AmbassadorAway.until_on >= today,
    )
    return and_(Ambassador.state.in_(HELPING), not_paused(today), ~away)


def not_paused(today: date) -> ColumnElement[bool]:
    """Whether a day lies outside of an ambassador's pause, if they have said one."""
    return or_(
        Ambassador.paused_from.is_(None),
        Ambassador.paused_from > today,
        and_(Ambassador.paused_until.is_not(None), Ambassador.paused_until < today),
    )


def used_in(month: int) -> ColumnElement[int]:
    """Minutes of sessions held in a month; the counter may still be about an earlier one."""
    return case((Ambassador.used_month == month, Ambassador.used_minutes), else_=0)


def has_minutes(minutes: int, month: int) -> ColumnElement[bool]:
    """Whether so many minutes are left in a month."""
    return Ambassador.minutes_a_month >= Ambassador.promised_minutes + used_in(month) + minutes


def has_place() -> ColumnElement[bool]:
    """Whether one more mentorship may be open."""
    return Ambassador.open_mentorships < Ambassador.most_mentorships


def why_full(ambassador_id: int, kind: str, today: date) -> str | None:
    """In words to the ambassador why they cannot say yes to such a request today; None when they can. One statement."""
    is_session = kind == Kind.SESSION
    row = db.session.execute(_room_on(today, is_session=is_session), {"id": ambassador_id}).one_or_none()
    if row is None or not row[0]:
        return _not_here()
    if row[1]:
        return None
    return _no_hours() if is_session else _no_place()


@lru_cache(maxsize=4)
def _room_on(today: date, *, is_session: bool) -> Select[bool, bool]:
    room = has_minutes(PROMISED_MINUTES, month_of(today)) if is_session else has_place()
    return select(is_here(today), room).where(Ambassador.id == bindparam("id"))


def promise(ambassador_id: int, minutes: int, month: int) -> None:
    """Hold minutes for an accepted session. Raises Full when the month has not so many left, or they are not here."""
    more = {"promised_minutes": Ambassador.promised_minutes + minutes}
    if not _changed(ambassador_id, more, is_here(clock.today()), has_minutes(minutes, month)):
        raise Full(_why(ambassador_id, _no_hours()))


def keep_promise(ambassador_id: int, minutes: int) -> None:
    """Give back what was promised: the session was held (and counts by its own minutes), or will not be."""
    _changed(ambassador_id, {"promised_minutes": _less(Ambassador.promised_minutes, minutes)})


def take_mentorship(ambassador_id: int) -> None:
    """Count one more open mentorship. Raises Full when there are as many as they want, or they are not here."""
    more = {"open_mentorships": Ambassador.open_mentorships + 1}
    if not _changed(ambassador_id, more, is_here(clock.today()), has_place()):
        raise Full(_why(ambassador_id, _no_place()))


def free_mentorship(ambassador_id: int) -> None:
    """Count one open mentorship less: it has ended, or somebody else takes it over."""
    _changed(ambassador_id, {"open_mentorships": _less(Ambassador.open_mentorships, 1)})


def count_session(ambassador_id: int, on_day: date, minutes: int) -> None:
    """Count a session's minutes in its month (one before the counter's takes nothing of this one); they are active."""
    month = month_of(on_day)
    is_later = Ambassador.used_month <= month
    _changed(
        ambassador_id,
        {
            "used_minutes": case((is_later, used_in(month) + minutes), else_=Ambassador.used_minutes),
            "used_month": case((is_later, month), else_=Ambassador.used_month),
            "active_at": clock.now(),
        },
    )


def uncount_session(ambassador_id: int, on_day: date, minutes: int) -> None:
    """Take a session's minutes out of its month again: it was a mistake."""
    _changed(
        ambassador_id,
        {"used_minutes": _less(Ambassador.used_minutes, minutes)},
        Ambassador.used_month == month_of(on_day),
    )


def _less(column: Any, by: int) -> ColumnElement[int]:
    return case((column > by, column - by), else_=0)


def _changed(ambassador_id: int, values: dict[str, Any], *conditions: ColumnElement[bool]) -> bool:
    """Update an ambassador's row if all holds; whether it did."""
    statement = update(Ambassador).where(Ambassador.id == ambassador_id, *conditions).values(values)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    held = db.session.identity_map.get(identity_key(Ambassador, ambassador_id))
    if held is not None:
        db.session.expire(held)
    return bool(getattr(result, "rowcount", 0))


def _why(ambassador_id: int, otherwise: str) -> str:
    """In words to the ambassador why nothing more goes: not here, or what it is `otherwise`."""
    here = select(is_here(clock.today())).where(Ambassador.id == ambassador_id)
    if db.session.execute(here).scalar_one_or_none():
        return otherwise
    return _not_here()


def _no_hours() -> str:
    return str(_("Your hours of this month are taken up."))


def _no_place() -> str:
    return str(_("You have as many open mentorships as you said you could have."))


def _not_here() -> str:
    return str(_("You are away or not helping at the moment."))
