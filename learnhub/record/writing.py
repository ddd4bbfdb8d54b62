"""How one write to the record goes: the statements, then everything that follows from them, in the same transaction.

The order: lock, one select of all that must be known, the statements in one insert, progress, standing, month,
followers.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from learnhub import clock
from learnhub.db import db
from learnhub.record import completion, ledger, shelves
from learnhub.record.entries import Appended, Conflict, Entry, course_entry, time_of
from learnhub.record.interning import group_ids, object_ids, slug_of
from learnhub.record.models import Progress, RecordObject, Statement
from learnhub.record.progress import Line, ProgressRow, copy_of, fold, fold_all
from learnhub.record.queries import prerequisites_met
from learnhub.record.words import Language, ObjectKind, Verb

# Called in this order for every statement, in its transaction, with plain data. Filled once, in create_app. What a
# follower appends is written at once, but its own followers wait until everybody has heard of the first.
FOLLOWERS: list[Callable[[Appended], None]] = []

_QUEUE = "record_queue"


def known_for(entry: Entry, at: datetime | None = None) -> ledger.Known:
    """What must be known to write an entry, as of the day it happened."""
    return ledger.known(entry.learner_id, entry.course_id, clock.day_of(at or entry.at or clock.now()))


def write(known: ledger.Known, asked: Sequence[Entry]) -> list[int]:
    """Write entries of one learner, one course and one day, and all that follows; the numbers of those asked for."""
    entries = [replace(entry, learner_id=known.learner_id, at=time_of(entry, known.joined_on)) for entry in asked]
    completed = _completion_after(known, entries)
    if completed is not None and _day_of(completed) == _day_of(entries[-1]):
        entries.append(completed)
        completed = None
    seqs = ledger.insert_statements(rows_of(entries, known))
    _keep_progress(known, entries, seqs)
    for entry in entries:
        if entry.is_course_completion and entry.course_id is not None and entry.at is not None:
            ledger.count_completion(entry.course_id, entry.at, known.department_id, 1)
    tell([Appended(seq, entry) for entry, seq in zip(entries, seqs, strict=True)])
    if completed is not None:  # it belongs to another day, on which the learner may have been posted elsewhere
        write(known_for(completed), [completed])
    _complete_what_waited(entries)
    return seqs[: len(asked)]


def rows_of(entries: Sequence[Entry], known: ledger.Known) -> list[dict[str, Any]]:
    """Entries as rows of the statement table."""
    objects = object_ids((entry.kind, entry.key, entry.course_id) for entry in entries)
    posted = known.department_id is not None
    group_id = group_ids([(known.grade, known.profession)])[known.grade, known.profession] if posted else None
    now = clock.now()
    return [
        {
            **values_of(entry),
            "id": entry.id or clock.uuid7(),
            "object_id": objects[entry.kind, entry.key],
            "course_id": entry.course_id,
            "is_course_completion": entry.is_course_completion,
            "received_at": now,
            "department_id": known.department_id,
            "staff_group_id": group_id,
        }
        for entry in entries
    ]


def values_of(entry: Entry) -> dict[str, Any]:
    """What an entry itself says, as columns."""
    return {
        "learner_id": entry.learner_id,
        "verb": entry.verb.value,
        "at": entry.at,
        "assurance": entry.assurance.value,
        "means": entry.means and entry.means.value,
        "score": entry.score,
        "minutes": entry.minutes,
        "barrier": entry.barrier and entry.barrier.value,
        "version_id": entry.version_id,
        "language": Language[entry.language.upper()].value,
        "about_seq": entry.about_seq,
        "by_learner_id": entry.by_learner_id,
    }


def received_before(entry: Entry, aside: Sequence[str] = ()) -> int | None:
    """The `seq` of an entry whose id is there already with the same actor and content; None when the id is new.

    `aside` names columns that the server works out. Raises Conflict for anything else, and says no more than that.
    """
    assert entry.id is not None
    if entry.at is None:
        raise ValueError("an entry that brings its own id says when it happened")
    row = db.session.execute(
        select(Statement.__table__, RecordObject.kind, RecordObject.key)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .where(Statement.id == entry.id)
    ).first()
    if row is None:
        return None
    kept = row._mapping
    values = {**values_of(replace(entry, at=time_of(entry))), "kind": entry.kind.value, "key": entry.key}
    real = ledger.real_learner_id(entry.learner_id)
    if kept["learner_id"] not in (entry.learner_id, real):
        raise Conflict
    if any(kept[name] != value for name, value in values.items() if name != "learner_id" and name not in aside):
        raise Conflict
    return int(kept["seq"])


def completion_of(progress: ProgressRow, language: str, at: datetime) -> Entry | None:
    """The completion that a learner's progress now deserves, dated `at` or when its last part was done; else None."""
    current = shelves.current_version(progress.course_id)
    started = shelves.version_or_none(progress.started_version_id)
    course = completion.completing_version(started, current, progress)
    if course is None:
        return None
    if course.prerequisites:
        met = prerequisites_met(progress.learner_id, course)
        course = completion.completing_version(started, current, progress, met)
        if course is None:
            return None
    done = completion.done_modules(course, progress, current)
    last = max([at, *(entry.at for entry in done.values())])
    entry = course_entry(progress.learner_id, Verb.COMPLETED, course, language, last)
    return replace(entry, assurance=completion.assurance_of(course, done))


def tell(news: Sequence[Appended]) -> None:
    """Tell every follower of each statement, in order; what they append in turn is told after."""
    with told_together():
        db.session.info[_QUEUE].extend(news)


@contextmanager
def told_together() -> Iterator[None]:
    """What is written inside is told at the end: a correction is neither a loss nor a gain on the way."""
    if _QUEUE in db.session.info:
        yield
        return
    queue: deque[Appended] = deque()
    db.session.info[_QUEUE] = queue
    try:
        yield
        while queue:
            appended = queue.popleft()
            for follower in FOLLOWERS:
                follower(appended)
    finally:
        db.session.info.pop(_QUEUE, None)


def fold_again(known: ledger.Known, course_id: int) -> ProgressRow | None:
    """Progress in a course from scratch, after something in it was voided; kept, with its standing."""
    lines = ledger.course_lines(known.learner_id, course_id)
    voided = {line.about_seq for line in lines if line.verb == Verb.VOIDED and line.about_seq is not None}
    after = fold_all(lines, known.learner_id, course_id, voided, known.current_department_id)
    if after is not None:
        ledger.save_progress(after, is_new=known.progress is None)
    elif known.progress is not None:
        db.session.execute(
            delete(Progress).where(Progress.learner_id == known.learner_id, Progress.course_id == course_id)
        )
    ledger.count_standing(known.progress, after)
    return after


def complete_if_due(learner_id: int, course_id: int, *, language: str = "en") -> int | None:
    """Complete a course whose rules are met by what is there (its version or a prerequisite changed); else None."""
    ledger.hold_lock()
    known = ledger.known(learner_id, course_id, clock.today())
    if known.progress is None or known.progress.is_complete:
        return None
    entry = completion_of(known.progress, language, clock.now())
    return None if entry is None else write(known, [entry])[0]


def _completion_after(known: ledger.Known, entries: Sequence[Entry]) -> Entry | None:
    """The completion of the course, if these entries bring it about."""
    course_id = entries[0].course_id
    if course_id is None or not any(entry.kind is ObjectKind.MODULE for entry in entries):
        return None
    trial = _folded(known, entries, [0] * len(entries))
    if (
        trial is None
        or trial.is_complete
        or len(trial.modules) == len(known.progress.modules if known.progress else ())
    ):
        return None
    last = entries[-1]
    assert last.at is not None
    return completion_of(trial, last.language, last.at)


def _folded(known: ledger.Known, entries: Sequence[Entry], seqs: Sequence[int]) -> ProgressRow | None:
    course_id = entries[0].course_id
    row = copy_of(known.progress)
    if course_id is None:
        return row
    for entry, seq in zip(entries, seqs, strict=True):
        row = fold(row, known.learner_id, course_id, _line(entry, seq))
    if row is not None:
        row.department_id = known.current_department_id
    return row


def _line(entry: Entry, seq: int) -> Line:
    assert entry.at is not None
    return Line(
        seq,
        entry.verb,
        entry.kind,
        slug_of(entry.kind, entry.key),
        clock.to_ms(entry.at),
        entry.means and entry.means.value,
        entry.score,
        entry.assurance.value,
        entry.version_id,
        Language[entry.language.upper()].value,
        entry.about_seq,
    )


def _keep_progress(known: ledger.Known, entries: Sequence[Entry], seqs: Sequence[int]) -> None:
    after = _folded(known, entries, seqs)
    if after is not None and after != known.progress:
        ledger.save_progress(after, is_new=known.progress is None)
        ledger.count_standing(known.progress, after)


def _day_of(entry: Entry) -> date:
    assert entry.at is not None
    return clock.day_of(entry.at)


def _complete_what_waited(entries: Sequence[Entry]) -> None:
    """Courses that waited for one just completed may be complete by now."""
    for entry in entries:
        course = shelves.current_version(entry.course_id) if entry.is_course_completion and entry.course_id else None
        for waiting in shelves.courses_that_wait_for(course) if course else ():
            complete_if_due(entry.learner_id, waiting.id, language=entry.language)
