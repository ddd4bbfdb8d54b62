"""The rules of hackathons: who is captain, who may do what, what may be counted. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from learnhub.events.hackathon_structures import ASKED_AFTER, Attendance, Power, Standing

LEAST_SHOWN = 10
JOINABLE_FOR = timedelta(days=7)  # after the end: teams are often written down the week after
ASKED_UNTIL = timedelta(days=30)  # after it was due: a question that late helps nobody


def captain_of(chosen: int | None, members: Sequence[int]) -> int | None:
    """Who leads a team: whoever was chosen while they are in it, else who joined first of those who are; or nobody.

    `members` in the order of joining, those alone who come and are in service. So nobody has to name a successor.
    """
    if chosen in members:
        return chosen
    return members[0] if members else None


def powers_of(who: Standing) -> frozenset[Power]:
    """What somebody may do with a team."""
    may = {
        Power.JOIN: who.is_going and who.is_joinable and who.has_room and not who.in_team and not who.elsewhere,
        Power.LEAVE: who.in_team,
        Power.CHANGE: who.is_captain or who.is_organiser,
        Power.HAND_OVER: who.is_captain or who.is_organiser,
        Power.REMOVE: who.is_organiser,
        Power.CLAIM: who.in_team,
        Power.CONFIRM: who.in_team,
        Power.PROJECT: who.in_team,
        Power.LATER: who.is_captain or who.is_organiser,
        Power.SCORE: who.is_judge and who.is_judging and not who.in_team,
        Power.SEE_MARKS: who.is_published and (who.in_team or who.is_organiser),
    }
    return frozenset(power for power, allowed in may.items() if allowed)


def is_joinable(ends_at: datetime, now: datetime, *, is_published: bool = False) -> bool:
    """Whether teams can still be formed and joined: who joins once the results are out would join a prize."""
    return not is_published and now <= ends_at + JOINABLE_FOR


def due_questions(ends_at: datetime, now: datetime) -> tuple[int, ...]:
    """After how many days a captain is to be asked what became of it, at this instant."""
    since = now - ends_at
    return tuple(days for days in ASKED_AFTER if timedelta() <= since - timedelta(days=days) <= ASKED_UNTIL)


def attendance_of(counts: Mapping[str, int]) -> Attendance:
    """Who came, by department: groups of fewer than ten are not shown, nor found by taking the others from the total.

    The total is told when nothing is hidden, or when what it lets one find are at least two groups with ten together.
    """
    hidden = [count for count in counts.values() if 0 < count < LEAST_SHOWN]
    lines = sorted((name, count) for name, count in counts.items() if count)
    total = sum(counts.values())
    tells = total >= LEAST_SHOWN and (not hidden or (len(hidden) > 1 and sum(hidden) >= LEAST_SHOWN))
    return Attendance(
        tuple((name, count if count >= LEAST_SHOWN else None) for name, count in lines), total if tells else None
    )
