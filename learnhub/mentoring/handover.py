"""A mentorship that waits for a new mentor, as a lead and whoever is asked to take it over see it: names, kind, since
when, how many goals. No note, no goal, no step. Of a reverse mentorship they see nothing: only the pair does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.candidates import candidates_for, wish_of
from learnhub.ambassadors.matching import Reason, Wish, rank
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import Answer, Kind, MentorshipState, Place, Preference
from learnhub.db import db
from learnhub.mentoring.models import HandoverOffer, MentorshipGoal
from learnhub.people.models import Person, Posting
from learnhub.people.queries import department_names
from learnhub.web.bars import unbarred

FEW, MOST = 3, 10
MOST_OFFERS = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mentorship that waits."""

    id: int
    kind: str
    began_at: datetime
    last_at: datetime
    request_id: int | None
    ambassador_id: int
    person_id: int
    name: str
    language: str
    manager_person_id: int | None
    mentor: str
    department_id: int | None
    goals: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom a lead asked to take one over, and how they answered; None: not yet. `reason` is theirs, for the lead."""

    id: int
    ambassador_id: int
    name: str
    offered_at: datetime
    pass_on_at: datetime
    answer: str | None
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody who could take over, and why."""

    ambassador_id: int
    name: str
    department: str
    reasons: tuple[Reason, ...]


def waiting_or_404(mentorship_id: int, within: set[int] | None) -> Waiting:
    """One that waits, of a learner in these departments (None: everywhere); anything else is not there."""
    query = _waiting().where(Mentorship.id == mentorship_id)
    if within is not None:
        query = query.where(Posting.department_id.in_(within))
    row = db.session.execute(query).one_or_none()
    return Waiting(*row) if row is not None else abort(404)


def asked_about(mentorship_id: int) -> tuple[Waiting, tuple[str, ...]]:
    """One that waits, as who is asked to take it over sees it, with the skills it is about; 404 when it does not."""
    row = db.session.execute(_waiting().where(Mentorship.id == mentorship_id)).one_or_none()
    waiting = Waiting(*row) if row is not None else abort(404)
    skills = select(HelpRequest.skills).where(HelpRequest.id == waiting.request_id)
    return waiting, unbarred(db.session.execute(skills).scalar_one_or_none() or "")


def _waiting() -> Select[Any]:
    mentor = aliased(Person)
    goals = select(func.count()).where(
        MentorshipGoal.mentorship_id == Mentorship.id, MentorshipGoal.dropped_at.is_(None)
    )
    columns: tuple[Any, ...] = (
        Mentorship.id,
        Mentorship.kind,
        Mentorship.began_at,
        Mentorship.last_at,
        Mentorship.request_id,
        Mentorship.ambassador_id,
        Mentorship.person_id,
        Person.name,
        Person.language,
        Person.line_manager_id,
        mentor.name,
        Posting.department_id,
        goals.scalar_subquery(),
    )
    return (
        select(*columns)
        .join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
        .join(Person, Person.id == Mentorship.person_id)
        .join(mentor, mentor.id == Ambassador.person_id)
        .outerjoin(Posting, and_(Posting.person_id == Mentorship.person_id, Posting.is_current))
        .where(Mentorship.state == MentorshipState.HANDOVER, Mentorship.kind != Kind.REVERSE)
    )


def offers_of(mentorship_id: int) -> list[Offered]:
    """Who was asked to take it over, the last first; who need not answer any more is left out."""
    found = (
        select(
            HandoverOffer.id,
            HandoverOffer.ambassador_id,
            Person.name,
            HandoverOffer.offered_at,
            HandoverOffer.pass_on_at,
            HandoverOffer.answer,
            HandoverOffer.answered_at,
            HandoverOffer.reason,
        )
        .join(Ambassador, Ambassador.id == HandoverOffer.ambassador_id)
        .join(Person, Person.id == Ambassador.person_id)
        .where(HandoverOffer.mentorship_id == mentorship_id, HandoverOffer.answer.is_distinct_from(Answer.TAKEN_BACK))
        .order_by(HandoverOffer.id.desc())
        .limit(MOST_OFFERS)
    )
    return [Offered(*row) for row in db.session.execute(found)]


def offered_to(person_id: int) -> list[tuple[int, str, datetime]]:
    """What somebody is asked to take over: the offer's number, who learns, until when they answer."""
    mine = (
        select(HandoverOffer.id, Person.name, HandoverOffer.pass_on_at)
        .join(Ambassador, Ambassador.id == HandoverOffer.ambassador_id)
        .join(Mentorship, Mentorship.id == HandoverOffer.mentorship_id)
        .join(Person, Person.id == Mentorship.person_id)
        .where(Ambassador.person_id == person_id, HandoverOffer.answer.is_(None))
        .order_by(HandoverOffer.pass_on_at, HandoverOffer.id)
        .limit(MOST_OFFERS)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(mine)]


def heirs_of(waiting: Waiting, offers: Sequence[Offered], language: str) -> list[Heir]:
    """Those who fit best, have room and were not asked yet; when they are few, whoever has room too."""
    today, wish = clock.today(), _wish_of(waiting)
    wish = replace(wish, asked={*wish.asked, *(offer.ambassador_id for offer in offers)})
    found = rank(wish, candidates_for(wish, today), today, MOST)
    if len(found) < FEW:
        wider = replace(wish, skills=(), place=Place.EITHER, preference=Preference.ANY)
        known = {match.ambassador_id for match in found}
        more = rank(wider, candidates_for(wider, today), today, MOST)
        found += [match for match in more if match.ambassador_id not in known][: MOST - len(found)]
    ids = [match.person_id for match in found if match.ambassador_id != waiting.ambassador_id]
    people: dict[int, Any] = {
        row.id: row
        for row in db.session.execute(
            select(Person.id, Person.name, Posting.department_id)
            .outerjoin(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
            .where(Person.id.in_(ids))
        )
    }
    names = department_names(today, language)
    return [
        Heir(match.ambassador_id, one.name, names.get(one.department_id, ""), match.reasons)
        for match in found
        if (one := people.get(match.person_id)) is not None
    ]


def _wish_of(waiting: Waiting) -> Wish:
    request = db.session.get(HelpRequest, waiting.request_id) if waiting.request_id is not None else None
    if request is None:
        return Wish(
            waiting.person_id,
            kind=Kind.MENTORING,
            language=waiting.language,
            manager_person_id=waiting.manager_person_id,
            asked={waiting.ambassador_id},
        )
    wish = wish_of(request)
    return replace(wish, wanted_id=None, skills=unbarred(request.skills), asked={*wish.asked, waiting.ambassador_id})
