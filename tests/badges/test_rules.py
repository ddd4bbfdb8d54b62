"""Which evidence meets which rule, since when, and how well that is known: one row a case."""

import pytest

from learnhub.badges.rules import measure, met, steps_met
from learnhub.badges.structures import Ask, at_threshold
from tests.badges.world import (
    D,
    R,
    W,
    badge_from,
    confirmed,
    course,
    day,
    event,
    helped,
    pathway,
    proving,
    rule_from,
    study,
    text_of,
    was_helped,
)

HOURS = {"study-hours": 2}
CONFIRMED_HOURS = {"study-hours": {"hours": 2, "assurance": "witnessed"}}
TWO_OF_THREE = {"at-least": 2, "of": [{"course": "letters"}, {"course": "parcels"}, {"course": "stamps"}]}

# rule, statements → the day of March on which it became true and how well that is known; None: it is not true
CASES = [
    # a course
    ({"course": "letters"}, [], None),
    ({"course": "letters"}, [course(1, 1, 3)], (3, R)),
    ({"course": "letters"}, [course(1, 2, 3)], None),  # another one
    ({"course": "post"}, [course(1, 1, 3)], (3, R)),  # by its earlier name
    ({"course": "letters"}, [course(1, 1, 3, D)], (3, D)),
    ({"course": "letters"}, [course(2, 1, 9), course(1, 1, 3, D)], (3, D)),  # twice: the first counts
    # any courses, and courses of a list
    ({"courses": 2}, [course(1, 1, 3)], None),
    ({"courses": 2}, [course(1, 1, 3), course(2, 1, 4)], None),  # the same twice is one
    ({"courses": 2}, [course(1, 1, 3), course(2, 4, 5)], (5, R)),  # also one that the catalogue never knew
    ({"courses": 2}, [course(1, 1, 3), course(2, 2, 5, D), course(3, 3, 7)], (5, D)),  # the first two, not the best
    ({"courses": {"count": 1, "of": ["parcels", "stamps"]}}, [course(1, 1, 3)], None),
    ({"courses": {"count": 1, "of": ["parcels", "stamps"]}}, [course(1, 1, 3), course(2, 3, 6)], (6, R)),
    # a pathway
    ({"pathway": "everyone"}, [pathway(1, "everyone", 8, D)], (8, D)),
    ({"pathway": "everyone"}, [pathway(1, "leaders", 8)], None),
    # hours of study
    (HOURS, [study(1, 119, 2)], None),  # a minute short
    (HOURS, [study(1, 60, 2), study(2, 60, 4)], (4, D)),
    (HOURS, [study(1, 120, 2), study(2, 60, 4)], (2, D)),  # what came later changes nothing
    (HOURS, [study(1, 120, 2, key="a"), study(2, 120, 1, key="a")], (1, D)),  # one entry counts once
    (HOURS, [study(1, None, 2), study(2, 120, 5)], (5, D)),  # without minutes: nothing
    (HOURS, [study(1, None, 2), study(2, 120, 5, R)], (5, R)),  # and so it weakens nothing
    (HOURS, [study(1, 60, 2, key="a"), study(2, 60, 1, key="a")], None),
    (HOURS, [study(1, 120, 2), confirmed(2, 1, 6)], (2, W)),  # true on the day, better known since
    (CONFIRMED_HOURS, [study(1, 120, 2)], None),
    (CONFIRMED_HOURS, [study(1, 120, 2), confirmed(2, 1, 6)], (6, W)),  # true when it was confirmed
    (CONFIRMED_HOURS, [study(1, 60, 2), study(2, 60, 3), confirmed(3, 1, 6)], None),  # only half is
    (CONFIRMED_HOURS, [study(1, 120, 2, R)], (2, R)),
    # events: witnessed unless the rule says otherwise
    ({"event": "any"}, [event(1, 4)], None),
    ({"event": "any"}, [event(1, 4, W, kind="")], (4, W)),
    ({"event": "hackathon"}, [event(1, 4, W, kind="workshop")], None),
    ({"event": "hackathon"}, [event(1, 4), confirmed(2, 1, 5)], (5, W)),
    ({"event": {"kind": "hackathon", "assurance": "self-declared"}}, [event(1, 4)], (4, D)),
    ({"event": {"kind": "any", "count": 2}}, [event(1, 4, W), event(2, 6, W, kind="drop-in")], (6, W)),
    # people helped: only sessions that the other side confirmed
    ({"helped": 1}, [helped(1, 4)], None),
    ({"helped": 2}, [helped(1, 4), helped(2, 5), confirmed(3, 1, 8), confirmed(4, 2, 7)], (8, W)),
    # having been helped is no helping, and a support session no event
    ({"helped": 1}, [was_helped(1, 4)], None),
    ({"event": "any"}, [was_helped(1, 4)], None),
    # a skill: by the level of the version taken
    ({"skill": {"code": "reading"}}, [course(1, 1, 3)], (3, R)),
    ({"skill": {"code": "reading", "level": "working"}}, [course(1, 1, 3)], None),  # below
    ({"skill": {"code": "reading", "level": "working"}}, [course(1, 1, 3), course(2, 2, 4)], (4, R)),
    ({"skill": {"code": "lifting", "level": "working"}}, [course(1, 3, 4)], (4, R)),  # above
    ({"skill": {"code": "lifting"}}, [course(1, 1, 4)], None),  # another skill
    ({"skill": {"code": "lifting"}}, [course(1, 4, 4)], None),  # nothing is known of that course
    # all, any, at least
    ({"all": [{"course": "letters"}, HOURS]}, [course(1, 1, 9)], None),
    ({"all": [{"course": "letters"}, HOURS]}, [course(1, 1, 9), study(2, 120, 4)], (9, D)),  # the last, the weakest
    ({"any": [{"course": "letters"}, HOURS]}, [], None),
    ({"any": [{"course": "letters"}, HOURS]}, [course(1, 1, 9), study(2, 120, 4)], (4, D)),  # the first
    ({"any": [{"course": "letters"}, HOURS]}, [course(1, 1, 4), study(2, 120, 4)], (4, R)),  # at once: the better known
    (TWO_OF_THREE, [course(1, 1, 3)], None),
    (TWO_OF_THREE, [course(1, 1, 3, D), course(2, 2, 5), course(3, 3, 4)], (4, D)),  # the second of three
    ({"all": [TWO_OF_THREE, {"event": "any"}]}, [course(1, 1, 3), course(2, 2, 5), event(3, 4, W)], (5, W)),
    ({"any": [{"all": [{"course": "letters"}, {"course": "parcels"}]}, {"course": "stamps"}]},
     [course(1, 1, 3), course(2, 3, 9), course(3, 2, 5)], (5, R)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "statements", "expected"), CASES)
def test_a_rule_is_met_since_when_and_how_well_known(rule, statements, expected) -> None:
    found = met(rule_from(rule), proving(*statements))
    assert (found and (found.at, found.assurance)) == (expected and (day(expected[0]), expected[1]))


def test_the_order_in_which_statements_are_read_decides_nothing() -> None:
    statements = [course(1, 1, 3, D), course(2, 2, 5), course(3, 3, 4), study(4, 120, 2), confirmed(5, 4, 6)]
    rule = rule_from({"all": [TWO_OF_THREE, CONFIRMED_HOURS]})
    assert met(rule, proving(*statements)) == met(rule, proving(*reversed(statements)))


def test_a_rule_names_the_statements_it_rests_on() -> None:
    statements = [course(1, 1, 3), course(2, 2, 5), course(3, 3, 7), study(4, 120, 2)]
    found = met(rule_from({"all": [TWO_OF_THREE, HOURS]}), proving(*statements))
    assert found is not None
    assert found.seqs == {1, 2, 4}


LEVELS = [("first-steps", 1), ("steady", 3), ("far", 6)]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (59, {}),
        (60, {"first-steps": 1}),
        (179, {"first-steps": 1}),
        (180, {"first-steps": 1, "steady": 1}),
        (1000, {"first-steps": 1, "steady": 1, "far": 1}),
    ],
)
def test_each_threshold_is_a_level_of_its_own(minutes: int, expected: dict[str, int]) -> None:
    badge = badge_from(text_of({"study-hours": "by-level"}, LEVELS))
    found = steps_met(badge, proving(study(1, minutes, 1)))
    assert {level: one.at.day for level, one in found.items()} == expected
    assert list(found) == list(expected)


def test_each_level_has_the_day_on_which_it_was_reached() -> None:
    badge = badge_from(text_of({"study-hours": "by-level"}, LEVELS))
    found = steps_met(badge, proving(study(1, 60, 2), study(2, 120, 5, W), study(3, 180, 9)))
    assert {level: (one.at.day, one.assurance) for level, one in found.items()} == {
        "first-steps": (2, D),
        "steady": (5, D),
        "far": (9, D),
    }


def test_only_the_number_that_says_so_depends_on_the_level() -> None:
    badge = badge_from(text_of({"all": [{"study-hours": "by-level"}, {"event": {"count": 2}}]}, LEVELS))
    asks = [part.values for part in at_threshold(badge.rule, 6).parts if isinstance(part, Ask)]
    assert [(values.get("hours"), values.get("count")) for values in asks] == [(6, None), (None, 2)]


@pytest.mark.parametrize(
    ("rule", "statements", "begun", "share"),
    [
        ({"course": "letters"}, [], {}, 0),
        ({"course": "letters"}, [], {"letters": 0.5}, 0.5),
        ({"course": "letters"}, [], {"letters": 1.0}, 0.99),  # every module done, but not complete: never whole
        ({"course": "letters"}, [], {"parcels": 0.5}, 0),
        ({"courses": 2}, [course(1, 1, 3)], {"letters": 0.9, "parcels": 0.5}, 0.75),  # a completed one is not begun
        ({"courses": {"count": 2, "of": ["letters", "parcels"]}}, [], {"stamps": 0.8, "parcels": 0.5}, 0.25),
        ({"courses": 2}, [], {"letters": 0.5, "parcels": 0.4, "stamps": 0.3}, 0.45),  # the nearest two
        (HOURS, [study(1, 30, 1)], {}, 0.25),
        ({"all": [{"course": "letters"}, HOURS]}, [course(1, 1, 3)], {}, 0.5),
        ({"any": [{"course": "letters"}, HOURS]}, [study(1, 30, 1)], {"letters": 0.75}, 0.75),  # the nearest way
        (TWO_OF_THREE, [course(1, 1, 3)], {"parcels": 0.5}, 0.75),
        ({"course": "letters"}, [course(1, 1, 3)], {}, 1),
    ],
)
def test_how_near_a_rule_is(rule, statements, begun, share: float) -> None:
    assert measure(rule_from(rule), proving(*statements), begun).share == pytest.approx(share)
