"""Pausing with dates, coming back, stopping, renewing. Writes in the caller's transaction."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from learnhub import clock
from learnhub.ambassadors import states
from learnhub.ambassadors.becoming import held_for
from learnhub.ambassadors.models import Ambassador, AmbassadorAway
from learnhub.ambassadors.states import Move
from learnhub.ambassadors.stopping import grant, let_go, revoke, stop, take_back_offers
from learnhub.ambassadors.telling import moment, tell
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.people.faults import Refused

LONGEST_PAUSE = timedelta(days=366)
MOST_AWAY = 20  # stretches of days away still to come


def pause(row: Ambassador, from_on: date, until_on: date | None = None) -> None:
    """Pause from a day on, until a day (included) or until they come back. Raises Refused for days that cannot be."""
    row = held_for(row, Move.PAUSE)
    today = clock.today()
    if from_on < today:
        raise Refused(_("A pause begins today at the earliest."), "from_on")
    if from_on > today + LONGEST_PAUSE:
        raise Refused(_("Enter a day within a year."), "from_on")
    if until_on is not None and until_on < from_on:
        raise Refused(_("The last day is not before the first."), "until_on")
    if until_on is not None and until_on > from_on + LONGEST_PAUSE:
        raise Refused(_("A pause lasts a year at most. For longer, stop: you can come back."), "until_on")
    row.paused_from, row.paused_until = from_on, until_on
    db.session.flush()
    if from_on == today:
        begin_pause(row)


def begin_pause(row: Ambassador) -> None:
    """The pause begins: what was offered and not answered goes to others. Mentorships and agreed sessions stay."""
    take_back_offers(row)
    row.state = State.PAUSED
    db.session.flush()


def resume(row: Ambassador) -> None:
    """They are back, or do not pause after all."""
    row = held_for(row, Move.RESUME)
    _come_back(row)


def end_pause(row: Ambassador) -> None:
    """A pause with a last day has ended by itself."""
    _come_back(row)
    tell(
        [row.person_id],
        f"ambassador:{row.id}:back:{moment()}",
        lambda: _("Your pause as a digital ambassador has ended: colleagues can ask you again."),
        "/ambassadors/profile",
    )


def stop_helping(row: Ambassador) -> None:
    """Stop, or take an application back. Pressed twice it is once."""
    if row.state in (State.STOPPED, State.DECLINED):
        return
    stop(held_for(row, Move.STOP))


def renew(row: Ambassador) -> None:
    """ "I am still here": by one press, before the lapse or after it."""
    row = held_for(row, Move.RENEW)
    row.active_at, row.asked_to_renew_at = clock.now(), None
    if row.state == State.LAPSED:
        row.state = was_approved(row)
    db.session.flush()
    grant(row.person_id)


def lapse(row: Ambassador) -> None:
    """Nothing was done for long: what they had taken on goes to others. One press renews."""
    let_go(row)
    row.state = State.LAPSED
    row.paused_from = row.paused_until = None
    revoke(row.person_id)
    db.session.flush()
    tell(
        [row.person_id],
        f"ambassador:{row.id}:lapsed:{moment()}",
        lambda: _("You have not helped for a long time, so colleagues no longer find you. One press changes that."),
        "/ambassadors/profile",
    )


def add_away(row: Ambassador, from_on: date, until_on: date) -> None:
    """Note days on which they take nothing on. Raises Refused for days that cannot be."""
    if until_on < from_on:
        raise Refused(_("The last day is not before the first."), "until_on")
    if until_on < clock.today():
        raise Refused(_("These days are over."), "until_on")
    if until_on > from_on + LONGEST_PAUSE or from_on > clock.today() + LONGEST_PAUSE:
        raise Refused(_("Enter days within a year."), "until_on")
    kept = select(AmbassadorAway.from_on, AmbassadorAway.until_on).where(
        AmbassadorAway.ambassador_id == row.id, AmbassadorAway.until_on >= clock.today()
    )
    days = [tuple(each) for each in db.session.execute(kept)]
    if (from_on, until_on) in days:  # pressed twice
        return
    if len(days) >= MOST_AWAY:
        raise Refused(_("There are many days away already: remove some, or pause."), "from_on")
    db.session.add(AmbassadorAway(ambassador_id=row.id, from_on=from_on, until_on=until_on))
    db.session.flush()


def remove_away(row: Ambassador, away_id: int) -> None:
    """They are there on these days after all."""
    db.session.execute(
        delete(AmbassadorAway).where(AmbassadorAway.id == away_id, AmbassadorAway.ambassador_id == row.id)
    )


def tick(row: Ambassador, step: str, *, done: bool) -> None:
    """Tick a step of the welcome checklist, or take the tick away."""
    kept = {name: day for name, day in row.checklist.items() if name != step}
    row.checklist = {**kept, step: clock.today().isoformat()} if done else kept
    db.session.flush()


def was_approved(row: Ambassador) -> State:
    """What somebody is when they help: a lead's approval outlasts a pause and a lapse."""
    return State.ACTIVE if row.decided_at is not None else State.PROVISIONAL


def is_paused(row: Ambassador) -> bool:
    """Whether they pause, or will."""
    return states.may(Move.RESUME, State(row.state)) and row.paused_from is not None


def _come_back(row: Ambassador) -> None:
    if row.state == State.PAUSED:
        row.state = was_approved(row)
    row.paused_from = row.paused_until = None
    row.active_at = clock.now()
    db.session.flush()
