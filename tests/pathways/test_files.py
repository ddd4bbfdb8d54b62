"""A pathway's file: what it makes, and every fault with its line; and the six that are shipped."""

from pathlib import Path

import pytest
from flask import Flask

from learnhub.catalogue.definition_publishing import read_definitions
from learnhub.catalogue.library import course_folders
from learnhub.catalogue.structures import AUDIENCES
from learnhub.pathways.structures import Group, Pathway
from tests import factories
from tests.architecture.source import ROOT

GOOD = """\
title: Start
summary: Where to begin.
audience: everyone
why: In this order.
steps:
  - course: letters
    why: First.
  - any: 1
    of: [files, calls]
    title: what helps
cy:
  title: Dechrau
  summary: Ble i ddechrau.
  why: Yn y drefn hon.
  steps:
    - why: Yn gyntaf.
    - title: yr hyn sy’n helpu
"""


@pytest.fixture
def root(empty_app: Flask) -> Path:
    """A folder of three courses, one of which needs another first."""
    folder: Path = empty_app.extensions["learnhub.settings"].courses
    for slug in ("letters", "files", "calls"):
        factories.write_course(folder, slug)
    about = folder / "calls" / "course.md"
    about.write_text(about.read_text().replace("licence:", "prerequisites: [files]\nlicence:"))
    return folder


def read(root: Path, text: str, slug: str = "start") -> tuple[Pathway, list[str]]:
    (root / "pathways").mkdir(exist_ok=True)
    (root / "pathways" / f"{slug}.yaml").write_text(text)
    (draft,) = read_definitions(root, [f"pathways/{slug}"])
    return draft.value, [f"{fault.line}: {fault.message}" for fault in draft.report.in_order()]


def test_a_file_is_a_pathway(root: Path) -> None:
    pathway, faults = read(root, GOOD.replace("calls", "letters-2").replace("letters-2", "calls"))
    assert faults == []
    assert pathway == Pathway(
        "start",
        "Start",
        "Where to begin.",
        "everyone",
        (Group(("letters",), 1, "", "First."), Group(("files", "calls"), 1, "what helps")),
        "In this order.",
    )
    assert pathway.courses == ("letters", "files", "calls")


FAULTS = [
    ("course: letters", "course: leters", "6: “leters” is not known in “course”"),
    ("[files, calls]", "[files, cals]", "9: “cals” is not known in “of”"),
    ("[files, calls]", "[files, letters]", "9: “letters” stands in this pathway twice"),
    ("[files, calls]", "[files, files]", "9: “of” names something twice"),
    ("any: 1", "any: 3", "8: “any” asks for 3 of 2"),
    ("any: 1", "any: 2", "8: “any” asks for all of them, which is no choice"),
    ("any: 1", "any: 0", "8: “any” must be a whole number"),
    ("any: 1", "any: two", "8: “any” must be a whole number"),
    ("[files, calls]", "[]", "9: “of” is empty"),
    ("    of: [files, calls]\n", "", "8: “of” is missing"),
    ("any: 1", "all: 1", "8: “any” is missing"),
    ("audience: everyone", "audience: elves", "3: “audience” cannot be 'elves'"),
    ("title: Start", "title: ''", "1: “title” is empty"),
    ("summary: Where to begin.\n", "", "1: “summary” is missing"),
    ("why: First.", "because: First.", "7: “because” is not known here"),
    ("  - course: letters\n", "  - letters\n  - course: letters\n", "6: This is not a list of “name: value” lines"),
    ("any: 1\n    of: [files, calls]", "course: calls\n  - course: files", "8: “calls” needs “files” first, which comes later"),  # noqa: E501
    ("any: 1\n    of: [files, calls]", "course: calls", "8: “calls” needs “files” first, which is not here"),
    ("    - title: yr hyn", "    - of: [files]\n      title: yr hyn", "17: “0” is not said again in Welsh"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), FAULTS)
def test_a_fault_names_its_line(root: Path, before: str, after: str, said: str) -> None:
    _, faults = read(root, GOOD.replace(before, after, 1))
    assert said in faults


def test_a_pathway_without_steps_is_refused(root: Path) -> None:
    text = GOOD[: GOOD.index("steps:")] + "steps: []\n"
    assert "5: This pathway has no steps" in read(root, text)[1]
    assert "1: “steps” is missing" in read(root, GOOD[: GOOD.index("steps:")])[1]


def test_the_shipped_pathways_are_without_fault_and_in_welsh_and_hold_every_course(empty_app: Flask) -> None:
    drafts = [draft for draft in read_definitions(ROOT / "courses") if draft.kind.name == "pathway"]
    assert [str(fault) for draft in drafts for fault in draft.report.in_order()] == []
    assert sorted(draft.value.audience for draft in drafts) == sorted(AUDIENCES)
    courses = {folder.name for folder in course_folders(ROOT / "courses")}
    assert {slug for draft in drafts for slug in draft.value.courses} == courses
    assert all(any(group.is_choice for group in draft.value.groups) for draft in drafts)
