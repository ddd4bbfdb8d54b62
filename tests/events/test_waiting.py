"""Who has a place, who waits, who moves up. Truth tables."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.events.waiting import Room, held_places, moving_up

STARTS = datetime(2026, 11, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("places", "favoured", "before", "held"),
    [
        (30, True, timedelta(days=5), 15),
        (31, True, timedelta(days=5), 16),  # rounded up
        (1, True, timedelta(days=5), 1),
        (30, True, timedelta(days=1, seconds=1), 15),
        (30, True, timedelta(days=1), 0),  # a day before: no longer
        (30, False, timedelta(days=5), 0),
        (None, True, timedelta(days=5), 0),  # no limit, nothing to hold
    ],
)
def test_how_many_places_are_held(places: int | None, favoured: bool, before: timedelta, held: int) -> None:
    assert held_places(places, favoured, STARTS, STARTS - before) == held


@pytest.mark.parametrize(
    ("places", "held", "newcomers", "others", "for_newcomer", "for_other"),
    [
        (None, 0, 900, 900, True, True),
        (2, 0, 0, 1, True, True),
        (2, 0, 1, 1, False, False),
        (2, 1, 0, 1, True, False),  # the last one is held
        (2, 1, 1, 0, True, True),
        (2, 1, 2, 0, False, False),  # newcomers may have more than what is held
        (4, 2, 0, 2, True, False),
        (4, 2, 3, 0, True, True),
        (1, 1, 0, 0, True, False),
    ],
)
def test_whether_one_more_may_come(
    places: int | None, held: int, newcomers: int, others: int, for_newcomer: bool, for_other: bool
) -> None:
    room = Room(places, held, newcomers, others)
    assert (room.has_place_for(True), room.has_place_for(False)) == (for_newcomer, for_other)


NEW, OLD = True, False


@pytest.mark.parametrize(
    ("room", "waiting", "moved"),
    [
        (Room(3, 0, 0, 3), [(1, OLD), (2, OLD)], []),  # full
        (Room(3, 0, 0, 2), [(1, OLD), (2, OLD)], [1]),  # one place, one person
        (Room(3, 0, 0, 1), [(1, OLD), (2, OLD)], [1, 2]),
        (Room(None, 0, 0, 3), [(1, OLD), (2, NEW), (3, OLD)], [1, 2, 3]),  # the limit was lifted
        (Room(4, 2, 0, 2), [(1, OLD), (2, OLD), (3, NEW)], [3]),  # held: the first newcomer passes
        (Room(4, 2, 0, 2), [(1, OLD), (2, OLD)], []),  # held for somebody who has not come yet
        (Room(4, 2, 0, 1), [(1, OLD), (2, OLD), (3, NEW)], [1, 3]),
        (Room(4, 0, 0, 2), [(1, OLD), (2, OLD), (3, NEW)], [1, 2]),  # no longer held: in their order
        (Room(3, 0, 0, 2), [], []),
        (Room(2, 0, 3, 1), [(1, OLD)], []),  # more than there are places: nobody
    ],
)
def test_who_moves_up(room: Room, waiting: list[tuple[int, bool]], moved: list[int]) -> None:
    assert moving_up(room, waiting) == moved
