"""The code of a room: shown by the ambassador, typed in by who is there, dead in the same night.

It proves little, since who is told it can use it from anywhere: who comes in by it is named in the session and not
confirmed, and what they then say is their own word until the ambassador has said that they saw them.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.record import ledger
from learnhub.web.i18n import gettext as _

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
LENGTH = 7  # 27 thousand million codes: with the throttle, nobody finds one
MOST_BY_CODE = 200


def fresh_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def plain(typed: str) -> str:
    """What was typed, as codes are kept: capitals, no spaces or dashes; 0 and 1 are no part of any."""
    return "".join(c for c in typed.upper() if c.isalnum())[:12]


def shown(code: str) -> str:
    """A code as it is read out: in two groups."""
    return f"{code[:3]} {code[3:]}"


def end_of(instant: datetime) -> datetime:
    """When a code opened at an instant dies: at midnight."""
    return clock.start_of(clock.day_of(instant) + timedelta(days=1))


def open_code(session: SupportSession) -> str:
    """Open a session to those who are there, until midnight; its code. Raises Refused for a session of another day."""
    ledger.hold_lock()
    db.session.refresh(session)  # somebody may have opened it while this waited
    now = clock.now()
    if session.on_day != clock.today():
        raise Refused(_("A code is only for a session of today."))
    if session.code is not None and session.code_until is not None and session.code_until > now:
        return session.code
    _forget_dead()
    for _attempt in range(5):
        session.code, session.code_until = fresh_code(), end_of(now)
        try:
            with db.session.begin_nested():
                db.session.flush()
        except IntegrityError:  # somebody else's, by a chance of one in thousands of millions
            db.session.refresh(session)
            continue
        return session.code
    raise Refused(_("There is no code now. Try again."))


def close_code(session: SupportSession) -> None:
    """End it before midnight."""
    session.code = session.code_until = None
    db.session.flush()


def check_in(code: str, person_id: int) -> int | None:
    """Put who typed a code on its session, not confirmed; the session's number. None: there is no such code now.

    Who is on it already stays as they are. Raises Refused for the ambassador themself and for a full room.
    """
    ledger.hold_lock()
    session = _session_of(plain(code))
    if session is None:
        return None
    own = select(Ambassador.person_id).where(Ambassador.id == session.ambassador_id)
    if db.session.execute(own).scalar_one() == person_id:
        raise Refused(_("This is your own session: others type in the code."), "code")
    joined_on = db.session.execute(select(Person.joined_on).where(Person.id == person_id)).scalar_one()
    there = select(SessionPerson.person_id, SessionPerson.by_code).where(SessionPerson.session_id == session.id)
    rows = db.session.execute(there).all()
    if person_id in {row.person_id for row in rows}:
        return session.id
    if sum(row.by_code for row in rows) >= MOST_BY_CODE or joined_on > session.on_day:
        raise Refused(_("Nobody more can come in by this code: ask the ambassador to put you on the list."), "code")
    db.session.add(SessionPerson(session_id=session.id, person_id=person_id, asked_at=clock.now(), by_code=True))
    db.session.flush()
    return session.id


def _session_of(code: str) -> SupportSession | None:
    if len(code) != LENGTH:
        return None
    found = select(SupportSession).where(
        SupportSession.code == code, SupportSession.code_until > clock.now(), SupportSession.voided_at.is_(None)
    )
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def _forget_dead() -> None:
    """Codes of other days are nobody's any more."""
    dead = update(SupportSession).where(SupportSession.code.is_not(None), SupportSession.code_until <= clock.now())
    db.session.execute(dead.values(code=None, code_until=None).execution_options(synchronize_session=False))
