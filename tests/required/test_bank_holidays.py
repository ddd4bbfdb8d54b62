"""Bank holidays: read from a calendar file, and left out wherever working days are counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from learnhub import workdays
from learnhub.ambassadors.answering import last_day_to_answer
from learnhub.config import SettingsError, load_settings
from learnhub.required.deadlines import due_for
from learnhub.required.presumed import Somebody
from learnhub.required.steps import is_first_day_of_week, last_day_before
from learnhub.required.terms import Rule

DAYS = (
    "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29",
)  # Christmas (a Friday), Boxing Day (on Monday), New Year (a Friday), Good Friday, Easter Monday  # fmt: skip
FULL, FRIDAYS, NOT_MONDAY = "1111100", "0000100", "0111100"


@pytest.fixture
def holidays() -> Iterator[None]:
    workdays.close_on({date.fromisoformat(day) for day in DAYS})
    yield
    workdays.close_on(())


@pytest.mark.parametrize(
    ("due", "week", "moved_to"),
    [
        ("2027-03-29", FULL, "2027-03-30"),  # Easter Monday: Tuesday
        ("2027-03-26", FULL, "2027-03-30"),  # Good Friday: past the weekend and Easter Monday
        ("2026-12-25", FULL, "2026-12-29"),  # Christmas on a Friday: past Boxing Day's Monday
        ("2026-12-24", FULL, "2026-12-24"),  # the day before is a working day
        ("2026-12-25", FRIDAYS, "2027-01-08"),  # who works on Fridays alone lost two of them
        ("2026-12-26", NOT_MONDAY, "2026-12-29"),
        ("2026-12-26", "0000010", "2026-12-26"),  # who works on Saturdays works on this one
    ],
)
def test_a_date_is_never_a_bank_holiday(holidays: None, due: str, week: str, moved_to: str) -> None:
    rule = Rule(date(2026, 1, 5), date.fromisoformat(due))
    found = due_for(rule, Somebody((), working_days=week), date(2026, 11, 2))
    assert found.due_on == date.fromisoformat(moved_to)


def test_days_of_absence_that_were_bank_holidays_give_no_more_time(holidays: None) -> None:
    rule = Rule(date(2026, 1, 5), date(2027, 1, 8))
    away = ((date(2026, 12, 21), date(2027, 1, 1)),)  # ten weekdays, of which three are bank holidays
    found = due_for(rule, Somebody((), working_days=FULL, absences=away), date(2026, 11, 2))
    assert found.due_on == date(2027, 1, 19)
    assert found.why[0].days == 7


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("2027-03-30", "2027-03-25"),  # Tuesday after Easter: Thursday before it
        ("2026-12-29", "2026-12-24"),
        ("2027-01-04", "2026-12-31"),
    ],
)
def test_the_last_reminder_comes_on_the_last_working_day(holidays: None, due: str, last: str) -> None:
    assert last_day_before(date.fromisoformat(due), FULL, ()) == date.fromisoformat(last)


def test_a_week_that_begins_with_a_bank_holiday_begins_on_tuesday(holidays: None) -> None:
    assert not is_first_day_of_week(date(2027, 3, 29), FULL, ())
    assert is_first_day_of_week(date(2027, 3, 30), FULL, ())


@pytest.mark.parametrize(
    ("offered", "last"),
    [("2026-12-23", "2026-12-30"), ("2026-12-24", "2026-12-31"), ("2027-03-25", "2027-04-01")],
)
def test_the_days_to_answer_leave_them_out(holidays: None, offered: str, last: str) -> None:
    assert last_day_to_answer(date.fromisoformat(offered), FULL, 3) == date.fromisoformat(last)


def calendar(folder: Path, *lines: str) -> Path:
    path = folder / "days.ics"
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", "BEGIN:VEVENT", "UID:1", "SUMMARY:Christmas", *lines]
    path.write_text("\r\n".join([*text, "END:VEVENT", "END:VCALENDAR", ""]))
    return path


def loaded(path: Path) -> frozenset[date]:
    return load_settings({"LEARNHUB_DEMO": "1", "LEARNHUB_BANK_HOLIDAYS": str(path)}).bank_holidays


def test_without_the_setting_there_are_none() -> None:
    assert load_settings({"LEARNHUB_DEMO": "1"}).bank_holidays == frozenset()


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20261225"], 1),
        (["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226"], 1),
        (["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261229"], 4),
        (["DTSTART;VALUE=DATE:20261225", "DURATION:P2D"], 2),
    ],
)
def test_days_are_read_from_a_calendar_file(tmp_path: Path, lines: list[str], days: int) -> None:
    found = loaded(calendar(tmp_path, *lines))
    assert len(found) == days
    assert min(found) == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=YEARLY"], "repeats: write an event for each day"),
        (["DTSTART:20261225T090000Z"], "DTSTART must be a whole day"),
        (["DTSTART;VALUE=DATE:20261225", "DTEND:20261226T090000Z"], "DTEND must be a whole day"),
        (["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20361225"], "1 to 31 can be"),
        (["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261224"], "1 to 31 can be"),
        (["DTSTART;VALUE=DATE:20261399"], "DTSTART cannot be read"),
        (["DESCRIPTION:no day"], "has no DTSTART"),
    ],
)
def test_what_is_wrong_is_named_with_its_event(tmp_path: Path, lines: list[str], says: str) -> None:
    with pytest.raises(SettingsError, match=r"LEARNHUB_BANK_HOLIDAYS: .*days\.ics, event 1 \(Christmas\)") as found:
        loaded(calendar(tmp_path, *lines))
    assert says in str(found.value)


def test_a_file_that_is_missing_or_something_else_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"LEARNHUB_BANK_HOLIDAYS: .*none\.ics cannot be read"):
        loaded(tmp_path / "none.ics")
    other = tmp_path / "other.ics"
    for text in ("hello", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ""):
        other.write_text(text)
        with pytest.raises(SettingsError, match=r"LEARNHUB_BANK_HOLIDAYS: .*other\.ics"):
            loaded(other)
