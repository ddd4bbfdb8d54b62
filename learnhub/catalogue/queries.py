"""Courses and modules by their addresses, and what the catalogue holds."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from flask import abort
from sqlalchemy import func, select

from learnhub import clock
from learnhub.catalogue.definitions import kinds, known
from learnhub.catalogue.models import CourseMedia, CourseRow, CourseVersion, DefinitionRow, DefinitionVersion
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Module
from learnhub.db import db
from learnhub.web.i18n import language
from learnhub.web.paging import Page, page_of


def course_or_404(slug: str) -> Course:
    """The course served now at an address, in the visitor's language where it is translated; else 404."""
    course = shelf().course(slug, language())
    if course is None:
        abort(404)
    return course


def module_or_404(course: Course, slug: str) -> Module:
    """A course's module, by its present or an earlier slug; else 404."""
    module = course.module(slug)
    if module is None:
        abort(404)
    return module


@dataclass(frozen=True, slots=True)
class Holding:
    """A course as the catalogue holds it. `version_id` None: never published."""

    id: int
    slug: str
    title: str
    version_id: int | None
    version: str
    published_at: datetime | None
    withdrawn_at: datetime | None
    versions: int
    faults: tuple[str, ...]
    review_by: date | None = None

    @property
    def is_review_due(self) -> bool:
        """Whether the day has passed by which somebody was to read the course again."""
        return self.review_by is not None and self.review_by < clock.today()

    @property
    def is_served(self) -> bool:
        return self.version_id is not None and self.withdrawn_at is None


def holdings() -> list[Holding]:
    """Every course that was ever published or tried to be, by slug. One statement beside the shelf's."""
    kept = select(CourseVersion.course_id, func.count().label("versions")).group_by(CourseVersion.course_id).subquery()
    rows = db.session.execute(
        select(
            CourseRow.id,
            CourseRow.slug,
            CourseRow.version_id,
            CourseRow.withdrawn_at,
            CourseRow.faults,
            CourseVersion.version,
            CourseVersion.published_at,
            kept.c.versions,
        )
        .outerjoin(CourseVersion, CourseVersion.id == CourseRow.version_id)
        .outerjoin(kept, kept.c.course_id == CourseRow.id)
        .order_by(CourseRow.slug)
    ).all()
    on_shelf = shelf()
    return [
        Holding(
            row.id,
            row.slug,
            on_shelf.title_of(row.id) or row.slug,
            row.version_id,
            row.version or "",
            row.published_at,
            row.withdrawn_at,
            row.versions or 0,
            tuple(row.faults or ()),
            course.review_by if (course := on_shelf.by_id(row.id)) else None,
        )
        for row in rows
    ]


def definition_holdings() -> list[Holding]:
    """Every pathway and badge that was ever published or tried to be, by folder and slug. Of their versions, how many
    there are is told as the version."""
    folders = {kind.name: kind.folder for kind in kinds()}
    rows = db.session.execute(
        select(
            DefinitionRow.id,
            DefinitionRow.kind,
            DefinitionRow.slug,
            DefinitionRow.version_id,
            DefinitionRow.withdrawn_at,
            DefinitionRow.faults,
            func.count(DefinitionVersion.id).label("versions"),
            func.max(DefinitionVersion.published_at).label("published_at"),
        )
        .outerjoin(DefinitionVersion, DefinitionVersion.definition_id == DefinitionRow.id)
        .where(DefinitionRow.kind.in_(folders))
        .group_by(DefinitionRow.id)
        .order_by(DefinitionRow.kind, DefinitionRow.slug)
    ).all()
    return [
        Holding(
            row.id,
            f"{folders[row.kind]}/{row.slug}",
            known(row.kind)[row.slug].value.title if row.slug in known(row.kind) else row.slug,
            row.version_id,
            str(row.versions or ""),
            row.published_at,
            row.withdrawn_at,
            row.versions,
            tuple(row.faults or ()),
        )
        for row in rows
    ]


def holdings_page(after: str = "") -> Page[Holding]:
    """The catalogue, 25 courses a page, by slug."""
    rows = [holding for holding in holdings() if holding.slug > after]
    return page_of(rows, key=lambda holding: holding.slug)


def holding_or_404(slug: str) -> Holding:
    """One course of the catalogue, also one never published or withdrawn."""
    found = next((holding for holding in holdings() if holding.slug == slug), None)
    if found is None:
        abort(404)
    return found


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in a course's history."""

    id: int
    version: str
    published_at: datetime
    content_hash: str


def versions_of(course_id: int, limit: int = 25) -> list[VersionLine]:
    """A course's versions, the newest first."""
    rows = db.session.execute(
        select(CourseVersion.id, CourseVersion.version, CourseVersion.published_at, CourseVersion.content_hash)
        .where(CourseVersion.course_id == course_id)
        .order_by(CourseVersion.id.desc())
        .limit(limit)
    ).all()
    return [VersionLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class MediaFile:
    hash: str
    mimetype: str
    content: bytes


def media_or_404(course_slug: str, name: str, beginning: str) -> MediaFile:
    """A course's file by its name and the beginning of its hash; files of earlier versions too. Else 404."""
    course = shelf().course(course_slug)
    known = course.media.get(name, "") if course else ""
    if known and known.startswith(beginning):
        condition = CourseMedia.hash == known
    elif re.fullmatch(r"[0-9a-f]{8,64}", beginning):
        condition = CourseMedia.hash.startswith(beginning)
    else:
        abort(404)
    row = db.session.execute(
        select(CourseMedia.hash, CourseMedia.mimetype, CourseMedia.content).where(condition).limit(1)
    ).one_or_none()
    if row is None:
        abort(404)
    return MediaFile(row.hash, row.mimetype, row.content)


def readiness() -> dict[str, object]:
    """For /readyz: usable while something is served; which courses have faults that keep a change from learners."""
    rows = db.session.execute(
        select(CourseRow.slug, CourseRow.version_id, CourseRow.withdrawn_at, CourseRow.faults)
    ).all()
    served = [row.slug for row in rows if row.version_id is not None and row.withdrawn_at is None]
    degraded = sorted(row.slug for row in rows if row.faults)
    found: dict[str, object] = {"usable": bool(served), "served": len(served), "degraded": degraded}
    if not served:
        found["why"] = "no course is published: flask courses publish"
    return found
