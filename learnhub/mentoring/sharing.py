"""What a learner lets an ambassador see of their record: chosen each time, part by part, withdrawn at any time.

Withdrawn is gone at once. What the ambassador confirmed meanwhile stands: it is in the record, and not theirs.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, exists, insert, or_, select, union, update

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import HELPING, MentorshipState, RequestState, State
from learnhub.db import db
from learnhub.mentoring.mentorship_rules import HELPED_WITHIN
from learnhub.mentoring.mentorship_telling import moment, tell
from learnhub.mentoring.models import SessionPerson, SharedPart, SupportSession
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.web.i18n import gettext as _


class Part(StrEnum):
    """A part of somebody's record."""

    COURSES = "courses"
    BADGES = "badges"
    SKILLS = "skills"
    STUDY = "study"
    HOURS = "hours"


_SHARED = select(SharedPart.what).where(
    SharedPart.person_id == bindparam("me"),
    SharedPart.to_person_id == bindparam("to"),
    SharedPart.withdrawn_at.is_(None),
)
SEES = (*HELPING, State.PAUSED)  # who has stopped or lapsed sees nothing any more


def helpers_of(person_id: int) -> dict[int, str]:
    """The ambassadors who help somebody now, or lately did: person → name. Only with them anything is shared."""
    mentors = select(Mentorship.ambassador_id).where(
        Mentorship.person_id == person_id, Mentorship.state == MentorshipState.OPEN
    )
    accepted = select(HelpRequest.accepted_by_id).where(
        HelpRequest.person_id == person_id, HelpRequest.state == RequestState.ACCEPTED
    )
    since = clock.today() - HELPED_WITHIN
    met = (
        select(SupportSession.ambassador_id)
        .join(SessionPerson, SessionPerson.session_id == SupportSession.id)
        .where(
            SessionPerson.person_id == person_id,
            SupportSession.voided_at.is_(None),
            SupportSession.on_day >= since,
            or_(SessionPerson.confirmed.is_(None), SessionPerson.confirmed.is_(True)),
        )
    )
    helping = union(mentors, accepted, met).subquery()
    rows = (
        select(Person.id, Person.name)
        .join(Ambassador, Ambassador.person_id == Person.id)
        .where(Ambassador.id.in_(select(helping)), Ambassador.state.in_(SEES), Person.id != person_id, _is_here())
        .order_by(Person.name, Person.id)
    )
    return {row.id: row.name for row in db.session.execute(rows)}


def share_parts(person_id: int, to_person_id: int, parts: Iterable[Part]) -> list[Part]:
    """Let an ambassador see these parts; those that are new. The ambassador is told once of all of them.

    Raises Refused when they do not help this person.
    """
    # One after the other: pressed twice at once it is shared once.
    me = db.session.execute(select(Person.name).where(Person.id == person_id).with_for_update()).scalar_one()
    if to_person_id not in helpers_of(person_id):
        raise Refused(_("You can share with an ambassador who helps you, or did in the last three months."), "person")
    shared = parts_shared(person_id, to_person_id)
    new = [part for part in dict.fromkeys(parts) if part not in shared]
    if new:
        now = clock.now()
        rows = [
            {"person_id": person_id, "to_person_id": to_person_id, "what": part.value, "shared_at": now} for part in new
        ]
        db.session.execute(insert(SharedPart), rows)
        tell(
            [to_person_id],
            f"shared:{person_id}:{moment()}",
            lambda _person: _("%(name)s lets you see a part of their record.", name=me),
            f"/mentoring/shared/{person_id}",
        )
    return new


def withdraw_part(person_id: int, to_person_id: int, part: Part) -> bool:
    """Stop sharing a part; False when it was not shared. The ambassador is told nothing: it is just not there."""
    return _withdraw(SharedPart.person_id == person_id, SharedPart.to_person_id == to_person_id,
                     SharedPart.what == part.value) > 0  # fmt: skip


def withdraw_all(person_id: int, to_person_id: int) -> int:
    """Stop sharing everything with somebody; how many parts."""
    return _withdraw(SharedPart.person_id == person_id, SharedPart.to_person_id == to_person_id)


def withdraw_after(person_id: int, to_person_id: int) -> int:
    """A mentorship is over: what was shared for it is shared no more, unless the two have another."""
    another = (
        select(Mentorship.id)
        .join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
        .where(
            Mentorship.person_id == person_id,
            Mentorship.state == MentorshipState.OPEN,
            Ambassador.person_id == to_person_id,
        )
    )
    if db.session.execute(another.limit(1)).scalar_one_or_none() is not None:
        return 0
    return withdraw_all(person_id, to_person_id)


def shared_with_those_who_stopped(most: int) -> list[int]:
    """Parts that are shared with people who are ambassadors no more, or have left."""
    sees = (
        select(Person.id)
        .join(Ambassador, Ambassador.person_id == Person.id)
        .where(Person.id == SharedPart.to_person_id, Ambassador.state.in_(SEES), _is_here())
    )
    found = select(SharedPart.id).where(SharedPart.withdrawn_at.is_(None), ~exists(sees))
    return list(db.session.execute(found.order_by(SharedPart.id).limit(most)).scalars())


def withdraw_these(part_ids: list[int]) -> int:
    """Stop sharing these; how many were shared still."""
    return _withdraw(SharedPart.id.in_(part_ids))


def parts_shared(person_id: int, to_person_id: int) -> set[Part]:
    """The parts that somebody shares with somebody now."""
    found = db.session.execute(_SHARED, {"me": person_id, "to": to_person_id})
    return {Part(what) for what in found.scalars()}


def _withdraw(*conditions: ColumnElement[bool]) -> int:
    statement = update(SharedPart).where(and_(*conditions), SharedPart.withdrawn_at.is_(None))
    gone = statement.values(withdrawn_at=clock.now()).execution_options(synchronize_session=False)
    return int(getattr(db.session.execute(gone), "rowcount", 0))


def _is_here() -> ColumnElement[bool]:
    return or_(Person.left_on.is_(None), Person.left_on > clock.today())
