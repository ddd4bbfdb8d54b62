"""What holds for mentorships: how much fits into one, when one has stalled, what two outcomes come to. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

STALLED_AFTER = timedelta(days=30)  # nothing done and no date to come: both are told, once
TOLD_WITHIN = timedelta(days=60)  # a job that did not run for a month tells nobody of what is older
HELPED_WITHIN = timedelta(days=90)  # how long after a session a learner is offered to share something with who held it

MOST_GOALS = 20
MOST_OPEN_STEPS = 30
MOST_MEETINGS = 20  # to come
LONGEST_NOTE = 5_000
LONGEST_LINE = 300
FARTHEST = timedelta(days=731)  # a day two years ahead; one beyond is a slip of the keyboard
LEAST_MINUTES, MOST_MINUTES = 5, 480


class Verdict(StrEnum):
    """What the outcome is once both, one or nobody has said it."""

    OPEN = "open"
    HALF = "half"
    AGREED = "agreed"
    DIFFER = "differ"


def verdict_of(by_ambassador: str | None, by_learner: str | None) -> Verdict:
    """Confirmed when both say the same; shown as it is when they do not."""
    said = [each for each in (by_ambassador, by_learner) if each]
    if len(said) < 2:
        return Verdict.HALF if said else Verdict.OPEN
    return Verdict.AGREED if by_ambassador == by_learner else Verdict.DIFFER


def is_stalled(last_at: datetime, now: datetime) -> bool:
    """Whether nothing was done for so long that the two are asked, kindly, whether to go on."""
    return now - last_at >= STALLED_AFTER
