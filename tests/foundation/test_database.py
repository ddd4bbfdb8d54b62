"""Reading is the rule, and there is one way to write."""

from collections.abc import Callable

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from learnhub import db as database
from learnhub.db import Stamp, db
from learnhub.plain_sql import PlainSql
from tests import factories, people
from tests.databases import wanted

CHANGE = text("UPDATE person SET region = 'x'")


def changed() -> int:
    db.session.rollback()
    return int(db.session.execute(text("SELECT count(*) FROM person WHERE region = 'x'")).scalar_one())


def fail_after(call: Callable[[], object]) -> None:
    call()
    raise ZeroDivisionError


def test_the_database_itself_refuses_a_write_that_was_not_begun(app: Flask) -> None:
    with pytest.raises(DatabaseError):
        db.session.execute(CHANGE)
    assert changed() == 0


def test_a_hot_read_cannot_write_either(app: Flask) -> None:
    with pytest.raises(DatabaseError):
        PlainSql("UPDATE person SET region = :region").run(region="x")
    assert changed() == 0


def test_a_connection_used_for_a_hot_read_can_write_afterwards(app: Flask) -> None:
    for _ in range(3):
        with app.app_context():
            assert PlainSql("SELECT count(*) FROM person").run().scalar_one() == len(people.CAST)
        with database.write():
            db.session.execute(CHANGE)


def test_a_write_is_committed_at_its_end(app: Flask) -> None:
    with database.write():
        db.session.execute(CHANGE)
    assert changed() == len(people.CAST)


def test_a_write_that_fails_leaves_nothing_and_the_next_reader_cannot_write(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), database.write():
        fail_after(lambda: db.session.execute(CHANGE))
    assert changed() == 0
    with pytest.raises(DatabaseError):
        db.session.execute(CHANGE)


def test_after_commit_runs_once_and_only_after_a_commit(app: Flask) -> None:
    calls: list[str] = []
    with pytest.raises(ZeroDivisionError), database.write():
        fail_after(lambda: database.after_commit(lambda: calls.append("never")))
    with database.write():
        database.after_commit(lambda: calls.append(str(database.is_writing())))
    with database.write():
        pass
    assert calls == ["False"]


def test_a_stamp_grows(app: Flask) -> None:
    for expected in (1, 2, 3):
        with database.write():
            database.touch("test")
        assert db.session.get_one(Stamp, "test").value == expected


def test_two_connections_do_not_share_the_leave_to_write(app: Flask) -> None:
    """A connection goes back to the pool as a reader's, whoever used it before."""
    for _ in range(3):
        with database.write():
            factories.make_person()
        with pytest.raises(DatabaseError):
            db.session.execute(CHANGE)
        db.session.rollback()


if wanted() == "sqlite":

    def test_sqlite_is_set_up_as_the_record_needs_it(app: Flask) -> None:
        wanted_values = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
        found = {name: db.session.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted_values}
        assert found == wanted_values


if wanted() == "postgresql":

    def test_a_connection_whose_server_went_away_is_replaced_before_a_page_uses_it(
        app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(database, "IDLE_SECONDS", 0.0)
        with app.app_context():
            mine = PlainSql("SELECT pg_backend_pid()").run().scalar_one()
        with psycopg.connect(db.engine.url.set(drivername="postgresql").render_as_string(False)) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [mine])
        with app.app_context():
            assert PlainSql("SELECT pg_backend_pid()").run().scalar_one() != mine
