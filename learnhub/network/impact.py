"""What came of it: what people who were helped completed, did and earned in the ninety days before and after it.

It shows what went together, never what caused what: somebody who asks for help may have been about to learn anyway. A
person counts from the day of the first session they did not deny (on an ambassador's own page: the first with them);
those whose ninety days after are not over yet do not count. Of more than two thousand such people of the whole service,
two thousand drawn evenly are counted, and the page says so: the same ones on every page, or one page's draw could be
subtracted from another's. Where very many were helped, only every so many-th person, by number, is looked at at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.network.impact_rules import SMALLEST, Tally, pages_shown, together
from learnhub.network.scope import departments_above
from learnhub.people.models import Person, Posting
from learnhub.people.reach import Reach
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Means, Verb

AROUND = timedelta(days=90)
YEAR = 365  # days: first sessions of so long ago at most
MOST_PEOPLE = 2_000
MOST_LOOKED_AT = 20_000  # people in sessions: a quarter of a second on PostgreSQL
_IN_ONE_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Impact:
    """`whole` None: nothing that may be shown of everybody together. `groups` and `others` are by department.

    `found` people were helped for the first time in the year that ended ninety days ago (about so many, when it is an
    estimate), `counted` of them were drawn, wherever they work.
    """

    found: int
    counted: int
    whole: Tally | None = None
    groups: tuple[tuple[str, Tally], ...] = ()
    others: Tally | None = None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody who was helped, since when, and where they work now."""

    learner_id: int
    department_id: int
    since: datetime


def impact_in(reach: Reach) -> Impact:
    """Of people who work within reach, whoever helped them; what it shows of them does not hang on who looks.

    Within reach of several departments and no more, there is no figure of them together.
    """
    one_in = _one_in()
    drawn = _impact_in(reach, one_in)
    return replace(drawn, found=one_in * drawn.found, is_estimate=one_in > 1)


def _impact_in(reach: Reach, one_in: int) -> Impact:
    people = _first_sessions(SessionPerson.person_id % one_in == 0 if one_in > 1 else true())
    counted = _drawn_evenly(people)
    own: dict[int, list[Tally]] = defaultdict(list)
    done = _around(counted) if len(counted) >= SMALLEST else {}
    for one in counted:
        own[one.department_id].append(done.get(one.learner_id, Tally(1)))
    pages = pages_shown({id_: together(some) for id_, some in own.items()}, departments_above())
    if reach.chosen is None and reach.ids is not None:
        several = [(unit.name, pages[unit.id].whole) for unit in reach.rows if unit.id in pages]
        return Impact(len(people), len(counted), None, tuple(several))
    page = pages.get(reach.chosen.id if reach.chosen else None)
    if page is None:
        return Impact(len(people), len(counted))
    groups = tuple((reach.named(id_), tally) for id_, tally in page.rows)
    is_table = len(groups) + (page.others is not None) > 1
    return Impact(len(people), len(counted), page.whole, groups if is_table else (), page.others if is_table else None)


def impact_of(ambassador: Ambassador) -> Impact:
    """Of the people this ambassador helped, wherever they work: themself alone to see, and only together."""
    people = _first_sessions(SupportSession.ambassador_id == ambassador.id)
    counted = _drawn_evenly(people)
    if len(counted) < SMALLEST:
        return Impact(len(people), len(counted))
    return Impact(len(people), len(counted), together(list(_around(counted).values())))


def _one_in() -> int:
    """Of so many people, by their numbers, one is looked at: as few as there is time for."""
    rows = db.session.execute(select(func.count()).select_from(SessionPerson)).scalar_one()
    return max(1, -(-rows // MOST_LOOKED_AT))


def _first_sessions(condition: ColumnElement[bool]) -> Sequence[Any]:
    """(learner, department, day) of those whose first session, of the sessions that the condition names, was in the
    year that ended ninety days ago."""
    until = clock.today() - AROUND
    first = func.min(SupportSession.on_day)
    found = (
        select(SessionPerson.person_id, first.label("on_day"))
        .join(SupportSession, SupportSession.id == SessionPerson.session_id)
        .where(SupportSession.voided_at.is_(None), SessionPerson.confirmed.is_not(False), condition)
        .group_by(SessionPerson.person_id)
        .having(first <= until, first > until - timedelta(days=YEAR))
        .subquery()
    )
    return db.session.execute(
        select(Person.learner_id, Posting.department_id, found.c.on_day)
        .join(found, found.c.person_id == Person.id)
        .join(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
        .order_by(Person.learner_id)
    ).all()


def _drawn_evenly(rows: Sequence[Any]) -> list[Helped]:
    """Two thousand of them at most: every so many-th, by number; who is drawn does not hang on what they did."""
    drawn = rows
    if len(rows) > MOST_PEOPLE:
        drawn = [rows[place * len(rows) // MOST_PEOPLE] for place in range(MOST_PEOPLE)]
    return [Helped(learner_id, department_id, clock.start_of(day)) for learner_id, department_id, day in drawn]


def _around(people: Sequence[Helped]) -> Mapping[int, Tally]:
    """Learner → what they did before and after. One statement for each five hundred people."""
    before: dict[int, list[int]] = {one.learner_id: [0, 0, 0] for one in people}
    after: dict[int, list[int]] = {one.learner_id: [0, 0, 0] for one in people}
    first = {one.learner_id: one.since for one in people}
    for learner_id, which, at in _deeds(sorted(first)):
        since = first[learner_id]
        if since - AROUND <= at < since:
            before[learner_id][which] += 1
        elif since <= at < since + AROUND:
            after[learner_id][which] += 1
    return {
        id_: Tally(1, (own[0], own[1], own[2]), (after[id_][0], after[id_][1], after[id_][2]))
        for id_, own in before.items()
    }


def _deeds(learner_ids: Sequence[int]) -> Iterable[tuple[int, int, datetime]]:
    """(learner, 0 a course, 1 a task, 2 a badge, when), none taken back."""
    tasks = (Means.TASK.value, Means.ALTERNATIVE.value)
    for start in range(0, len(learner_ids), _IN_ONE_STATEMENT):
        some = learner_ids[start : start + _IN_ONE_STATEMENT]
        rows = db.session.execute(
            select(Statement.learner_id, Statement.verb, Statement.is_course_completion, Statement.means, Statement.at)
            .outerjoin(Voided, Voided.seq == Statement.seq)
            .where(Statement.learner_id.in_(some), Voided.seq.is_(None))
            .where(
                or_(
                    Statement.is_course_completion,
                    and_(Statement.verb == Verb.COMPLETED.value, Statement.means.in_(tasks)),
                    Statement.verb == Verb.EARNED.value,
                )
            )
        )
        for learner_id, verb, is_course, means, at in rows:
            yield learner_id, 0 if is_course else 1 if means in tasks and verb == Verb.COMPLETED.value else 2, at
