"""Rows with safe defaults: a test states only what matters to it. Written against the tables, not the rooms' actions.

Each commits (so that requests see it) unless the test is already writing, and returns a live row of the test's session.
Courses: `make_course(reading("open-it"), quiz("check-it", draw=1))` publishes a course straight into the tables;
`write_course(folder)` writes one as an author would, for the checker and the reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.models import CourseRow, CourseVersion
from learnhub.catalogue.structures import (
    Course,
    Kind,
    Level,
    Module,
    Option,
    Question,
    QuestionKind,
    Quiz,
    to_json,
)
from learnhub.db import db
from learnhub.learning.models import Attempt
from learnhub.people.models import Absence, Department, DepartmentName, Learner, Person, Posting, RoleGrant
from learnhub.permissions import Role
from tests import people

_numbers = count(1)
LONG_AGO = date(2015, 4, 1)


@contextmanager
def committed() -> Iterator[None]:
    """Write and commit, or take part in the write that the test has begun."""
    if database.is_writing():
        yield
        db.session.flush()
        return
    with database.write():
        yield


def make_department(
    code: str | None = None,
    name: str | None = None,
    *,
    above: Department | str | None = None,
    opened_on: date = LONG_AGO,
    closed_on: date | None = None,
    merged_into: Department | str | None = None,
    name_cy: str | None = None,
) -> Department:
    """A department, at the top unless one is said to be above it."""
    code = code or f"D{next(_numbers)}"
    with committed():
        row = Department(
            code=code,
            parent_id=_department_id(above),
            opened_on=opened_on,
            closed_on=closed_on,
            merged_into_id=_department_id(merged_into),
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(
            DepartmentName(department_id=row.id, from_on=opened_on, name=name or f"Department {code}", name_cy=name_cy)
        )
    return row


def make_person(
    name: str | None = None,
    *,
    email: str | None = None,
    department: Department | str | None = "REV",
    roles: tuple[Role | tuple[Role, Department | str], ...] = (),
    language: str = "en",
    joined_on: date = LONG_AGO,
    left_on: date | None = None,
    grade: str | None = "EO",
    profession: str | None = "Operational Delivery",
    password: str | None = None,
    **columns: Any,
) -> Person:
    """A person in service since long ago, posted to a department (or None). `roles`: a role or (role, department)."""
    number = next(_numbers)
    name = name or f"Person {number}"
    with committed():
        learner = Learner()
        db.session.add(learner)
        db.session.flush()
        row = Person(
            learner_id=learner.id,
            name=name,
            email=email or f"{name.lower().replace(' ', '.')}.{number}@staff.example",
            language=language,
            joined_on=joined_on,
            left_on=left_on,
            password_hash=people.hash_of(password) if password else None,
            **columns,
        )
        db.session.add(row)
        db.session.flush()
        if department is not None:
            make_posting(row, department, from_on=joined_on, grade=grade, profession=profession)
        for role in roles:
            make_grant(row, *(role if isinstance(role, tuple) else (role, None)))
    return row


def make_posting(
    person: Person,
    department: Department | str,
    *,
    from_on: date = LONG_AGO,
    until_on: date | None = None,
    is_current: bool | None = None,
    grade: str | None = "EO",
    profession: str | None = "Operational Delivery",
    office: str | None = "Leeds",
) -> Posting:
    """A posting; current if it is in force today and nothing else is said."""
    today = clock.today()
    with committed():
        row = Posting(
            person_id=person.id,
            department_id=_department_id(department),
            grade=grade,
            profession=profession,
            office=office,
            from_on=from_on,
            until_on=until_on,
            is_current=is_current
            if is_current is not None
            else from_on <= today and (until_on is None or until_on > today),
        )
        db.session.add(row)
    return row


def make_grant(person: Person, role: Role, department: Department | str | None = None) -> RoleGrant:
    """A role, everywhere or in a department and below."""
    with committed():
        row = RoleGrant(
            person_id=person.id, role=role.value, department_id=_department_id(department), granted_at=people.GRANTED_AT
        )
        db.session.add(row)
    return row


def make_absence(person: Person, from_on: date, until_on: date) -> Absence:
    with committed():
        row = Absence(person_id=person.id, from_on=from_on, until_on=until_on)
        db.session.add(row)
    return row


def _department_id(department: Department | str | None) -> int | None:
    if department is None:
        return None
    if isinstance(department, str):
        return db.session.execute(select(Department.id).where(Department.code == department)).scalar_one()
    return department.id


def make_module(slug: str, kind: Kind = Kind.READING, **fields: Any) -> Module:
    """A module of one paragraph; its number is set by the course."""
    title = fields.pop("title", slug.replace("-", " ").capitalize())
    html = fields.pop("html", f"<p>What {title} says.</p>")
    defaults: dict[str, Any] = {
        "minutes": 5,
        "required": True,
        "outcomes": (),
        "was": (),
        "light_html": html,
        "words": 5,
        "bytes": len(html),
    }
    return Module(slug=slug, number=0, title=title, kind=kind, html=html, **{**defaults, **fields})


def reading(slug: str = "open-it", **fields: Any) -> Module:
    return make_module(slug, **fields)


def task(slug: str = "try-it", **fields: Any) -> Module:
    return make_module(slug, Kind.TASK, **{"alternative_html": "<p>Do it on the example instead.</p>", **fields})


def choice(id: str = "q1", *, right: str = "a", options: str = "abc", **fields: Any) -> Question:
    """A choice question; its options are letters, one of them right."""
    defaults: dict[str, Any] = {"title_html": f"Question {id}", "body_html": "", "outcome": "", "read": ""}
    return Question(
        id=id,
        kind=QuestionKind.CHOICE,
        options=tuple(
            Option(
                id=letter,
                html=f"Option {letter} of {id}",
                right=letter == right,
                feedback_html=f"<p>Because {letter}.</p>",
            )
            for letter in options
        ),
        explanation_html=f"<p>Why {right} is right.</p>",
        **{**defaults, **fields},
    )


def quiz(
    slug: str = "check-it",
    *questions: Question,
    draw: int | None = None,
    pass_mark: int = 60,
    attempts: int | None = None,
    **fields: Any,
) -> Module:
    """A quiz; of three choice questions (right: a) unless others are given, all of them drawn unless `draw` is."""
    asked = questions or tuple(choice(f"q{number}") for number in (1, 2, 3))
    return make_module(slug, Kind.QUIZ, **{"quiz": Quiz(asked, draw or len(asked), pass_mark, attempts), **fields})


def make_course(*modules: Module, slug: str | None = None, version: str = "1.0", **fields: Any) -> Course:
    """A course, published and served: a reading, a task and a quiz unless modules are given.

    The same slug again publishes a further version. The course returned has its `id` and `version_id`.
    """
    slug = slug or f"course-{next(_numbers)}"
    parts = modules or (reading(), task(), quiz())
    course = Course(
        slug=slug,
        title=fields.pop("title", slug.replace("-", " ").capitalize()),
        modules=tuple(replace(module, number=number) for number, module in enumerate(parts, start=1)),
        version=version,
        **{**_course_defaults(), **fields},
    )
    with committed():
        row = db.session.execute(select(CourseRow).where(CourseRow.slug == slug)).scalar_one_or_none()
        if row is None:
            row = CourseRow(slug=slug, faults=[])
            db.session.add(row)
            db.session.flush()
        content_hash = uuid4().hex * 2
        stored = CourseVersion(
            course_id=row.id,
            content_hash=content_hash,
            version=version,
            published_at=clock.now(),
            content=to_json(replace(course, id=row.id, content_hash=content_hash)),
            source={},
        )
        db.session.add(stored)
        db.session.flush()
        row.version_id, row.withdrawn_at = stored.id, None
        database.touch("catalogue")
        version_id = stored.id
    return replace(course, id=row.id, version_id=version_id, content_hash=content_hash)


def make_attempt(
    person: Person, course: Course, module: str, *, number: int = 1, score: int = 1_000, passed: bool = True
) -> Attempt:
    """An attempt handed in at a quiz (the record is not told)."""
    now = clock.now()
    with committed():
        row = Attempt(
            learner_id=person.learner_id,
            course_id=course.id,
            module=module,
            number=number,
            version_id=course.version_id,
            answers={},
            saved_at=now,
            handed_in_at=now,
            score=score,
            passed=passed,
        )
        db.session.add(row)
    return row


def withdraw_course(course: Course) -> None:
    with committed():
        row = db.session.get_one(CourseRow, course.id)
        row.withdrawn_at = clock.now()
        database.touch("catalogue")


def _course_defaults() -> dict[str, Any]:
    return {
        "summary": "What this course is for.",
        "level": Level.AWARENESS,
        "skills": (),
        "audience": (),
        "owner": "digital-skills@learnhub.example",
        "approved_by": "Head of Digital Learning",
        "reviewed_on": date(2026, 11, 20),
        "review_by": date(2036, 11, 20),
        "licence": "CC BY 4.0",
        "prerequisites": (),
        "sources": (),
        "outcomes": {},
        "html": "<p>About this course.</p>",
    }


COURSE_MD = """\
---
title: {title}
summary: What this course is for.
level: awareness
skills: []
audience: [everyone]
version: "1.0"
owner: digital-skills@learnhub.example
approved_by: Head of Digital Learning
reviewed_on: 2026-11-20
review_by: 2036-11-20
licence: CC BY 4.0
outcomes:
  know: say why it matters
---

About this course.
"""

READING_MD = """\
---
title: Open it
minutes: 5
kind: reading
---

A caseworker opens a letter.

## What she sees

Nothing new.
"""

CHECK_MD = """\
---
title: Check what you know
minutes: 5
kind: quiz
pass_mark: 60
draw: 1
---

## What does she do first? {#first outcome="know" read="open-it"}

- [x] Reads it
    > Yes: then she knows what it asks.
- [ ] Files it
    > Then nobody has read it.
- [ ] Forwards it
    > Then two people have to read it.

> Reading comes first.

## What does she do next? {#next outcome="know" read="open-it"}

- [ ] Waits
    > For what?
- [x] Answers
    > Yes: the clock is running.

> Answer while you know what it said.
"""


def write_course(
    folder: Path, slug: str = "letters", files: dict[str, str] | None = None, title: str = "Letters"
) -> Path:
    """A small course without a fault, written as an author would below `folder`; its own folder is returned.

    `files` replaces or adds files by name; an empty text leaves one out.
    """
    here = folder / slug
    texts = {
        "course.md": COURSE_MD.format(title=title),
        "01-open-it.md": READING_MD,
        "02-check-it.md": CHECK_MD,
        **(files or {}),
    }
    for name, text in texts.items():
        if text:
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_text(text, encoding="utf-8")
    return here


def at(text: str) -> datetime:
    """An instant from "2026-11-03 14:05", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
