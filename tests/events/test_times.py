"""When an event is: as the clocks there show it, whatever they did in between. Truth tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from learnhub.events.calendars import Entry, calendar_of
from learnhub.events.times import Night, abbreviation, closing_of, moment_of, next_shown


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


MOMENTS = [
    # wall time, zone, how often it is shown, the instant
    ("2026-11-03 10:00", "Europe/London", Night.ONCE, "2026-11-03 10:00"),
    ("2026-07-03 10:00", "Europe/London", Night.ONCE, "2026-07-03 09:00"),
    # the clocks go forward at 01:00 on 29 March 2026: 01:00 to 01:59 are never shown
    ("2026-03-29 00:59", "Europe/London", Night.ONCE, "2026-03-29 00:59"),
    ("2026-03-29 01:00", "Europe/London", Night.NEVER, None),
    ("2026-03-29 01:30", "Europe/London", Night.NEVER, None),
    ("2026-03-29 02:00", "Europe/London", Night.ONCE, "2026-03-29 01:00"),
    # and back at 02:00 on 25 October 2026: 01:00 to 01:59 are shown twice; the first is in summer time
    ("2026-10-25 00:59", "Europe/London", Night.ONCE, "2026-10-24 23:59"),
    ("2026-10-25 01:00", "Europe/London", Night.TWICE, "2026-10-25 00:00"),
    ("2026-10-25 01:59", "Europe/London", Night.TWICE, "2026-10-25 00:59"),
    ("2026-10-25 02:00", "Europe/London", Night.ONCE, "2026-10-25 02:00"),
    # elsewhere on other nights, or never
    ("2026-03-29 01:30", "Europe/Brussels", Night.ONCE, "2026-03-29 00:30"),
    ("2026-03-29 02:30", "Europe/Brussels", Night.NEVER, None),
    ("2026-03-08 02:30", "America/New_York", Night.NEVER, None),
    ("2026-11-01 01:30", "America/New_York", Night.TWICE, "2026-11-01 05:30"),
    ("2026-04-05 02:30", "Australia/Sydney", Night.TWICE, "2026-04-04 15:30"),
    ("2026-07-03 10:00", "Asia/Kolkata", Night.ONCE, "2026-07-03 04:30"),
    ("2026-07-03 10:00", "Atlantic/Stanley", Night.ONCE, "2026-07-03 13:00"),
    ("2026-07-03 10:00", "UTC", Night.ONCE, "2026-07-03 10:00"),
]


@pytest.mark.parametrize(("shown", "zone", "night", "at"), MOMENTS)
def test_when_the_clocks_show_it(shown: str, zone: str, night: Night, at: str | None) -> None:
    moment = moment_of(wall(shown), zone)
    assert moment.night is night
    assert moment.at == (wall(at).replace(tzinfo=UTC) if at else None)


@pytest.mark.parametrize(
    ("shown", "zone", "proposed"),
    [
        ("2026-03-29 01:30", "Europe/London", "2026-03-29 02:30"),
        ("2026-03-29 02:10", "Europe/Brussels", "2026-03-29 03:10"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-04 02:45"),  # half an hour
    ],
)
def test_a_time_that_never_comes_has_one_that_does(shown: str, zone: str, proposed: str) -> None:
    assert next_shown(wall(shown), zone) == wall(proposed)
    assert moment_of(wall(proposed), zone).night is not Night.NEVER


@pytest.mark.parametrize(
    ("closes_on", "at"),
    [
        (None, "2026-11-03 10:00"),  # when it begins
        (date(2026, 11, 1), "2026-11-02 00:00"),  # with the end of the day
        (date(2026, 11, 3), "2026-11-03 10:00"),  # on the day itself: when it begins
        (date(2026, 10, 25), "2026-10-26 00:00"),  # a day of 25 hours
    ],
)
def test_when_sign_up_closes(closes_on: date | None, at: str) -> None:
    starts = wall("2026-11-03 10:00").replace(tzinfo=UTC)
    assert closing_of(closes_on, starts, "Europe/London") == wall(at).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "zone", "name"),
    [
        ("2026-11-03 10:00", "Europe/London", "GMT"),
        ("2026-07-03 10:00", "Europe/London", "BST"),
        ("2026-07-03 10:00", "Asia/Kolkata", "IST"),
        ("2026-07-03 10:00", "Atlantic/Stanley", "UTC-3"),
        ("2026-07-03 10:00", "Asia/Kathmandu", "UTC+5:45"),
    ],
)
def test_what_the_clocks_are_called(shown: str, zone: str, name: str) -> None:
    assert abbreviation(wall(shown), zone) == name


def entry(zone: str, starts: datetime, **fields: object) -> Entry:
    values = {
        "token": "abc", "sequence": 0, "title": "Title", "zone": zone, "starts_local": starts,
        "ends_local": starts + timedelta(hours=2), "where": "", "about": "", "address": "https://x.example/events/1",
        "is_cancelled": False, "is_tentative": False, "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return Entry(**{**values, **fields})


def onsets(content: bytes) -> list[tuple[datetime, timedelta]]:
    """From when on a zone has which offset, as a calendar program that knows nothing but the file reads it
    (RFC 5545, 3.6.5)."""
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    found = [
        ((part["DTSTART"].dt - part["TZOFFSETFROM"].td).replace(tzinfo=UTC), part["TZOFFSETTO"].td)
        for part in zone.subcomponents
    ]
    return sorted(found)


@pytest.mark.parametrize(
    "zone", ["Europe/London", "Europe/Brussels", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Asia/Dubai"]
)
def test_the_file_knows_what_the_clocks_of_its_zone_do(zone: str) -> None:
    known = onsets(calendar_of([entry(zone, wall("2026-11-03 10:00"))], "learnhub.example"))
    at, end = datetime(2025, 11, 3, tzinfo=UTC), datetime(2027, 11, 3, tzinfo=UTC)
    while at < end:
        offset = [offset for onset, offset in known if onset <= at][-1]
        assert offset == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(minutes=30)


def test_a_file_is_what_the_standard_asks() -> None:
    first = entry("Europe/London", wall("2026-03-29 09:00"), title="Tea, cake; and \\ “ideas”\r\nBEGIN:VALARM",
                  is_cancelled=True, sequence=3)  # fmt: skip
    content = calendar_of([first, entry("UTC", wall("2026-03-29 09:00"))], "learnhub.example").decode()
    assert content.startswith("BEGIN:VCALENDAR\r\n")
    assert content.endswith("END:VCALENDAR\r\n")
    assert "METHOD" not in content
    assert "DTSTART;TZID=Europe/London:20260329T090000\r\n" in content
    assert "DTSTART:20260329T090000Z\r\n" in content
    assert "UID:event-abc@learnhub.example\r\n" in content
    assert "SEQUENCE:3\r\n" in content
    assert "STATUS:CANCELLED\r\n" in content
    assert "\r\nBEGIN:VALARM" not in content  # what people type cannot begin a component
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
