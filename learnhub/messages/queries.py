"""What the outbox holds, for the administrator."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.exc import DBAPIError

from learnhub import clock
from learnhub.db import db
from learnhub.messages.models import Message
from learnhub.web.paging import PAGE_SIZE, Page, page_of

LATE = timedelta(hours=1)
STATES = ("waiting", "given-up", "sent")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A line of the list; without the text, which is for its reader alone."""

    id: int
    kind: str
    address: str
    subject: str
    written_at: datetime
    due_at: datetime
    tries: int
    sent_at: datetime | None
    given_up_at: datetime | None
    why: str | None


def messages_in(state: str, before: int | None = None) -> Page[MessageLine]:
    """Messages that wait, were given up, or were sent; the newest first, those numbered below `before`."""
    columns = [getattr(Message, name) for name in MessageLine.__dataclass_fields__]
    statement = (
        select(*columns).where(_is(state), Message.address != "").order_by(Message.id.desc()).limit(PAGE_SIZE + 1)
    )
    if before is not None:
        statement = statement.where(Message.id < before)
    return page_of([MessageLine(*row) for row in db.session.execute(statement)], key=lambda line: str(line.id))


def message_or_404(message_id: int) -> Message:
    """One message, else 404."""
    message = db.session.get(Message, message_id)
    if message is None or not message.address:
        abort(404)
    return message


def outbox_state() -> dict[str, object]:
    """Readiness: letters that wait too long do not stop the service, but somebody should know."""
    late = select(func.count()).select_from(Message).where(_is("waiting"), Message.due_at < clock.now() - LATE)
    try:
        with db.engine.connect() as connection:
            return {"usable": True, "late": connection.execute(late).scalar_one()}
    except DBAPIError as error:
        return {"usable": False, "why": type(error).__name__}


def _is(state: str) -> ColumnElement[bool]:
    return {
        "waiting": and_(Message.sent_at.is_(None), Message.given_up_at.is_(None)),
        "given-up": Message.given_up_at.is_not(None),
        "sent": Message.sent_at.is_not(None),
    }[state]
