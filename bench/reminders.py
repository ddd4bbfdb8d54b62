"""Reminders for 100,000 people and the daily mails that carry them: seconds, memory, how long they lock others out.

On a copy of the large database, since what is written stays. The work runs in a process of its own, as `flask jobs run`
does; so its memory is its own.
"""

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from flask_migrate import upgrade
from sqlalchemy import func, select

from bench import databases
from bench.report import Line
from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.messages.digest import write_digests
from learnhub.messages.models import Message, Notice
from learnhub.people.models import Department, Person, Posting
from learnhub.required.models import STAMP, Assignment
from learnhub.required.reminders import write_reminders
from learnhub.required.team_digest import write_team_digests
from tests import postgresql

PEOPLE = 100_000
MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


def compare() -> list[Line]:
    """Both databases. The one of PostgreSQL is made for this, with people enough and little learned."""
    lines = measure(copy_of_large(), "SQLite")
    if postgresql.binaries() is None:
        return [*lines, Line("PostgreSQL is not installed: left out", "", "")]
    server = postgresql.Server()
    server.start(autovacuum="on", autovacuum_naptime="10s")  # as any service has it
    try:
        url = databases.filled(server.url("postgres"), PEOPLE * 3 // 2, PEOPLE).url
        return lines + measure(url, "PostgreSQL")
    finally:
        server.stop()


def copy_of_large() -> str:
    """A copy of the large SQLite database."""
    source = databases.large_sqlite().url.removeprefix("sqlite:///")
    copy = databases.BUILD / "reminders.db"
    databases.BUILD.mkdir(parents=True, exist_ok=True)
    for old in databases.BUILD.glob("reminders.db*"):
        old.unlink()
    shutil.copyfile(source, copy)
    return f"sqlite:///{copy}"


def measure(url: str, label: str) -> list[Line]:
    """The figures of one database, each job in a process of its own."""
    prepared, reminders, digests, team = (
        databases.in_a_process("bench.reminders", url, what) for what in ("prepare", "reminders", "digests", "team")
    )
    return [
        Line(f"{label}: people in service, of whom an assignment asks", f"{prepared['all']}, {prepared['asked']}", ""),
        Line.at_least(f"{label}: reminders written", reminders["count"], PEOPLE, "", 0),
        Line.at_most(f"{label}: seconds for them", reminders["seconds"], 60, "s", 1),
        Line.at_most(f"{label}: peak memory of the process", reminders["megabytes"], 300, "MB", 0),
        Line.at_most(f"{label}: longest write transaction", reminders["longest_ms"], 200, "ms", 0),
        Line(f"{label}: the same again", f"{reminders['again_seconds']:.2f} s, {reminders['again_count']} written", ""),
        Line(f"{label}: daily mails for them", f"{digests['count']} in {digests['seconds']:.1f} s", ""),
        Line.at_most(f"{label}: peak memory of the process", digests["megabytes"], 300, "MB", 0),
        Line.at_most(f"{label}: longest write transaction", digests["longest_ms"], 200, "ms", 0),
        Line(f"{label}: words to line managers", f"{team['count']} in {team['seconds']:.1f} s", ""),
        Line.at_most(f"{label}: peak memory of the process", team["megabytes"], 300, "MB", 0),
        Line.at_most(f"{label}: longest write transaction", team["longest_ms"], 200, "ms", 0),
    ]


def prepare() -> dict[str, float]:
    """Migrate, and make two assignments to as many departments as hold the people: due in a week, and overdue."""
    upgrade()
    course = shelf().courses[0]
    with database.write():
        tops = _departments_with(PEOPLE)
        for due_on in (MONDAY.date() + timedelta(days=7), MONDAY.date() - timedelta(days=3)):
            db.session.add(
                Assignment(
                    kind="required",
                    course_id=course.id,
                    departments=tops if due_on > MONDAY.date() else tops[:1],
                    grades=[],
                    professions=[],
                    starts_on=date(2026, 1, 5),
                    due_on=due_on,
                    reason="Measured.",
                    made_at=clock.now(),
                )
            )
        database.touch(STAMP)
        everybody = db.session.execute(select(func.count()).select_from(Person)).scalar_one()
        asked = select(func.count()).select_from(Posting).where(Posting.is_current, Posting.department_id.in_(tops))
        return {"all": everybody, "asked": db.session.execute(asked).scalar_one()}


def _departments_with(people: int) -> list[int]:
    """Departments with none below them until they hold more people than wanted: some are done, or not at work."""
    above = select(Department.parent_id).where(Department.parent_id.is_not(None))
    rows = db.session.execute(
        select(Department.id, func.count())
        .join(Posting, Posting.department_id == Department.id)
        .where(Posting.is_current, Department.id.not_in(above))
        .group_by(Department.id)
        .order_by(Department.id)
    )
    chosen, held = [], 0
    for department_id, number in rows:
        chosen.append(department_id)
        held += number
        if held >= people * 1.6:
            break
    return chosen


def timed(job: Callable[[], int]) -> dict[str, float]:
    """Run a job with every write transaction timed, from the lock to the end of the commit."""
    longest = 0.0

    @contextmanager
    def write() -> Iterator[None]:
        nonlocal longest
        database.begin_write()
        began = time.perf_counter()
        try:
            yield
        except BaseException:
            database.rollback()
            raise
        database.commit()
        longest = max(longest, time.perf_counter() - began)

    database.write = write
    began = time.perf_counter()
    count = job()
    return {
        "count": count,
        "seconds": time.perf_counter() - began,
        "longest_ms": longest * 1_000,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    }


def main(what: str) -> None:
    """What a child process does."""
    app = databases.opened(os.environ["LEARNHUB_DATABASE_URL"]).app
    with app.app_context(), clock.at(MONDAY):
        if what == "prepare":
            found = prepare()
        elif what == "reminders":
            found = timed(write_reminders)
            again = timed(write_reminders)
            found |= {"again_seconds": again["seconds"], "again_count": again["count"]}
            assert db.session.execute(select(func.count()).select_from(Notice)).scalar_one() == found["count"]
        elif what == "digests":
            found = timed(write_digests)
            assert db.session.execute(select(func.count()).where(Message.kind == "digest")).scalar_one() >= PEOPLE
        else:
            found = timed(write_team_digests)
        db.session.remove()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
