"""A badge's file: what is wrong with it is said with its line and how to mend it; what can never be is refused."""

from pathlib import Path
from textwrap import dedent

import pytest

from learnhub.badges.structures import Ask, Badge, Group, Level
from learnhub.catalogue.definition_files import read_definition
from learnhub.catalogue.faults import Report
from learnhub.catalogue.library import Library, read_library
from tests.badges.world import BADGES
from tests.factories import write_course

HEAD = """\
title: Good at letters
description: Opens letters well.
criteria: Open a letter.
skills: [letters]
"""
SKILLS = """\
areas:
  - code: using
    title: Using
    skills:
      - code: letters
        title: Letters
        levels: {awareness: a, working: b, practitioner: c, expert: d}
      - code: parcels
        title: Parcels
        levels: {awareness: a, working: b, practitioner: c, expert: d}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two courses (letters teaches its skill at working), a pathway, a skills standard."""
    write_course(tmp_path, "letters")
    course = tmp_path / "letters" / "course.md"
    course.write_text(course.read_text().replace("skills: []", "skills: [letters]").replace("awareness", "working"))
    write_course(tmp_path, "parcels")
    (tmp_path / "skills.yaml").write_text(SKILLS)
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways" / "everyone.yaml").write_text("title: Everyone\n")
    return tmp_path


def read(root: Path, rest: str, head: str = HEAD) -> tuple[Badge, list[str]]:
    """The badge, and its faults as "line: message"."""
    folder = root / "badges"
    folder.mkdir(exist_ok=True)
    path = folder / "good-at-letters.yaml"
    path.write_text(head + dedent(rest), encoding="utf-8")
    library: Library = read_library(root, Report())
    draft = read_definition(BADGES, path, library)
    assert all(fault.mend for fault in draft.report.errors)
    return draft.value, [f"{fault.line}: {fault.message}" for fault in draft.report.in_order() if fault.is_error]


def test_a_good_file_has_no_fault(root: Path) -> None:
    badge, faults = read(
        root,
        """\
        rule:
          all:
            - course: letters
            - any:
                - study-hours: {hours: 5, assurance: witnessed}
                - event: hackathon
            - at-least: 2
              of:
                - pathway: everyone
                - skill: {code: letters, level: working}
                - courses: {count: 2, of: [letters, parcels]}
            - helped: 3
        """,
    )
    assert faults == []
    assert badge.slug == "good-at-letters"
    assert badge.skills == ("letters",)
    assert isinstance(badge.rule, Group)
    assert [type(part) for part in badge.rule.parts] == [Ask, Group, Group, Ask]
    assert [part.needed for part in (badge.rule, *badge.rule.parts) if isinstance(part, Group)] == [4, 1, 2]


def test_levels_are_read_lowest_first(root: Path) -> None:
    badge, faults = read(
        root,
        """\
        rule: {study-hours: by-level}
        levels:
          - {name: first-steps, title: First steps, threshold: 5}
          - {name: steady, title: Steady, threshold: 20}
        """,
    )
    assert faults == []
    assert badge.levels == (Level("first-steps", "First steps", 5), Level("steady", "Steady", 20))
    assert [rule.values["hours"] for _level, rule in badge.steps if isinstance(rule, Ask)] == [5, 20]
    assert badge.title_at("steady") == "Good at letters: Steady"
    assert badge.title_at("dropped") == "Good at letters"


def test_welsh_says_the_texts_and_nothing_else(root: Path) -> None:
    welsh = "cy: {title: Da gyda llythyrau, description: D, criteria: C}\n"
    assert read(root, "rule: {course: letters}\n" + welsh)[1] == []
    faults = read(root, "rule: {course: letters}\ncy: {title: Da, rule: {course: parcels}}\n")[1]
    assert faults == ["6: “course” is not said again in Welsh"]


LEVELS = "levels: [{name: one, title: One, threshold: 1}, {name: two, title: Two, threshold: 2}]\n"

FAULTS = [
    # what is not there
    ("rule: {corse: letters}", "5: There is no fact “corse”"),
    ("rule:\n  course: leters", "6: There is no course “leters”"),
    ("rule:\n  all:\n    - course: letters\n    - pathway: nobody", "8: There is no pathway “nobody”"),
    ("rule: {skill: {code: stamps}}", "5: There is no skill “stamps”"),
    ("rule: {courses: {count: 1, of: [letters, leters]}}", "5: “leters” is not known in “of”"),
    ("rule: {event: party}", "5: “kind” cannot be 'party'"),
    ("rule: {study-hours: {hours: 5, assurance: sworn}}", "5: “assurance” cannot be 'sworn'"),
    ("rule: {skill: {code: letters, level: wizard}}", "5: “level” cannot be 'wizard'"),
    # parameters
    ("rule: {study-hours: {assurance: recorded}}", "5: “hours” is missing"),
    ("rule: {study-hours: {hours: 5, minutes: 5}}", "5: “minutes” is not known here"),
    ("rule: {study-hours: many}", "5: “hours” must be a whole number"),
    ("rule: {study-hours: 0}", "5: “hours” must be a whole number"),
    ("rule: {study-hours: 1001}", "5: “hours” must be a whole number"),
    ("rule: {all: [{course: letters}, {helped: 101}]}", "5: “sessions” must be a whole number"),
    ("rule: {course: [letters]}", "5: “course” is not text but a list"),
    # the shape of the rule
    ("", "1: “rule” is missing"),
    ("rule: {}", "5: This rule is empty"),
    ("rule: [letters]", "5: This is not a list of “name: value” lines"),
    ("rule: {course: letters, event: any}", "5: This says several things at once: course, event"),
    ("rule:\n  all: []", "6: “all” has nothing in it"),
    ("rule:\n  all: letters", "6: “all” must be a list"),
    ("rule: {at-least: 2}", "5: “at-least” says how many, but not of what"),
    ("rule: {course: letters}\ncolour: gold", "6: “colour” is not known here"),
    # what can never be met
    ("rule:\n  at-least: 3\n  of: [{course: letters}, {course: parcels}]",
     "6: This asks for 3 of 2 and can never be met"),
    ("rule: {at-least: 0, of: [{course: letters}]}", "5: “at-least” must be a whole number"),
    ("rule: {courses: 3}", "5: This asks for 3 of 2 courses and can never be met"),
    ("rule: {courses: {count: 2, of: [letters]}}", "5: This asks for 2 of 1 courses and can never be met"),
    ("rule: {any: [{course: letters}, {course: letters}]}", "5: This part stands here twice"),
    ("rule: {skill: {code: letters, level: practitioner}}",
     "5: No course teaches “letters” at the level practitioner or higher"),
    ("rule: {skill: {code: parcels}}", "5: No course teaches “parcels” at the level awareness or higher"),
    # levels
    ("rule: {course: letters}\n" + LEVELS, "6: No number of the rule depends on these levels"),
    ("rule: {study-hours: by-level}", "5: The rule says “by-level”, but there are no levels"),
    ("rule: {all: [{study-hours: by-level}, {courses: by-level}]}\n" + LEVELS,
     "5: The rule says “by-level” more than once: which number is meant?"),
    ("rule: {any: [{course: letters}, {study-hours: by-level}]}\n" + LEVELS,
     "5: Every level can be earned at once without what makes it one"),
    ("rule: {study-hours: by-level}\nlevels:\n- {name: a, title: A, threshold: 5}\n- {name: b, title: B, threshold: 5}",
     "8: The level “b” asks for no more than the one before it"),
    ("rule: {study-hours: by-level}\nlevels:\n- {name: a, title: A, threshold: 5}\n- {name: a, title: B, threshold: 9}",
     "8: The level “a” stands here twice"),
    ("rule: {study-hours: by-level}\nlevels: [{name: A b, title: A, threshold: 5}]", "6: “A b” cannot be a name here"),
    ("rule: {courses: by-level}\nlevels:\n- {name: a, title: A, threshold: 2}\n- {name: b, title: B, threshold: 3}",
     "8: The level “b” asks for 3 where there are 2, and can never be met"),
    ("rule: {event: {count: by-level}}\nlevels:\n- {name: a, title: A, threshold: 101}",
     "7: The level “a” asks for 101 where there are 100, and can never be met"),
    ("rule: {study-hours: by-level}\nlevels: " + str([{"name": f"l{n}", "title": "L", "threshold": n + 1}
                                                     for n in range(6)]),
     "6: There are more than 5 levels"),
    # counting people
    ("rule: {helped: 5}", "5: This can be earned by nothing but the number of people helped"),
    ("rule: {any: [{course: letters}, {helped: 5}]}",
     "5: This can be earned by nothing but the number of people helped"),
    ("rule: {at-least: 1, of: [{all: [{helped: 5}]}, {course: letters}]}",
     "5: This can be earned by nothing but the number of people helped"),
    ("rule: {all: [{course: letters}, {helped: by-level}]}\n" + LEVELS,
     "6: These levels only count people helped, which makes a contest of helping"),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "expected"), FAULTS)
def test_a_fault_is_said_once_with_its_line(root: Path, rest: str, expected: str) -> None:
    assert read(root, rest)[1] == [expected]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.replace("title: Good at letters\n", ""), "1: “title” is missing"),
        (HEAD.replace("Good at letters", "G" * 81), "1: “title” is too long"),
        (HEAD.replace("[letters]", "[letters, leters]"), "4: “leters” is not known in “skills”"),
        (HEAD.replace("skills: [letters]\n", ""), "1: “skills” is missing"),
    ],
)
def test_the_words_of_a_badge_are_checked_too(root: Path, head: str, expected: str) -> None:
    assert read(root, "rule: {course: letters}", head)[1] == [expected]


@pytest.mark.parametrize(
    "rest",
    [
        "rule: &a {course: letters}",
        "rule: {course: letters}\nrule: {course: parcels}",
        "rule: " + "{all: [" * 8 + "{course: letters}" + "]}" * 8,
        "rule: {course: letters",
    ],
)
def test_tricks_are_refused_as_in_any_file_of_ours(root: Path, rest: str) -> None:
    _badge, faults = read(root, rest)
    assert len(faults) == 1


def test_a_good_rule_of_many_kinds_is_not_taken_for_counting(root: Path) -> None:
    for rule in ("{all: [{course: letters}, {helped: 3}]}", "{at-least: 2, of: [{helped: 3}, {course: letters}]}"):
        assert read(root, f"rule: {rule}")[1] == []
