"""What teams built, and what became of it: the captain is asked after 30 and 180 days, once each."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from learnhub import clock
from learnhub.db import db
from learnhub.events.hackathon_models import FollowUp, Project, ProjectPicture
from learnhub.events.hackathon_structures import Outcome
from learnhub.events.hackathon_teams import held_team
from learnhub.people.faults import Refused
from learnhub.web.file_content import Checked

LARGEST_PICTURE = 1_000_000  # bytes: it stands in the database


@dataclass(frozen=True, slots=True)
class Built:
    """What a team fills in about its project."""

    title: str
    built: str = ""
    for_whom: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """What a captain was asked, and has answered or not."""

    days: int
    outcome: str | None
    said: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProjectSeen:
    """A project on its team's page. `picture_size` in bytes; None: there is no picture."""

    project: Project
    picture_size: int | None
    became: tuple[Became, ...]


def save_project(team_id: int, built: Built, picture: Checked | None = None, *, drop_picture: bool = False) -> Project:
    """Say what a team built, or say it otherwise. A new picture takes the place of the one before."""
    held_team(team_id)
    project = _project(team_id) or Project(team_id=team_id, made_at=clock.now())
    project.title, project.built, project.for_whom, project.link = built.title, built.built, built.for_whom, built.link
    project.changed_at = clock.now()
    db.session.add(project)
    db.session.flush()
    if picture is not None or drop_picture:
        db.session.execute(delete(ProjectPicture).where(ProjectPicture.project_id == project.id))
    if picture is not None:
        row = {"project_id": project.id, "ending": picture.type.value, "size": len(picture.content)}
        db.session.add(ProjectPicture(**row, content=picture.content))
        db.session.flush()
    return project


def project_of(team_id: int) -> ProjectSeen | None:
    """What a team built, with what became of it; the picture itself is not read."""
    row = db.session.execute(
        select(Project, ProjectPicture.size)
        .outerjoin(ProjectPicture, ProjectPicture.project_id == Project.id)
        .where(Project.team_id == team_id)
    ).one_or_none()
    if row is None:
        return None
    asked = db.session.execute(
        select(FollowUp.days, FollowUp.outcome, FollowUp.said, FollowUp.answered_at)
        .where(FollowUp.project_id == row[0].id)
        .order_by(FollowUp.days)
    )
    return ProjectSeen(row[0], row[1], tuple(Became(*one) for one in asked))


def picture_of(team_id: int) -> ProjectPicture | None:
    """The picture of a team's project."""
    found = select(ProjectPicture).join(Project, Project.id == ProjectPicture.project_id)
    return db.session.execute(found.where(Project.team_id == team_id)).scalar_one_or_none()


def follow_up_of(team_id: int, days: int) -> FollowUp | None:
    """The question of so many days after that a team's captain was asked."""
    found = select(FollowUp).join(Project, Project.id == FollowUp.project_id)
    return db.session.execute(found.where(Project.team_id == team_id, FollowUp.days == days)).scalar_one_or_none()


def answer(team_id: int, days: int, outcome: Outcome, said: str, by_person_id: int) -> None:
    """Say what became of a project; again says it otherwise. Raises Refused when nobody has asked yet."""
    held_team(team_id)
    row = follow_up_of(team_id, days)
    if row is None:
        raise Refused(_("That has not been asked yet."))
    row.outcome, row.said = outcome.value, said
    row.answered_at, row.answered_by_person_id = clock.now(), by_person_id
    db.session.flush()


def _project(team_id: int) -> Project | None:
    return db.session.execute(select(Project).where(Project.team_id == team_id)).scalar_one_or_none()
