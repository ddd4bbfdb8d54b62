"""What is asked about once before a session is logged: the same session a second time, a very long day."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from learnhub.db import db
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.session_words import NAMES
from learnhub.people.faults import Refused
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date, show_minutes

if TYPE_CHECKING:
    from learnhub.mentoring.sessions import Said

LONG_DAY = 480  # minutes of one day that nobody logs without being asked


def ask_about(ambassador_id: int, said: "Said") -> None:
    """Raise Refused, on the form's box `sure`, when this was logged already or makes the day very long."""
    there = select(SupportSession.id, SupportSession.kind, SupportSession.minutes, SupportSession.starts_at).where(
        SupportSession.ambassador_id == ambassador_id,
        SupportSession.on_day == said.on_day,
        SupportSession.voided_at.is_(None),
    )
    rows = db.session.execute(there).all()
    alike = [
        row.id
        for row in rows
        if (row.kind, row.minutes) == (said.kind, said.minutes)
        and (row.starts_at is None or said.starts_at is None or row.starts_at == said.starts_at)
    ]
    # Who is helped in passing and counted without a name is like any other: several a day are usual.
    is_in_passing = said.kind is SessionKind.WALK_UP and not said.person_ids
    if alike and not is_in_passing and _same_people(alike, said):
        name = NAMES[said.kind]
        told = {"session": name, "day": show_date(said.on_day), "minutes": show_minutes(said.minutes)}
        raise Refused(
            _("You logged the same already: %(session)s, %(day)s, %(minutes)s, the same people. Log it again?", **told),
            "sure",
        )
    total = said.minutes + sum(row.minutes for row in rows)
    if rows and total > LONG_DAY:
        raise Refused(
            _("With this you would have helped %(minutes)s on that day. Is it so?", minutes=show_minutes(total)), "sure"
        )


def _same_people(session_ids: list[int], said: "Said") -> bool:
    """Whether one of these sessions names the same people and counts as many more, whoever came by the code."""
    named = (
        select(SupportSession.id, SupportSession.unnamed, SessionPerson.person_id)
        .outerjoin(SessionPerson, (SessionPerson.session_id == SupportSession.id) & SessionPerson.by_code.is_(False))
        .where(SupportSession.id.in_(session_ids))
    )
    found: dict[tuple[int, int], set[int]] = {}
    for id_, unnamed, person_id in db.session.execute(named):
        found.setdefault((id_, unnamed), set()).update({person_id} - {None})
    wanted = set(said.person_ids)
    return any(unnamed == said.unnamed and people == wanted for (_id, unnamed), people in found.items())
