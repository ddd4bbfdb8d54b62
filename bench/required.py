"""An assignment to everybody: its count, saving it, how it stands, and what a learner's pages cost beside it.

On a copy of the large database: what is assigned stays there.
"""

import shutil
import statistics
import time
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from bench import databases, load
from bench.pages import HEADERS, addresses
from bench.report import Line
from bench.scale import of
from bench.servers import Server, serve
from bench.visitors import Visit, officer_of_everything, visits
from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.db import db, touch, write
from learnhub.required.models import STAMP, Assignment

ROUNDS = 5
REQUESTS = 300
# What HR asks for: days from today to the date (past ones count who is overdue), and whom.
STANDINGS: dict[str, dict[str, Any]] = {
    "due in 30 days": {"due": 30},
    "due 3 days ago": {"due": -3},
    "due 100 days ago": {"due": -100},
    "every year, due in spring": {"due": -200, "recurs": "P1Y"},
    "grades EO and HEO, due in 30 days": {"due": 30, "grades": ["EO", "HEO"]},
    "grade EO, due 100 days ago": {"due": -100, "grades": ["EO"]},
}


def compare() -> list[Line]:
    """On the large SQLite database, through the server."""
    database = databases.opened(copy_of_large())
    app, environment = database.app, database.environment
    with app.app_context():
        upgrade()
    lines = learners_pages(app, environment)
    officer = officer_of_everything(app)
    with serve("wsgi:app", environment) as server:
        lines += saving(app, server, officer)
    for what, fields in STANDINGS.items():
        number = assign_everybody(app, **fields)
        with serve("wsgi:app", environment) as server:
            times = [seconds(server, "GET", f"/required/{number}", officer)[0] for _ in range(ROUNDS)]
        lines.append(Line.at_most(f"how it stands, {what}", statistics.median(times), 1.0, "s"))
    return lines


def copy_of_large() -> str:
    """A copy of the large SQLite database."""
    source = databases.large_sqlite().url.removeprefix("sqlite:///")
    copy = databases.BUILD / "required.db"
    databases.BUILD.mkdir(parents=True, exist_ok=True)
    for old in databases.BUILD.glob("required.db*"):
        old.unlink()
    shutil.copy(source, copy)
    return f"sqlite:///{copy}"


def learners_pages(app: Flask, environment: dict[str, str]) -> list[Line]:
    """A learner's pages before anything is required, and with a course required of everybody; interleaved."""
    costs: dict[tuple[str, str], list[float]] = {}
    people = visits(app, 20)
    pages = (("module page", addresses(app)[0]), ("home", "/home"))
    with serve("wsgi:app", environment) as server:
        for round_ in range(2 * ROUNDS):
            asked = "required" if round_ % 2 else "nothing"
            if round_ % 2:
                assign_everybody(app, due=30)
            else:
                withdraw_all(app)
            for name, path in pages:
                load.closed_loop(server, 2, 20, of(people, path))
                measured = load.closed_loop(server, 2, REQUESTS, of(people, path))
                costs.setdefault((name, asked), []).append(measured.cpu_ms)
    withdraw_all(app)
    return [
        Line.ratio(
            f"{name}, CPU, with a course required of everybody",
            statistics.median(costs[name, "required"]),
            statistics.median(costs[name, "nothing"]),
            1.15,
            "ms",
        )
        for name, _path in pages
    ]


def saving(app: Flask, server: Server, officer: Visit) -> list[Line]:
    """The second step, which counts, and the third, which saves."""
    with app.app_context():
        slug = shelf().courses[0].slug
    fields = {
        "csrf_token": officer.csrf_token,
        "thing": f"course:{slug}",
        "kind": "required",
        "audience": "everybody",
        "when": "day",
        "due_on": (clock.today() + timedelta(days=60)).isoformat(),
        "starts_on": clock.today().isoformat(),
        "reason": "Everybody.",
        "codes": "",
    }
    counted = [seconds(server, "POST", "/required/new", officer, fields) for _ in range(ROUNDS)]
    assert all(status == 200 for _took, status in counted), counted
    saved, status = seconds(server, "POST", "/required/new", officer, {**fields, "confirmed": "1"})
    assert status == 303, status
    return [
        Line.at_most("assigning to everybody: the page that counts", statistics.median(t for t, _ in counted), 1, "s"),
        Line.at_most("assigning to everybody: saving", saved, 1, "s"),
    ]


def seconds(
    server: Server, method: str, path: str, visit: Visit, fields: dict[str, str] | None = None
) -> tuple[float, int]:
    """How long one request takes, and its status."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    headers = {**HEADERS, "Cookie": visit.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request(method, path, urlencode(fields) if fields else None, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return time.perf_counter() - began, response.status


def assign_everybody(app: Flask, *, due: int, recurs: str | None = None, grades: list[str] | None = None) -> int:
    """A course required of everybody (of these grades) since last year; its number."""
    with app.app_context():
        due_on = clock.today() + timedelta(days=due)
        with write():
            row = Assignment(
                kind="required",
                course_id=shelf().courses[0].id,
                departments=[],
                grades=grades or [],
                professions=[],
                starts_on=min(clock.today(), due_on) - timedelta(days=180),
                due_on=due_on,
                recurs=recurs,
                reason="Everybody.",
                made_at=clock.now(),
            )
            db.session.add(row)
            touch(STAMP)
            db.session.flush()
        return row.id


def withdraw_all(app: Flask) -> None:
    """Require nothing of anybody."""
    with app.app_context(), write():
        for row in db.session.scalars(select(Assignment).where(Assignment.withdrawn_at.is_(None))):
            row.withdrawn_at = clock.now()
        touch(STAMP)
