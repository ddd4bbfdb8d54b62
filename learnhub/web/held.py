"""What somebody typed when their session had ended, kept until they have signed in again.

A learner fills in a quiz, lunch comes, the session ends, the hand-in arrives. The form is kept in a row that only the
person whose session it was can open; after signing in they see the page as they left it. Kept for a day. So is what
somebody writes in the first of two steps, where it is too personal for an address.
"""

import secrets
from datetime import datetime, timedelta

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy import JSON, Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from learnhub import clock
from learnhub.columns import BigKey, Instant
from learnhub.db import Model, begin_write, commit, db

KEPT = timedelta(days=1)
LARGEST = 200_000  # characters; a longer form is not kept, the sign-in page is all we can offer


class HeldForm(Model):
    __tablename__ = "held_form"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    key: Mapped[str] = mapped_column(String(43), unique=True)
    person_id: Mapped[int] = mapped_column(Integer, index=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Instant, index=True)


def page_of_post(held_id: str | None = None) -> str:
    """The address of the page that a POST came from: ours answer a GET at the same path."""
    return f"{request.path}?held={held_id}" if held_id else request.path


def is_answered_by_a_page() -> bool:
    """Whether this POST is a form of ours, if an old one, whose address also answers a GET to show it again."""
    if not request.form.get("csrf_token"):
        return False
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return False
    return True


def keep(person_id: int) -> str | None:
    """Keep the form of this request for a person.

    Commits by itself, since the request ends in a redirect to sign-in.
    """
    # A password is never kept in the clear: whoever changes one types it again. Nor what is promised to be anonymous.
    fields = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name and not name.startswith("anonymous")
    ]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST or len(request.path) > 500:
        return None
    key = secrets.token_urlsafe(32)
    begin_write()
    now = clock.now()
    db.session.execute(delete(HeldForm).where(HeldForm.kept_at < now - KEPT))
    db.session.add(HeldForm(key=key, person_id=person_id, path=request.path, fields=fields, kept_at=now))
    commit()
    return key


def typed() -> MultiDict[str, str] | None:
    """What the visitor typed into this page.

    The form of a POST, or what was kept when their session ended; else None.
    """
    if request.method == "POST":
        return request.form
    key = request.args.get("held")
    if not key or not key.isascii() or not key.isprintable() or not current_user.is_authenticated:
        return None
    row = db.session.execute(
        select(HeldForm.fields).where(
            HeldForm.key == key,
            HeldForm.person_id == current_user.person_id,
            HeldForm.path == request.path,
            HeldForm.kept_at >= clock.now() - KEPT,
        )
    ).scalar_one_or_none()
    if row is None:
        return None
    g.held = True  # the layout says that what was typed is back and has not been sent yet
    return MultiDict([(name, value) for name, value in row])
