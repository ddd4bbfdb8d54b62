"""The pathways and the courses they name, put together once for each state of the catalogue: pages ask nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from learnhub.catalogue import definitions
from learnhub.catalogue.definitions import Definition
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.pathways.rules import Taken, began_with, completing_version
from learnhub.pathways.structures import KIND

EXTENSION = "learnhub.pathways"


@dataclass(frozen=True, slots=True)
class Chart:
    """`served`: the pathways, by slug. `versions`: each one ever published, with when, oldest first. `ids`: the course
    behind each name that any version uses. `offered`: those names that can be taken now."""

    books: Shelf
    served: Mapping[str, Definition]
    versions: Mapping[str, tuple[tuple[datetime, Definition], ...]]
    ids: Mapping[str, int]
    offered: frozenset[str]

    def with_course(self, course_id: int) -> list[Definition]:
        """The pathways served that name a course, in any of their versions."""
        return [pathway for slug, pathway in self.served.items() if course_id in self.course_ids(slug)]

    def course_ids(self, slug: str) -> set[int]:
        """The courses that any version of a pathway names."""
        named = (name for _at, version in self.versions.get(slug, ()) for name in version.value.courses)
        return {self.ids[name] for name in named if name in self.ids}

    def taken(self, rows: Iterable[Any]) -> Taken:
        """What somebody did, by name. A row has `course_id`, `started_at`, `completed_at`, as a ProgressRow does."""
        by_id = {row.course_id: row for row in rows}
        mine = {name: by_id[course_id] for name, course_id in self.ids.items() if course_id in by_id}
        return Taken(
            completed={name: row.completed_at for name, row in mine.items() if row.completed_at is not None},
            begun={name: row.started_at for name, row in mine.items()},
            offered=self.offered,
        )

    def completing(self, pathway: Definition, taken: Taken) -> Definition | None:
        """The version of a pathway under which somebody is complete: the one served or the one they began with."""
        versions = self.versions.get(pathway.slug, ())
        began = began_with([(at, version.value) for at, version in versions], taken.begun)
        found = completing_version(pathway.value, began, taken)
        if found is None or found is pathway.value:
            return pathway if found else None
        return next(version for _at, version in versions if version.value is found)


def chart() -> Chart:
    """The pathways as fresh as the shelf of courses."""
    books, kept = shelf(), current_app.extensions.get(EXTENSION)
    if kept is None or kept.books is not books:
        kept = current_app.extensions[EXTENSION] = _draw(books)
    found: Chart = kept
    return found


def _draw(books: Shelf) -> Chart:
    versions = {
        slug: tuple((at, definitions.version(KIND, version_id)) for at, version_id in definitions.history(KIND, slug))
        for slug in definitions.known(KIND)
    }
    names = {name for history in versions.values() for _at, version in history for name in version.value.courses}
    found = {name: course.id for name in names if (course := books.ever(name)) is not None}
    return Chart(
        books,
        {pathway.slug: pathway for pathway in definitions.served(KIND)},
        versions,
        found,
        frozenset(name for name in found if books.course(name) is not None),
    )
