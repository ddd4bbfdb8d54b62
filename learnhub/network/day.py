"""What an ambassador's own page says: who waits for them, whom they help, how much of their hours is used."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select

from learnhub import clock
from learnhub.ambassadors.capacity import month_of
from learnhub.ambassadors.models import Ambassador, HelpRequest
from learnhub.ambassadors.words import RequestState
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.people.models import Person

MOST = 20  # requests of one kind on the page: more than anybody can hold


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A request that is offered (`until`: when it passes on), or that was accepted and is not met."""

    id: int
    name: str
    text: str
    kind: str
    is_offered: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of this month: what is offered, held, and promised to requests accepted; sessions this week and their
    minutes; sessions of this month, how many of them somebody confirmed, and the people in them who were named."""

    offered: int
    held: int
    promised: int
    this_week: int
    sessions: int
    confirmed: int
    people: int

    @property
    def share(self) -> float:
        """How much of the month is used or promised, at most all of it."""
        return min(1.0, (self.held + self.promised) / self.offered) if self.offered else 0.0


def requests_to(ambassador_id: int) -> list[ToAnswer]:
    """What is offered, the soonest to pass on first, then what was accepted. One statement."""
    offered = and_(HelpRequest.offered_to_id == ambassador_id, HelpRequest.state == RequestState.OFFERED)
    taken = and_(HelpRequest.accepted_by_id == ambassador_id, HelpRequest.state == RequestState.ACCEPTED)
    rows = db.session.execute(
        select(HelpRequest.id, Person.name, HelpRequest.text, HelpRequest.kind, offered, HelpRequest.pass_on_at)
        .join(Person, Person.id == HelpRequest.person_id)
        .where(or_(offered, taken))
        .order_by(offered.desc(), HelpRequest.pass_on_at, HelpRequest.id)
        .limit(2 * MOST)
    )
    return [
        ToAnswer(id_, name, text, kind, bool(is_offered), until) for id_, name, text, kind, is_offered, until in rows
    ]


def hours_of(row: Ambassador) -> Hours:
    """One statement beside the ambassador's own row."""
    today = clock.today()
    monday, first = today - timedelta(days=today.weekday()), date(today.year, today.month, 1)
    this_month, this_week = SupportSession.on_day >= first, SupportSession.on_day >= monday
    there = select(func.count()).where(SessionPerson.session_id == SupportSession.id)
    yes = there.where(SessionPerson.confirmed.is_(True)).scalar_subquery()
    found = select(
        func.coalesce(func.sum(SupportSession.minutes).filter(this_week), 0),
        func.count().filter(this_month),
        func.count().filter(this_month, yes > 0),
        func.coalesce(func.sum(there.scalar_subquery()).filter(this_month), 0),
    ).where(
        SupportSession.ambassador_id == row.id,
        SupportSession.on_day >= min(monday, first),
        SupportSession.voided_at.is_(None),
    )
    week, sessions, confirmed, people = db.session.execute(found).one()
    held = row.used_minutes if row.used_month == month_of(today) else 0
    return Hours(row.minutes_a_month, held, row.promised_minutes, int(week), sessions, confirmed, int(people))
