"""On which days somebody is reminded of what is required of them: 30, 7 and 1 days before, and weekly after. Pure.

A step whose day is no working day of theirs waits for the next that is; but the one of the day before comes on the last
day on which they work before the date, on Friday for a Monday. Never two at once: where several have come due meanwhile
the latest is the one that counts, and those before it are left out for good; so are those whose day had come when they
were told of the date.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from learnhub.required.deadlines import Deadline, Rule, State, Why, frame_before, frame_of
from learnhub.workdays import works_on

BEFORE = (30, 7, 1)  # days
EVERY = 7  # days, afterwards
# What gives a person a date anew, and with it reminders from the beginning.
_ANEW = (Why.JOINED, Why.MOVED, Why.EXTENDED, Why.EXEMPT_BEFORE, Why.RETAKE)

Away = Sequence[tuple[date, date]]


def step_due(due_on: date, today: date, working_days: str, absences: Away, told_on: date | None = None) -> int | None:
    """The step that today is for: days after the date, negative before it. None: not today, or not yet.

    The same until the next step has come: whoever asks writes each once. `told_on`: when they were told of this date.
    """
    if not works_on(today, working_days, absences):
        return None
    days = (today - due_on).days
    if days >= EVERY:
        return days // EVERY * EVERY
    come = max((-before for before in BEFORE[:-1] if -before <= days), default=None)
    day = due_on + timedelta(days=come or 0)
    last = last_day_before(due_on, working_days, absences)
    if today >= last:
        come, day = -BEFORE[-1], last
    return None if come is None or (told_on is not None and told_on >= day) else come


def last_day_before(due_on: date, working_days: str, absences: Away) -> date:
    """The last day of somebody's before a date, within a week of it; when they have none there, the day before."""
    days = (due_on - timedelta(days=number) for number in range(1, EVERY + 1))
    worked = (day for day in days if works_on(day, working_days, absences))
    return next(worked, due_on - timedelta(days=BEFORE[-1]))


def step_of(
    deadline: Deadline, today: date, working_days: str, absences: Away, told_on: date | None = None
) -> int | None:
    """As `step_due`, of a deadline: nothing of what is done, suggested, put aside, exempt, or has not begun."""
    if deadline.state not in (State.OPEN, State.OVERDUE) or deadline.due_on is None:
        return None
    return step_due(deadline.due_on, today, working_days, absences, told_on)


def round_of(deadline: Deadline) -> str:
    """What a reminder's key says of the period. A later date agreed with the person begins another round; a date
    that moved by itself, by days of absence, does not.
    """
    anew = [reason.day for reason in deadline.why if reason.why in _ANEW]
    return deadline.period_start.isoformat() + "".join(f"~{day.isoformat()}" for day in anew if day)


def may_be_due(rule: Rule, today: date) -> bool:
    """Whether anybody at all can have a step today; nobody's date is before everybody's, so this costs no look at them.

    Who let the whole last period pass still has that one's date.
    """
    if rule.is_suggested or today < rule.starts_on:
        return False
    frame = frame_of(rule, today)
    return frame.due - timedelta(days=BEFORE[0]) <= today or frame_before(rule, frame) is not None


def is_first_day_of_week(today: date, working_days: str, absences: Away) -> bool:
    """Whether this is the first day of its week on which somebody works: Monday, or the next that is."""
    monday = today - timedelta(days=today.weekday())
    week = [monday + timedelta(days=number) for number in range(7)]
    return next((day for day in week if works_on(day, working_days, absences)), None) == today
