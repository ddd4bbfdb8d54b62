"""Who may become what in the network, and when somebody who does nothing for long lapses. Pure: plain data in and out.

Becoming: one's own yes, the line manager's, the course; then one helps provisionally, with a buddy, until the lead
approves. Lapsing is counted in days on which somebody could have helped: not those away, and fewer of a part-timer's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from learnhub.ambassadors.words import State

ASKED_AFTER = 150  # days counted without activity: "are you still helping?"
LAPSES_AFTER = 180
LEAST_NOTICE = timedelta(days=14)  # between the question and the lapse, by the calendar
FULL_WEEK = 5

# A nomination, an application or somebody who helps, in any way: whoever of these leaves the service stops.
IN_NETWORK = frozenset(State) - {State.STOPPED, State.DECLINED}


class Move(StrEnum):
    """What somebody does to a place in the network."""

    NOMINATE = "nominate"  # a colleague
    APPLY = "apply"  # they themselves
    AGREE = "agree"  # the line manager
    REFUSE = "refuse"  # the line manager
    APPROVE = "approve"  # the lead
    DECLINE = "decline"  # the lead
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"  # also: take an application back
    LAPSE = "lapse"  # time
    RENEW = "renew"


FROM: dict[Move, frozenset[State]] = {
    Move.NOMINATE: frozenset({State.STOPPED, State.DECLINED}),
    Move.APPLY: frozenset({State.NOMINATED, State.APPLIED, State.STOPPED, State.DECLINED}),
    Move.AGREE: frozenset({State.APPLIED}),
    Move.REFUSE: frozenset({State.APPLIED}),
    Move.APPROVE: frozenset({State.APPLIED, State.PROVISIONAL}),
    Move.DECLINE: frozenset({State.APPLIED, State.PROVISIONAL}),
    Move.PAUSE: frozenset({State.PROVISIONAL, State.ACTIVE}),
    Move.RESUME: frozenset({State.PAUSED, State.PROVISIONAL, State.ACTIVE}),  # the latter: from a pause to come
    Move.STOP: IN_NETWORK,
    Move.LAPSE: frozenset({State.PROVISIONAL, State.ACTIVE}),
    Move.RENEW: frozenset({State.LAPSED, State.PROVISIONAL, State.ACTIVE}),
}


def may(move: Move, state: State | None) -> bool:
    """Whether a move is open from a state; None: never in the network."""
    return state in FROM[move] if state is not None else move in (Move.NOMINATE, Move.APPLY)


class Step(StrEnum):
    """What an application still waits for."""

    OWN_YES = "own-yes"
    MANAGER = "manager"
    COURSE = "course"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Candidacy:
    """What decides about an application. `has_manager`: a line manager in service is on file."""

    state: State
    has_manager: bool
    has_agreed: bool
    has_course: bool


def missing(one: Candidacy) -> tuple[Step, ...]:
    """What is still to be done, in order; nothing for who is not on the way."""
    if one.state is State.PROVISIONAL:
        return (Step.LEAD,)
    if one.state not in (State.NOMINATED, State.APPLIED):
        return ()
    steps = [Step.OWN_YES] if one.state is State.NOMINATED else []
    if not one.has_agreed and one.has_manager:
        steps.append(Step.MANAGER)
    if not one.has_course:
        steps.append(Step.COURSE)
    return (*steps, Step.LEAD)


def may_help_now(one: Candidacy) -> bool:
    """Whether an applicant begins, provisionally: the manager agreed and the course is done.

    With no line manager on file nobody has agreed: the lead decides first.
    """
    return one.state is State.APPLIED and one.has_agreed and one.has_course


def may_be_approved(one: Candidacy) -> bool:
    """Whether nothing but the lead's word is missing."""
    return one.state in FROM[Move.APPROVE] and missing(one) == (Step.LEAD,)


class Due(StrEnum):
    """What long inactivity asks for."""

    NOTHING = "nothing"
    ASK = "ask"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Since when nothing has been done, which days do not count, and when they were asked whether they go on.

    `away`: pairs of days, both included, in any order, overlapping or not. `working_days`: Monday to Sunday, 1 or 0.
    """

    active_on: date
    away: tuple[tuple[date, date], ...] = ()
    working_days: str = "1111100"
    asked_on: date | None = None


def due(quiet: Quiet, today: date) -> Due:
    """Whether to ask, to let lapse, or neither. Nobody lapses who was not asked two weeks before."""
    counted = days_counted(quiet, today)
    if counted < ASKED_AFTER:
        return Due.NOTHING
    if quiet.asked_on is None:
        return Due.ASK
    is_warned = today - quiet.asked_on >= LEAST_NOTICE
    return Due.LAPSE if counted >= LAPSES_AFTER and is_warned else Due.NOTHING


def days_counted(quiet: Quiet, today: date) -> float:
    """Days after the last activity, today included, but for those away; of a part-timer the share they work."""
    days = (today - quiet.active_on).days - _days_away(quiet.away, quiet.active_on, today)
    return max(days, 0) * min(quiet.working_days.count("1"), FULL_WEEK) / FULL_WEEK


def _days_away(away: Iterable[tuple[date, date]], after: date, until: date) -> int:
    """How many days after one and until the other were days away, each counted once."""
    total, reached = 0, after
    for first, last in sorted(away):
        begins = max(first, reached + timedelta(days=1))
        ends = min(last, until)
        if ends >= begins:
            total += (ends - begins).days + 1
            reached = ends
    return total
