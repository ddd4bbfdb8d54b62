"""Putting a pathway, a badge before learners: check its file, store the version, name it as served.

As with courses: a faulty file changes nothing but its faults, and what was served stays served.
"""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.definition_files import DefinitionDraft, DefinitionKind, definition_paths, read_definition
from learnhub.catalogue.definitions import kinds
from learnhub.catalogue.faults import Report
from learnhub.catalogue.library import read_library
from learnhub.catalogue.models import DefinitionRow, DefinitionVersion
from learnhub.catalogue.publishing import MOST_FAULTS_KEPT, STAMP, Published
from learnhub.catalogue.reader import SLUG
from learnhub.db import db


def name_of(kind: DefinitionKind, slug: str) -> str:
    """How commands name a definition: "pathways/senior-leaders"."""
    return f"{kind.folder}/{slug}"


def read_definitions(root: Path, names: Collection[str] | None = None) -> list[DefinitionDraft]:
    """The definitions of a folder of courses as they stand now; all of them, or those named ("pathways/everyone")."""
    library = read_library(root, Report())
    return [
        read_definition(kind, path, library)
        for kind in kinds()
        for path in definition_paths(kind, root)
        if names is None or name_of(kind, path.stem) in names
    ]


def publish_definitions(root: Path, names: Collection[str] | None = None) -> list[Published]:
    """Check the definitions of a folder, store what changed and serve it. Writes in the caller's transaction, or in one
    of its own for each when none is under way."""
    done = []
    for draft in read_definitions(root, names):
        if database.is_writing():
            done.append(store_definition(draft))
        else:
            with database.write():
                done.append(store_definition(draft))
    return done


def store_definition(draft: DefinitionDraft) -> Published:
    """Store a checked draft: a new version, or the faults that keep it from being one. Flushes."""
    name, faults = name_of(draft.kind, draft.slug), tuple(draft.report.in_order())
    errors = [str(fault) for fault in faults if fault.is_error][:MOST_FAULTS_KEPT]
    row = _row(draft.kind.name, draft.slug)
    if row is None:
        if not SLUG.match(draft.slug):
            return Published(name, None, False, faults)
        row = DefinitionRow(kind=draft.kind.name, slug=draft.slug, faults=[])
        db.session.add(row)
        db.session.flush()
    if row.faults != errors:
        row.faults = errors
    if not draft.is_publishable:
        db.session.flush()
        return Published(name, row.version_id, False, faults)
    version_id = _version_of(draft, row)
    changed = row.version_id != version_id or row.withdrawn_at is not None
    if changed:
        row.version_id, row.withdrawn_at = version_id, None
        database.touch(STAMP)
    db.session.flush()
    return Published(name, version_id, changed, faults)


def withdraw_definition(name: str) -> bool:
    """Serve a definition ("pathways/everyone") no longer; what people have by it stands. False: it was not served."""
    folder, _, slug = name.partition("/")
    kind = next((kind for kind in kinds() if kind.folder == folder), None)
    row = _row(kind.name, slug) if kind else None
    if row is None or row.version_id is None or row.withdrawn_at is not None:
        return False
    row.withdrawn_at = clock.now()
    database.touch(STAMP)
    return True


def sync_definitions(root: Path) -> list[Published]:
    """Publish the definitions whose files changed, except the withdrawn ones; for development."""
    kept = {
        (row.kind, row.slug): row
        for row in db.session.execute(
            select(
                DefinitionRow.kind,
                DefinitionRow.slug,
                DefinitionRow.withdrawn_at,
                DefinitionRow.faults,
                DefinitionVersion.content_hash,
            ).outerjoin(DefinitionVersion, DefinitionVersion.id == DefinitionRow.version_id)
        )
    }
    done = []
    for draft in read_definitions(root):
        row = kept.get((draft.kind.name, draft.slug))
        is_as_served = row is not None and row.content_hash == draft.content_hash and not row.faults
        if (is_as_served and draft.is_publishable) or (row is not None and row.withdrawn_at is not None):
            continue
        with database.write():
            done.append(store_definition(draft))
    return done


def _row(kind: str, slug: str) -> DefinitionRow | None:
    return db.session.execute(
        select(DefinitionRow).where(DefinitionRow.kind == kind, DefinitionRow.slug == slug).with_for_update()
    ).scalar_one_or_none()


def _version_of(draft: DefinitionDraft, row: DefinitionRow) -> int:
    """The version with the draft's text: the one that is there, or a new one."""
    found = db.session.execute(
        select(DefinitionVersion.id).where(
            DefinitionVersion.definition_id == row.id, DefinitionVersion.content_hash == draft.content_hash
        )
    ).scalar_one_or_none()
    if found is not None:
        return found
    version = DefinitionVersion(
        definition_id=row.id, content_hash=draft.content_hash, published_at=clock.now(), source=draft.text
    )
    db.session.add(version)
    db.session.flush()
    return version.id
