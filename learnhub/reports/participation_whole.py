"""The whole service by its departments, and hours of learning: sums of what each department shows by itself. Pure.

So nothing of a department can be found by taking the others from the whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from learnhub.record.words import Assurance
from learnhub.reports.participation_models import EVERYWHERE
from learnhub.reports.participation_tables import (
    Cell,
    cell_of,
    counts,
    state_of_one,
    took_part,
    two_counts,
    with_top,
)
from learnhub.reports.participation_units import States
from learnhub.reports.participation_words import Dimension, Minutes, PartKind
from learnhub.reports.sealing import SMALLEST
from learnhub.reports.suppression import MOST_ROWS, is_safe


def everywhere(totals: Mapping[int, States], times: Mapping[int, Sequence[int]]) -> list[Cell]:
    """The service by departments. Those too small stand together, or in no figure if that is too small as well.

    First-timers of a row, and of the whole, are told unless those of departments that keep theirs back would follow.
    """
    rows, left_out = _rows(totals)
    if not rows:
        return []
    untold = {root_id for root_id, states in totals.items() if not is_safe(counts([states]))}
    parts = [
        state_of_one if is_safe(counts([totals[root_id] for root_id in keys if root_id in untold])) else took_part
        for keys in rows
    ]
    cells = [
        cell_of(
            EVERYWHERE, Dimension.UNITS, place, totals, keys, parts[place], unit_id=keys[0] if len(keys) == 1 else None
        )
        for place, keys in enumerate(rows)
    ]
    included = [root_id for keys in rows for root_id in keys]
    silent = {root_id for keys, part in zip(rows, parts, strict=True) if part is took_part for root_id in keys}
    all_parts = state_of_one if is_safe(counts([totals[root_id] for root_id in silent & untold])) else took_part
    total = cell_of(EVERYWHERE, Dimension.ALL, 0, totals, included, all_parts, merged=left_out)
    return [with_top(total, [n for root_id in included for n in times.get(root_id, ())]), *cells]


def _rows(totals: Mapping[int, States]) -> tuple[list[tuple[int, ...]], int]:
    """Departments with a row of their own, the largest first, then those put together; and how many are in no row."""
    whole = {root_id: states for root_id, states in totals.items() if is_safe(two_counts([states]))}
    # A department of a few people is in no row of any kind: the rows of two kinds could differ by just these.
    small = [root_id for root_id in totals if root_id not in whole and sum(totals[root_id].values()) >= SMALLEST]
    if len(small) < 2 or not is_safe(two_counts([totals[root_id] for root_id in small])):
        small = []
    left_out = len(totals) - len(whole) - len(small)
    by_size = sorted(whole, key=lambda root_id: (-sum(whole[root_id].values()), root_id))
    room = MOST_ROWS if len(by_size) + bool(small) <= MOST_ROWS else MOST_ROWS - 1
    rows: list[tuple[int, ...]] = [(root_id,) for root_id in by_size[:room]]
    if others := (*by_size[room:], *small):
        rows.append(others)
    return rows, left_out


def hours(minutes: Mapping[Minutes, int], learners: Mapping[Minutes, set[int]]) -> Iterator[tuple[Minutes, int]]:
    """The minutes that may be shown: of ten people at least, by department and for the whole service.

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
