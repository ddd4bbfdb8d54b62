"""Who is in which row, whatever they did: the same people stand in the tables of every kind and quarter. Pure.

Each kind has a book of its own, in which no sum of figures is about a few people. Across books the figures of what
people did have nothing in common, since nobody outside knows who did both; how many people a row has is all that two
books tell of the same people. So it is enough that the rows of all of them, taken as groups of people, are safe beside
each other: then a combination over several books that is nothing for all but a few is nothing for these as well.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from learnhub.reports.sealing import Columns, divides, is_sealed

P = TypeVar("P", bound=Hashable)
Group = Callable[[P], Hashable]


class Heads(Generic[P]):
    """Divisions of the same people into rows. `places`: how many people there are where tables cannot tell them apart.

    A division that another one divides further says nothing new.
    """

    def __init__(self, places: Mapping[P, int]) -> None:
        self._places = dict(places)
        self._divisions: list[tuple[Hashable, ...]] = []  # of each place its row, in the order of places

    def fits(self, group: Group[P]) -> bool:
        """Whether these rows may be published beside those noted."""
        rows = self._rows(group)
        return self._is_known(rows) or self._is_sealed([*self._divisions, rows])

    def note(self, group: Group[P]) -> None:
        """Rows that are published."""
        rows = self._rows(group)
        if not self._is_known(rows):
            self._divisions = [held for held in self._divisions if not divides(rows, held)]
            self._divisions.append(rows)

    def _rows(self, group: Group[P]) -> tuple[Hashable, ...]:
        return tuple(group(place) for place in self._places)

    def _is_known(self, rows: tuple[Hashable, ...]) -> bool:
        return len(set(rows)) < 2 or any(divides(held, rows) for held in self._divisions)

    def _is_sealed(self, divisions: list[tuple[Hashable, ...]]) -> bool:
        columns = Columns(1, has_reference=True)  # the first column is everybody
        numbers: list[dict[Hashable, int]] = [{} for _ in divisions]
        masks: Counter[int] = Counter()
        for count, *rows in zip(self._places.values(), *divisions, strict=True):
            mask = 1
            for part, row in enumerate(rows):
                mask |= columns.bit(part, numbers[part].setdefault(row, len(numbers[part])))
            masks[mask] += count
        return is_sealed(masks, columns.width)


def finest(places: Iterable[P], groups: Iterable[Group[P]]) -> list[Group[P]]:
    """Of some divisions those that no other one divides further."""
    held: list[tuple[tuple[Hashable, ...], Group[P]]] = []
    there = list(places)
    for group in groups:
        rows = tuple(group(place) for place in there)
        if not any(divides(other, rows) for other, _ in held):
            held = [(other, one) for other, one in held if not divides(rows, other)]
            held.append((rows, group))
    return [group for _, group in held]
