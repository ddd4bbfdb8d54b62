"""The tests' own tools do what they promise."""

from flask import Flask
from sqlalchemy import func, select

from learnhub.db import db
from learnhub.people.models import Department, Person
from learnhub.permissions import Role
from tests import factories, people


def test_every_test_starts_with_the_cast_alone(app: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Person)) == len(people.CAST)
    factories.make_person()


def test_what_one_test_writes_another_does_not_see(app: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Person)) == len(people.CAST)
    factories.make_person()


def test_an_empty_app_has_nobody(empty_app: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_factories_return_live_rows(app: Flask) -> None:
    above = factories.make_department("X")
    unit = factories.make_department("X-1", above=above)
    person = factories.make_person("Ann Lee", department=unit, roles=(Role.AUTHOR, (Role.HR, "PEN")))
    assert person.name == "Ann Lee"
    assert db.session.get_one(Department, unit.id).parent_id == above.id
    course = factories.make_course()
    again = factories.make_course(slug=course.slug, version="1.1")
    assert again.id == course.id
    assert again.version_id != course.version_id
