"""Holding a mentorship while something is written into it: one at a time, by one of the two, while it goes on.

Whoever writes locks its row first: an end or a handover at the same moment comes before or after, never between.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import select, update

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.ambassadors.words import MentorshipState
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.web.i18n import gettext as _


class Over(Refused):
    """The mentorship has ended, or somebody else has taken it over: nothing is written any more."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A mentorship whose row this transaction holds, and who of the two writes."""

    id: int
    kind: str
    state: str
    person_id: int
    ambassador_id: int
    mentor_person_id: int
    request_id: int | None
    handed_over_from_id: int | None
    outcome_by_ambassador: str | None
    outcome_by_learner: str | None
    fit: str | None
    ended_at: datetime | None
    by_person_id: int

    @property
    def by_learner(self) -> bool:
        return self.by_person_id == self.person_id

    @property
    def other_id(self) -> int:
        return self.mentor_person_id if self.by_learner else self.person_id

    @property
    def is_live(self) -> bool:
        return self.state != MentorshipState.ENDED


_COLUMNS = (
    Mentorship.id,
    Mentorship.kind,
    Mentorship.state,
    Mentorship.person_id,
    Mentorship.ambassador_id,
    Ambassador.person_id.label("mentor_person_id"),
    Mentorship.request_id,
    Mentorship.handed_over_from_id,
    Mentorship.outcome_by_ambassador,
    Mentorship.outcome_by_learner,
    Mentorship.fit,
    Mentorship.ended_at,
)


def hold(mentorship_id: int, by_person_id: int) -> Holding:
    """Hold a mentorship of this person's, ended or not. To anybody else it is not there (404).

    Raises Over for who was its mentor until it was handed over.
    """
    row = hold_row(mentorship_id)
    if row is not None and by_person_id in (row.person_id, row.mentor_person_id):
        return Holding(**row._mapping, by_person_id=by_person_id)
    if row is not None and row.handed_over_from_id is not None and _is(row.handed_over_from_id, by_person_id):
        raise Over(_("Somebody else has taken over this mentorship."))
    return abort(404)


def hold_live(mentorship_id: int, by_person_id: int) -> Holding:
    """Hold one that goes on, and note that something is done in it. Raises Over for one that has ended."""
    held = hold(mentorship_id, by_person_id)
    if not held.is_live:
        raise Over(_("This mentorship has ended."))
    change(held.id, last_at=clock.now())
    return held


def hold_with_mentor(mentorship_id: int) -> Any:
    """Hold the ambassador's row and then the mentorship's, in the order in which stopping takes them; None: not there.

    For what changes the count of open mentorships.
    """
    whose = select(Mentorship.ambassador_id).where(Mentorship.id == mentorship_id).scalar_subquery()
    db.session.execute(select(Ambassador.id).where(Ambassador.id == whose).with_for_update())
    return hold_row(mentorship_id)


def hold_both(mentorship_id: int, by_person_id: int) -> Holding:
    """As `hold`, with the ambassador's row held first."""
    hold_with_mentor(mentorship_id)
    return hold(mentorship_id, by_person_id)


def hold_row(mentorship_id: int) -> Any:
    """Hold the row of a mentorship; then read it, as it is now. None when there is none."""
    # By itself: joined, PostgreSQL would find a row that was handed over meanwhile not there.
    db.session.execute(select(Mentorship.id).where(Mentorship.id == mentorship_id).with_for_update())
    query = select(*_COLUMNS).join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
    return db.session.execute(query.where(Mentorship.id == mentorship_id)).one_or_none()


def change(mentorship_id: int, **values: Any) -> None:
    """Change a mentorship that is held."""
    statement = update(Mentorship).where(Mentorship.id == mentorship_id).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _is(ambassador_id: int, person_id: int) -> bool:
    found = select(Ambassador.id).where(Ambassador.id == ambassador_id, Ambassador.person_id == person_id)
    return db.session.execute(found).scalar_one_or_none() is not None
