"""Hackathons and their teams as somebody may see them; what is not for them is not there (404)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.db import db
from learnhub.events.attending import COMING
from learnhub.events.hackathon_models import (
    LARGEST_TEAM,
    Challenge,
    Criterion,
    Hackathon,
    Judge,
    Project,
    Seeker,
    Team,
    TeamMember,
)
from learnhub.events.hackathon_rules import captain_of, is_joinable
from learnhub.events.hackathon_structures import Standing
from learnhub.events.models import Event, SignUp
from learnhub.events.queries import ME, Viewer, is_visible, organised_by
from learnhub.events.structures import EventKind, EventState
from learnhub.people.models import Person
from learnhub.permissions import Permission
from learnhub.web.paging import PAGE_SIZE, Page, page_of


@dataclass(frozen=True, slots=True)
class Hack:
    """A hackathon and what the visitor is to it."""

    event: Event
    largest_team: int
    announcement: str
    published_at: datetime | None
    is_organiser: bool
    is_going: bool
    my_team_id: int | None
    is_judge: bool
    looks: bool
    criteria: int

    @property
    def has_begun(self) -> bool:
        return clock.now() >= self.event.starts_at

    @property
    def is_over(self) -> bool:
        return clock.now() >= self.event.ends_at

    @property
    def is_joinable(self) -> bool:
        is_published = self.published_at is not None
        return self.event.state == EventState.OPEN and is_joinable(
            self.event.ends_at, clock.now(), is_published=is_published
        )

    @property
    def is_judging(self) -> bool:
        return bool(self.criteria) and self.has_begun and self.published_at is None

    @property
    def may_form_team(self) -> bool:
        return self.is_going and self.is_joinable and self.my_team_id is None

    def standing(self, team: Team, members: Sequence["Member"], me: int) -> Standing:
        """What the visitor is to one of its teams."""
        return Standing(
            is_organiser=self.is_organiser,
            is_going=self.is_going,
            in_team=self.my_team_id == team.id,
            elsewhere=self.my_team_id not in (None, team.id),
            is_captain=captain(team, members) == me,
            is_judge=self.is_judge,
            has_room=team.is_open and len(members) < self.largest_team,
            is_joinable=self.is_joinable and team.closed_at is None,
            is_judging=self.is_judging,
            is_published=self.published_at is not None,
        )


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team. `is_here`: they have not left the service."""

    id: int
    team_id: int
    person_id: int
    name: str
    left_on: date | None

    @property
    def is_here(self) -> bool:
        return self.left_on is None or self.left_on > clock.today()


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in a list."""

    id: int
    name: str
    about: str
    wanted: str
    is_open: bool
    size: int
    challenge_id: int | None
    challenge: str | None
    project: str | None


@dataclass(frozen=True, slots=True)
class SeekerLine:
    """Somebody who looks for a team."""

    id: int
    person_id: int
    name: str
    brings: str
    skills: str


def hackathon_for(visitor: Viewer, event_id: int) -> Hack:
    """A hackathon that this person may see, or 404, in one statement."""
    statement = _hack(visitor.may(Permission.MANAGE_PEOPLE), db.engine.dialect.name)
    row = db.session.execute(statement, {"me": visitor.person_id, "event": event_id}).one_or_none()
    if row is None:
        abort(404)
    return Hack(*row)


@cache
def _hack(is_admin: bool, dialect: str) -> Any:
    """The statement, built once."""
    return (
        select(
            Event,
            func.coalesce(Hackathon.largest_team, LARGEST_TEAM),
            func.coalesce(Hackathon.announcement, ""),
            Hackathon.published_at,
            organised_by(ME),
            exists().where(SignUp.event_id == Event.id, SignUp.person_id == ME, comes()).correlate(Event),
            select(TeamMember.team_id)
            .join(SignUp, of_member())
            .where(TeamMember.event_id == Event.id, TeamMember.person_id == ME, comes())
            .correlate(Event)
            .scalar_subquery(),
            exists().where(Judge.event_id == Event.id, Judge.person_id == ME).correlate(Event),
            exists().where(Seeker.event_id == Event.id, Seeker.person_id == ME).correlate(Event),
            select(func.count()).where(Criterion.event_id == Event.id).correlate(Event).scalar_subquery(),
        )
        .outerjoin(Hackathon, Hackathon.event_id == Event.id)
        .where(
            Event.id == bindparam("event", type_=Integer),
            Event.kind == EventKind.HACKATHON,
            is_visible(is_admin, dialect),
        )
    )


def hackathon_organised_by(visitor: Viewer, event_id: int) -> Hack:
    """A hackathon that this person organises, or 404."""
    hack = hackathon_for(visitor, event_id)
    return hack if hack.is_organiser else abort(404)


def has_place() -> ColumnElement[bool]:
    """Of a sign-up: whether they have a place, or walked in."""
    return SignUp.state.in_(COMING)


def comes() -> ColumnElement[bool]:
    """The same, and the organiser has not noted that they stayed away."""
    return and_(has_place(), SignUp.absent_at.is_(None))


def of_member() -> ColumnElement[bool]:
    """How a member's sign-up is found."""
    return and_(SignUp.event_id == TeamMember.event_id, SignUp.person_id == TeamMember.person_id)


def team_size() -> Any:
    """Of a team: how many are in it who come."""
    return (
        select(func.count())
        .select_from(TeamMember)
        .join(SignUp, of_member())
        .where(TeamMember.team_id == Team.id, comes())
        .correlate(Team)
        .scalar_subquery()
    )


def teams_of(event_id: int, after: int | None = None) -> Page[TeamLine]:
    """The teams that have somebody in them, by name."""
    size = team_size()
    statement = (
        select(
            Team.id,
            Team.name,
            Team.about,
            Team.wanted,
            Team.is_open,
            size,
            Challenge.id,
            Challenge.title,
            Project.title,
        )
        .outerjoin(Challenge, Challenge.id == Team.challenge_id)
        .outerjoin(Project, Project.team_id == Team.id)
        .where(Team.event_id == event_id, Team.closed_at.is_(None), size > 0)
    )
    if after is not None:
        last = aliased(Team)
        name = select(last.name_key).where(last.id == after).scalar_subquery()
        statement = statement.where(tuple_(Team.name_key, Team.id) > tuple_(name, after))
    found = db.session.execute(statement.order_by(Team.name_key, Team.id).limit(PAGE_SIZE + 1))
    return page_of([TeamLine(*row) for row in found], lambda line: str(line.id))


def team_names(event_id: int, most: int = 500) -> list[tuple[int, str]]:
    """The teams of a hackathon for a choice of one: number and name, by name."""
    found = (
        select(Team.id, Team.name)
        .where(Team.event_id == event_id, Team.closed_at.is_(None))
        .order_by(Team.name_key, Team.id)
        .limit(most)
    )
    return [(row.id, row.name) for row in db.session.execute(found)]


def team_or_404(hack: Hack, team_id: int) -> Team:
    """A team of this hackathon, or 404. One that is closed is not there."""
    found = select(Team).where(Team.id == team_id, Team.event_id == hack.event.id, Team.closed_at.is_(None))
    return db.session.execute(found).scalar_one_or_none() or abort(404)


def members_of(team_id: int) -> list[Member]:
    """Who is in a team and comes, in the order of joining."""
    found = db.session.execute(
        select(TeamMember.id, TeamMember.team_id, TeamMember.person_id, Person.name, Person.left_on)
        .join(SignUp, of_member())
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id == team_id, comes())
        .order_by(TeamMember.joined_at, TeamMember.id)
    )
    return [Member(*row) for row in found]


def captain(team: Team, members: Sequence[Member]) -> int | None:
    """Who leads a team now."""
    return captain_of(team.captain_person_id, [member.person_id for member in members if member.is_here])


def seekers_of(event_id: int, after: int | None = None) -> Page[SeekerLine]:
    """Who looks for a team and is in none, in the order of asking."""
    in_team = exists().where(TeamMember.event_id == event_id, TeamMember.person_id == Seeker.person_id)
    statement = (
        select(Seeker.id, Seeker.person_id, Person.name, Seeker.brings, Seeker.skills)
        .join(Person, Person.id == Seeker.person_id)
        .join(SignUp, and_(SignUp.event_id == Seeker.event_id, SignUp.person_id == Seeker.person_id))
        .where(Seeker.event_id == event_id, comes(), ~in_team)
    )
    if after is not None:
        statement = statement.where(Seeker.id > after)
    found = db.session.execute(statement.order_by(Seeker.id).limit(PAGE_SIZE + 1))
    return page_of([SeekerLine(*row) for row in found], lambda line: str(line.id))


def seeker_of(event_id: int, person_id: int) -> Seeker | None:
    """What somebody said when they looked for a team."""
    found = select(Seeker).where(Seeker.event_id == event_id, Seeker.person_id == person_id)
    return db.session.execute(found).scalar_one_or_none()
