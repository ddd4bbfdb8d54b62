"""Until when somebody answers: working days by their own pattern, and the day that people are told."""

from datetime import date, datetime, timedelta

from learnhub import clock
from learnhub.ambassadors.words import DAYS_TO_ANSWER
from learnhub.workdays import works_on

LONGEST = 14  # days: who works one day a week does not keep an asker for three


def last_day_to_answer(offered_on: date, working_days: str, count: int = DAYS_TO_ANSWER) -> date:
    """The last day on which an offer may be answered: `count` of their working days after the day it was made."""
    day, last = offered_on, offered_on + timedelta(days=LONGEST)
    while count and day < last:
        day += timedelta(days=1)
        count -= works_on(day, working_days)
    return day


def passes_on_at(last: date) -> datetime:
    """The moment at which an offer that may be answered on a last day passes on: when that day is over."""
    return clock.start_of(last + timedelta(days=1))


def answer_by(pass_on_at: datetime) -> date:
    """The day to say for an offer that passes on at a moment: the last one on which it may be answered."""
    return clock.day_of(pass_on_at) - timedelta(days=1)
