"""CPU per request and rate of the signed-in module page, home and a quiz hand-in, beside the floor app in the same.

Run.
"""

import http.client
import os
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from bench import load
from bench.floor import create_app as create_floor
from bench.floor import fill
from bench.forms import filled
from bench.report import Line
from bench.servers import Server, serve
from bench.visitors import Visit, visits
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Kind

ROUNDS = 5
SECONDS = 4
HEADERS = {"Accept-Encoding": "br", "User-Agent": "bench"}


def addresses(app: Flask) -> tuple[str, str, str]:
    """A reading near 550 words, its HTML, and a course's check."""
    with app.app_context():
        course = next(course for course in shelf().courses if course.check)
        reading = min(
            (module for module in course.modules if module.kind is Kind.READING), key=lambda m: abs(m.words - 553)
        )
        check = course.check
        assert check is not None
        return f"/courses/{course.slug}/{reading.slug}", reading.html, f"/courses/{course.slug}/{check.slug}"


def floor_environment(html: str) -> tuple[dict[str, str], str]:
    """The floor app's database with one lesson, and a signed-in cookie for it."""
    path = Path(tempfile.mkdtemp(prefix="floor-")) / "floor.db"
    environment = {"FLOOR_DATABASE_URL": f"sqlite:///{path}"}
    os.environ.update(environment)
    app = create_floor()
    fill(app, html)
    cookie = app.test_client().get("/in").headers["Set-Cookie"].split(";")[0]
    return environment, cookie


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """Module page and home against the floor, interleaved so that a noisy minute hits both."""
    lesson, html, check = addresses(app)
    floor_env, floor_cookie = floor_environment(html)
    visit = visits(app, 1, emails=("learner@demo.example",))[0]
    ours = {**HEADERS, "Cookie": visit.cookie}
    theirs = {**HEADERS, "Cookie": floor_cookie}
    quiet: dict[str, list[load.Measured]] = {"floor": [], "module": [], "home": []}
    busy: dict[str, list[load.Measured]] = {"floor": [], "module": []}
    with serve("wsgi:app", environment) as hub, serve("bench.floor:create_app", floor_env, factory=True) as floor:
        for _ in range(ROUNDS):
            for name, server, path, headers in (
                ("floor", floor, "/lesson/first", theirs),
                ("module", hub, lesson, ours),
                ("home", hub, "/home", ours),
            ):
                quiet[name].append(load.wrk(server, path, headers, connections=2, seconds=SECONDS))
                if name in busy:
                    busy[name].append(load.wrk(server, path, headers, connections=16, seconds=SECONDS))
        hand_in = hand_ins(app, hub, check, people=32, each=4)
    cpu = {name: load.median_of(runs).cpu_ms for name, runs in quiet.items()}
    rate = {name: load.median_of(runs).rate for name, runs in busy.items()}
    return [
        Line(f"{label}: floor app, CPU per request", f"{cpu['floor']:.2f} ms", ""),
        Line.ratio(f"{label}: module page, CPU per request", cpu["module"], cpu["floor"], 1.4, "ms"),
        Line.ratio(f"{label}: home, CPU per request", cpu["home"], cpu["floor"], 2.0, "ms"),
        rate_line(label, rate["module"], rate["floor"]),
        Line(f"{label}: quiz hand-in, CPU per request", f"{hand_in.cpu_ms:.2f} ms, {hand_in.rate:.0f}/s", ""),
    ]


def rate_line(label: str, ours: float, floor: float) -> Line:
    """The rate beside the floor's. On PostgreSQL the database takes its share of the same cores: told, no target."""
    what = f"{label}: module page, rate at 16 connections"
    if label == "SQLite":
        return Line.share(what, ours, floor, 0.7, "/s")
    return Line(what, f"{ours:,.0f}/s, {ours / floor:.2f} of the floor's on SQLite", "")


def crowd(app: Flask, environment: dict[str, str], label: str, people: int = 64) -> list[Line]:
    """That many people hand the same check in at once; a single answer that is not a redirect ends the measurement."""
    check = addresses(app)[2]
    with serve("wsgi:app", environment) as server:
        measured = hand_ins(app, server, check, people=people, each=3)
    return [
        Line(
            f"{label}: {people} people hand in at once, without error",
            f"{measured.requests} of {measured.requests}, {measured.rate:.0f}/s",
            f"{people * 3}",
            measured.requests == people * 3,
        )
    ]


def prepared_hand_ins(server: Server, check: str, people: list[Visit]) -> list[bytes]:
    """Each person's filled-in check, fetched and answered beforehand, so that only the hand-in is measured."""
    bodies = []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for visit in people:
        connection.request("GET", check, headers={"Cookie": visit.cookie})
        response = connection.getresponse()
        html = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{check} answered {response.status}")
        bodies.append(urlencode([*filled(html), ("action", "hand-in")]).encode())
    connection.close()
    return bodies


def hand_ins(app: Flask, server: Server, check: str, *, people: int, each: int) -> load.Measured:
    """`people` at once hand the check in, `each` times; every answer must be a redirect to the result."""
    crowd = visits(app, people)
    totals = []
    for _ in range(each):
        bodies = prepared_hand_ins(server, check, crowd)

        def call(
            connection: http.client.HTTPConnection, index: int, _number: int, bodies: list[bytes] = bodies
        ) -> None:
            headers = {"Cookie": crowd[index].cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", check, body=bodies[index], headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != 303:
                raise RuntimeError(f"a hand-in was answered {response.status}")

        totals.append(load.closed_loop(server, people, people, call))
    return load.median_of(totals)
