"""Which groups of helped people may be shown, and how far the work went. Pure.

The rule between pages: the whole service is one table of its topmost departments, in which a group of fewer than ten
joins the others until those are ten (`shown_groups`). A department has a page if it is a row of the page above it,
whoever looks, and its page is such a table again. So all that any page shows is made of the same pieces (the others of
a page; those who work in a department itself), each of ten people at least, none overlapping another: whatever is added
or subtracted, in one page or between pages, leaves whole pieces. The price: of two departments beside a very small one
the smaller has no page, though it be large enough by itself.

It is about what the pages show on one day: who writes figures down today and subtracts them from a later day's can
tell how many came in between. An ambassador's own page counts other first sessions, and is theirs alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Name = TypeVar("Name")

SMALLEST = 10  # people; a group of fewer is not shown


@dataclass(frozen=True, slots=True)
class Tally:
    """People helped for the first time in the window, and what they did in the ninety days before and after: courses
    completed, practical tasks done, badges earned."""

    people: int = 0
    before: tuple[int, int, int] = (0, 0, 0)
    after: tuple[int, int, int] = (0, 0, 0)

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.people + other.people, _sum(self.before, other.before), _sum(self.after, other.after))

    def per_hundred(self, which: int) -> tuple[float, float]:
        """Courses (0), tasks (1) or badges (2) for each hundred people, before and after."""
        return 100 * self.before[which] / self.people, 100 * self.after[which] / self.people


@dataclass(frozen=True, slots=True)
class Shown:
    """A page's figures: everybody of the department and below; the units directly below by their numbers, and under
    the department's own number those who work in none of them; the small ones of these together."""

    whole: Tally
    rows: tuple[tuple[int, Tally], ...]
    others: Tally | None


def pages_shown(own: Mapping[int, Tally], above: Mapping[int, int | None]) -> Mapping[int | None, Shown]:
    """Department (None: the whole service) → what its page shows; one that is not here shows nothing.

    `own`: who works in each department itself. `above`: department → the one above it, None for the topmost.
    """
    below: dict[int | None, set[int]] = defaultdict(set)
    parts: dict[int | None, list[Tally]] = defaultdict(list)
    for department_id, tally in own.items():
        parts[None].append(tally)
        higher: int | None = None
        for place in way_down(department_id, above):
            parts[place].append(tally)
            below[higher].add(place)
            higher = place
    wholes = {place: together(some) for place, some in parts.items()}
    pages: dict[int | None, Shown] = {}
    waiting: list[int | None] = [None] if wholes.get(None, Tally()).people >= SMALLEST else []
    while waiting:
        shown = waiting.pop()
        groups = {unit: wholes[unit] for unit in below[shown]}
        if shown is not None and shown in own:
            groups[shown] = own[shown]
        rows, others = shown_groups(groups)
        pages[shown] = Shown(wholes[shown], tuple(rows), others)
        waiting.extend(unit for unit, _tally in rows if unit != shown)
    return pages


def way_down(department_id: int, above: Mapping[int, int | None]) -> list[int]:
    """From the topmost department down to this one."""
    way = [department_id]
    while (next_up := above.get(way[-1])) is not None:
        way.append(next_up)
    return way[::-1]


def shown_groups(groups: Mapping[Name, Tally]) -> tuple[list[tuple[Name, Tally]], Tally | None]:
    """Groups that may be shown, the larger first, and all the others together.

    A group of fewer than ten joins the others. When the others are themselves fewer than ten, the total and the rows
    would give them away by subtraction: the smallest of the shown ones joins them. With too few left nothing is shown.
    """
    ordered = sorted(groups.items(), key=lambda item: (-item[1].people, str(item[0])))
    shown = [item for item in ordered if item[1].people >= SMALLEST]
    others = together([tally for _name, tally in ordered if 0 < tally.people < SMALLEST])
    while 0 < others.people < SMALLEST and shown:
        others = others.plus(shown.pop()[1])
    return shown, others if others.people >= SMALLEST else None


def together(tallies: Sequence[Tally]) -> Tally:
    """All of them as one."""
    whole = Tally()
    for tally in tallies:
        whole = whole.plus(tally)
    return whole


def _sum(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
