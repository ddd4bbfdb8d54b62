"""The rules of completion as truth tables: one row a case."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from learnhub import clock
from learnhub.catalogue.structures import AnyOf, Course, Level, Module
from learnhub.record import completion
from learnhub.record.completion import Rule, completing_version, done_modules, is_complete, remaining, why_not
from learnhub.record.progress import ProgressRow
from learnhub.record.words import Assurance, Means
from tests.factories import make_module, quiz, reading, task

DAY = clock.to_ms(datetime(2026, 11, 3, 12, tzinfo=UTC))


def course(*modules: Module | str, **fields: object) -> Course:
    """A course of readings named by letters, or of the modules given."""
    parts = [reading(module) if isinstance(module, str) else module for module in modules]
    made = Course(
        slug="letters",
        title="Letters",
        summary="",
        level=Level.AWARENESS,
        skills=(),
        audience=(),
        version="1.0",
        owner="",
        approved_by="",
        reviewed_on=date(2026, 11, 20),
        review_by=date(2036, 11, 20),
        licence="",
        prerequisites=(),
        sources=(),
        outcomes={},
        html="",
        modules=tuple(parts),
    )
    return replace(made, **fields)


def having_done(*slugs: str, **more: Means) -> ProgressRow:
    """A learner who has done these, in this order, a minute apart."""
    means = {**dict.fromkeys(slugs, Means.MARKED), **more}
    modules = {
        slug: {
            "at": DAY + number * 60_000,
            "means": how.value,
            "seq": number + 1,
            "score": None,
            "assurance": (Assurance.RECORDED if how in (Means.QUIZ, Means.CHECK) else Assurance.SELF_DECLARED).value,
        }
        for number, (slug, how) in enumerate(means.items())
    }
    return ProgressRow(1, 1, DAY, None, DAY, modules=modules)


def complete(made: Course, *slugs: str) -> bool:
    return is_complete(made, done_modules(made, having_done(*slugs)))


ABC = course("a", "b", "c")
OPTIONAL = course("a", reading("extra", required=False))
TWO_OF_THREE = course("a", "b", "c", "d", any_of=(AnyOf(2, ("b", "c", "d")),))
TWO_RULES = course("a", "b", "c", "d", any_of=(AnyOf(1, ("a", "b")), AnyOf(1, ("c", "d"))))
TOO_MANY = course("a", "b", any_of=(AnyOf(3, ("a", "b", "dropped")),))


@pytest.mark.parametrize(
    ("made", "done", "expected"),
    [
        (ABC, "", False),
        (ABC, "a b", False),
        (ABC, "a b c", True),
        (ABC, "c b a", True),  # order does not matter
        (ABC, "a b c elsewhere", True),  # nor does what the course no longer has
        (OPTIONAL, "a", True),  # what is not required is not asked for
        (OPTIONAL, "extra", False),
        (TWO_OF_THREE, "a b", False),
        (TWO_OF_THREE, "b c", False),  # the required one is missing
        (TWO_OF_THREE, "a b d", True),
        (TWO_OF_THREE, "a b c d", True),
        (TWO_RULES, "a b", False),
        (TWO_RULES, "b c", True),
        (TOO_MANY, "a", False),
        (TOO_MANY, "a b", True),  # a rule may ask for no more than there is
        (course(), "", True),  # a course without a required module asks for nothing
    ],
)
def test_required_modules_and_any_n_of(made: Course, done: str, expected: bool) -> None:
    assert complete(made, *done.split()) is expected


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        (None, True),  # not asked
        ({"first": clock.now(), "second": clock.now()}, True),
        ({"first": clock.now(), "second": None}, False),
        ({"first": None, "second": None}, False),
        ({"first": clock.now()}, True),  # the second is no longer offered
        ({}, True),  # neither is
    ],
)
def test_prerequisites(met: dict[str, datetime | None] | None, expected: bool) -> None:
    made = course("a", prerequisites=("first", "second"))
    assert is_complete(made, done_modules(made, having_done("a")), met) is expected


@pytest.mark.parametrize(
    ("modules", "done", "expected"),
    [
        # renamed: history follows
        ([reading("new", was=("old",))], "old", {"new"}),
        ([reading("new", was=("older", "old"))], "older", {"new"}),
        ([reading("new", was=("old",))], "new", {"new"}),
        # split: who had done the whole has done each part
        ([reading("part-1", was=("whole",)), reading("part-2", was=("whole",))], "whole", {"part-1", "part-2"}),
        ([reading("part-1", was=("whole",)), reading("part-2", was=("whole",))], "part-1", {"part-1"}),
        # joined: history under any of the names
        ([reading("both", was=("one", "two"))], "one", {"both"}),
        # dropped: nothing of it remains to be asked for
        ([reading("a")], "a dropped", {"a"}),
    ],
)
def test_renamed_split_joined_and_dropped_modules(modules: list[Module], done: str, expected: set[str]) -> None:
    assert done_modules(course(*modules), having_done(*done.split())).keys() == expected


def test_of_two_names_the_earlier_time_is_when_it_was_done() -> None:
    made = course(reading("new", was=("old",)))
    assert done_modules(made, having_done("old", "new"))["new"].slug == "old"


V1 = course("a", "b", version_id=1)
MORE = course("a", "b", "c", version_id=2)  # the new version asks for more
LESS = course("a", version_id=2)  # for less
RENAMED = course(reading("a2", was=("a",)), "b", "c", version_id=2)
SPLIT = course(reading("a1", was=("a",)), reading("a2", was=("a",)), "b", "c", version_id=2)


@pytest.mark.parametrize(
    ("started", "current", "done", "expected"),
    [
        (V1, V1, "a b", 1),
        (V1, MORE, "a", None),
        (V1, MORE, "a b", 1),  # as it was when they started
        (MORE, MORE, "a b", None),  # newcomers do what is new
        (V1, MORE, "a b c", 2),  # both: the present one counts
        (V1, LESS, "a", 2),  # a dropped module is not held against them
        (V1, RENAMED, "a b", 1),
        (V1, RENAMED, "a2 b", 1),  # done under its new name, complete under the old version
        (V1, RENAMED, "a2", None),
        (V1, SPLIT, "a1 b", None),  # half of what was one module
        (V1, SPLIT, "a1 a2 b", 1),
        (V1, SPLIT, "a b c", 2),
        (None, LESS, "a", 2),  # an import that knows no version
        (V1, None, "a b", 1),
        (None, None, "a b", None),
    ],
)
def test_fairness_when_a_course_changes(
    started: Course | None, current: Course | None, done: str, expected: int | None
) -> None:
    found = completing_version(started, current, having_done(*done.split()))
    assert (found.version_id if found else None) == expected


@pytest.mark.parametrize(
    ("made", "done", "expected"),
    [
        (ABC, "", "a b c"),
        (ABC, "b", "a c"),
        (ABC, "a b c", ""),
        (OPTIONAL, "", "a"),
        (TWO_OF_THREE, "a b", "c d"),  # either will do
        (TWO_OF_THREE, "b c", "a"),
    ],
)
def test_what_remains(made: Course, done: str, expected: str) -> None:
    assert [
        module.slug for module in remaining(made, done_modules(made, having_done(*done.split())))
    ] == expected.split()


@pytest.mark.parametrize("means", list(Means))
def test_a_module_done_by_any_means_is_done(means: Means) -> None:
    """A task's alternative counts the same, and so does what the check covered."""
    made = course(task("t"))
    assert is_complete(made, done_modules(made, having_done(t=means)))


def test_the_check_covers_readings_and_videos_that_are_not_done_yet() -> None:
    kinds = [make_module(kind.value, kind) for kind in completion.Kind]
    covered = completion.covered_by_check(course(*kinds), done_modules(course(*kinds), having_done("video")))
    assert [module.slug for module in covered] == ["reading"]


def test_why_not_lists_each_rule_with_what_was_received() -> None:
    made = replace(TWO_OF_THREE, prerequisites=("first", "gone"))
    results = why_not(made, having_done("b"), {"first": None})
    assert [(result.rule, result.met) for result in results] == [
        (Rule.PREREQUISITE, False),
        (Rule.MODULE, False),
        (Rule.ANY_OF, False),
    ]
    any_of = results[2]
    assert [module.slug for module in any_of.modules] == ["b", "c", "d"]
    assert any_of.count == 2
    assert any_of.done["b"].means is Means.MARKED


def test_why_not_of_somebody_who_has_not_begun() -> None:
    assert [result.met for result in why_not(ABC, None, {})] == [False, False, False]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (having_done(a=Means.MARKED, q=Means.QUIZ), Assurance.RECORDED),  # the check was passed
        (having_done(a=Means.CHECK, q=Means.QUIZ), Assurance.RECORDED),
        (having_done("a"), Assurance.SELF_DECLARED),
        (having_done(), Assurance.SELF_DECLARED),
    ],
)
def test_how_a_completion_is_known(done: ProgressRow, expected: Assurance) -> None:
    made = course("a", quiz("q", required=False))
    assert completion.assurance_of(made, done_modules(made, done)) is expected
