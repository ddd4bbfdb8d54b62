"""What the network's leads open, in a service of half a million people: 5,000 ambassadors, 200,000 requests, as many
sessions, 20,000 mentorships. Wall time of a page, through the server, the median of five."""

import statistics
import time
from http.client import HTTPConnection

from flask import Flask
from sqlalchemy import text

from bench import load
from bench.ambassadors import AMBASSADORS, REQUESTS, write_network
from bench.events import NUMBERS, write_people
from bench.pages import HEADERS
from bench.report import Line
from bench.servers import Server, serve
from bench.visitors import Visit, visits
from learnhub import clock
from learnhub import db as database
from learnhub.db import db

ROUNDS, SECOND = 5, 1.0
MENTORSHIPS = 20_000
PAGES = (
    "/network", "/network/applications", "/network/coverage", "/network/offices", "/network/demand",
    "/network/waiting", "/network/mentorships", "/network/impact", "/network/reports",
)  # fmt: skip


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """Each page of a lead who looks after everybody."""
    with app.app_context():
        write_people()
        write_network()
        _write_sessions()
    lead = visits(app, 1, emails=("lead@demo.example",))[0]
    lines = []
    with serve("wsgi:app", environment) as server:
        for path in PAGES:
            times = [_seconds(server, path, lead) for _ in range(ROUNDS)]
            lines.append(Line.at_most(f"{label}: {path}", statistics.median(times), SECOND, "s"))
    return lines


def _seconds(server: Server, path: str, who: Visit) -> float:
    call = load.get(path, {**HEADERS, "Cookie": who.cookie})
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        began = time.perf_counter()
        call(connection, 0, 0)
        return time.perf_counter() - began
    finally:
        connection.close()


def _write_sessions() -> None:
    """A session for each request, with one person or two, over two years; mentorships, some of them quiet."""
    people = db.session.execute(text("SELECT max(id) FROM person")).scalar_one()
    now, day = clock.to_ms(clock.now()), clock.today()
    on_day = "date(:day, '-' || (i % 700) || ' days')"
    if db.engine.dialect.name == "postgresql":
        on_day = "CAST(:day AS date) - CAST(i % 700 AS integer)"
    yes = "true" if db.engine.dialect.name == "postgresql" else "1"
    db.session.rollback()
    with database.write():
        db.session.execute(text(
            "INSERT INTO support_session (id, ambassador_id, kind, how, on_day, minutes, topics, note, office, "
            f"unnamed, logged_at) {NUMBERS.format(first=1, last=REQUESTS)} SELECT i, 1 + (i * 17) % {AMBASSADORS}, "
            f"'support', 'call', {on_day}, 30, '', '', '', 0, {now} FROM numbers"
        ), {"day": day.isoformat()})  # fmt: skip
        db.session.execute(text("ANALYZE support_session"))  # or PostgreSQL looks for each of them in all of them
        for table_number in (0, 1):
            db.session.execute(text(
                "INSERT INTO session_person (session_id, person_id, asked_at, confirmed, by_code) "
                f"SELECT id, 1 + (id * 31 + {table_number}) % {people}, {now}, {yes}, NOT {yes} "
                f"FROM support_session WHERE id % 2 >= {table_number}"
            ))  # fmt: skip
        db.session.execute(text(
            "INSERT INTO mentorship (id, ambassador_id, person_id, kind, state, began_at, last_at, end_reason) "
            f"{NUMBERS.format(first=1, last=MENTORSHIPS)} SELECT i, 1 + (i * 17) % {AMBASSADORS}, "
            f"1 + (i * 31) % {people}, CASE WHEN i % 20 = 0 THEN 'reverse' ELSE 'mentoring' END, "
            "CASE WHEN i % 50 = 0 THEN 'handover' WHEN i % 3 = 0 "
            f"THEN 'ended' ELSE 'open' END, {now}, {now} - CAST(i % 60 AS bigint) * 86400000, '' FROM numbers"
        ))  # fmt: skip
        db.session.execute(text("ANALYZE"))
