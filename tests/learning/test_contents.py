"""A course as a task list: what comes next, what is offered, where a scenario ends."""

from dataclasses import replace

import pytest

from learnhub.catalogue.structures import Course, Decision, Kind, Module, Step
from learnhub.learning import contents
from learnhub.learning.contents import Status
from tests.factories import make_module, quiz, reading, task


def course(*modules: Module) -> Course:
    numbered = tuple(replace(module, number=number) for number, module in enumerate(modules, start=1))
    return Course(
        slug="a-course",
        title="A course",
        summary="",
        level="awareness",
        skills=(),
        audience=(),
        version="1",
        owner="o@x.example",
        approved_by="",
        reviewed_on=None,
        review_by=None,
        licence="",
        prerequisites=(),
        sources=(),
        outcomes={},
        html="",
        modules=numbered,
    )


FOUR = course(reading("a"), reading("b"), task("c"), quiz("d"))


@pytest.mark.parametrize(
    ("done", "after", "following"),
    [
        ("", None, "a"),
        ("", "a", "b"),
        ("a", "a", "b"),
        ("ab", "a", "c"),  # pressed twice: on to the same place as the first press would lead now
        ("abd", "d", "c"),  # after the last, from the beginning
        ("d", "d", "a"),
        ("bcd", "b", "a"),
        ("abcd", "b", None),
    ],
)
def test_after_a_module_comes_the_next_one_that_is_not_done(done: str, after: str | None, following: str | None):
    found = contents.next_module(FOUR, set(done), FOUR.module(after) if after else None)
    assert (found.slug if found else None) == following


def test_a_module_that_is_no_longer_in_the_course_goes_on_as_well():
    dropped = replace(reading("gone"), number=2)
    assert contents.next_module(FOUR, {"a"}, dropped) == FOUR.module("c")
    assert contents.neighbours(FOUR, FOUR.modules[0]) == (None, FOUR.modules[1])
    assert contents.neighbours(FOUR, FOUR.modules[3]) == (FOUR.modules[2], None)


def test_place_counts_modules_and_not_the_numbers_of_files():
    gaps = replace(FOUR, modules=(replace(reading("a"), number=1), replace(reading("b"), number=7)))
    assert contents.place_of(gaps, gaps.modules[1]) == 2


def test_statuses_follow_a_quiz_under_its_earlier_name():
    renamed = course(reading("a"), quiz("check", was=("old-check",)))
    assert [line.status for line in contents.lines(renamed, {"a"}, {"old-check"})] == [Status.DONE, Status.TRIED]
    assert [line.status for line in contents.lines(renamed, {}, {})] == [Status.NOT_STARTED, Status.NOT_STARTED]


@pytest.mark.parametrize(
    ("modules", "done", "offered"),
    [
        ((reading("a"), quiz("q")), "", True),
        ((reading("a"), quiz("q")), "a", False),  # nothing left that the check would save
        ((reading("a"), quiz("q")), "q", False),
        ((reading("a"), task("t")), "", False),  # no check
        ((task("t"), quiz("q")), "", False),  # no reading
        ((make_module("v", Kind.VIDEO), quiz("q")), "", True),
    ],
)
def test_the_check_is_offered_first_while_it_would_save_a_reading(
    modules: tuple[Module, ...], done: str, offered: bool
):
    assert (contents.check_first(course(*modules), dict.fromkeys(done)) is not None) is offered


def test_a_scenario_ends_where_nothing_is_left_to_decide():
    steps = (Step("start", "Start", "", (Decision("Go", "end"),)), Step("end", "End", "", ()))
    scenario = make_module("s", Kind.SCENARIO, steps=steps)
    assert contents.step_of(scenario, None) == steps[0]
    assert contents.step_of(scenario, "nonsense") is None
    assert [contents.is_end(scenario, step) for step in ("start", "end", "nonsense", None)] == [
        False,
        True,
        False,
        False,
    ]
    assert not contents.is_end(reading("r"), "end")
