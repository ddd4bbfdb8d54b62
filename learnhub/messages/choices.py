"""Which kinds of message somebody wants by mail, and the signed link by which they say so without signing in."""

from collections.abc import Collection, Sequence

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub.config import Settings
from learnhub.db import db
from learnhub.messages.kinds import refusable_kinds
from learnhub.messages.models import MailRefusal


def refused_by(person_ids: Sequence[int]) -> set[tuple[int, str]]:
    """(person, kind) of everything that these people do not want by mail."""
    found = select(MailRefusal.person_id, MailRefusal.kind).where(MailRefusal.person_id.in_(person_ids))
    may = refusable_kinds()
    return {(person_id, kind) for person_id, kind in db.session.execute(found) if kind in may}


def choose_mail(person_id: int, wanted: Collection[str]) -> None:
    """Let only these kinds come by mail, of those that may be refused."""
    db.session.execute(
        delete(MailRefusal).where(MailRefusal.person_id == person_id, MailRefusal.kind.in_(tuple(wanted)))
    )
    refuse_mail(person_id, refusable_kinds() - set(wanted))


def refuse_mail(person_id: int, kinds: Collection[str]) -> None:
    """Let these kinds no longer come by mail; the same again changes nothing."""
    rows = [{"person_id": person_id, "kind": kind, "since_at": clock.now()} for kind in sorted(kinds)]
    if rows:
        insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        db.session.execute(insert(MailRefusal).on_conflict_do_nothing(), rows)


def unsubscribe_token(person_id: int) -> str:
    """What a mail's link proves: that it was sent to this person. It does not expire, since mails are kept."""
    return _signer().dumps(person_id)


def person_of_token(token: str) -> int | None:
    """Whom a token of such a link was made for; None when it is not one of ours."""
    try:
        found = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def unsubscribe_address(person_id: int) -> str:
    """The full address of the page that ends somebody's daily mails."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    values = {"token": unsubscribe_token(person_id)}
    return settings.base_url + current_app.url_map.bind("").build("messages.ask_to_unsubscribe", values)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="unsubscribe")
