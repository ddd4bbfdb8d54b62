"""What stands around the courses in a demo: made by the same actions that people's presses call."""

from flask import Flask
from sqlalchemy import func, select

from learnhub.db import db
from learnhub.demo.around import load_around
from learnhub.events.models import Event, SignUp
from learnhub.people.models import Person
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
