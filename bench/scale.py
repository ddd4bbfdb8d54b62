"""The same pages with a thousand people and with half a million and ten million statements."""

import statistics
from collections.abc import Callable
from http.client import HTTPConnection

from flask import Flask

from bench import load
from bench.pages import HEADERS, addresses
from bench.report import Line
from bench.servers import Server, serve
from bench.visitors import Visit, officer_of_everything, visits

ROUNDS = 5
REQUESTS = 300
HR_PAGES = ("/reports", "/reports/progress", "/reports/completions")


def compare(small: tuple[Flask, dict[str, str]], large: tuple[Flask, dict[str, str]], label: str) -> list[Line]:
    """A learner's pages small and large, interleaved; HR's pages at the large size."""
    costs: dict[tuple[str, str], list[float]] = {}
    hr: dict[str, list[float]] = {}
    with serve("wsgi:app", small[1]) as little, serve("wsgi:app", large[1]) as big:
        people = {"small": visits(small[0], 20), "large": visits(large[0], 20)}
        lesson = addresses(large[0])[0]
        for _ in range(ROUNDS):
            for size, server in (("small", little), ("large", big)):
                for name, path in (("module page", lesson), ("home", "/home"), ("my record", "/record")):
                    measured = load.closed_loop(server, 2, REQUESTS, of(people[size], path))
                    costs.setdefault((name, size), []).append(measured.cpu_ms)
        officer = officer_of_everything(large[0])
        for path in HR_PAGES:
            hr[path] = [once(big, path, officer) for _ in range(ROUNDS)]
    lines = []
    for name in ("module page", "home", "my record"):
        base, value = statistics.median(costs[name, "small"]), statistics.median(costs[name, "large"])
        lines.append(Line.ratio(f"{label}: {name}, CPU, 1,000 → 500,000 people", value, base, 1.15, "ms"))
    for path, times in hr.items():
        lines.append(Line.at_most(f"{label}: {path} at 500,000 people, median", statistics.median(times), 1.0, "s"))
    return lines


def of(people: list[Visit], path: str) -> Callable[[HTTPConnection, int, int], None]:
    """Calls that go through the people in turn, so that no single row stays warm."""
    calls = [load.get(path, {**HEADERS, "Cookie": visit.cookie}) for visit in people]

    def call(connection: HTTPConnection, index: int, number: int) -> None:
        calls[(index * 7 + number) % len(calls)](connection, index, number)

    return call


def once(server: Server, path: str, visit: Visit) -> float:
    """Seconds for one page."""
    measured = load.closed_loop(server, 1, 1, load.get(path, {**HEADERS, "Cookie": visit.cookie}))
    return measured.median_ms / 1000
