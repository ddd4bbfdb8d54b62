"""Who is in the demo, and that it holds together."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from learnhub import clock
from learnhub.catalogue.models import CourseRow
from learnhub.db import db
from learnhub.demo.cast import AMBASSADOR, CAST, FIRST, SAFE
from learnhub.demo.places import Unit, units_for
from learnhub.demo.staff import Colleague, Roll, StaffMaker, all_groups
from learnhub.people import queries
from learnhub.people.models import Department, Person, RoleGrant
from learnhub.record.progress_queries import progress_by_course
from tests.demo.conftest import Load

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return units_for(2_000, TODAY, random.Random(1))


@pytest.fixture(scope="module")
def staff(units: list[Unit]) -> list[Colleague]:
    return list(StaffMaker(units, 2_000, TODAY, random.Random(1)).people())


def test_four_departments_with_at_least_three_levels_below_one_another(units: list[Unit]) -> None:
    assert [unit.names[-1][1] for unit in units if unit.parent is None] == [
        "Department for Pensions",
        "Department for Revenue",
        "Department for Transport",
        "Department for Culture",
    ]
    assert {unit.level for unit in units} == {0, 1, 2}
    assert {unit.level for unit in units_for(100_000, TODAY, random.Random(1))} == {0, 1, 2, 3}


def test_some_units_were_renamed_merged_closed_or_have_a_welsh_name(units: list[Unit]) -> None:
    assert any(len(unit.names) > 1 for unit in units)
    assert any(unit.closed_on and unit.heir is not None for unit in units)
    assert any(unit.closed_on and unit.heir is None for unit in units)
    assert any(welsh for unit in units for _, _, welsh in unit.names)


def test_codes_are_unique_and_parents_come_first(units: list[Unit]) -> None:
    assert len({unit.code for unit in units}) == len(units)
    assert all(unit.parent is None or unit.parent < unit.index for unit in units)


def test_postings_follow_one_another_in_units_that_were_open(staff: list[Colleague], units: list[Unit]) -> None:
    for person in staff:
        posts = person.posts
        assert posts[0].from_on >= person.joined_on
        assert all(before.until_on == after.from_on for before, after in pairwise(posts))
        for post in posts:
            unit = units[post.unit]
            assert post.until_on is None or post.from_on < post.until_on
            assert unit.opened_on <= post.from_on
            assert unit.closed_on is None or (post.until_on and post.until_on <= unit.closed_on)


def test_everyone_in_service_has_one_current_posting_and_leavers_none(staff: list[Colleague]) -> None:
    assert all(sum(post.is_current for post in person.posts) == (person.left_on is None) for person in staff)
    assert any(person.left_on for person in staff)


def test_some_moved_some_are_away_some_will_move(staff: list[Colleague]) -> None:
    assert any(len([post for post in person.posts if post.from_on <= TODAY]) > 1 for person in staff)
    assert any(person.absences for person in staff)
    assert any(person.posts[-1].from_on > TODAY for person in staff)


def test_a_manager_is_there_before_those_they_manage(staff: list[Colleague]) -> None:
    assert all(person.manager is None or person.manager < person.index for person in staff)
    assert [person.manager for person in staff].count(None) <= 4
    assert staff[0].manager is None


def test_addresses_and_staff_numbers_are_nobody_elses(staff: list[Colleague]) -> None:
    assert len({person.email for person in staff}) == len(staff)
    assert len({person.staff_number for person in staff}) == len(staff)
    assert all(person.email == person.email.lower() and person.email.isascii() for person in staff)


def test_the_roll_knows_where_somebody_was_and_until_when_they_can_learn(staff: list[Colleague]) -> None:
    roll = Roll({group: number for number, group in enumerate(all_groups())})
    for person in staff:
        roll.add(person, TODAY)
    for person in staff:
        assert (roll.unit[person.index] == -1) == (person.left_on is not None)
        assert roll.last_day[person.index] < (person.left_on or TODAY).toordinal()
    assert set(roll.cast) == {member.account for member in CAST}


def test_the_cast_can_sign_in_and_nobody_else_has_a_password(load: Load) -> None:
    load()
    with_password = db.session.execute(select(Person.email).where(Person.password_hash.is_not(None))).scalars()
    assert sorted(with_password) == sorted(member.email for member in CAST)


def test_hr_is_bound_to_pensions_and_the_others_hold_what_their_names_say(load: Load) -> None:
    load()
    rows = db.session.execute(
        select(Person.email, RoleGrant.role, Department.code)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(Department, Department.id == RoleGrant.department_id)
    )
    assert {row.email.partition("@")[0]: (row.role, row.code) for row in rows} == {
        "ambassador": ("ambassador", None),
        "hr": ("hr", "PEN"),
        "lead": ("lead", None),
        "admin": ("admin", None),
        "author": ("author", None),
    }


def test_the_learner_has_not_begun_course_1_and_is_in_the_middle_of_course_2(load: Load) -> None:
    load()
    person = db.session.execute(select(Person).where(Person.email == "learner@demo.example")).scalar_one()
    ids = {row.slug: row.id for row in db.session.execute(select(CourseRow.slug, CourseRow.id))}
    progress = progress_by_course(person.learner_id)
    assert ids[FIRST] not in progress
    assert list(progress[ids[SAFE]].modules) == ["one", "two"]
    assert not progress[ids[SAFE]].is_complete


def test_the_ambassador_has_completed_what_an_ambassador_needs(load: Load) -> None:
    load()
    person = db.session.execute(select(Person).where(Person.email == "ambassador@demo.example")).scalar_one()
    ids = {row.slug: row.id for row in db.session.execute(select(CourseRow.slug, CourseRow.id))}
    progress = progress_by_course(person.learner_id)
    assert all(progress[ids[slug]].is_complete for slug in (FIRST, SAFE, AMBASSADOR))


def test_people_and_departments_read_like_any_others(load: Load) -> None:
    load()
    heads = queries.headcounts(clock.today())
    in_service = db.session.scalar(select(db.func.count()).select_from(Person).where(Person.left_on.is_(None)))
    assert sum(heads.values()) == in_service
    pensions = db.session.execute(select(Department.id).where(Department.code == "PEN")).scalar_one()
    below = queries.department_ids_below([pensions])
    assert below is not None
    assert len(below) == 14
    assert "Department for Pensions" in queries.department_names(clock.today() + timedelta(days=1)).values()
