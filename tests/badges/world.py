"""What the tests of badges share: a badge from the text of its file, and statements that prove something."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import yaml

from learnhub import clock
from learnhub import db as database
from learnhub.badges.evidence import CourseTaken, Evidence, Line, evidence_of
from learnhub.badges.files import TEXTS, read_badge
from learnhub.badges.structures import FOLDER, KIND, Badge, Rule
from learnhub.catalogue.definition_files import DefinitionDraft, DefinitionKind, read_kept
from learnhub.catalogue.definition_publishing import store_definition
from learnhub.catalogue.faults import Report
from learnhub.catalogue.structures import Course
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record.entries import course_entry
from learnhub.record.words import Assurance, ObjectKind, Verb

BADGES = DefinitionKind(KIND, FOLDER, read_badge, TEXTS)
D, W, R = Assurance.SELF_DECLARED, Assurance.WITNESSED, Assurance.RECORDED


def text_of(rule: Mapping[str, Any], levels: Iterable[tuple[str, int]] = (), **fields: Any) -> str:
    """A badge's file."""
    data: dict[str, Any] = {
        "title": "Good at letters",
        "description": "Opens letters well.",
        "criteria": "Open a letter.",
        "skills": ["letters"],
        "rule": rule,
        **fields,
    }
    if levels:
        data["levels"] = [{"name": slug, "title": slug.capitalize(), "threshold": number} for slug, number in levels]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def badge_from(text: str, slug: str = "good-at-letters") -> Badge:
    """A badge as it is served, read without asking whether what it names exists."""
    badge: Badge = read_kept(BADGES, slug, text)[0]
    return badge


def rule_from(rule: Mapping[str, Any]) -> Rule:
    return badge_from(text_of(rule)).rule


def make_badge(slug: str, rule: Mapping[str, Any], levels: Iterable[tuple[str, int]] = (), **fields: Any) -> None:
    """Publish a badge that is not checked against the courses of a folder."""
    text = text_of(rule, levels, **{"title": slug.replace("-", " ").capitalize(), **fields})
    draft = DefinitionDraft(BADGES, slug, f"badges/{slug}.yaml", Report(), text, badge_from(text, slug))
    with database.write():
        assert store_definition(draft).changed


COURSES = {
    1: CourseTaken(frozenset({"letters", "post"}), "awareness", ("reading",)),
    2: CourseTaken(frozenset({"parcels"}), "working", ("reading", "lifting")),
    3: CourseTaken(frozenset({"stamps"}), "expert", ("lifting",)),
    4: CourseTaken(frozenset()),  # an import: the catalogue never knew it
}


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 12, tzinfo=UTC)


def line(seq: int, verb: Verb, kind: ObjectKind, key: str, on: int, how: Assurance = R, **more: Any) -> Line:
    fields = {"course_id": None, "minutes": None, "version_id": None, "about_seq": None, **more}
    return Line(seq, verb, kind, key, at=clock.to_ms(day(on)), assurance=how, **fields)


def course(seq: int, course_id: int, on: int, how: Assurance = R) -> Line:
    return line(seq, Verb.COMPLETED, ObjectKind.COURSE, str(course_id), on, how, course_id=course_id)


def pathway(seq: int, slug: str, on: int, how: Assurance = R) -> Line:
    return line(seq, Verb.COMPLETED, ObjectKind.PATHWAY, slug, on, how)


def study(seq: int, minutes: int | None, on: int, how: Assurance = D, key: str = "") -> Line:
    return line(seq, Verb.STUDIED, ObjectKind.STUDY, key or str(seq), on, how, minutes=minutes)


def event(seq: int, on: int, how: Assurance = D, kind: str = "hackathon") -> Line:
    return line(seq, Verb.ATTENDED, ObjectKind.EVENT, f"{kind}/{seq}" if kind else str(seq), on, how)


def helped(seq: int, on: int, how: Assurance = D) -> Line:
    return line(seq, Verb.HELPED, ObjectKind.SUPPORT, str(seq), on, how)


def was_helped(seq: int, on: int, how: Assurance = W) -> Line:
    return line(seq, Verb.ATTENDED, ObjectKind.SUPPORT, str(seq), on, how)


def confirmed(seq: int, about: int, on: int) -> Line:
    return line(seq, Verb.WITNESSED, ObjectKind.STUDY, "x", on, W, about_seq=about)


def proving(*lines: Line) -> Evidence:
    """What these statements prove."""
    return evidence_of(lines, lambda course_id, _version_id: COURSES[course_id])


def complete(person: Person, done: Course, at: datetime | None = None, how: Assurance = R) -> int:
    """Have somebody complete a course, by the statement that the record itself writes."""
    entry = course_entry(person.learner_id, Verb.COMPLETED, done, "en", at)
    with database.write():
        return record.append(record.replace(entry, assurance=how))


def log_study(person: Person, minutes: int, key: str = "1", at: datetime | None = None) -> int:
    entry = record.Entry(person.learner_id, Verb.STUDIED, ObjectKind.STUDY, key, None, at, assurance=D, minutes=minutes)
    with database.write():
        return record.append(entry)


def void(seq: int, by: Person) -> None:
    with database.write():
        record.void(seq, by.learner_id)
