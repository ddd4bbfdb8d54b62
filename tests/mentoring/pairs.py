"""Mentorships for stories: Amir, the ambassador of the cast, mentors Lena, the learner."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.profiles import ambassador_of
from learnhub.ambassadors.words import Kind, MentorshipState, RequestState
from learnhub.db import db
from learnhub.mentoring import meetings, mentorships, sharing
from learnhub.mentoring.meetings import When
from learnhub.mentoring.models import HandoverOffer
from learnhub.mentoring.sharing import Part
from learnhub.people.models import Person
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.factories import committed, make_person

ASKED = "I want to make pivot tables for the monthly return."


def make_mentorship(ambassador: Ambassador, who: Person | str = "learner", **columns: Any) -> Mentorship:
    """One that is open and counted, asked for in a sentence."""
    person = people.person(who) if isinstance(who, str) else who
    kind = columns.pop("kind", Kind.MENTORING)
    with committed():
        now = clock.now()
        request = HelpRequest(
            person_id=person.id, text=ASKED, skills="|spreadsheets|", kind=kind, state=RequestState.MET, asked_at=now,
            accepted_by_id=ambassador.id, accepted_at=now,
        )  # fmt: skip
        db.session.add(request)
        db.session.flush()
        row = Mentorship(
            **{
                "request_id": request.id,
                "ambassador_id": ambassador.id,
                "person_id": person.id,
                "kind": kind,
                "state": MentorshipState.OPEN,
                "began_at": now,
                "last_at": now,
                "end_reason": "",
                **columns,
            }
        )
        db.session.add(row)
        db.session.get_one(Ambassador, ambassador.id).open_mentorships += 1
        db.session.flush()
    return row


def now_of(mentorship: Mentorship | int) -> Mentorship:
    """A mentorship as the database has it now."""
    number = mentorship if isinstance(mentorship, int) else mentorship.id
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Mentorship, number)


def share(*parts: Part, who: str = "learner", to: str = "ambassador") -> None:
    """Let the ambassador see these parts of the learner's record."""
    with database.write():
        sharing.share_parts(people.person(who).id, people.person(to).id, parts)


def mentorship_of(learner: Person) -> dict[str, int]:
    """For the table of access: one with a goal, a step, a note of the learner's and a date; courses are shared.

    Another waits for a handover, and the ambassador is asked to take over a third.
    """
    mentor = ambassador_of(people.person("ambassador").id) or make_ambassador("ambassador")
    pair = make_mentorship(mentor, learner)
    when = When(clock.now().replace(tzinfo=None, microsecond=0), clock.zone().key, 30)
    names = {
        "mentor": mentor.person_id,
        "mentorship": pair.id,
        "goal": mentorships.set_goal(pair.id, learner.id, "Make a pivot table"),
        "step": mentorships.add_step(pair.id, learner.id, "Bring a file", is_mine=True),
        "note": mentorships.write_note(pair.id, learner.id, "It went well", is_private=False),
        "meeting": meetings.set_meeting(pair.id, learner.id, later(when)).id,
        "waiting": make_mentorship(mentor, learner, state=MentorshipState.HANDOVER).id,
    }
    another = make_mentorship(make_ambassador(), make_person(), state=MentorshipState.HANDOVER)
    names["offer"] = offer_to(mentor, another).id
    sharing.share_parts(learner.id, mentor.person_id, [Part.COURSES])
    return names


def offer_to(ambassador: Ambassador, mentorship: Mentorship, **columns: Any) -> HandoverOffer:
    """The lead of the cast asks this ambassador to take one over."""
    with committed():
        now = clock.now()
        row = HandoverOffer(
            mentorship_id=mentorship.id,
            ambassador_id=ambassador.id,
            **{
                "by_person_id": people.person("lead").id,
                "offered_at": now,
                "pass_on_at": now + timedelta(days=3),
                **columns,
            },
        )
        db.session.add(row)
        db.session.flush()
    return row


def open_offer(mentorship: Mentorship) -> HandoverOffer:
    """The offer of this mentorship that nobody has answered."""
    db.session.rollback()
    found = select(HandoverOffer).where(HandoverOffer.mentorship_id == mentorship.id, HandoverOffer.answer.is_(None))
    return db.session.execute(found).scalar_one()


def later(when: When, days: int = 7) -> When:
    """The same time some days later."""
    return replace(when, starts_local=when.starts_local + timedelta(days=days))
