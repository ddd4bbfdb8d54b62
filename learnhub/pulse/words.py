"""The pulse's two questions, their answers, and when they are asked. Pure; the numbers are what the tally holds."""

from datetime import date
from enum import IntEnum

MONTH = 11  # asked in November: the same season each year, so that years compare


class Changing(IntEnum):
    """Is digital changing how you work?"""

    MUCH = 1
    LITTLE = 2
    NOT = 3
    UNSURE = 4


class Knowing(IntEnum):
    """Do you know what you should be learning?"""

    YES = 1
    PARTLY = 2
    NO = 3


def is_asked_on(day: date) -> bool:
    """Whether the pulse is open."""
    return day.month == MONTH


def last_closed_year(day: date) -> int:
    """The last year whose pulse is over. Until then nobody sees a result, so none stands out from the day before."""
    return day.year if day.month > MONTH else day.year - 1
