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
    """A table that may be published beside those taken in: its rows, by what groups and by what parts of them."""

    rows: Rows[K]
    key_of: Callable[[P], K | None]
    part_of: Callable[[P], Hashable]


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
        self.is_open = bool(self._people) and is_safe(self._counts(lambda _: 0, state_of)[0])
        self._add_columns(lambda _: 0, state_of, {0: 0}, has_reference=False)

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
        alike = self._alike(key_of, parts)
        while rows is not None:
            if self._is_sealed_with(alike, {key: rows.place(key) for key in groups}):
                return Offer(rows, key_of, parts)
            rows = merged(groups, len(rows) - 1) if len(rows) > 2 else None
        return None

    def accept(self, offer: Offer[Any, P]) -> None:
        """Take a table in that was offered just now."""
        keys = {offer.key_of(profile) for profile in self._people} - {None}
        self._add_columns(offer.key_of, offer.part_of, {key: offer.rows.place(key) for key in keys})

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
        self._add_columns(leaf_of, part_of, places)
        return True

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


class Columns:
    """Bits for the columns of a table, in the order in which they are met; `width` is how many bits are taken.

    With a reference, the first row of each part gets none: it is the whole less the other rows.
    """

    def __init__(self, width: int, *, has_reference: bool) -> None:
        self.width = width
        self._has_reference = has_reference
        self._first: dict[Hashable, int] = {}
        self._bits: dict[tuple[Hashable, int], int] = {}

    def bit(self, part: Hashable, place: int) -> int:
        """The column of a row's part, as a number with one bit; nought for a reference."""
        if self._has_reference and self._first.setdefault(part, place) == place:
            return 0
        if (part, place) not in self._bits:
            self._bits[part, place] = 1 << self.width
            self.width += 1
        return self._bits[part, place]


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
