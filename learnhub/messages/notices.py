"""Notices: one sentence for one person, on the site at once and in their next daily mail.

Written in the caller's transaction, many at a time, each key once: the same again writes nothing, so that whoever
writes them may be stopped and begin again. Rows go a year after they were written at the latest: a key must not be able
to come due again after that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.messages.kinds import MessageKind, add_message_kind, message_kinds
from learnhub.messages.models import Notice
from learnhub.phrases import plain
from learnhub.web.paging import PAGE_SIZE, Page, page_of

__all__ = [
    "MessageKind",
    "NewNotice",
    "NoticeLine",
    "add_message_kind",
    "mark_all_read",
    "mark_read",
    "notices_of",
    "unread_count",
    "write_notices",
]

# How many notices somebody has not read: for a page that asks several rooms in one statement.
UNREAD = "SELECT count(*) FROM notice WHERE person_id = :person_id AND read_at IS NULL"

# Many thousand rows a minute go through here: sent to the drivers as they like it best.
_INSERT = {
    "sqlite": (
        "INSERT INTO notice (person_id, kind, key, text, address, language, written_at, mail_settled_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"
    ),
    "postgresql": (
        "INSERT INTO notice (person_id, kind, key, text, address, language, written_at, mail_settled_at)"
        " SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],"
        " %s::bigint[]) ON CONFLICT (key) DO NOTHING"
    ),
}


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice to write.

    `text` is one sentence in the person's language (`web.i18n.speaking`), and on a second line what no subject of a
    mail is to show (names); `address` a path on the site. `digest` is
    whether it also goes into their next daily mail.
    """

    person_id: int
    kind: str
    key: str
    text: str
    address: str
    language: str
    digest: bool = True


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as its reader's list shows it."""

    id: int
    kind: str
    text: str
    address: str
    language: str
    written_at: datetime
    read_at: datetime | None


def write_notices(rows: Sequence[NewNotice]) -> int:
    """Write notices in the caller's transaction, by one statement; how many are new.

    Raises ValueError for a kind that no room has added, a key that is too long, or an address that is not ours.
    """
    if not rows:
        return 0
    known = message_kinds()
    for row in rows:
        _check(row, known)
    now = clock.to_ms(clock.now())
    # By key: two who write the same keys then wait for each other, and never in a circle.
    values = [
        (row.person_id, row.kind, row.key, plain(row.text), row.address, row.language, now, None if row.digest else now)
        for row in sorted(rows, key=lambda row: row.key)
    ]
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(_INSERT["sqlite"], values).rowcount
    columns = tuple([row[place] for row in values] for place in range(8))
    return connection.exec_driver_sql(_INSERT["postgresql"], columns).rowcount


def _check(row: NewNotice, known: dict[str, MessageKind]) -> None:
    if row.kind not in known:
        raise ValueError(f"there is no message kind {row.kind!r}: add_message_kind in the room's init_app")
    if not 0 < len(row.key) <= 200:
        raise ValueError("the key of a notice has between 1 and 200 characters")
    if not is_ours(row.address):
        raise ValueError("the address of a notice is a path on this site")


def is_ours(address: str) -> bool:
    """Whether this is a path on the site, which no redirect could leave it by."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()


def notices_of(person_id: int, after: int | None = None) -> Page[NoticeLine]:
    """Somebody's notices, the newest first; those older than number `after`."""
    columns = [getattr(Notice, name) for name in NoticeLine.__dataclass_fields__]
    statement = select(*columns).where(Notice.person_id == person_id).order_by(Notice.id.desc()).limit(PAGE_SIZE + 1)
    if after is not None:
        statement = statement.where(Notice.id < after)
    return page_of([NoticeLine(*row) for row in db.session.execute(statement)], key=lambda line: str(line.id))


def unread_count(person_id: int) -> int:
    """How many notices somebody has not read yet."""
    unread = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.execute(unread).scalar_one()


def mark_read(person_id: int, notice_id: int) -> str | None:
    """Note that somebody read a notice of theirs; the page it is about, or None when it is not theirs."""
    mine = (Notice.id == notice_id, Notice.person_id == person_id)
    address = db.session.execute(select(Notice.address).where(*mine)).scalar_one_or_none()
    if address is not None:
        db.session.execute(update(Notice).where(*mine, Notice.read_at.is_(None)).values(read_at=clock.now()))
    return address


def mark_all_read(person_id: int, newest: int) -> int:
    """Note that somebody read every notice up to number `newest`, the newest they were shown; how many that were."""
    unread = (Notice.person_id == person_id, Notice.read_at.is_(None), Notice.id <= newest)
    result = db.session.execute(update(Notice).where(*unread).values(read_at=clock.now()))
    return int(getattr(result, "rowcount", 0))
