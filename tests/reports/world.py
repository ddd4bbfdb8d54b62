"""A Pensions large enough to be spoken of: events, study and courses over quarters, written as the record would."""

import random
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Learner, Person, Posting
from learnhub.record.bulk import LoadRow, load
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from tests.factories import at, make_department

CLOSED = at("2026-10-20 09:00")  # July to September is closed
GRADES = ("AA", "AO", "EO", "HEO", "SEO", "G7", "")
OFFICES = ("Leeds", "Hexham", "London", "Cardiff", "")


def staff(count: int, codes: tuple[str, ...], rng: random.Random) -> list[Person]:
    """People in these departments, of chance grades, offices and years of joining. In bulk: there may be thousands."""
    departments = [department_id(code) for code in codes]
    with database.write():
        first = (db.session.execute(select(db.func.max(Learner.id))).scalar_one() or 0) + 1
        ids = range(first, first + count)
        db.session.execute(insert(Learner), [{"id": id_} for id_ in ids])
        db.session.execute(insert(Person), [_person(id_, rng) for id_ in ids])
        rows = db.session.execute(select(Person).where(Person.learner_id >= first).order_by(Person.id)).scalars().all()
        db.session.execute(insert(Posting), [_posting(row, rng.choice(departments), rng) for row in rows])
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("SELECT setval(pg_get_serial_sequence('learner', 'id'), max(id)) FROM learner"))
    return list(db.session.execute(select(Person).where(Person.learner_id >= first).order_by(Person.id)).scalars())


def department_id(code: str) -> int:
    """A department of the cast, or a new one below PEN."""
    from learnhub.people.models import Department

    found = db.session.execute(select(Department.id).where(Department.code == code)).scalar_one_or_none()
    return found or make_department(code, f"Unit {code}", above="PEN").id


def _person(id_: int, rng: random.Random) -> dict[str, object]:
    joined = date(rng.choice((1998, 2009, *range(2015, 2026))), rng.randrange(1, 13), 1)
    left = date(2026, rng.randrange(1, 13), 15) if rng.random() < 0.05 else None
    return {
        "learner_id": id_, "name": f"Person {id_}", "email": f"person.{id_}@staff.example", "joined_on": joined,
        "left_on": left, "language": "en", "working_days": "1111100",
    }  # fmt: skip


def _posting(person: Person, department: int, rng: random.Random) -> dict[str, object]:
    return {
        "person_id": person.id, "department_id": department, "grade": rng.choice(GRADES) or None,
        "office": rng.choice(OFFICES) or None, "from_on": person.joined_on, "until_on": person.left_on,
        "is_current": person.left_on is None,
    }  # fmt: skip


def said(
    learner_id: int, verb: Verb, kind: ObjectKind, key: str, when: datetime, minutes: int = 60,
    means: Means | None = None, assurance: Assurance = Assurance.SELF_DECLARED,
) -> LoadRow:  # fmt: skip
    """A statement to load."""
    ms = clock.to_ms(when)
    return LoadRow(learner_id, verb, kind, key, None, ms, ms, assurance, means, None, minutes)


def takes_part(people: list[Person], rng: random.Random, first: datetime, last: datetime) -> list[LoadRow]:
    """Events, study and support over some time: some do a great deal, most a little, many nothing."""
    days = (last - first).days
    rows = []
    for person in people:
        zeal = rng.choice((0, 0, 0, 1, 1, 2, 6))
        for _ in range(zeal):
            when = first + timedelta(days=rng.randrange(days), minutes=rng.randrange(900))
            roll = rng.random()
            if roll < 0.5:
                rows.append(said(person.learner_id, Verb.ATTENDED, ObjectKind.EVENT, str(rng.randrange(40)), when, 120))
            elif roll < 0.9:
                means = rng.choice((Means.WORK_TIME, Means.OWN_TIME, Means.OWN_TIME, Means.BOTH_TIMES, None))
                key = str(rng.randrange(10**6))
                rows.append(said(person.learner_id, Verb.STUDIED, ObjectKind.STUDY, key, when, 30, means))
            else:
                rows.append(said(person.learner_id, Verb.HELPED, ObjectKind.SUPPORT, str(rng.randrange(99)), when, 45))
    return rows


def populated(
    count: int = 1_500, seed: int = 5, codes: tuple[str, ...] = ("PEN", "PEN-OPS", "PEN-OPS-HEX", "PEN-HR")
) -> None:
    """A department with two years of taking part."""
    rng = random.Random(seed)
    people = staff(count, codes, rng)
    load(takes_part(people, rng, at("2025-01-05 09:00"), at("2026-11-01 09:00")), finish=False)
