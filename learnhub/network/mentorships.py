"""Mentorships that want a lead's hand: nobody to go on with, or nothing heard of for a month. Reverse ones are a count:
only the pair sees more."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.ambassadors.words import Kind, MentorshipState, Outcome
from learnhub.db import db
from learnhub.mentoring.mentorship_rules import Verdict, verdict_of
from learnhub.mentoring.models import HandoverOffer
from learnhub.network.scope import shown_in, works_in
from learnhub.people.models import Person, Posting
from learnhub.people.reach import Reach
from learnhub.web.paging import PAGE_SIZE, Page, page_of

STALLED_AFTER = timedelta(days=30)
ENDED_WITHIN = timedelta(days=365)

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class MentorshipLine:
    """Who learns from whom, since when, and when something last happened."""

    id: int
    learner: str
    ambassador: str
    state: str
    began_at: datetime
    last_at: datetime
    offered_to: str | None = None  # who is asked to take it over
    offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """How many are open within reach: of all, those that wait for a new ambassador, the stalled ones, reverse ones."""

    mentoring: int
    handovers: int
    stalled: int
    reverse: int


def counted(reach: Reach) -> Open:
    """One statement."""
    stalled = Mentorship.last_at < clock.now() - STALLED_AFTER
    rows = db.session.execute(
        _within(select(Mentorship.kind, Mentorship.state, stalled, func.count()), reach).group_by(
            Mentorship.kind, Mentorship.state, stalled
        )
    ).all()
    mentoring = [row for row in rows if row[0] != Kind.REVERSE]
    return Open(
        mentoring=sum(row[3] for row in mentoring),
        handovers=sum(row[3] for row in mentoring if row[1] == MentorshipState.HANDOVER),
        stalled=sum(row[3] for row in mentoring if row[1] == MentorshipState.OPEN and row[2]),
        reverse=sum(row[3] for row in rows if row[0] == Kind.REVERSE),
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """What the two said of mentorships that ended in the last year: how many ended, what both say, where they differ,
    where one or both have not answered. Reverse ones are counted with the others."""

    all: int
    reached: int
    partly: int
    missed: int
    differ: int
    unanswered: int


def ended(reach: Reach) -> Ended | None:
    """Two statements. None where they may not be shown."""
    since = clock.now() - ENDED_WITHIN
    by_ambassador, by_learner = Mentorship.outcome_by_ambassador, Mentorship.outcome_by_learner
    rows = db.session.execute(
        select(Posting.department_id, by_ambassador, by_learner, func.count())
        .select_from(Mentorship)
        .join(Posting, and_(Posting.person_id == Mentorship.person_id, Posting.is_current))
        .where(Mentorship.state == MentorshipState.ENDED)
        .where(Mentorship.last_at >= since, Mentorship.ended_at >= since)  # the first by the index: the end is news
        .group_by(Posting.department_id, by_ambassador, by_learner)
    ).all()
    everywhere = Counter[int]()
    for department_id, _mentor, _learner, count in rows:
        everywhere[department_id] += count
    here = shown_in(reach, everywhere)
    if here is None:
        return None
    said = Counter[str]()
    for department_id, mentor, learner, count in rows:
        verdict = verdict_of(mentor, learner)
        agreed = verdict is Verdict.AGREED
        if department_id in here:
            said[str(mentor) if agreed else "differ" if verdict is Verdict.DIFFER else "unanswered"] += count
    return Ended(
        all=said.total(),
        reached=said[Outcome.REACHED],
        partly=said[Outcome.PARTLY],
        missed=said[Outcome.NOT],
        differ=said["differ"],
        unanswered=said["unanswered"],
    )


def handovers(reach: Reach, after: int | None = None) -> Page[MentorshipLine]:
    """Those whose ambassador has stopped or left, by number."""
    return _listed(reach, Mentorship.state == MentorshipState.HANDOVER, after)


def stalled(reach: Reach, after: int | None = None) -> Page[MentorshipLine]:
    """Open ones without a session, a note or a step for thirty days, by number."""
    quiet = and_(Mentorship.state == MentorshipState.OPEN, Mentorship.last_at < clock.now() - STALLED_AFTER)
    return _listed(reach, quiet, after)


def _listed(reach: Reach, condition: ColumnElement[bool], after: int | None) -> Page[MentorshipLine]:
    mentor, heir, asked = aliased(Person), aliased(Person), aliased(Ambassador)
    found = (
        _within(
            select(
                *(Mentorship.id, Person.name, mentor.name, Mentorship.state, Mentorship.began_at, Mentorship.last_at),
                *(heir.name, HandoverOffer.offered_at),
            ),
            reach,
        )
        .join(Person, Person.id == Mentorship.person_id)
        .join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
        .join(mentor, mentor.id == Ambassador.person_id)
        .outerjoin(HandoverOffer, and_(HandoverOffer.mentorship_id == Mentorship.id, HandoverOffer.answer.is_(None)))
        .outerjoin(asked, asked.id == HandoverOffer.ambassador_id)
        .outerjoin(heir, heir.id == asked.person_id)
        .where(condition, Mentorship.kind != Kind.REVERSE, Mentorship.id > (after or 0))
        .order_by(Mentorship.id)
        .limit(PAGE_SIZE + 1)
    )
    rows = [MentorshipLine(*row) for row in db.session.execute(found)]
    return page_of(rows, lambda line: str(line.id))


def _within(statement: S, reach: Reach) -> S:
    """Of people who work within reach and whose mentorship has not ended."""
    return (
        statement.select_from(Mentorship)
        .join(Posting, and_(Posting.person_id == Mentorship.person_id, Posting.is_current))
        .where(Mentorship.state != MentorshipState.ENDED, works_in(reach))
    )
