"""Instants are UTC; days are counted where the service is; a test says when now is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from learnhub import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),  # summer time: midnight in London
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),  # the clocks go forward at one
    ],
)
def test_a_day_is_that_of_the_service(instant: datetime, day: date) -> None:
    assert clock.day_of(instant) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_days_of_23_and_25_hours(day: date, hours: int) -> None:
    assert clock.start_of(day + timedelta(days=1)) - clock.start_of(day) == timedelta(hours=hours)


def test_milliseconds_are_exact_there_and_back() -> None:
    instant = datetime(2026, 11, 22, 10, 30, 15, 123_000, tzinfo=UTC)
    assert clock.from_ms(clock.to_ms(instant)) == instant


def test_now_can_be_said() -> None:
    then = datetime(2030, 1, 1, tzinfo=UTC)
    with clock.at(then):
        assert clock.now() == then
        assert clock.today() == date(2030, 1, 1)
    assert clock.now() != then


def test_numbers_made_in_one_process_rise() -> None:
    made = [clock.uuid7() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(one.version == 7 and one.variant == "specified in RFC 4122" for one in made)
