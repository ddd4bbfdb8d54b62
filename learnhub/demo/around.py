"""What stands around the courses of a demo: pathways and badges, required learning, study, events. By the same actions
that people's own presses call, so that every rule holds for it.

For a demo to look at; one to measure with is made of courses alone.
"""

import random
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.badges.awarding import award_everyone
from learnhub.catalogue import definitions
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.demo.around_events import hold
from learnhub.demo.around_people import Somebody, give_managers, people_now
from learnhub.demo.around_quarters import load_quarters
from learnhub.demo.around_words import ASKED, EVENTS, STUDIED, Asking
from learnhub.demo.cast import CAST
from learnhub.demo.hackathons import load_hackathons
from learnhub.demo.network import load_network
from learnhub.pathways.settling import settle
from learnhub.people.models import Department, Person
from learnhub.record.witnessing import ask_to_witness, claim_of
from learnhub.reports.participation import make_due_quarters
from learnhub.required.actions import Asked, make_assignment
from learnhub.required.models import Kind
from learnhub.study.actions import Said, log_study, set_goal

WHOLE = 100  # people from whom on a demo has teams and a network of ambassadors too
STUDENTS = 0.3  # the share of people who log something


def load_around(seed: int) -> None:
    """Make it all, in short transactions. What follows from the courses comes first, as if it had always been there."""
    rng = random.Random(f"{seed} around")
    people = people_now()
    by_account = {one.email.partition("@")[0]: one for one in people if one.email in {m.email for m in CAST}}
    load_quarters(by_account, random.Random(f"{seed} quarters"))
    for pathway in definitions.served("pathway"):
        settle(pathway.slug)
    award_everyone()
    give_managers(people)
    for asking in ASKED:
        _ask(asking, by_account)
    _log_studies(people, by_account, rng)
    for happening in EVENTS:
        hold(happening, by_account, people, rng)
    if len(people) >= WHOLE:
        load_hackathons(by_account)
        load_network(by_account, people, random.Random(f"{seed} network"))
    make_due_quarters()


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
