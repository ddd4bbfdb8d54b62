"""A waiting request as its lead sees it: what was asked, whom it was offered to, and who could take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import select

from learnhub import clock
from learnhub.ambassadors.candidates import candidates_for, wish_of
from learnhub.ambassadors.matching import Reason, rank
from learnhub.ambassadors.models import Ambassador, HelpRequest, RequestOffer
from learnhub.ambassadors.words import Kind
from learnhub.db import db
from learnhub.network.scope import asked_in
from learnhub.people.models import Person
from learnhub.people.reach import Reach

MOST = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """To whom it was offered, and how that ended."""

    name: str
    offered_at: datetime
    answer: str | None
    decline_reason: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """Somebody who could take it now, and why them."""

    ambassador_id: int
    name: str
    reasons: Sequence[Reason]


def request_led_or_404(reach: Reach, request_id: int) -> tuple[HelpRequest, str]:
    """A request by somebody within reach, and the asker's name; 404 for a reverse one: it is the pair's alone."""
    row = db.session.execute(
        select(HelpRequest, Person.name)
        .join(Person, Person.id == HelpRequest.person_id)
        .where(HelpRequest.id == request_id, asked_in(reach), HelpRequest.kind != Kind.REVERSE)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else abort(404)


def offers_of(request_id: int) -> list[Offered]:
    """To whom it was offered, in that order. The asker never sees this."""
    rows = db.session.execute(
        select(Person.name, RequestOffer.offered_at, RequestOffer.answer, RequestOffer.decline_reason)
        .join(Ambassador, Ambassador.id == RequestOffer.ambassador_id)
        .join(Person, Person.id == Ambassador.person_id)
        .where(RequestOffer.request_id == request_id)
        .order_by(RequestOffer.offered_at, RequestOffer.id)
    )
    return [Offered(*row) for row in rows]


def who_could_take(request: HelpRequest) -> list[Fitting]:
    """The best matches who have room today, whoever they are; the one it is offered to left out."""
    today, wish = clock.today(), wish_of(request)
    matches = [
        match
        for match in rank(wish, candidates_for(wish, today), today)
        if match.ambassador_id != request.offered_to_id
    ]
    names = dict(
        db.session.execute(
            select(Ambassador.id, Person.name)
            .join(Person, Person.id == Ambassador.person_id)
            .where(Ambassador.id.in_([match.ambassador_id for match in matches[:MOST]]))
        ).all()
    )
    return [Fitting(match.ambassador_id, names[match.ambassador_id], match.reasons) for match in matches[:MOST]]
