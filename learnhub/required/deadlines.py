"""By when one person must have done what an assignment asks: the written rule of docs/decisions/0006. Pure.

1. Everybody has the date of the rule: a day, or so many days after the rule began.
2. Who joined the service or moved into the audience after that (the later of the two) has their own: as many days as
   the rule gives joiners, 28 when it names a day; never less than everybody else.
3. Away on working days within the last 28 days before: that many of their own working days are added.
4. The date is never a day on which they do not work or are away, nor a bank holiday where those are known: then the
   next one that is a working day of theirs.
5. An extension moves it to the day that was agreed; an exemption takes it away.
6. A rule that recurs begins anew each period, for everybody on the same day. What is done counts for the period it
   falls in and, where the rule says so, in the last quarter of a period for the next one as well. Who was asked in the
   period before and did not do it keeps that period's date until they have.
7. A new version of the course that must be taken again reopens what was done before it, with 28 days' notice at least.

A date is over when its last minute is over in the service's zone; a day has 23, 24 or 25 hours.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from learnhub import clock
from learnhub.required.terms import NOTICE, Case, Deadline, Frame, Person, Reason, Rule, State, Why
from learnhub.workdays import works_on

__all__ = ["NOTICE", "WINDOW", "Case", "Deadline", "Frame", "Person", "Reason", "Rule", "State", "Why", "due_for"]

WINDOW = 28  # days before the date in which being away counts
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=4_096)
def frame_of(rule: Rule, today: date) -> Frame:
    """The period of a day; before the first one, the first."""
    return _frame(rule, _number_of(rule, today))


def frame_before(rule: Rule, frame: Frame) -> Frame | None:
    """The period before; None before the first."""
    return _frame(rule, frame.number - 1) if frame.number else None


@lru_cache(maxsize=4_096)
def _frame(rule: Rule, number: int) -> Frame:
    first_due = rule.due_on or rule.starts_on + timedelta(days=rule.within_days or 0)
    if rule.recurs is None:
        return Frame(rule.starts_on, None, first_due, None)
    start = rule.recurs.after(rule.starts_on, number)
    due = rule.recurs.after(first_due, number) if rule.due_on else start + timedelta(days=rule.within_days or 0)
    before = rule.recurs.after(rule.starts_on, number - 1)
    early = (start - before).days // 4 if rule.early_counts else 0
    return Frame(start, rule.recurs.after(rule.starts_on, number + 1), due, start - timedelta(days=early), number)


def _number_of(rule: Rule, today: date) -> int:
    if rule.recurs is None or today < rule.starts_on:
        return 0
    about = rule.recurs.months * 30.437 + rule.recurs.days
    number = max(0, int((today - rule.starts_on).days / about) - 1)
    while rule.recurs.after(rule.starts_on, number + 1) <= today:
        number += 1
    return number


def due_for(rule: Rule, person: Person, today: date) -> Deadline:
    """By when, why, and where this person stands on a day."""
    frame = frame_of(rule, today)
    latest = max(person.completions, default=None)
    if person.left_on is not None and person.left_on <= today:
        return Deadline(State.LEFT, None, frame.start, frame.end)
    if _is_done(rule, frame, latest):
        return _complete(rule, frame, person, latest, today)
    if rule.is_suggested:
        put_aside = person.exception is not None and person.exception.kind == "dismissed"
        state = State.DISMISSED if put_aside else State.SUGGESTED if rule.starts_on <= today else State.COMING
        return Deadline(state, None, frame.start, frame.end)
    case = person.exception
    if case is not None and case.kind == "exempt" and (case.until_on is None or case.until_on >= today):
        exempt = Reason(Why.EXEMPT, case.until_on, words=case.reason)
        return Deadline(State.EXEMPT, None, frame.start, frame.end, (exempt,))
    missed = _missed(rule, frame, person, latest, today)
    if missed is not None:
        return missed
    due_on, why = _due_in(rule, frame, person, latest)
    state = State.COMING if today < rule.starts_on else State.OVERDUE if due_on < today else State.OPEN
    return Deadline(state, due_on, frame.start, frame.end, why, may_renew=latest is not None)


def _is_done(rule: Rule, frame: Frame, latest: datetime | None) -> bool:
    return frame.counts(latest) and (rule.again_from is None or latest is None or latest >= rule.again_from)


def _complete(rule: Rule, frame: Frame, person: Person, latest: datetime | None, today: date) -> Deadline:
    due_on: date | None = None
    why: tuple[Reason, ...] = ()
    if not rule.is_suggested:
        due_on, why = _due_in(rule, frame, person, latest)
    is_early = rule.recurs is not None and latest is not None and clock.day_of(latest) < frame.start
    early: tuple[Reason, ...] = (Reason(Why.EARLY, frame.start),) if is_early else ()
    following = _frame(rule, frame.number + 1) if rule.recurs is not None else None
    may_renew = (
        following is not None
        and following.counts_from is not None
        and today >= following.counts_from
        and not following.counts(latest)
    )
    return Deadline(State.COMPLETE, due_on, frame.start, frame.end, why + early, latest, may_renew)


def _missed(rule: Rule, frame: Frame, person: Person, latest: datetime | None, today: date) -> Deadline | None:
    """The period before, when this person was asked in it and did nothing: their date in it still counts."""
    before = frame_before(rule, frame)
    if before is None or before.counts(latest) or _entered(rule, before, person, latest)[0] >= frame.start:
        return None
    due_on, why = _due_in(rule, before, person, latest)
    state = State.OVERDUE if due_on < today else State.OPEN
    missed = Reason(Why.MISSED, before.start)
    return Deadline(state, due_on, before.start, before.end, (*why, missed), may_renew=latest is not None)


def _due_in(rule: Rule, frame: Frame, person: Person, latest: datetime | None) -> tuple[date, tuple[Reason, ...]]:
    why: list[Reason] = []
    entered, reason = _entered(rule, frame, person, latest)
    day = frame.due
    if entered > frame.start and (theirs := entered + timedelta(days=_notice(rule, reason.why))) > day:
        day = theirs
        why.append(reason)
    works = person.working_days
    day, more = _without_absence(day, max(frame.start, entered), works, person.absences)
    why += more
    case = person.exception
    if case is not None and case.kind == "extended" and case.until_on is not None and case.until_on > day:
        day = _next_working(case.until_on, works, person.absences)
        why = [Reason(Why.EXTENDED, case.until_on, words=case.reason)]
    return day, tuple(why)


def _entered(rule: Rule, frame: Frame, person: Person, latest: datetime | None) -> tuple[date, Reason]:
    """From when on this was asked of the person, and what began then."""
    entered, reason = person.joined_on, Reason(Why.JOINED, person.joined_on)
    if person.posted_on is not None and person.posted_on > entered:
        entered, reason = person.posted_on, Reason(Why.MOVED, person.posted_on)
    case = person.exception
    if case is not None and case.kind == "exempt" and case.until_on is not None and case.until_on >= entered:
        entered = case.until_on + ONE_DAY
        reason = Reason(Why.EXEMPT_BEFORE, case.until_on)
    if rule.again_from is not None and frame.counts(latest) and latest is not None and latest < rule.again_from:
        again_on = clock.day_of(rule.again_from)
        if again_on > entered:
            entered, reason = again_on, Reason(Why.RETAKE, again_on)
    return entered, reason


def _notice(rule: Rule, why: Why) -> int:
    """Days from entering on: what the rule gives joiners; nobody is asked again at shorter notice than 28 days."""
    return max(rule.notice, NOTICE) if why in (Why.RETAKE, Why.EXEMPT_BEFORE) else rule.notice


def _next_working(day: date, works: str, absences: Sequence[tuple[date, date]]) -> date:
    while not works_on(day, works, absences):
        day = _skip(day, absences)
    return day


def _skip(day: date, absences: Sequence[tuple[date, date]]) -> date:
    """The next day; past an absence at once, since one can last for years."""
    return max((last for first, last in absences if first <= day <= last), default=day) + ONE_DAY


def _without_absence(
    day: date, since: date, works: str, absences: Sequence[tuple[date, date]]
) -> tuple[date, list[Reason]]:
    """A date moved on by the working days that one was away in the last weeks before it; at least to a working day."""
    first = max(day - timedelta(days=WINDOW - 1), since)
    near = [one for one in absences if one[1] >= first]
    lost = _working_days_away(first, day, works, near) if near else 0
    if not lost:
        moved = _next_working(day, works, near)
        return moved, [] if moved == day else [Reason(Why.NOT_WORKING, day)]
    moved, left = day, lost
    while left:
        moved = _next_working(_skip(moved, near), works, near)
        left -= 1
    return moved, [Reason(Why.AWAY, day, lost)]


def _working_days_away(first: date, last: date, works: str, absences: Sequence[tuple[date, date]]) -> int:
    """How many of somebody's working days, both ends included, they were away; each once, however often it is said."""
    days = {
        start + timedelta(days=step)
        for start, end in ((max(first, begin), min(last, end)) for begin, end in absences)
        for step in range((end - start).days + 1)
    }
    return sum(works_on(day, works) for day in days)
