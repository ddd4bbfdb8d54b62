"""When something goes wrong a person is told what happened and what to do next, and nothing leaks."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from learnhub import create_app
from learnhub import db as database
from learnhub.db import db
from learnhub.web.access import public, writes_late
from tests.databases import settings_for, wanted
from tests.page import Page

SECRET = "the name of somebody's password"


@pytest.fixture
def faulty_app(app: Flask) -> Flask:
    """The app with pages that fail in every way there is."""
    app.config["PROPAGATE_FAULTS"] = False

    @public
    def fail(code: int) -> str:
        abort(code)

    @public
    def break_down() -> str:
        raise RuntimeError(SECRET)

    @public
    def lose_the_database() -> str:
        raise OperationalError(SECRET, {}, Exception(SECRET))

    @public
    @writes_late
    def take() -> str:
        return "taken"

    def forget() -> str:
        return "a view that declares nothing"

    app.add_url_rule("/test/fail/<int:code>", "test.fail", fail)
    app.add_url_rule("/test/fault", "test.fault", break_down)
    app.add_url_rule("/test/database", "test.database", lose_the_database)
    app.add_url_rule("/test/take", "test.take", take, methods=["POST"])
    app.add_url_rule("/test/forgotten", "test.forgotten", forget)
    return app


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (400, "could not understand"),
        (403, "your role does not include"),
        (404, "nothing at this address"),
        (405, "cannot be used in that way"),
        (413, "larger than"),
        (429, "too many tries"),
        (500, "The fault is ours"),
        (503, "not available"),
        (418, "could not understand"),  # one we have no page for: the nearest
        (502, "The fault is ours"),
    ],
)
def test_every_error_says_what_to_do_next(faulty_app: Flask, code: int, words: str) -> None:
    opened = Page(faulty_app).get(f"/test/fail/{code}", code)
    assert words in opened.text
    assert {"/", "/help"} <= set(opened.links)


@pytest.mark.parametrize("path", ["/test/fault", "/test/database"])
def test_nothing_leaks_from_a_fault(faulty_app: Flask, path: str) -> None:
    opened = Page(faulty_app).sign_in("learner").get(path, 500 if path == "/test/fault" else 503)
    assert SECRET not in opened.body.decode()
    assert "Traceback" not in opened.body.decode()


def test_a_program_gets_its_error_as_json(faulty_app: Flask) -> None:
    opened = Page(faulty_app).get("/test/fail/404", 404, headers={"Accept": "application/json"})
    assert opened.body == b'{"error":404}\n'


def test_a_view_that_declares_no_access_is_refused(faulty_app: Flask) -> None:
    Page(faulty_app).sign_in("admin").get("/test/forgotten", 403)


def test_a_form_without_a_token_is_refused_and_says_why(faulty_app: Flask) -> None:
    response = faulty_app.test_client().post("/test/take")
    assert response.status_code == 400
    assert "too old" in response.text


def test_a_form_that_is_too_large_is_refused(faulty_app: Flask) -> None:
    opened = Page(faulty_app).post("/test/take", {"text": "x" * 3_000_000}, 413)
    assert "Shorten the text" in opened.text


def test_an_address_that_does_not_exist_costs_no_statement(page: Page) -> None:
    with page.statements() as counted:
        page.get("/no/such/page", 404)
    assert len(counted) == 0, counted


def test_readers_never_wait_for_a_writer(app: Flask) -> None:
    with database.write():
        db.session.execute(text("UPDATE person SET region = 'x'"))
        with app.app_context():  # another visitor, meanwhile
            assert db.session.execute(text("SELECT count(*) FROM person WHERE region = 'x'")).scalar_one() == 0


if wanted() == "sqlite":  # PostgreSQL has no lock on the whole database

    def test_a_locked_database_is_waited_for_then_said_and_recovers(
        app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Somebody else holds the write lock: 503 with Retry-After; when it is free again, the same press works."""
        monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
        db.session.remove()
        db.engine.dispose()
        visitor = Page(app).sign_in("learner")
        visitor.get("/account")
        other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        refused = visitor.post("/sign-out", status=503)
        assert refused.headers["Retry-After"] == "10"
        assert "Wait a moment" in refused.text
        other.execute("ROLLBACK")
        other.close()
        visitor.post("/sign-out")


def test_a_database_that_is_away_gives_a_page_and_recovers(app: Flask) -> None:
    visitor = Page(app).sign_in("learner")
    with unreachable(app):
        assert "not available" in visitor.get("/home", 503).text
        assert visitor.get("/readyz", 503).status == 503
        assert visitor.get("/healthz").status == 200
    assert visitor.get("/home").status == 200


@contextmanager
def unreachable(app: Flask) -> Iterator[None]:
    """The database cannot be reached inside the block."""
    db.session.remove()
    engine = db.engine
    engine.dispose()
    connect = engine.dialect.connect

    def refuse(*_arguments: object, **_options: object) -> object:
        raise engine.dialect.dbapi.OperationalError("as if the cable were cut")

    engine.dialect.connect = refuse
    yield
    engine.dialect.connect = connect


def test_a_service_that_cannot_be_configured_says_so_in_one_line(tmp_path: Path) -> None:
    from learnhub.config import SettingsError, load_settings

    with pytest.raises(SettingsError, match="LEARNHUB_TIMEZONE"):
        load_settings({"LEARNHUB_DEMO": "1", "LEARNHUB_TIMEZONE": "Mars/Olympus"})
    assert create_app(settings_for(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)).name == "learnhub"
