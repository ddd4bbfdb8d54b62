"""The daily mail: what stands in somebody's notices and has not been mailed, gathered into at most one a day.

Only on the days they work and outside the quiet hours. The notices are settled in the same short transaction that
writes the mail into the outbox, under a key of the person and the day: so each goes out once, however often and on
however many machines this runs and whenever it is stopped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub import db as database
from learnhub.config import Settings
from learnhub.db import db
from learnhub.messages.addresses import is_address
from learnhub.messages.choices import refused_by
from learnhub.messages.digest_letter import digest_letter
from learnhub.messages.hours import is_quiet
from learnhub.messages.kinds import refusable_kinds
from learnhub.messages.models import Message, Notice
from learnhub.messages.notices import NoticeLine
from learnhub.messages.pace import Pace

CHUNK = 50  # people a transaction at most: the database is locked for some milliseconds
# Two kinds in the outbox: one that may be refused says so in its headers.
DIGEST, DUTIES = "digest", "digest-of-duties"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to write to. `works_today`: one of their working days, and not away."""

    address: str
    name: str
    language: str
    works_today: bool


def _no_readers(_person_ids: Sequence[int], _today: date) -> Mapping[int, Reader]:
    return {}


# Who these people are; those who have left are not in it. `people` says, since this room never imports it.
READERS: Callable[[Sequence[int], date], Mapping[int, Reader]] = _no_readers


@dataclass(slots=True)
class Gathered:
    """What one person's notices come to."""

    notices: list[NoticeLine]
    message: dict[str, Any] | None


def write_digests() -> int:
    """Write the daily mails that are due, in transactions of some people each; how many. Call it outside any."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    if is_quiet(clock.now().astimezone(clock.zone()), settings.quiet_hours):
        return 0
    written, pace = 0, Pace(CHUNK)
    for person_ids in _people_with_unmailed(pace):
        gathered = _gathered(person_ids, clock.today())
        if gathered:
            with pace.write(len(gathered)):
                written += _settle(gathered)
    return written


def _people_with_unmailed(pace: Pace) -> Iterator[list[int]]:
    """The people who have notices that no mail has carried, some at a time."""
    after = 0
    while True:
        database.end_reading()
        found = (
            select(Notice.person_id)
            .distinct()
            .where(Notice.mail_settled_at.is_(None), Notice.person_id > after)
            .order_by(Notice.person_id)
            .limit(pace.size)
        )
        person_ids = list(db.session.execute(found).scalars())
        if not person_ids:
            return
        yield person_ids
        after = person_ids[-1]


def _gathered(person_ids: Sequence[int], today: date) -> dict[int, Gathered]:
    """What is to be settled today, by person. Reads and renders; locks nothing."""
    readers = READERS(person_ids, today)
    had_one = _had_one(person_ids, today)
    settling = [
        person_id
        for person_id in person_ids
        if person_id not in readers or (readers[person_id].works_today and person_id not in had_one)
    ]
    refused = refused_by(settling)
    return {
        person_id: _of(person_id, list(notices), readers.get(person_id), refused, today)
        for person_id, notices in groupby(_unmailed(settling), key=lambda pair: pair[0])
    }


def _of(
    person_id: int,
    pairs: list[tuple[int, NoticeLine]],
    reader: Reader | None,
    refused: set[tuple[int, str]],
    today: date,
) -> Gathered:
    notices = [notice for _person_id, notice in pairs]
    mailed = [notice for notice in notices if notice.read_at is None and (person_id, notice.kind) not in refused]
    if reader is None or not mailed or not is_address(reader.address):
        return Gathered(notices, None)
    letter = digest_letter(person_id, reader.name, reader.language, mailed)
    may_refuse = refusable_kinds()
    now = clock.now()
    return Gathered(
        notices,
        {
            "key": digest_key(person_id, today),
            "kind": DIGEST if any(notice.kind in may_refuse for notice in mailed) else DUTIES,
            "person_id": person_id,
            "address": reader.address,
            "language": reader.language,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "written_at": now,
            "due_at": now,
            "tries": 0,
        },
    )


def digest_key(person_id: int, day: date) -> str:
    """The key of somebody's mail of a day."""
    return f"digest:{person_id}:{day.isoformat()}"


def _had_one(person_ids: Sequence[int], today: date) -> set[int]:
    keys = {digest_key(person_id, today): person_id for person_id in person_ids}
    found = select(Message.key).where(Message.key.in_(tuple(keys)))
    return {keys[key] for key in db.session.execute(found).scalars() if key is not None}


def _unmailed(person_ids: Sequence[int]) -> list[tuple[int, NoticeLine]]:
    columns = [getattr(Notice, name) for name in NoticeLine.__dataclass_fields__]
    found = (
        select(Notice.person_id, *columns)
        .where(Notice.person_id.in_(person_ids), Notice.mail_settled_at.is_(None))
        .order_by(Notice.person_id, Notice.id)
    )
    return [(person_id, NoticeLine(*line)) for person_id, *line in db.session.execute(found)]


def _settle(gathered: dict[int, Gathered]) -> int:
    """Write the mails and settle what they carry, of people whom no other worker has seen to meanwhile."""
    still_open = _locked([notice.id for each in gathered.values() for notice in each.notices])
    mine = {
        person_id: each
        for person_id, each in gathered.items()
        if all(notice.id in still_open for notice in each.notices)
    }
    messages = [each.message for each in mine.values() if each.message is not None]
    written = _written(messages)
    settled = [
        notice.id
        for each in mine.values()
        if each.message is None or each.message["key"] in written
        for notice in each.notices
    ]
    db.session.execute(update(Notice).where(Notice.id.in_(settled)).values(mail_settled_at=clock.now()))
    return len(written)


def _locked(notice_ids: Sequence[int]) -> set[int]:
    """Those of the notices that are still to be settled, held until the commit; in order, so that nobody waits in a
    circle. (SQLite has one writer and needs no lock of rows.)
    """
    found = (
        select(Notice.id)
        .where(Notice.id.in_(notice_ids), Notice.mail_settled_at.is_(None))
        .order_by(Notice.id)
        .with_for_update()
    )
    return set(db.session.execute(found).scalars())


def _written(messages: Sequence[dict[str, Any]]) -> set[str]:
    """Put these mails into the outbox; the keys of those that had not been there."""
    if not messages:
        return set()
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Message).on_conflict_do_nothing(index_elements=["key"]).returning(Message.key)
    return {str(key) for key in db.session.execute(statement, messages).scalars()}
