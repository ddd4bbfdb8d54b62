"""Everybody of whom something is required, as rows of SQL: where they stand and by when, for the file `required`.

Almost all of it is said in SQL, by stratum and week; who has a date of their own (see `late`) is worked out first, by
the same rule as their own page, and handed over as a list.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, literal, select, union

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import EVERY_WEEKDAY, Absence, Person
from learnhub.required import reading
from learnhub.required.active import Active, actives
from learnhub.required.counted import other_weeks
from learnhub.required.deadlines import WINDOW, State, due_for
from learnhub.required.late import came, worked_out_by_person
from learnhub.required.presumed import Presumed
from learnhub.required.reading import Scope

STRATA = ("again", "kept", "missed")


def required_in_force(course_id: int | None, assignment_id: int | None = None) -> list[Active]:
    """The requirements in force: of one course or of everything, or one by its number."""
    asked = [one for one in actives().all if one.is_required and course_id in (None, one.course_id)]
    return [one for one in asked if assignment_id in (None, one.id)]


def people_asked(one: Active, department_ids: frozenset[int] | None, *columns: Any) -> Select[Any]:
    """Everybody whom one requirement covers, in these departments."""
    return reading.people(Scope(one.audience, department_ids), *columns, today=clock.today())


def with_standing(one: Active, department_ids: frozenset[int] | None, *columns: Any) -> Select[Any]:
    """The same with `state`, `due` (ISO 8601; empty for none) and `done` (in milliseconds), as of everybody's date."""
    presumed = Presumed(one.rule, clock.today())
    last = reading.completions(one)
    done = last.c.done
    of_stratum: dict[str, Any] = {
        "again": (done >= presumed.frame_ms) & (done < presumed.done_ms),
        "kept": (done >= presumed.before_ms) & (done < min(presumed.frame_ms, presumed.done_ms)),
        "missed": literal(1) == literal(1),
    }
    states: list[tuple[Any, Any]] = [(done >= presumed.done_ms, State.COMPLETE.value)]
    dues: list[tuple[Any, Any]] = [(done >= presumed.done_ms, "")]
    for name in STRATA:
        for week in [*other_weeks(), EVERY_WEEKDAY]:
            here = of_stratum[name] if week == EVERY_WEEKDAY else of_stratum[name] & (Person.working_days == week)
            states.append((here, presumed.state(name, week).value))
            dues.append((here, presumed.due(name, week).isoformat()))
    shown = (case(*states, else_="").label("state"), case(*dues, else_="").label("due"), done.label("done"))
    return people_asked(one, department_ids, *columns, *shown).outerjoin(last, last.c.learner_id == Person.learner_id)


def of_their_own(one: Active, department_ids: frozenset[int] | None) -> Iterator[tuple[int, str, str]]:
    """(person, state, date) of those who have not done it and may have another date than everybody."""
    scope, today = Scope(one.audience, department_ids), clock.today()
    presumed = Presumed(one.rule, today)
    dues = [presumed.frame.due, *(presumed.due(name) for name in STRATA)]
    first = (presumed.before or presumed.frame).start
    moved, joined = came(one.audience, first)
    away = select(Absence.person_id.label("id")).where(
        Absence.until_on > min(dues) - timedelta(days=WINDOW), Absence.from_on <= max(dues) + timedelta(days=WINDOW)
    )
    for person_id, deadline in worked_out_by_person(one, scope, presumed, union(moved, joined, away)):
        yield person_id, deadline.state.value, _text(deadline.due_on)
    done = reading.done_column(one)
    with_case = reading.people_among(scope, reading.with_case(one), *reading.COLUMNS, done.label("done"), today=today)
    rows = db.session.execute(with_case).all()
    for person in reading.covered_of(one, rows):
        deadline = due_for(one.rule, person, today)
        yield person.person_id, deadline.state.value, "" if deadline.state is State.COMPLETE else _text(deadline.due_on)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
