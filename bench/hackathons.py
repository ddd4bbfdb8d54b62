"""Hackathons beside thousands of other events: teams, projects, challenges, claims, marks and prizes; and their pages.

Every sixteenth event of `bench.events` is one, with teams of five; two are large, with 900 people in 180 teams and 40
who look for one: one is being judged, one is over and has its results. Those who open the pages organise and judge
these two.
"""

import statistics
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import text

from bench import load
from bench.pages import addresses
from bench.report import Line
from bench.scale import of
from bench.servers import serve
from bench.visitors import Visit, visits
from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db

KIND = "CASE WHEN i % 16 = 0 THEN 'hackathon' ELSE 'workshop' END"
NOW, OVER = 990_001, 990_002  # the two large ones
TEAMS, LARGE_TEAMS, OF_TEAM, SEEKERS = 10, 180, 5, 40
CHALLENGES, IN_LARGE = 1_000, 50
ROUNDS, CALLS = 5, 200
TIMES_MODULE_PAGE = 3.0
HOUR_MS = 3_600_000
NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count}) "
PAGES = (
    f"/events/{NOW}", f"/events/{NOW}/hackathon", f"/events/{NOW}/hackathon?after={NOW}050",
    f"/events/{NOW}/teams/{NOW}007", f"/events/{NOW}/teams/new", f"/events/{NOW}/looking", f"/events/{NOW}/judging",
    f"/events/{NOW}/teams/{NOW}007/marks", f"/events/{NOW}/results", f"/events/{NOW}/hours", f"/events/{NOW}/people",
    f"/events/{OVER}/hackathon", f"/events/{OVER}/teams/{OVER}007", "/challenges", "/challenges?q=letters",
    "/challenges?show=closed", f"/challenges?event={NOW}", f"/challenges/{900_000 + CHALLENGES - 1}",
)  # fmt: skip


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """Each page's CPU beside the module page's; `bench.events` has written the other events."""
    people = visits(app, 20)
    with app.app_context():
        write_hackathons(people)
        counted = {
            name: db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in ("hackathon", "hackathon_team", "hackathon_member", "hackathon_claim", "challenge")
        }
        db.session.rollback()
    rows = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counted.items())
    base, costs = _costs(app, environment, people)
    return [
        Line(f"{label}: rows of hackathons", rows, ""),
        *(
            Line.ratio(f"{label}: {path}, CPU beside the module page", cost, base, TIMES_MODULE_PAGE, "ms")
            for path, cost in costs.items()
        ),
    ]


def _costs(app: Flask, environment: dict[str, str], people: list[Visit]) -> tuple[float, dict[str, float]]:
    """The module page's CPU, and each page's, in ms; interleaved."""
    found: dict[str, list[float]] = {path: [] for path in (addresses(app)[0], *PAGES)}
    with serve("wsgi:app", environment) as server:
        for _ in range(ROUNDS):
            for path, costs in found.items():
                costs.append(load.closed_loop(server, 2, CALLS, of(people, path)).cpu_ms)
    base, *others = (statistics.median(costs) for costs in found.values())
    return base, dict(zip(PAGES, others, strict=True))


def write_hackathons(organisers: Sequence[Visit]) -> None:
    """Everything that hackathons have, for those among the events and for two large ones."""
    large = LARGE_TEAMS * OF_TEAM + SEEKERS
    first = max(each.person_id for each in organisers)
    with database.write():
        _write_large(organisers)
        _run(
            "INSERT INTO event_sign_up (event_id, person_id, learner_id, state, is_newcomer, queued_at, access_needs, "
            f"statement_seq) {NUMBERS.format(count=large)} SELECT e.id, p.id, p.learner_id, 'going', {_no()}, "
            f"{_now()} + i, '', CASE WHEN e.id = {OVER} THEN i END FROM numbers "
            f"JOIN event e ON e.id IN ({NOW}, {OVER}) JOIN person p ON p.id = {first} + i"
        )
        _write_teams()
        _write_challenges()
        _write_judging()
        _run("ANALYZE")


def _write_large(organisers: Sequence[Visit]) -> None:
    """One began an hour ago; one was six weeks ago, and its results are published."""
    for event_id, hours in ((NOW, -1), (OVER, -24 * 42)):
        starts = f"{_now()} + ({hours * HOUR_MS})"
        wall = "'2026-11-20 10:00:00.000000'"
        wall = f"TIMESTAMP {wall}" if _is_postgresql() else wall
        _run(
            "INSERT INTO event (id, token, kind, state, title, about, about_html, organiser_person_id, zone, "
            "starts_local, ends_local, starts_at, ends_at, break_minutes, place, region, remote_link, places, "
            "prefers_newcomers, for_departments, for_grades, for_professions, closes_at, sequence, made_at, "
            f"changed_at, tidied_at) VALUES ({event_id}, 'bench-{event_id}', 'hackathon', 'open', 'A large one', '', "
            f"'', {organisers[0].person_id}, 'Europe/London', {wall}, {wall}, {starts}, {starts} + {7 * HOUR_MS}, 0, "
            f"'The hall', '', '', NULL, {_no()}, '', '', '', {starts}, 0, {_now()}, {_now()}, {_now()})"
        )
        for each in organisers:
            _run(f"INSERT INTO event_organiser (event_id, person_id, added_at) "
                 f"VALUES ({event_id}, {each.person_id}, {_now()})")  # fmt: skip
            _run(f"INSERT INTO hackathon_judge (event_id, person_id) VALUES ({event_id}, {each.person_id})")


def _write_teams() -> None:
    """Whoever goes is in a team, as far as there are places; each team has a project, each member three claims."""
    open_, said = ("true", "false") if _is_postgresql() else ("1", "0")
    codes = list(all_skills())
    many = f"CASE WHEN e.id IN ({NOW}, {OVER}) THEN {LARGE_TEAMS} ELSE {TEAMS} END"
    _run(
        "INSERT INTO hackathon (event_id, largest_team, announcement, published_at) SELECT id, 6, 'Thank you all.', "
        f"CASE WHEN ends_at < {_now()} THEN ends_at END FROM event e WHERE kind = 'hackathon' AND id >= 900000"
    )
    _run(
        "INSERT INTO hackathon_team (id, event_id, name, name_key, about, wanted, is_open, made_at) "
        f"{NUMBERS.format(count=LARGE_TEAMS)} SELECT e.id * 1000 + i, e.id, 'Team ' || i, 'team ' || i, "
        f"'We read letters.', '|{codes[0]}|{codes[1]}|', CASE WHEN i % 3 = 0 THEN {said} ELSE {open_} END, {_now()} "
        f"FROM numbers JOIN hackathon h ON h.event_id >= 900000 JOIN event e ON e.id = h.event_id AND i <= {many}"
    )
    _run(
        "INSERT INTO hackathon_member (id, event_id, team_id, person_id, learner_id, joined_at) "
        "SELECT CAST(s.event_id AS bigint) * 10000 + s.n, s.event_id, t.id, s.person_id, s.learner_id, s.queued_at "
        "FROM (SELECT event_id, person_id, learner_id, queued_at, "
        "row_number() OVER (PARTITION BY event_id ORDER BY id) AS n FROM event_sign_up WHERE event_id >= 900000) s "
        f"JOIN hackathon_team t ON t.event_id = s.event_id AND t.id = s.event_id * 1000 + 1 + (s.n - 1) / {OF_TEAM}"
    )
    _run(
        "INSERT INTO hackathon_seeker (event_id, person_id, brings, skills, made_at) SELECT event_id, person_id, "
        f"'I answer the calls that this is about.', '|{codes[0]}|', {_now()} FROM event_sign_up s "
        f"WHERE event_id = {NOW} AND NOT EXISTS (SELECT 1 FROM hackathon_member m WHERE m.event_id = s.event_id "
        "AND m.person_id = s.person_id)"
    )
    _run(
        "INSERT INTO hackathon_project (id, team_id, title, built, for_whom, link, made_at, changed_at) SELECT id, id, "
        "'A letter that writes itself', 'It reads the bar code.', 'Forty people', 'https://code.example/', "
        f"{_now()}, {_now()} FROM hackathon_team WHERE event_id >= 900000"
    )
    _run(
        "INSERT INTO hackathon_follow_up (id, project_id, days, asked_at, outcome, said) SELECT p.id, p.id, 30, "
        f"{_now()}, 'in-use', 'Since last week.' FROM hackathon_project p JOIN hackathon_team t ON t.id = p.team_id "
        f"JOIN event e ON e.id = t.event_id WHERE e.ends_at < {_now()} AND e.id >= 900000"
    )
    for number, (what, code) in enumerate((("part", "developer"), ("skill", codes[0]), ("skill", codes[1]))):
        _run(
            "INSERT INTO hackathon_claim (id, member_id, what, code, claimed_at, confirmed_at) SELECT "
            f"id * 10 + {number}, id, '{what}', '{code}', {_now()}, CASE WHEN id % 2 = 0 THEN {_now()} END "
            "FROM hackathon_member WHERE event_id >= 900000"
        )


def _write_challenges() -> None:
    """Some of the large one that runs now, some of other hackathons, some that wait; a third are closed."""
    _run(
        "INSERT INTO challenge (id, person_id, department_id, event_id, title, problem, who_has_it, would_help, "
        f"material, contact, outcome, made_at, changed_at, closed_at) {NUMBERS.format(count=CHALLENGES)} SELECT "
        "900000 + i, p.id, (SELECT min(id) FROM department), "
        f"CASE WHEN i <= {IN_LARGE} THEN {NOW} WHEN i % 2 = 0 THEN 900016 END, 'Letters are keyed in twice, ' || i, "
        "'Every letter that comes back is typed again.', 'Forty people', 'Reading the bar code', '', "
        f"'somebody@bench.example', '', {_now()}, {_now()}, CASE WHEN i > {IN_LARGE} AND i % 3 = 0 THEN {_now()} END "
        "FROM numbers JOIN person p ON p.id = i % 900 + 1"
    )


def _write_judging() -> None:
    """Three criteria each; three judges have given half of the large ones' teams their marks; ten prizes."""
    _run(
        f"INSERT INTO hackathon_criterion (id, event_id, name) {NUMBERS.format(count=3)} SELECT h.event_id * 10 + i, "
        "h.event_id, 'Does it help? ' || i FROM numbers JOIN hackathon h ON h.event_id >= 900000"
    )
    marks = "'{' || " + " || ', ' || ".join(f"'\"' || (t.event_id * 10 + {n}) || '\": {n + 1}'" for n in (1, 2, 3))
    marks += " || '}'"
    marks = f"CAST({marks} AS json)" if _is_postgresql() else marks
    _run(
        "INSERT INTO hackathon_score (team_id, judge_person_id, marks, comment, scored_at) "
        f"SELECT t.id, j.person_id, {marks}, 'Try it in Leeds.', {_now()} FROM hackathon_team t "
        f"JOIN (SELECT event_id, person_id FROM hackathon_judge WHERE event_id = {NOW} ORDER BY person_id LIMIT 3) j "
        f"ON j.event_id = {NOW} WHERE t.event_id IN ({NOW}, {OVER}) AND t.id % 2 = 1"
    )
    _run(
        "INSERT INTO hackathon_prize (event_id, team_id, name, why) SELECT event_id, id, 'Most useful', 'In use' "
        f"FROM hackathon_team WHERE event_id IN ({NOW}, {OVER}) AND id % 1000 <= 10"
    )


def _run(statement: str) -> None:
    db.session.execute(text(statement))


def _now() -> int:
    return clock.to_ms(clock.now())


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _no() -> str:
    return "false" if _is_postgresql() else "0"
