"""Asking who was named in a session whether it was so: one notice each, and never again for the same session."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from learnhub.db import db
from learnhub.mentoring.models import SupportSession
from learnhub.messages.notices import MessageKind, NewNotice, write_notices
from learnhub.people.models import Person
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import show_date, show_minutes, speaking

MESSAGE = MessageKind(
    "support-session",
    _l("Somebody logged a session with you"),
    _l("A digital ambassador says that they helped you, and you can say whether it was so. You are asked once."),
    may_refuse=True,
)


def ask_people(session: SupportSession, person_ids: Sequence[int], by_person_id: int) -> None:
    """Ask each of these people once about what the session says now."""
    if not person_ids:
        return
    wanted = select(Person.id, Person.name, Person.language).where(Person.id.in_([*person_ids, by_person_id]))
    people = {row.id: (row.name, row.language) for row in db.session.execute(wanted)}
    by = people[by_person_id][0]
    write_notices([_notice(session, id_, people[id_][1], by) for id_ in person_ids])


def _notice(session: SupportSession, person_id: int, language: str, by: str) -> NewNotice:
    with speaking(language):
        text = _(
            "%(name)s logged a support session with you on %(day)s, %(minutes)s. Was it so?",
            name=by,
            day=show_date(session.on_day),
            minutes=show_minutes(session.minutes),
        )
    # By its statement: what is stated anew is asked anew, once.
    key = f"support:{session.id}:{session.statement_seq}:{person_id}"
    address = f"/support/{session.id}/confirm"  # a session may be logged by a command too
    return NewNotice(person_id, MESSAGE.name, key, text, address, language)
