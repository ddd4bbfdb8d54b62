"""The ambassador network of a demo: who helps, what was asked, the sessions held and confirmed, a mentorship.
By the same actions that people's own presses call."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import board
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.requests import Asked, accept_request, ask_for_help
from learnhub.ambassadors.words import COURSE, Kind
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.demo.around_people import Somebody
from learnhub.demo.cast import EVERYDAY, FIRST, SAFE
from learnhub.demo.network_people import ROLES, Joined, complete, join_all, join_newest, leave_some_waiting
from learnhub.demo.network_requests import load_requests
from learnhub.demo.network_talk import load_talk
from learnhub.demo.network_words import SKILLS
from learnhub.mentoring import mentorships
from learnhub.mentoring.confirming import confirm_session
from learnhub.mentoring.handover_offers import offer_handover
from learnhub.mentoring.kinds import How, SessionKind
from learnhub.mentoring.meetings import When, set_meeting
from learnhub.mentoring.mentorship_ending import give_up_mentorship
from learnhub.mentoring.sessions import Said, log_session
from learnhub.mentoring.sharing import Part, share_parts
from learnhub.people.models import Person
from learnhub.record.progress_queries import progress_of

EVERY = 2  # days: a session on each of these that people work on
SHOWN_TO_LEARNER = 8  # days ago, or a little later, the learner of the cast was helped
SHORT = (FIRST, SAFE, EVERYDAY, "writing-for-screens")  # what people take when somebody has helped them
LEARNED_TOO = 0.5  # the share of who was helped


def load_network(cast: Mapping[str, Somebody], people: Sequence[Somebody], rng: random.Random) -> None:
    """Make the network, in short transactions, the oldest first. Nothing where the course for ambassadors is not."""
    if shelf().course(COURSE) is None:
        return
    joined = join_all(cast, people, rng)
    if not joined:
        return
    chosen = [one.who for one in joined]
    others = [one for one in people if one not in chosen]
    proposed, *asking = [one for one in others if one.email not in ROLES]
    leave_some_waiting(cast, proposed)
    _post(cast["lead"])
    _learn_beside_it(_hold_sessions(joined, others, cast["learner"], rng), rng)
    first, own = joined[:2]
    load_requests(cast, own.id, asking, rng)
    _mentor(own.id, own.who, cast)
    _leave_one_to_hand_over(first.id, first.who, _not_managed_by(first.who, asking, rng))
    join_newest(asking, rng)
    load_talk(cast, chosen, others, rng)
    _offer_one(joined, _not_managed_by(joined[-1].who, asking, rng), cast["lead"])


def _post(lead: Somebody) -> None:
    meets = clock.start_of(clock.today() + timedelta(days=12)) + timedelta(hours=14)
    with database.write():
        board.post_notice(
            lead.person_id, "Monthly meeting", "What people asked for this month, and one thing we tried.",
            meets_at=meets, place="https://meet.example/ambassadors",
        )  # fmt: skip


def _hold_sessions(
    joined: Sequence[Joined], people: Sequence[Somebody], learner: Somebody, rng: random.Random
) -> dict[Somebody, date]:
    """Some sessions a month each, for the better part of a year; most are confirmed. Who was helped, since when."""
    today, since = clock.today(), dict[Somebody, date]()
    for back in range(240, 1, -EVERY):
        day = today - timedelta(days=back)
        there = [one for one in joined if clock.day_of(one.since) < day]
        if day.weekday() > 4 or not there:
            continue
        helped = rng.sample(
            [one for one in people if one.joined_on < day and one is not learner], rng.choice((1, 1, 1, 2, 6))
        )
        if back <= SHOWN_TO_LEARNER and learner not in since:
            helped = [learner]
        kind = SessionKind.CLINIC if len(helped) > 2 else SessionKind.SUPPORT
        said = Said(
            minutes=rng.choice((20, 30, 45, 60)),
            on_day=day,
            person_ids=tuple(one.person_id for one in helped),
            kind=kind,
            how=rng.choice(tuple(How)),
            topics=(rng.choice(SKILLS),),
        )
        ambassador = rng.choice(there)
        with clock.at(clock.start_of(day) + timedelta(hours=16)), database.write():
            session_id = log_session(ambassador.id, said).id
            for one in helped:
                since.setdefault(one, day)
                if rng.random() < 0.8:
                    confirm_session(session_id, one.person_id)
    return since


def _learn_beside_it(helped: Mapping[Somebody, date], rng: random.Random) -> None:
    """A course that some took in the weeks before somebody first helped them, and more in the weeks after."""
    for one, day in helped.items():
        days = rng.randrange(3, 80) * rng.choice((-1, 1, 1))
        at = clock.start_of(day + timedelta(days=days)) + timedelta(hours=11)
        new = [
            slug for slug in SHORT if (course := shelf().course(slug)) and not progress_of(one.learner_id, course.id)
        ]
        if (
            new
            and rng.random() < LEARNED_TOO
            and one.joined_on < clock.day_of(at) < clock.today()
            and one.email not in ROLES
        ):
            complete(one, rng.choice(new), at)


def _mentor(ambassador_id: int, own: Somebody, cast: Mapping[str, Somebody]) -> None:
    """A mentorship of the ambassador of the cast with the learner, three weeks old."""
    learner = cast["learner"]
    with clock.at(clock.now() - timedelta(days=21)), database.write():
        asked = Asked(
            "I would like to get good at spreadsheets.", ("spreadsheets",), Kind.MENTORING, wanted_id=ambassador_id
        )
        request_id = ask_for_help(learner.person_id, asked).id
        request = db.session.get_one(HelpRequest, request_id, populate_existing=True)
        if request.offered_to_id != ambassador_id:
            return
        accept_request(request_id, db.session.get_one(Ambassador, ambassador_id))
    mentorship_id = _mentorship_of(request_id)
    with clock.at(clock.now() - timedelta(days=14)), database.write():
        mentorships.set_goal(mentorship_id, learner.person_id, "A sheet that adds up by itself", "spreadsheets")
        done = mentorships.set_goal(mentorship_id, learner.person_id, "Sort a list without breaking it", "spreadsheets")
        mentorships.reach_goal(mentorship_id, own.person_id, done)
        mentorships.add_step(
            mentorship_id,
            learner.person_id,
            "Bring last month's list",
            is_mine=True,
            due_on=clock.today() + timedelta(days=20),
        )
        mentorships.write_note(mentorship_id, own.person_id, "We begin with the monthly list.", is_private=False)
    starts = datetime.combine(clock.today() + timedelta(days=8), time(11))
    with database.write():
        for weeks in (0, 2):
            when = When(starts + timedelta(weeks=weeks), "Europe/London", 45, "By video")
            set_meeting(mentorship_id, own.person_id, when)
        share_parts(learner.person_id, own.person_id, [Part.COURSES])


def _offer_one(joined: Sequence[Joined], learner: Somebody, lead: Somebody) -> None:
    """Another one, which the lead has offered to the ambassador of the cast."""
    _first, own, *others = joined
    waiting = _leave_one_to_hand_over(others[-1].id, others[-1].who, learner) if others else None
    if waiting is not None:
        with clock.at(clock.now() - timedelta(days=1)), database.write():
            offer_handover(waiting, own.id, lead.person_id)


def _leave_one_to_hand_over(ambassador_id: int, mentor: Somebody, learner: Somebody) -> int | None:
    """A mentorship whose mentor said two days ago that they cannot go on: it waits for the lead. Its number."""
    with clock.at(clock.now() - timedelta(days=45)), database.write():
        asked = Asked("I would like to make my pages easier to read.", (), Kind.MENTORING, wanted_id=ambassador_id)
        request_id = ask_for_help(learner.person_id, asked).id
        request = db.session.get_one(HelpRequest, request_id, populate_existing=True)
        if request.offered_to_id != ambassador_id:
            return None
        accept_request(request_id, db.session.get_one(Ambassador, ambassador_id))
    with clock.at(clock.now() - timedelta(days=2)), database.write():
        give_up_mentorship(_mentorship_of(request_id), mentor.person_id)
    return _mentorship_of(request_id)


def _not_managed_by(manager: Somebody, people: Sequence[Somebody], rng: random.Random) -> Somebody:
    """Somebody to whom this one may be offered: nobody is mentored by their own line manager unless they ask for it."""
    managed = set(
        db.session.execute(select(Person.id).where(Person.line_manager_id == manager.person_id)).scalars().all()
    )
    return rng.choice([one for one in people if one.person_id not in managed])


def _mentorship_of(request_id: int) -> int:
    return db.session.execute(select(Mentorship.id).where(Mentorship.request_id == request_id)).scalar_one()
