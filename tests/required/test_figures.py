"""Counted by the database or one by one: the same, whoever there is, whatever the rule, on any day."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, inspect

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.models import Absence, Learner, Person, Posting
from learnhub.record.models import Progress
from learnhub.required.active import plain
from learnhub.required.deadlines import State, due_for, frame_of
from learnhub.required.figures import COUNTED, figures_by_department
from learnhub.required.late import later_than_everybody
from learnhub.required.models import Assignment, AssignmentCase
from learnhub.required.queries import covered_in_chunks
from tests import factories, people
from tests.required.conftest import assign

TODAY = clock.today()
WEEKS = ("1111100", "1111100", "1111100", "1110000", "0001111", "1000000", "1100100")
PEOPLE = 400


def crowd(course: Course, chance: random.Random) -> None:
    """People who joined, moved, were away and completed around today, at random."""
    places = [people.department(code).id for code in ("PEN", "PEN-OPS", "PEN-OPS-HEX", "REV", "REV-CUS")]
    grades, professions = ("AO", "EO", None), ("Policy", "Operational Delivery", None)

    def ago(most: int) -> date:
        return TODAY - timedelta(days=chance.randrange(most))

    with database.write():
        for number in range(PEOPLE):
            learner = Learner()
            db.session.add(learner)
            db.session.flush()
            joined = ago(chance.choice((50, 120, 900)))
            person = Person(
                learner_id=learner.id,
                name=f"Person {number}",
                email=f"p{number}@crowd.example",
                joined_on=joined,
                working_days=chance.choice(WEEKS),
                left_on=ago(40) if chance.random() < 0.03 else None,
            )
            db.session.add(person)
            db.session.flush()
            _post(person.id, joined, [chance.choice(places) for _ in range(3)], grades, professions, chance)
            for _ in range(chance.choice((0, 0, 0, 1, 2))):
                start = TODAY + timedelta(days=chance.randrange(-150, 40))
                length = chance.choice((0, 3, 10, 60))
                db.session.add(Absence(person_id=person.id, from_on=start, until_on=start + timedelta(days=length)))
            if chance.random() < 0.5:
                _complete(learner.id, course, clock.now() - timedelta(days=chance.randrange(700)))


def _post(
    person_id: int, joined: date, places: list[int], grades: Any, professions: Any, chance: random.Random
) -> None:
    starts = [joined]
    for _ in range(chance.choice((0, 0, 1, 2))):
        if (TODAY - starts[-1]).days > 2:
            starts.append(starts[-1] + timedelta(days=chance.randrange(1, (TODAY - starts[-1]).days + 1)))
    for place, start in enumerate(starts):
        last = place == len(starts) - 1
        db.session.add(
            Posting(
                person_id=person_id,
                department_id=places[place],
                grade=chance.choice(grades),
                profession=chance.choice(professions),
                from_on=start,
                until_on=None if last else starts[place + 1],
                is_current=last,
            )
        )


def _complete(learner_id: int, course: Course, at: Any) -> None:
    row = {"learner_id": learner_id, "course_id": course.id, "started_at": at, "last_at": at, "completed_at": at,
           "completed_seq": 1, "modules": {}, "checks": {}}  # fmt: skip
    db.session.execute(insert(Progress), [row])


def placed() -> None:
    """`progress.department_id`, as the record keeps it."""
    from sqlalchemy import select, update

    with database.write():
        here = (
            select(Posting.department_id)
            .join(Person, Person.id == Posting.person_id)
            .where(Posting.is_current, Person.learner_id == Progress.learner_id)
            .scalar_subquery()
        )
        left = select(Person.learner_id).where(Person.left_on <= TODAY)
        db.session.execute(update(Progress).values(department_id=here))
        db.session.execute(update(Progress).where(Progress.learner_id.in_(left)).values(department_id=None))


def days(number: int) -> date:
    return TODAY - timedelta(days=number)


RULES: tuple[dict[str, Any], ...] = (
    {"starts_on": days(200), "due_on": days(-20)},
    {"starts_on": days(200), "due_on": days(1)},
    {"starts_on": days(200), "due_on": days(4)},
    {"starts_on": days(200), "due_on": days(9)},
    {"starts_on": days(200), "due_on": days(33)},
    {"starts_on": days(400), "due_on": days(150)},
    {"starts_on": days(100), "within_days": 30},
    {"starts_on": days(800), "within_days": 14, "recurs": "P1Y"},
    {"starts_on": days(400), "due_on": days(300), "recurs": "P1Y"},
    {"starts_on": days(380), "due_on": days(20), "recurs": "P1Y"},
    {"starts_on": days(380), "due_on": days(16), "recurs": "P1Y", "early_counts": False},
    {"starts_on": days(250), "due_on": days(90), "recurs": "P6M"},
    {"starts_on": days(200), "due_on": days(5), "grades": ["AO", "EO"]},
    {"starts_on": days(200), "due_on": days(70), "professions": ["Policy"]},
    {"starts_on": days(200), "due_on": days(5), "departments": ["PEN-OPS", "REV"]},
    {"kind": "suggested", "starts_on": days(20)},
)


def one_by_one(row: Assignment) -> dict[int, Counter[State]]:
    found: dict[int, Counter[State]] = {}
    one = plain([row])[0]
    for chunk in covered_in_chunks(row, 150):
        for person in chunk:
            state = due_for(one.rule, person, TODAY).state
            state = state if state in COUNTED else State.OPEN
            assert person.department_id is not None
            found.setdefault(person.department_id, Counter())[state] += 1
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("closed", [0, 12])
def test_what_is_counted_is_what_each_person_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, seed: int, again: bool, closed: int
) -> None:
    chance = random.Random(seed)
    bank_holidays = frozenset(TODAY + timedelta(days=chance.randrange(-60, 10)) for _ in range(closed))
    monkeypatch.setattr("learnhub.workdays._closed", bank_holidays)
    course = factories.make_course(slug="letters")
    crowd(course, chance)
    placed()
    if again:
        with clock.at(clock.now() - timedelta(days=30)):
            factories.make_course(slug="letters", version="2.0", retake=True)
    for number, fields in enumerate(RULES):
        row = assign(course, **{"departments": [], "scope": None, **fields})
        _cases(row, chance)
        counted = figures_by_department(plain([row])[0], None)
        shown = {
            id_: Counter({state: getattr(figures, state.value) for state in COUNTED if getattr(figures, state.value)})
            for id_, figures in counted.items()
            if figures.covered
        }
        assert shown == one_by_one(row), f"rule {number}: {fields}"


def test_how_many_would_have_a_later_date_is_counted_exactly(app: Flask) -> None:
    course = factories.make_course(slug="letters")
    crowd(course, random.Random(4))
    placed()
    for number in (-3, -10, -26, -90):
        row = assign(course, departments=[], scope=None, starts_on=TODAY, due_on=days(number))
        one = plain([row])[0]
        common = frame_of(one.rule, TODAY).due
        while common.weekday() > 4:
            common += timedelta(days=1)
        deadlines = [due_for(one.rule, person, TODAY) for chunk in covered_in_chunks(row) for person in chunk]
        expected = sum(each.state is State.OPEN and each.due_on > common for each in deadlines)
        assert later_than_everybody(one, None) == expected


def _cases(row: Assignment, chance: random.Random) -> None:
    everybody = [person.person_id for chunk in covered_in_chunks(row) for person in chunk]
    with database.write():
        for person_id in chance.sample(everybody, min(12, len(everybody))):
            kind = chance.choice(("exempt", "extended")) if row.kind == "required" else "dismissed"
            until = TODAY + timedelta(days=chance.randrange(-60, 60))
            db.session.add(
                AssignmentCase(
                    assignment_id=row.id,
                    person_id=person_id,
                    kind=kind,
                    until_on=until if kind == "extended" or chance.random() < 0.5 else None,
                    reason="",
                    at=clock.now(),
                )
            )


def test_who_completed_it_is_found_in_an_index_without_the_rows_of_progress(app: Flask) -> None:
    assert "ix_progress_completed" in {index["name"] for index in inspect(db.engine).get_indexes("progress")}
    is_sqlite = db.engine.dialect.name == "sqlite"  # PostgreSQL reads so few rows as these one after the other
    one = plain([assign(factories.make_course(slug="letters"), grades=["EO"], due_on=days(20))])[0]
    steps: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "progress" in statement and is_sqlite:
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[3] for row in plan if " progress" in row[3])

    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        figures_by_department(one, None)
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)
    assert len(steps) >= 3 or not is_sqlite
    assert all("COVERING INDEX ix_progress_completed" in step for step in steps), steps
