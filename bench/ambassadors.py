"""Matching among 5,000 ambassadors, and the pages around asking, in a service of half a million people with 200,000
requests behind it.

The rows are made by the database itself, in a few statements: what is measured is reading them. The CPU of matching is
that of this process, and on PostgreSQL that of the server's process for it besides.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from bench import load
from bench.events import NUMBERS, write_people
from bench.pages import HEADERS, addresses
from bench.report import Line
from bench.servers import serve
from bench.visitors import Visit, visits
from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.candidates import candidates_for, top_departments, wish_of
from learnhub.ambassadors.matching import rank
from learnhub.ambassadors.models import HelpRequest
from learnhub.ambassadors.requests import Asked, ask_for_help
from learnhub.ambassadors.words import Kind, Place, Preference
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db

AMBASSADORS, REQUESTS, MENTORSHIPS = 5_000, 200_000, 20_000
ROUNDS, CALLS = 5, 200
MATCH_MS, TIMES_MODULE_PAGE = 50.0, 3.0
DAY_MS = 86_400_000
OWN, OFFER = "a request of one's own", "a request that one is offered"
PAGES = (
    "/ambassadors", "/ambassadors?q=person&day=3", "/ambassadors/ask", "/ambassadors/requests", "/ambassadors/mine",
    "/support", "/mentoring",
)  # fmt: skip


def compare(app: Flask, environment: dict[str, str], label: str) -> list[Line]:
    """Matching, asking, and each page's CPU beside the module page's."""
    with app.app_context():
        write_people()
        write_network()
        write_sessions()
        counted = [db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                   for name in ("person", "ambassador", "help_request")]  # fmt: skip
        db.session.rollback()
        lines = _matching(label)
    people = visits(app, 20)
    base, costs = _costs(app, environment, people)
    lines.append(Line(f"{label}: rows", "{:,} people, {:,} ambassadors, {:,} requests".format(*counted), ""))
    return lines + [
        Line.ratio(f"{label}: {path}, CPU beside the module page", cost, base, TIMES_MODULE_PAGE, "ms")
        for path, cost in costs.items()
    ]


def _matching(label: str) -> list[Line]:
    """Every kind of wish, several times over."""
    gc.collect()
    gc.freeze()  # what the preparation left is no server's: looking through it all costs 100 ms
    asker = db.session.execute(text("SELECT max(id) FROM person")).scalar_one()
    found: dict[str, list[float]] = {}
    sizes: dict[str, int] = {}
    for what, wished in _wishes():
        request = HelpRequest(id=0, person_id=asker, wants_manager=False, wanted_id=None, **wished)
        for _ in range(ROUNDS):
            began = _cpu_seconds()
            tops, today = top_departments(), clock.today()
            wish = wish_of(request, tops)
            candidates = candidates_for(wish, today, tops)
            assert rank(wish, candidates, today)
            found.setdefault(what, []).append(1000 * (_cpu_seconds() - began))
            sizes[what] = len(candidates)
            db.session.rollback()
    lines = [
        Line.at_most(f"{label}: matching, {what} ({sizes[what]:,} candidates), slowest of {len(times)}", max(times[1:]),
                     MATCH_MS, "ms")
        for what, times in found.items()
    ]  # fmt: skip
    return [*lines, Line(f"{label}: asking, matching and offering included", f"{_asking(asker):.1f} ms", "")]


def _cpu_seconds() -> float:
    """Of this process and of the database's process that works for it."""
    if db.engine.dialect.name != "postgresql":
        return time.process_time()
    pid = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    nanoseconds = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return time.process_time() + nanoseconds / 1e9


def _wishes() -> Iterator[tuple[str, dict[str, object]]]:
    codes = list(all_skills())
    plain = {"kind": Kind.SESSION, "place": Place.EITHER, "language": "en", "preference": Preference.ANY}
    bar = "|".join
    yield "one skill", {**plain, "skills": f"|{codes[0]}|"}
    yield "five skills", {**plain, "skills": f"|{bar(codes[:5])}|"}
    yield "no skill", {**plain, "skills": ""}
    yield "mentoring", {**plain, "skills": f"|{bar(codes[:3])}|", "kind": Kind.MENTORING}
    yield "Welsh, remotely, another department", {
        **plain, "skills": f"|{bar(codes[:5])}|", "language": "cy", "place": Place.REMOTE,
        "preference": Preference.ANOTHER,
    }  # fmt: skip


def _asking(asker: int) -> float:
    """The median of asking, without the commit."""
    codes, times = list(all_skills()), []
    for number in range(20):
        database.begin_write()
        began = _cpu_seconds()
        ask_for_help(asker - number, Asked("How do I do this?", (codes[number % 5],)))
        times.append(1000 * (_cpu_seconds() - began))
        database.rollback()
    return statistics.median(times)


def _costs(app: Flask, environment: dict[str, str], people: list[Visit]) -> tuple[float, dict[str, float]]:
    """The module page's CPU, and each page's, in ms; interleaved."""
    paths: dict[str, list[str]] = {path: [path] * len(people) for path in (addresses(app)[0], *PAGES)}
    with app.app_context():
        own = "SELECT max(id) FROM help_request WHERE person_id = :person"
        offered = (
            "SELECT max(r.id) FROM help_request r JOIN ambassador a ON a.id = r.offered_to_id "
            "WHERE a.person_id = :person AND r.state = 'offered'"
        )
        held = "SELECT max(x.id) FROM {} x JOIN ambassador a ON a.id = x.ambassador_id WHERE a.person_id = :person {}"
        for name, address, statement in (
            (OWN, "/ambassadors/requests", own),
            (OFFER, "/ambassadors/requests", offered),
            ("a session that one held", "/support", held.format("support_session", "")),
            ("a mentorship", "/mentoring", held.format("mentorship", "AND x.state <> 'ended'")),
        ):
            ids = [db.session.execute(text(statement), {"person": one.person_id}).scalar() for one in people]
            paths[name] = [f"{address}/{id_}" for id_ in ids]
        db.session.rollback()
    found: dict[str, list[float]] = {name: [] for name in paths}
    with serve("wsgi:app", environment) as server:
        for _ in range(ROUNDS):
            for name, costs in found.items():
                costs.append(load.closed_loop(server, 2, CALLS, _each(people, paths[name])).cpu_ms)
    base, *others = (statistics.median(costs) for costs in found.values())
    return base, dict(zip(list(found)[1:], others, strict=True))


def _each(people: list[Visit], paths: list[str]) -> Callable[[HTTPConnection, int, int], None]:
    """Each visitor opens their own address, in turn."""
    calls = [load.get(path, {**HEADERS, "Cookie": one.cookie}) for one, path in zip(people, paths, strict=True)]

    def call(connection: HTTPConnection, index: int, number: int) -> None:
        calls[(index * 7 + number) % len(calls)](connection, index, number)

    return call


def write_network() -> None:
    """Ambassadors spread over everybody, the visitors among them; their skills, absences, requests and offers."""
    false = "false" if db.engine.dialect.name == "postgresql" else "0"
    now, people = clock.to_ms(clock.now()), db.session.execute(text("SELECT max(id) FROM person")).scalar_one()
    month = clock.today().year * 12 + clock.today().month - 1
    codes = list(all_skills())
    skill = f"CASE (i * 7 + k * k * 5 + i / 64) % {len(codes)} " + " ".join(
        f"WHEN {number} THEN '{code}'" for number, code in enumerate(codes)
    ) + " END"  # fmt: skip
    person = f"CASE WHEN i <= 200 THEN i ELSE 200 + i * {max(1, (people - 300) // AMBASSADORS)} END"
    numbers = NUMBERS.format(first=1, last=AMBASSADORS)
    with database.write():
        db.session.execute(text("DELETE FROM request_offer"))
        for table in ("support_session", "mentorship", "help_request", "ambassador_skill", "ambassador_away",
                      "network_post", "ambassador"):  # fmt: skip
            db.session.execute(text(f"DELETE FROM {table}"))
        db.session.execute(text("UPDATE posting SET office = 'Office ' || (person_id % 60) WHERE office IS NULL"))
        db.session.execute(text(
            "INSERT INTO ambassador (id, person_id, state, is_adviser, about, languages, place, free_days, "
            "availability, minutes_a_month, most_mentorships, applied_at, why, decision, began_at, checklist, "
            "active_at, open_mentorships, promised_minutes, used_month, used_minutes, last_offered_at, listed_name) "
            f"{numbers} SELECT i, {person}, 'active', {false}, 'I like to explain things.', "
            "CASE WHEN i % 9 = 0 THEN '|en|cy|' ELSE '|en|' END, 'either', "
            "CASE WHEN i % 3 = 0 THEN '0001000' ELSE '1111100' END, '', 60 + 60 * (i % 6), 1 + i % 3, "
            f"{now}, '', '', {now}, '{{}}', {now}, i % 2, 0, {month}, 60 * (i % 4 / 3), "
            f"{now} - CAST(i % 90 AS bigint) * {DAY_MS}, '' FROM numbers"
        ))  # fmt: skip
        for column, of in (("name", "person WHERE id"), ("region", "person WHERE id"),
                           ("department_id", "posting WHERE is_current AND person_id"),
                           ("office", "posting WHERE is_current AND person_id")):  # fmt: skip
            db.session.execute(text(
                f"UPDATE ambassador SET listed_{column} = (SELECT {column} FROM {of} = ambassador.person_id)"
            ))  # fmt: skip
        db.session.execute(text(
            "UPDATE ambassador SET listed_words = lower(listed_name || ' ' || coalesce(listed_office, '') || ' ' || "
            "coalesce(listed_region, ''))"
        ))  # fmt: skip
        db.session.execute(text(
            f"INSERT INTO ambassador_skill (ambassador_id, skill, level) {numbers} SELECT DISTINCT i, {skill}, "
            "'working' FROM numbers CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 "
            "UNION ALL SELECT 3) more WHERE i > 0 ON CONFLICT DO NOTHING"
        ))  # fmt: skip
        db.session.execute(text(
            "INSERT INTO ambassador_away (ambassador_id, from_on, until_on) SELECT id, :day, :day FROM ambassador "
            "WHERE id % 20 = 0"
        ), {"day": clock.today()})  # fmt: skip
        # One in a hundred is asked or has agreed; the first two hundred people asked often.
        state = "CASE WHEN i % 100 = 0 THEN 'offered' WHEN i % 100 = 1 THEN 'accepted' ELSE 'met' END"
        whose = f"CASE WHEN i % 40 = 0 THEN 1 + (i / 40) % 200 ELSE 1 + (i * 31) % {people} END"
        # Every visitor is asked something: the offered ones go round the first ambassadors too.
        helper = f"CASE WHEN i % 500 = 0 THEN 1 + (i / 500) % 200 ELSE 1 + (i * 17) % {AMBASSADORS} END"
        accepted = "CASE WHEN i % 100 = 0 THEN NULL ELSE {} END"
        asked = f"{now} - CAST(i % 700 AS bigint) * {DAY_MS}"
        db.session.execute(text(
            "INSERT INTO help_request (id, person_id, department_id, text, skills, kind, place, language, preference, "
            "wants_manager, about, state, asked_at, offered_to_id, offered_at, pass_on_at, first_answered_at, "
            f"accepted_by_id, accepted_at, close_reason) {NUMBERS.format(first=1, last=REQUESTS)} SELECT i, {whose}, "
            f"1 + i % 20, 'How do I make a table of three offices? ' || i, '|{codes[0]}|', 'session', 'either', 'en', "
            f"'any', {false}, '', {state}, {asked}, {helper}, {asked}, "
            f"CASE WHEN i % 100 = 0 THEN {now} + 3 * {DAY_MS} END, {asked} + {DAY_MS}, {accepted.format(helper)}, "
            f"{accepted.format(f'{asked} + {DAY_MS}')}, '' FROM numbers"
        ))  # fmt: skip
        db.session.execute(text(
            "INSERT INTO request_offer (request_id, ambassador_id, offered_at, reasons, answer, answered_at, "
            f"decline_reason) SELECT id, offered_to_id, offered_at, '[[\"skills\",\"{codes[0]}\"]]', "
            "CASE WHEN state = 'offered' THEN NULL ELSE 'accepted' END, accepted_at, '' FROM help_request"
        ))  # fmt: skip
        if db.engine.dialect.name == "postgresql":  # numbers given by hand leave a sequence behind
            db.session.execute(
                text("SELECT setval(pg_get_serial_sequence('help_request', 'id'), :last)"), {"last": REQUESTS}
            )
        db.session.execute(text("ANALYZE"))


def write_sessions() -> None:
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
