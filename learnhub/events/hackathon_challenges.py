"""Challenges: what departments need solved, so that those with a problem meet those who can build.

Everybody who is signed in sees them. One may wait for a hackathon or belong to one, which is named to who may see it.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.events.hackathon_models import Challenge
from learnhub.events.models import Event
from learnhub.events.queries import ME, Viewer, organised_by, visible_to
from learnhub.events.structures import EventKind, EventState
from learnhub.people.department_columns import name_column
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.permissions import Permission
from learnhub.web.paging import PAGE_SIZE, Page, page_of

MOST_OPEN = 20  # of one person's
MOST_WORDS = 5
MOST_HACKATHONS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """What somebody fills in: the problem, who has it, what would help, what data or access there is, whom to ask."""

    title: str
    problem: str
    who_has_it: str
    would_help: str
    material: str
    contact: str
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """A challenge in a list. `event` is the hackathon's title, when the reader may see it."""

    id: int
    title: str
    problem: str
    department: str
    event_id: int | None
    event: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChallengeSeen:
    """A challenge on its page, and what the visitor may do with it."""

    challenge: Challenge
    department: str
    poster: str | None
    poster_left_on: date | None
    event_id: int | None
    event: str | None
    may_change: bool
    may_detach: bool


def post_challenge(person_id: int, department_id: int | None, problem: Problem) -> Challenge:
    """A new challenge on behalf of somebody's department. Raises Refused for too many open ones."""
    count = select(func.count()).where(Challenge.person_id == person_id, Challenge.closed_at.is_(None))
    if db.session.execute(count).scalar_one() >= MOST_OPEN:
        raise Refused(_("You have %(num)d open challenges: close some first.", num=MOST_OPEN), "title")
    challenge = Challenge(person_id=person_id, department_id=department_id, made_at=clock.now())
    _fill_in(challenge, problem)
    db.session.add(challenge)
    db.session.flush()
    return challenge


def change_challenge(challenge: Challenge, problem: Problem) -> None:
    """Say it otherwise, or take it to another hackathon."""
    _fill_in(challenge, problem)
    db.session.flush()


def close_challenge(challenge: Challenge, outcome: str) -> None:
    """It is solved or has gone away; `outcome` says what came of it. Again changes what came of it."""
    challenge.closed_at = challenge.closed_at or clock.now()
    challenge.outcome = outcome
    db.session.flush()


def reopen_challenge(challenge: Challenge) -> None:
    """It is there still, or again."""
    challenge.closed_at = None
    db.session.flush()


def bring_challenge(challenge: Challenge, event_id: int | None) -> None:
    """Take a challenge to a hackathon, or out of it."""
    challenge.event_id = event_id
    challenge.changed_at = clock.now()
    db.session.flush()


def challenges_listed(
    visitor: Viewer,
    text: str = "",
    *,
    closed: bool = False,
    event_id: int | None = None,
    after: int | None = None,
    language: str = "en",
) -> Page[ChallengeLine]:
    """Challenges that hold every word of a text, the newest first. One statement."""
    statement = (
        select(
            Challenge.id,
            Challenge.title,
            Challenge.problem,
            func.coalesce(_department(language), ""),
            Event.id,
            Event.title,
            Challenge.closed_at,
        )
        .outerjoin(Event, and_(Event.id == Challenge.event_id, visible_to(visitor)))
        .where(Challenge.closed_at.is_not(None) if closed else Challenge.closed_at.is_(None))
    )
    for word in text.split()[:MOST_WORDS]:
        statement = statement.where(_holds(word, language))
    if event_id is not None:
        statement = statement.where(Event.id == event_id)
    if after is not None:
        statement = statement.where(Challenge.id < after)
    statement = statement.order_by(Challenge.id.desc()).limit(PAGE_SIZE + 1)
    found = db.session.execute(statement, {"me": visitor.person_id})
    return page_of([ChallengeLine(*row) for row in found], lambda line: str(line.id))


def challenges_of(event_id: int, most: int = 100) -> list[tuple[int, str]]:
    """The challenges of a hackathon for a choice of one: number and title; closed ones too."""
    found = (
        select(Challenge.id, Challenge.title)
        .where(Challenge.event_id == event_id)
        .order_by(Challenge.title, Challenge.id)
        .limit(most)
    )
    return [(row.id, row.title) for row in db.session.execute(found)]


def title_of(challenge_id: int | None) -> str | None:
    """What a challenge is called; no statement for none."""
    found = select(Challenge.title).where(Challenge.id == challenge_id)
    return db.session.execute(found).scalar_one_or_none() if challenge_id else None


def challenge_seen(visitor: Viewer, challenge_id: int, language: str = "en") -> ChallengeSeen:
    """A challenge, or 404."""
    me = visitor.person_id
    row = db.session.execute(
        select(
            Challenge,
            func.coalesce(_department(language), ""),
            Person.name,
            Person.left_on,
            Event.id,
            Event.title,
            func.coalesce(organised_by(ME), False),
        )
        .outerjoin(Person, Person.id == Challenge.person_id)
        .outerjoin(Event, and_(Event.id == Challenge.event_id, visible_to(visitor)))
        .where(Challenge.id == challenge_id),
        {"me": me},
    ).one_or_none()
    if row is None:
        abort(404)
    challenge, department, poster, left_on, event_id, event, organises = row
    is_mine = challenge.person_id == me or visitor.may(Permission.MANAGE_PEOPLE)
    may_detach = event_id is not None and (is_mine or bool(organises))
    return ChallengeSeen(challenge, department, poster, left_on, event_id, event, is_mine, may_detach)


def challenge_to_change(visitor: Viewer, challenge_id: int) -> ChallengeSeen:
    """A challenge that this person posted (or an administrator looks after); else 404."""
    seen = challenge_seen(visitor, challenge_id)
    return seen if seen.may_change else abort(404)


def hackathons_ahead(visitor: Viewer, *, organised: bool = False) -> list[tuple[int, str]]:
    """Hackathons to come that somebody may see, or those that they organise: number and title, the next first."""
    found = (
        select(Event.id, Event.title)
        .where(Event.kind == EventKind.HACKATHON, Event.state != EventState.CANCELLED, Event.ends_at > clock.now())
        .where(organised_by(ME) if organised else visible_to(visitor))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_HACKATHONS)
    )
    return [(row.id, row.title) for row in db.session.execute(found, {"me": visitor.person_id})]


def _fill_in(challenge: Challenge, problem: Problem) -> None:
    for each in fields(Problem):
        setattr(challenge, each.name, getattr(problem, each.name))
    challenge.changed_at = clock.now()


def _department(language: str) -> Any:
    """What the department of a challenge is called now."""
    return name_column(Challenge.department_id, clock.today(), language, beside=Challenge)


def _holds(word: str, language: str) -> Any:
    columns = (Challenge.title, Challenge.problem, Challenge.who_has_it, Challenge.would_help, Challenge.material)
    return or_(
        *(column.icontains(word, autoescape=True) for column in columns),
        func.coalesce(_department(language), "").icontains(word, autoescape=True),
    )
