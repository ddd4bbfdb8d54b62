"""Writing a message: a row in the caller's transaction. It is sent after the commit, or not at all if that fails."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.db import after_commit, db
from learnhub.messages.background import Courier
from learnhub.messages.delivery import deliver_due
from learnhub.messages.letters import check_headers
from learnhub.messages.models import Message

__all__ = ["deliver_due", "try_again", "write_message"]


def write_message(
    *,
    kind: str,
    address: str | None,
    language: str,
    subject: str,
    text: str,
    html: str | None = None,
    person_id: int | None = None,
    key: str | None = None,
) -> Message:
    """Put a message in the outbox; the same `key` again returns the first one.

    One with no address is written like any other and deleted instead of sent: for answers that must take as long
    whether or not there is somebody to write to. Raises BadHeader for an address or a subject that is more than one.
    """
    check_headers(address, subject)
    now = clock.now()
    values = {
        "key": key,
        "kind": kind,
        "person_id": person_id,
        "address": address or "",
        "language": language,
        "subject": subject,
        "text": text,
        "html": html,
        "written_at": now,
        "due_at": now,
        "tries": 0,
    }
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Message).values(values)
    if key is not None:
        statement = statement.on_conflict_do_nothing(index_elements=["key"])
    written = db.session.execute(statement.returning(Message.id)).scalar_one_or_none()
    if written is None:
        return db.session.execute(select(Message).where(Message.key == key)).scalar_one()
    after_commit(_send_soon)
    return db.session.get_one(Message, written)


def try_again(message_id: int) -> bool:
    """Give a message that was given up eight more tries; False when it is not one of those."""
    message = db.session.get(Message, message_id)
    if message is None or message.given_up_at is None or not message.text:
        return False
    message.given_up_at, message.tries, message.due_at = None, 0, clock.now()
    db.session.flush()
    after_commit(_send_soon)
    return True


def _send_soon() -> None:
    # In a test only when it asks: a thread that outlives a test's database would fail for no reason.
    if current_app.config.get("LEARNHUB_DELIVER_AT_ONCE", not current_app.testing):
        courier: Courier = current_app.extensions["learnhub.courier"]
        courier.nudge()
