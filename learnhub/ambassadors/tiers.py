"""How much experience of helping somebody shows, from evidence. Pure.

For the ambassador and their lead alone: never in the directory, never beside another's, never what one is sorted by.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STEADY_SESSIONS, STEADY_CONFIRMED = 5, 2
SEASONED_SESSIONS, SEASONED_CONFIRMED, SEASONED_DAYS = 25, 10, 365


class Tier(StrEnum):
    """From the first session on."""

    BEGINNING = "beginning"
    STEADY = "steady"
    SEASONED = "seasoned"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the record has of somebody's helping: sessions, those that the other side confirmed, minutes, the first."""

    sessions: int = 0
    confirmed: int = 0
    minutes: int = 0
    first_on: date | None = None


def tier_of(evidence: Evidence, today: date) -> Tier:
    """The tier that the evidence carries. Confirmed sessions count, since saying so oneself is not evidence enough."""
    days = (today - evidence.first_on).days if evidence.first_on else 0
    if evidence.sessions >= SEASONED_SESSIONS and evidence.confirmed >= SEASONED_CONFIRMED and days >= SEASONED_DAYS:
        return Tier.SEASONED
    if evidence.sessions >= STEADY_SESSIONS and evidence.confirmed >= STEADY_CONFIRMED:
        return Tier.STEADY
    return Tier.BEGINNING


def to_next(evidence: Evidence, today: date) -> tuple[int, int]:
    """How many sessions, and how many confirmed ones, until the next tier; (0, 0) at the last or when only time is."""
    tier = tier_of(evidence, today)
    if tier is Tier.SEASONED:
        return 0, 0
    wanted = (STEADY_SESSIONS, STEADY_CONFIRMED) if tier is Tier.BEGINNING else (SEASONED_SESSIONS, SEASONED_CONFIRMED)
    return max(wanted[0] - evidence.sessions, 0), max(wanted[1] - evidence.confirmed, 0)
