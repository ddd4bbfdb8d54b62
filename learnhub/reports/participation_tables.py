"""The tables of a quarter, from how many people there are of each profile: as fine as suppression lets them be. Pure.

A topmost department and everything below it is one book: its units one within the other, its grades, offices and years
of joining. The whole service has its departments alone, so that nothing of one book can be subtracted from another's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from learnhub.record.words import Assurance
from learnhub.reports.participation_models import EVERYWHERE
from learnhub.reports.participation_words import Dimension, Minutes, PartKind, Profile, State, StudyTime
from learnhub.reports.suppression import MOST_ROWS, SMALLEST, Book, Rows, is_safe, merged

States = Mapping[State, int]
TOOK_PART = (State.FIRST, State.AGAIN)
FINER = 1.5  # so many times the rows are worth more than telling first-timers apart
SPREADS: tuple[tuple[Dimension, Callable[[Profile], str]], ...] = (
    (Dimension.GRADES, lambda profile: profile.grade),
    (Dimension.OFFICES, lambda profile: profile.office),
    (Dimension.JOINED, lambda profile: profile.joined),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of a published table, as `ParticipationCell` keeps it."""

    scope_id: int
    dimension: Dimension
    place: int
    people: int
    taking_part: int
    newcomers: int | None
    label: str = ""
    unit_id: int | None = None
    merged: int = 0
    top_share: int | None = None


def tables_of(
    root_id: int, people: Mapping[Profile, int], above: Mapping[int, int | None], times: Sequence[int]
) -> list[Cell]:
    """Everything published about a topmost department and what is below it; nothing when the whole is too small."""
    book: Book[Profile] = Book(people, lambda profile: profile.state)
    if not book.is_open:
        return []
    cells = _unit_tables(root_id, people, book, above)
    cells[0] = _with_top(cells[0], times)
    cells += _time_table(root_id, people, book)
    for dimension, key_of in SPREADS:
        offers = [offer for part_of in (_state, _took_part) if (offer := book.offer(key_of, part_of)) is not None]
        if offers:
            chosen = offers[-1] if _is_worth(offers[0].rows, offers[-1].rows) else offers[0]
            book.accept(chosen)
            states = _states(people, key_of)
            cells += [
                _cell(root_id, dimension, place, states, keys, chosen.part_of, label=keys[0] if len(keys) == 1 else "")
                for place, keys in _rows(chosen.rows)
            ]
    return cells


def _state(profile: Profile) -> State:
    return profile.state


def _took_part(profile: Profile) -> bool:
    """First-timers and the others together: groups twice as large, so rows that are finer."""
    return profile.state in TOOK_PART


def _is_worth(split: Sized, together: Sized) -> bool:
    """Whether a table that does not tell first-timers apart says so much more that it is the better one."""
    return len(together) > FINER * len(split)


def everywhere(totals: Mapping[int, States], times: Mapping[int, Sequence[int]]) -> list[Cell]:
    """The whole service by its departments. Those too small stand together, or in no figure if that is too small."""
    whole = {root_id: states for root_id, states in totals.items() if is_safe(_counts([states]))}
    small = [root_id for root_id in totals if root_id not in whole]
    if len(small) < 2 or not is_safe(_counts([totals[root_id] for root_id in small])):
        left_out, small = len(small), []
    else:
        left_out = 0
    by_size = sorted(whole, key=lambda root_id: (-sum(whole[root_id].values()), root_id))
    room = MOST_ROWS if len(by_size) + bool(small) <= MOST_ROWS else MOST_ROWS - 1
    rows: list[tuple[int, ...]] = [(root_id,) for root_id in by_size[:room]]
    if others := (*by_size[room:], *small):
        rows.append(others)
    if not rows:
        return []
    cells = [
        _cell(EVERYWHERE, Dimension.UNITS, place, totals, keys, unit_id=keys[0] if len(keys) == 1 else None)
        for place, keys in enumerate(rows)
    ]
    included = [root_id for keys in rows for root_id in keys]
    total = _cell(EVERYWHERE, Dimension.ALL, 0, totals, included, merged=left_out)
    return [_with_top(total, [n for root_id in included for n in times.get(root_id, ())]), *cells]


def states_of(people: Mapping[Profile, int]) -> States:
    """How many people are in each state."""
    return _states(people, lambda _: None)[None]


def hours(minutes: Mapping[Minutes, int], learners: Mapping[Minutes, set[int]]) -> Iterator[tuple[Minutes, int]]:
    """The minutes that may be shown: of ten people at least, by department and for the whole service (root 0).

    In the service's are those of departments shown by themselves and, if together they are of ten people, the others'.
    """
    parts: dict[tuple[PartKind, Assurance], list[Minutes]] = defaultdict(list)
    for which in minutes:
        parts[which.kind, which.assurance].append(which)
    for (kind, assurance), found in parts.items():
        shown = [which for which in found if len(learners[which]) >= SMALLEST]
        small = [which for which in found if len(learners[which]) < SMALLEST]
        yield from ((which, minutes[which]) for which in shown)
        if sum(len(learners[which]) for which in small) >= SMALLEST:
            shown += small
        if shown:
            yield Minutes(EVERYWHERE, kind, assurance), sum(minutes[which] for which in shown)


def top_share(times: Sequence[int]) -> int | None:
    """What percentage of all was done by the most active tenth; None when a tenth is fewer than ten people."""
    tenth = -(-len(times) // 10)
    if tenth < SMALLEST:
        return None
    return round(100 * sum(sorted(times, reverse=True)[:tenth]) / sum(times))


def _unit_tables(
    root_id: int, people: Mapping[Profile, int], book: Book[Profile], above: Mapping[int, int | None]
) -> list[Cell]:
    """Units one within the other, as far down as there are enough people; the department's total first."""
    own = _states(people, lambda profile: profile.unit_id)
    below, whole = _tree(root_id, own, above)
    split = _nested(root_id, own, below, whole, _counts)
    together = _nested(root_id, own, below, whole, _two_counts)
    is_together = _is_worth(_all_rows(split), _all_rows(together))
    tables, part_of = (together, _took_part) if is_together else (split, _state)
    leaves = {unit_id: _leaf(_path(unit_id, root_id, above), tables) for unit_id in own}
    book.take_leaves(lambda profile: leaves[profile.unit_id], part_of)
    cells = [_cell(root_id, Dimension.ALL, 0, whole, [root_id], _state)]
    for scope_id, rows in tables.items():
        parts = {**whole, scope_id: own.get(scope_id, {})}
        cells += [
            _cell(scope_id, Dimension.UNITS, place, parts, keys, part_of, unit_id=keys[0] if len(keys) == 1 else None)
            for place, keys in _rows(rows)
        ]
        shown = [unit_id for unit_id in rows.shown if unit_id != scope_id]
        cells += [_cell(unit_id, Dimension.ALL, 0, whole, [unit_id], part_of) for unit_id in shown]
    return cells


def _nested(
    root_id: int,
    own: Mapping[int, States],
    below: Mapping[int, set[int]],
    whole: Mapping[int, States],
    counts_of: Callable[[Sequence[States]], list[int]],
) -> dict[int, Rows[int]]:
    """The rows of each unit that has a row of its own, from the top; a unit itself is one of its own rows."""
    tables: dict[int, Rows[int]] = {}
    waiting = [root_id]
    while waiting:
        scope_id = waiting.pop()
        groups = {unit_id: whole[unit_id] for unit_id in below.get(scope_id, ())}
        groups |= {scope_id: own[scope_id]} if scope_id in own else {}
        rows = merged({unit_id: counts_of([states]) for unit_id, states in groups.items()})
        if rows is not None:
            tables[scope_id] = rows
            waiting += [unit_id for unit_id in rows.shown if unit_id != scope_id]
    return tables


def _all_rows(tables: Mapping[int, Rows[int]]) -> list[int]:
    return [place for rows in tables.values() for place in range(len(rows))]


def _tree(
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


def _time_table(root_id: int, people: Mapping[Profile, int], book: Book[Profile]) -> list[Cell]:
    """In whose time people studied. Where some answers are too few, all that is left is who studied at all."""
    rows = book.take(lambda profile: profile.time, lambda _: None, most=len(StudyTime))
    if rows is None:
        return []
    everybody = sum(people.values())
    found: dict[Any, int] = defaultdict(int)
    for profile, count in people.items():
        found[profile.time] += count
    return [
        Cell(
            root_id, Dimension.TIME, place, everybody, sum(found[key] for key in keys), None,
            label=keys[0].value if len(keys) == 1 else "", merged=len(keys) if len(keys) > 1 else 0,
        )
        for place, keys in _rows(rows)
    ]  # fmt: skip


def _states(people: Mapping[Profile, int], key_of: Callable[[Profile], Any]) -> dict[Any, dict[State, int]]:
    found: dict[Any, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for profile, count in people.items():
        found[key_of(profile)][profile.state] += count
    return found


def _counts(groups: Sequence[States]) -> list[int]:
    return [sum(states.get(state, 0) for states in groups) for state in State]


def _two_counts(groups: Sequence[States]) -> list[int]:
    first, again, before, never = _counts(groups)
    return [first + again, before + never]


def _rows(rows: Rows[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    yield from enumerate([*((key,) for key in rows.shown), *([rows.others] if rows.others else [])])


def _cell(
    scope_id: int,
    dimension: Dimension,
    place: int,
    states: Mapping[Any, States],
    keys: Sequence[Any],
    part_of: Callable[[Profile], Any] = _state,
    **more: Any,
) -> Cell:
    first, again, before, never = _counts([states[key] for key in keys])
    more.setdefault("merged", len(keys) if len(keys) > 1 else 0)
    newcomers = None if part_of is _took_part else first
    return Cell(scope_id, dimension, place, first + again + before + never, first + again, newcomers, **more)


def _with_top(cell: Cell, times: Sequence[int]) -> Cell:
    return Cell(
        cell.scope_id, cell.dimension, cell.place, cell.people, cell.taking_part, cell.newcomers,
        merged=cell.merged, top_share=top_share(times),
    )  # fmt: skip
