"""A room that is opened before anything can be said of the session in it: who is there comes in by its code.

Until the ambassador has said how long it was it is no session yet: no minutes, nothing on anybody's record, nobody is
asked. Saying it is correcting it (`sessions.correct_session`).
"""

from sqlalchemy import select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.kinds import How, SessionKind
from learnhub.mentoring.models import SupportSession
from learnhub.mentoring.room_codes import open_code
from learnhub.mentoring.sessions import last_day_to_log
from learnhub.people.faults import Refused
from learnhub.record import ledger
from learnhub.web.i18n import gettext as _

NOT_SAID = 0  # minutes of a room that is open


def open_room(ambassador_id: int) -> SupportSession:
    """Open a room of today; the one that is open already when there is one. Raises Refused for who may log none."""
    ledger.hold_lock()
    today = clock.today()
    if last_day_to_log(db.session.get(Ambassador, ambassador_id, populate_existing=True)) != today:
        raise Refused(_("Only digital ambassadors who are helping now can log a session."))
    there = select(SupportSession).where(
        SupportSession.ambassador_id == ambassador_id,
        SupportSession.on_day == today,
        SupportSession.minutes == NOT_SAID,
        SupportSession.voided_at.is_(None),
    )
    row = db.session.execute(there.order_by(SupportSession.id).limit(1)).scalar_one_or_none()
    if row is None:
        row = SupportSession(
            ambassador_id=ambassador_id,
            kind=SessionKind.CLINIC.value,
            how=How.IN_PERSON.value,
            on_day=today,
            minutes=NOT_SAID,
            logged_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
    open_code(row)
    return row
