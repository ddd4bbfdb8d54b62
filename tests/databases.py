"""A database for each test, real and quick: migrated once, then copied.

SQLite: a file is copied. PostgreSQL: `CREATE DATABASE … TEMPLATE …`. Which one is said by LEARNHUB_TEST_DATABASE
("sqlite", the default, or "postgresql"); the tests themselves are the same.
"""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg
from flask import Flask
from flask_migrate import upgrade

from learnhub import create_app
from learnhub.config import Settings, load_settings
from learnhub.db import db
from tests import made_once, people


def settings_for(database_url: str, folder: Path) -> Settings:
    """The settings of an app under test; nothing of it leaves `folder`."""
    courses = folder / "courses"
    courses.mkdir(parents=True, exist_ok=True)
    settings = load_settings(
        {
            "LEARNHUB_DATABASE_URL": database_url,
            "LEARNHUB_COURSES": str(courses),
            "LEARNHUB_SECRET_KEY": "tests-only-" + "0" * 32,
            "LEARNHUB_BASE_URL": "http://localhost",
            "LEARNHUB_DEMO": "1",
            "LEARNHUB_EVIDENCE": str(folder / "evidence"),
        }
    )
    return replace(settings, mail_folder=folder / "mail", issuer_keys=folder / "issuer-keys.json")


def make_app(database_url: str, folder: Path) -> Flask:
    """An app under test on a database that exists."""
    made_once.remember_rules()
    app = create_app(settings_for(database_url, folder))
    app.jinja_env.bytecode_cache = made_once.TEMPLATES
    app.testing = True
    app.config["LEARNHUB_CHEAP_HASHES"] = True
    return app


class Databases(Protocol):
    """Where tests get a database from."""

    kind: str

    def fresh(self, folder: Path, *, with_cast: bool) -> str:
        """The address of a migrated database that nobody else uses."""

    def bare(self, folder: Path) -> str:
        """The address of an empty database: for the tests of migrations."""

    def drop(self, url: str) -> None:
        """Give a database back."""


def _migrate(url: str, folder: Path, *, with_cast: bool) -> None:
    app = make_app(url, folder)
    with app.app_context():
        upgrade()
        if with_cast:
            people.load_cast()
        db.session.remove()
        db.engine.dispose()


class SqliteDatabases:
    """Files. The template is closed cleanly, so that its write-ahead log is empty and the file alone is all of it."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.templates = {with_cast: folder / f"template-{with_cast}.db" for with_cast in (True, False)}
        self.folder = folder

    def fresh(self, folder: Path, *, with_cast: bool) -> str:
        template = self.templates[with_cast]
        if not template.exists():
            making = template.with_suffix(".making")  # renamed when it is whole
            _migrate(f"sqlite:///{making}", self.folder, with_cast=with_cast)
            making.rename(template)
        file = folder / f"{uuid4().hex}.db"
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    def bare(self, folder: Path) -> str:
        return f"sqlite:///{folder / uuid4().hex}.db"

    def drop(self, url: str) -> None:
        file = Path(url.removeprefix("sqlite:///"))
        for path in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
            path.unlink(missing_ok=True)


class PostgresqlDatabases:
    """Databases of the server at LEARNHUB_TEST_DATABASE_URL (see `conftest.pytest_configure`), made from a template."""

    kind = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.url = os.environ["LEARNHUB_TEST_DATABASE_URL"]
        self.folder = folder
        self.templates: dict[bool, str] = {}
        self.connection = psycopg.connect(self.url, autocommit=True)

    def fresh(self, folder: Path, *, with_cast: bool) -> str:
        if with_cast not in self.templates:
            url = self.bare(folder)
            _migrate(url, self.folder, with_cast=with_cast)
            self.templates[with_cast] = self._name(url)
        return self._create(f"TEMPLATE {self.templates[with_cast]} STRATEGY FILE_COPY")

    def bare(self, folder: Path) -> str:
        return self._create("TEMPLATE template0")

    def drop(self, url: str) -> None:
        self.connection.execute(f"DROP DATABASE IF EXISTS {self._name(url)} WITH (FORCE)")

    def _create(self, how: str) -> str:
        name = f"test_{uuid4().hex}"
        self.connection.execute(f"CREATE DATABASE {name} {how}")
        return self.url.rpartition("/")[0] + "/" + name

    @staticmethod
    def _name(url: str) -> str:
        return url.rpartition("/")[2]


def databases(folder: Path) -> Databases:
    """The databases that this run of the tests is on."""
    return PostgresqlDatabases(folder) if wanted() == "postgresql" else SqliteDatabases(folder)


def wanted() -> str:
    """Which database this run is on: "sqlite" or "postgresql"."""
    kind = os.environ.get("LEARNHUB_TEST_DATABASE", "sqlite")
    if kind not in {"sqlite", "postgresql"}:
        raise ValueError(f"LEARNHUB_TEST_DATABASE must be sqlite or postgresql, not {kind!r}")
    return kind
