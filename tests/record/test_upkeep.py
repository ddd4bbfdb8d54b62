"""Verify finds whatever is not what the statements amount to; rebuild puts it right; load brings statements in bulk."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.models import Learner
from learnhub.record import actions, bulk, recompute, upkeep
from learnhub.record.bulk import Loaded, LoadRow, NotEqual
from learnhub.record.interning import course_key, module_key
from learnhub.record.models import CompletionMonth, Progress, Standing, Statement, Voided
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from tests import people
from tests.factories import READING_MD, at, make_course, quiz, reading, task, write_course
from tests.record.conftest import Press

NOON = at("2026-11-03 12:00")


@pytest.fixture
def history(learner: int, press: Press, hand_in: Press) -> Course:
    """A few weeks of a few people: done, half done, failed, taken back, confirmed."""
    course = make_course(reading("a"), task("t"), quiz("q"), slug="letters")
    waiting = make_course(reading("w"), slug="more-letters", prerequisites=("letters",))
    other = people.person("outsider").learner_id
    press(waiting, "w", at=NOON)
    hand_in(course, "q", 300, at=NOON)
    hand_in(course, "q", 700, at=NOON + timedelta(days=1))
    seq = press(course, "t", Means.TASK, at=NOON + timedelta(days=2))
    assert seq is not None
    mistake = press(course, "a", who=other, at=NOON)
    press(course, "t", Means.ALTERNATIVE, who=other, at=NOON)
    assert mistake is not None
    with database.write():
        actions.witness(seq, people.person("ambassador").learner_id)
        actions.void(mistake, other)
    return course


DAMAGE: dict[str, Callable[[], object]] = {
    "progress changed": lambda: db.session.execute(update(Progress).values(last_at=NOON - timedelta(days=900))),
    "progress lost": lambda: db.session.execute(delete(Progress)),
    "progress invented": lambda: db.session.execute(
        insert(Progress).values(
            learner_id=people.person("lead").learner_id,
            course_id=1,
            started_at=NOON,
            last_at=NOON,
            modules={},
            checks={},
        )
    ),
    "a module forgotten": lambda: db.session.execute(update(Progress).values(modules={})),
    "standing changed": lambda: db.session.execute(update(Standing).values(complete=Standing.complete + 1)),
    "standing lost": lambda: db.session.execute(delete(Standing)),
    "standing invented": lambda: db.session.execute(
        insert(Standing).values(department_id=1, course_id=99, in_progress=1, complete=0)
    ),
    "month changed": lambda: db.session.execute(update(CompletionMonth).values(completions=7)),
    "month lost": lambda: db.session.execute(delete(CompletionMonth)),
    "month invented": lambda: db.session.execute(
        insert(CompletionMonth).values(course_id=1, month=1, department_id=1, completions=1)
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_verify_reports_what_rebuild_mends(history: Course, damage: str) -> None:
    assert actions.verify() == []
    with database.write():
        DAMAGE[damage]()
    assert actions.verify() != []
    actions.rebuild()
    assert actions.verify() == []


def test_a_difference_says_where_and_what(history: Course, learner: int) -> None:
    with database.write():
        db.session.execute(delete(Progress).where(Progress.course_id == history.id, Progress.learner_id == learner))
    (difference,) = actions.verify()
    assert (difference.table, difference.key, difference.kept) == ("progress", (learner, history.id), None)
    assert difference.recomputed == replace_id(learner, history)


def replace_id(learner: int, course: Course) -> object:
    """What rebuild makes of it is what verify said it ought to be."""
    ought = actions.verify()[0].recomputed
    actions.rebuild([learner])
    assert progress_of(learner, course.id) == ought
    return ought


def test_rebuilding_one_learner_mends_their_standing_too(history: Course, learner: int) -> None:
    with database.write():
        row = progress_of(learner, history.id)
        assert row is not None
        db.session.execute(delete(Progress).where(Progress.learner_id == learner))
        db.session.execute(delete(Standing).where(Standing.department_id == row.department_id))
    assert actions.rebuild([learner]) == 2
    assert actions.verify() == []


def test_rebuild_changes_nothing_that_is_right(history: Course) -> None:
    assert actions.rebuild() == 0


def test_an_interrupted_rebuild_goes_on_where_it_was(history: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recompute.ranges, "__defaults__", (0, 1))  # one learner at a time
    with database.write():
        db.session.execute(delete(Progress))
    reached: list[int] = []

    def until_the_second(learner_id: int) -> None:
        reached.append(learner_id)
        if len(reached) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild(report=until_the_second)
    actions.rebuild(after=reached[-1])
    assert actions.verify() == []


def test_ranges_hold_every_learner_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.engine.connect() as connection:
        found = [n for low, high in recompute.ranges(connection, size=3) for n in range(low, high + 1)]
    assert set(db.session.execute(select(Learner.id)).scalars()) <= set(found)
    assert len(found) == len(set(found))


def test_a_voiding_without_its_mark_is_found_and_mended(history: Course, learner: int) -> None:
    about = db.session.execute(select(Statement).where(Statement.learner_id == learner)).scalars().first()
    assert about is not None
    values = {column.name: getattr(about, column.name) for column in Statement.__table__.columns}
    values |= {"id": clock.uuid7(), "verb": Verb.VOIDED.value, "about_seq": about.seq, "is_course_completion": False}
    del values["seq"]
    with database.write():
        db.session.execute(insert(Statement).values(values))
    assert {difference.table for difference in actions.verify()} >= {"voided"}
    actions.rebuild()
    assert actions.verify() == []
    assert db.session.get(Voided, about.seq) is not None


def test_merged_accounts_are_one_learner(history: Course, learner: int, press: Press) -> None:
    other = people.person("outsider").learner_id
    with database.write():
        db.session.execute(update(Learner).where(Learner.id == other).values(merged_into_id=learner))
    assert actions.verify() != []
    actions.rebuild()
    assert actions.verify() == []
    assert progress_of(other, history.id) is None
    assert press(history, "t", who=other) is None  # the one they now are has done it
    assert actions.verify() == []


# Loading


def rows_for(learner: int, course: Course, count: int = 3) -> list[LoadRow]:
    """A learner who does a course's modules on one day, as an import brings them."""
    hexham, ms = people.department("PEN-OPS-HEX").id, clock.to_ms(NOON)
    common = {
        "department_id": hexham,
        "grade": "AO",
        "profession": "Operational Delivery",
        "version_id": course.version_id,
    }
    rows = [
        LoadRow(
            learner, Verb.COMPLETED, ObjectKind.MODULE, module_key(course.id, module.slug), course.id, ms, ms,
            Assurance.SELF_DECLARED, Means.MARKED, minutes=5, id=UUID(int=number + 1), **common,
        )
        for number, module in enumerate(course.modules[:count])
    ]  # fmt: skip
    done = LoadRow(
        learner, Verb.COMPLETED, ObjectKind.COURSE, course_key(course.id), course.id, ms, ms, id=UUID(int=99), **common
    )
    return [*rows, done]


def test_what_is_loaded_is_progress_like_any_other(learner: int) -> None:
    course = make_course(reading("a"), reading("b"), reading("c"))
    assert actions.load(rows_for(learner, course)) == Loaded(4, 0)
    row = progress_of(learner, course.id)
    assert row is not None
    assert row.completed_at == NOON
    assert row.modules.keys() == {"a", "b", "c"}
    assert actions.verify() == []


def test_loading_again_adds_nothing_so_an_interrupted_load_is_repeated(
    learner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", 2)
    course = make_course(reading("a"), reading("b"), reading("c"))
    rows = rows_for(learner, course)

    def interrupted():
        yield from rows[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.load(interrupted())
    assert actions.load(rows) == Loaded(2, 2)
    assert actions.load([*rows, rows[0]]) == Loaded(0, 5)
    assert db.session.execute(select(func.count()).select_from(Statement)).scalar_one() == 4


def test_the_same_id_twice_in_one_load_counts_once(learner: int) -> None:
    rows = rows_for(learner, make_course(reading("a"), reading("b"), reading("c")))
    assert actions.load([rows[0], *rows]) == Loaded(4, 1)


def test_a_load_whose_id_says_something_else_is_a_conflict(learner: int) -> None:
    course = make_course(reading("a"), reading("b"), reading("c"))
    rows = rows_for(learner, course)
    actions.load(rows)
    with pytest.raises(actions.Conflict):
        actions.load([rows[0]._replace(score=1)])


def test_a_load_that_breaks_off_in_a_part_leaves_nothing_of_it(learner: int) -> None:
    rows = rows_for(learner, make_course(reading("a"), reading("b"), reading("c")))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        actions.load([*rows, rows[0]._replace(learner_id=999_999, id=None)])
    assert db.session.execute(select(func.count()).select_from(Statement)).scalar_one() == 0


def test_a_load_in_many_parts_rebuilds_once(learner: int) -> None:
    course = make_course(reading("a"), reading("b"), reading("c"))
    actions.load(rows_for(learner, course)[:2], finish=False)
    assert progress_of(learner, course.id) is None
    actions.load(rows_for(learner, course)[2:])
    assert progress_of(learner, course.id) is not None


def test_a_load_that_does_not_verify_says_so(learner: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "rebuild", lambda: 0)
    with pytest.raises(NotEqual):
        actions.load(rows_for(learner, make_course(reading("a"), reading("b"), reading("c"))))


def test_rebuild_and_verify_agree_on_months_across_the_change_of_the_clocks(learner: int) -> None:
    """Half past midnight on 1 July in London is 30 June in UTC; on 1 December it is not."""
    course = make_course(reading("a"), reading("b"), reading("c"))
    rows = rows_for(learner, course)
    instants = [at("2026-06-30 23:30"), at("2026-11-30 23:30"), at("2027-01-01 00:00")]
    completions = [
        rows[-1]._replace(at=clock.to_ms(instant), id=UUID(int=200 + number)) for number, instant in enumerate(instants)
    ]
    actions.load([*rows[:-1], *completions])
    months = db.session.execute(select(CompletionMonth.month).order_by(CompletionMonth.month)).scalars().all()
    assert months == [2026 * 12 + 6, 2026 * 12 + 10, 2027 * 12]


# The commands


def test_the_commands_verify_and_rebuild(app: Flask, history: Course) -> None:
    run = app.test_cli_runner().invoke
    db.session.rollback()
    assert run(args=["record", "verify"]).exit_code == 0
    with database.write():
        db.session.execute(delete(Standing))
    failed = run(args=["record", "verify"])
    assert failed.exit_code == 1
    assert "flask record rebuild" in failed.stderr
    assert "standing" in failed.stderr
    assert run(args=["record", "rebuild"]).exit_code == 0
    assert run(args=["record", "verify"]).exit_code == 0


def test_the_command_settles_a_course_that_changed(app: Flask, press: Press) -> None:
    press(make_course(reading("a"), reading("b"), slug="letters"), "a")
    make_course(reading("a"), slug="letters", version="2.0")
    db.session.rollback()
    run = app.test_cli_runner().invoke
    assert "letters: 1 completed" in run(args=["record", "settle", "letters"]).output
    unknown = run(args=["record", "settle", "nothing"])
    assert unknown.exit_code == 1
    assert "no course called nothing" in unknown.stderr


def test_publishing_a_shorter_version_completes_who_had_done_all_of_it(app: Flask, learner: int) -> None:
    folder = app.extensions["learnhub.settings"].courses
    more = READING_MD.replace("Open it", "Read more")
    here = write_course(folder, files={"03-read-more.md": more})
    run = app.test_cli_runner().invoke
    assert run(args=["courses", "publish"]).exit_code == 0
    db.session.rollback()
    course = shelf().courses[0]
    with database.write():
        actions.record_check_result(learner, course, course.modules[1], 1000, True)
        assert actions.mark_module_done(learner, course, course.modules[0], Means.MARKED) is None
        taken_back = progress_of(learner, course.id)
        assert taken_back is not None
        actions.void(taken_back.modules["read-more"]["seq"], learner)
    row = progress_of(learner, course.id)
    assert row is not None
    assert not row.is_complete
    (here / "03-read-more.md").unlink()
    db.session.rollback()
    published = run(args=["courses", "publish"])
    assert "complete for 1 people" in published.output, published.output + published.stderr
    assert actions.verify() == []


@pytest.mark.parametrize("command", ["verify", "rebuild", "settle"])
def test_every_command_has_help(app: Flask, command: str) -> None:
    assert app.test_cli_runner().invoke(args=["record", command, "--help"]).exit_code == 0
