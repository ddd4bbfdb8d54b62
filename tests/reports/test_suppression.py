"""Nobody in a small group can be found in what is published: by looking, by subtracting, by any sum of tables.

The proofs work from the outside: an attacker who knows who is in which group, has every figure, and combines them.
"""

import random
from collections import Counter
from collections.abc import Callable, Hashable
from fractions import Fraction
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

import pytest

from learnhub.reports.sealing import SMALLEST, is_sealed
from learnhub.reports.suppression import Book, Rows, is_safe, merged


class Somebody(NamedTuple):
    """A profile: what they did, and the groups they are in."""

    state: str
    office: str = "A"
    grade: str = "1"
    time: str | None = None


Figures = dict[tuple[object, ...], frozenset[int]]  # name of a figure → whom it counts


# What is safe by itself.
@pytest.mark.parametrize(
    ("counts", "safe"),
    [
        ((), True),
        ((0,), True),  # that nobody came is about nobody
        ((1,), False),
        ((9,), False),
        ((10,), True),
        ((10, 0, 12), True),
        ((11, 1), False),  # eleven of twelve came: then one is found who did not
    ],
)
def test_a_group_is_empty_or_has_ten_people(counts: tuple[int, ...], safe: bool) -> None:
    assert is_safe(counts) is safe


# Groups with the number of people in each of two states → rows of their own, and those put together.
MERGED = [
    ({"a": (10, 10), "b": (20, 20)}, Rows(("b", "a"))),
    ({"a": (10, 10), "b": (20, 20), "c": (3, 30), "d": (8, 40)}, Rows(("b", "a"), ("d", "c"))),
    # 9 alone would be found as total less the others: the smallest shown one joins it
    ({"a": (10, 10), "b": (20, 20), "c": (9, 30)}, Rows(("b",), ("c", "a"))),
    ({"a": (11, 11), "b": (9, 9)}, None),  # one row is the total
    ({"a": (12, 0), "b": (0, 15)}, Rows(("b", "a"))),
    ({"a": (12, 0), "b": (0, 0)}, None),  # nobody works in b
    ({"a": (9, 0), "b": (9, 0)}, None),
    ({}, None),
]


@pytest.mark.parametrize(("groups", "rows"), MERGED)
def test_small_groups_are_put_together_until_they_are_not_small(
    groups: dict[str, tuple[int, int]], rows: Rows[str] | None
) -> None:
    assert merged(groups) == rows


def test_a_table_has_no_more_rows_than_fit() -> None:
    rows = merged({f"{number:02}": (10 + number,) for number in range(40)}, most=24)
    assert rows is not None
    assert (len(rows.shown), len(rows.others)) == (23, 17)


def test_where_the_whole_is_too_small_nothing_is_published() -> None:
    book = Book({Somebody("came"): 11, Somebody("never"): 1}, lambda one: one.state)
    assert not book.is_open
    assert book.take(lambda one: one.office) is None
    assert not Book({}, lambda one: one).is_open


def test_two_tables_that_differ_by_a_few_people_are_not_both_published() -> None:
    """Everybody of grade 1 sits in office A, with three others: A less grade 1 would be these three."""
    people = {
        Somebody("came", "A", "1"): 40,
        Somebody("came", "A", "2"): 3,
        Somebody("came", "B", "2"): 60,
    }
    book = Book(people, lambda one: one.state)
    assert book.take(lambda one: one.office) == Rows(("B", "A"))
    assert book.take(lambda one: one.grade) is None


def test_a_table_is_made_coarser_rather_than_left_out() -> None:
    people = {
        Somebody("came", "A", "1"): 40,
        Somebody("came", "A", "2"): 3,
        Somebody("came", "B", "2"): 60,
        Somebody("came", "C", "3"): 100,
    }
    book = Book(people, lambda one: one.state)
    book.take(lambda one: one.office)
    assert book.take(lambda one: one.grade) == Rows(("3",), ("1", "2"))


def test_two_tables_that_say_the_same_are_both_published() -> None:
    """An office with a unit of its own: nothing is left when one is subtracted from the other."""
    people = {Somebody("came", "A", "1"): 40, Somebody("came", "B", "2"): 60}
    book = Book(people, lambda one: one.state)
    assert book.take(lambda one: one.office) == Rows(("B", "A"))
    assert book.take(lambda one: one.grade) == Rows(("2", "1"))


def test_three_who_hide_behind_many_links_are_not_found() -> None:
    """As before, but a third grade sits in both offices: then no difference of the two tables is about the three."""
    people = {
        Somebody("came", "A", "1"): 40,
        Somebody("came", "A", "2"): 3,
        Somebody("came", "B", "2"): 60,
        Somebody("came", "B", "3"): 100,
        Somebody("came", "A", "3"): 100,
    }
    book = Book(people, lambda one: one.state)
    assert book.take(lambda one: one.office) == Rows(("B", "A"))
    assert book.take(lambda one: one.grade) == Rows(("3", "2", "1"))


@pytest.mark.parametrize("knows", [False, True])
def test_who_had_come_by_the_rows_of_an_earlier_quarter_is_not_told_by_other_rows(knows: bool) -> None:
    """Of grades 1 and 2 together 30 had come: then grade 1, of whom 28 came again, gives away two of grade 2."""
    states = {
        "1": {"first": 12, "again": 28, "never": 20},
        "2": {"before": 2, "never": 10},
        "3": {"first": 10, "again": 12, "before": 10, "never": 12},
    }
    people = {Somebody(state, grade=grade): n for grade, counts in states.items() for state, n in counts.items()}
    book = Book(people, by_state)
    if knows:
        book.know(lambda one: one.grade in "12", lambda one: one.state in ("again", "before"))
    assert book.take(lambda one: one.grade) == (None if knows else Rows(("1",), ("2", "3")))


def test_rows_of_two_earlier_quarters_that_give_away_a_few_today_do_not_hold_the_total_back() -> None:
    """Of office A 20 had come, of grade 1 18 of these: both known, two of grade 2 in A. They were no two when told."""
    people = {
        Somebody("before", "A", "1"): 18, Somebody("before", "A", "2"): 2, Somebody("before", "B", "2"): 20,
        Somebody("never", "A", "1"): 30, Somebody("never", "B", "2"): 30, Somebody("again", "B", "2"): 30,
    }  # fmt: skip
    book = Book(people, by_state)
    for row_of in (lambda one: one.office, lambda one: one.grade):
        book.know(row_of, lambda one: one.state in ("again", "before"))
    assert book.take_leaves(lambda _: "all", by_state)
    assert book.take(lambda one: one.grade) is None  # beside the offices, that are known still


def by_state(one: Somebody) -> str:
    return one.state


# People by the columns they are in (as bits), the number of columns → whether they can be dealt into ten hands.
DEALT = [
    ({0b01: 10, 0b10: 10}, 2, True),
    ({0b01: 10, 0b10: 9}, 2, False),
    ({0b01: 5, 0b11: 5, 0b10: 20}, 2, True),  # the five in both are no other five than the second column's twenty
    ({0b01: 5, 0b11: 4, 0b10: 20}, 2, False),
    ({0b11: 100}, 2, True),  # two columns of the same people
    ({0b011: 10, 0b110: 10, 0b101: 10}, 3, False),  # could be, but not shown by remainders: rather not published
    ({0b111: 10, 0b110: 10, 0b101: 10}, 3, True),
    ({}, 0, True),
]


@pytest.mark.parametrize(("people", "width", "dealt"), DEALT)
def test_people_are_dealt_into_ten_hands(people: dict[int, int], width: int, dealt: bool) -> None:
    assert is_sealed(people, width) is dealt


def test_a_table_that_only_some_of_a_state_are_in_is_refused() -> None:
    book = Book({Somebody("came", time="work"): 20, Somebody("came", "B"): 20}, lambda one: one.state)
    with pytest.raises(ValueError, match="some people of a state"):
        book.take(lambda one: one.time)


def made_up(rng: random.Random) -> Counter[Somebody]:
    """A department of chance: groups of all sizes, offices that lie within a grade but for a few, empty cells."""
    offices, grades = rng.randrange(2, 8), rng.randrange(2, 6)
    size = rng.choice((2, 5, 12, 30))
    people: Counter[Somebody] = Counter()
    for office in range(offices):
        own_grade = rng.randrange(grades) if rng.random() < 0.5 else None
        for grade in range(grades):
            if rng.random() < 0.25:
                continue
            few = own_grade is not None and grade != own_grade
            for state in ("first", "again", "before", "never"):
                count = rng.randrange(3) if few else int(rng.expovariate(1 / size))
                for _ in range(count):
                    time = rng.choice(("work", "own", "both")) if state in ("first", "again") else None
                    people[Somebody(state, f"o{office}", f"g{grade}", time)] += 1
    return people


STATES = ("first", "again", "before", "never")
TOGETHER = (("first", "again"), ("before", "never"))


def published(people: Counter[Somebody], tables: tuple[str, ...]) -> tuple[list[Somebody], Figures]:
    """Everybody one by one, and every figure that is published with the people it counts, by their places.

    A table with a star does not tell first-timers apart; that of times tells no states apart.
    """
    everybody = [one for one, count in sorted(people.items(), key=str) for _ in range(count)]
    book = Book(people, lambda one: one.state)
    figures: Figures = {}
    if not book.is_open:
        return everybody, figures

    def add(name: tuple[object, ...], parts: object, holds: Callable[[Somebody], bool]) -> None:
        for states in parts:
            whom = frozenset(place for place, one in enumerate(everybody) if one.state in states and holds(one))
            figures[*name, states] = whom

    add(("all",), [(state,) for state in STATES], lambda _: True)
    for table in tables:
        name = table.rstrip("*")
        part_of: Callable[[Somebody], Hashable] | None = None
        parts: list[tuple[str, ...]] = [(state,) for state in STATES]
        if name == "time":
            part_of, parts = together, [STATES]
        elif table != name:
            part_of, parts = took_part, [*TOGETHER]
        rows = book.take(attrgetter(name), part_of)
        for keys in [] if rows is None else [*((key,) for key in rows.shown), *([rows.others] if rows.others else [])]:
            add((table, keys), parts, lambda one, keys=keys, name=name: getattr(one, name) in keys)
    return everybody, figures


def took_part(one: Somebody) -> bool:
    return one.state in TOGETHER[0]


def together(_: Somebody) -> None:
    """A table that does not tell states apart."""


def few(found: int) -> bool:
    return 0 < found < SMALLEST


SEEDS = range(150)
TABLES = (("office", "grade"), ("office*", "grade"), ("grade", "office*"), ("time", "grade*", "office*"))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_figure_less_another_leaves_a_few_people(seed: int) -> None:
    """Each figure, each sum of two of one table, subtracted from each that holds all its people."""
    rng = random.Random(seed)
    _, figures = published(made_up(rng), rng.choice(TABLES))
    groups = set(figures.values())
    by_table: dict[object, list[frozenset[int]]] = {}
    for name, whom in figures.items():
        by_table.setdefault(name[0], []).append(whom)
    for whoms in by_table.values():
        groups |= {one | other for one, other in combinations(whoms, 2)}
    assert not [whom for whom in figures.values() if few(len(whom))]
    for one, other in combinations(groups, 2):
        for small, large in ((one, other), (other, one)):
            assert not (small < large and few(len(large - small)))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_combination_of_all_tables_is_about_a_few_people(seed: int) -> None:
    """By elimination: what is left of the figures when as much as possible is taken away from each."""
    rng = random.Random(seed)
    everybody, figures = published(made_up(rng), rng.choice(TABLES))
    for _ in range(4):
        order = rng.sample(range(len(everybody)), len(everybody))
        for combination in eliminated(list(figures.values()), order):
            assert not few(sum(value != 0 for value in combination.values()))


def eliminated(columns: list[frozenset[int]], order: list[int]) -> list[dict[int, Fraction]]:
    """Columns combined so that each is alone somewhere: the sparsest that elimination in this order finds."""
    left = [{place: Fraction(1) for place in column} for column in columns if column]
    done: list[dict[int, Fraction]] = []
    for place in order:
        pivot = next((column for column in left if column.get(place)), None)
        if pivot is None:
            continue
        left.remove(pivot)
        scale = pivot[place]
        pivot = {where: value / scale for where, value in pivot.items()}
        left = [less(column, pivot, place) for column in left]
        done = [*(less(column, pivot, place) for column in done), pivot]
        left = [column for column in left if column]
        if not left:
            break
    return done


def less(column: dict[int, Fraction], pivot: dict[int, Fraction], place: int) -> dict[int, Fraction]:
    factor = column.get(place)
    if not factor:
        return column
    changed = {
        where: column.get(where, Fraction(0)) - factor * pivot.get(where, Fraction(0)) for where in {*column, *pivot}
    }
    return {where: value for where, value in changed.items() if value}


def test_a_large_department_keeps_its_rows() -> None:
    """Suppression is no excuse: where groups are large, every row is there."""
    rng = random.Random(1)
    people: Counter[Somebody] = Counter()
    for _ in range(40_000):
        state = rng.choices(("first", "again", "before", "never"), (2, 3, 3, 12))[0]
        people[Somebody(state, f"o{rng.randrange(16)}", f"g{rng.randrange(8)}")] += 1
    book = Book(people, lambda one: one.state)
    assert [len(book.take(key) or ()) for key in (lambda one: one.office, lambda one: one.grade)] == [16, 8]
