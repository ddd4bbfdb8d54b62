"""What a network lead decides: applications, buddies, advisers. Bounded by their departments: another's are not there.

Writes in the caller's transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors import states
from learnhub.ambassadors.becoming import candidacy_of, held_for
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.states import Move
from learnhub.ambassadors.stopping import grant, let_go, revoke
from learnhub.ambassadors.telling import moment, tell
from learnhub.ambassadors.words import COURSE, State
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.people.models import Person, Posting
from learnhub.people.queries import department_ids_below
from learnhub.people.reach import within
from learnhub.record.models import Progress
from learnhub.web.paging import PAGE_SIZE, Page, page_of

WAITING = (State.APPLIED, State.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """A line of the lead's list. `agreed_at`: the line manager's yes; `manager_id` None: none was on file."""

    id: int
    name: str
    state: str
    applied_at: datetime
    agreed_at: datetime | None
    manager_id: int | None
    department_id: int | None


@dataclass(frozen=True, slots=True)
class Applications:
    """How many a lead can decide on now; how many still wait for their line manager or the course."""

    to_decide: int
    on_the_way: int


def applications(scopes: Iterable[int] | None, after: int | None = None) -> Page[ApplicationLine]:
    """Who waits for a decision in the lead's departments, the longest first. Two statements."""
    ids = department_ids_below(scopes)
    statement = (
        select(
            Ambassador.id,
            Person.name,
            Ambassador.state,
            Ambassador.applied_at,
            Ambassador.manager_agreed_at,
            Ambassador.manager_person_id,
            Posting.department_id,
        )
        .join(Person, Person.id == Ambassador.person_id)
        .outerjoin(Posting, (Posting.person_id == Person.id) & Posting.is_current)
        .where(Ambassador.state.in_(WAITING), within(Posting.department_id, None if ids is None else frozenset(ids)))
        .order_by(Ambassador.applied_at, Ambassador.id)
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        last = select(Ambassador.applied_at).where(Ambassador.id == after).scalar_subquery()
        statement = statement.where(tuple_(Ambassador.applied_at, Ambassador.id) > tuple_(last, after))
    return page_of([ApplicationLine(*row) for row in db.session.execute(statement)], lambda line: str(line.id))


def count_applications(department_ids: frozenset[int] | None) -> Applications:
    """The rule of `states.may_be_approved` over everybody who waits in these departments. One statement."""
    manager, course = aliased(Person), shelf().ever(COURSE)
    here = or_(manager.left_on.is_(None), manager.left_on > clock.today())
    completed = exists().where(
        Progress.learner_id == Person.learner_id,
        Progress.course_id == (course.id if course is not None else None),
        Progress.completed_at.is_not(None),
    )
    agreed = or_(Ambassador.manager_agreed_at.is_not(None), manager.id.is_(None))
    ready = or_(Ambassador.state == State.PROVISIONAL, and_(agreed, completed))
    row = db.session.execute(
        select(func.count(), func.count(case((ready, 1))))
        .select_from(Ambassador)
        .join(Person, Person.id == Ambassador.person_id)
        .outerjoin(Posting, (Posting.person_id == Person.id) & Posting.is_current)
        .outerjoin(manager, and_(manager.id == Person.line_manager_id, here))
        .where(Ambassador.state.in_(WAITING), within(Posting.department_id, department_ids))
    ).one()
    return Applications(row[1], row[0] - row[1])


def application_or_404(ambassador_id: int, scopes: Iterable[int] | None) -> Ambassador:
    """Somebody in the network, or on the way into it, of the lead's departments; else 404. A nomination is nobody's."""
    ids = department_ids_below(scopes)
    statement = (
        select(Ambassador)
        .outerjoin(Posting, (Posting.person_id == Ambassador.person_id) & Posting.is_current)
        .where(Ambassador.id == ambassador_id, Ambassador.state != State.NOMINATED)
        .where(within(Posting.department_id, None if ids is None else frozenset(ids)))
    )
    return db.session.execute(statement).scalar_one_or_none() or abort(404)


def approve(row: Ambassador, by_person_id: int) -> None:
    """Approve: they are an ambassador in full. Pressed twice it is once.

    Raises Refused while the manager's word or the course is missing, and for one's own application.
    """
    if row.state == State.ACTIVE and row.decided_at is not None:
        return
    row = held_for(row, Move.APPROVE)
    _refuse_own(row, by_person_id)
    if not states.may_be_approved(candidacy_of(row)):
        raise Refused(_("The course or the line manager's agreement is still missing."))
    row.state, row.active_at = State.ACTIVE, clock.now()
    row.began_at = row.began_at or clock.now()
    row.decided_by_person_id, row.decided_at, row.decision = by_person_id, clock.now(), ""
    db.session.flush()
    grant(row.person_id, by_person_id)
    tell(
        [row.person_id],
        f"ambassador:{row.id}:approved:{moment()}",
        lambda: _("You are a digital ambassador now."),
        "/ambassadors/profile",
    )


def decline(row: Ambassador, by_person_id: int, reason: str) -> None:
    """Decline, with a reason that the applicant reads. What they had taken on provisionally goes to others."""
    row = held_for(row, Move.DECLINE)
    _refuse_own(row, by_person_id)
    if row.state == State.PROVISIONAL:
        let_go(row)
        revoke(row.person_id)
    row.state, row.decided_by_person_id, row.decided_at, row.decision = (
        State.DECLINED,
        by_person_id,
        clock.now(),
        reason,
    )
    db.session.flush()
    tell(
        [row.person_id],
        f"ambassador:{row.id}:declined:{moment()}",
        lambda: _("Your application to become a digital ambassador was not taken up. The lead says why."),
        "/ambassadors/profile",
    )


def name_buddy(row: Ambassador, buddy: Person) -> None:
    """Say who accompanies somebody new. Raises Refused for who is no ambassador in full."""
    found = ambassador_of(buddy.id)
    if found is None or found.state != State.ACTIVE or found.id == row.id:
        raise Refused(_("%(name)s is no digital ambassador at the moment.", name=buddy.name), "email")
    if row.buddy_id == found.id:
        return
    row.buddy_id = found.id
    db.session.flush()
    name = db.session.execute(select(Person.name).where(Person.id == row.person_id)).scalar_one()
    key = f"ambassador:{row.id}:buddy:{found.id}:{moment()}"
    tell(
        [buddy.id],
        key,
        lambda: _("%(name)s is new in the network, and you are their buddy.", name=name),
        f"/ambassadors/{row.id}",
    )
    tell(
        [row.person_id],
        f"{key}:new",
        lambda: _("%(name)s is your buddy in the network.", name=buddy.name),
        "/ambassadors/profile",
    )


def set_adviser(row: Ambassador, *, is_adviser: bool) -> None:
    """Say whether somebody is a specialist of a central team, who advises across departments."""
    row.is_adviser = is_adviser
    db.session.flush()


def _refuse_own(row: Ambassador, by_person_id: int) -> None:
    if row.person_id == by_person_id:
        raise Refused(_("Another lead decides on your own application."))
