"""The badges that come with LearnHub: without a fault, in both languages, and said as their rules are."""

import re
from functools import cache

import pytest
from flask import Flask

from learnhub import db as database
from learnhub.badges.structures import Ask, Badge, asks_in
from learnhub.catalogue.definition_files import DefinitionDraft, definition_paths, read_definition
from learnhub.catalogue.definition_publishing import publish_definitions
from learnhub.catalogue.faults import Report
from learnhub.catalogue.library import Library, read_library
from learnhub.catalogue.yaml_reader import read_yaml
from learnhub.record import actions as record
from learnhub.record.words import ObjectKind, Verb
from tests import people
from tests.architecture.source import ROOT
from tests.badges.test_awards import held
from tests.badges.world import BADGES
from tests.page import Page

COURSES = ROOT / "courses"


@cache
def library() -> Library:
    return read_library(COURSES, Report())


@cache
def drafts() -> list[DefinitionDraft]:
    return [read_definition(BADGES, path, library()) for path in definition_paths(BADGES, COURSES)]


def badges() -> list[Badge]:
    return [draft.value for draft in drafts()]


def title_in(path: str) -> str:
    text = (COURSES / path).read_text(encoding="utf-8").removeprefix("---\n").split("\n---")[0]
    return str(read_yaml(text).data["title"])


def title_of(ask: Ask) -> list[str]:
    """The titles that a rule's words must name."""
    if ask.fact == "course":
        return [title_in(f"{ask.values['course']}/course.md")]
    return [title_in(f"pathways/{ask.values['pathway']}.yaml")] if ask.fact == "pathway" else []


def test_there_is_no_fault_and_no_warning() -> None:
    assert [str(fault) for draft in drafts() for fault in draft.report.faults] == []


@pytest.mark.parametrize("draft", drafts(), ids=lambda draft: draft.slug)
def test_the_criteria_name_what_the_rule_asks_for(draft: DefinitionDraft) -> None:
    named = set(re.findall("“(.+?)”", draft.value.criteria))
    asked = {title for ask in asks_in(draft.value.rule) for title in title_of(ask)}
    assert named == asked


def test_every_pathway_and_every_area_of_the_skills_has_one() -> None:
    asked = {ask.values["pathway"] for badge in badges() for ask in asks_in(badge.rule) if ask.fact == "pathway"}
    assert asked == set(library().outline.definitions["pathways"])
    skills = {code for badge in badges() for code in badge.skills}
    assert [area.code for area in library().areas if not skills & {skill.code for skill in area.skills}] == []


def test_every_course_leads_to_a_badge() -> None:
    asked = {ask.values["course"] for badge in badges() for ask in asks_in(badge.rule) if ask.fact == "course"}
    reached = {
        course
        for slug in library().outline.definitions["pathways"]
        for course in re.findall(r"[a-z-]+", (COURSES / "pathways" / f"{slug}.yaml").read_text())
    }
    assert [slug for slug in library().outline.modules if slug not in asked | reached] == []


def test_no_two_are_called_alike() -> None:
    titles = [badge.title for badge in badges()]
    assert len(set(titles)) == len(titles)


def test_all_of_them_fit_their_page_and_are_published_as_they_stand(app: Flask, page: Page) -> None:
    """Nothing is asked of a page client but to open: it checks hygiene and weight by itself."""
    with database.write():
        done = [one for one in publish_definitions(COURSES) if one.slug.startswith("badges/")]
    assert [one.errors for one in done if one.errors] == []
    page.sign_in("learner")
    lena = people.person("learner")
    assert page.get("/badges").main.text.count("Complete") >= len(done) - 1
    with database.write():
        record.append(record.Entry(lena.learner_id, Verb.COMPLETED, ObjectKind.PATHWAY, "senior-leaders", None))
    assert "pathway-leading-with-sight" in held(lena)
    shown = page.get("/badges").main.text
    assert "Leading with sight" in shown
    assert page.now.wire_bytes < 14_600
    for badge in badges():
        page.get(f"/badges/{badge.slug}")
    page.sign_in("welsh")
    page.get("/badges")
