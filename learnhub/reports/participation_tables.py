"""The tables of a quarter, from how many people there are of each profile: as fine as suppression lets them be. Pure.

A topmost department and everything below it is one book: its units one within the other, its grades, offices and years
of joining; the rows of all its books are safe beside each other (`heads`). The whole service has its departments alone,
so that nothing of one book can be subtracted from another's.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from typing import Any

from learnhub.reports.heads import Heads
from learnhub.reports.participation_units import States, leaves_of, tree_of
from learnhub.reports.participation_words import Dimension, Place, Profile, State, StudyTime
from learnhub.reports.sealing import SMALLEST
from learnhub.reports.suppression import Book, Rows, is_safe, merged

TOOK_PART = (State.FIRST, State.AGAIN)
FINER = 1.5  # so many times the rows are worth more than telling first-timers apart
SPREADS: tuple[tuple[Dimension, Callable[[Any], str]], ...] = (
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
    root_id: int,
    people: Mapping[Profile, int],
    above: Mapping[int, int | None],
    times: Sequence[int],
    heads: Heads[Place],
    told: Mapping[Dimension, Iterable[Callable[[Any], Hashable]]],
) -> list[Cell] | None:
    """Everything published about a topmost department and what is below it; nothing when the whole is too small.

    None: not even how many took part in all can stand beside what is known, so that no figure may count them in.
    `heads`: the rows of the same people's other tables, of other kinds and quarters; those of these are noted there.
    `told`: rows whose first-timers were told in earlier quarters, so that it is known how many of them had come.
    """
    whole = states_of(people)
    state_of = state_of_one if is_safe(counts([whole])) else took_part
    book: Book[Profile] = Book(people, state_of)
    if not book.is_open:
        return []
    known = told if state_of is state_of_one else {}
    for row_of in known.get(Dimension.UNITS, ()):
        book.know(row_of, had_before)
    cells = _unit_tables(root_id, people, book, above, state_of, heads)
    if cells is None:
        return None
    cells[0] = with_top(cells[0], times)
    cells += _time_table(root_id, people, book)
    for dimension, key_of in SPREADS:
        for row_of in known.get(dimension, ()):
            book.know(row_of, had_before)

        def fits(rows: Rows[str], key_of: Callable[[Any], str] = key_of) -> bool:
            return heads.fits(rows.placing(key_of))

        offers = [
            offer
            for part_of in dict.fromkeys((state_of, took_part))
            if (offer := book.offer(key_of, part_of, fits=fits)) is not None
        ]
        if offers:
            chosen = offers[-1] if _is_worth(offers[0].rows, offers[-1].rows) else offers[0]
            book.accept(chosen)
            heads.note(chosen.rows.placing(key_of))
            states = _states(people, key_of)
            cells += [
                cell_of(
                    root_id, dimension, place, states, keys, chosen.part_of, label=keys[0] if len(keys) == 1 else ""
                )
                for place, keys in _rows(chosen.rows)
            ]
    return cells


def state_of_one(profile: Profile) -> State:
    return profile.state


def took_part(profile: Profile) -> bool:
    """First-timers and the others together: groups twice as large, so rows that are finer."""
    return profile.state in TOOK_PART


def had_before(profile: Profile) -> bool:
    return profile.state in (State.AGAIN, State.BEFORE)


def _is_worth(split: Sized, together: Sized) -> bool:
    """Whether a table that does not tell first-timers apart says so much more that it is the better one."""
    return len(together) > FINER * len(split)


def states_of(people: Mapping[Profile, int]) -> States:
    """How many people are in each state."""
    return _states(people, lambda _: None)[None]


def top_share(times: Sequence[int]) -> int | None:
    """What percentage of all was done by the most active tenth; None when a tenth is fewer than ten people."""
    tenth = -(-len(times) // 10)
    if tenth < SMALLEST:
        return None
    return round(100 * sum(sorted(times, reverse=True)[:tenth]) / sum(times))


def _unit_tables(
    root_id: int,
    people: Mapping[Profile, int],
    book: Book[Profile],
    above: Mapping[int, int | None],
    state_of: Callable[[Profile], Any],
    heads: Heads[Place],
) -> list[Cell] | None:
    """Units one within the other, as far down as there are enough people; the department's total first."""
    own = _states(people, lambda profile: profile.unit_id)
    below, whole = tree_of(root_id, own, above)
    split = _nested(root_id, own, below, whole, counts)
    together = _nested(root_id, own, below, whole, two_counts)
    choices: list[tuple[dict[int, Rows[int]], Callable[[Profile], Any]]] = [(split, state_of_one)]
    if state_of is took_part:
        choices = [(together, took_part)]
    elif _is_worth(_all_rows(split), _all_rows(together)):
        choices.insert(0, (together, took_part))
    choices += [({root_id: tables[root_id]}, part) for tables, part in choices if root_id in tables]
    choices.append(({}, state_of))
    chosen = next((choice for choice in choices if _take_units(root_id, book, own, above, heads, *choice)), None)
    if chosen is None:
        return None
    tables, part_of = chosen
    cells = [cell_of(root_id, Dimension.ALL, 0, whole, [root_id], state_of)]
    for scope_id, rows in tables.items():
        parts = {**whole, scope_id: own.get(scope_id, {})}
        cells += [
            cell_of(scope_id, Dimension.UNITS, place, parts, keys, part_of, unit_id=keys[0] if len(keys) == 1 else None)
            for place, keys in _rows(rows)
        ]
        shown = (unit_id for unit_id in rows.shown if unit_id != scope_id)
        cells += [cell_of(unit_id, Dimension.ALL, 0, whole, [unit_id], part_of) for unit_id in shown]
    return cells


def _take_units(
    root_id: int,
    book: Book[Profile],
    own: Mapping[int, States],
    above: Mapping[int, int | None],
    heads: Heads[Place],
    tables: Mapping[int, Rows[int]],
    part_of: Callable[[Profile], Any],
) -> bool:
    """Take units in, if they can stand beside the other kinds' rows and beside their own total."""
    leaves = leaves_of(root_id, own, above, tables)

    def leaf_of(one: Any) -> tuple[int, int]:
        return leaves[one.unit_id]

    if not (heads.fits(leaf_of) and book.take_leaves(leaf_of, part_of)):
        return False
    heads.note(leaf_of)
    return True


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


def _time_table(root_id: int, people: Mapping[Profile, int], book: Book[Profile]) -> list[Cell]:
    """In whose time people studied. Where some answers are too few, all that is left is who studied at all."""
    rows = book.take(lambda profile: profile.time, lambda _: None, most=len(StudyTime))
    if rows is None:
        return []
    found: dict[Any, int] = defaultdict(int)
    for profile, count in people.items():
        found[profile.time] += count
    return [
        Cell(
            root_id, Dimension.TIME, place, sum(people.values()), sum(found[key] for key in keys), None,
            label=keys[0].value if len(keys) == 1 else "", merged=len(keys) if len(keys) > 1 else 0,
        )
        for place, keys in _rows(rows)
    ]  # fmt: skip


def _states(people: Mapping[Profile, int], key_of: Callable[[Profile], Any]) -> dict[Any, dict[State, int]]:
    found: dict[Any, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for profile, count in people.items():
        found[key_of(profile)][profile.state] += count
    return found


def counts(groups: Sequence[States]) -> list[int]:
    return [sum(states.get(state, 0) for states in groups) for state in State]


def two_counts(groups: Sequence[States]) -> list[int]:
    first, again, before, never = counts(groups)
    return [first + again, before + never]


def _rows(rows: Rows[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    yield from enumerate([*((key,) for key in rows.shown), *([rows.others] if rows.others else [])])


def cell_of(
    scope_id: int,
    dimension: Dimension,
    place: int,
    states: Mapping[Any, States],
    keys: Sequence[Any],
    part_of: Callable[[Profile], Any] = state_of_one,
    **more: Any,
) -> Cell:
    first, again, before, never = counts([states[key] for key in keys])
    more.setdefault("merged", len(keys) if len(keys) > 1 else 0)
    newcomers = None if part_of is took_part else first
    return Cell(scope_id, dimension, place, first + again + before + never, first + again, newcomers, **more)


def with_top(cell: Cell, times: Sequence[int]) -> Cell:
    return replace(cell, top_share=top_share(times))
