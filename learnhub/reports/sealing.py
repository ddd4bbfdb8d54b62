"""Whether no combination of published figures is about fewer than ten people: people dealt into ten hands. Pure.

The proof is in `suppression`.
"""

import random
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence

SMALLEST = 10  # people; a group of fewer is not shown
_PRIME = 2**61 - 1


def divides(finer: Sequence[Hashable], coarser: Sequence[Hashable]) -> bool:
    """Whether each row of the one lies within a row of the other."""
    return len(set(zip(finer, coarser, strict=True))) == len(set(finer))


def undivided(finer: Sequence[Hashable], coarser: Sequence[Hashable]) -> set[Hashable]:
    """The rows of the second division that are no sum of rows of the first one."""
    pairs = set(zip(finer, coarser, strict=True))
    met = Counter(row for row, _ in pairs)
    return {row for other, row in pairs if met[other] > 1}


class Columns:
    """Bits for the columns of a table, in the order in which they are met; `width` is how many bits are taken.

    With a reference, the first row of each part gets none: it is the whole less the other rows.
    """

    def __init__(self, width: int, *, has_reference: bool) -> None:
        self.width = width
        self._has_reference = has_reference
        self._first: dict[Hashable, Hashable] = {}
        self._bits: dict[tuple[Hashable, Hashable], int] = {}

    def bit(self, part: Hashable, place: Hashable) -> int:
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
    if len(whole) < width and not _has_rank(people, len(whole)):
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


def _has_rank(people: Mapping[int, int], rank: int) -> bool:
    """Whether there are no more independent columns than modulo 2.

    Asked of people who show so many: what vanishes for these, taken at random, must vanish for everybody; modulo a
    large prime.
    """
    found: dict[int, int] = {}
    rows: dict[int, dict[int, int]] = {}
    for mask in people:
        if len(found) < rank and _extend(found, mask):
            _extend_row(rows, mask)
    chance = random.Random(rank)  # noqa: S311 -- no secret: the same tables each time
    values: list[int] = []
    for bit in range(max(mask.bit_length() for mask in people)):
        row = rows.get(bit)
        values.append(chance.randrange(_PRIME) if row is None else
                      -sum(value * values[lower] for lower, value in row.items() if lower < bit) % _PRIME)  # fmt: skip
    return all(sum(values[bit] for bit in _bits(mask)) % _PRIME == 0 for mask in people)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _extend_row(rows: dict[int, dict[int, int]], mask: int) -> None:
    """Add a row to those in steps, each by its highest column, where it is 1; modulo the prime."""
    row = dict.fromkeys(_bits(mask), 1)
    while row:
        top = max(row)
        if top not in rows:
            inverse = pow(row[top], -1, _PRIME)
            rows[top] = {bit: value * inverse % _PRIME for bit, value in row.items()}
            return
        factor = row[top]
        for bit, value in rows[top].items():
            changed = (row.get(bit, 0) - factor * value) % _PRIME
            if changed:
                row[bit] = changed
            else:
                row.pop(bit, None)
