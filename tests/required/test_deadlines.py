"""Fair deadlines as a truth table: one row a case. The rule in words is docs/decisions/0006."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from learnhub import clock
from learnhub.required.deadlines import Deadline, Reason, Rule, State, Why, due_for, frame_of
from learnhub.required.facts import CaseFact, Covered
from learnhub.required.periods import Period, period_of

COMPLETE, OPEN, OVERDUE, EXEMPT, COMING = State.COMPLETE, State.OPEN, State.OVERDUE, State.EXEMPT, State.COMING
YEAR, MONTH, HALF = Period(12, 0), Period(1, 0), Period(6, 0)


def day(text: str) -> date:
    """ "3-31" is 31 March 2026; "27-3-31" of 2027."""
    parts = [int(part) for part in text.split("-")]
    return date(2000 + parts[0], *parts[1:]) if len(parts) == 3 else date(2026, *parts)


def at(text: str, hour: int = 12, minute: int = 0) -> datetime:
    d = day(text)
    return datetime(d.year, d.month, d.day, hour, minute, tzinfo=UTC)


def fixed(due: str = "3-31", starts: str = "1-5", **more: Any) -> Rule:
    """Due on a day: Tuesday 31 March 2026, begun on Monday 5 January."""
    return Rule(day(starts), day(due), **more)


def within(days: int = 30, starts: str = "1-5", **more: Any) -> Rule:
    return Rule(day(starts), None, days, **more)


def somebody(**fields: Any) -> Covered:
    """In service and in the audience for years, Monday to Friday, never away, nothing done."""
    return Covered(
        **{
            "person_id": 1,
            "learner_id": 1,
            "name": "Lena Marsh",
            "language": "en",
            "joined_on": date(2020, 1, 6),
            "posted_on": date(2020, 1, 6),
            "working_days": "1111100",
            **fields,
        }
    )


def away(*spans: str) -> tuple[tuple[date, date], ...]:
    """ "3-2..3-6": both days included."""
    return tuple((day(a), day(b)) for a, b in (span.split("..") for span in spans))


def done(*texts: str) -> tuple[datetime, ...]:
    return tuple(at(text) for text in texts)


def exempt(until: str | None = None) -> CaseFact:
    return CaseFact("exempt", day(until) if until else None, "On loan.")


def extended(until: str) -> CaseFact:
    return CaseFact("extended", day(until), "Agreed.")


@dataclass(frozen=True)
class Row:
    what: str
    rule: Rule
    today: str
    due: str | None
    state: State
    why: tuple[Why, ...] = ()
    person: dict[str, Any] = field(default_factory=dict)


def row(what: str, rule: Rule, today: str, due: str | None, state: State, *why: Why, **person: Any) -> Row:
    return Row(what, rule, today, due, state, why, person)


W = Why
LEAP = Rule(date(2024, 2, 29), date(2024, 2, 29), recurs=YEAR)
MONTH_END = Rule(date(2026, 1, 31), date(2026, 1, 31), recurs=MONTH, early_counts=False)
YEARLY = fixed(recurs=YEAR)  # begins 5 January, due 31 March, each year
STRICT = fixed(recurs=YEAR, early_counts=False)
LATE_IN_PERIOD = fixed("12-31", "1-1", recurs=YEAR)
AGAIN = fixed(again_from=at("6-1", 9))
AGAIN_YEARLY = fixed(recurs=YEAR, again_from=at("6-1", 9))

TABLE = (
    # a day for everybody
    row("everybody has the day of the rule", fixed(), "3-1", "3-31", OPEN),
    row("on the day itself it is not overdue", fixed(), "3-31", "3-31", OPEN),
    row("the day after it is", fixed(), "4-1", "3-31", OVERDUE),
    row("before the rule begins nothing is asked yet", fixed(), "1-2", "3-31", COMING),
    row("done in time", fixed(), "4-1", "3-31", COMPLETE, completions=done("3-30")),
    row("done years before the rule counts once for all", fixed(), "2-1", "3-31", COMPLETE, completions=done("21-3-1")),
    row("done late is done", fixed(), "5-1", "3-31", COMPLETE, completions=done("4-20")),
    row("due on a Sunday: the Monday after", fixed("3-29"), "3-1", "3-30", OPEN, W.NOT_WORKING),
    # joiners and movers
    row("joined before the rule began: no later", fixed(), "3-1", "3-31", OPEN, joined_on=day("1-5")),
    row("joined after, with time enough: no later", fixed(), "3-1", "3-31", OPEN, joined_on=day("2-2")),
    row("joined less than 28 days before: 28 days", fixed(), "3-20", "4-13", OPEN, W.JOINED, joined_on=day("3-16")),
    row("joined after the date: 28 days", fixed(), "6-20", "7-13", OPEN, W.JOINED, joined_on=day("6-15")),
    row("a joiner's 28 days are over", fixed(), "7-14", "7-13", OVERDUE, W.JOINED, joined_on=day("6-15")),
    row("moved into the audience after the date: 28 days", fixed(), "6-20", "7-13", OPEN, W.MOVED,
        posted_on=day("6-15")),
    row("moved in before the rule began: no later", fixed(), "3-1", "3-31", OPEN, posted_on=day("1-2")),
    row("joined and moved: the later of the two counts", fixed(), "6-20", "7-13", OPEN, W.MOVED,
        joined_on=day("4-1"), posted_on=day("6-15")),
    row("on a list by name: from joining alone", fixed(), "3-1", "3-31", OPEN, posted_on=None),
    # within days of joining
    row("in service when the rule began: from that day", within(), "1-20", "2-4", OPEN),
    row("joined later: from joining, also fewer than 28 days", within(14), "6-20", "6-29", OPEN, W.JOINED,
        joined_on=day("6-15")),
    row("the last of the days is a Saturday: Monday", within(30), "6-20", "7-13", OPEN, W.JOINED, W.NOT_WORKING,
        joined_on=day("6-12")),
    # working patterns
    row("Monday to Wednesday, due on a Friday: Monday", fixed("3-27"), "3-1", "3-30", OPEN, W.NOT_WORKING,
        working_days="1110000"),
    row("works on Saturdays, due on one: that day", fixed("3-28"), "3-1", "3-28", OPEN, working_days="0001111"),
    row("one day a week: never more than six days later", fixed("3-31"), "3-1", "4-6", OPEN, W.NOT_WORKING,
        working_days="1000000"),
    row("a week in which no day is known is Monday to Friday", fixed("3-29"), "3-1", "3-30", OPEN, W.NOT_WORKING,
        working_days="0000000"),
    # absence
    row("a week away in the last 28 days: five working days more", fixed(), "3-1", "4-7", OPEN, W.AWAY,
        absences=away("3-9..3-15")),
    row("the same week away, Monday to Wednesday: three of theirs", fixed(), "3-1", "4-7", OPEN, W.AWAY,
        working_days="1110000", absences=away("3-9..3-15")),
    row("away on days one does not work: nothing is lost", fixed(), "3-1", "3-31", OPEN, absences=away("3-14..3-15")),
    row("away before the last 28 days: time enough", fixed(), "3-1", "3-31", OPEN, absences=away("2-2..3-3")),
    row("away until four days into the window: those days", fixed(), "3-1", "4-2", OPEN, W.AWAY,
        absences=away("2-2..3-5")),
    row("away before it was asked: does not count", fixed("1-20"), "1-6", "1-20", OPEN,
        absences=away("25-12-20..1-2")),
    row("away over the date: as many days after coming back", fixed(), "4-1", "5-4", OPEN, W.AWAY,
        absences=away("3-30..4-30")),
    row("away twice, once over the new date too", fixed(), "4-1", "4-17", OPEN, W.AWAY,
        absences=away("3-9..3-13", "4-6..4-15")),
    row("two years away: twenty days after coming back", fixed(), "6-1", "28-4-28", OPEN, W.AWAY,
        absences=((date(2026, 3, 4), date(2028, 3, 31)),)),
    row("joined lately and was away since", fixed(), "6-20", "7-20", OPEN, W.JOINED, W.AWAY,
        joined_on=day("6-15"), absences=away("6-22..6-26")),
    row("overdue also after all that", fixed(), "4-8", "4-7", OVERDUE, W.AWAY, absences=away("3-9..3-15")),
    # exceptions
    row("exempt", fixed(), "4-8", None, EXEMPT, W.EXEMPT, exception=exempt()),
    row("exempt until today", fixed(), "5-1", None, EXEMPT, W.EXEMPT, exception=exempt("5-1")),
    row("an exemption that is over: 28 days from then", fixed(), "5-2", "6-1", OPEN, W.EXEMPT_BEFORE, W.NOT_WORKING,
        exception=exempt("5-1")),
    row("exempt but done: done", fixed(), "4-8", "3-31", COMPLETE, exception=exempt(), completions=done("3-1")),
    row("extended", fixed(), "4-8", "5-15", OPEN, W.EXTENDED, exception=extended("5-15")),
    row("extended to a day that is no working day", fixed(), "4-8", "5-18", OPEN, W.EXTENDED,
        exception=extended("5-16")),
    row("an extension never takes days away", fixed(), "3-1", "4-7", OPEN, W.AWAY,
        absences=away("3-9..3-15"), exception=extended("4-3")),
    row("who has left is asked nothing", fixed(), "4-8", None, State.LEFT, left_on=day("4-1")),
    row("who leaves later is still asked", fixed(), "3-1", "3-31", OPEN, left_on=day("6-1")),
    # periods
    row("a year on the year's date", YEARLY, "27-2-1", "27-3-31", OPEN, completions=done("3-1")),
    row("done this year", YEARLY, "27-2-1", "27-3-31", COMPLETE, completions=done("27-1-20")),
    row("done last year's summer does not count for this one", YEARLY, "27-2-1", "27-3-31", OPEN,
        completions=done("7-1")),
    row("done in the last quarter of the year before counts", YEARLY, "27-2-1", "27-3-31", COMPLETE, W.EARLY,
        completions=done("10-7")),
    row("the day before that quarter does not", YEARLY, "27-2-1", "27-3-31", OPEN, completions=done("10-5")),
    row("where the rule does not say so it does not count", STRICT, "27-2-1", "27-3-31", OPEN,
        completions=done("12-30")),
    row("done twice: the latest counts", YEARLY, "27-2-1", "27-3-31", COMPLETE, completions=done("3-1", "27-1-20")),
    row("missed all of last year: that date still stands", YEARLY, "27-2-1", "3-31", OVERDUE, W.MISSED),
    row("due on the last day of a period: overdue after it", LATE_IN_PERIOD, "27-1-2", "12-31", OVERDUE, W.MISSED),
    row("making up for last year counts for this one", LATE_IN_PERIOD, "27-1-9", "27-12-31", COMPLETE,
        completions=done("27-1-8")),
    row("joined at the end of last year: 28 days, into this one", YEARLY, "27-1-8", "27-1-11", OPEN, W.JOINED, W.MISSED,
        joined_on=day("12-14")),
    row("and when they are over", YEARLY, "27-1-12", "27-1-11", OVERDUE, W.JOINED, W.MISSED, joined_on=day("12-14")),
    row("joined since this year began: not asked for last year", YEARLY, "27-2-1", "27-3-31", OPEN,
        joined_on=day("27-1-5")),
    row("away at the end of a period: those days more, in the next", fixed("6-30", "1-1", recurs=HALF), "7-2", "7-7",
        OPEN, W.AWAY, W.MISSED, absences=away("6-22..6-26")),
    row("within 14 days and every year", within(14, recurs=YEAR), "27-1-10", "27-1-19", OPEN, completions=done("1-9")),
    row("from 29 February: 28 February in a common year", LEAP, "25-3-1", "25-2-28", OVERDUE,
        completions=done("24-3-1")),
    row("and 29 February again in the next leap year", LEAP, "28-3-1", "28-2-29", OVERDUE,
        completions=done("27-3-1")),
    row("month ends: the last of February (a Saturday: Monday)", MONTH_END, "3-1", "3-2", OPEN, W.NOT_WORKING,
        completions=done("2-2")),
    row("and the 31st again in March", MONTH_END, "4-1", "3-31", OVERDUE, completions=done("3-2")),
    # a course that must be taken again
    row("a version that must be taken again reopens: 28 days", AGAIN, "6-10", "6-29", OPEN, W.RETAKE,
        completions=done("3-1")),
    row("done after that version came: done", AGAIN, "6-10", "3-31", COMPLETE, completions=done("6-2")),
    row("who had never done it has no new date", AGAIN, "6-10", "3-31", OVERDUE),
    row("done before any such version: nothing reopens", fixed(), "6-10", "3-31", COMPLETE, completions=done("3-1")),
    row("in a year that was done already", AGAIN_YEARLY, "6-10", "6-29", OPEN, W.RETAKE, completions=done("3-1")),
    row("next year it is the year's date again", AGAIN_YEARLY, "27-2-1", "27-3-31", OPEN, completions=done("6-10")),
    # days of 23 and 25 hours, and the last minute
    row("done in the last minute of a summer day, 22:59 UTC", fixed(), "4-1", "3-31", COMPLETE,
        completions=(at("3-31", 22, 59),)),
    row("the clock goes forward within the 28 days", within(28, "3-16"), "3-20", "4-13", OPEN),
    row("the clock goes back within the 28 days", within(28, "10-12"), "10-20", "11-9", OPEN),
    row("half past midnight on the first day, summer time", fixed("9-30", "6-1", recurs=YEAR, early_counts=False),
        "27-7-1", "27-9-30", COMPLETE, completions=(at("27-5-31", 23, 30),)),
    row("half an hour before is the year before", fixed("9-30", "6-1", recurs=YEAR, early_counts=False),
        "27-7-1", "27-9-30", OPEN, completions=(at("27-5-31", 22, 30),)),
    # suggested
    row("suggested: no date", Rule(day("1-5"), is_suggested=True), "2-1", None, State.SUGGESTED),
    row("suggested from a day", Rule(day("1-5"), is_suggested=True), "1-4", None, COMING),
    row("put aside", Rule(day("1-5"), is_suggested=True), "2-1", None, State.DISMISSED,
        exception=CaseFact("dismissed", None)),
)  # fmt: skip


def reached(case: Row) -> Deadline:
    return due_for(case.rule, somebody(**case.person), day(case.today))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.what)
def test_the_deadline_is_fair(case: Row) -> None:
    deadline = reached(case)
    assert deadline.state is case.state
    assert deadline.due_on == (day(case.due) if case.due else None)
    assert tuple(reason.why for reason in deadline.why) == case.why


def test_the_table_has_more_than_thirty_rows() -> None:
    assert len(TABLE) > 60
    assert len({case.what for case in TABLE}) == len(TABLE)


def test_nobody_has_less_time_than_the_rule_gives_everybody() -> None:
    for case in TABLE:
        deadline = reached(case)
        if deadline.due_on is not None and deadline.period_start == frame_of(case.rule, day(case.today)).start:
            assert deadline.due_on >= frame_of(case.rule, day(case.today)).due


def test_a_reason_says_how_many_days_somebody_was_away() -> None:
    deadline = due_for(fixed(), somebody(absences=away("3-9..3-15")), day("3-1"))
    assert deadline.why == (Reason(Why.AWAY, day("3-31"), 5),)


@pytest.mark.parametrize(
    ("rule", "person", "today", "may"),
    [
        (YEARLY, {"completions": done("3-1")}, "27-2-1", True),  # open again
        (YEARLY, {}, "2-1", False),  # never done: it completes by itself
        (YEARLY, {"completions": done("3-1")}, "4-1", False),  # done for this year
        (YEARLY, {"completions": done("3-1")}, "11-1", True),  # the last quarter counts for next year
        (STRICT, {"completions": done("3-1")}, "11-1", False),
        (YEARLY, {"completions": done("10-20")}, "11-1", False),  # counts for next year already
        (fixed(), {"completions": done("3-1")}, "11-1", False),
        (AGAIN, {"completions": done("3-1")}, "6-10", True),
    ],
)
def test_when_completing_it_again_counts(rule: Rule, person: dict[str, Any], today: str, may: bool) -> None:
    assert due_for(rule, somebody(**person), day(today)).may_renew is may


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P1Y", Period(12, 0)),
        ("p6m", Period(6, 0)),
        (" P2Y ", Period(24, 0)),
        ("P1Y6M", Period(18, 0)),
        ("P26W", Period(0, 182)),
        ("P90D", Period(0, 90)),
        ("P1D", None),  # a nuisance
        ("P99Y", None),  # forgotten
        ("P", None),
        ("", None),
        ("1Y", None),
        ("P1Y ago", None),
        ("P-1Y", None),
        ("PT24H", None),
        ("P1.5Y", None),
        ("P٣M", None),  # digits of another script
        ("P0Y", None),
        ("P" + "9" * 500 + "Y", None),
    ],
)
def test_a_period_is_iso_8601(text: str, period: Period | None) -> None:
    assert period_of(text) == period


def test_the_days_are_those_of_the_services_zone() -> None:
    clock.use_timezone("Asia/Tokyo")
    try:
        frame_of.cache_clear()
        rule = fixed(recurs=YEAR, early_counts=False)
        person = somebody(completions=(datetime(2027, 1, 4, 15, 30, tzinfo=UTC),))  # the 5th, half past midnight
        assert due_for(rule, person, day("27-2-1")).state is COMPLETE
    finally:
        clock.use_timezone("Europe/London")
