"""How much a job writes at once: few to begin with, more while it is quick, fewer at once when it is slow."""

import time

import pytest
from flask import Flask

from learnhub.messages.pace import FEWEST, WANTED, Pace


@pytest.mark.parametrize(
    ("size", "number", "seconds", "then"),
    [
        (20, 20, WANTED / 3, 40),
        (20, 20, WANTED * 0.8, 20),  # quick enough as it is
        (20, 3, WANTED / 3, 20),  # a small part proves nothing
        (400, 400, WANTED / 3, 500),
        (400, 400, WANTED * 4, 100),
        (400, 400, WANTED * 400, FEWEST),
        (10, 400, WANTED * 4, 10),  # never larger after a slow one
    ],
)
def test_the_next_size(size: int, number: int, seconds: float, then: int) -> None:
    pace = Pace(500, size)
    pace.took(number, seconds)
    assert pace.size == then


def test_parts_follow_the_size_of_the_moment_and_say_which_is_last() -> None:
    pace, seen = Pace(500, 5), []
    for part, is_last in pace.parts(list(range(23))):
        seen.append((len(part), is_last))
        pace.took(len(part), WANTED / 10)
    assert seen == [(5, False), (10, False), (8, True)]
    assert list(pace.parts([])) == [([], True)]


def test_a_slow_transaction_makes_the_next_smaller(app: Flask) -> None:
    pace = Pace(500, 100)
    with pace.write(100):
        time.sleep(2 * WANTED)
    assert FEWEST <= pace.size <= 50
