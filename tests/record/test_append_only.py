"""The database itself refuses to change or delete a statement, however it is asked, and lets no reader see a hole."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError

from learnhub import db as database
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.record import actions
from learnhub.record.models import Statement
from learnhub.record.progress_queries import progress_of
from learnhub.record.words import Means
from tests import people
from tests.factories import make_course, make_person, quiz, reading
from tests.record.conftest import Press

EVERYWHERE = [
    "UPDATE statement SET minutes = 1",
    "UPDATE statement SET minutes = minutes",
    "DELETE FROM statement",
    "DELETE FROM statement WHERE seq = 1",
    "UPDATE voided SET by_seq = 1",
    "DELETE FROM voided",
]
COLUMNS = ", ".join(column.name for column in Statement.__table__.columns)
SQLITE = [
    f"INSERT OR REPLACE INTO statement ({COLUMNS}) SELECT {COLUMNS} FROM statement",
    f"REPLACE INTO statement ({COLUMNS}) SELECT {COLUMNS} FROM statement",
    "UPDATE OR REPLACE statement SET seq = 1",
    f"INSERT INTO statement ({COLUMNS}) SELECT {COLUMNS} FROM statement WHERE true "
    "ON CONFLICT (seq) DO UPDATE SET minutes = 9",
]
POSTGRESQL = [
    "TRUNCATE statement",
    "TRUNCATE statement CASCADE",
    "TRUNCATE learner CASCADE",
    "TRUNCATE voided",
    f"INSERT INTO statement ({COLUMNS}) SELECT {COLUMNS} FROM statement ON CONFLICT (seq) DO UPDATE SET minutes = 9",
]


def commands() -> Iterator[str]:
    yield from EVERYWHERE
    yield from SQLITE if db.engine.dialect.name == "sqlite" else POSTGRESQL


def test_nothing_changes_or_deletes_a_statement(learner: int, press: Press) -> None:
    seq = press(make_course(reading("a"), reading("b")), "a")
    assert seq is not None
    with database.write():
        actions.void(seq, learner)
    before = db.session.execute(select(Statement.__table__)).all()
    for command in commands():
        with pytest.raises(DBAPIError, match="append-only"), database.write():
            db.session.execute(text(command))
    assert db.session.execute(select(Statement.__table__)).all() == before


def test_a_page_cannot_write_at_all(press: Press) -> None:
    press(make_course(reading("a")), "a")
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text("INSERT INTO voided (seq, by_seq) VALUES (1, 1)"))
    db.session.rollback()


def test_a_hand_in_takes_few_statements(learner: int, hand_in: Press) -> None:
    """Known objects and groups: one select of all that must be known, the statements, progress, standing, month."""
    course = make_course(reading("a"), quiz("q"))
    hand_in(course, "q", 800, who=people.person("outsider").learner_id)
    hand_in(course, "q", 300)
    check = course.modules[1]
    with database.write():
        actions.record_check_result(
            learner, course, check, 300, False
        )  # the stamp of the catalogue is read without a request
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
        actions.record_check_result(learner, course, check, 800, True)
    kept = [line for line in seen if "stamp" not in line]
    assert len(kept) == 5, "\n".join(kept)


def at_once(app: Flask, count: int, work) -> list[object]:
    """`work(number)` in as many threads, all beginning together, each with its own context."""
    barrier = threading.Barrier(count)

    def run(number: int) -> object:
        with app.app_context():
            barrier.wait()
            return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_two_tabs_at_the_same_moment_count_once(app: Flask, learner: int) -> None:
    course = make_course(reading("a"), reading("b"))
    db.session.rollback()

    def press_it(_number: int) -> int | None:
        with database.write():
            return actions.mark_module_done(learner, course, course.modules[0], Means.MARKED)

    results = at_once(app, 8, press_it)
    assert sum(result is not None for result in results) == 1
    assert db.session.execute(select(func.count()).select_from(Statement)).scalar_one() == 1
    assert actions.verify() == []


def test_the_last_two_modules_at_the_same_moment_complete_the_course_once(app: Flask, learner: int) -> None:
    course = make_course(*(reading(f"m{number}") for number in range(8)))
    db.session.rollback()

    def press_it(number: int) -> int | None:
        with database.write():
            return actions.mark_module_done(learner, course, course.modules[number], Means.MARKED)

    at_once(app, 8, press_it)
    completions = select(func.count()).select_from(Statement).where(Statement.is_course_completion)
    assert db.session.execute(completions).scalar_one() == 1
    row = progress_of(learner, course.id)
    assert row is not None
    assert row.is_complete
    assert actions.verify() == []


def test_a_reader_never_sees_a_hole_that_fills_later(app: Flask) -> None:
    """The export's cursor: whoever has read up to a number has read every statement below it, for ever."""
    course = make_course(*(reading(f"m{number}") for number in range(6)))
    learners = [make_person().learner_id for _ in range(6)]
    db.session.rollback()
    stop = threading.Event()

    def read_on() -> list[tuple[int, ...]]:
        snapshots = []
        with app.app_context():
            while not stop.is_set():
                snapshots.append(tuple(db.session.execute(select(Statement.seq).order_by(Statement.seq)).scalars()))
                db.session.rollback()
        return snapshots

    def do_all(number: int) -> None:
        for module in course.modules:
            with database.write():
                actions.mark_module_done(learners[number], course, module, Means.MARKED)

    with ThreadPoolExecutor(1) as pool:
        reading_on = pool.submit(read_on)
        at_once(app, 6, do_all)
        stop.set()
        snapshots = reading_on.result()
    final = tuple(db.session.execute(select(Statement.seq).order_by(Statement.seq)).scalars())
    assert len(final) == 6 * 7
    for earlier, later in pairwise([*snapshots, final]):
        assert later[: len(earlier)] == earlier
    assert actions.verify() == []


def test_a_transaction_that_has_a_number_holds_back_all_higher_ones(app: Flask) -> None:
    """PostgreSQL alone could commit out of order: the second writer must wait until the first is seen."""
    course: Course = make_course(reading("a"), reading("b"))
    learners = [make_person().learner_id for _ in range(2)]
    db.session.rollback()
    has_number, order = threading.Event(), []

    def first() -> None:
        with app.app_context(), database.write():
            actions.mark_module_done(learners[0], course, course.modules[0], Means.MARKED)
            has_number.set()
            waited.wait(0.3)
            order.append("first commits")

    def second() -> None:
        with app.app_context():
            has_number.wait()
            with database.write():
                actions.mark_module_done(learners[1], course, course.modules[0], Means.MARKED)
                order.append("second has its number")
                waited.set()

    waited = threading.Event()
    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == ["first commits", "second has its number"]
