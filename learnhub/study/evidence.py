"""Files of evidence on disk: scanned, kept under their SHA-256 outside the web root, erased with their last entry.

No transaction holds while a scanner looks. A file is written before the row that names it and removed after the row is
gone, so what can go wrong leaves a file too many, which the job removes, never a row without its file.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.study.evidence_content import Checked
from learnhub.study.models import StudyEntry
from learnhub.web.file_scan import scan

__all__ = ["content_of", "forget", "remove_orphans", "scan", "store"]

ORPHAN_AFTER = timedelta(days=1)  # a file younger than that may belong to a form that is being sent


def store(file: Checked) -> str:
    """Keep a file; its SHA-256. Again after the commit, should somebody have erased the same file meanwhile."""
    hash_ = hashlib.sha256(file.content).hexdigest()
    _write(hash_, file.content)
    database.after_commit(lambda: _write(hash_, file.content))
    return hash_


def _write(hash_: str, content: bytes) -> None:
    path = _path(hash_)
    if path.exists():
        os.utime(path)  # so that the job takes it for a fresh one
        return
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="new-", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def content_of(hash_: str) -> bytes | None:
    """A kept file; None when it is not there (a restored database without its files)."""
    try:
        return _path(hash_).read_bytes()
    except FileNotFoundError:
        return None


def forget(hash_: str | None) -> None:
    """Erase a file once this transaction is committed, unless another entry has the same one.

    Between the look and the erasing somebody could commit the same file: theirs is written again (see `store`), unless
    that, too, falls into these microseconds. Then their download says that the file is gone.
    """
    if hash_:
        database.after_commit(lambda: _erase_unless_named(hash_))


def remove_orphans() -> int:
    """Erase files that no entry names, and what broken uploads left; how many. A day's grace: see ORPHAN_AFTER."""
    before = clock.now().timestamp() - ORPHAN_AFTER.total_seconds()
    removed = 0
    for path in _files():
        try:
            is_old = path.stat().st_mtime < before
        except FileNotFoundError:
            continue
        if is_old and not _is_named(path.name):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _erase_unless_named(hash_: str) -> None:
    if not _is_named(hash_):
        _path(hash_).unlink(missing_ok=True)


def _is_named(hash_: str) -> bool:
    found = db.session.execute(select(StudyEntry.id).where(StudyEntry.evidence_hash == hash_).limit(1)).first()
    database.end_reading()
    return found is not None


def _files() -> Iterator[Path]:
    folder: Path = current_app.extensions["learnhub.settings"].evidence
    return (path for path in folder.glob("**/*") if path.is_file())


def _path(hash_: str) -> Path:
    """By the first two letters of its hash, so that no folder holds a million files."""
    return _folder() / hash_[:2] / hash_


def _folder() -> Path:
    folder: Path = current_app.extensions["learnhub.settings"].evidence
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
