"""The pages of events with a handful of events, and with 5,000 of them and half a million people; and 200 people who
press “Sign up” at the same moment for 30 places.

The rows are made by the database itself, in a few statements: what is measured is reading them. `BENCH_EVENTS_PEOPLE`
says another number of people.
"""

import os
import statistics
import threading
from datetime import timedelta
from http.client import HTTPConnection

from flask import Flask
from sqlalchemy import text

from bench import hackathons, load
from bench.report import Line
from bench.scale import of
from bench.servers import Server, serve
from bench.visitors import Visit, visits
from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import actions, inviting
from learnhub.events.models import Event
from learnhub.events.structures import Details, EventKind

PEOPLE = int(os.environ.get("BENCH_EVENTS_PEOPLE", "500000"))
FEW, MANY, SIGN_UPS = 300, 5_000, 60  # events; people at each
CROWD, PLACES = 200, 30
ROUNDS, REQUESTS = 5, 200
FILTERED = "/events?for=me"
PAGES = ("/events", FILTERED, "/events?show=mine", "/events?show=past", "/events/{event}", "/home")

NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM numbers WHERE i < {last}) "
DAY_MS = 86_400_000


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """CPU of each page with few and with many, on one database, one after the other; then the crowd."""
    with app.app_context():
        _write_events(1, FEW)
        before = _costs(app, environment)
        write_people()
        _write_events(FEW + 1, MANY)
        counted = {name: db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                   for name in ("event", "event_sign_up", "person")}  # fmt: skip
        db.session.rollback()
        chosen = _seconds_to_invite()
    after = _costs(app, environment)
    grown = f"CPU, {FEW} → {counted['event']:,} events, {counted['event_sign_up']:,} sign-ups"
    # With few events a filter leaves a page almost empty: beside that it cannot be measured, but beside the whole list.
    base = {**before, FILTERED: after["/events"]}
    lines = [Line.ratio(f"{label}: {path}, {grown}", after[path], base[path], 1.5, "ms") for path in PAGES]
    who = f"{counted['person']:,} people"
    lines.append(Line.at_most(f"{label}: choosing whom to invite among {who} (no lock held)", chosen, 2.0, "s"))
    return [*lines, *hackathons.compare(app, environment, label), *crowd(app, environment, label)]


def crowd(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """Everybody presses at once, over HTTP."""
    people = visits(app, CROWD)
    with app.app_context(), database.write():
        event = actions.open_event(people[0].person_id, _details())
        actions.publish_event(event.id)
        event_id = event.id
    with serve("wsgi:app", environment) as server:
        started = clock.now()
        answers = _press_at_once(server, people, f"/events/{event_id}/sign-up")
        seconds = (clock.now() - started).total_seconds()
    with app.app_context():
        states = db.session.execute(
            text("SELECT state FROM event_sign_up WHERE event_id = :event ORDER BY queued_at, id"), {"event": event_id}
        )
        found = list(states.scalars())
        db.session.rollback()
    is_right = found == ["going"] * PLACES + ["waiting"] * (CROWD - PLACES)
    told = f"{found.count('going')} going, {found.count('waiting')} waiting; answers {sorted(set(answers))}"
    return [
        Line(f"{label}: {CROWD} press “Sign up” at once for {PLACES} places", told, "exactly 30", is_right),
        Line.at_most(f"{label}: until the last of them was answered", seconds, 15.0, "s"),
    ]


def _press_at_once(server: Server, people: list[Visit], path: str) -> list[int]:
    gate, answers = threading.Barrier(len(people)), list[int]()

    def press(visit: Visit) -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        body = f"csrf_token={visit.csrf_token}&access_needs="
        headers = {"Cookie": visit.cookie, "Content-Type": "application/x-www-form-urlencoded",
                   "Referer": f"http://127.0.0.1:{server.port}{path}"}  # fmt: skip
        gate.wait(timeout=60)
        connection.request("POST", path, body, headers)
        answers.append(connection.getresponse().status)
        connection.close()

    threads = [threading.Thread(target=press, args=(visit,)) for visit in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _details() -> Details:
    starts = (clock.now() + timedelta(days=30)).replace(tzinfo=None, second=0, microsecond=0)
    return Details(
        EventKind.HACKATHON, "Everybody at once", "", "UTC", starts, starts + timedelta(hours=6),
        place="The large hall", places=PLACES,
    )  # fmt: skip


def _write_events(first: int, last: int) -> None:
    """Events from a year ago to half a year ahead, some for one department; people at each, most of whom came."""
    highest = db.session.execute(text("SELECT max(id) FROM person")).scalar_one()
    departments = list(db.session.execute(text("SELECT id FROM department ORDER BY id")).scalars())
    now = clock.to_ms(clock.now())
    starts = f"{now} + CAST((i * 7919) % 540 - 360 AS bigint) * {DAY_MS}"
    local = {"sqlite": "'2026-11-20 10:00:00.000000'", "postgresql": "TIMESTAMP '2026-11-20 10:00:00'"}
    wall = local[db.engine.dialect.name]
    audience = f"CASE WHEN i % 4 = 0 THEN '|' || ({departments[0]} + i % {len(departments)}) || '|' ELSE '' END"
    false = "false" if db.engine.dialect.name == "postgresql" else "0"
    with database.write():
        db.session.execute(text(
            "INSERT INTO event (id, token, kind, state, title, about, about_html, organiser_person_id, zone, "
            "starts_local, ends_local, starts_at, ends_at, break_minutes, place, region, remote_link, places, "
            "prefers_newcomers, for_departments, for_grades, for_professions, closes_at, sequence, made_at, "
            f"changed_at, tidied_at) {NUMBERS.format(first=first, last=last)} SELECT 900000 + i, "
            f"'bench-' || i, {hackathons.KIND}, 'open', 'Event ' || i, 'About', '<p>About</p>', 1 + i % 900, "
            f"'Europe/London', {wall}, {wall}, {starts}, "
            f"{starts} + 7200000, 0, 'Room ' || i, '', 'https://meet.example/', 100, {false}, {audience}, '', '', "
            f"{starts}, 0, {now}, {now}, {now} FROM numbers"
        ))  # fmt: skip
        whose = f"1 + (e.id * 31 + i * 7919) % {highest}"
        db.session.execute(text(
            "INSERT INTO event_sign_up (event_id, person_id, learner_id, state, is_newcomer, queued_at, access_needs, "
            f"statement_seq) {NUMBERS.format(first=1, last=SIGN_UPS)} SELECT e.id, p.id, p.learner_id, 'going', "
            f"{false}, {now} + i, '', CASE WHEN e.starts_at < {now} THEN 1 END FROM event e CROSS JOIN numbers "
            f"JOIN person p ON p.id = {whose} WHERE e.id BETWEEN {900_000 + first} AND {900_000 + last} "
            "ON CONFLICT DO NOTHING"
        ))  # fmt: skip
        db.session.execute(text("ANALYZE"))


def write_people() -> None:
    """Colleagues up to `PEOPLE`, each posted somewhere."""
    highest = db.session.execute(text("SELECT max(id) FROM person")).scalar_one()
    learners = db.session.execute(text("SELECT max(id) FROM learner")).scalar_one()
    more = max(0, PEOPLE - highest)
    if not more:
        return
    departments = list(db.session.execute(text("SELECT id FROM department ORDER BY id")).scalars())
    numbers = NUMBERS.format(first=1, last=more)
    true, day = ("true", "DATE '2020-01-06'") if db.engine.dialect.name == "postgresql" else ("1", "'2020-01-06'")
    posting = db.session.execute(text("SELECT max(id) FROM posting")).scalar_one()
    with database.write():
        db.session.execute(text(f"INSERT INTO learner (id) {numbers} SELECT {learners} + i FROM numbers"))
        db.session.execute(text(
            f"INSERT INTO person (id, learner_id, name, email, language, joined_on, working_days) {numbers} SELECT "
            f"{highest} + i, {learners} + i, 'Colleague ' || i, 'colleague.' || i || '@bench.example', 'en', {day}, "
            "'1111100' FROM numbers"
        ))  # fmt: skip
        db.session.execute(text(
            f"INSERT INTO posting (id, person_id, department_id, grade, profession, from_on, is_current) {numbers} "
            f"SELECT {posting} + i, {highest} + i, {departments[0]} + i % {len(departments)}, 'EO', 'Policy', {day}, "
            f"{true} FROM numbers"
        ))  # fmt: skip
        db.session.execute(text("ANALYZE"))


def _seconds_to_invite() -> float:
    """The worst of some events: those for everybody, and those for one department."""
    worst = 0.0
    for event_id in (900_001, 900_004, 900_008, 900_101):
        event = db.session.get_one(Event, event_id)
        started = clock.now()
        inviting.newcomers_to_invite(event)
        worst = max(worst, (clock.now() - started).total_seconds())
        db.session.rollback()
    return worst


def _costs(app: Flask, environment: dict[str, str]) -> dict[str, float]:
    """The median CPU of each page, in ms."""
    with app.app_context():
        now = clock.to_ms(clock.now())
        coming = text("SELECT min(id) FROM event WHERE starts_at > :now AND for_departments = ''")
        event = db.session.execute(coming, {"now": now}).scalar_one()
        db.session.rollback()
    found: dict[str, list[float]] = {path: [] for path in PAGES}
    people = visits(app, 20)
    with serve("wsgi:app", environment) as server:
        for _ in range(ROUNDS):
            for path, costs in found.items():
                costs.append(load.closed_loop(server, 2, REQUESTS, of(people, path.format(event=event))).cpu_ms)
    return {path: statistics.median(costs) for path, costs in found.items()}
