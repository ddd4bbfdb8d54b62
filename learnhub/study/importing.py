"""Importing another system's file: read, shown to its owner as it would be, and only then logged; nothing twice.

A file is kept for a day, with its owner, as it was read: what is imported does not come back from a browser. Logging
goes by some rows at a time, each lot whole, so that no lock is held for long and what was broken off is taken up again.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import delete, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record import ledger
from learnhub.study.actions import Said, day_is_full, log_study
from learnhub.study.csv_rows import Row, RowFault, Sheet, content_key
from learnhub.study.models import StudyEntry, StudyImport
from learnhub.study.queries import whose

KEPT = timedelta(days=1)
LOT_SECONDS = 0.1  # how long a lot of rows holds the record's lock, about
SECONDS = 10.0  # of one press; a browser waits longer, a person should not
SOURCE = "import"


class State(StrEnum):
    """What becomes of a row."""

    FINE = "fine"
    TWICE = "twice"  # in this file
    THERE = "there"  # in the log
    REMOVED = "removed"  # it was imported before, and removed
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what becomes of it; `twin` is the line of an equal row before it."""

    row: Row
    state: State
    twin: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as its owner sees it before they say yes."""

    id: int
    columns: dict[str, str]
    rows: tuple[Judged, ...]
    is_finished: bool

    def count(self, state: State) -> int:
        return sum(judged.state is state for judged in self.rows)

    def only(self, states: Iterable[State]) -> list[Judged]:
        wanted = set(states)
        return [judged for judged in self.rows if judged.state in wanted]


@dataclass(frozen=True, slots=True)
class Logged:
    """What is known of a learner's log in the days of a file."""

    minutes: dict[date, int]
    contents: frozenset[str]
    keys: dict[str, bool]  # of what was imported → whether it stands, as it was or corrected


def keep_preview(learner_id: int, sheet: Sheet) -> int:
    """Keep a file as it was read; its number. It takes the place of an earlier one of this learner's."""
    db.session.execute(delete(StudyImport).where(StudyImport.learner_id == learner_id))
    kept = StudyImport(
        learner_id=learner_id, made_at=clock.now(), columns=sheet.columns, rows=[_to_json(row) for row in sheet.rows]
    )
    db.session.add(kept)
    db.session.flush()
    return kept.id


def preview_of(learner_id: int, import_id: int) -> Preview | None:
    """A file that this learner sent within a day, each row held against the log as it is now."""
    kept = db.session.execute(
        select(StudyImport.columns, StudyImport.rows, StudyImport.finished_at).where(
            StudyImport.id == import_id,
            StudyImport.learner_id == learner_id,
            StudyImport.made_at >= clock.now() - KEPT,
        )
    ).one_or_none()
    if kept is None:
        return None
    rows = [_from_json(row) for row in kept.rows]
    return Preview(
        import_id, kept.columns, tuple(judged(rows, _logged(learner_id, rows))), kept.finished_at is not None
    )


def waiting_import(learner_id: int) -> int | None:
    """The file that this learner sent and has not imported yet."""
    return db.session.execute(
        select(StudyImport.id).where(
            StudyImport.learner_id == learner_id,
            StudyImport.made_at >= clock.now() - KEPT,
            StudyImport.finished_at.is_(None),
        )
    ).scalar_one_or_none()


def import_rows(learner_id: int, import_id: int, *, language: str = "en") -> tuple[int, int]:
    """Log what is fine in a file, a lot at a time, for at most SECONDS: (how many were logged, how many are left).

    In transactions of its own. Two presses at once share the work; each row is logged once.
    """
    until, done = time.monotonic() + SECONDS, 0
    while True:
        with database.write():
            some, left = _import_some(learner_id, import_id, language)
        done += some
        if not left or time.monotonic() > until:
            return done, left


def judged(rows: Sequence[Row], logged: Logged) -> list[Judged]:
    """What becomes of each row, in order. Pure."""
    seen: dict[str, int] = {}
    minutes = dict(logged.minutes)
    found = []
    for row in rows:
        one = Judged(row, State.FAULT) if row.fault else _judge(row, logged, seen)
        if one.state is State.FINE and row.day is not None:
            if day_is_full(minutes.get(row.day, 0), row.minutes):
                one = Judged(replace(row, fault=RowFault.DAY_FULL), State.FAULT)
            else:
                minutes[row.day] = minutes.get(row.day, 0) + row.minutes
        if not row.fault:
            seen.setdefault(row.key, row.line)
        found.append(one)
    return found


def _judge(row: Row, logged: Logged, seen: dict[str, int]) -> Judged:
    if row.key in seen:
        return Judged(row, State.TWICE, seen[row.key])
    if (stands := logged.keys.get(_source_key(row))) is not None:
        return Judged(row, State.THERE if stands else State.REMOVED)
    return Judged(row, State.THERE if row.key in logged.contents else State.FINE)


def _import_some(learner_id: int, import_id: int, language: str) -> tuple[int, int]:
    ledger.hold_lock()
    preview = preview_of(learner_id, import_id)
    if preview is None or preview.is_finished:
        return 0, 0
    fine = preview.only([State.FINE])
    until = time.monotonic() + LOT_SECONDS
    done = 0
    for one in fine:
        if done and time.monotonic() > until:
            break
        row = one.row
        assert row.day is not None
        said = Said(row.title, row.minutes, row.day, kind=row.kind, provider=row.provider, link=row.link)
        log_study(learner_id, said, source=SOURCE, source_key=_source_key(row), language=language)
        done += 1
    left = len(fine) - done
    if not left:  # what it held is in the log now
        kept = db.session.get_one(StudyImport, import_id)
        kept.finished_at, kept.rows = clock.now(), []
        db.session.flush()
    return done, left


def _logged(learner_id: int, rows: Sequence[Row]) -> Logged:
    """The learner's entries of the days that a file is about; one select."""
    days = [row.day for row in rows if row.day is not None and not row.fault]
    if not days:
        return Logged({}, frozenset(), {})
    found = db.session.execute(
        select(
            StudyEntry.on_day, StudyEntry.minutes, StudyEntry.title, StudyEntry.source_key, StudyEntry.voided_at,
            StudyEntry.replaced_by_id,
        ).where(StudyEntry.learner_id.in_(whose(learner_id)), StudyEntry.on_day.between(min(days), max(days)))
    ).all()  # fmt: skip
    standing = [row for row in found if row.voided_at is None]
    minutes: dict[date, int] = {}
    for row in standing:
        minutes[row.on_day] = minutes.get(row.on_day, 0) + row.minutes
    return Logged(
        minutes,
        frozenset(content_key(row.on_day, row.minutes, row.title) for row in standing),
        {row.source_key: row.voided_at is None or row.replaced_by_id is not None for row in found if row.source_key},
    )


def _source_key(row: Row) -> str:
    return f"{SOURCE}:{row.key}"


def _to_json(row: Row) -> list[object]:
    day = row.day.isoformat() if row.day else None
    return [row.line, row.title, row.minutes, day, row.provider, row.link, row.kind, row.fault]


def _from_json(kept: Sequence[object]) -> Row:
    line, title, minutes, day, provider, link, kind, fault = kept
    return Row(
        int(str(line)), str(title), int(str(minutes)), date.fromisoformat(str(day)) if day else None, str(provider),
        str(link), str(kind) if kind else None, RowFault(str(fault)) if fault else None,
    )  # fmt: skip
