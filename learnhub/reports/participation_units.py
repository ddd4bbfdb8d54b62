"""Units one within the other: what lies below each, and by which groups nested tables tell their people. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from learnhub.reports.participation_words import State
from learnhub.reports.suppression import Rows

States = Mapping[State, int]


def leaves_of(
    root_id: int, units: Iterable[int], above: Mapping[int, int | None], tables: Mapping[int, Rows[int]]
) -> dict[int, tuple[int, int]]:
    """Of each unit the smallest group that these tables tell its people by."""
    return {unit_id: _leaf(_path(unit_id, root_id, above), tables) for unit_id in units}


def tree_of(
    root_id: int, own: Mapping[int, States], above: Mapping[int, int | None]
) -> tuple[dict[int, set[int]], dict[int, dict[State, int]]]:
    """What lies directly below each unit, of what has people in it; and everybody in each unit and below it."""
    below: dict[int, set[int]] = defaultdict(set)
    whole: dict[int, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for unit_id, states in own.items():
        path = _path(unit_id, root_id, above)
        for upper, lower in pairwise(path):
            below[upper].add(lower)
        for scope_id in path:
            for state, count in states.items():
                whole[scope_id][state] += count
    return below, whole


def _path(unit_id: int, root_id: int, above: Mapping[int, int | None]) -> list[int]:
    """From the topmost department down to a unit."""
    path = [unit_id]
    while path[-1] != root_id:
        path.append(above[path[-1]] or root_id)
    return path[::-1]


def _leaf(path: Sequence[int], tables: Mapping[int, Rows[int]]) -> tuple[int, int]:
    """The smallest group that the tables tell a unit's people by: a scope, and the row of its table (-1: no table)."""
    for scope_id, next_id in zip(path, (*path[1:], path[-1]), strict=True):
        rows = tables.get(scope_id)
        if rows is None:
            return scope_id, -1
        if next_id == scope_id or next_id not in rows.shown:
            return scope_id, rows.place(next_id)
    raise AssertionError("a path ends in a group")
