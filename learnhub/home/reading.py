"""What home reads, in one statement: each room names its part of it, and reads what was found for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from learnhub import clock
from learnhub.ambassadors.profiles import TO_AGREE
from learnhub.ambassadors.request_queries import OFFERED
from learnhub.badges.queries import NEWEST
from learnhub.catalogue import definitions
from learnhub.events.at_home import COMING_UP, asked_by, coming_up_in
from learnhub.events.queries import ComingUp
from learnhub.learning.queries import FEEDBACK_DUE, FeedbackDue, feedback_in, promised_in
from learnhub.mentoring.session_queries import WHO_ASK
from learnhub.messages.notices import UNREAD
from learnhub.plain_sql import Part, PlainSql, rows_of, together
from learnhub.record.progress_queries import PROGRESS, by_course
from learnhub.record.queries import ProgressRow
from learnhub.record.witnessing import WAITING
from learnhub.required.active import actives
from learnhub.required.queries import Due, facts_asked_for, required_in
from learnhub.study.queries import GOAL, MINUTES_SINCE
from learnhub.web.access import Visitor
from learnhub.web.i18n import language

_GLANCE = (UNREAD, WAITING, NEWEST, GOAL, MINUTES_SINCE, WHO_ASK, OFFERED, TO_AGREE)
_NOTHING = "SELECT NULL"


@dataclass(frozen=True, slots=True)
class NewestBadge:
    """The badge somebody earned last, as it is called today."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Glance:
    """Notices not read yet, confirmations asked for, the newest badge, the week's goal (None: none set) and what was
    studied of it, in minutes; ambassadors who ask whether they helped, requests for help to answer, and members of
    one's team who ask for one's agreement."""

    unread: int
    asked_to_confirm: int
    newest_badge: NewestBadge | None
    goal: int | None
    minutes_this_week: int
    ambassadors_to_answer: int
    requests_to_answer: int
    asked_to_agree: int


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that stands on a person's desk, room by room."""

    progress: dict[int, ProgressRow]
    dues: tuple[Due, ...]
    feedback: FeedbackDue | None
    events: list[ComingUp]
    glance: Glance


@cache
def _statement(facts: Part | None) -> PlainSql:
    return together(PROGRESS, facts or _NOTHING, FEEDBACK_DUE, COMING_UP, *_GLANCE)


def found_for(person: Visitor, most_events: int) -> Found:
    """One statement."""
    today, asked_of_people = clock.today(), actives()
    monday = today - timedelta(days=today.weekday())
    row: Sequence[Any] = (
        _statement(facts_asked_for(person, asked_of_people))
        .run(
            person_id=person.person_id,
            learner_id=person.learner_id,
            since=monday.isoformat(),
            **promised_in(),
            **asked_by(person, most_events),
        )
        .one()
    )
    progress, facts, feedback, events, *glance = row
    return Found(
        by_course(rows_of(progress)),
        required_in(facts, asked_of_people, person.language),
        feedback_in(rows_of(feedback)),
        coming_up_in(rows_of(events), most_events),
        _glance(*glance),
    )


def _glance(unread: int, asked: int, newest: str | None, goal: int | None, minutes: int | None, *counts: int) -> Glance:
    return Glance(unread, asked, _badge(newest), goal, int(minutes or 0), *counts)


def _badge(newest: str | None) -> NewestBadge | None:
    slug, _, level = (newest or "").partition("/")
    found = definitions.known("badge").get(slug)
    return NewestBadge(slug, found.in_language(language()).title_at(level)) if found is not None else None
