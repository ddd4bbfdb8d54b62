"""The ambassador network of a demo: who helps, what was asked, the sessions held and confirmed, a mentorship.
By the same actions that people's own presses call."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import board
from learnhub.ambassadors.becoming import Offer, agree_as_manager, apply_to_join, nominate
from learnhub.ambassadors.deciding import approve, name_buddy
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.requests import Asked, accept_request, ask_for_help
from learnhub.ambassadors.words import COURSE, Kind, RequestState
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Kind as ModuleKind
from learnhub.db import db
from learnhub.demo.around_people import Somebody
from learnhub.demo.cast import CAST, FIRST, SAFE
from learnhub.demo.network_talk import load_talk
from learnhub.demo.network_words import ABOUT, ASKED, SKILLS
from learnhub.mentoring import mentorships
from learnhub.mentoring.confirming import confirm_session
from learnhub.mentoring.kinds import How, SessionKind
from learnhub.mentoring.meetings import When, set_meeting
from learnhub.mentoring.mentorship_ending import give_up_mentorship
from learnhub.mentoring.sessions import Said, log_session
from learnhub.mentoring.sharing import Part, share_parts
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.record.actions import mark_module_done, record_check_result
from learnhub.record.words import Means

AMBASSADORS = 14
LONGEST = timedelta(days=330)  # since the first of them began
LEAD = "lead"
LEARNED = (FIRST, SAFE, COURSE)
ROLES = {member.email for member in CAST}


def load_network(cast: Mapping[str, Somebody], people: Sequence[Somebody], rng: random.Random) -> None:
    """Make the network, in short transactions, the oldest first. Nothing where the course for ambassadors is not."""
    if shelf().course(COURSE) is None:
        return
    own = cast["ambassador"]
    rest = [one for one in people if one.email not in ROLES and one.joined_on < clock.today() - LONGEST]
    chosen = [own, *rng.sample(rest, min(AMBASSADORS, len(rest)))]
    ids = [_join(one, cast[LEAD], rng) for one in chosen]
    _leave_some_waiting(cast, people, chosen)
    _post(cast[LEAD])
    others = [one for one in people if one not in chosen]
    _hold_sessions(ids, others, cast["learner"], rng)
    _ask(cast, others, rng)
    _mentor(ids[0], own, cast)
    _leave_one_to_hand_over(ids[1], chosen[1], rng.choice(others))
    load_talk(cast, chosen, others, rng)


def _join(one: Somebody, lead: Somebody, rng: random.Random) -> int:
    """Learn what it takes, apply, be agreed to and approved, a while ago; the ambassador's number."""
    began = clock.now() - timedelta(days=rng.randrange(110, LONGEST.days - 20))
    for place, slug in enumerate(LEARNED):
        _complete(one, slug, began - timedelta(days=9 - 2 * place))
    with clock.at(began), database.write():
        row = apply_to_join(one.person_id, _offer(rng), "I am asked anyway, and would like to do it well.")
        if row.manager_person_id is not None:
            agree_as_manager(row, row.manager_person_id)
    with clock.at(began + timedelta(days=2)), database.write():
        approve(db.session.get_one(Ambassador, row.id), lead.person_id)
    return row.id


def _offer(rng: random.Random) -> Offer:
    codes = rng.sample(SKILLS, rng.choice((2, 3, 4)))
    return Offer(
        skills={code: rng.choice(("working", "practitioner", "practitioner")) for code in codes},
        languages=rng.choice((("en",), ("en",), ("en", "cy"), ("en", "bsl"))),
        free_days=rng.choice(("1111100", "0101000", "0001100", "1010100")),
        availability=rng.choice(("", "mornings", "after two")),
        about=rng.choice(ABOUT),
        minutes_a_month=rng.choice((180, 240, 360)),
    )


def _complete(one: Somebody, slug: str, at: datetime) -> None:
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


def _leave_some_waiting(cast: Mapping[str, Somebody], people: Sequence[Somebody], chosen: Sequence[Somebody]) -> None:
    """One who has applied, with a buddy to be; one who was nominated."""
    others = [one for one in people if one not in chosen and one not in cast.values()]
    with database.write():
        row = apply_to_join(
            cast["author"].person_id, Offer(skills={"writing-for-screens": "expert"}), "Words are my job."
        )
        nominate(others[0].person_id, cast["ambassador"].person_id)
        try:
            name_buddy(row, db.session.get_one(Person, cast["ambassador"].person_id))
        except Refused:
            pass  # a buddy is for who helps already


def _post(lead: Somebody) -> None:
    meets = clock.start_of(clock.today() + timedelta(days=12)) + timedelta(hours=14)
    with database.write():
        board.post_notice(
            lead.person_id, "Monthly meeting", "What people asked for this month, and one thing we tried.",
            meets_at=meets, place="https://meet.example/ambassadors",
        )  # fmt: skip


def _hold_sessions(ids: Sequence[int], people: Sequence[Somebody], learner: Somebody, rng: random.Random) -> None:
    """Two or three sessions a month each, for half a year; most are confirmed."""
    today = clock.today()
    for back in range(170, 1, -3):
        day = today - timedelta(days=back)
        if day.weekday() > 4:
            continue
        helped = rng.sample([one for one in people if one.joined_on < day], rng.choice((1, 1, 1, 2, 6)))
        if back == 5:
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
        with clock.at(clock.start_of(day) + timedelta(hours=16)), database.write():
            try:
                session_id = log_session(rng.choice(ids), said).id
            except Refused:
                continue  # who began later, or has no hours left
            for one in helped:
                if rng.random() < 0.8:
                    confirm_session(session_id, one.person_id)


def _ask(cast: Mapping[str, Somebody], people: Sequence[Somebody], rng: random.Random) -> None:
    """Requests of the last weeks: some are answered, some wait, one of them for the ambassador of the cast."""
    for place, (text, skill) in enumerate(ASKED):
        who = rng.choice(people)
        asked_at = clock.now() - timedelta(days=2 * (len(ASKED) - place), hours=3)
        with clock.at(asked_at), database.write():
            request = ask_for_help(who.person_id, Asked(text, (skill,)))
        if rng.random() < 0.6:
            with clock.at(asked_at + timedelta(hours=rng.randrange(2, 40))), database.write():
                _accept(request.id)
    own = db.session.execute(
        select(Ambassador.id).where(Ambassador.person_id == cast["ambassador"].person_id)
    ).scalar_one()
    with database.write():
        ask_for_help(
            cast["outsider"].person_id,
            Asked("How do I share one folder with two people outside my team?", ("files-and-storage",), wanted_id=own),
        )


def _accept(request_id: int) -> None:
    request = db.session.get_one(HelpRequest, request_id, populate_existing=True)
    if request.state == RequestState.OFFERED and request.offered_to_id is not None:
        accept_request(request_id, db.session.get_one(Ambassador, request.offered_to_id))


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


def _leave_one_to_hand_over(ambassador_id: int, mentor: Somebody, learner: Somebody) -> None:
    """A mentorship whose mentor said two days ago that they cannot go on: it waits for the lead."""
    with clock.at(clock.now() - timedelta(days=45)), database.write():
        asked = Asked("I would like to make my pages easier to read.", (), Kind.MENTORING, wanted_id=ambassador_id)
        request_id = ask_for_help(learner.person_id, asked).id
        request = db.session.get_one(HelpRequest, request_id, populate_existing=True)
        if request.offered_to_id != ambassador_id:
            return
        accept_request(request_id, db.session.get_one(Ambassador, ambassador_id))
    with clock.at(clock.now() - timedelta(days=2)), database.write():
        give_up_mentorship(_mentorship_of(request_id), mentor.person_id)


def _mentorship_of(request_id: int) -> int:
    return db.session.execute(select(Mentorship.id).where(Mentorship.request_id == request_id)).scalar_one()
