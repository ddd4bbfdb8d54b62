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

SMALLEST = 10  # people; a group of fewer is not shown
MOST_ROWS = 24
_PRIME = 2**61 - 1

K = TypeVar("K", bound=Hashable)
P = TypeVar("P", bound=Hashable)
Counts = Sequence[int]


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
    """A table that may be published beside those taken in before: its rows, and the row that each profile is in."""

    rows: Rows[K]
    places: Mapping[P, int]
    part_of: Callable[[P], Hashable]


class Book(Generic[P]):
    """Tables about the same people, taken in one after the other as fine as is safe beside those taken in before.

    `people` is how many there are of each profile, `state_of` what a profile's people have done. How many are in each
    state is published; `is_open`: whether that is safe. If not, nothing about these people is published at all.
    """

    def __init__(self, people: Mapping[P, int], state_of: Callable[[P], Hashable]) -> None:
        self._people = {profile: count for profile, count in people.items() if count}
        self._state_of = state_of
        self._tables: list[tuple[Mapping[P, int], Callable[[P], Hashable]]] = []
        self.is_open = bool(self._people) and is_safe(self._counts(lambda _: 0, state_of)[0])

    def offer(
        self, key_of: Callable[[P], K | None], part_of: Callable[[P], Hashable] | None = None, most: int = MOST_ROWS
    ) -> Offer[K, P] | None:
        """A table by groups and, in each group, by parts (the states, or several of them together).

        None as a group: not in the table; of each state everybody is in it, or nobody. None as an answer: no such table
        is safe.
        """
        parts = part_of or self._state_of
        inside = {self._state_of(profile) for profile in self._people if key_of(profile) is not None}
        if inside & {self._state_of(profile) for profile in self._people if key_of(profile) is None}:
            raise ValueError("some people of a state are in the table and some are not")
        groups = {key: counts for key, counts in self._counts(key_of, parts).items() if key is not None}
        rows = merged(groups, most) if self.is_open else None
        while rows is not None:
            places = {key: rows.place(key) for key in groups}
            table = {p: places[key] for p in self._people if (key := key_of(p)) is not None}
            if self._is_sealed_with(table, parts):
                return Offer(rows, table, parts)
            rows = merged(groups, len(rows) - 1) if len(rows) > 2 else None
        return None

    def accept(self, offer: Offer[Any, P]) -> None:
        """Take a table in that was offered just now."""
        self._tables.append((offer.places, offer.part_of))

    def take(
        self, key_of: Callable[[P], K | None], part_of: Callable[[P], Hashable] | None = None, most: int = MOST_ROWS
    ) -> Rows[K] | None:
        """Take a table in as it is offered; its rows, or None when there is none."""
        offer = self.offer(key_of, part_of, most)
        if offer is None:
            return None
        self.accept(offer)
        return offer.rows

    def take_leaves(self, leaf_of: Callable[[P], Hashable], part_of: Callable[[P], Hashable]) -> None:
        """Take in tables that lie one within the other, by the smallest groups they tell apart, each of them safe.

        These come first, so there is nothing to subtract them from but each other. Raises ValueError if one is not
        safe, or if they do not come first.
        """
        if self._tables or not all(is_safe(counts) for counts in self._counts(leaf_of, part_of).values()):
            raise ValueError("these groups are not safe")
        places: dict[Hashable, int] = {}
        table = {profile: places.setdefault(leaf_of(profile), len(places)) for profile in self._people}
        self._tables.append((table, part_of))

    def _counts(self, key_of: Callable[[P], K], part_of: Callable[[P], Hashable]) -> dict[K, Counts]:
        """For each group how many people are in each part, in an order of parts."""
        found: dict[K, Counter[Hashable]] = {}
        for profile, count in self._people.items():
            found.setdefault(key_of(profile), Counter())[part_of(profile)] += count
        parts = sorted({part for counter in found.values() for part in counter}, key=str)
        return {key: [counter[part] for part in parts] for key, counter in found.items()}

    def _is_sealed_with(self, table: Mapping[P, int], part_of: Callable[[P], Hashable]) -> bool:
        tables = [*self._tables, (table, part_of)]
        bits: dict[Hashable, int] = {}
        first: dict[Hashable, int] = {}  # of each table and part the row that follows from the others, and has no bit
        masks: Counter[int] = Counter()
        for profile, count in self._people.items():
            mask = 1 << bits.setdefault(("all", self._state_of(profile)), len(bits))
            for number, (places, part) in enumerate(tables):
                place = places.get(profile)
                which = (number, part(profile))
                if place is not None and first.setdefault(which, place) != place:
                    mask |= 1 << bits.setdefault((which, place), len(bits))
            masks[mask] += count
        return is_sealed(masks, len(bits))


def is_sealed(people: Mapping[int, int], width: int) -> bool:
    """Whether people can be dealt into ten hands, each with all the independent columns that there are.

    A key is a set of columns as the bits of a number below 2**width, the value how many people are in just these.
    Columns are compared by their remainders modulo 2, which proves it for all numbers as long as there are as many
    independent ones either way.
    """
    basis: dict[int, int] = {}
    left = Counter({mask: count for mask, count in people.items() if mask and count})
    while heavy := [mask for mask, count in left.items() if count >= SMALLEST]:
        for mask in heavy:  # as many alike as there are hands: each hand has one of them
            _extend(basis, mask)
        fewer: Counter[int] = Counter()
        for mask, count in left.items():
            if rest := _remainder(basis, mask):
                fewer[rest] += count
        left = fewer
    whole = dict(basis)
    for mask in left:
        _extend(whole, mask)
    if len(whole) < width and _rank(people, len(whole)) != len(whole):
        return False
    return all(_deal(basis, left, len(whole)) for _ in range(SMALLEST))


def _deal(basis: Mapping[int, int], left: Counter[int], rank: int) -> bool:
    """Fill a hand with people who are still left; those alike in greatest number first."""
    hand = dict(basis)
    for mask in sorted(left, key=lambda mask: (-left[mask], mask)):
        if len(hand) == rank:
            break
        if left[mask] and _extend(hand, mask):
            left[mask] -= 1
    return len(hand) == rank


def _remainder(basis: Mapping[int, int], mask: int) -> int:
    """What the basis cannot make of a set of columns; equal for two whose difference it can."""
    rest = 0
    while mask:
        top = mask.bit_length() - 1
        if top in basis:
            mask ^= basis[top]
        else:
            rest |= 1 << top
            mask ^= 1 << top
    return rest


def _extend(basis: dict[int, int], mask: int) -> bool:
    """Add what is new in a set of columns; whether there was anything."""
    rest = _remainder(basis, mask)
    if rest:
        basis[rest.bit_length() - 1] = rest
    return bool(rest)


def _rank(people: Mapping[int, int], known: int) -> int:
    """How many of the columns are independent, modulo a large prime; stops when it is more than is known already."""
    basis: dict[int, dict[int, int]] = {}
    for mask in people:
        row = {bit: 1 for bit in range(mask.bit_length()) if mask >> bit & 1}
        while row:
            top = max(row)
            if top not in basis:
                inverse = pow(row[top], -1, _PRIME)
                basis[top] = {bit: value * inverse % _PRIME for bit, value in row.items()}
                break
            factor = row[top]
            for bit, value in basis[top].items():
                changed: Any = (row.get(bit, 0) - factor * value) % _PRIME
                if changed:
                    row[bit] = changed
                else:
                    row.pop(bit, None)
        if len(basis) > known:
            break
    return len(basis)
