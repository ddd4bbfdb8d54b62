"""Any published table less any other: all kinds and quarters, cumulative totals, hours. Nobody moves: the worst case.

An attacker knows who works where, and every figure; not who did what. So one figure may be taken from another where it
is known to lie within it. Tables are of chance; each attack is tried with a guard taken away, and must succeed then.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

import pytest

from learnhub.record.words import Assurance
from learnhub.reports import heads as heads_module
from learnhub.reports import participation_tables, suppression
from learnhub.reports.heads import Heads, finest
from learnhub.reports.participation_tables import Cell, states_of, tables_of
from learnhub.reports.participation_whole import everywhere, hours
from learnhub.reports.participation_words import Dimension, Minutes, PartKind, Place, Profile, State, StudyTime
from learnhub.reports.suppression import Rows
from tests.reports.test_suppression import eliminated

KINDS = (PartKind.EVENTS, PartKind.STUDY)
QUARTERS = 3
SEEDS = range(60)
FEWEST = 10
ABOVE: dict[int, int | None] = {
    1: None, 11: 1, 12: 1, 13: 1, 111: 11, 112: 11, 2: None, 21: 2, 22: 2, 3: None, 31: 3, 4: None,
}  # fmt: skip
KEYS = {Dimension.GRADES: "grade", Dimension.OFFICES: "office", Dimension.JOINED: "joined"}


class Figure(NamedTuple):
    """Whom a published figure counts: of a known group, those who did something in a quarter, or all of them."""

    quarter: int
    kind: PartKind
    did: str  # people, took, first, again
    group: frozenset[int]
    whom: frozenset[int]


def root_of(unit: int) -> int:
    return int(str(unit)[0])


def path_of(unit: int) -> list[int]:
    return [unit] if ABOVE[unit] is None else [*path_of(ABOVE[unit] or 0), unit]


def a_service(rng: random.Random) -> list[Place]:
    """People of chance: groups of a few among large ones, grades that all but a few sit in one office."""
    people = []
    for unit in ABOVE:
        size = rng.choice((0, 3, 9, 14, 40, 60)) if unit != 4 else rng.choice((4, 11, 30))
        own = rng.choice("abcd")
        for _ in range(size):
            office = own if rng.random() < 0.8 else rng.choice("abcd")
            grade = rng.choice(("EO", "HEO")) if rng.random() < 0.9 else rng.choice(("G7", "SCS"))
            people.append(Place(unit, grade, office, rng.choice(("2024", "2025", "2016–2020"))))
    return people


def published(rng: random.Random, people: list[Place]) -> tuple[list[Figure], list[tuple[Minutes, frozenset[int]]]]:
    """Every figure of some quarters, made as the job makes them; and of hours, whose they are."""
    by_root = {root: [n for n, place in enumerate(people) if root_of(place.unit_id) == root] for root in (1, 2, 3, 4)}
    by_root = {root: members for root, members in by_root.items() if members}
    noted: dict[int, Heads[Place]] = {}
    for root, members in by_root.items():
        places: dict[Place, int] = defaultdict(int)
        for n in members:
            places[people[n]] += 1
        noted[root] = Heads(places)
    told: dict[tuple[int, PartKind, Dimension], list[object]] = defaultdict(list)
    ever: dict[PartKind, set[int]] = {kind: set() for kind in KINDS}
    figures: list[Figure] = []
    for quarter in range(QUARTERS):
        for kind in KINDS:
            took = {n for n in range(len(people)) if rng.random() < (0.7 if n in ever[kind] else 0.45)}
            states = {n: _state(n in took, n in ever[kind]) for n in range(len(people))}
            totals, cells = {}, []
            for root, members in by_root.items():
                counted: dict[Profile, int] = defaultdict(int)
                for n in members:
                    time = rng.choice(list(StudyTime)) if kind is PartKind.STUDY and n in took else None
                    counted[Profile(states[n], *people[n], time)] += 1
                totals[root] = states_of(counted)
                known = {each: finest(counted, told[root, kind, each]) for each in Dimension}
                made = tables_of(root, counted, ABOVE, [], noted[root], known)
                _note_told(told, root, kind, made)
                cells += made
            cells += everywhere(totals, {})
            for cell in cells:
                figures += _figures(quarter, kind, cell, cells, people, by_root, states)
            ever[kind] |= took
    return figures, list(_hours(rng, people, by_root))


def _state(took: bool, before: bool) -> State:
    if took:
        return State.AGAIN if before else State.FIRST
    return State.BEFORE if before else State.NEVER


def _note_told(
    told: dict[tuple[int, PartKind, Dimension], list[object]], root: int, kind: PartKind, cells: list[Cell]
) -> None:
    for dimension, name in KEYS.items():
        rows = [cell for cell in cells if cell.dimension is dimension]
        if rows and rows[0].newcomers is not None:
            shown = Rows(tuple(cell.label for cell in rows if not cell.merged))
            told[root, kind, dimension].append(lambda one, shown=shown, name=name: shown.place(getattr(one, name)))
    tables: dict[int, list[int]] = defaultdict(list)
    units = [cell for cell in cells if cell.dimension is Dimension.UNITS]
    for cell in units:
        tables[cell.scope_id] += [] if cell.merged else [cell.unit_id or 0]
    if units and units[0].newcomers is not None:
        rows_of = {scope: Rows(tuple(keys)) for scope, keys in tables.items()}
        inside = [unit for unit in ABOVE if root_of(unit) == root]
        leaves = participation_tables.leaves_of(root, inside, ABOVE, rows_of)
        told[root, kind, Dimension.UNITS].append(lambda one: leaves[one.unit_id])


def _figures(
    quarter: int, kind: PartKind, cell: Cell, cells: list[Cell], people: list[Place], by_root: dict[int, list[int]],
    states: dict[int, State],
) -> Iterator[Figure]:  # fmt: skip
    if cell.dimension is Dimension.TIME:
        return  # of who took part, not of where; tried in test_suppression

    def took_part(whom: frozenset[int]) -> int:
        return sum(states[n] in (State.FIRST, State.AGAIN) for n in whom)

    table = [other for other in cells if (other.scope_id, other.dimension) == (cell.scope_id, cell.dimension)]
    group = frozenset(_group(cell, table, people, by_root))
    if cell.scope_id == 0 and (cell.merged or cell.dimension is Dimension.ALL):
        rows = [frozenset(_group(one, cells, people, by_root)) for one in cells
                if one.scope_id == 0 and one.dimension is Dimension.UNITS and not one.merged]  # fmt: skip
        shown: frozenset[int] = frozenset().union(*rows)
        start = shown if cell.dimension is Dimension.ALL else frozenset()
        rest = [frozenset(members) for members in by_root.values() if not set(members) & shown]
        found = (start.union(*some) for size in range(len(rest) + 1) for some in combinations(rest, size))
        group = next(one for one in found if len(one) == cell.people and took_part(one) == cell.taking_part)
    took = frozenset(n for n in group if states[n] in (State.FIRST, State.AGAIN))
    assert (cell.people, cell.taking_part) == (len(group), len(took)), cell
    yield Figure(quarter, kind, "people", group, group)
    yield Figure(quarter, kind, "took", group, took)
    if cell.newcomers is not None:
        first = frozenset(n for n in took if states[n] is State.FIRST)
        yield Figure(quarter, kind, "first", group, first)
        yield Figure(quarter, kind, "again", group, took - first)


def _group(cell: Cell, table: list[Cell], people: list[Place], by_root: dict[int, list[int]]) -> set[int]:
    inside = {n for n, place in enumerate(people) if cell.scope_id in (0, *path_of(place.unit_id))}
    if cell.dimension is Dimension.ALL:
        return inside

    def key(n: int) -> object:
        if cell.dimension is not Dimension.UNITS:
            return getattr(people[n], KEYS[cell.dimension])
        path = path_of(people[n].unit_id)
        if cell.scope_id == 0:
            return path[0]
        place = path.index(cell.scope_id)
        return path[min(place + 1, len(path) - 1)]

    def named(one: Cell) -> object:
        return one.unit_id if one.dimension is Dimension.UNITS else one.label

    if cell.merged:
        others = {named(one) for one in table if not one.merged}
        return {n for n in inside if key(n) not in others}
    return {n for n in inside if key(n) == named(cell)}


def _hours(
    rng: random.Random, people: list[Place], by_root: dict[int, list[int]]
) -> Iterator[tuple[Minutes, frozenset[int]]]:
    """Whose hours each figure is of; a department's own, and the whole."""
    learners = {
        Minutes(root, kind, how): {n for n in members if rng.random() < rng.choice((0.1, 0.4))}
        for root, members in by_root.items()
        for kind in KINDS
        for how in Assurance
    }
    # Of each person another power of two: what a sum is of can be read from it.
    for which, minutes in hours({key: sum(1 << n for n in whom) for key, whom in learners.items() if whom}, learners):
        yield which, frozenset(n for n in range(len(people)) if minutes >> n & 1)


def few(found: frozenset[int]) -> bool:
    return 0 < len(found) < FEWEST


def parts_of_groups(figures: list[Figure]) -> Iterator[str]:
    """Each figure itself, and who of its group it leaves out."""
    for one in figures:
        if few(one.whom) or few(one.group - one.whom):
            yield f"{one.did} {one.kind} {one.quarter}"


def differences(figures: list[Figure]) -> Iterator[str]:
    """One figure less another that is known to lie within it, of any kinds and quarters."""
    within = {("first", "took"), ("again", "took"), ("first", "people"), ("again", "people"), ("took", "people")}
    for one, other in combinations(set(figures), 2):
        for small, large in ((one, other), (other, one)):
            alike = (small.quarter, small.kind, small.did) == (large.quarter, large.kind, large.did)
            same_time = (small.quarter, small.kind) == (large.quarter, large.kind)
            if not small.group <= large.group or not (
                alike or large.did == "people" or (same_time and (small.did, large.did) in within)
            ):
                continue
            if few(large.whom - small.whom):
                yield f"{large[:3]} less {small[:3]}"


def cumulated(figures: list[Figure]) -> Iterator[str]:
    """First-timers of all quarters so far are those who had come; less those who came again, they are who did not."""
    by_group: dict[tuple[PartKind, frozenset[int]], dict[int, frozenset[int]]] = defaultdict(dict)
    for one in figures:
        if one.did == "first":
            by_group[one.kind, one.group][one.quarter] = one.whom
    for (kind, group), first in by_group.items():
        came: frozenset[int] = frozenset()
        for quarter in range(QUARTERS):
            for one in figures:
                if (
                    (one.kind, one.quarter, one.did) == (kind, quarter, "again")
                    and one.group <= group
                    and few(came - one.whom)
                ):
                    yield f"came before {quarter} less again, {kind}"
            if quarter not in first:
                break
            came |= first[quarter]


def sums_of_heads(figures: list[Figure], rng: random.Random) -> Iterator[str]:
    """How many people there are in the rows of all tables together, by elimination."""
    groups = list({one.group for one in figures})
    everybody = sorted(set().union(*groups)) if groups else []
    for _ in range(2):
        for combination in eliminated(groups, rng.sample(everybody, len(everybody))):
            if 0 < sum(value != 0 for value in combination.values()) < FEWEST:
                yield "a sum of heads"


def hours_of_few(found: list[tuple[Minutes, frozenset[int]]]) -> Iterator[str]:
    """Hours of the whole less those of departments that are shown."""
    for which, whom in found:
        if few(whom):
            yield str(which)
        if which.root_id == 0:
            shown = [w for other, w in found if other.root_id and other[1:] == which[1:]]
            if few(whom - frozenset().union(*shown)):
                yield f"{which} less the departments"


def attacks(seed: int) -> list[str]:
    rng = random.Random(seed)
    figures, of_hours = published(rng, a_service(rng))
    return [
        *parts_of_groups(figures), *differences(figures), *cumulated(figures), *sums_of_heads(figures, rng),
        *hours_of_few(of_hours),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_no_table_less_any_other_is_about_a_few_people(seed: int) -> None:
    assert attacks(seed) == []


def test_enough_is_published_for_that_to_mean_something() -> None:
    figures: list[Figure] = []
    for seed in SEEDS[:20]:
        rng = random.Random(seed)
        figures += published(rng, a_service(rng))[0]
    assert len({(one.quarter, one.kind, one.group) for one in figures}) > 400
    assert sum(one.did == "first" for one in figures) > 100


def without_complement(groups, most=24):
    """Small groups are left out, and nothing is put with them."""
    held = {key: counts for key, counts in groups.items() if any(counts)}
    shown = sorted((key for key in held if suppression.is_safe(held[key])), key=lambda key: (-sum(held[key]), str(key)))
    others = tuple(key for key in held if key not in shown)
    return Rows(tuple(shown), others) if 1 < len(shown) + bool(others) <= most else None


@pytest.mark.parametrize("guard", ["complement", "seal", "heads"])
def test_without_any_one_guard_somebody_is_found(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if guard == "complement":
        monkeypatch.setattr(suppression, "merged", without_complement)
        monkeypatch.setattr(participation_tables, "merged", without_complement)
        monkeypatch.setattr(suppression.Book, "take_leaves", lambda *_: True)
    else:  # what the books seal by themselves, the rows of all together seal too
        monkeypatch.setattr(heads_module.Heads, "fits", lambda *_: True)
        if guard == "seal":
            monkeypatch.setattr(suppression.Book, "_is_sealed_with", lambda *_: True)
    assert any(attacks(seed) for seed in SEEDS)


def test_pairs_of_quarters_are_tried_at_all() -> None:
    rng = random.Random(1)
    quarters = {one.quarter for one in published(rng, a_service(rng))[0]}
    assert list(pairwise(sorted(quarters))) == [(0, 1), (1, 2)]
