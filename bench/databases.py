"""The databases that are measured: a small demo made anew each run, a whole civil service that is kept between runs.

`BENCH_LARGE_SQLITE` names a file, `BENCH_LARGE_POSTGRESQL` an address to use for the large one; without them the
SQLite one is made under `build/bench/` (about ten minutes, 2.5 GB) and the PostgreSQL one is left out, and said to be.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.report import Line
from bench.servers import ROOT
from learnhub import create_app
from learnhub.config import load_settings
from tests import postgresql

BUILD = ROOT / "build" / "bench"
SECRET = "bench-only-" + "0" * 32
LARGE_PEOPLE, LARGE_STATEMENTS = 500_000, 10_000_000
SMALL_PEOPLE, SMALL_STATEMENTS = 1_000, 14_000


@dataclass(frozen=True, slots=True)
class Database:
    """A filled database, as an app in this process and as the environment of a server on it."""

    app: Flask
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return self.environment["LEARNHUB_DATABASE_URL"]


def environment_for(url: str) -> dict[str, str]:
    return {
        "LEARNHUB_DATABASE_URL": url,
        "LEARNHUB_DEMO": "1",
        "LEARNHUB_SECRET_KEY": SECRET,
        "LEARNHUB_DEMO_PASSWORD": "bench-only-password",
    }


def filled(url: str, people: int, statements: int) -> Database:
    """A migrated database with an invented civil service in it."""
    environment = environment_for(url)
    flask = str(Path(sys.executable).parent / "flask")
    for command in (
        ("db", "upgrade"),
        ("demo", "load", "--if-empty", "--people", str(people), "--statements", str(statements)),
    ):
        subprocess.run([flask, *command], cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    return opened(url)


def migrated(url: str) -> Database:
    """A database with its tables and nobody in it."""
    flask = str(Path(sys.executable).parent / "flask")
    environment = {**os.environ, **environment_for(url)}
    subprocess.run([flask, "db", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return opened(url)


def opened(url: str) -> Database:
    """A database that is filled already."""
    environment = environment_for(url)
    return Database(create_app(load_settings(environment)), environment)


def in_a_process(module: str, url: str, what: str) -> dict[str, float]:
    """What `python -m module what` prints in its last line, run on a database: its memory is its own, as a job's is."""
    run = subprocess.run(
        [sys.executable, "-m", module, what],
        cwd=ROOT,
        env={**os.environ, **environment_for(url)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def on_both(name: str, compare: Callable[[Flask, dict[str, str], str], list[Line]]) -> list[Line]:
    """A measure on a small SQLite database of its own and on a small PostgreSQL one, or that this was left out."""
    database = small_sqlite(name)
    lines = compare(database.app, database.environment, "SQLite")
    with small_postgresql() as other:
        if other is None:
            return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
        return lines + compare(other.app, other.environment, "PostgreSQL")


def small_sqlite(name: str = "small") -> Database:
    BUILD.mkdir(parents=True, exist_ok=True)
    for old in BUILD.glob(f"{name}.db*"):
        old.unlink()
    return filled(f"sqlite:///{BUILD / name}.db", SMALL_PEOPLE, SMALL_STATEMENTS)


@contextlib.contextmanager
def small_postgresql() -> Iterator[Database | None]:
    """A throw-away server with the small demo; None where PostgreSQL is not installed."""
    if postgresql.binaries() is None:
        yield None
        return
    server = postgresql.Server()
    server.start(autovacuum="on")
    try:
        yield filled(server.url("postgres"), SMALL_PEOPLE, SMALL_STATEMENTS)
    finally:
        server.stop()


def large_sqlite() -> Database:
    given = os.environ.get("BENCH_LARGE_SQLITE")
    if given:
        return opened(f"sqlite:///{given}")
    BUILD.mkdir(parents=True, exist_ok=True)
    return filled(f"sqlite:///{BUILD / 'large.db'}", LARGE_PEOPLE, LARGE_STATEMENTS)


def large_postgresql() -> Database | None:
    given = os.environ.get("BENCH_LARGE_POSTGRESQL")
    return opened(given) if given else None
