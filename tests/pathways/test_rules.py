"""The rules of pathways as truth tables: how one stands, when it is complete, under which version, how it is known."""

from datetime import UTC, datetime

import pytest

from learnhub.pathways.rules import (
    Taken,
    assurance_of,
    began_with,
    completing_version,
    rested_on,
    since,
    standing,
    standing_of,
)
from learnhub.pathways.structures import Group, Pathway
from learnhub.record.words import Assurance

SAID, SEEN, KNOWN = Assurance.SELF_DECLARED, Assurance.WITNESSED, Assurance.RECORDED


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 12, tzinfo=UTC)


def path(*groups: str) -> Pathway:
    """`path("a", "b", "2:c,d,e")`: a, then b, then any two of c, d and e."""
    made = []
    for text in groups:
        needed, _, names = text.rpartition(":")
        courses = tuple(names.split(","))
        made.append(Group(courses, int(needed or len(courses))))
    return Pathway("p", "P", "", "everyone", tuple(made))


def done(names: str) -> dict[str, datetime]:
    """`done("a1 b3")`: a on the first, b on the third."""
    return {word[0]: day(int(word[1:] or 1)) for word in names.split()}


THREE = path("a", "b", "2:c,d,e")

# pathway, completed, begun, offered ("": all) → done, of, the plan, the day it was complete
STANDINGS = [
    # nothing done: in the order of the file, of a choice as many as are asked for
    (THREE, "", "", "", 0, 4, "a b c d", None),
    # in order
    (THREE, "a1", "", "", 1, 4, "b c d", None),
    (THREE, "a1 b2", "", "", 2, 4, "c d", None),
    # out of order counts the same
    (THREE, "b1 e1", "", "", 2, 4, "a c", None),
    # what is begun comes first
    (THREE, "", "b", "", 0, 4, "b a c d", None),
    # in a choice, what is begun is what one is choosing
    (THREE, "a1 b1", "e", "", 2, 4, "e c", None),
    (THREE, "a1 b1", "d e", "", 2, 4, "d e", None),
    # one of two of a choice
    (THREE, "a1 b1 d1", "", "", 3, 4, "c", None),
    # complete: on the day of the last that was needed
    (THREE, "a1 b2 c3 d4", "", "", 4, 4, "", 4),
    (THREE, "a9 b2 c3 d4", "", "", 4, 4, "", 9),
    # more than was asked for: the day does not move, and it counts no more than was asked for
    (THREE, "a1 b2 c3 d4 e9", "", "", 4, 4, "", 4),
    (THREE, "c1 d1 e1", "", "", 2, 4, "a b", None),
    # a course that is not on it changes nothing
    (THREE, "z1", "z", "", 0, 4, "a b c d", None),
    # withdrawn and not done: asked of nobody
    (THREE, "", "", "abde", 0, 4, "a b d e", None),
    (THREE, "a1 b1 d2", "", "abd", 3, 3, "", 2),
    (THREE, "a1 c1 d2", "", "acde", 3, 3, "", 2),
    # withdrawn and done: it counts
    (THREE, "a1 b1 c1 d5", "", "abe", 4, 4, "", 5),
    # all of a choice withdrawn: nothing is asked there
    (THREE, "a1 b3", "", "ab", 2, 2, "", 3),
    # everything withdrawn and nothing done: nobody is complete by having done nothing
    (THREE, "", "", "z", 0, 0, "", None),
    # everything withdrawn but what one did
    (THREE, "a3", "", "z", 1, 1, "", 3),
    # one course
    (path("a"), "", "", "", 0, 1, "a", None),
    (path("a"), "a7", "", "", 1, 1, "", 7),
    # a choice first
    (path("1:a,b", "c"), "b2", "", "", 1, 2, "c", None),
    (path("1:a,b", "c"), "b2 c1", "", "", 2, 2, "", 2),
]


@pytest.mark.parametrize(("pathway", "completed", "begun", "offered", "count", "of", "plan", "complete"), STANDINGS)
def test_how_a_pathway_stands(
    pathway: Pathway,
    completed: str,
    begun: str,
    offered: str,
    count: int,
    of: int,
    plan: str,
    complete: int | None,
) -> None:
    found = standing(pathway, done(completed), begun.split(), set(offered) if offered else None)
    assert (found.done, found.of) == (count, of)
    assert found.plan == tuple(plan.split())
    assert found.next_course == (plan.split() or [None])[0]
    assert found.completed_at == (day(complete) if complete else None)
    assert found.complete == (complete is not None)


# Versions: the first from the 1st, the second from the 10th, the third from the 20th.
FIRST, SECOND, THIRD = path("a", "b"), path("a", "c"), path("a", "c", "d")
VERSIONS = [(day(1), FIRST), (day(10), SECOND), (day(20), THIRD)]

BEGINNINGS = [
    ("", None),  # nothing begun: no version begun with
    ("z5", None),  # a course of no version
    ("a5", FIRST),
    ("a12", SECOND),
    ("a25", THIRD),
    ("b5", FIRST),
    ("b12", None),  # b is no longer on it then
    ("c5", SECOND),  # begun before it came onto the pathway: from the day it did
    ("c12", SECOND),
    ("d5", THIRD),
    ("a10", SECOND),  # the moment of publishing belongs to the new version
    ("a5 c12", FIRST),  # the earliest counts
    ("b12 c12", SECOND),
]


@pytest.mark.parametrize(("begun", "version"), BEGINNINGS)
def test_which_version_one_began_with(begun: str, version: Pathway | None) -> None:
    assert began_with(VERSIONS, done(begun)) is version


# The version served, the one begun with, completed → under which it is complete
COMPLETIONS = [
    (SECOND, FIRST, "", None),
    (SECOND, FIRST, "a1", None),
    (SECOND, FIRST, "a1 c1", SECOND),  # the present one
    (SECOND, FIRST, "a1 b1", FIRST),  # the one begun with
    (SECOND, FIRST, "a1 b1 c1", SECOND),  # both: the present one is named
    (THIRD, SECOND, "a1 b1", None),  # one that was neither begun with nor is served
    (THIRD, SECOND, "a1 c1", SECOND),  # it asks for more now: who began before need not
    (THIRD, None, "a1 c1", None),
    (None, FIRST, "a1 b1", FIRST),
    (None, None, "a1 b1", None),
]


@pytest.mark.parametrize(("current", "began", "completed", "under"), COMPLETIONS)
def test_under_which_version_it_is_complete(
    current: Pathway | None, began: Pathway | None, completed: str, under: Pathway | None
) -> None:
    assert completing_version(current, began, Taken(done(completed))) is under


# What was done before and after something was taken back → whether the pathway rested on it
RESTING = [
    (path("a", "b"), "a1 b2", "a1", True),
    (path("a", "b"), "a1", "", False),  # it was not complete
    (path("a", "1:b,c"), "a1 b2 c3", "a1 c3", False),  # another of the choice holds it
    (path("a", "1:b,c"), "a1 b2", "a1", True),
    (path("a", "b"), "a1 b2 z3", "a1 b2", False),  # not on it
]


@pytest.mark.parametrize(("pathway", "before", "after", "rested"), RESTING)
def test_what_a_completion_rested_on(pathway: Pathway, before: str, after: str, rested: bool) -> None:
    assert rested_on(pathway, Taken(done(before)), Taken(done(after))) is rested


# Last complete on day, courses (latest completion of each) → complete again?
AGAIN = [
    (None, "a1 b1", True),
    (5, "a1 b1", False),
    (5, "a6 b1", False),
    (5, "a6 b6", True),
    (5, "a5 b6", False),  # the very moment belongs to the last time
]


@pytest.mark.parametrize(("last", "completed", "again"), AGAIN)
def test_when_it_is_complete_again(last: int | None, completed: str, again: bool) -> None:
    taken = since(Taken(done(completed)), day(last) if last else None)
    assert standing_of(path("a", "b"), taken).complete is again


KNOWLEDGE = [
    (path("a", "b"), {"a": KNOWN, "b": KNOWN}, KNOWN),
    (path("a", "b"), {"a": KNOWN, "b": SEEN}, SEEN),
    (path("a", "b"), {"a": SAID, "b": KNOWN}, SAID),
    (path("a", "1:b,c"), {"a": KNOWN, "b": SAID, "c": KNOWN}, KNOWN),  # more than was asked is not weaker
    (path("a", "2:b,c,d"), {"a": KNOWN, "b": SAID, "c": KNOWN, "d": SEEN}, SEEN),
]


@pytest.mark.parametrize(("pathway", "known", "assurance"), KNOWLEDGE)
def test_it_is_known_as_its_weakest_course(pathway: Pathway, known: dict[str, Assurance], assurance: Assurance) -> None:
    assert assurance_of(standing(pathway, dict.fromkeys(known, day(1))), known) is assurance
