"""The network's tables: ambassadors, what they offer and when they are away, requests and to whom they were offered,
mentorships, and what the leads post.

Texts are here alone, never in the record. What an ambassador has taken on is kept on their own row, so that taking on
one more is one conditional UPDATE: two at once cannot both find the last place.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.columns import BigKey, Instant
from learnhub.db import Model


class Ambassador(Model):
    """A colleague in the network, or on the way into it. One row a person for ever; `state` is one of words.State.

    `languages` are codes between bars (`|en|cy|bsl|`), `free_days` Monday to Sunday as 1 or 0. Five columns are
    counts: mentorships open, minutes promised by accepted sessions not held yet, minutes of sessions in the month
    `used_month` (year × 12 + month − 1).
    """

    __tablename__ = "ambassador"
    __table_args__ = (
        CheckConstraint("open_mentorships >= 0 AND promised_minutes >= 0 AND used_minutes >= 0", name="counts"),
        CheckConstraint("length(free_days) = 7", name="free_days_week"),
        Index("ix_ambassador_state_active_at", "state", "active_at"),
        Index("ix_ambassador_manager_person_id", "manager_person_id"),
        # All that the directory sorts by: it reads no row but those it shows.
        Index(
            "ix_ambassador_listed",
            *("state", "listed_name", "minutes_a_month", "promised_minutes", "used_month", "used_minutes"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    is_adviser: Mapped[bool] = mapped_column(default=False)  # a specialist of a central team
    about: Mapped[str] = mapped_column(String(500), default="")
    languages: Mapped[str] = mapped_column(String(100), default="|en|")
    place: Mapped[str] = mapped_column(String(20), default="either")
    free_days: Mapped[str] = mapped_column(String(7), default="1111100")
    availability: Mapped[str] = mapped_column(String(100), default="")  # in their own words
    minutes_a_month: Mapped[int] = mapped_column(Integer, default=240)
    most_mentorships: Mapped[int] = mapped_column(Integer, default=2)
    # becoming one
    applied_at: Mapped[datetime] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(String(1000), default="")
    nominated_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    manager_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who is asked to agree
    manager_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    manager_refused_at: Mapped[datetime | None] = mapped_column(Instant)
    buddy_id: Mapped[int | None] = mapped_column(ForeignKey("ambassador.id"))
    decided_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(String(500), default="")
    began_at: Mapped[datetime | None] = mapped_column(Instant)
    checklist: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # pausing, lapsing, stopping
    active_at: Mapped[datetime] = mapped_column(Instant)
    asked_to_renew_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_from: Mapped[date | None] = mapped_column(Date)
    paused_until: Mapped[date | None] = mapped_column(Date)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    # what has been taken on
    open_mentorships: Mapped[int] = mapped_column(Integer, default=0)
    promised_minutes: Mapped[int] = mapped_column(Integer, default=0)
    used_month: Mapped[int] = mapped_column(Integer, default=0)
    used_minutes: Mapped[int] = mapped_column(Integer, default=0)
    last_offered_at: Mapped[datetime | None] = mapped_column(Instant)
    # who they are and where they work, copied so that the directory sorts and filters one small table: see `listed`
    listed_name: Mapped[str] = mapped_column(String(200), default="")
    listed_department_id: Mapped[int | None] = mapped_column(Integer)
    listed_office: Mapped[str | None] = mapped_column(String(100))
    listed_region: Mapped[str | None] = mapped_column(String(100))
    listed_words: Mapped[str] = mapped_column(String(420), default="", server_default="")  # name and place, folded


class AmbassadorSkill(Model):
    """A skill offered, by its code, at a level of the skills standard."""

    __tablename__ = "ambassador_skill"
    __table_args__ = (Index("ix_ambassador_skill_skill", "skill", "ambassador_id"),)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassador.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[str] = mapped_column(String(20))


class AmbassadorAway(Model):
    """Days on which an ambassador takes nothing on, both included. Why is nobody's business."""

    __tablename__ = "ambassador_away"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="order"),
        Index("ix_ambassador_away_ambassador_id", "ambassador_id", "until_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassador.id", ondelete="CASCADE"))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)


class HelpRequest(Model):
    """One sentence that asks for help. `department_id` is the asker's of that day: whose lead looks after it.

    `skills` are codes between bars. `about` is what it came from: `course/<slug>`, `check/<slug>/<module>`, or nothing.
    """

    __tablename__ = "help_request"
    __table_args__ = (
        UniqueConstraint("person_id", "form_key"),
        Index("ix_help_request_state_pass_on_at", "state", "pass_on_at"),
        Index("ix_help_request_department_id_state", "department_id", "state", "asked_at"),
        Index("ix_help_request_accepted_by_id_state", "accepted_by_id", "state"),
        Index("ix_help_request_offered_to_id_state", "offered_to_id", "state"),
        Index("ix_help_request_person_id", "person_id", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(500))
    skills: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(String(20), default="session")
    place: Mapped[str] = mapped_column(String(20), default="either")
    language: Mapped[str] = mapped_column(String(5), default="en")
    preference: Mapped[str] = mapped_column(String(10), default="any")
    wants_manager: Mapped[bool] = mapped_column(default=False)
    wanted_id: Mapped[int | None] = mapped_column(ForeignKey("ambassador.id"))  # chosen in the directory
    about: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("ambassador.id"))
    offered_at: Mapped[datetime | None] = mapped_column(Instant)
    pass_on_at: Mapped[datetime | None] = mapped_column(Instant)  # when nobody answers: next one, or tried anew
    first_answered_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ambassador.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    close_reason: Mapped[str] = mapped_column(String(500), default="")
    form_key: Mapped[str | None] = mapped_column(String(64))  # a form sent twice asks once


class RequestOffer(Model):
    """To whom a request was offered, why them, and how they answered. The asker never sees those who did not accept."""

    __tablename__ = "request_offer"
    __table_args__ = (
        UniqueConstraint("request_id", "ambassador_id"),
        Index("ix_request_offer_ambassador_id", "ambassador_id", "offered_at"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("help_request.id", ondelete="CASCADE"))
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassador.id"))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    reasons: Mapped[list[Any]] = mapped_column(JSON)  # of matching.Reason, as codes with their values
    answer: Mapped[str | None] = mapped_column(String(20))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    decline_reason: Mapped[str] = mapped_column(String(300), default="")


class Mentorship(Model):
    """Two people who meet more than once. `person_id` is who learns; a handover changes `ambassador_id`."""

    __tablename__ = "mentorship"
    __table_args__ = (
        Index("ix_mentorship_ambassador_id_state", "ambassador_id", "state"),
        Index("ix_mentorship_person_id", "person_id", "state"),
        Index("ix_mentorship_state_last_at", "state", "last_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("help_request.id"), unique=True)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassador.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)  # a session, a note, a step: what "stalled" is counted from
    ends_on: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(String(300), default="")
    outcome_by_ambassador: Mapped[str | None] = mapped_column(String(10))
    outcome_by_learner: Mapped[str | None] = mapped_column(String(10))
    fit: Mapped[str | None] = mapped_column(String(10))  # the learner's answer after the first session
    handed_over_from_id: Mapped[int | None] = mapped_column(ForeignKey("ambassador.id"))
    handed_over_at: Mapped[datetime | None] = mapped_column(Instant)  # what was written before is not the new one's


class NetworkPost(Model):
    """What a lead puts on the noticeboard of a department and below (none: of everybody); a meeting has a time."""

    __tablename__ = "network_post"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    meets_at: Mapped[datetime | None] = mapped_column(Instant)
    place: Mapped[str] = mapped_column(String(300), default="")
    posted_at: Mapped[datetime] = mapped_column(Instant, index=True)
    taken_down_at: Mapped[datetime | None] = mapped_column(Instant)
