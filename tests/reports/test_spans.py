"""Spans of days as whole months and what is left over: every day once, none twice."""

from datetime import date, timedelta

import pytest

from learnhub.reports.spans import split

LATER = date(2030, 1, 1)

CASES = [
    # from, to, whole months (as year-month), edges
    ("2026-01-01", "2026-12-31", ("2026-01", "2026-12"), []),
    ("2026-02-01", "2026-02-28", ("2026-02", "2026-02"), []),
    ("2026-02-02", "2026-02-28", None, [("2026-02-02", "2026-03-01")]),  # a month but a day is no month
    ("2026-01-31", "2026-03-01", ("2026-02", "2026-02"), [("2026-01-31", "2026-02-01"), ("2026-03-01", "2026-03-02")]),
    ("2026-02-10", "2026-02-10", None, [("2026-02-10", "2026-02-11")]),
    ("2025-12-15", "2026-01-15", None, [("2025-12-15", "2026-01-16")]),  # two parts of months and nothing between
    ("2025-12-01", "2026-01-15", ("2025-12", "2025-12"), [("2026-01-01", "2026-01-16")]),
]


@pytest.mark.parametrize(("first", "last", "months", "edges"), CASES)
def test_spans(first: str, last: str, months: tuple[str, str] | None, edges: list[tuple[str, str]]) -> None:
    found = split(date.fromisoformat(first), date.fromisoformat(last), LATER)
    named = found.months and tuple(f"{month // 12}-{month % 12 + 1:02}" for month in found.months)
    assert named == months
    assert [(str(start), str(stop)) for start, stop in found.edges] == edges


def test_a_last_month_that_reaches_today_is_whole() -> None:
    today = date(2026, 11, 22)
    assert split(date(2026, 11, 1), today, today) == split(date(2026, 11, 1), date(2026, 11, 30), LATER)


def test_every_day_comes_once() -> None:
    start = date(2025, 11, 20)
    for first in range(0, 100, 7):
        for length in range(0, 120, 5):
            begin, end = start + timedelta(first), start + timedelta(first + length)
            found = split(begin, end, LATER)
            days = [start_ + timedelta(n) for start_, stop in found.edges for n in range((stop - start_).days)]
            if found.months:
                month, last = found.months
                day = date(month // 12, month % 12 + 1, 1)
                while day.year * 12 + day.month - 1 <= last:
                    days.append(day)
                    day += timedelta(1)
            assert sorted(days) == [begin + timedelta(n) for n in range(length + 1)]
