"""Setting, changing and resetting passwords. What is slow (hashing) is done by the caller, before the write begins."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from learnhub import clock
from learnhub.db import db
from learnhub.people import mails
from learnhub.people.events import note_event
from learnhub.people.models import PasswordLink, Person
from learnhub.people.sessions import end_sessions_of, hash_of

LINK_LASTS = timedelta(hours=1)


def set_password(
    person_id: int,
    password_hash: str,
    *,
    by: str = "self",
    by_person_id: int | None = None,
    keep_session_id: int | None = None,
) -> None:
    """Keep a new password's hash, end every other session, spend every link that is out, and tell the person by e-mail.

    `by`: "self", "link" or "command"; goes into the account's history.
    """
    person = db.session.get_one(Person, person_id)
    had_one = person.password_hash is not None
    person.password_hash = password_hash
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.person_id == person_id, PasswordLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    end_sessions_of(person_id, except_id=keep_session_id)
    note_event(person_id, "password-set", by_person_id, by=by)
    if had_one:
        mails.tell_of_new_password(person)
    db.session.flush()


def send_password_link(email: str, language: str = "en", by_person_id: int | None = None) -> None:
    """E-mail a link by which a person can choose a password once, within an hour.

    For an address that has no account in service the same is written, for nobody, and never sent: neither the answer
    nor the time it takes says whether there is one. Earlier links stay good, so that a stranger who asks for many
    spoils none.
    """
    person = db.session.execute(select(Person).where(Person.email == email.strip().lower())).scalar_one_or_none()
    if person is not None and person.left_on is not None and person.left_on <= clock.today():
        person = None
    token = secrets.token_urlsafe(32)
    db.session.add(
        PasswordLink(
            token_hash=hash_of(token), person_id=person.id if person else None, expires_at=clock.now() + LINK_LASTS
        )
    )
    note_event(person.id if person else None, "password-link-sent", by_person_id)
    mails.send_link(person, token, language)
    db.session.flush()


def owner_of_link(token: str) -> Person | None:
    """Whose password a link may still set; None when it was used, has expired, or never was."""
    today = clock.today()
    return db.session.execute(
        select(Person)
        .join(PasswordLink, PasswordLink.person_id == Person.id)
        .where(
            PasswordLink.token_hash == hash_of(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
            Person.left_on.is_(None) | (Person.left_on > today),
        )
    ).scalar_one_or_none()


def use_password_link(token: str, password_hash: str) -> int | None:
    """Set the password that a link lets its reader choose, once; the person's number, or None when it is spent.

    Two that press at once: the database lets the first through, the second finds the link used.
    """
    if owner_of_link(token) is None:
        return None
    person_id = db.session.execute(
        update(PasswordLink)
        .where(
            PasswordLink.token_hash == hash_of(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(PasswordLink.person_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if person_id is not None:
        set_password(person_id, password_hash, by="link")
    return person_id
