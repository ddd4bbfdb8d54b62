"""Is it always the same people, at size: the kept figures against a slow recount, the job's cost, HR's pages.

The recount shares nothing with the code that makes the figures: plain Python over every row of the tables, for 50,000
people. At 500,000 (with 2 million pieces of study and 5,000 events) the job and the pages are timed.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from bench import databases, load
from bench.reminders import timed
from bench.report import Line
from bench.scale import of
from bench.servers import ROOT, serve
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
VERBS = {"events": Verb.ATTENDED, "study": Verb.STUDIED, "courses": Verb.COMPLETED, "support": Verb.HELPED}


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
    found = _child(made.url, "recount")
    verdict = "equal" if found["different"] == 0 else f"{found['different']} DIFFER"
    line = Line(f"{label}: figures recounted by hand", f"{found['figures']:,.0f}, {verdict}", "equal")
    return [*lines, Line(line.what, line.figure, line.target, found["different"] == 0)]


def at_size(url: str, label: str) -> list[Line]:
    """The job on a database, and HR's pages from what it kept."""
    prepared = _child(url, "prepare")
    made, again = _child(url, "make"), _child(url, "make")
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


def _child(url: str, what: str) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", "bench.participation", what],
        cwd=ROOT,
        env={**os.environ, **databases.environment_for(url)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def prepare() -> dict[str, float]:
    """Study and events of two years, made by the database itself; confirmed, voided and said in all sorts of ways."""
    upgrade()
    people = db.session.execute(text("SELECT count(*) FROM learner")).scalar_one()
    if not db.session.execute(text("SELECT 1 FROM statement WHERE verb = 9 LIMIT 1")).first():
        part = people / 500_000
        _insert(Verb.STUDIED, ObjectKind.STUDY, 2_000, int(STUDIES * part), people)
        _insert(Verb.ATTENDED, ObjectKind.EVENT, EVENTS, int(STUDIES * part / 5), people)
        _insert(Verb.HELPED, ObjectKind.SUPPORT, 500, int(STUDIES * part / 20), people)
        with database.write():  # every fiftieth was taken back, by itself: the recount must leave it out too
            db.session.execute(
                text(
                    "INSERT INTO voided (seq, by_seq) "
                    "SELECT seq, seq FROM statement WHERE verb IN (9, 10) AND seq % 50 = 0"
                )
            )
    return {"statements": db.session.execute(text("SELECT count(*) FROM statement")).scalar_one()}


def _insert(verb: Verb, kind: ObjectKind, objects: int, count: int, people: int) -> None:
    """Statements of chance: some people have many, half have none. Numbers stand in for chance, so that it repeats."""
    uuid = "gen_random_uuid()" if db.engine.dialect.name == "postgresql" else "randomblob(16)"
    no = "false" if db.engine.dialect.name == "postgresql" else "0"
    numbers = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {}) "
    latest = clock.to_ms(clock.now())
    # The square of a number below 1 is small more often than large: the first people of the list do most.
    share = "((i * 7919 % 100003) / 100003.0)"
    whose = f"1 + CAST({share} * {share} * {people - 1} AS INTEGER) * 7907 % {people}"
    work, own, both = Means.WORK_TIME.value, Means.OWN_TIME.value, Means.BOTH_TIMES.value
    means = f"CASE i % 5 WHEN 0 THEN {work} WHEN 1 THEN {both} WHEN 2 THEN NULL ELSE {own} END"
    with database.write():
        db.session.execute(
            text(
                f"INSERT INTO record_object (kind, key) {numbers.format(objects)} "
                f"SELECT {kind.value}, 'bench-' || i FROM numbers"
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


# The slow recount. Rows as the tables hold them; instants in milliseconds, days as text or dates.


def recount() -> dict[str, float]:
    """Every kept figure of every quarter against one made here; each that differs is printed."""
    quarters = [
        row[0] for row in db.session.execute(text("SELECT quarter FROM participation_quarter ORDER BY quarter"))
    ]
    voided = {row[0] for row in db.session.execute(text("SELECT seq FROM voided"))}
    rows = db.session.execute(
        text("SELECT seq, learner_id, verb, is_course_completion, at, means FROM statement ORDER BY seq")
    ).all()
    figures = different = 0
    for quarter in quarters:
        for kind in VERBS:
            cells = db.session.execute(
                text("SELECT * FROM participation_cell WHERE quarter = :quarter AND kind = :kind"),
                {"quarter": quarter, "kind": kind},
            ).all()
            expected = _expected(quarter, kind, rows, voided)
            for cell, whom in _with_whom(cells, expected):
                figures += 1
                if not _agrees(cell, whom):
                    different += 1
                    print("differs:", cell, whom)
    return {"figures": figures, "different": different}


def _days(quarter: int) -> tuple[date, date]:
    first = date(quarter // 4, quarter % 4 * 3 + 1, 1)
    return first, (first + timedelta(days=100)).replace(day=1)


def _expected(quarter: int, kind: str, rows: Any, voided: set[int]) -> dict[tuple[int, str, str], list[Any]]:
    """By scope, table and row: people, how many took part, how many for the first time, how often each did."""
    first, after = _days(quarter)
    start = int(datetime(first.year, first.month, first.day, tzinfo=clock.zone()).timestamp() * 1000)
    stop = int(datetime(after.year, after.month, after.day, tzinfo=clock.zone()).timestamp() * 1000)
    now: Counter[int] = Counter()
    earlier: set[int] = set()
    said: dict[int, set[Any]] = defaultdict(set)
    for seq, learner_id, verb, is_completion, at, means in rows:
        if verb != VERBS[kind] or seq in voided or at >= stop or (kind == "courses" and not is_completion):
            continue
        if at < start:
            earlier.add(learner_id)
        else:
            now[learner_id] += 1
            said[learner_id].add(means)
    found: dict[tuple[int, str, str], list[Any]] = defaultdict(lambda: [0, 0, 0, []])
    for learner_id, keys in _whereabouts(after - timedelta(days=1)):
        times = now[learner_id]
        if times and kind == "study":
            keys.append((keys[0][0], "time", _time(said[learner_id])))
        for key in keys:
            figures = found[key]
            figures[0] += 1
            if times:
                figures[1] += 1
                figures[2] += learner_id not in earlier
                figures[3].append(times)
    return found


def _time(means: set[Any]) -> str:
    known = means & {9, 10, 11}
    return "unsaid" if not known else {9: "work", 10: "own"}.get(min(known), "both") if len(known) == 1 else "both"


def _whereabouts(day: date) -> Iterator[tuple[int, list[tuple[int, str, str]]]]:
    """Everybody in service on a day, with each row of each table they are in."""
    above = dict(db.session.execute(text("SELECT id, parent_id FROM department")).all())
    posted = db.session.execute(
        text(
            "SELECT p.learner_id, p.joined_on, p.left_on, q.department_id, q.grade, q.office, q.from_on, q.until_on "
            "FROM person p JOIN posting q ON q.person_id = p.id"
        )
    )
    for learner_id, joined, left, unit, grade, office, since, until in posted:
        if (
            str(joined) > str(day)
            or str(since) > str(day)
            or any(end and str(end) <= str(day) for end in (left, until))
        ):
            continue
        path = [unit]
        while above[path[0]] is not None:
            path.insert(0, above[path[0]])
        root = path[0]
        keys = [
            (root, "grades", grade or ""),
            (root, "offices", office or ""),
            (root, "joined", _joined(joined, day.year)),
        ]
        keys += [(scope, "all", "") for scope in path] + [(0, "all", ""), (0, "units", str(root))]
        keys += [(scope, "units", str(below)) for scope, below in zip(path, [*path[1:], path[-1]], strict=True)]
        yield learner_id, keys


def _joined(joined: Any, year: int) -> str:
    his = int(str(joined)[:4])
    if year - his < 5:
        return str(his)
    last = next(last for last in range(year - 5, 0, -5) if last - 5 < his)
    return f"{last - 4}–{last}"


def _with_whom(cells: Any, expected: dict[tuple[int, str, str], list[Any]]) -> Iterator[tuple[Any, list[Any]]]:
    """Each kept figure with what it should be; a row of "others" is what its table has no row for."""
    for cell in cells:
        table = [other for other in cells if (other.scope_id, other.dimension) == (cell.scope_id, cell.dimension)]
        names = {
            str(other.unit_id or "") if cell.dimension == "units" else other.label
            for other in table
            if not other.merged
        }
        if cell.dimension == "all" and cell.scope_id == 0:
            others = any(other.merged for other in cells if (other.scope_id, other.dimension) == (0, "units"))
            shown = {str(other.unit_id) for other in cells if (other.scope_id, other.dimension) == (0, "units")}
            parts = [(key[2], value) for key, value in expected.items() if key[:2] == (0, "units")]
            yield cell, _sum(value for name, value in parts if others or name in shown)
        elif cell.merged and cell.dimension != "all":
            held = [(key, value) for key, value in expected.items() if key[:2] == (cell.scope_id, cell.dimension)]
            yield cell, _sum(value for key, value in held if key[2] not in names)
        else:
            label = str(cell.unit_id) if cell.dimension == "units" else cell.label
            yield cell, expected[cell.scope_id, cell.dimension, label]


def _sum(values: Any) -> list[Any]:
    total: list[Any] = [0, 0, 0, []]
    for people, took, newcomers, times in values:
        total = [total[0] + people, total[1] + took, total[2] + newcomers, total[3] + times]
    return total


def _agrees(cell: Any, whom: list[Any]) -> bool:
    people, took, newcomers, times = whom
    if cell.dimension == "time":
        return bool(cell.taking_part == took)
    if cell.top_share is not None:
        most = sorted(times)[::-1][: (len(times) + 9) // 10]
        if cell.top_share != round(100 * sum(most) / sum(times)):
            return False
    return (cell.people, cell.taking_part) == (people, took) and cell.newcomers in (None, newcomers)


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
