"""The rules of hackathons as truth tables: captains, powers, what is counted, when a captain is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.events.hackathon_rules import attendance_of, captain_of, due_questions, is_joinable, powers_of
from learnhub.events.hackathon_structures import Power, Standing

# chosen, members in the order of joining → who leads
CAPTAINS = [
    (1, [1, 2, 3], 1),  # who formed the team
    (2, [1, 2, 3], 2),  # handed over
    (None, [2, 3], 2),  # the captain left: the next
    (1, [2, 3], 2),  # gave up their place in the event without a word to the team
    (1, [1], 1),  # a team of one
    (1, [], None),
    (None, [], None),
]


@pytest.mark.parametrize(("chosen", "members", "leads"), CAPTAINS)
def test_who_leads_a_team(chosen: int | None, members: list[int], leads: int | None) -> None:
    assert captain_of(chosen, members) == leads


GOING, MEMBER = {"is_going": True}, {"is_going": True, "in_team": True}
CAPTAIN = {**MEMBER, "is_captain": True}
ORGANISER, JUDGE = {"is_organiser": True}, {"is_judge": True, "is_judging": True}

# what somebody is → what they may do with the team
POWERS = [
    ({}, ""),  # in the audience, not going
    (GOING, "join"),
    ({**GOING, "has_room": False}, ""),  # the last place is taken, or the team takes nobody
    ({**GOING, "elsewhere": True}, ""),  # in another team
    ({**GOING, "is_joinable": False}, ""),  # over for more than a week, or cancelled
    (MEMBER, "leave claim confirm project"),
    (CAPTAIN, "leave claim confirm project change hand-over later"),
    ({**MEMBER, "is_published": True}, "leave claim confirm project see-marks"),
    ({**GOING, "is_published": True}, "join"),  # another team's marks are not theirs to see
    (ORGANISER, "change hand-over remove later"),
    ({**ORGANISER, "is_published": True}, "change hand-over remove later see-marks"),
    ({**ORGANISER, **MEMBER}, "leave claim confirm project change hand-over remove later"),
    (JUDGE, "score"),
    ({**JUDGE, **MEMBER}, "leave claim confirm project"),  # never one's own team
    ({**JUDGE, **GOING, "elsewhere": True}, "score"),  # another's
    ({"is_judge": True}, ""),  # not begun, no criteria, or published
]


@pytest.mark.parametrize(("who", "may"), POWERS)
def test_who_may_do_what_with_a_team(who: dict[str, bool], may: str) -> None:
    assert powers_of(Standing(**who)) == {Power(name) for name in may.split()}


# people by department → lines (None: fewer than ten), total (None: not told)
COUNTS = [
    ({}, [], None),
    ({"A": 12}, [("A", 12)], 12),
    ({"A": 10, "B": 40}, [("A", 10), ("B", 40)], 50),
    ({"A": 12, "B": 9}, [("A", 12), ("B", None)], None),  # 21 - 12 would tell nine
    ({"A": 12, "B": 4, "C": 5}, [("A", 12), ("B", None), ("C", None)], None),  # 9 in two groups
    ({"A": 12, "B": 4, "C": 6}, [("A", 12), ("B", None), ("C", None)], 22),  # ten in two groups
    ({"A": 3}, [("A", None)], None),
    ({"A": 12, "B": 0}, [("A", 12)], 12),
]


@pytest.mark.parametrize(("counts", "lines", "total"), COUNTS)
def test_no_group_of_fewer_than_ten_is_shown_or_found(
    counts: dict[str, int], lines: list[tuple[str, int | None]], total: int | None
) -> None:
    shown = attendance_of(counts)
    assert (list(shown.lines), shown.total) == (lines, total)


ENDS = datetime(2027, 1, 31, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "asked"), [(0, ()), (29, ()), (30, (30,)), (60, (30,)), (61, ()), (180, (180,)), (210, (180,)), (211, ())]
)
def test_when_a_captain_is_asked(days: int, asked: tuple[int, ...]) -> None:
    assert due_questions(ENDS, ENDS + timedelta(days=days)) == asked


@pytest.mark.parametrize(("days", "joinable"), [(-20, True), (0, True), (7, True), (7.1, False)])
def test_teams_are_written_down_until_a_week_after(days: float, joinable: bool) -> None:
    assert is_joinable(ENDS, ENDS + timedelta(days=days)) is joinable
