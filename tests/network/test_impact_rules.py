"""Which groups of helped people a table shows: none of fewer than ten, none to be found by subtraction within it."""

import random

import pytest

from learnhub.network.impact_rules import SMALLEST, Tally, shown_groups, together


def of(**people: int) -> dict[str, Tally]:
    return {name: Tally(count) for name, count in people.items()}


@pytest.mark.parametrize(
    ("groups", "shown", "others"),
    [
        (of(a=10, b=30), ["b", "a"], None),
        (of(a=9, b=30), [], 39),  # nine alone would be the total less thirty
        (of(a=9, b=1, c=30), ["c"], 10),
        (of(a=5, b=12, c=30), ["c"], 17),
        (of(a=5, b=4), [], None),  # nine in all: nothing
        (of(a=0, b=30), ["b"], None),
        (of(a=10), ["a"], None),
        ({}, [], None),
    ],
)  # fmt: skip
def test_small_groups_join_the_others(groups: dict[str, Tally], shown: list[str], others: int | None) -> None:
    rows, rest = shown_groups(groups)
    assert [name for name, _tally in rows] == shown
    assert (rest.people if rest else None) == others


def test_no_subtraction_finds_fewer_than_ten() -> None:
    rng = random.Random(4)
    for _round in range(500):
        groups = {str(number): Tally(rng.choice((0, 1, 4, 9, 10, 11, 40))) for number in range(rng.randrange(1, 8))}
        whole = together(list(groups.values())).people
        rows, rest = shown_groups(groups)
        figures = [tally.people for _name, tally in rows] + ([rest.people] if rest else [])
        assert all(figure >= SMALLEST for figure in figures)
        left = whole - sum(figures)
        assert left == 0 or left >= SMALLEST or not figures


def test_figures_are_for_each_hundred_people() -> None:
    assert Tally(20, (5, 0, 0), (9, 0, 0)).per_hundred(0) == (25.0, 45.0)
