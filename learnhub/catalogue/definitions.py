"""What rooms define in files beside the courses (pathways, badges), as it is served: kept in versions, as courses are.

A page costs no statement for them: they are in memory, as fresh as the shelf of courses.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, abort, current_app
from sqlalchemy import select

from learnhub.catalogue.definition_files import DefinitionFields, DefinitionKind, read_kept
from learnhub.catalogue.models import DefinitionRow, DefinitionVersion
from learnhub.catalogue.shelf import shelf
from learnhub.db import db

__all__ = [
    "Definition",
    "DefinitionFields",
    "DefinitionKind",
    "add_kind",
    "known",
    "served",
    "served_or_404",
    "version",
]


@dataclass(frozen=True, slots=True)
class Definition:
    """A version of what a file defines; `value` is what the room made of it, in English."""

    id: int
    slug: str
    version_id: int
    value: Any
    translations: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""

    def in_language(self, language: str) -> Any:
        """The value in a language, else in English."""
        return self.translations.get(language, self.value)


def add_kind(app: Flask, kind: DefinitionKind) -> None:
    """Have a kind of definition read, published and served."""
    _kept(app).kinds[kind.name] = kind


def kinds() -> tuple[DefinitionKind, ...]:
    """The kinds that rooms have added, in that order."""
    return tuple(_kept(current_app).kinds.values())


def served(name: str) -> tuple[Definition, ...]:
    """What is served of a kind, by slug."""
    return tuple(_kept(current_app).at(shelf().stamp).served.get(name, {}).values())


def served_or_none(name: str, slug: str) -> Definition | None:
    """One that is served."""
    return _kept(current_app).at(shelf().stamp).served.get(name, {}).get(slug)


def served_or_404(name: str, slug: str) -> Definition:
    """One that is served, else 404."""
    return served_or_none(name, slug) or abort(404)


def known(name: str) -> Mapping[str, Definition]:
    """Every definition of a kind that was ever published, by slug: withdrawn ones in their last version."""
    return _kept(current_app).at(shelf().stamp).known.get(name, {})


def history(name: str, slug: str) -> tuple[tuple[datetime, int], ...]:
    """When each version of a definition was published, and its number, the oldest first."""
    return _kept(current_app).at(shelf().stamp).history.get((name, slug), ())


def version(name: str, version_id: int) -> Definition:
    """A pinned version, also of what is withdrawn. Raises KeyError when the kind has none of that number."""
    found = _kept(current_app).versions([version_id])[version_id]
    if found.kind != name:
        raise KeyError(version_id)
    return found


@dataclass(frozen=True, slots=True)
class _State:
    stamp: int
    served: dict[str, dict[str, Definition]]
    known: dict[str, dict[str, Definition]]
    history: dict[tuple[str, str], tuple[tuple[datetime, int], ...]]


class _Kept:
    """The process's definitions. Versions never change, so each is read once."""

    def __init__(self) -> None:
        self.kinds: dict[str, DefinitionKind] = {}
        self._versions: dict[int, Definition] = {}
        self._state: _State | None = None
        self._lock = threading.Lock()

    def at(self, stamp: int) -> _State:
        """What is served at a stamp of the catalogue, or a newer one."""
        state = self._state
        if state is None or state.stamp < stamp:
            with self._lock:
                if self._state is None or self._state.stamp < stamp:
                    self._state = self._read(stamp)
                state = self._state
        return state

    def _read(self, stamp: int) -> _State:
        rows = db.session.execute(
            select(DefinitionRow, DefinitionVersion.id, DefinitionVersion.published_at)
            .join(DefinitionVersion, DefinitionVersion.definition_id == DefinitionRow.id)
            .where(DefinitionRow.version_id.is_not(None), DefinitionRow.kind.in_(self.kinds))
            .order_by(DefinitionRow.slug, DefinitionVersion.id)
        ).all()
        now = [row for row in rows if row.id == row.DefinitionRow.version_id]
        versions = self.versions(row.id for row in now)
        state = _State(stamp, {}, {}, {})
        for row in rows:
            about = row.DefinitionRow.kind, row.DefinitionRow.slug
            state.history[about] = (*state.history.get(about, ()), (row.published_at, row.id))
        for row in now:
            kind, slug = row.DefinitionRow.kind, row.DefinitionRow.slug
            state.known.setdefault(kind, {})[slug] = versions[row.id]
            if row.DefinitionRow.withdrawn_at is None:
                state.served.setdefault(kind, {})[slug] = versions[row.id]
        return state

    def versions(self, version_ids: Iterable[int]) -> dict[int, Definition]:
        """All versions kept, having read those of these that were not yet, in one statement."""
        missing = [version_id for version_id in version_ids if version_id not in self._versions]
        if missing:
            rows = db.session.execute(
                select(DefinitionVersion.id, DefinitionVersion.source, DefinitionRow)
                .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
                .where(DefinitionVersion.id.in_(missing), DefinitionRow.kind.in_(self.kinds))
            ).all()
            read = {row.id: self._definition(row) for row in rows}
            self._versions = {**self._versions, **read}  # replaced, never changed: others read it meanwhile
        return self._versions

    def _definition(self, row: Any) -> Definition:
        about: DefinitionRow = row.DefinitionRow
        value, translations = read_kept(self.kinds[about.kind], about.slug, row.source)
        return Definition(about.id, about.slug, row.id, value, translations, about.kind)


def _kept(app: Flask) -> _Kept:
    kept: _Kept = app.extensions.setdefault("learnhub.definitions", _Kept())
    return kept
