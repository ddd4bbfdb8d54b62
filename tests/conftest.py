"""What every test can ask for. An app context is open during a test, so that factories, queries and actions just work;
each request of a client gets one of its own (see `page.Client`)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learnhub.db import db
from tests import postgresql
from tests.databases import Databases, databases, make_app, wanted
from tests.page import Client, Page, sign_in_as

_servers: list[postgresql.Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL server for the whole run; workers of xdist inherit its address."""
    is_worker = hasattr(config, "workerinput")
    if wanted() == "postgresql" and not is_worker and "LEARNHUB_TEST_DATABASE_URL" not in os.environ:
        server = postgresql.Server()
        server.start()
        _servers.append(server)
        os.environ["LEARNHUB_TEST_DATABASE_URL"] = server.url("postgres")


def pytest_unconfigure(config: pytest.Config) -> None:
    while _servers:
        _servers.pop().stop()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration nothing may be left out: a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("with CI=true nothing may be skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {wanted()}"


@pytest.fixture(scope="session")
def all_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Where databases come from: migrated once, copied for each test."""
    return databases(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def app(all_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """LearnHub on a database of its own with the cast in it."""
    yield from _running(all_databases, tmp_path, with_cast=True)


@pytest.fixture
def empty_app(all_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """LearnHub on a migrated database with nobody in it."""
    yield from _running(all_databases, tmp_path, with_cast=False)


def _running(all_databases: Databases, folder: Path, *, with_cast: bool) -> Iterator[Flask]:
    url = all_databases.fresh(folder, with_cast=with_cast)
    app = make_app(url, folder)
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    all_databases.drop(url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Flask's client; `page` is the one that looks after itself."""
    return app.test_client()


@pytest.fixture
def page(app: Flask) -> Page:
    """A visitor's browser that checks every page it opens. See `tests/page.py`."""
    return Page(app)


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, str], None]:
    """`sign_in(client, "learner")`: without a password, by a session of the kind that signing in makes."""
    return sign_in_as
