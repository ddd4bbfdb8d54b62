"""Who helps in a demo's network: joined one after the other, with welcome steps and buddies; an adviser of a central
team; somebody new; one who has applied and one who was proposed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.becoming import Offer, agree_as_manager, apply_to_join, nominate
from learnhub.ambassadors.deciding import approve, set_adviser
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.pausing import tick
from learnhub.ambassadors.words import COURSE
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Kind as ModuleKind
from learnhub.db import db
from learnhub.demo.around_people import Somebody
from learnhub.demo.cast import CAST, FIRST, SAFE
from learnhub.demo.network_words import ABOUT, ADVISES, SKILLS
from learnhub.record.actions import mark_module_done, record_check_result
from learnhub.record.words import Means

AMBASSADORS = 14  # beside the one of the cast
LONGEST, SHORTEST = 310, 110  # days since they began
NEW = 9  # days since the newest began
LEARNED = (FIRST, SAFE, COURSE)
STEPS = ("offer", "buddy", "limits", "first", "board")  # of the welcome checklist, as people come to them
CENTRAL = "Digital, Data and Technology"  # the profession of the central teams
ROLES = {member.email for member in CAST}


@dataclass(frozen=True, slots=True)
class Joined:
    """An ambassador: their number, who it is, since when."""

    id: int
    who: Somebody
    since: datetime


def join_all(cast: Mapping[str, Somebody], people: Sequence[Somebody], rng: random.Random) -> list[Joined]:
    """All who help, who came first first: the ambassador of the cast is the second, so that the first is their buddy;
    the last is an adviser of a central team, where there is one. Nobody where too few have been in service for so long.
    """
    own, lead = cast["ambassador"], cast["lead"]
    rest = [one for one in people if one.email not in ROLES and one.joined_on < clock.today() - timedelta(LONGEST + 20)]
    central = [one for one in rest if one.profession == CENTRAL][:1]
    rest = [one for one in rest if one not in central]
    others = rng.sample(rest, min(AMBASSADORS - len(central), len(rest)))
    if not others:
        return []
    chosen = [others[0], own, *others[1:], *central]
    days = sorted(rng.sample(range(SHORTEST, LONGEST), len(chosen)), reverse=True)
    joined = [_join(one, lead, back, rng) for one, back in zip(chosen, days, strict=True)]
    for one in joined:
        _welcome(one, STEPS[:4] if one.who is own else STEPS)
    if central:
        with database.write():
            set_adviser(db.session.get_one(Ambassador, joined[-1].id), is_adviser=True)
    return joined


def join_newest(people: Sequence[Somebody], rng: random.Random) -> None:
    """One of these begins, with a buddy: the lead has yet to decide."""
    here = [one for one in people if one.joined_on < clock.today() - timedelta(NEW + 20)]
    if here:
        _welcome(_join(rng.choice(here), None, NEW, rng), STEPS[:2])


def leave_some_waiting(cast: Mapping[str, Somebody], proposed: Somebody) -> None:
    """One who has applied; one who was proposed."""
    with database.write():
        apply_to_join(cast["author"].person_id, Offer(skills={"writing-for-screens": "expert"}), "Words are my job.")
        nominate(proposed.person_id, cast["ambassador"].person_id)


def complete(one: Somebody, slug: str, at: datetime) -> None:
    """A course in one afternoon: its readings, its check passed, its task."""
    course = shelf().course(slug)
    if course is None:
        return
    with database.write():  # said to have been then: what other courses bring with them must not be in its future
        for module in course.modules:
            if module.kind is ModuleKind.QUIZ:
                record_check_result(one.learner_id, course, module, 1000, passed=True, at=at)
            else:
                means = Means.TASK if module.kind is ModuleKind.TASK else Means.MARKED
                mark_module_done(one.learner_id, course, module, means, at=at)


def _join(one: Somebody, lead: Somebody | None, back: int, rng: random.Random) -> Joined:
    """Learn what it takes, apply and be agreed to, so many days ago; then be approved, where there is who does it."""
    began = clock.now() - timedelta(days=back)
    for place, slug in enumerate(LEARNED):
        complete(one, slug, began - timedelta(days=9 - 2 * place))
    with clock.at(began), database.write():
        row = apply_to_join(one.person_id, _offer(one, rng), "I am asked anyway, and would like to do it well.")
        if row.manager_person_id is not None:
            agree_as_manager(row, row.manager_person_id)
    if lead is not None:
        with clock.at(began + timedelta(days=2)), database.write():
            approve(db.session.get_one(Ambassador, row.id), lead.person_id)
    return Joined(row.id, one, began)


def _offer(one: Somebody, rng: random.Random) -> Offer:
    codes = ADVISES if one.profession == CENTRAL else rng.sample(SKILLS, rng.choice((2, 3, 4)))
    return Offer(
        skills={code: rng.choice(("working", "practitioner", "practitioner")) for code in codes},
        languages=rng.choice((("en",), ("en",), ("en", "cy"), ("en", "bsl"))),
        free_days=rng.choice(("1111100", "0101000", "0001100", "1010100")),
        availability=rng.choice(("", "mornings", "after two")),
        about=rng.choice(ABOUT),
        minutes_a_month=rng.choice((180, 240, 360)),
    )


def _welcome(joined: Joined, steps: Sequence[str]) -> None:
    """Tick these steps, one every other day."""
    for place, step in enumerate(steps):
        with clock.at(joined.since + timedelta(days=2 * place + 1)), database.write():
            tick(db.session.get_one(Ambassador, joined.id), step, done=True)
