"""What the network's leads open, in a service of half a million people: 5,000 ambassadors, 200,000 requests, as many
sessions, 20,000 mentorships. Wall time of a page, through the server, the median of five."""

import statistics
import time
from http.client import HTTPConnection

from flask import Flask

from bench import load
from bench.ambassadors import write_network, write_sessions
from bench.events import write_people
from bench.pages import HEADERS
from bench.report import Line
from bench.servers import Server, serve
from bench.visitors import Visit, visits

ROUNDS, SECOND = 5, 1.0
PAGES = (
    "/network", "/network/applications", "/network/coverage", "/network/offices", "/network/demand",
    "/network/waiting", "/network/mentorships", "/network/impact", "/network/reports",
)  # fmt: skip


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """Each page of a lead who looks after everybody."""
    with app.app_context():
        write_people()
        write_network()
        write_sessions()
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
