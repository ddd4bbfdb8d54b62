"""Writing the learning record: in the caller's transaction, together with the feature's own row; nothing here commits
(but `load`, `rebuild` and `settle`, which work through everything in short transactions of their own).

One statement brings with it everything that follows: progress, standing, the month's completions, the completion of the
course (and of courses that waited for it), and the followers' own work.
"""

from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from learnhub import clock
from learnhub.catalogue.structures import Course, Module
from learnhub.db import db
from learnhub.record import completion, ledger, shelves
from learnhub.record.bulk import load
from learnhub.record.entries import Appended, Conflict, Entry, WrongTime, course_entry, module_entry
from learnhub.record.models import Progress, RecordObject, Statement, Voided
from learnhub.record.progress import ProgressRow
from learnhub.record.upkeep import Difference, rebuild, settle, verify
from learnhub.record.words import ASSURANCE_BY_MEANS, Assurance, Barrier, Means, ObjectKind, Verb
from learnhub.record.writing import (
    FOLLOWERS,
    complete_if_due,
    fold_again,
    known_for,
    received_before,
    rows_of,
    tell,
    told_together,
    write,
)

__all__ = [
    "FOLLOWERS",
    "Appended",
    "Conflict",
    "Difference",
    "Entry",
    "WrongTime",
    "append",
    "complete_if_due",
    "load",
    "mark_module_done",
    "move_learner",
    "rebuild",
    "record_barrier",
    "record_check_result",
    "record_start",
    "renew_completion",
    "settle",
    "told_together",
    "verify",
    "void",
    "witness",
]


class Moved(Protocol):
    """What `people` tells when somebody is posted elsewhere; no department: they have left."""

    @property
    def learner_id(self) -> int: ...

    @property
    def to_department_id(self) -> int | None: ...


def append(entry: Entry) -> int:
    """Write one statement; its `seq`.

    Raises Conflict when the id is taken by anything but this, WrongTime when `at` cannot be, LookupError when there is
    no such learner.
    """
    if entry.verb is Verb.VOIDED:
        raise ValueError("void() takes a statement back")
    ledger.hold_lock()
    if entry.id is not None and (seq := received_before(entry)) is not None:
        return seq
    return write(known_for(entry), [entry])[0]


def record_start(learner_id: int, course: Course, *, language: str = "en", at: datetime | None = None) -> int | None:
    """That somebody began a course; None when they had."""
    entry = course_entry(learner_id, Verb.STARTED, course, language, at)
    ledger.hold_lock()
    known = known_for(entry)
    return None if known.progress is not None else write(known, [entry])[0]


def mark_module_done(
    learner_id: int,
    course: Course,
    module: Module,
    means: Means,
    *,
    score: int | None = None,
    assurance: Assurance | None = None,
    barrier: Barrier | None = None,
    language: str = "en",
    at: datetime | None = None,
    counts_minutes: bool = True,
) -> int | None:
    """That a module was done; None when it was already, under this name or an earlier one.

    A barrier is what kept somebody from doing it at work: it is written before, since it came before. Without its
    minutes where another statement counts the same hours (a workshop by the event that was attended).
    """
    entry = module_entry(learner_id, Verb.COMPLETED, course, module, language, at=at)
    ledger.hold_lock()
    known = known_for(entry)
    if module.slug in completion.done_modules(course, known.progress, shelves.current_version(course.id)):
        return None
    entry = replace(entry, means=means, score=score, assurance=assurance or ASSURANCE_BY_MEANS[means])
    if not counts_minutes:
        entry = replace(entry, minutes=None)
    before = [_hindrance(learner_id, course, module, barrier, language, at)] if barrier is not None else []
    return write(known, [*before, entry])[-1]


def record_check_result(
    learner_id: int,
    course: Course,
    module: Module,
    score: int,
    passed: bool,
    *,
    language: str = "en",
    at: datetime | None = None,
    id: UUID | None = None,
) -> int:
    """That a quiz was handed in, with `score` in thousandths. Passing the course's check completes its readings."""
    verb = Verb.PASSED if passed else Verb.FAILED
    entry = replace(
        module_entry(learner_id, verb, course, module, language, at=at), means=Means.QUIZ, score=score, id=id
    )
    ledger.hold_lock()
    if id is not None and (seq := received_before(entry, aside=("minutes",))) is not None:
        return seq
    known = known_for(entry)
    done = completion.done_modules(course, known.progress, shelves.current_version(course.id))
    entries = [entry if passed and module.slug not in done else replace(entry, minutes=None)]
    if passed and course.check is not None and module.slug == course.check.slug:
        for reading in completion.covered_by_check(course, done):
            covered = module_entry(learner_id, Verb.COMPLETED, course, reading, language, at=at)
            entries.append(replace(covered, means=Means.CHECK, minutes=None))  # nobody spent the reading's minutes
    return write(known, entries)[0]


def record_barrier(
    learner_id: int,
    course: Course,
    module: Module,
    barrier: Barrier,
    *,
    language: str = "en",
    at: datetime | None = None,
) -> int:
    """That somebody cannot do a module at work, and why."""
    return append(_hindrance(learner_id, course, module, barrier, language, at))


def witness(seq: int, by_learner_id: int, *, language: str = "en") -> int:
    """Confirm what somebody told us: the statement stays as it was, its effective assurance becomes *witnessed*."""
    entry = _entry_about(_statement(seq), Verb.WITNESSED, by_learner_id, language)
    return append(replace(entry, assurance=Assurance.WITNESSED))


def void(seq: int, by_learner_id: int, *, language: str = "en") -> int:
    """Take a statement back by a later one; that one's `seq`, also when it had been done before.

    A completion that rested on it goes with it. (One voided by itself, its modules standing, comes back when the course
    is next asked about: take back the module.) Raises LookupError for no such statement, ValueError for a voiding.
    """
    ledger.hold_lock()
    about = _statement(seq)
    if about.verb == Verb.VOIDED:
        raise ValueError("a voiding cannot be voided: write what is true instead")
    if (before := db.session.execute(select(Voided.by_seq).where(Voided.seq == seq)).scalar_one_or_none()) is not None:
        return before
    entry = replace(_entry_about(about, Verb.VOIDED, by_learner_id, language), at=clock.now())
    known = known_for(entry)
    by_seq = ledger.insert_statements(rows_of([entry], known))[0]
    db.session.execute(insert(Voided), [{"seq": seq, "by_seq": by_seq}])
    if about.is_course_completion:
        ledger.count_completion(about.course_id, about.at, about.department_id, -1)
    if about.course_id is not None:
        after = fold_again(known, about.course_id)
        for resting in _completions_resting_on(seq, known, after):
            void(resting, by_learner_id, language=language)
    tell([Appended(by_seq, entry)])
    return by_seq


def renew_completion(
    learner_id: int, course: Course, *, rests_on: int | None = None, language: str = "en", at: datetime | None = None
) -> int | None:
    """That somebody completed a course again, as learning that recurs asks; None when they never had.

    `rests_on` is the statement that their check was passed: voided with it. Without one it is their own word. Progress
    and standing stay as they are, but for the date of the completion; the month counts one more.
    """
    entry = course_entry(learner_id, Verb.COMPLETED, course, language, at)
    assurance = Assurance.SELF_DECLARED if rests_on is None else Assurance.RECORDED
    entry = replace(entry, assurance=assurance, about_seq=rests_on)
    ledger.hold_lock()
    known = known_for(entry)
    if known.progress is None or not known.progress.is_complete:
        return None
    return write(known, [entry])[0]


def move_learner(moved: Moved) -> None:
    """Follow a person who is posted elsewhere: `standing` counts them where they are, history stays where it was."""
    ledger.hold_lock()
    rows = db.session.execute(
        select(Progress.course_id, Progress.department_id, Progress.completed_seq).where(
            Progress.learner_id == moved.learner_id
        )
    ).all()
    changes: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        for department_id, by in ((row.department_id, -1), (moved.to_department_id, 1)):
            if department_id is not None:
                changes.setdefault((department_id, row.course_id), [0, 0])[row.completed_seq is not None] += by
    db.session.execute(
        update(Progress).where(Progress.learner_id == moved.learner_id).values(department_id=moved.to_department_id)
    )
    ledger.add_standing({place: (counts[0], counts[1]) for place, counts in changes.items()})


def _hindrance(
    learner_id: int, course: Course, module: Module, barrier: Barrier, language: str, at: datetime | None
) -> Entry:
    entry = module_entry(learner_id, Verb.HINDERED, course, module, language, at=at)
    return replace(entry, barrier=barrier, minutes=None, assurance=Assurance.SELF_DECLARED)


def _statement(seq: int) -> Row[tuple[object, ...]]:
    row = db.session.execute(
        select(Statement.__table__, RecordObject.kind, RecordObject.key)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .where(Statement.seq == seq)
    ).first()
    if row is None:
        raise LookupError(f"there is no statement {seq}")
    return row


def _entry_about(about: Row[tuple[object, ...]], verb: Verb, by_learner_id: int, language: str) -> Entry:
    return Entry(
        about.learner_id,
        verb,
        ObjectKind(about.kind),
        about.key,
        about.course_id,
        version_id=about.version_id,
        language=language,
        about_seq=about.seq,
        by_learner_id=by_learner_id,
    )


def _completions_resting_on(seq: int, known: ledger.Known, after: ProgressRow | None) -> list[int]:
    """The completions of a course that cannot stand without the statement just voided, the latest first.

    Those that rested on its modules, when these no longer suffice; and one renewed by that very passing of the check.
    """
    if after is None or after.completed_seq is None:
        return []
    is_broken = _rested_on_it(known.progress, after)
    lines = ledger.course_lines(after.learner_id, after.course_id)
    voided = {line.about_seq for line in lines if line.verb == Verb.VOIDED}
    return [
        line.seq
        for line in reversed(lines)
        if line.verb == Verb.COMPLETED
        and line.kind == ObjectKind.COURSE
        and line.seq not in voided
        and (line.about_seq == seq or (is_broken and line.version_id is not None))
    ]


def _rested_on_it(before: ProgressRow | None, after: ProgressRow) -> bool:
    """Whether the course was complete by its modules before and is no longer: then its completion cannot stand.

    A completion that never rested on modules (an import) stays.
    """
    course = shelves.version_or_none(after.completed_version_id)
    if course is None:
        return False
    current = shelves.current_version(after.course_id)
    was, still = (
        completion.is_complete(course, completion.done_modules(course, row, current)) for row in (before, after)
    )
    return was and not still
