"""Who has a place and who moves up from the waiting list. Pure.

Places go in the order of signing up. Where newcomers are favoured, half of the places are held for people who have
never been to an event, until a day before it begins: the others wait meanwhile, in their order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

HELD_UNTIL = timedelta(days=1)  # before it begins


@dataclass(frozen=True, slots=True)
class Room:
    """How many places there are (None: no limit), how many of them are held, and who has one now."""

    places: int | None
    held: int
    newcomers: int
    others: int

    @property
    def going(self) -> int:
        return self.newcomers + self.others

    def has_place_for(self, is_newcomer: bool) -> bool:
        """Whether one more may come."""
        if self.places is None:
            return True
        if self.going >= self.places:
            return False
        return is_newcomer or self.others < self.places - self.held

    def with_one(self, is_newcomer: bool) -> "Room":
        """The same with one more."""
        return Room(self.places, self.held, self.newcomers + is_newcomer, self.others + (not is_newcomer))


def held_places(places: int | None, prefers_newcomers: bool, starts_at: datetime, now: datetime) -> int:
    """How many places are held for newcomers at an instant: half of them, rounded up."""
    if places is None or not prefers_newcomers or now >= starts_at - HELD_UNTIL:
        return 0
    return (places + 1) // 2


def moving_up(room: Room, waiting: Iterable[tuple[int, bool]]) -> list[int]:
    """Who of the waiting, in their order, has a place now. Each is (number, is a newcomer)."""
    moved = []
    for number, is_newcomer in waiting:
        if room.has_place_for(is_newcomer):
            moved.append(number)
            room = room.with_one(is_newcomer)
    return moved
