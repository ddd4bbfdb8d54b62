"""The study log with the entries of a thousand people, and with two million of half a million people beside them.

The rows are made by the database itself, in a few statements: what is measured is reading them. `BENCH_STUDY_ENTRIES`
says another number.
"""

import os
import statistics

from flask import Flask
from sqlalchemy import text

from bench import load
from bench.report import Line
from bench.scale import of
from bench.servers import serve
from bench.visitors import visits
from learnhub import db as database
from learnhub.db import db
from learnhub.record.words import Assurance, Means, ObjectKind, Verb

ENTRIES = int(os.environ.get("BENCH_STUDY_ENTRIES", "2000000"))
OF_EACH, OF_STRANGERS = 40, 4  # entries of somebody who is measured, and of everybody else
ROUNDS = 5
REQUESTS = 200
PAGES = ("/study", "/study/new?title=How+phishing+works", "/study/repeat", "/study/year/2026", "/record", "/home")

NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count}) "
DAY = {
    "sqlite": "date('2026-11-20', '-' || (i % 700) || ' days')",
    "postgresql": "DATE '2026-11-20' - CAST(i % 700 AS integer)",
}
UUID = {"sqlite": "randomblob(16)", "postgresql": "gen_random_uuid()"}


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """CPU of each page with few entries in the table and with many, on one database, one after the other."""
    with app.app_context():
        people = db.session.execute(text("SELECT learner_id FROM person WHERE learner_id IS NOT NULL")).scalars().all()
        each = "(SELECT learner_id AS whose FROM person WHERE learner_id IS NOT NULL) p, numbers"
        _write(each, "p.whose", OF_EACH, "50000000 + p.whose * 1000 + i")
        before = _costs(app, environment)
        strangers = max(1, (ENTRIES - len(people) * OF_EACH) // OF_STRANGERS)
        highest = db.session.execute(text("SELECT max(id) FROM learner")).scalar_one()
        with database.write():
            numbers = NUMBERS.format(count=strangers)
            db.session.execute(text(f"INSERT INTO learner (id) {numbers} SELECT {highest} + i FROM numbers"))
        _write("numbers", f"{highest} + 1 + i % {strangers}", strangers * OF_STRANGERS, "100000000 + i")
        total = db.session.execute(text("SELECT count(*) FROM study_entry")).scalar_one()
    after = _costs(app, environment)
    grown = f"CPU, {len(people) * OF_EACH:,} → {total:,} entries"
    return [Line.ratio(f"{label}: {path}, {grown}", after[path], before[path], 1.15, "ms") for path in PAGES]


def _write(source: str, whose: str, count: int, number: str) -> None:
    """Entries, their objects and statements: one a row of `source`; `number` tells them apart and is their id."""
    dialect = db.engine.dialect.name
    numbers = NUMBERS.format(count=count)
    now = "1795000000000"
    with database.write():
        for into, values in (
            ("record_object (kind, key)", f"{ObjectKind.STUDY.value}, CAST({number} AS text)"),
            (
                "statement (seq, id, learner_id, verb, object_id, is_course_completion, at, received_at, assurance, "
                "means, minutes, language)",
                f"{number}, {UUID[dialect]}, {whose}, {Verb.STUDIED.value}, (SELECT o.id FROM record_object o WHERE "
                f"o.kind = {ObjectKind.STUDY.value} AND o.key = CAST({number} AS text)), {_false()}, {now}, {now}, "
                f"{Assurance.SELF_DECLARED.value}, {Means.WORK_TIME.value}, 30, 1",
            ),
            (
                "study_entry (id, learner_id, title, minutes, on_day, time, kind, provider, link, skills, reflection, "
                "evidence_link, statement_seq, source, logged_at)",
                f"{number}, {whose}, 'Podcast ' || i, 30, {DAY[dialect]}, 'work', 'podcast', 'A library', '', '[]', "
                f"'', '', {number}, 'form', {now}",
            ),
        ):
            db.session.execute(text(f"INSERT INTO {into} {numbers} SELECT {values} FROM {source}"))
        db.session.execute(text("ANALYZE"))


def _false() -> str:
    return "false" if db.engine.dialect.name == "postgresql" else "0"


def _costs(app: Flask, environment: dict[str, str]) -> dict[str, float]:
    """The median CPU of each page, in ms."""
    found: dict[str, list[float]] = {path: [] for path in PAGES}
    people = visits(app, 20)
    with serve("wsgi:app", environment) as server:
        for _ in range(ROUNDS):
            for path, costs in found.items():
                costs.append(load.closed_loop(server, 2, REQUESTS, of(people, path)).cpu_ms)
    return {path: statistics.median(costs) for path, costs in found.items()}
