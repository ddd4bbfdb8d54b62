"""Getting what is in the outbox to its readers: at once after the commit, and again by `flask jobs run`.

Each letter is claimed, sent, and noted in three steps, the sending outside any transaction. Whoever dies between
sending and noting leaves the claim to run out, and the letter goes a second time with the same Message-ID: better
twice than never.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, or_, select, update

from learnhub import clock
from learnhub import db as database
from learnhub.config import Settings
from learnhub.db import db
from learnhub.messages.choices import unsubscribe_address
from learnhub.messages.digest import DIGEST, DUTIES
from learnhub.messages.hours import is_quiet, quiet_until
from learnhub.messages.letters import Letter
from learnhub.messages.models import Message
from learnhub.messages.senders import LetterRefused, Post, Sender, ServerAway, sender_of

CLAIMED_FOR = timedelta(minutes=5)  # well over what one letter can take: four waits of 15 seconds
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 1440))
MOST_TRIES = len(WAITS) + 1
HELD_AT_ONCE = 500


@dataclass(slots=True)
class Delivered:
    """How it went. `away`: it ended because the mail server was, or became, unreachable."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    away: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is this worker's for a while. One for nobody has no letter."""

    letter: Letter | None
    id: int
    tries: int
    until: datetime


def deliver_due(limit: int = 100) -> Delivered:
    """Send what is due, at most `limit` letters; safe for many workers at once. Call it outside any transaction.

    Stops early when the mail server is away: the letter in hand waits longer, the others stay due.
    """
    settings: Settings = current_app.extensions["learnhub.settings"]
    sender = current_app.extensions.get("learnhub.sender") or sender_of(settings)
    done = Delivered()
    _hold_digests(settings)
    claim = claim_next()
    if claim is None:
        return done
    try:
        with sender.open() as post:
            for _number in range(limit):
                _send(claim, post, sender, done)
                if done.sent + done.put_off + done.given_up >= limit:
                    break
                claim = claim_next()
                if claim is None:
                    break
    except ServerAway as error:
        assert claim is not None
        done.away = True
        _put_off(claim, str(error), done)
    return done


def deliver_all() -> Delivered:
    """Send everything that is due. Goes on after a broken connection as long as the one before it took a letter."""
    total = Delivered()
    while True:
        done = deliver_due(1_000)
        total.sent += done.sent
        total.put_off += done.put_off
        total.given_up += done.given_up
        total.away = done.away
        if not done.sent and (done.away or not done.put_off + done.given_up):
            return total


def _hold_digests(settings: Settings) -> None:
    """Let daily mails that have not gone yet wait for the end of the quiet hours. What somebody asked for goes on."""
    there = clock.now().astimezone(clock.zone())
    if not is_quiet(there, settings.quiet_hours):
        return
    until = quiet_until(there, settings.quiet_hours)
    waiting = (
        select(Message.id)
        .where(
            Message.kind.in_((DIGEST, DUTIES)),
            Message.sent_at.is_(None),
            Message.given_up_at.is_(None),
            Message.due_at < until,
        )
        .limit(HELD_AT_ONCE)
    )
    while held := list(db.session.execute(waiting).scalars()):
        with database.write():
            still = (Message.id.in_(held), Message.sent_at.is_(None), Message.due_at < until)
            db.session.execute(update(Message).where(*still).values(due_at=until))


def claim_next() -> Claim | None:
    """Claim the message that has been due longest; no other worker gets it until the claim runs out."""
    now = clock.now()
    until = now + CLAIMED_FOR
    due = (
        select(Message.id)
        .where(
            Message.sent_at.is_(None),
            Message.given_up_at.is_(None),
            Message.due_at <= now,
            or_(Message.claimed_until.is_(None), Message.claimed_until <= now),
        )
        .order_by(Message.due_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with database.write():
        row = db.session.execute(
            update(Message)
            .where(Message.id.in_(due.scalar_subquery()))
            .values(claimed_until=until, tries=Message.tries + 1)
            .returning(
                Message.id,
                Message.kind,
                Message.address,
                Message.language,
                Message.subject,
                Message.text,
                Message.html,
                Message.written_at,
                Message.tries,
                Message.person_id,
            )
            .execution_options(synchronize_session=False)
        ).one_or_none()
    if row is None:
        return None
    if not row.address:
        return Claim(None, row.id, row.tries, until)
    letter = Letter(
        id=row.id,
        kind=row.kind,
        address=row.address,
        language=row.language,
        subject=row.subject,
        text=row.text,
        html=row.html,
        written_at=row.written_at,
        unsubscribe=unsubscribe_address(row.person_id) if row.kind == DIGEST else None,
    )
    return Claim(letter, row.id, row.tries, until)


def _send(claim: Claim, post: Post, sender: Sender, done: Delivered) -> None:
    """Send one letter and note how it went. Lets ServerAway out: that is about all of them."""
    if claim.letter is None:
        _note_if_mine(claim, None)
        return
    try:
        post.send(claim.letter)
    except LetterRefused as error:
        if error.for_good:
            _give_up(claim, str(error), done)
        else:
            _put_off(claim, str(error), done)
        return
    done.sent += 1
    forgotten = {"text": "", "html": None} if sender.forgets else {}
    _note_if_mine(claim, {"sent_at": clock.now(), "why": None, **forgotten})


def _put_off(claim: Claim, why: str, done: Delivered) -> None:
    if claim.tries >= MOST_TRIES:
        _give_up(claim, why, done)
        return
    done.put_off += 1
    _note_if_mine(claim, {"due_at": clock.now() + WAITS[claim.tries - 1], "why": why[:300]})


def _give_up(claim: Claim, why: str, done: Delivered) -> None:
    done.given_up += 1
    current_app.logger.warning("letter given up", extra={"fields": {"message": claim.id, "tries": claim.tries}})
    _note_if_mine(claim, {"given_up_at": clock.now(), "why": why[:300]})


def _note_if_mine(claim: Claim, values: dict[str, object] | None) -> None:
    """Write what became of a claimed message (None: delete it), unless the claim ran out and another worker has it."""
    mine = (Message.id == claim.id, Message.claimed_until == claim.until)
    with database.write():
        if values is None:
            db.session.execute(delete(Message).where(*mine))
        else:
            db.session.execute(update(Message).where(*mine).values(claimed_until=None, **values))
