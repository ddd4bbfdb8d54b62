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
from learnhub.catalogue.builder import Draft, build, content_hash
from learnhub.catalogue.faults import Fault, Report
from learnhub.catalogue.library import course_folders, read_library
from learnhub.catalogue.models import CourseMedia, CourseRow, CourseVersion
from learnhub.catalogue.reader import SLUG, read_folder
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
    """The courses of a folder as they stand now, read, rendered and checked; all of them, or those named.

    What is wrong in the shared files concerns the courses that cite it: an entry that cannot be read is not there.
    """
    library = read_library(root, Report())
    folders = course_folders(root) if slugs is None else [root / slug for slug in slugs]
    return [build(folder, library, clock.today()) for folder in folders]


def read_draft(slug: str, root: Path) -> Draft:
    """One course as it stands in its folder."""
    return read_drafts(root, [slug])[0]


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
    if row is None:
        return Published(draft.folder.slug, None, False, faults)
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


def _row_of(draft: Draft) -> CourseRow | None:
    """The course's row: by its slug, or by an earlier one that no other course has; None for what is no course."""
    course = draft.course
    for slug in (draft.folder.slug, *(course.was if course and draft.is_publishable else ())):
        row = db.session.execute(select(CourseRow).where(CourseRow.slug == slug).with_for_update()).scalar_one_or_none()
        if row is not None:
            if row.slug != draft.folder.slug:
                row.slug = draft.folder.slug
                database.touch(STAMP)
            return row
    if draft.course is None or not SLUG.match(draft.folder.slug):
        return None
    row = CourseRow(slug=draft.folder.slug, faults=[])
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
    for digest, item in media.items():
        if digest not in known:
            db.session.add(CourseMedia(hash=digest, mimetype=item.mimetype, content=item.content))


def withdraw(slug: str) -> bool:
    """End a course for newcomers; its last version and what people did with it stand. False: it was not served."""
    row = db.session.execute(select(CourseRow).where(CourseRow.slug == slug).with_for_update()).scalar_one_or_none()
    if row is None or row.version_id is None or row.withdrawn_at is not None:
        return False
    row.withdrawn_at = clock.now()
    database.touch(STAMP)
    return True


def changed_slugs(root: Path) -> list[str]:
    """The courses of a folder whose files are not those of the version served. Reads them, renders nothing."""
    served = {
        row.slug: row.content_hash
        for row in db.session.execute(
            select(CourseRow.slug, CourseVersion.content_hash).join(
                CourseVersion, CourseVersion.id == CourseRow.version_id
            )
        )
    }
    library = read_library(root, Report())
    folders = (read_folder(path, Report()) for path in course_folders(root))
    return [folder.slug for folder in folders if content_hash(folder, library) != served.get(folder.slug)]


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
