"""Which figures about groups of people may be published, so that nobody in a small group can be found. Pure.

Everything published about one department and quarter is counts of people. Two rules, both tested from the outside:

1. A group that is shown has nobody in it or ten people at least, in each of its states (came for the first time, came
   again, came before, never came): so what is left of a group, such as one of twelve, is no small group either. Small
   ones are put together as "others"; when those are still too few, the smallest of the shown ones joins them.
2. No sum or difference of published figures, over any number of tables, is about fewer than ten people. A figure is a
   column of ones and noughts over the people; what can be worked out is a combination of columns. So the people are
   dealt into ten hands: if each hand alone has as many independent columns as all people together, a combination that
   is nought for everybody in one hand is nought for all; so one that is not touches somebody in each of ten hands.
   Where it cannot be dealt, the table is made coarser, or left out.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from learnhub.reports.sealing import SMALLEST, Columns, is_sealed, undivided

MOST_ROWS = 24

K = TypeVar("K", bound=Hashable)
P = TypeVar("P", bound=Hashable)
Counts = Sequence[int]
Known = tuple[Sequence[Hashable], Sequence[Hashable]]  # of each profile a row and a part, in the order of profiles


def is_safe(counts: Counts) -> bool:
    """Whether each of these groups has nobody in it, or enough."""
    return all(count == 0 or count >= SMALLEST for count in counts)


@dataclass(frozen=True, slots=True)
class Rows(Generic[K]):
    """The rows of a table: groups with a row of their own, the larger first, and those put together as "others"."""

    shown: tuple[K, ...]
    others: tuple[K, ...] = ()

    def __len__(self) -> int:
        return len(self.shown) + bool(self.others)

    def place(self, key: K) -> int:
        """The row that a group is in, counted from nought; "others" is the last."""
        return self.shown.index(key) if key in self.shown else len(self.shown)

    def placing(self, key_of: Callable[[Any], K]) -> Callable[[Any], int]:
        """The row that one is in, for whatever has such a key."""
        return lambda one: self.place(key_of(one))


def merged(groups: Mapping[K, Counts], most: int = MOST_ROWS) -> Rows[K] | None:
    """The finest safe rows: at most so many, each safe, "others" too. None when there would be one row or none."""
    held = {key: counts for key, counts in groups.items() if any(counts)}
    by_size = sorted(held, key=lambda key: (-sum(held[key]), str(key)))
    shown = [key for key in by_size if is_safe(held[key])]
    others = [key for key in by_size if not is_safe(held[key])]
    while shown and (len(shown) + bool(others) > most or not is_safe(_added([held[key] for key in others]))):
        others.append(shown.pop())
    if len(shown) + bool(others) < 2 or not is_safe(_added([held[key] for key in others])):
        return None
    return Rows(tuple(shown), tuple(others))


def _added(all_counts: Sequence[Counts]) -> Counts:
    return [sum(counts) for counts in zip(*all_counts, strict=True)]


@dataclass(frozen=True, slots=True)
class Offer(Generic[K, P]):
    """A table that may be published beside those taken in: its rows, by what groups and by what parts of them."""

    rows: Rows[K]
    key_of: Callable[[P], K | None]
    part_of: Callable[[P], Hashable]


def _place_of(key_of: Callable[[P], Hashable], places: Mapping[Any, int]) -> Callable[[P], int | None]:
    return lambda one: places.get(key_of(one))


_REST = object()  # what is known from the rows that are told and the whole


def _only(names: set[Hashable], known: Known) -> Known:
    """A table with the rows of these names alone."""
    rows, parts = known
    return [row if row in names else _REST for row in rows], parts


class Book(Generic[P]):
    """Tables about the same people, taken in one after the other as fine as is safe beside those taken in before.

    `people` is how many there are of each profile, `state_of` what a profile's people have done. How many are in each
    state is published; `is_open`: whether that is safe. If not, nothing about these people is published at all.
    """

    def __init__(self, people: Mapping[P, int], state_of: Callable[[P], Hashable]) -> None:
        self._people = {profile: count for profile, count in people.items() if count}
        self._state_of = state_of
        self._width = 0
        self._masks = dict.fromkeys(self._people, 0)  # of each profile the columns it is in, as bits
        self._by_state: list[Sequence[Hashable]] = []  # rows of the tables taken in by states, in the order of profiles
        self._known: list[Known] = []
        self.is_open = bool(self._people) and is_safe(self._counts(lambda _: 0, state_of)[0])
        self._add_columns(lambda _: 0, state_of, {0: 0}, has_reference=False)

    def offer(
        self,
        key_of: Callable[[P], K | None],
        part_of: Callable[[P], Hashable] | None = None,
        most: int = MOST_ROWS,
        fits: Callable[[Rows[K]], bool] = lambda _: True,
    ) -> Offer[K, P] | None:
        """A table by groups and, in each group, by parts (the states, or several of them together).

        None as a group: not in the table; of each state everybody is in it, or nobody. `fits`: whether such rows may
        stand beside what other books have. None as an answer: no such table is safe.
        """
        parts = part_of or self._state_of
        inside = {self._state_of(profile) for profile in self._people if key_of(profile) is not None}
        if inside & {self._state_of(profile) for profile in self._people if key_of(profile) is None}:
            raise ValueError("some people of a state are in the table and some are not")
        groups = {key: counts for key, counts in self._counts(key_of, parts).items() if key is not None}
        rows = merged(groups, most) if self.is_open else None
        alike = self._alike(key_of, parts)
        while rows is not None:
            places = {key: rows.place(key) for key in groups}
            if (
                fits(rows)
                and self._is_sealed_with(alike, places)
                and self._is_safe_beside_known(_place_of(key_of, places), parts)
            ):
                return Offer(rows, key_of, parts)
            rows = merged(groups, len(rows) - 1) if len(rows) > 2 else None
        return None

    def accept(self, offer: Offer[Any, P]) -> None:
        """Take a table in that was offered just now."""
        keys = {offer.key_of(profile) for profile in self._people} - {None}
        places = {key: offer.rows.place(key) for key in keys}
        self._add_columns(offer.key_of, offer.part_of, places)
        if offer.part_of is self._state_of:
            self._by_state.append(self._rows(_place_of(offer.key_of, places)))

    def take(
        self, key_of: Callable[[P], K | None], part_of: Callable[[P], Hashable] | None = None, most: int = MOST_ROWS
    ) -> Rows[K] | None:
        """Take a table in as it is offered; its rows, or None when there is none."""
        offer = self.offer(key_of, part_of, most)
        if offer is None:
            return None
        self.accept(offer)
        return offer.rows

    def take_leaves(self, leaf_of: Callable[[P], Hashable], part_of: Callable[[P], Hashable]) -> bool:
        """Take in tables that lie one within the other, by the smallest groups they tell apart, each of them safe.

        False: they cannot stand beside what is published. Raises ValueError if one of them is not safe.
        """
        counts = self._counts(leaf_of, part_of)
        if not all(is_safe(each) for each in counts.values()):
            raise ValueError("these groups are not safe")
        places = {key: place for place, key in enumerate(counts)}
        if not self._is_sealed_with(self._alike(leaf_of, part_of), places):
            return False
        if not self._is_safe_beside_known(leaf_of, part_of):
            return False
        self._add_columns(leaf_of, part_of, places)
        if part_of is self._state_of:
            self._by_state.append(self._rows(leaf_of))
        return True

    def know(self, row_of: Callable[[P], Hashable], part_of: Callable[[P], Hashable]) -> None:
        """Rows of which it is known from elsewhere how many people are in each part, as far as that is safe by now.

        Tables that tell these rows by the states say it too, so they may stand; others must be safe beside it. What
        would not be safe beside what is taken in and known already is no longer so, since people have moved.
        """
        counts = self._counts(row_of, part_of)
        if self.is_open and all(is_safe(each) for each in counts.values()):
            self._known.append((self._rows(row_of), [part_of(profile) for profile in self._people]))
            if not self._is_sealed_beside(self._known):
                self._known.pop()

    def _rows(self, row_of: Callable[[P], Hashable]) -> list[Hashable]:
        return [row_of(profile) for profile in self._people]

    def _unsaid(self, rows: Sequence[Hashable] | None) -> list[tuple[set[Hashable], Known]]:
        """What is known that neither these rows nor those of a table taken in say as well: which of its rows."""
        finer = [*self._by_state, rows] if rows is not None else self._by_state
        found = []
        for known in self._known if finer else []:
            unsaid = set(known[0])
            for each in finer:
                unsaid &= undivided(each, known[0])
            if unsaid:
                found.append((unsaid, known))
        return found

    def _is_safe_beside_known(self, place_of: Callable[[P], Hashable], part_of: Callable[[P], Hashable]) -> bool:
        """Whether a table is safe beside what is known, too."""
        rows = self._rows(place_of)
        unsaid = self._unsaid(rows if part_of is self._state_of else None)
        if not unsaid:
            return True
        table = (rows, [part_of(profile) for profile in self._people])
        return self._is_sealed_beside([table, *(_only(names, known) for names, known in unsaid)])

    def _is_sealed_beside(self, tables: Sequence[Known]) -> bool:
        """Whether these tables, of each profile a row or None, can be told beside what is taken in."""
        columns = Columns(self._width, has_reference=True)
        masks: Counter[int] = Counter()
        for number, (profile, count) in enumerate(self._people.items()):
            mask = self._masks[profile]
            for which, (rows, parts) in enumerate(tables):
                if rows[number] is not None:
                    mask |= columns.bit((which, parts[number]), rows[number])
            masks[mask] += count
        return is_sealed(masks, columns.width)

    def _alike(self, key_of: Callable[[P], K], part_of: Callable[[P], Hashable]) -> Counter[tuple[int, Hashable, K]]:
        """How many people have the same columns so far, and the same part and group."""
        found: Counter[tuple[int, Hashable, K]] = Counter()
        for profile, count in self._people.items():
            found[self._masks[profile], part_of(profile), key_of(profile)] += count
        return found

    def _counts(self, key_of: Callable[[P], K], part_of: Callable[[P], Hashable]) -> dict[K, Counts]:
        """For each group how many people are in each part, in an order of parts."""
        found: dict[K, Counter[Hashable]] = {}
        for profile, count in self._people.items():
            found.setdefault(key_of(profile), Counter())[part_of(profile)] += count
        parts = sorted({part for counter in found.values() for part in counter}, key=str)
        return {key: [counter[part] for part in parts] for key, counter in found.items()}

    def _add_columns(
        self, key_of: Callable[[P], Any], part_of: Callable[[P], Hashable], places: Mapping[Any, int], *,
        has_reference: bool = True,
    ) -> None:  # fmt: skip
        """Note for each profile its columns of a table."""
        columns = Columns(self._width, has_reference=has_reference)
        for profile in self._people:
            key = key_of(profile)
            if key is not None:
                self._masks[profile] |= columns.bit(part_of(profile), places[key])
        self._width = columns.width

    def _is_sealed_with(self, alike: Mapping[tuple[int, Hashable, Any], int], places: Mapping[Any, int]) -> bool:
        columns = Columns(self._width, has_reference=True)
        masks: Counter[int] = Counter()
        for (mask, part, key), count in alike.items():
            masks[mask | (columns.bit(part, places[key]) if key is not None else 0)] += count
        return is_sealed(masks, columns.width)
