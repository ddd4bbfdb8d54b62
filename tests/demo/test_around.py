"""What stands around the courses in a demo: made by the same actions that people's presses call."""

from flask import Flask
from sqlalchemy import func, select

from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import MentorshipState, RequestState, State
from learnhub.db import db
from learnhub.demo.around import load_around
from learnhub.events.models import Event, SignUp
from learnhub.mentoring.models import HandoverOffer
from learnhub.network import impact
from learnhub.people.models import Person
from learnhub.people.reach import reach_of
from learnhub.record.models import RecordObject, Statement, WitnessRequest
from learnhub.record.upkeep import verify
from learnhub.record.words import ObjectKind, Verb
from learnhub.required.models import Assignment
from learnhub.study.models import StudyEntry
from tests.demo.conftest import Load


def count(table: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def test_a_demo_has_what_people_do_and_its_record_still_adds_up(empty_app: Flask, load: Load) -> None:
    load(people=120, statements=400)
    load_around(1)
    assert count(StudyEntry) == count(Statement, Statement.verb == Verb.STUDIED) > 10
    assert count(Event) == 6 + 6  # and those of the two closed quarters
    events = select(RecordObject.id).where(RecordObject.kind == ObjectKind.EVENT)
    came = count(Statement, Statement.verb == Verb.ATTENDED, Statement.object_id.in_(events))
    assert count(SignUp, SignUp.confirmed_at.is_not(None)) == came > 20
    assert count(Assignment) >= 3
    assert count(WitnessRequest) == 1
    assert count(Person, Person.line_manager_id.is_not(None)) > 20
    assert count(Person, Person.line_manager_id == Person.id) == 0
    assert verify() == []


def test_a_demos_network_looks_as_if_people_had_used_it(empty_app: Flask, load: Load) -> None:
    load(people=300, statements=700)
    load_around(1)
    own = db.session.execute(
        select(Ambassador).join(Person, Person.id == Ambassador.person_id).where(Person.name == "Daniel Okafor")
    ).scalar_one()
    assert own.buddy_id is not None
    assert 3 <= len(own.checklist) < 5  # something is left to do
    adviser = db.session.execute(select(Ambassador).where(Ambassador.is_adviser)).scalar_one()
    assert adviser.state == State.ACTIVE
    newest = db.session.execute(select(Ambassador).where(Ambassador.state == State.PROVISIONAL)).scalar_one()
    assert newest.buddy_id is not None
    states = dict(
        db.session.execute(select(HelpRequest.state, func.count()).group_by(HelpRequest.state)).all()
    )  # one waits, as nobody offers it; two are offered, one of them to Daniel
    assert states[RequestState.MET] >= 9
    assert (states[RequestState.WAITING], states[RequestState.OFFERED]) == (1, 2)
    assert (states[RequestState.WITHDRAWN], states[RequestState.CLOSED]) == (1, 1)
    assert count(HelpRequest, HelpRequest.state == RequestState.OFFERED, HelpRequest.offered_to_id == own.id) >= 1
    assert count(Mentorship, Mentorship.state == MentorshipState.HANDOVER) == 2  # one of them offered to Daniel
    assert count(HandoverOffer, HandoverOffer.answer.is_(None), HandoverOffer.ambassador_id == own.id) == 1
    seen = impact.impact_in(reach_of(None, None, "en"))
    assert seen.whole is not None
    assert 0 < seen.whole.before[0] < seen.whole.after[0]
    assert verify() == []
