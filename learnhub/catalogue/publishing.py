"""Putting a course before learners: check, store the version, name it as served.

A faulty course changes nothing but its faults. Reading and rendering happen before the write begins, so that no lock is
held meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.builder import Draft, build
from learnhub.catalogue.faults import Fault, Report
from learnhub.catalogue.library import Library, course_folders, read_library
from learnhub.catalogue.models import CourseMedia, CourseRow, CourseVersion
from learnhub.catalogue.structures import to_json
from learnhub.db import db

STAMP = "catalogue"
MOST_FAULTS_KEPT = 50


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the version now served (None: none ever was), whether it is new, and the faults."""

    slug: str
    version_id: int | None
    changed: bool
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.is_error)


def read_drafts(root: Path, slugs: Iterable[str] | None = None) -> list[Draft]:
    """The courses of a folder as they stand now, read, rendered and checked; all of them, or those named."""
    report = Report()
    library = read_library(root, report)
    folders = course_folders(root) if slugs is None else [root / slug for slug in slugs]
    return [_draft(folder, library, report) for folder in folders]


def read_draft(slug: str, root: Path) -> Draft:
    """One course as it stands in its folder."""
    return read_drafts(root, [slug])[0]


def _draft(folder: Path, library: Library, shared: Report) -> Draft:
    draft = build(folder, library, clock.today())
    draft.report.faults += [
        fault for fault in shared.faults if fault.is_error
    ]  # a broken facts.yaml breaks those who cite it
    return draft


def publish(slug: str, root: Path) -> Published:
    """Check a course of the folder `root`, store its version and serve it. Unchanged, it stores nothing.

    With errors the faults are kept on the course and what was served stays served. Writes in the caller's
    transaction, or in one of its own when none is under way.
    """
    draft = read_draft(slug, root)
    if database.is_writing():
        return store(draft)
    with database.write():
        return store(draft)


def store(draft: Draft) -> Published:
    """Store a checked draft: a new version, or the faults that keep it from being one. Flushes."""
    faults = tuple(draft.report.in_order())
    row = _row_of(draft)
    errors = [str(fault) for fault in faults if fault.is_error][:MOST_FAULTS_KEPT]
    if row.faults != errors:
        row.faults = errors
    if not draft.is_publishable:
        db.session.flush()
        return Published(draft.folder.slug, row.version_id, False, faults)
    version_id = _version_of(draft, row)
    changed = row.version_id != version_id or row.withdrawn_at is not None
    if changed:
        row.version_id, row.withdrawn_at = version_id, None
        database.touch(STAMP)
    db.session.flush()
    return Published(row.slug, version_id, changed, faults)


def _row_of(draft: Draft) -> CourseRow:
    """The course's row: by its slug, or by an earlier one that no other course has taken."""
    course = draft.course
    for slug in (draft.folder.slug, *(course.was if course and draft.is_publishable else ())):
        row = db.session.execute(select(CourseRow).where(CourseRow.slug == slug).with_for_update()).scalar_one_or_none()
        if row is not None:
            if row.slug != draft.folder.slug:
                row.slug = draft.folder.slug
                database.touch(STAMP)
            return row
    row = CourseRow(slug=draft.folder.slug[:100], faults=[])
    db.session.add(row)
    db.session.flush()
    return row


def _version_of(draft: Draft, row: CourseRow) -> int:
    """The version with the draft's content: the one that is there, or a new one."""
    found = db.session.execute(
        select(CourseVersion.id).where(
            CourseVersion.course_id == row.id, CourseVersion.content_hash == draft.content_hash
        )
    ).scalar_one_or_none()
    if found is not None:
        return found
    assert draft.course is not None
    _store_media(draft)
    content = to_json(draft.course)
    content["translations"] = {language: to_json(course) for language, course in draft.translations.items()}
    version = CourseVersion(
        course_id=row.id,
        content_hash=draft.content_hash,
        version=draft.course.version,
        published_at=clock.now(),
        content=content,
        source={
            **{name: source.text for name, source in draft.folder.texts.items()},
            **{f"media/{name}": media.hash for name, media in draft.folder.media.items()},
        },
    )
    db.session.add(version)
    db.session.flush()
    return version.id


def _store_media(draft: Draft) -> None:
    media = {item.hash: item for item in draft.folder.media.values()}
    if not media:
        return
    known = set(db.session.execute(select(CourseMedia.hash).where(CourseMedia.hash.in_(media))).scalars())
    for content_hash, item in media.items():
        if content_hash not in known:
            db.session.add(CourseMedia(hash=content_hash, mimetype=item.mimetype, content=item.content))


def withdraw(slug: str) -> bool:
    """End a course for newcomers; its last version and what people did with it stand. False: it was not served."""
    row = db.session.execute(select(CourseRow).where(CourseRow.slug == slug).with_for_update()).scalar_one_or_none()
    if row is None or row.version_id is None or row.withdrawn_at is not None:
        return False
    row.withdrawn_at = clock.now()
    database.touch(STAMP)
    return True


def sync_changed(root: Path, slugs: Iterable[str] | None = None) -> list[Published]:
    """Publish every course of the folder that changed (of those named), except the withdrawn ones; for development.

    Each course in its own transaction. A course that cannot be published keeps its last version and gets its faults.
    """
    withdrawn = set(db.session.execute(select(CourseRow.slug).where(CourseRow.withdrawn_at.is_not(None))).scalars())
    done = []
    for draft in read_drafts(root, slugs):
        if draft.folder.slug not in withdrawn:
            with database.write():
                done.append(store(draft))
    return done
