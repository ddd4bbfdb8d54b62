"""What becomes due by itself in the network: pauses that begin and end, who lapses, who has left.

A job, in small steps. Two machines may run it at once: each takes rows that no other has, and decides on them as they
are then.
"""

from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import listed, pausing, states
from learnhub.ambassadors.models import Ambassador, AmbassadorAway, RequestOffer
from learnhub.ambassadors.states import IN_NETWORK, Due, Quiet
from learnhub.ambassadors.stopping import stop
from learnhub.ambassadors.telling import moment, tell
from learnhub.ambassadors.words import HELPING, State
from learnhub.db import db
from learnhub.people.models import Absence, Person, Posting
from learnhub.record.models import Statement
from learnhub.record.words import Verb

CHUNK = 100
NOMINATIONS_KEPT = timedelta(days=90)  # that were not answered
REFUSALS_KEPT = timedelta(days=365)  # of who never helped


def tend_ambassadors() -> str:
    """Do what is due; in a line what that was. Call it outside any transaction."""
    today = clock.today()
    pausing_now = (Ambassador.state.in_(HELPING), Ambassador.paused_from <= today)
    back = (Ambassador.state == State.PAUSED, Ambassador.paused_until < today)
    left = (Ambassador.state.in_(IN_NETWORK), Person.left_on <= today)
    begun = _each(pausing_now, pausing.begin_pause)
    ended = _each(back, pausing.end_pause)
    gone = _each(left, stop)
    asked, lapsed = lapse_due()
    _each((listed.is_out_of_date(),), listed.bring_up_to_date)
    _forget()
    return f"{begun} pauses begun, {ended} ended, {gone} stopped, {asked} asked, {lapsed} lapsed"


def _forget() -> None:
    """What came to nothing is not kept: proposals without an answer, applications that were not taken up."""
    now = clock.now()
    never_helped = Ambassador.began_at.is_(None)
    proposed = (Ambassador.state == State.NOMINATED, Ambassador.applied_at < now - NOMINATIONS_KEPT)
    refused = (Ambassador.state.in_((State.DECLINED, State.STOPPED)), Ambassador.active_at < now - REFUSALS_KEPT)
    for which in (proposed, refused):
        _each((*which, never_helped), db.session.delete)


def lapse_due() -> tuple[int, int]:
    """Ask those who have done nothing for long whether they go on; let lapse whom nothing was heard of. How many."""
    today = clock.today()
    long_ago = clock.now() - timedelta(days=states.ASKED_AFTER)
    quiet = (Ambassador.state.in_(HELPING), Ambassador.active_at < long_ago)
    counts = {Due.ASK: 0, Due.LAPSE: 0, Due.NOTHING: 0}

    def look(row: Ambassador) -> None:
        found = states.due(quiet_since(row, today), today)
        counts[found] += 1
        if found is Due.LAPSE:
            pausing.lapse(row)
        elif found is Due.ASK:
            _ask(row)

    _each(quiet, look)
    return counts[Due.ASK], counts[Due.LAPSE]


def quiet_since(row: Ambassador, today: date) -> Quiet:
    """What the rule needs of one ambassador. A session logged or an offer answered is activity, whoever noted it."""
    person = db.session.get_one(Person, row.person_id)
    helped = select(func.max(Statement.at)).where(
        Statement.learner_id == person.learner_id, Statement.verb == Verb.HELPED.value
    )
    answered = select(func.max(RequestOffer.answered_at)).where(
        RequestOffer.ambassador_id == row.id, RequestOffer.answer.in_(("accepted", "declined"))
    )
    known = [row.active_at, *(db.session.execute(each).scalar() for each in (helped, answered))]
    active_at = max(instant for instant in known if instant is not None)
    if active_at > row.active_at:
        row.active_at, row.asked_to_renew_at = active_at, None
    return Quiet(
        active_on=clock.day_of(active_at),
        away=tuple(_away(row, active_at_day=clock.day_of(active_at), today=today)),
        working_days=person.working_days,
        asked_on=clock.day_of(row.asked_to_renew_at) if row.asked_to_renew_at else None,
    )


def _away(row: Ambassador, active_at_day: date, today: date) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for table, whose in (
        (AmbassadorAway, AmbassadorAway.ambassador_id == row.id),
        (Absence, Absence.person_id == row.person_id),
    ):
        rows = select(table.from_on, table.until_on).where(
            whose, table.until_on > active_at_day, table.from_on <= today
        )
        found += [(first, last) for first, last in db.session.execute(rows)]
    return found


def _ask(row: Ambassador) -> None:
    row.asked_to_renew_at = clock.now()
    db.session.flush()
    tell(
        [row.person_id],
        f"ambassador:{row.id}:still:{moment()}",
        lambda: _("Are you still helping as a digital ambassador? One press says so; otherwise it lapses."),
        "/ambassadors/profile",
    )


def _each(which: tuple[ColumnElement[bool], ...], do: Callable[[Ambassador], None]) -> int:
    """Do something for every such ambassador, some in a transaction; how many."""
    reached, done = 0, 0
    while True:
        with database.write():
            some = (
                select(Ambassador)
                .join(Person, Person.id == Ambassador.person_id)
                .outerjoin(Posting, (Posting.person_id == Person.id) & Posting.is_current)
                .where(*which, Ambassador.id > reached)
                .order_by(Ambassador.id)
                .limit(CHUNK)
                .with_for_update(of=Ambassador, skip_locked=True)
            )
            rows = list(db.session.execute(some).scalars())
            for row in rows:
                do(row)
                reached = row.id
        done += len(rows)
        if len(rows) < CHUNK:
            return done
