"""Small numbers for long names: what statements are about, and (grade, profession) pairs.

A number once given never changes, so each process may keep what it has seen: but only after the commit, since a number
from a transaction that was rolled back belongs to nobody. Call only while the record's lock is held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import insert, select, tuple_

from learnhub import db as database
from learnhub.db import db
from learnhub.record.models import RecordObject, StaffGroup
from learnhub.record.words import ObjectKind

EXTENSION = "learnhub.record"
LARGEST_LOOKUP = 400  # pairs in one statement; SQLite bounds the number of parameters

ObjectKey = tuple[int, str, int | None]  # kind, key, course_id


@dataclass
class Interned:
    """What this process has seen committed."""

    objects: dict[tuple[int, str], int] = field(default_factory=dict)
    groups: dict[tuple[str, str], int] = field(default_factory=dict)


def course_key(course_id: int) -> str:
    """The key of a course in the record."""
    return str(course_id)


def module_key(course_id: int, slug: str) -> str:
    """The key of a module in the record: the slug it has now; earlier ones stay in the statements of their time."""
    return f"{course_id}/{slug}"


def slug_of(kind: int, key: str) -> str:
    """A module's slug, from its key; "" for anything else."""
    return key.partition("/")[2] if kind == ObjectKind.MODULE else ""


def object_ids(wanted: Iterable[ObjectKey]) -> dict[tuple[int, str], int]:
    """The number of each (kind, key), given a new one where there was none."""
    kept = _interned().objects
    courses = {(kind, key): course_id for kind, key, course_id in wanted}
    missing = [pair for pair in courses if pair not in kept]
    found = {pair: kept[pair] for pair in courses if pair in kept}
    if missing:
        fresh = _find_objects(missing)
        new = [one for one in missing if one not in fresh]
        if new:
            rows = [{"kind": kind, "key": key, "course_id": courses[kind, key]} for kind, key in new]
            db.session.execute(insert(RecordObject), rows)
            fresh |= _find_objects(new)
        database.after_commit(lambda: kept.update(fresh))
        found |= fresh
    return found


def group_ids(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The number of each (grade, profession), given a new one where there was none."""
    kept = _interned().groups
    pairs = set(wanted)
    missing = sorted(pair for pair in pairs if pair not in kept)
    found = {pair: kept[pair] for pair in pairs if pair in kept}
    if missing:
        fresh = _find_groups(missing)
        rows = [
            {"grade": grade, "profession": profession}
            for grade, profession in missing
            if (grade, profession) not in fresh
        ]
        if rows:
            db.session.execute(insert(StaffGroup), rows)
            fresh |= _find_groups([(row["grade"], row["profession"]) for row in rows])
        database.after_commit(lambda: kept.update(fresh))
        found |= fresh
    return found


def _interned() -> Interned:
    interned: Interned = current_app.extensions.setdefault(EXTENSION, Interned())
    return interned


def _find_objects(pairs: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(pairs), LARGEST_LOOKUP):
        part = pairs[start : start + LARGEST_LOOKUP]
        rows = db.session.execute(
            select(RecordObject.id, RecordObject.kind, RecordObject.key).where(
                tuple_(RecordObject.kind, RecordObject.key).in_(part)
            )
        )
        found |= {(row.kind, row.key): row.id for row in rows}
    return found


def _find_groups(pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(pairs), LARGEST_LOOKUP):
        part = pairs[start : start + LARGEST_LOOKUP]
        rows = db.session.execute(
            select(StaffGroup.id, StaffGroup.grade, StaffGroup.profession).where(
                tuple_(StaffGroup.grade, StaffGroup.profession).in_(part)
            )
        )
        found |= {(row.grade, row.profession): row.id for row in rows}
    return found
