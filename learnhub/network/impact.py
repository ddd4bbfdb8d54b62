"""What came of it: what people who were helped completed, did and earned in the ninety days before and after it.

It shows what went together, never what caused what: somebody who asks for help may have been about to learn anyway. A
person counts from the day of the first session they did not deny (on an ambassador's own page: the first with them);
those whose ninety days after are not over yet do not count. Of more than two thousand such people, two thousand drawn
evenly are counted, and the page says so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.network.impact_rules import SMALLEST, Tally, shown_groups, together
from learnhub.network.scope import works_in
from learnhub.people.models import Person, Posting
from learnhub.people.reach import Reach
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Means, Verb

AROUND = timedelta(days=90)
YEAR = 365  # days: first sessions of so long ago at most
MOST_PEOPLE = 2_000
_IN_ONE_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Impact:
    """`found` people were helped for the first time in the year that ended ninety days ago; `whole` is of those
    counted, None when they are too few to show; then by department, and the small ones together."""

    found: int
    whole: Tally | None
    groups: tuple[tuple[str, Tally], ...] = ()
    others: Tally | None = None


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody who was helped, since when, and where they work now."""

    learner_id: int
    department_id: int
    since: datetime


def impact_in(reach: Reach) -> Impact:
    """Of people who work within reach, whoever helped them."""
    people = _first_sessions(works_in(reach))
    names = {id_: unit.name for unit in reach.rows for id_ in reach.ids_of(unit)}
    own = reach.chosen.name if reach.chosen else ""
    return _impact(people, lambda one: names.get(one.department_id, own))


def impact_of(ambassador: Ambassador) -> Impact:
    """Of the people this ambassador helped, wherever they work: themself alone to see, and only together."""
    return _impact(_first_sessions(SupportSession.ambassador_id == ambassador.id), lambda _one: "")


def _impact(people: Sequence[Helped], group_of: Callable[[Helped], str]) -> Impact:
    counted = _drawn_evenly(people)
    if len(counted) < SMALLEST:
        return Impact(len(people), None)
    done = _around(counted)
    groups: dict[str, list[Tally]] = defaultdict(list)
    for one in counted:
        groups[group_of(one)].append(done[one.learner_id])
    tallies = {name: together(own) for name, own in groups.items()}
    shown, others = shown_groups(tallies) if len(tallies) > 1 else ([], None)
    return Impact(len(people), together(list(tallies.values())), tuple(shown), others)


def _first_sessions(condition: ColumnElement[bool]) -> list[Helped]:
    """Those whose first session, of the sessions or people that the condition names, was in the year that ended ninety
    days ago."""
    until = clock.today() - AROUND
    first = func.min(SupportSession.on_day)
    statement = (
        select(Person.learner_id, func.max(Posting.department_id), first)
        .select_from(SessionPerson)
        .join(SupportSession, SupportSession.id == SessionPerson.session_id)
        .join(Person, Person.id == SessionPerson.person_id)
        .join(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
        .where(SupportSession.voided_at.is_(None), SessionPerson.confirmed.is_not(False))
        .where(condition)
        .group_by(Person.learner_id)
        .having(first <= until, first > until - timedelta(days=YEAR))
    )
    return [
        Helped(learner_id, department_id, clock.start_of(day))
        for learner_id, department_id, day in db.session.execute(statement)
    ]


def _drawn_evenly(people: Sequence[Helped]) -> Sequence[Helped]:
    """Two thousand of them at most: every so many-th, by number; who is drawn does not hang on what they did."""
    if len(people) <= MOST_PEOPLE:
        return people
    ordered = sorted(people, key=lambda one: one.learner_id)
    return [ordered[place * len(ordered) // MOST_PEOPLE] for place in range(MOST_PEOPLE)]


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
