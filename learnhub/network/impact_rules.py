"""Which groups of helped people may be shown, and how far the work went. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def shown_groups(groups: Mapping[str, Tally]) -> tuple[list[tuple[str, Tally]], Tally | None]:
    """Groups that may be shown, the larger first, and all the others together.

    A group of fewer than ten joins the others. When the others are themselves fewer than ten, the total and the rows
    would give them away by subtraction: the smallest of the shown ones joins them. With too few left nothing is shown.
    This is about one table: it does not compare the page of a department with that of the one above it.
    """
    ordered = sorted(groups.items(), key=lambda item: (-item[1].people, item[0]))
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
