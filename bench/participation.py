"""Is it always the same people, at size: the kept figures against a slow recount, the job's cost, HR's pages.

The recount shares nothing with the code that makes the figures: plain Python over every row of the tables, for 50,000
people. At 500,000 (with 2 million pieces of study and 5,000 events) the job and the pages are timed.
"""

import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from bench import databases, load
from bench.participation_recount import recount
from bench.reminders import timed
from bench.report import Line
from bench.scale import of
from bench.servers import serve
from bench.visitors import officer_of_everything
from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from learnhub.reports.participation import make_due_quarters

PEOPLE, STATEMENTS = 50_000, 400_000
STUDIES, EVENTS = 2_000_000, 5_000  # of half a million people; fewer of fewer
REQUESTS = 40
PAGES = (
    "/reports/participation",
    "/reports/participation?department=PEN&by=grades",
    "/reports/hours",
    "/reports/pulse",
)


def compare() -> list[Line]:
    """The recount on a database made for it; then the large ones, on copies, since what is written stays."""
    lines = _at_fifty_thousand()
    given = os.environ.get("BENCH_LARGE_SQLITE")
    if given is None and not (databases.BUILD / "large.db").exists():
        return [*lines, Line("at 500,000 people: left out, there is no large database yet", "", "")]
    source = databases.large_sqlite().url.removeprefix("sqlite:///")
    copy = databases.BUILD / "participation-large.db"
    for old in databases.BUILD.glob("participation-large.db*"):
        old.unlink()
    shutil.copyfile(source, copy)
    return lines + at_size(f"sqlite:///{copy}", "SQLite, 500,000 people")


def _at_fifty_thousand() -> list[Line]:
    databases.BUILD.mkdir(parents=True, exist_ok=True)
    for old in databases.BUILD.glob("participation.db*"):
        old.unlink()
    made = databases.filled(f"sqlite:///{databases.BUILD / 'participation.db'}", PEOPLE, STATEMENTS)
    label = f"SQLite, {PEOPLE:,} people"
    lines = at_size(made.url, label)
    found = databases.in_a_process("bench.participation", made.url, "recount")
    verdict = "equal" if found["different"] == 0 else f"{found['different']} DIFFER"
    line = Line(f"{label}: figures recounted by hand", f"{found['figures']:,.0f}, {verdict}", "equal")
    return [*lines, Line(line.what, line.figure, line.target, found["different"] == 0)]


def at_size(url: str, label: str) -> list[Line]:
    """The job on a database, and HR's pages from what it kept."""
    prepared, made, again = (
        databases.in_a_process("bench.participation", url, what) for what in ("prepare", "make", "make")
    )
    opened = databases.opened(url)
    lines = [
        Line(f"{label}: statements", f"{prepared['statements']:,.0f}", ""),
        Line(f"{label}: eight quarters made", f"{made['count']:.0f} in {made['seconds']:.0f} s", ""),
        Line.at_most(f"{label}: longest write transaction", made["longest_ms"], 200, "ms", 0),
        Line.at_most(f"{label}: peak memory of the job", made["megabytes"], 300, "MB", 0),
        Line(f"{label}: the same again", f"{again['count']:.0f} in {again['seconds']:.2f} s", ""),
    ]
    officer = officer_of_everything(opened.app)
    with serve("wsgi:app", opened.environment) as server:
        for path in PAGES:
            measured = load.closed_loop(server, 2, REQUESTS, of([officer], path))
            lines.append(Line.at_most(f"{label}: {path}, median", measured.median_ms / 1000, 1, "s", 3))
    return lines


def prepare() -> dict[str, float]:
    """Study and events of two years, made by the database itself; confirmed, voided and said in all sorts of ways."""
    upgrade()
    people = db.session.execute(text("SELECT count(*) FROM learner")).scalar_one()
    if not db.session.execute(text("SELECT 1 FROM statement WHERE verb = 9 LIMIT 1")).first():
        part = people / 500_000
        _insert(Verb.STUDIED, ObjectKind.STUDY, 2_000, int(STUDIES * part), people)
        _insert(Verb.ATTENDED, ObjectKind.EVENT, EVENTS, int(STUDIES * part / 5), people)
        _insert(Verb.HELPED, ObjectKind.SUPPORT, 500, int(STUDIES * part / 20), people)
        _insert(Verb.ATTENDED, ObjectKind.SUPPORT, 500, int(STUDIES * part / 10), people, Means.SESSION)
        with database.write():  # every fiftieth was taken back, by itself: the recount must leave it out too
            db.session.execute(
                text(
                    "INSERT INTO voided (seq, by_seq) "
                    "SELECT seq, seq FROM statement WHERE verb IN (9, 10) AND seq % 50 = 0"
                )
            )
    return {"statements": db.session.execute(text("SELECT count(*) FROM statement")).scalar_one()}


def _insert(verb: Verb, kind: ObjectKind, objects: int, count: int, people: int, only: Means | None = None) -> None:
    """Statements of chance: some people have many, half have none. Numbers stand in for chance, so that it repeats."""
    uuid = "gen_random_uuid()" if db.engine.dialect.name == "postgresql" else "randomblob(16)"
    no = "false" if db.engine.dialect.name == "postgresql" else "0"
    numbers = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {}) "
    latest = clock.to_ms(clock.now())
    # The square of a number below 1 is small more often than large: the first people of the list do most.
    share = "((i * 7919 % 100003) / 100003.0)"
    whose = f"1 + CAST({share} * {share} * {people - 1} AS INTEGER) * 7907 % {people}"
    work, own, both = Means.WORK_TIME.value, Means.OWN_TIME.value, Means.BOTH_TIMES.value
    means = (
        str(only.value) if only else f"CASE i % 5 WHEN 0 THEN {work} WHEN 1 THEN {both} WHEN 2 THEN NULL ELSE {own} END"
    )
    with database.write():
        db.session.execute(
            text(
                f"INSERT INTO record_object (kind, key) {numbers.format(objects)} "
                f"SELECT {kind.value}, 'bench-' || i FROM numbers WHERE i > 0 ON CONFLICT DO NOTHING"
            )
        )
        first = db.session.execute(
            text(f"SELECT min(id) FROM record_object WHERE kind = {kind.value} AND key LIKE 'bench-%'")
        ).scalar_one()
        at = f"{latest} - CAST((i * 104729 % 63000000) AS BIGINT) * 1000"
        db.session.execute(
            text(
                "INSERT INTO statement (id, learner_id, verb, object_id, is_course_completion, at, received_at, "
                f"assurance, means, minutes, language) {numbers.format(count)} SELECT {uuid}, {whose}, {verb.value}, "
                f"{first} + i % {objects}, {no}, {at}, {at}, {Assurance.SELF_DECLARED.value}, {means}, 30, 1 "
                "FROM numbers"
            )
        )


def main(what: str) -> None:
    """What a child process does, some weeks after the demo: its quarter is closed then."""
    app: Flask = databases.opened(os.environ["LEARNHUB_DATABASE_URL"]).app
    later = datetime.now(UTC).replace(hour=10) + timedelta(days=60)
    with app.app_context(), clock.at(later):
        if what == "prepare":
            found = prepare()
        elif what == "make":
            found = timed(make_due_quarters)
        else:
            found = recount()
        db.session.remove()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
