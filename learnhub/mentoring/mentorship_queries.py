"""Reading mentorships. Fetching and authorising are one act: to anybody but the two it is not there."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, bindparam, func, select, union
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import Kind, MentorshipState
from learnhub.db import db
from learnhub.mentoring.mentorship_rules import Verdict, verdict_of
from learnhub.mentoring.models import HandoverOffer, MentorshipGoal, MentorshipMeeting, MentorshipStep, SharedPart
from learnhub.people.models import Person
from learnhub.web.paging import PAGE_SIZE, Page, page_of
from learnhub.web.rows import LARGEST

LIVE = (MentorshipState.OPEN, MentorshipState.HANDOVER)
MOST_LIVE = 50

_Learner, _Mentor = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Mentored:
    """A mentorship as one of its two sees it. `fit` is the learner's alone: None for the mentor."""

    id: int
    kind: str
    state: str
    began_at: datetime
    last_at: datetime
    ends_on: date | None
    ended_at: datetime | None
    end_reason: str
    outcome_by_ambassador: str | None
    outcome_by_learner: str | None
    fit: str | None
    handed_over_at: datetime | None
    request_id: int | None
    ambassador_id: int
    asked: str
    person_id: int
    name: str
    mentor_person_id: int
    mentor: str
    viewer_id: int
    offered_at: datetime | None = None  # since when somebody is asked to take it over
    shared: str = ""  # codes of what the learner lets the mentor see, with commas between them

    @property
    def parts_shared(self) -> list[str]:
        return self.shared.split(",") if self.shared else []

    @property
    def i_learn(self) -> bool:
        return self.viewer_id == self.person_id

    @property
    def other(self) -> str:
        """What the other of the two is called."""
        return self.mentor if self.i_learn else self.name

    @property
    def other_id(self) -> int:
        return self.mentor_person_id if self.i_learn else self.person_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_reverse(self) -> bool:
        return self.kind == Kind.REVERSE

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.outcome_by_ambassador, self.outcome_by_learner)

    @property
    def my_outcome(self) -> str | None:
        return self.outcome_by_learner if self.i_learn else self.outcome_by_ambassador

    @property
    def other_outcome(self) -> str | None:
        return self.outcome_by_ambassador if self.i_learn else self.outcome_by_learner


_OWN = [name for name in (field.name for field in fields(Mentored)) if hasattr(Mentorship, name)]


def _mentorships(*states: str) -> Select[Any]:
    """Those in these states in which `me` is one of the two."""
    columns = [getattr(Mentorship, name) for name in _OWN]
    # By their numbers: asked as "one or the other" across two tables, every mentorship would be read.
    as_mentor = select(Ambassador.id).where(Ambassador.person_id == bindparam("me")).scalar_subquery()
    in_state = Mentorship.state.in_(states)
    own = union(
        select(Mentorship.id).where(Mentorship.person_id == bindparam("me"), in_state),
        select(Mentorship.id).where(Mentorship.ambassador_id == as_mentor, in_state),
    )
    return (
        select(
            *columns,
            _Learner.name.label("name"),
            _Mentor.id.label("mentor_person_id"),
            _Mentor.name.label("mentor"),
            HelpRequest.text.label("asked"),
        )
        .join(Ambassador, Ambassador.id == Mentorship.ambassador_id)
        .join(_Learner, _Learner.id == Mentorship.person_id)
        .join(_Mentor, _Mentor.id == Ambassador.person_id)
        .outerjoin(HelpRequest, HelpRequest.id == Mentorship.request_id)
        .where(Mentorship.id.in_(own))
    )


# Built once: building them anew would cost these pages more than the database does.
_SHARED = select(func.aggregate_strings(SharedPart.what, ",")).where(
    SharedPart.person_id == Mentorship.person_id,
    SharedPart.to_person_id == Ambassador.person_id,
    SharedPart.withdrawn_at.is_(None),
)
_OFFERED = select(HandoverOffer.offered_at).where(
    HandoverOffer.mentorship_id == Mentorship.id, HandoverOffer.answer.is_(None)
)
_ONE = (
    _mentorships(*MentorshipState)
    .where(Mentorship.id == bindparam("id"))
    .add_columns(_SHARED.scalar_subquery().label("shared"), _OFFERED.scalar_subquery().label("offered_at"))
)


def _mentored(row: Any, viewer_id: int) -> Mentored:
    values = dict(row._mapping)
    values["asked"], values["shared"] = values["asked"] or "", values["shared"] or ""
    if values["person_id"] != viewer_id:
        values["fit"] = None
        if values["handed_over_at"] is not None:
            values["asked"] = ""  # said to somebody else
    return Mentored(**values, viewer_id=viewer_id)


def mentorship_or_404(person_id: int, mentorship_id: int) -> Mentored:
    """A mentorship of this person's, on either side."""
    row = db.session.execute(_ONE, {"me": person_id, "id": mentorship_id}).one_or_none()
    return _mentored(row, person_id) if row is not None else abort(404)


@dataclass(frozen=True, slots=True)
class Line:
    """A mentorship in a list: how many goals, how many of them reached, what comes next and when."""

    mentorship: Mentored
    goals: int
    reached: int
    due_on: date | None
    meets_at: datetime | None


def _lines(*states: str) -> Select[Any]:
    standing = and_(MentorshipGoal.mentorship_id == Mentorship.id, MentorshipGoal.dropped_at.is_(None))
    step = and_(MentorshipStep.mentorship_id == Mentorship.id, MentorshipStep.done_at.is_(None))
    meeting = and_(
        MentorshipMeeting.mentorship_id == Mentorship.id,
        MentorshipMeeting.cancelled_at.is_(None),
        MentorshipMeeting.starts_at > bindparam("now"),
    )
    return _mentorships(*states).add_columns(
        select(func.count()).where(standing).scalar_subquery().label("goals"),
        select(func.count()).where(standing, MentorshipGoal.reached_at.is_not(None)).scalar_subquery().label("reached"),
        select(func.min(MentorshipStep.due_on)).where(step).scalar_subquery().label("due_on"),
        select(func.min(MentorshipMeeting.starts_at)).where(meeting).scalar_subquery().label("meets_at"),
    )


_LIVE = _lines(*LIVE).order_by(Mentorship.last_at, Mentorship.id).limit(MOST_LIVE)
_ENDED = (
    _lines(MentorshipState.ENDED)
    .where(Mentorship.id < bindparam("before"))
    .order_by(Mentorship.id.desc())
    .limit(PAGE_SIZE + 1)
)


def live_mentorships_of(person_id: int) -> list[Line]:
    """Those that go on, the one with the oldest news first: it wants looking at. One statement."""
    rows = db.session.execute(_LIVE, {"me": person_id, "now": clock.now()})
    return [_line(row, person_id) for row in rows]


def ended_mentorships_of(person_id: int, before: int | None = None) -> Page[Line]:
    """A page of those that have ended, the newest first. One statement."""
    asked = {"me": person_id, "now": clock.now(), "before": before or LARGEST}
    lines = [_line(row, person_id) for row in db.session.execute(_ENDED, asked)]
    return page_of(lines, lambda line: str(line.mentorship.id))


def _line(row: Any, person_id: int) -> Line:
    values = dict(row._mapping)
    counted = [values.pop(name) for name in ("goals", "reached", "due_on", "meets_at")]
    values["asked"] = values["asked"] or ""
    values["fit"] = None
    return Line(Mentored(**values, viewer_id=person_id), *counted)
