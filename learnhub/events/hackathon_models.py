"""What hackathons add to events: challenges, teams, what they build, how it is judged, what becomes of it.

Everything that people write stands here and never in a statement of the record.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model

LARGEST_TEAM = 6  # unless the organiser says otherwise


class Hackathon(Model):
    """What an organiser has said about a hackathon beyond its event; without a row the defaults hold."""

    __tablename__ = "hackathon"
    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    largest_team: Mapped[int] = mapped_column(Integer, default=LARGEST_TEAM)
    announcement: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(Instant)


class Challenge(Model):
    """A problem that a department has; for everybody who is signed in. `person_id`: who posted it."""

    __tablename__ = "challenge"
    __table_args__ = (Index("ix_challenge_list", "closed_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    problem: Mapped[str] = mapped_column(Text)
    who_has_it: Mapped[str] = mapped_column(Text, default="")
    would_help: Mapped[str] = mapped_column(Text, default="")
    material: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class Team(Model):
    """A team of a hackathon. Its captain is `hackathon_rules.captain_of`; `captain_person_id` is who was chosen.

    `wanted` are codes of skills as "|a|b|". Two teams that stand have not the same name (`name_key`).
    """

    __tablename__ = "hackathon_team"
    __table_args__ = (
        Index(
            "uq_hackathon_team_name",
            "event_id",
            "name_key",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_hackathon_team_challenge_id", "challenge_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    wanted: Mapped[str] = mapped_column(Text, default="")
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id", ondelete="SET NULL"))
    captain_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class TeamMember(Model):
    """Somebody in a team; in one team of a hackathon at most."""

    __tablename__ = "hackathon_member"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_hackathon_member_team", "team_id", "id"),
        Index("ix_hackathon_member_person_id", "person_id"),
        Index("ix_hackathon_member_learner_id", "learner_id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(ForeignKey("hackathon_team.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    joined_at: Mapped[datetime] = mapped_column(Instant)


class Claim(Model):
    """What a member says they did (`code` of a part) or used (of a skill); theirs alone until a team-mate confirms."""

    __tablename__ = "hackathon_claim"
    __table_args__ = (UniqueConstraint("member_id", "what", "code"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("hackathon_member.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(60))
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class Seeker(Model):
    """Somebody who looks for a team, and what they bring."""

    __tablename__ = "hackathon_seeker"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_hackathon_seeker_person_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    brings: Mapped[str] = mapped_column(String(300), default="")
    skills: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)


class Project(Model):
    """What a team built."""

    __tablename__ = "hackathon_project"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("hackathon_team.id", ondelete="CASCADE"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    built: Mapped[str] = mapped_column(Text, default="")
    for_whom: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class ProjectPicture(Model):
    """A picture of a project, checked by its content; handed out as a download. `ending` says what it is."""

    __tablename__ = "hackathon_picture"
    project_id: Mapped[int] = mapped_column(
        ForeignKey("hackathon_project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    ending: Mapped[str] = mapped_column(String(4))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FollowUp(Model):
    """What became of a project `days` days after: the captain was asked once, and has answered or not."""

    __tablename__ = "hackathon_follow_up"
    __table_args__ = (UniqueConstraint("project_id", "days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("hackathon_project.id", ondelete="CASCADE"))
    days: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class Criterion(Model):
    """By what a hackathon is judged."""

    __tablename__ = "hackathon_criterion"
    __table_args__ = (Index("ix_hackathon_criterion_event_id", "event_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))


class Judge(Model):
    """Somebody whom the organiser asked to judge."""

    __tablename__ = "hackathon_judge"
    __table_args__ = (Index("ix_hackathon_judge_person_id", "person_id"), {"sqlite_with_rowid": False})
    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class Score(Model):
    """What a judge gave a team: `marks` is the number of a criterion → 1 to 5, and a comment to the team."""

    __tablename__ = "hackathon_score"
    __table_args__ = (
        UniqueConstraint("team_id", "judge_person_id"),
        Index("ix_hackathon_score_judge_person_id", "judge_person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("hackathon_team.id", ondelete="CASCADE"))
    judge_person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    marks: Mapped[dict[str, int]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text, default="")
    scored_at: Mapped[datetime] = mapped_column(Instant)


class Prize(Model):
    """A prize by its name, and the team that the organiser gives it to."""

    __tablename__ = "hackathon_prize"
    __table_args__ = (Index("ix_hackathon_prize_event_id", "event_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(ForeignKey("hackathon_team.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(String(300), default="")


class Hours(Model):
    """How long somebody took part, as an import or an organiser says; and then what was confirmed."""

    __tablename__ = "hackathon_hours"
    __table_args__ = (UniqueConstraint("event_id", "person_id"), Index("ix_hackathon_hours_person_id", "person_id"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    minutes: Mapped[int] = mapped_column(Integer)


class HackathonImport(Model):
    """A list of participants as it was read, until the organiser who sent it says yes; kept for a day."""

    __tablename__ = "hackathon_import"
    __table_args__ = (
        Index("ix_hackathon_import_person_id", "person_id"),
        Index("ix_hackathon_import_made_at", "made_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    rows: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
