"""What stands around the courses of a demo: pathways and badges, required learning, study, events. By the same actions
that people's own presses call, so that every rule holds for it.

For a demo to look at; one to measure with is made of courses alone.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from learnhub import clock
from learnhub import db as database
from learnhub.badges.awarding import award_everyone
from learnhub.catalogue import definitions
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.demo.around_words import ASKED, EVENTS, STUDIED, Asking, Happening
from learnhub.demo.cast import CAST
from learnhub.events.actions import open_event, publish_event, sign_up
from learnhub.events.confirming import confirm_everyone
from learnhub.events.structures import Details
from learnhub.pathways.settling import settle
from learnhub.people.models import Department, Person, Posting
from learnhub.record.witnessing import ask_to_witness, claim_of
from learnhub.required.actions import Asked, make_assignment
from learnhub.required.models import Kind
from learnhub.study.actions import Said, log_study, set_goal

ZONE = "Europe/London"
STUDENTS = 0.3  # the share of people who log something
_GRADES = ("Grade 7", "SEO", "HEO", "EO", "AO", "AA")  # the highest first


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as far as this module needs them."""

    person_id: int
    learner_id: int
    email: str
    department_id: int
    grade: str
    joined_on: date


def load_around(seed: int) -> None:
    """Make it all, in short transactions. What follows from the courses comes first, as if it had always been there."""
    rng = random.Random(f"{seed} around")
    for pathway in definitions.served("pathway"):
        settle(pathway.slug)
    award_everyone()
    people = _people()
    by_account = {one.email.partition("@")[0]: one for one in people if one.email in {m.email for m in CAST}}
    _give_managers(people)
    for asking in ASKED:
        _ask(asking, by_account)
    _log_studies(people, by_account, rng)
    for happening in EVENTS:
        _hold(happening, by_account, people, rng)


def _people() -> list[Somebody]:
    rows = db.session.execute(
        select(Person.id, Person.learner_id, Person.email, Posting.department_id, Posting.grade, Person.joined_on)
        .join(Posting, Posting.person_id == Person.id)
        .where(Posting.is_current, Person.left_on.is_(None))
        .order_by(Person.id)
    )
    return [
        Somebody(row.id, row.learner_id, row.email, row.department_id, row.grade or "", row.joined_on) for row in rows
    ]


def _give_managers(people: Iterable[Somebody]) -> None:
    """In each unit the one of the highest grade manages the others."""
    units: dict[int, list[Somebody]] = {}
    for one in people:
        units.setdefault(one.department_id, []).append(one)
    with database.write():
        for members in units.values():
            first = min(members, key=lambda one: (_rank(one.grade), one.person_id))
            others = [one.person_id for one in members if one is not first]
            db.session.execute(update(Person).where(Person.id.in_(others)).values(line_manager_id=first.person_id))


def _rank(grade: str) -> int:
    return _GRADES.index(grade) if grade in _GRADES else len(_GRADES)


def _ask(asking: Asking, cast: dict[str, Somebody]) -> None:
    course = shelf().course(asking.course) if asking.course else None
    if asking.course and course is None:
        return  # a demo of other courses
    unit = db.session.execute(select(Department.id).where(Department.code == asking.unit)).scalar_one_or_none()
    if unit is None:
        return
    today = clock.today()
    asked = Asked(
        kind=asking.kind,
        course_id=course.id if course else None,
        pathway=asking.pathway,
        starts_on=today + timedelta(days=asking.starts),
        due_on=None if asking.due is None else today + timedelta(days=asking.due),
        within_days=asking.within_days if asking.kind is Kind.REQUIRED else None,
        recurs=asking.recurs,
        early_counts=True,
        reason=asking.reason,
        scope_id=unit,
        departments=(unit,),
    )
    with database.write():
        make_assignment(asked, cast["hr"].person_id, None)


def _log_studies(people: Sequence[Somebody], cast: dict[str, Somebody], rng: random.Random) -> None:
    students = [one for one in people if rng.random() < STUDENTS]
    for one in [cast["learner"], cast["ambassador"], cast["welsh"], *students]:
        with database.write():
            for said in rng.sample(STUDIED, rng.choice((1, 1, 2, 3))):
                day = max(clock.today() - timedelta(days=rng.randrange(1, 40)), one.joined_on)
                log_study(one.learner_id, Said(said.title, said.minutes, day, said.time, said.kind, said.provider))
    with database.write():
        learner = cast["learner"]
        set_goal(learner.learner_id, 60)
        entry = log_study(learner.learner_id, Said("Shadowed a colleague on the phones", 90, clock.today(), "work"))
        claim = claim_of(entry.statement_seq or 0, learner.learner_id)
        ambassador = db.session.get(Person, cast["ambassador"].person_id)
        if claim is not None and ambassador is not None:
            ask_to_witness(claim, ambassador)


def _hold(happening: Happening, cast: dict[str, Somebody], people: Sequence[Somebody], rng: random.Random) -> None:
    """An event with its sign-ups; one that is over with those who came confirmed."""
    day = clock.today() + timedelta(days=happening.in_days)
    while day.weekday() > 4:  # a working day
        day += timedelta(days=1)
    begins = datetime.combine(day, time(happening.hour))
    organiser = cast[happening.organiser]
    details = Details(
        kind=happening.kind,
        title=happening.title,
        about=happening.about,
        zone=ZONE,
        starts_local=begins,
        ends_local=begins + timedelta(hours=happening.hours),
        break_minutes=60 if happening.hours > 4 else 0,
        place=happening.place,
        remote_link=happening.remote_link,
        places=happening.places,
        prefers_newcomers=happening.prefers_newcomers,
    )
    announced = min(clock.start_of(day) - timedelta(days=21), clock.now())
    with clock.at(announced):
        with database.write():
            event = open_event(organiser.person_id, details)
            event_id = publish_event(event.id).id
        there = [one for one in people if one.joined_on <= day]
        coming = [cast[account] for account in happening.coming] + rng.sample(there, min(len(there), happening.others))
        rows = []
        with database.write():
            for one in {one.person_id: one for one in coming if one is not organiser}.values():
                rows.append(sign_up(event_id, one).id)
    over = clock.start_of(day) + timedelta(hours=22)
    if over < clock.now():
        with clock.at(over):
            confirm_everyone(event_id, rows, organiser)
