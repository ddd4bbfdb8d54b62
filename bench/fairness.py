"""Whether work goes round: 10,000 requests over half a year among 1,000 ambassadors, answered as people answer.

Everything is done by the service's own actions, on a real database: asking, matching, offering, accepting at capacity,
declining, passing on, sessions held and counted. Only the clock and the people are invented: skills, offices, hours and
wishes are skewed as they are in life. Seeded: the same run gives the same figures. `BENCH_FAIRNESS_REQUESTS` says
another number of requests.

What is printed: the tenth of the ambassadors who took on most, counted by sessions, and counted by sessions for the
hours they give. Their share of everything taken on, divided by their share of all hours given. 1 is exactly what they
offered; 10 would be that they do everything.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bench import databases
from bench.report import Line
from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import capacity, requests
from learnhub.ambassadors.models import Ambassador, AmbassadorSkill, HelpRequest
from learnhub.ambassadors.requests import Asked
from learnhub.ambassadors.words import Kind, Place, Preference, RequestState
from learnhub.db import db
from learnhub.people.models import Department, DepartmentName, Learner, Person, Posting

REQUESTS = int(os.environ.get("BENCH_FAIRNESS_REQUESTS", "10000"))
AMBASSADORS, ASKERS, DAYS, SEED = 1_000, 4_000, 126, 20_261_103
BEGINS = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MOST = 1.5

# What is wanted and what is offered, both skewed, and not alike: the first skills are wanted more than offered.
SKILLS = tuple(f"skill-{number:02}" for number in range(20))
WANTED = tuple(1 / (number + 1) for number in range(20))
OFFERED = tuple(1 / (number + 4) for number in range(20))
OFFICES = ("London", "Leeds", "Cardiff", "Newcastle", "Hexham", "York", "Swansea", "Derby")
STAFF = (40, 20, 12, 10, 3, 6, 4, 5)
REGIONS = {"London": "London", "Leeds": "Yorkshire", "York": "Yorkshire", "Cardiff": "Wales", "Swansea": "Wales",
           "Newcastle": "North East", "Hexham": "North East", "Derby": "East Midlands"}  # fmt: skip
HOURS = {60: 30, 120: 30, 240: 25, 480: 12, 960: 3}  # minutes a month → how many of a hundred give so much
ACCEPTS, DECLINES = 0.75, 0.15  # of offers; nobody answers the others


@dataclass
class Run:
    """What has happened so far."""

    chance: random.Random
    askers: list[int] = field(default_factory=list)
    taken: Counter[int] = field(default_factory=Counter)  # ambassador → requests taken on
    answers: Counter[str] = field(default_factory=Counter)
    to_meet: list[tuple[date, int, int]] = field(default_factory=list)  # on, request, ambassador


def measure() -> list[Line]:
    """Half a year of requests."""
    databases.BUILD.mkdir(parents=True, exist_ok=True)
    for old in databases.BUILD.glob("fairness.db*"):
        old.unlink()
    app = databases.migrated(f"sqlite:///{databases.BUILD / 'fairness.db'}").app
    with app.app_context():
        run = Run(random.Random(SEED))
        with clock.at(BEGINS):
            _people(run)
        for number in range(DAYS):
            with clock.at(BEGINS + timedelta(days=number // 5 * 7 + number % 5)):
                _day(run, number)
        return _lines(run)


def _day(run: Run, number: int) -> None:
    """A working day: sessions are held, offers answered, late ones passed on, and people ask."""
    today = clock.today()
    with database.write():
        for on, request_id, ambassador_id in run.to_meet:
            if on <= today and requests.meet_request(request_id):
                capacity.count_session(ambassador_id, on, run.chance.choice((30, 45, 60, 60, 75, 90)))
        run.to_meet = [one for one in run.to_meet if one[0] > today]
    requests.pass_on_due()
    offered = select(HelpRequest.id, HelpRequest.offered_to_id).where(
        HelpRequest.state == RequestState.OFFERED, HelpRequest.offered_at < clock.now()
    )
    waiting = db.session.execute(offered.order_by(HelpRequest.id)).all()
    with database.write():
        for request_id, ambassador_id in waiting:
            _answer(run, request_id, ambassador_id or 0)
    with database.write():
        for _ in range(REQUESTS * (number + 1) // DAYS - REQUESTS * number // DAYS):
            requests.ask_for_help(run.chance.choice(run.askers), _wish(run.chance))


def _answer(run: Run, request_id: int, ambassador_id: int) -> None:
    """Each morning an ambassador who is asked says yes, says no, or has not looked yet."""
    answer = run.chance.random()
    if answer < ACCEPTS:
        try:
            requests.accept_request(request_id, db.session.get_one(Ambassador, ambassador_id))
        except capacity.Full:
            run.answers["full"] += 1
            requests.decline_request(request_id, ambassador_id, "no-time")
            return
        run.answers["accepted"] += 1
        run.taken[ambassador_id] += 1
        run.to_meet.append((clock.today() + timedelta(days=run.chance.randint(2, 12)), request_id, ambassador_id))
    elif answer < ACCEPTS + DECLINES:
        run.answers["declined"] += 1
        requests.decline_request(request_id, ambassador_id, "no-time")
    else:
        run.answers["not answered that day"] += 1


def _wish(chance: random.Random) -> Asked:
    return Asked(
        text="How do I do this?",
        skills=tuple(dict.fromkeys(chance.choices(SKILLS, WANTED, k=chance.choice((1, 1, 1, 2, 3))))),
        kind=Kind.SESSION,
        place=chance.choices((Place.EITHER, Place.REMOTE, Place.IN_PERSON), (60, 20, 20))[0],
        language="cy" if chance.random() < 0.03 else "en",
        preference=chance.choices((Preference.ANY, Preference.SAME, Preference.ANOTHER), (85, 10, 5))[0],
    )


def _people(run: Run) -> None:
    """Six departments, ambassadors and askers in skewed offices, hours and skills."""
    chance = run.chance
    first = date(2020, 1, 6)
    with database.write():
        db.session.execute(insert(Department), [{"id": n, "code": f"D{n}", "opened_on": first} for n in range(1, 7)])
        names = [{"department_id": n, "from_on": first, "name": f"Department {n}"} for n in range(1, 7)]
        db.session.execute(insert(DepartmentName), names)
        people = [_person(number, chance) for number in range(1, AMBASSADORS + ASKERS + 1)]
        db.session.execute(insert(Learner), [{"id": person["id"]} for person, _ in people])
        db.session.execute(insert(Person), [person for person, _ in people])
        db.session.execute(insert(Posting), [posting for _, posting in people])
        db.session.execute(insert(Ambassador), [_ambassador(number, chance) for number in range(1, AMBASSADORS + 1)])
        skills = []
        for number in range(1, AMBASSADORS + 1):
            known = dict.fromkeys(chance.choices(SKILLS, OFFERED, k=chance.randint(1, 6)))
            skills += [{"ambassador_id": number, "skill": code, "level": chance.choice(("working", "practitioner"))}
                       for code in known]  # fmt: skip
        db.session.execute(insert(AmbassadorSkill), skills)
    run.askers = list(range(AMBASSADORS + 1, AMBASSADORS + ASKERS + 1))


def _person(number: int, chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    office = chance.choices(OFFICES, STAFF)[0]
    works = chance.choices(("1111100", "1110000", "0011100"), (80, 10, 10))[0]
    person = {"id": number, "learner_id": number, "name": f"Person {number}", "email": f"p{number}@bench.example",
              "joined_on": date(2020, 1, 6), "working_days": works, "region": REGIONS[office]}  # fmt: skip
    posting = {"person_id": number, "department_id": chance.choices(range(1, 7), (35, 25, 15, 12, 8, 5))[0],
               "grade": "EO", "office": office, "from_on": date(2020, 1, 6), "is_current": True}  # fmt: skip
    return person, posting


def _ambassador(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": number,
        "person_id": number,
        "state": "active",
        "languages": "|en|cy|" if chance.random() < 0.08 else "|en|",
        "place": chance.choices((Place.EITHER, Place.REMOTE, Place.IN_PERSON), (70, 25, 5))[0].value,
        "free_days": chance.choices(("1111100", "0001000", "1010000", "0111000"), (60, 10, 15, 15))[0],
        "minutes_a_month": chance.choices(list(HOURS), list(HOURS.values()))[0],
        "applied_at": BEGINS,
        "active_at": BEGINS,
        "checklist": {},
        "listed_name": f"Person {number}",
    }


def _lines(run: Run) -> list[Line]:
    hours = dict(db.session.execute(select(Ambassador.id, Ambassador.minutes_a_month)).tuples().all())
    waits = select(HelpRequest.id).where(HelpRequest.state == RequestState.WAITING)
    waiting = len(db.session.execute(waits).all())
    db.session.rollback()
    all_taken, all_hours, tenth = run.taken.total(), sum(hours.values()), AMBASSADORS // 10
    by_number = sorted(hours, key=lambda one: -run.taken[one])[:tenth]
    by_load = sorted(hours, key=lambda one: (-run.taken[one] / hours[one], -hours[one]))[:tenth]

    def share(of: list[int]) -> tuple[float, float, float]:
        taken, given = sum(run.taken[one] for one in of) / all_taken, sum(hours[one] for one in of) / all_hours
        return taken / given, taken, given

    idle = sum(not run.taken[one] for one in hours)
    months = DAYS / 21
    used = all_taken * 60 / (all_hours * months)
    answers = ", ".join(f"{count:,} {what}" for what, count in run.answers.most_common())
    lines = [
        Line(
            f"{REQUESTS:,} requests, {AMBASSADORS:,} ambassadors, {months:.0f} months: taken on", f"{all_taken:,}", ""
        ),
        Line("answers", answers, ""),
        Line("of all hours given, hours of sessions", f"{used:.0%}; {idle} ambassadors had none", ""),
        Line("requests that nobody could take at the end", f"{waiting:,}", ""),
    ]
    for what, of in (("most sessions", by_number), ("most sessions for the hours they give", by_load)):
        ratio, taken, given = share(of)
        shown = f"{ratio:.2f} ({taken:.1%} of sessions, {given:.1%} of hours)"
        lines.append(Line(f"the tenth with the {what}: share of sessions ÷ share of hours", shown, f"≤ {MOST:g}",
                          ratio <= MOST))  # fmt: skip
    return lines
