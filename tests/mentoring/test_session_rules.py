"""What a session may claim, and what the lines of a list say: truth tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from learnhub import clock
from learnhub.ambassadors.words import State
from learnhub.mentoring.people_lists import Line, is_address, lines_of, spellings
from learnhub.mentoring.room_codes import ALPHABET, LENGTH, end_of, fresh_code, plain, shown
from learnhub.mentoring.session_rules import Fault, Other, fault_of_time, instant_of, last_day_to_log, overlaps

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on_day", "minutes", "starts_at", "others", "fault"),
    [
        (TODAY, 30, None, [], None),
        (TODAY, 1, None, [], None),
        (TODAY, 600, None, [], None),
        (TODAY, 0, None, [], Fault.TOO_SHORT),
        (TODAY, -5, None, [], Fault.TOO_SHORT),
        (TODAY, 601, None, [], Fault.TOO_LONG),
        (TODAY, 1_800, None, [], Fault.TOO_LONG),  # thirty hours
        (TODAY + timedelta(days=1), 30, None, [], Fault.FUTURE),
        (TODAY - timedelta(days=90), 30, None, [], None),
        (TODAY - timedelta(days=91), 30, None, [], Fault.TOO_OLD),
        (TODAY, 30, at(15), [], None),  # it begins now: a clinic with its code open
        (TODAY, 30, at(15, 1), [], Fault.STARTS_LATER),
        (TODAY, 60, at(10), [Other(TODAY, 60, at(10))], Fault.OVERLAPS),
        (TODAY, 60, at(10), [Other(TODAY, 60, at(10, 59))], Fault.OVERLAPS),
        (TODAY, 60, at(10), [Other(TODAY, 60, at(11))], None),  # one after the other
        (TODAY, 60, at(10), [Other(TODAY, 60, at(9))], None),
        (TODAY, 60, at(10), [Other(TODAY, 600, None)], None),  # no beginning said: nobody can tell
        (TODAY, 60, None, [Other(TODAY, 60, at(10))], None),
        (TODAY, 60, at(0, 30), [Other(date(2026, 11, 2), 120, at(23, day=2))], Fault.OVERLAPS),  # over midnight
        (TODAY, 600, None, [Other(TODAY, 600), Other(TODAY, 240)], None),  # exactly a day
        (TODAY, 600, None, [Other(TODAY, 600), Other(TODAY, 241)], Fault.DAY_FULL),
        (TODAY, 600, None, [Other(date(2026, 11, 2), 600), Other(date(2026, 11, 2), 600)], None),
    ],
)
def test_whether_a_session_can_have_been(
    on_day: date, minutes: int, starts_at: datetime | None, others: list[Other], fault: Fault | None
) -> None:
    assert fault_of_time(on_day, minutes, starts_at, others, NOW) is fault


def test_overlap_is_the_same_from_both_sides() -> None:
    assert overlaps(at(10), 60, Other(TODAY, 30, at(10, 30)))
    assert overlaps(at(10, 30), 30, Other(TODAY, 60, at(10)))


def test_the_record_dates_a_session_at_its_beginning_else_noon_and_never_later_than_now() -> None:
    clock.use_timezone("Europe/London")
    assert instant_of(TODAY, at(9), NOW) == at(9)
    assert instant_of(TODAY, None, NOW) == at(12)
    assert instant_of(TODAY, None, at(8)) == at(8)
    assert instant_of(date(2026, 7, 1), None, NOW) == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", []),
        ("  \n\n ;; , ", []),
        ("Lena Marsh", [Line(1, "Lena Marsh", name="Lena Marsh")]),
        ("lena@x.example", [Line(1, "lena@x.example", address="lena@x.example")]),
        ("Lena Marsh <Lena@X.example>", [Line(1, "Lena Marsh <Lena@X.example>", address="lena@x.example")]),
        ("<mailto:lena@x.example>", [Line(1, "<mailto:lena@x.example>", address="lena@x.example")]),
        # as a mail program copies its addressees
        (
            "Marsh, Lena <l@x.example>; Osei, Amir <a@x.example>",
            [
                Line(1, "Marsh, Lena <l@x.example>", address="l@x.example"),
                Line(1, "Osei, Amir <a@x.example>", address="a@x.example"),
            ],
        ),
        (
            "a@x.example, b@x.example",
            [Line(1, "a@x.example", address="a@x.example"), Line(1, "b@x.example", address="b@x.example")],
        ),
        # as a sheet copies its rows
        ("Lena Marsh\tlena@x.example\tHexham", [Line(1, "lena@x.example", address="lena@x.example")]),
        ("Lena\tMarsh", [Line(1, "Lena Marsh", name="Lena Marsh")]),
        # as a message lists them
        (
            "• Lena Marsh\n- Amir Osei",
            [Line(1, "Lena Marsh", name="Lena Marsh"), Line(2, "Amir Osei", name="Amir Osei")],
        ),
        ("and 3 more without a name", [Line(1, "and 3 more without a name", more=3)]),
        ("+2", [Line(1, "+2", more=2)]),
        ("a 4 arall", [Line(1, "a 4 arall", more=4)]),
        ("5 others", [Line(1, "5 others", more=5)]),
        ("3 Ravens", [Line(1, "3 Ravens", name="3 Ravens")]),
        ("1000 more", [Line(1, "1000 more", name="1000 more")]),
        ("\nLena\r\n\r\nAmir", [Line(2, "Lena", name="Lena"), Line(4, "Amir", name="Amir")]),
        ("Siân\u00a0Prys", [Line(1, "Siân Prys", name="Siân Prys")]),
    ],
)  # fmt: skip
def test_what_the_lines_of_a_list_are(typed: str, lines: list[Line]) -> None:
    assert lines_of(typed) == lines


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("lena marsh", "Lena Marsh"),
        ("LENA MARSH", "Lena Marsh"),
        ("Marsh, Lena", "Lena Marsh"),
        ("marsh, lena", "Lena Marsh"),
        ("Oona O'Neill", "Oona O'Neill"),
        ("Anke van der Berg", "Anke van der Berg"),
    ],
)
def test_how_a_typed_name_may_stand_in_the_list_of_staff(name: str, also: str) -> None:
    assert also in spellings(name)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a@b.example", True), ("a@b", False), ("@b.example", False), ("a b@c.example", False), ("a@b@c.example", False)],
)
def test_what_can_be_an_address(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one


def test_a_code_is_read_as_it_is_said_and_dies_at_midnight() -> None:
    clock.use_timezone("Europe/London")
    code = fresh_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert plain(shown(code).lower()) == code
    assert plain(f" {code[:3]}-{code[3:]}\n") == code
    assert end_of(NOW) == datetime(2026, 11, 4, 0, 0, tzinfo=UTC)
    assert end_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert len({fresh_code() for _ in range(1_000)}) == 1_000


BEFORE = TODAY - timedelta(days=14)


@pytest.mark.parametrize(
    ("state", "paused_from", "stopped_on", "last"),
    [
        (State.PROVISIONAL, None, None, TODAY),
        (State.ACTIVE, None, None, TODAY),
        (State.ACTIVE, TODAY + timedelta(days=1), None, TODAY),  # a pause to come
        (State.PAUSED, TODAY - timedelta(days=9), None, TODAY),  # what was agreed goes on in it
        (State.PAUSED, None, None, None),
        (State.STOPPED, None, TODAY, TODAY),
        (State.STOPPED, None, BEFORE, BEFORE),  # the last day of a fortnight
        (State.STOPPED, None, BEFORE - timedelta(days=1), None),
        (State.STOPPED, None, None, None),
        (State.LAPSED, None, None, None),
        (State.APPLIED, None, None, None),
        (State.DECLINED, None, None, None),
        (State.NOMINATED, None, None, None),
    ],
)
def test_until_which_day_somebody_may_log(
    state: State, paused_from: date | None, stopped_on: date | None, last: date | None
) -> None:
    assert last_day_to_log(state, paused_from, stopped_on, TODAY) == last
