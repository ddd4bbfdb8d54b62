"""What the caches ought to hold, worked out from the statements alone, a range of learners at a time.

`rebuild` writes it, `verify` compares it. Memory: one range of learners, and a number per department, course and month.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from learnhub import clock
from learnhub.people.models import Learner, Person, Posting
from learnhub.record import ledger
from learnhub.record.interning import slug_of
from learnhub.record.models import NOWHERE, Progress, RecordObject, Voided
from learnhub.record.progress import Line, ProgressRow, fold_all
from learnhub.record.words import ObjectKind, Verb

LEARNERS_AT_ONCE = 200  # about 4,000 statements: folded and written well within the 200 ms a lock may be held

_STATEMENTS = (
    "SELECT seq, learner_id, course_id, object_id, verb, at, means, score, assurance, version_id, language, about_seq, "
    "department_id, is_course_completion FROM statement WHERE learner_id "
)
_IN_RANGE = text(_STATEMENTS + "BETWEEN :low AND :high ORDER BY learner_id, seq")
_OF_ONE = text(_STATEMENTS + "= :learner ORDER BY seq")

Key = tuple[int, int]  # learner, course


@dataclass(slots=True)
class Counts:
    """The summaries that follow: `standing` by (department, course), `months` by (course, month, department)."""

    standing: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    months: dict[tuple[int, int, int], int] = field(default_factory=lambda: defaultdict(int))


@dataclass(slots=True)
class Recomputed:
    """What a range of learners ought to have."""

    progress: dict[Key, ProgressRow]
    voided: dict[int, int]
    wrong_flags: list[int]


@dataclass(slots=True)
class World:
    """What does not depend on the range: the objects that belong to courses, and merged learners."""

    objects: dict[int, tuple[int, str]]
    aliases: dict[int, int]

    @classmethod
    def read(cls, connection: Connection) -> "World":
        """Read both; small: courses have hundreds of modules, and few people are merged."""
        rows = connection.execute(
            select(RecordObject.id, RecordObject.kind, RecordObject.key).where(RecordObject.course_id.is_not(None))
        )
        objects = {row.id: (row.kind, slug_of(row.kind, row.key)) for row in rows}
        merged = connection.execute(
            select(Learner.id, Learner.merged_into_id).where(Learner.merged_into_id.is_not(None))
        )
        return cls(objects, {row.id: row.merged_into_id for row in merged})


def ranges(connection: Connection, after: int = 0, size: int = LEARNERS_AT_ONCE) -> Iterator[tuple[int, int]]:
    """Every learner's number, in ranges (both ends included) of about `size` learners."""
    while True:
        part = select(Learner.id).where(Learner.id > after).order_by(Learner.id).limit(size).subquery()
        high = connection.execute(select(part.c.id).order_by(part.c.id.desc()).limit(1)).scalar_one_or_none()
        if high is None:
            return
        yield after + 1, high
        after = high


def recompute(connection: Connection, world: World, low: int, high: int, counts: Counts) -> Recomputed:
    """The progress that the statements of these learners amount to; adds what it implies to `counts`."""
    found = Recomputed({}, {}, [])
    posted = _current_departments(connection, low, high)
    for learner_id, rows in _by_learner(connection, world, low, high):
        voided = {row.about_seq: row.seq for row in rows if row.verb == Verb.VOIDED}
        found.voided |= voided
        by_course: dict[int, list[Line]] = {}
        for row in rows:
            kind, slug = world.objects.get(row.object_id, (0, ""))
            is_completion = row.verb == Verb.COMPLETED and kind == ObjectKind.COURSE
            if bool(row.is_course_completion) != is_completion:
                found.wrong_flags.append(row.seq)
            if row.course_id is None:
                continue
            if is_completion and row.seq not in voided:
                month = ledger.month_of(clock.day_of(clock.from_ms(row.at)))
                place = NOWHERE if row.department_id is None else row.department_id
                counts.months[row.course_id, month, place] += 1
            by_course.setdefault(row.course_id, []).append(
                Line(row.seq, row.verb, kind, slug, row.at, row.means, row.score, row.assurance, *row[9:12])
            )
        for course_id, lines in by_course.items():
            progress = fold_all(lines, learner_id, course_id, voided, posted.get(learner_id))
            if progress is not None:
                found.progress[learner_id, course_id] = progress
                if progress.department_id is not None:
                    counts.standing[progress.department_id, course_id][progress.is_complete] += 1
    return found


def kept_progress(connection: Connection, low: int, high: int) -> dict[Key, ProgressRow]:
    """The rows of progress that are there."""
    rows = connection.execute(select(*ledger.PROGRESS_COLUMNS).where(Progress.learner_id.between(low, high)))
    return {(row.learner_id, row.course_id): ledger.progress_row(row) for row in rows}


def kept_voided(connection: Connection, seqs: Sequence[int]) -> dict[int, int]:
    """The rows of `voided` that are there, of these statements."""
    if not seqs:
        return {}
    rows = connection.execute(select(Voided.seq, Voided.by_seq).where(Voided.seq.in_(seqs)))
    return {row.seq: row.by_seq for row in rows}


def _by_learner(connection: Connection, world: World, low: int, high: int) -> Iterator[tuple[int, list[Any]]]:
    """Each learner's statements in the order of `seq`, with those under a number that was merged into theirs."""
    by_learner: dict[int, list[Any]] = {}
    for row in connection.execute(_IN_RANGE, {"low": low, "high": high}):
        if row.learner_id not in world.aliases:
            by_learner.setdefault(row.learner_id, []).append(row)
    for alias, learner_id in world.aliases.items():
        if low <= learner_id <= high:
            more = connection.execute(_OF_ONE, {"learner": alias}).all()
            by_learner[learner_id] = sorted([*by_learner.get(learner_id, ()), *more], key=lambda row: int(row.seq))
    yield from by_learner.items()


def _current_departments(connection: Connection, low: int, high: int) -> dict[int, int]:
    rows = connection.execute(
        select(Person.learner_id, Posting.department_id)
        .join(Posting, Posting.person_id == Person.id)
        .where(Posting.is_current, Person.learner_id.between(low, high))
    )
    return {row.learner_id: row.department_id for row in rows}
