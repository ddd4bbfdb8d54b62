"""What home says of several rooms in a line each, asked in one statement: a room names its part, home joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from learnhub import clock
from learnhub.ambassadors.profiles import TO_AGREE
from learnhub.ambassadors.request_queries import OFFERED
from learnhub.badges.queries import NEWEST
from learnhub.catalogue import definitions
from learnhub.db import PlainSql
from learnhub.mentoring.session_queries import WHO_ASK
from learnhub.messages.notices import UNREAD
from learnhub.record.witnessing import WAITING
from learnhub.study.queries import GOAL, MINUTES_SINCE
from learnhub.web.access import Visitor
from learnhub.web.i18n import language

_PARTS = (UNREAD, WAITING, NEWEST, GOAL, MINUTES_SINCE, WHO_ASK, OFFERED, TO_AGREE)
_GLANCE = PlainSql(
    "SELECT " + ", ".join(f"({part})" for part in _PARTS).format(since=":since"),
    "SELECT " + ", ".join(f"({part})" for part in _PARTS).format(since="CAST(:since AS date)"),
)


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


def glance_of(person: Visitor) -> Glance:
    """One statement."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    found: Sequence[Any] = _GLANCE.run(
        person_id=person.person_id, learner_id=person.learner_id, since=monday.isoformat()
    ).one()
    unread, asked, newest, goal, minutes, ambassadors, requests, agree = found
    return Glance(unread, asked, _badge(newest), goal, int(minutes or 0), ambassadors, requests, agree)


def _badge(newest: str | None) -> NewestBadge | None:
    slug, _, level = (newest or "").partition("/")
    found = definitions.known("badge").get(slug)
    return NewestBadge(slug, found.in_language(language()).title_at(level)) if found is not None else None
