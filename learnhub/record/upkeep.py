"""`rebuild` makes the caches anew from the statements, `verify` reports every difference, `settle` completes what
became complete because a course changed. All work in short transactions beside a running service, and can be resumed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record import completion, ledger, recompute, shelves
from learnhub.record.models import CompletionMonth, Progress, RecordObject, Standing, Voided
from learnhub.record.recompute import Counts, Key, World
from learnhub.record.writing import complete_if_due

Report = Callable[[int], None]  # told the last learner's number that is done


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the statements amount to: its table, its key, what is kept and what it ought to be."""

    table: str
    key: tuple[int, ...]
    kept: object
    recomputed: object


def verify(report: Report | None = None) -> list[Difference]:
    """Every difference between the statements and the caches, as of one moment. Writes nothing."""
    return list(differences(report))


def differences(report: Report | None = None) -> Iterator[Difference]:
    """As `verify`, one at a time: in constant memory also when everything is wrong."""
    with _one_moment() as connection:
        world, counts = World.read(connection), Counts()
        for low, high in recompute.ranges(connection):
            yield from _range_differences(connection, world, low, high, counts)
            if report:
                report(high)
        yield from _standing_differences(connection, counts)
        yield from _month_differences(connection, counts)


def rebuild(learner_ids: Iterable[int] | None = None, *, after: int = 0, report: Report | None = None) -> int:
    """Make progress, standing and completion_month anew; how many rows of progress had been wrong.

    All learners (those after number `after`: how an interrupted run goes on), or the given ones.
    """
    if learner_ids is not None:
        return sum(_rebuild_range(one, one, and_standing=True) for one in sorted(set(learner_ids)))
    mended = 0
    with db.engine.connect() as connection:
        todo = list(recompute.ranges(connection, after))
    for low, high in todo:
        mended += _rebuild_range(low, high, and_standing=False)
        if report:
            report(high)
    for course_id in _course_ids():
        with database.write():
            _rebuild_standing(course_id)
        with database.write():
            _rebuild_months(course_id)
    return mended


def settle(course_id: int) -> int:
    """Complete the course for those whose rules are met since it changed; how many. Run after publishing a version."""
    settled = 0
    in_progress = select(Progress.learner_id).where(Progress.course_id == course_id, Progress.completed_at.is_(None))
    with db.engine.connect() as connection:
        begun = connection.execute(in_progress.limit(1)).first()
        todo = list(recompute.ranges(connection)) if begun else []
    for low, high in todo:
        due = _due(course_id, low, high)
        if due:
            with database.write():
                settled += sum(complete_if_due(learner_id, course_id) is not None for learner_id in due)
    return settled


@contextmanager
def _one_moment() -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is committed meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _range_differences(
    connection: Connection, world: World, low: int, high: int, counts: Counts
) -> Iterator[Difference]:
    ought = recompute.recompute(connection, world, low, high, counts)
    kept = recompute.kept_progress(connection, low, high)
    for key in sorted(ought.progress.keys() | kept.keys()):
        if kept.get(key) != ought.progress.get(key):
            yield Difference("progress", key, kept.get(key), ought.progress.get(key))
    voided = recompute.kept_voided(connection, list(ought.voided))
    for seq, by_seq in ought.voided.items():
        if voided.get(seq) != by_seq:
            yield Difference("voided", (seq,), voided.get(seq), by_seq)
    for seq in ought.wrong_flags:
        yield Difference("statement", (seq,), "is_course_completion", "not what its verb and object say")


def _standing_differences(connection: Connection, counts: Counts) -> Iterator[Difference]:
    rows = connection.execute(select(Standing.__table__))
    kept = {(row.department_id, row.course_id): [row.in_progress, row.complete] for row in rows}
    for place in sorted(kept.keys() | counts.standing.keys()):
        if kept.get(place, [0, 0]) != counts.standing.get(place, [0, 0]):
            yield Difference("standing", place, kept.get(place), counts.standing.get(place))


def _month_differences(connection: Connection, counts: Counts) -> Iterator[Difference]:
    rows = connection.execute(select(CompletionMonth.__table__))
    kept = {(row.course_id, row.month, row.department_id): row.completions for row in rows}
    for place in sorted(kept.keys() | counts.months.keys()):
        if kept.get(place, 0) != counts.months.get(place, 0):
            yield Difference("completion_month", place, kept.get(place), counts.months.get(place))


def _rebuild_range(low: int, high: int, *, and_standing: bool) -> int:
    with database.write():
        ledger.hold_lock()
        connection = db.session.connection()
        ought = recompute.recompute(connection, World.read(connection), low, high, Counts())
        kept = recompute.kept_progress(connection, low, high)
        wrong: list[Key] = [
            key for key in ought.progress.keys() | kept.keys() if kept.get(key) != ought.progress.get(key)
        ]
        for key in wrong:
            if key in kept:
                connection.execute(delete(Progress).where(Progress.learner_id == key[0], Progress.course_id == key[1]))
            if and_standing:
                ledger.count_standing(kept.get(key), ought.progress.get(key))
        rows = [ledger.progress_values(ought.progress[key]) for key in sorted(wrong) if key in ought.progress]
        if rows:
            connection.execute(insert(Progress.__table__), rows)
        missing = ought.voided.keys() - recompute.kept_voided(connection, list(ought.voided)).keys()
        if missing:
            connection.execute(
                insert(Voided.__table__), [{"seq": seq, "by_seq": ought.voided[seq]} for seq in sorted(missing)]
            )
    return len(wrong)


def _course_ids() -> list[int]:
    known = db.session.execute(select(RecordObject.course_id).where(RecordObject.course_id.is_not(None)).distinct())
    counted = db.session.execute(select(Standing.course_id).union(select(CompletionMonth.course_id)))
    return sorted({*known.scalars(), *counted.scalars()} - {None})


_COUNT_STANDING = text(
    "INSERT INTO standing (department_id, course_id, in_progress, complete) "
    "SELECT department_id, course_id, count(*) - count(completed_at), count(completed_at) FROM progress "
    "WHERE course_id = :course AND department_id IS NOT NULL GROUP BY department_id, course_id"
)
# "is_course_completion" as it stands in the partial index, which answers both without touching the table.
_SPAN = text("SELECT min(at), max(at) FROM statement WHERE is_course_completion AND course_id = :course")
_COUNT_MONTH = text(
    "INSERT INTO completion_month (course_id, month, department_id, completions) "
    "SELECT course_id, :month, COALESCE(department_id, 0), count(*) FROM statement "
    "WHERE is_course_completion AND course_id = :course AND at >= :since AND at < :until "
    "AND NOT EXISTS (SELECT 1 FROM voided WHERE voided.seq = statement.seq) "
    "GROUP BY course_id, COALESCE(department_id, 0)"
)


def _rebuild_standing(course_id: int) -> None:
    ledger.hold_lock()
    db.session.execute(delete(Standing).where(Standing.course_id == course_id))
    db.session.execute(_COUNT_STANDING, {"course": course_id})


def _rebuild_months(course_id: int) -> None:
    ledger.hold_lock()
    db.session.execute(delete(CompletionMonth).where(CompletionMonth.course_id == course_id))
    first, last = db.session.execute(_SPAN, {"course": course_id}).one()
    if first is None:
        return
    months = range(_month(first), _month(last) + 1)
    for month in months:
        span = {"since": _start_ms(month), "until": _start_ms(month + 1)}
        db.session.execute(_COUNT_MONTH, {"course": course_id, "month": month, **span})


def _month(milliseconds: int) -> int:
    return ledger.month_of(clock.day_of(clock.from_ms(milliseconds)))


def _start_ms(month: int) -> int:
    return clock.to_ms(clock.start_of(ledger.first_day_of(month)))


def _due(course_id: int, low: int, high: int) -> list[int]:
    """Learners in progress whose modules now suffice. Prerequisites are asked when it is written."""
    rows: Any = db.session.execute(
        select(*ledger.PROGRESS_COLUMNS).where(
            Progress.learner_id.between(low, high), Progress.course_id == course_id, Progress.completed_at.is_(None)
        )
    ).all()
    if not rows:
        return []
    found = [ledger.progress_row(row) for row in rows]
    current = shelves.current_version(course_id)
    started = {
        version_id: shelves.version_or_none(version_id) for version_id in {row.started_version_id for row in found}
    }
    return [
        row.learner_id
        for row in found
        if completion.completing_version(started[row.started_version_id], current, row) is not None
    ]
