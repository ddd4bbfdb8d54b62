"""Reading what is shared: by its owner, and by the ambassador it is shared with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import abort
from sqlalchemy import Select, bindparam, select

from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.models import SharedPart
from learnhub.mentoring.sharing import SEES, Part
from learnhub.people.models import Person
from learnhub.web.access_log import AccessLogEntry, Looked

MOST_LOOKS = 500  # read for one page; older ones are on "Who looked at my record"


@dataclass(frozen=True, slots=True)
class PartShared:
    """A part that somebody shares; how often it was opened, and when last."""

    part: Part
    since: datetime
    times: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SharedWith:
    """An ambassador, and what somebody lets them see. `sees`: whether they are still one who may."""

    person_id: int
    name: str
    sees: bool
    parts: list[PartShared] = field(default_factory=list)


def shared_by(person_id: int) -> list[SharedWith]:
    """Everything somebody shares, by ambassador. Two statements."""
    rows = db.session.execute(
        select(SharedPart.to_person_id, Person.name, Ambassador.state, SharedPart.what, SharedPart.shared_at)
        .join(Person, Person.id == SharedPart.to_person_id)
        .outerjoin(Ambassador, Ambassador.person_id == SharedPart.to_person_id)
        .where(SharedPart.person_id == person_id, SharedPart.withdrawn_at.is_(None))
        .order_by(Person.name, SharedPart.to_person_id, SharedPart.id)
    ).all()
    if not rows:
        return []
    times, last = _opened(person_id)
    found = []
    for key, some in groupby(rows, key=lambda row: (row.to_person_id, row.name, row.state)):
        parts = {Part(row.what): row.shared_at for row in some}
        shown = [
            PartShared(part, since, times[key[0], part], last.get((key[0], part))) for part, since in parts.items()
        ]
        found.append(SharedWith(key[0], key[1], key[2] in SEES, shown))
    return found


def _opened(person_id: int) -> tuple[Counter[tuple[int, str]], Mapping[tuple[int, str], datetime]]:
    """How often each part was opened by whom, and when last: out of the log of who looked."""
    rows = db.session.execute(
        select(AccessLogEntry.by_person_id, AccessLogEntry.detail, AccessLogEntry.at)
        .where(AccessLogEntry.about_person_id == person_id, AccessLogEntry.what == Looked.SAW_SHARED.value)
        .order_by(AccessLogEntry.id.desc())
        .limit(MOST_LOOKS)
    )
    times: Counter[tuple[int, str]] = Counter()
    last: dict[tuple[int, str], datetime] = {}
    for by_person_id, detail, at in rows:
        key = (by_person_id, str(detail.get("part")))
        times[key] += 1
        last.setdefault(key, at)
    return times, last


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody who shares parts of their record with whoever asks."""

    person_id: int
    learner_id: int
    name: str
    parts: tuple[Part, ...]


def sharer_or_404(to_person_id: int, person_id: int) -> Sharer:
    """Who shares something with this ambassador; withdrawn, never shared or shared with another is the same: 404."""
    one = _SHARED_WITH.where(SharedPart.person_id == person_id)
    found = _sharers(db.session.execute(one, {"to": to_person_id}).all())
    return found[0] if found else abort(404)


def shared_with(to_person_id: int) -> list[Sharer]:
    """Everybody who shares something with this ambassador, by name. One statement."""
    return _sharers(db.session.execute(_SHARED_WITH, {"to": to_person_id}).all())


def _shared_with() -> Select[Any]:
    columns: tuple[Any, ...] = (SharedPart.person_id, Person.learner_id, Person.name, SharedPart.what)
    return (
        select(*columns)
        .join(Person, Person.id == SharedPart.person_id)
        .join(Ambassador, Ambassador.person_id == SharedPart.to_person_id)
        .where(
            SharedPart.to_person_id == bindparam("to"),
            SharedPart.withdrawn_at.is_(None),
            Ambassador.state.in_(SEES),
        )
        .order_by(Person.name, SharedPart.person_id, SharedPart.id)
    )


_SHARED_WITH = _shared_with()  # built once: an ambassador's own page shows it


def _sharers(rows: Any) -> list[Sharer]:
    found = []
    for key, some in groupby(rows, key=lambda row: (row.person_id, row.learner_id, row.name)):
        shared = {row.what for row in some}
        found.append(Sharer(*key, tuple(part for part in Part if part in shared)))
    return found
