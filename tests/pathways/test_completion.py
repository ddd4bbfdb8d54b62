"""A pathway is complete in the transaction of its last course, stays so when it changes, and is taken back with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.catalogue import definitions
from learnhub.catalogue.models import CourseRow, CourseVersion
from learnhub.catalogue.structures import Course, to_json
from learnhub.db import db
from learnhub.pathways import actions, queries, settling
from learnhub.people.models import Learner
from learnhub.record import actions as record
from learnhub.record.models import Statement
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from learnhub.record.words import Barrier as Hindrance
from tests import factories, people
from tests.factories import at
from tests.pathways.world import completions, course_seq, make_pathway, short_course, take, withdraw_pathway

NOON, LATER = at("2026-11-03 12:00"), at("2026-11-04 12:00")


@pytest.fixture
def learner(app: Flask) -> int:
    return people.person("learner").learner_id


@pytest.fixture
def admin(app: Flask) -> int:
    return people.person("admin").learner_id


@pytest.fixture
def abc(app: Flask) -> list[Course]:
    """Three courses of one module."""
    return [short_course(slug) for slug in "abc"]


def void(seq: int, by: int) -> None:
    with database.write():
        record.void(seq, by)


def test_the_last_course_completes_the_pathway(learner: int, abc: list[Course]) -> None:
    version = make_pathway("a", "b")
    take(learner, abc[0], at=NOON)
    assert completions(learner) == []
    take(learner, abc[1], at=LATER)
    (done,) = completions(learner)
    assert (done.at, done.version_id, done.course_id) == (LATER, version, None)
    assert done.assurance == Assurance.SELF_DECLARED
    assert done.department_id == people.department("PEN-OPS-HEX").id
    assert record.verify() == []
    assert record.rebuild() == 0


def test_a_course_that_comes_late_dates_it_by_the_latest(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[1], at=LATER)
    take(learner, abc[0], at=NOON)
    assert [done.at for done in completions(learner)] == [LATER]


def test_any_two_of_three_complete_a_choice(learner: int, abc: list[Course]) -> None:
    make_pathway((2, ["a", "b", "c"]))
    take(learner, abc[2])
    assert completions(learner) == []
    take(learner, abc[0])
    assert len(completions(learner)) == 1
    take(learner, abc[1])
    assert len(completions(learner)) == 1


def test_one_course_can_complete_two_pathways(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    make_pathway("c", "b", slug="other")
    take(learner, abc[0], abc[2], abc[1])
    assert len(completions(learner)) == len(completions(learner, "other")) == 1


def test_it_is_in_the_same_transaction(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[0])
    database.begin_write()
    record.mark_module_done(learner, abc[1], abc[1].modules[0], Means.MARKED)
    database.rollback()  # as when the request fails
    assert completions(learner) == []
    take(learner, abc[1])
    assert len(completions(learner)) == 1


def test_it_is_known_as_its_weakest_course(learner: int, app: Flask) -> None:
    checked = factories.make_course(factories.quiz("check"), slug="checked")
    said = short_course("said")
    make_pathway("checked", "said")
    make_pathway("checked", slug="checked-only")
    with database.write():
        record.record_check_result(learner, checked, checked.modules[0], 900, True)
    take(learner, said)
    assert [done.assurance for done in completions(learner)] == [Assurance.SELF_DECLARED]
    assert [done.assurance for done in completions(learner, "checked-only")] == [Assurance.RECORDED]


def test_a_prerequisite_that_completes_a_waiting_course_completes_the_pathway(learner: int, app: Flask) -> None:
    first, second = short_course("first"), short_course("second", prerequisites=("first",))
    make_pathway("first", "second")
    take(learner, second)
    take(learner, first)
    assert len(completions(learner)) == 1


def test_it_costs_nothing_for_what_is_not_a_course_completed(
    learner: int, abc: list[Course], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("asked the database")

    make_pathway("a", "b")
    with database.write():
        record.record_start(learner, abc[0])
    monkeypatch.setattr(actions, "complete_if_due", fail)
    take(learner, abc[2])  # on no pathway
    with database.write():
        record.record_barrier(learner, abc[0], abc[0].modules[0], Hindrance.OTHER)


# A pathway that changes


def test_a_changed_pathway_does_not_reopen_what_is_complete(learner: int, abc: list[Course]) -> None:
    first = make_pathway("a", at=NOON)
    take(learner, abc[0])
    make_pathway("a", "b")
    take(learner, abc[1])
    assert [done.version_id for done in completions(learner)] == [first]


def test_who_began_earlier_is_complete_by_what_it_was_then(learner: int, abc: list[Course]) -> None:
    first = make_pathway("a", "b", at=at("2026-11-01 12:00"))
    take(learner, abc[0], at=NOON)
    make_pathway("a", "b", "c", at=LATER)
    take(learner, abc[1])
    assert [done.version_id for done in completions(learner)] == [first]


def test_who_begins_later_needs_what_it_asks_now(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b", at=at("2026-11-01 12:00"))
    second = make_pathway("a", "b", "c", at=NOON)
    take(learner, abc[0], abc[1], at=LATER)
    assert completions(learner) == []
    take(learner, abc[2])
    assert [done.version_id for done in completions(learner)] == [second]


def test_settling_completes_who_has_what_a_new_version_asks_for(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b", at=NOON)
    take(learner, abc[0])
    other = factories.make_person().learner_id
    second = make_pathway("a")
    assert completions(learner) == []
    assert settling.settle("start") == 1
    assert settling.settle("start") == 0
    assert [done.version_id for done in completions(learner)] == [second]
    assert completions(other) == []
    assert record.verify() == []


def test_a_new_pathway_is_fair_to_the_past(learner: int, abc: list[Course]) -> None:
    take(learner, abc[0], abc[1], at=NOON)
    everyone = [factories.make_person().learner_id for _ in range(45)]
    for person in everyone:
        take(person, abc[0], abc[1], at=NOON)
    make_pathway("a", "b")
    assert settling.settle("start") == 46  # more than are written at once
    assert all(len(completions(person)) == 1 for person in [learner, *everyone])
    assert completions(learner)[0].at > NOON  # it was not complete before there was such a pathway


def test_settling_a_pathway_that_is_not_served_is_refused(app: Flask) -> None:
    with pytest.raises(LookupError):
        settling.settle("nowhere")


def test_a_withdrawn_course_is_asked_of_nobody(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[0])
    factories.withdraw_course(abc[1])
    assert settling.settle("start") == 1
    assert len(completions(learner)) == 1


def test_a_renamed_course_counts_under_both_names(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[0])
    rename(abc[1], "new-b")
    take(learner, abc[1])
    assert len(completions(learner)) == 1


def rename(course: Course, slug: str) -> None:
    with database.write():
        row = db.session.get_one(CourseRow, course.id)
        row.slug = slug
        renamed = replace(course, slug=slug, was=(course.slug,))
        version = CourseVersion(
            course_id=course.id,
            content_hash="b" * 64,
            version="2",
            published_at=NOON,
            content=to_json(renamed),
            source={},
        )
        db.session.add(version)
        db.session.flush()
        row.version_id = version.id
        database.touch("catalogue")


def test_a_withdrawn_pathway_completes_nobody_and_keeps_what_was_complete(learner: int, abc: list[Course]) -> None:
    make_pathway("a")
    take(learner, abc[0])
    withdraw_pathway()
    other = factories.make_person().learner_id
    take(other, abc[0])
    assert (len(completions(learner)), completions(other)) == (1, [])
    assert definitions.known("pathway")["start"].value.title == "Start"


# Taking back


def test_voiding_a_course_it_rested_on_voids_it(learner: int, admin: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[0], abc[1])
    void(course_seq(learner, abc[0]), admin)
    assert completions(learner) == []
    assert record.verify() == []


def test_voiding_a_module_takes_course_and_pathway_with_it(learner: int, admin: int, abc: list[Course]) -> None:
    make_pathway("a")
    with database.write():
        seq = record.mark_module_done(learner, abc[0], abc[0].modules[0], Means.MARKED)
    assert seq is not None
    assert len(completions(learner)) == 1
    void(seq, admin)
    assert completions(learner) == []
    take(learner, abc[0])
    assert len(completions(learner)) == 1  # done again: complete again
    assert record.verify() == []


def test_voiding_a_course_that_another_makes_good_leaves_it(learner: int, admin: int, abc: list[Course]) -> None:
    make_pathway((1, ["a", "b"]))
    take(learner, abc[0], abc[1])
    void(course_seq(learner, abc[0]), admin)
    assert len(completions(learner)) == 1


def test_another_of_a_choice_does_not_complete_it_again(learner: int, abc: list[Course]) -> None:
    make_pathway((1, ["a", "b"]))
    take(learner, abc[0])
    take(learner, abc[1])
    assert len(completions(learner)) == 1


def test_voiding_a_course_that_is_not_on_it_leaves_it(learner: int, admin: int, abc: list[Course]) -> None:
    make_pathway("a")
    take(learner, abc[0], abc[2])
    void(course_seq(learner, abc[2]), admin)
    assert len(completions(learner)) == 1


def test_what_was_taken_back_under_one_version_may_hold_under_another(
    learner: int, admin: int, abc: list[Course]
) -> None:
    make_pathway("a", "b", at=NOON)
    take(learner, abc[0], abc[1])
    second = make_pathway("b")
    void(course_seq(learner, abc[0]), admin)
    assert [done.version_id for done in completions(learner)] == [second]


def test_a_completion_brought_in_from_elsewhere_does_not_rest_on_our_courses(
    learner: int, admin: int, abc: list[Course]
) -> None:
    make_pathway("a", "b")
    entry = record.Entry(learner, Verb.COMPLETED, ObjectKind.PATHWAY, "start", None, at=NOON)
    with database.write():
        record.append(entry)
    take(learner, abc[0])
    void(course_seq(learner, abc[0]), admin)
    assert len(completions(learner)) == 1


# Again


def test_it_is_complete_again_when_every_course_is(learner: int, admin: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[0], abc[1], at=NOON)
    again = []
    for course in abc[:2]:
        assert len(completions(learner)) == 1
        with database.write():
            again.append(record.renew_completion(learner, course))
    assert len(completions(learner)) == 2
    void(again[0], admin)
    assert [done.at for done in completions(learner)] == [NOON]
    assert record.verify() == []


def test_merged_accounts_are_one_person(learner: int, abc: list[Course]) -> None:
    make_pathway("a", "b")
    take(learner, abc[0], abc[1])
    other = factories.make_person().learner_id
    with database.write():
        db.session.get_one(Learner, learner).merged_into_id = other
    record.rebuild([learner, other])
    assert set(queries.completions_of(other)) == {"start"}
    assert settling.settle("start") == 0


# At the same moment


def run_at_once(app: Flask, *calls: Callable[[], object]) -> None:
    """Call each at the same moment, in a thread and on a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            call()

    db.session.rollback()
    with ThreadPoolExecutor(len(calls)) as threads:
        list(threads.map(run, calls))


def test_two_last_courses_at_the_same_moment_complete_it_once(learner: int, app: Flask) -> None:
    courses = [short_course(f"c{number}") for number in range(6)]
    make_pathway(*(course.slug for course in courses))
    run_at_once(app, *(partial(take, learner, course) for course in courses))
    assert len(completions(learner)) == 1
    assert record.verify() == []


def test_settling_beside_a_learner_who_finishes_completes_it_once(learner: int, abc: list[Course], app: Flask) -> None:
    make_pathway("a", "b", at=NOON)
    take(learner, abc[0])
    make_pathway("a")
    settle = partial(settling.settle, "start")
    run_at_once(app, partial(take, learner, abc[1]), settle, settle)
    assert len(completions(learner)) == 1


def test_a_statement_about_a_pathway_belongs_to_no_course(learner: int, abc: list[Course]) -> None:
    make_pathway("a")
    take(learner, abc[0])
    (done,) = completions(learner)
    assert db.session.get_one(Statement, done.seq).is_course_completion is False
