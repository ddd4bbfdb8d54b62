"""The registry of facts: complete, and in the words of the reader."""

import pytest
from flask import Flask

from learnhub.badges.facts import FACTS, TOUCHED_KINDS, TOUCHING
from learnhub.badges.rules import measure
from learnhub.badges.showing import lacks_of
from learnhub.badges.words import titles_in
from learnhub.record.words import ObjectKind, Verb
from tests import factories
from tests.badges.world import W, course, event, proving, rule_from, study


def test_every_fact_says_what_can_change_it() -> None:
    assert all(fact.touched_by for fact in FACTS.values())
    assert {kind for _verb, kind in TOUCHING} == TOUCHED_KINDS


def test_what_happens_all_day_concerns_no_badge() -> None:
    """Modules done, courses started, checks handed in: the follower turns away without a statement."""
    for verb in Verb:
        assert (verb, ObjectKind.MODULE) not in TOUCHING
    assert (Verb.STARTED, ObjectKind.COURSE) not in TOUCHING
    assert (Verb.EARNED, ObjectKind.BADGE) not in TOUCHING
    assert ObjectKind.MODULE not in TOUCHED_KINDS


def test_a_confirmation_can_make_a_rule_true() -> None:
    for kind in (ObjectKind.STUDY, ObjectKind.EVENT, ObjectKind.SUPPORT):
        assert (Verb.WITNESSED, kind) in TOUCHING


def test_the_first_parameter_may_go_without_its_name() -> None:
    for short, long in (
        ({"course": "letters"}, {"course": {"course": "letters"}}),
        ({"courses": 3}, {"courses": {"count": 3}}),
        ({"study-hours": 5}, {"study-hours": {"hours": 5, "assurance": "self-declared"}}),
        ({"event": "hackathon"}, {"event": {"kind": "hackathon", "count": 1}}),
        ({"helped": 2}, {"helped": {"sessions": 2}}),
        ({"skill": "reading"}, {"skill": {"code": "reading", "level": "awareness"}}),
    ):
        assert rule_from(short) == rule_from(long)


@pytest.mark.parametrize(
    ("rule", "statements", "said"),
    [
        ({"course": "letters"}, [], ["Complete “Letters to people”"]),
        ({"course": "no-more"}, [], ["Complete “no more”"]),  # withdrawn since
        ({"courses": 1}, [], ["Complete 1 course of your choice"]),
        ({"courses": 3}, [course(1, 2, 1)], ["Complete 3 courses of your choice (1 so far)"]),
        ({"courses": {"count": 1, "of": ["letters"]}}, [], ["Complete 1 of these courses: “Letters to people”"]),
        ({"study-hours": 1}, [], ["Log 1 hour of study"]),
        ({"study-hours": 5}, [study(1, 90, 1)], ["Log 5 hours of study (1 hour 30 minutes so far)"]),
        (
            {"study-hours": {"hours": 5, "assurance": "witnessed"}},
            [study(1, 90, 1)],
            ["Log 5 hours of study that a colleague has confirmed"],
        ),
        ({"event": "hackathon"}, [], ["Take part in a hackathon"]),
        ({"event": {"count": 3}}, [event(1, 1, W)], ["Take part in 3 events (1 so far)"]),
        ({"helped": 3}, [], ["Help colleagues in 3 sessions whose outcome they confirm"]),
        ({"pathway": "senior-leaders"}, [], ["Complete the pathway “senior leaders”"]),
        (
            {"skill": {"code": "charts", "level": "working"}},
            [],
            ["Complete a course that teaches “charts” at the level working or higher"],
        ),
        # what is met is left out; a choice says how many more
        ({"all": [{"course": "parcels"}, {"event": "any"}]}, [course(1, 2, 1)], ["Take part in an event"]),
        ({"any": [{"course": "parcels"}, {"event": "any"}]}, [], ["One of these:"]),
        (
            {"at-least": 3, "of": [{"course": "parcels"}, {"helped": 1}, {"event": "any"}, {"study-hours": 1}]},
            [course(1, 2, 1)],
            ["2 of these:"],
        ),
    ],
)
def test_what_is_missing_is_said_in_words(app: Flask, rule, statements, said: list[str]) -> None:
    factories.make_course(slug="letters", title="Letters to people")
    with app.test_request_context():
        found = lacks_of(measure(rule_from(rule), proving(*statements)), titles_in("en"))
    assert [lack.text for lack in found] == said
