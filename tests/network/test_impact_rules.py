"""Which groups of helped people a page shows: none of fewer than ten, none to be found by subtraction, within the page
or between the pages of departments that lie above each other."""

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import pytest

from learnhub.network.impact_rules import SMALLEST, Shown, Tally, pages_shown, shown_groups, together


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


Piece = frozenset[int]


def a_service(rng: random.Random) -> tuple[dict[int, list[int]], dict[int, int | None]]:
    """A random tree of departments with the numbers of who was helped in each."""
    above: dict[int, int | None] = {}
    for department in range(1, rng.randrange(2, 14)):
        above[department] = rng.choice([None, *range(1, department)])
    numbers = itertools.count()
    return {one: [next(numbers) for _ in range(rng.choice((0, 0, 1, 4, 9, 10, 11, 25)))] for one in above}, above


def pieces_of(
    pages: Mapping[int | None, Shown], people: Mapping[int, list[int]], above: Mapping[int, int | None]
) -> list[Piece]:
    """Who each figure of each page is about: what somebody who opens them all could add and subtract."""

    def below(place: int | None) -> Piece:
        inside = [one for one in above if above[one] == place]
        own = people[place] if place is not None else []
        return frozenset(own).union(*(below(one) for one in inside))

    found = []
    for place, page in pages.items():
        rows = [frozenset(people[unit]) if unit == place else below(unit) for unit, _tally in page.rows]
        rest = below(place).difference(*rows)
        assert [len(row) for row in rows] == [tally.people for _unit, tally in page.rows]
        assert len(rest) == (page.others.people if page.others else 0)
        assert len(below(place)) == page.whole.people
        found += [below(place), *rows, rest]
    return [piece for piece in found if piece]


def smallest_found(pieces: Iterable[Piece]) -> int:
    """The fewest people that sums and differences of these figures can be about: those who are in the same ones."""
    figures: dict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for one in piece:
            figures[one].append(number)
    return min(Counter(map(tuple, figures.values())).values(), default=SMALLEST)


def test_no_page_subtracted_from_others_finds_fewer_than_ten() -> None:
    rng = random.Random(11)
    shown = 0
    for _round in range(400):
        people, above = a_service(rng)
        pages = pages_shown({one: Tally(len(some)) for one, some in people.items() if some}, above)
        pieces = pieces_of(pages, people, above)
        for one, other in itertools.product(pieces, repeat=2):
            if other <= one:
                assert not one - other or len(one - other) >= SMALLEST
        assert smallest_found(pieces) >= SMALLEST
        shown += len(pages)
    assert shown > 700  # the rule is not kept by showing nothing


def test_pages_shown_by_their_size_alone_would_be_found_out() -> None:
    """What this file's subtraction is worth: it tells the rule from the one without the look at the page above."""
    people: dict[int, list[int]] = {1: [], 2: list(range(30)), 3: list(range(30, 45)), 4: [45, 46, 47]}
    above = {1: None, 2: 1, 3: 1, 4: 1}
    own = {one: Tally(len(some)) for one, some in people.items() if some}
    pages = pages_shown(own, above)
    assert list(pages) == [None, 1, 2]
    assert smallest_found(pieces_of(pages, people, above)) == 18
    careless = {**pages, 3: Shown(own[3], (), own[3])}
    assert smallest_found(pieces_of(careless, people, above)) == 3


def test_a_department_that_was_merged_is_counted_below_the_one_it_joined() -> None:
    pages = pages_shown({7: Tally(12), 2: Tally(20)}, {1: None, 2: 1, 7: 2})
    assert pages[2].whole.people == 32
    assert pages[7].whole.people == 12
