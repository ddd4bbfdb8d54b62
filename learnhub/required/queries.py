"""Reading what is required: of one person in one statement, of everybody in chunks by the person's number."""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Person, Posting
from learnhub.plain_sql import Part
from learnhub.required import reading
from learnhub.required.active import Active, Actives, actives, plain
from learnhub.required.deadlines import Deadline, State, due_for, frame_of
from learnhub.required.facts import FACTS, CaseFact, Covered, Facts, facts_in, facts_of
from learnhub.required.models import Assignment
from learnhub.required.reading import Scope
from learnhub.required.things import Thing, thing_of
from learnhub.web.access import Visitor

__all__ = ["Covered", "Due", "covered_in_chunks", "dues_of", "facts_asked_for", "required_in", "required_of"]


@dataclass(frozen=True, slots=True)
class Due:
    """What an assignment asks of one person: the thing, and by when with every reason."""

    assignment: Active
    deadline: Deadline
    thing: Thing
    case: CaseFact | None = None

    @property
    def state(self) -> State:
        return self.deadline.state


# What needs doing first; then by date.
ORDER = (State.OVERDUE, State.OPEN, State.COMING, State.SUGGESTED, State.COMPLETE, State.EXEMPT, State.DISMISSED)


def required_of(visitor: Visitor) -> tuple[Due, ...]:
    """Everything that is required of a person or suggested to them, what is done too; most pressing first.

    One statement at most; none where no assignment could be about them.
    """
    return dues_of(visitor.learner_id, visitor.language) if actives().might_hold(visitor.department_id) else ()


def facts_asked_for(visitor: Visitor, asked: Actives) -> Part | None:
    """What `required_in` has to know of a person, to be read with others' parts; None where no assignment could be
    about them."""
    return FACTS[_asks_for_pathways(asked.all)] if asked.might_hold(visitor.department_id) else None


def required_in(found: Any, asked: Actives, language: str) -> tuple[Due, ...]:
    """As `required_of`, from what the part that was asked for found."""
    return _dues(asked.all, facts_in(found), language)


def dues_of(learner_id: int, language: str = "en", course_id: int | None = None) -> tuple[Due, ...]:
    """As `required_of`, of any learner; or only what asks for one course."""
    asked = actives().all if course_id is None else actives().of_course(course_id)
    return _dues(asked, facts_of(learner_id, pathways=_asks_for_pathways(asked)), language) if asked else ()


def _asks_for_pathways(asked: Iterable[Active]) -> bool:
    return any(one.pathway for one in asked)


def _dues(asked: Iterable[Active], facts: Facts | None, language: str) -> tuple[Due, ...]:
    if facts is None:
        return ()
    things = {one.id: thing for one in asked if (thing := thing_of(one, language)) is not None and thing.is_served}
    today = clock.today()
    found = []
    for one in asked:
        person = facts.under(one) if one.id in things else None
        deadline = due_for(one.rule, person, today) if person is not None else None
        if person is not None and deadline is not None and deadline.state is not State.LEFT:
            found.append(Due(one, deadline, things[one.id], person.exception))
    return tuple(sorted(found, key=_pressing))


def _pressing(due: Due) -> tuple[int, date, str]:
    return ORDER.index(due.state), due.deadline.due_on or date.max, due.thing.title.casefold()


def covered_in_chunks(
    assignment: Assignment | Active,
    size: int = 500,
    *,
    within: frozenset[int] | None = None,
    open_only: bool = False,
    after: int = 0,
) -> Iterator[list[Covered]]:
    """Everybody in service whom an assignment is for, by the person's number, at most `size` at once.

    `open_only` leaves out who has completed it for the present period. Each chunk is read by itself, four or five short
    statements: no snapshot is held meanwhile, and a run that was interrupted goes on `after` the last number seen.
    """
    one = plain([assignment])[0] if isinstance(assignment, Assignment) else assignment
    # Whom it is for is asked once, from an index alone: an audience of a thousand departments would be gone through
    # again for each chunk.
    numbers = array("i", _numbers(one, within, clock.today()))
    for begin in range(bisect_right(numbers, after), len(numbers), size):
        if people := covered_among(one, numbers[begin : begin + size], open_only=open_only):
            yield people


def covered_among(one: Active, numbers: Collection[int], *, open_only: bool = False) -> list[Covered]:
    """Some people whom an assignment is for, by their numbers: those of them in service."""
    today = clock.today()
    done = reading.done_column(one)
    asked = (
        select(*reading.COLUMNS, done.label("done"))
        .select_from(Posting)
        .join(Person, Person.id == Posting.person_id)
        .where(reading.CURRENT, reading.in_service(today), Posting.person_id.in_(list(numbers)))
        .order_by(Person.id)
    )
    if open_only:
        frame = frame_of(one.rule, today)
        since = reading.threshold_ms(frame.counts_from, one.rule.again_from)
        asked = asked.where(or_(done.is_(None), done < since) if since is not None else done.is_(None))
    return reading.covered_of(one, db.session.execute(asked).all())


def _numbers(one: Active, within: frozenset[int] | None, today: date) -> list[int]:
    """The numbers of everybody an assignment is for, in order."""
    found = reading.people(Scope(one.audience, within), Posting.person_id, today=today)
    return sorted(db.session.execute(found).scalars())


def assignments_in_force() -> tuple[Active, ...]:
    """Every assignment that has not been withdrawn, from memory."""
    return actives().all


def assignment_or_404(assignment_id: int) -> Assignment:
    """An assignment, also one that was withdrawn."""
    return db.session.get(Assignment, assignment_id) or abort(404)


def assignments_made() -> list[Assignment]:
    """All there ever were, the latest first."""
    return list(db.session.execute(select(Assignment).order_by(Assignment.id.desc())).scalars())
