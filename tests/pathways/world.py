"""Pathways and courses of the stories: published straight into the tables, as `factories.make_course` does courses."""

import hashlib
from datetime import datetime

import yaml
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.models import DefinitionRow, DefinitionVersion
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.record import actions as record
from learnhub.record.models import RecordObject, Statement, Voided
from learnhub.record.words import Means, ObjectKind, Verb
from tests import factories

Step = str | tuple[int, list[str]]  # a course, or how many of which


def make_pathway(*steps: Step, slug: str = "start", at: datetime | None = None, audience: str = "everyone") -> int:
    """Publish a pathway; its version. The same slug again publishes a further version."""
    content = {
        "title": slug.capitalize(),
        "summary": "What it is for.",
        "audience": audience,
        "steps": [{"course": step} if isinstance(step, str) else {"any": step[0], "of": step[1]} for step in steps],
        "cy": {"title": "Dechrau", "summary": "Beth yw ei ddiben."},
    }
    source = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    with factories.committed():
        row = find(slug)
        if row is None:
            row = DefinitionRow(kind="pathway", slug=slug, faults=[])
            db.session.add(row)
            db.session.flush()
        version = DefinitionVersion(
            definition_id=row.id,
            content_hash=hashlib.sha256(f"{source}{at}".encode()).hexdigest(),
            published_at=at or clock.now(),
            source=source,
        )
        db.session.add(version)
        db.session.flush()
        row.version_id, row.withdrawn_at = version.id, None
        database.touch("catalogue")
        return version.id


def withdraw_pathway(slug: str = "start") -> None:
    with factories.committed():
        row = find(slug)
        assert row is not None
        row.withdrawn_at = clock.now()
        database.touch("catalogue")


def find(slug: str) -> DefinitionRow | None:
    found = select(DefinitionRow).where(DefinitionRow.kind == "pathway", DefinitionRow.slug == slug)
    return db.session.execute(found).scalar_one_or_none()


def short_course(slug: str, **fields: object) -> Course:
    """A course of one reading of five minutes."""
    return factories.make_course(factories.reading("read"), slug=slug, **fields)


def take(learner_id: int, *courses: Course, at: datetime | None = None, means: Means = Means.MARKED) -> None:
    """Complete courses of one module, each in a request of its own."""
    for course in courses:
        with database.write():
            record.mark_module_done(learner_id, course, course.modules[0], means, at=at)


def completions(learner_id: int, slug: str = "start") -> list[Statement]:
    """Somebody's completions of a pathway that stand, oldest first."""
    db.session.rollback()
    query = (
        select(Statement)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .outerjoin(Voided, Voided.seq == Statement.seq)
        .where(Statement.learner_id == learner_id, Statement.verb == Verb.COMPLETED.value, Voided.seq.is_(None))
        .where(RecordObject.kind == ObjectKind.PATHWAY.value, RecordObject.key == slug)
        .order_by(Statement.seq)
    )
    return list(db.session.execute(query).scalars())


def course_seq(learner_id: int, course: Course) -> int:
    """The statement that says a course is complete; the latest."""
    query = select(Statement.seq).where(
        Statement.learner_id == learner_id, Statement.course_id == course.id, Statement.is_course_completion
    )
    return db.session.execute(query.order_by(Statement.seq.desc()).limit(1)).scalar_one()
