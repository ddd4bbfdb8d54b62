"""Whom an assignment is for, and since when somebody has been among them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Post(NamedTuple):
    """A posting as an audience looks at it: from a day until a day (exclusive), whether it is the current one."""

    from_on: date
    until_on: date | None
    department_id: int
    grade: str | None
    profession: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """Departments (None: everywhere, else with everything below) × grades × professions (empty: any).

    `list_of`: the number of an assignment whose list says who; nothing else counts then.
    """

    department_ids: frozenset[int] | None
    grades: frozenset[str] = frozenset()
    professions: frozenset[str] = frozenset()
    list_of: int | None = None
    people: frozenset[int] = frozenset()  # of a list that is not saved yet

    def holds(self, post: Post) -> bool:
        """Whether who is posted so is among them."""
        return (
            (self.department_ids is None or post.department_id in self.department_ids)
            and (not self.grades or post.grade in self.grades)
            and (not self.professions or post.profession in self.professions)
        )

    def since(self, posts: Sequence[Post]) -> date | None:
        """Since when, without a break, somebody with these postings has been among them; None: is not now.

        Moving about inside the audience is no new beginning.
        """
        ordered = sorted(posts, key=lambda post: post.from_on)
        place = next((place for place, post in enumerate(ordered) if post.is_current), None)
        if place is None or not self.holds(ordered[place]):
            return None
        while place and ordered[place - 1].until_on == ordered[place].from_on and self.holds(ordered[place - 1]):
            place -= 1
        return ordered[place].from_on
