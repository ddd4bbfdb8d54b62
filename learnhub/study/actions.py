"""Writing the study log: an entry and its statement are one; a mistake is voided and stated anew, never edited.

All of it happens under the record's lock, so that a form sent twice makes one entry and a day never gets more hours
than it has.
"""

import hashlib
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.record import actions as record
from learnhub.record import ledger
from learnhub.record.entries import Entry
from learnhub.record.witnessing import take_request_back
from learnhub.record.words import Assurance, ObjectKind, Verb
from learnhub.study import evidence
from learnhub.study.durations import LONGEST_DAY
from learnhub.study.evidence_content import Checked
from learnhub.study.kinds import StudyTime
from learnhub.study.models import StudyEntry, StudyGoal
from learnhub.study.queries import whose
from learnhub.study.words import MEANS


class DayIsFull(Exception):
    """More than 24 hours on one day."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a piece of study. What a colleague may confirm; `skills` and `reflection` are besides."""

    title: str
    minutes: int
    on_day: date
    time: str | None = None
    kind: str | None = None
    provider: str = ""
    link: str = ""
    evidence_link: str = ""
    skills: tuple[str, ...] = ()
    reflection: str = ""


_BESIDES = ("skills", "reflection")  # one's own notes: they change without taking anything back


def log_study(
    learner_id: int,
    said: Said,
    *,
    file: Checked | None = None,
    source: str = "form",
    token: str = "",
    source_key: str | None = None,
    language: str = "en",
) -> StudyEntry:
    """Log a piece of study; the entry that is there already when the same was sent before with the same token.

    Raises DayIsFull, and WrongTime for a day that cannot be.
    """
    ledger.hold_lock()
    key = source_key or _key_of(token, said, file)
    if key is not None and (before := _with_key(learner_id, key)) is not None:
        return before
    _check_day(learner_id, said)
    entry = StudyEntry(learner_id=learner_id, source=source, source_key=key, logged_at=clock.now(), **_columns(said))
    if file is not None:
        _keep_file(entry, file)
    return _stated(entry, language)


def correct_study(
    entry_id: int,
    learner_id: int,
    said: Said,
    *,
    file: Checked | None = None,
    drop_file: bool = False,
    language: str = "en",
) -> StudyEntry | None:
    """Put an entry right: it is taken back and stated anew. One's own notes are just kept. The entry that holds now.

    None when there is no such entry of theirs, or it was removed. Sent twice, it counts once. Raises DayIsFull.
    """
    ledger.hold_lock()
    old = _own(entry_id, learner_id)
    if old is None or old.voided_at is not None:
        return _own(old.replaced_by_id, learner_id) if old is not None and old.replaced_by_id is not None else None
    if file is None and not drop_file and _same_but_for_notes(old, said):
        old.skills, old.reflection = list(said.skills), said.reflection
        db.session.flush()
        return old
    _check_day(learner_id, said, instead_of=old)
    new = StudyEntry(learner_id=learner_id, source=old.source, logged_at=clock.now(), **_columns(said))
    if file is not None:
        _keep_file(new, file)
    elif not drop_file:
        new.evidence_hash, new.evidence_name = old.evidence_hash, old.evidence_name
        new.evidence_type, new.evidence_size = old.evidence_type, old.evidence_size
    with record.told_together():  # or a badge would be lost and earned anew for a slip in a title
        _take_back(old, learner_id, language)
        _stated(new, language)
    # Every earlier one points to the newest, so that an old address is one step away.
    db.session.execute(update(StudyEntry).where(StudyEntry.replaced_by_id == old.id).values(replaced_by_id=new.id))
    old.replaced_by_id = new.id
    db.session.flush()
    return new


def remove_study(entry_id: int, learner_id: int, *, language: str = "en") -> bool:
    """Take an entry back and erase all that was written in it, its file too; False when there is none that stands.

    The record keeps that something of so many minutes was taken back, and nothing of what it was.
    """
    ledger.hold_lock()
    entry = _own(entry_id, learner_id)
    if entry is None or entry.voided_at is not None:
        return False
    _take_back(entry, learner_id, language)
    return True


def note_skills(entry_id: int, learner_id: int, skills: tuple[str, ...]) -> bool:
    """Say what skills an entry is about; False when there is no such entry that stands."""
    entry = _own(entry_id, learner_id)
    if entry is None or entry.voided_at is not None:
        return False
    entry.skills = list(skills)
    db.session.flush()
    return True


def set_goal(learner_id: int, minutes_a_week: int) -> None:
    """Keep how many minutes a week somebody has in mind."""
    goal = db.session.get(StudyGoal, learner_id)
    if goal is None:
        goal = StudyGoal(learner_id=learner_id)
        db.session.add(goal)
    goal.minutes_a_week, goal.set_at = minutes_a_week, clock.now()
    db.session.flush()


def clear_goal(learner_id: int) -> None:
    """Forget it."""
    if (goal := db.session.get(StudyGoal, learner_id)) is not None:
        db.session.delete(goal)
        db.session.flush()


def day_is_full(spent: int, minutes: int) -> bool:
    """Whether a day that has so many minutes would have more than 24 hours with these."""
    return spent + minutes > LONGEST_DAY


def noon_of(day: date) -> datetime:
    """When study of a day is said to have been: at noon in the service's zone, and never later than now."""
    noon = datetime.combine(day, time(12), tzinfo=clock.zone()).astimezone(UTC)
    return min(noon, clock.now())


def _stated(entry: StudyEntry, language: str) -> StudyEntry:
    """Write the entry's row and its statement."""
    db.session.add(entry)
    db.session.flush()  # it needs its number, which is the statement's key
    entry.statement_seq = record.append(
        Entry(
            entry.learner_id,
            Verb.STUDIED,
            ObjectKind.STUDY,
            str(entry.id),
            None,
            noon_of(entry.on_day),
            Assurance.SELF_DECLARED,
            means=MEANS[StudyTime(entry.time)] if entry.time else None,
            minutes=entry.minutes,
            language=language,
        )
    )
    db.session.flush()
    return entry


def _take_back(entry: StudyEntry, learner_id: int, language: str) -> None:
    """Void the statement, end a request about it, erase what was written."""
    assert entry.statement_seq is not None
    record.void(entry.statement_seq, learner_id, language=language)
    take_request_back(entry.statement_seq, learner_id)
    evidence.forget(entry.evidence_hash)
    entry.voided_at = clock.now()
    entry.title = entry.provider = entry.link = entry.reflection = entry.evidence_link = ""
    entry.skills = []
    entry.evidence_hash = entry.evidence_name = entry.evidence_type = entry.evidence_size = None
    db.session.flush()


def _keep_file(entry: StudyEntry, file: Checked) -> None:
    entry.evidence_hash = evidence.store(file)
    entry.evidence_name, entry.evidence_type = file.name, file.type.value
    entry.evidence_size = len(file.content)


def _check_day(learner_id: int, said: Said, instead_of: StudyEntry | None = None) -> None:
    spent = db.session.execute(
        select(func.coalesce(func.sum(StudyEntry.minutes), 0)).where(
            StudyEntry.learner_id == learner_id,
            StudyEntry.on_day == said.on_day,
            StudyEntry.voided_at.is_(None),
            StudyEntry.id != (instead_of.id if instead_of is not None else 0),
        )
    ).scalar_one()
    if day_is_full(spent, said.minutes):
        raise DayIsFull


def _own(entry_id: int, learner_id: int) -> StudyEntry | None:
    """An entry of this learner's, as it is under the lock."""
    found = select(StudyEntry).where(StudyEntry.id == entry_id, StudyEntry.learner_id.in_(whose(learner_id)))
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def _with_key(learner_id: int, key: str) -> StudyEntry | None:
    found = select(StudyEntry).where(StudyEntry.learner_id == learner_id, StudyEntry.source_key == key)
    return db.session.execute(found).scalar_one_or_none()


def _key_of(token: str, said: Said, file: Checked | None) -> str | None:
    """What tells a form that was sent twice: its token and all that was in it.

    Somebody who goes back, changes the title and sends again has studied two things.
    """
    if not token:
        return None
    digest = hashlib.sha256(f"{token}\x00{said!r}".encode())
    digest.update(file.content if file else b"")
    return f"form:{digest.hexdigest()[:40]}"


def _columns(said: Said) -> dict[str, object]:
    values = {field.name: getattr(said, field.name) for field in fields(said)}
    return {**values, "skills": list(said.skills)}


def _same_but_for_notes(entry: StudyEntry, said: Said) -> bool:
    return all(
        getattr(entry, field.name) == getattr(said, field.name) for field in fields(said) if field.name not in _BESIDES
    )
