"""The courses in memory: read once, renewed when the database says that something was published.

A page costs no statement for them: the visitor's first statement brings the stamp of the catalogue, and comparing two
numbers is all there is to do. Versions never change, so each is parsed once a process.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import current_app, g, has_request_context
from sqlalchemy import select

from learnhub.catalogue.faults import Report
from learnhub.catalogue.library import Meaning, read_library
from learnhub.catalogue.models import CourseRow, CourseVersion
from learnhub.catalogue.publishing import STAMP
from learnhub.catalogue.search import Found, Index, found_without_text
from learnhub.catalogue.structures import Area, Course, Level, from_json
from learnhub.db import Stamp, db
from learnhub.web.access import visitor_or_none
from learnhub.web.i18n import language

KEPT_VERSIONS = 400  # older ones, to which attempts and certificates are pinned, are read again when asked for


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a course in its languages."""

    course: Course
    translations: dict[str, Course] = field(default_factory=dict)

    def in_language(self, language: str) -> Course:
        """The translation, else the English."""
        return self.translations.get(language, self.course)


class Editions:
    """The versions already parsed, by their id; the least recently used go first. One per process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Edition] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version_id: int) -> Edition:
        """A version. Raises KeyError when there is none of that number."""
        return self.get_all([version_id])[version_id]

    def get_all(self, version_ids: Iterable[int]) -> dict[int, Edition]:
        """Versions by their ids, in one statement for those not kept yet."""
        wanted = list(dict.fromkeys(version_ids))
        with self._lock:
            found = {version_id: self._kept[version_id] for version_id in wanted if version_id in self._kept}
            for version_id in found:
                self._kept.move_to_end(version_id)
        missing = [version_id for version_id in wanted if version_id not in found]
        if missing:
            found.update(_read_editions(missing))
            with self._lock:
                self._kept.update({version_id: found[version_id] for version_id in missing if version_id in found})
                while len(self._kept) > KEPT_VERSIONS:
                    self._kept.popitem(last=False)
        return found


def _read_editions(version_ids: list[int]) -> dict[int, Edition]:
    rows = db.session.execute(
        select(
            CourseVersion.id, CourseVersion.course_id, CourseVersion.content_hash, CourseVersion.content, CourseRow.slug
        )
        .join(CourseRow, CourseRow.id == CourseVersion.course_id)
        .where(CourseVersion.id.in_(version_ids))
    ).all()
    return {row.id: _edition(row) for row in rows}


def _edition(row: Any) -> Edition:
    content = dict(row.content)
    translations = content.pop("translations", {})

    def course_of(data: dict[str, Any]) -> Course:
        return replace(from_json(data), id=row.course_id, version_id=row.id, content_hash=row.content_hash)

    return Edition(course_of(content), {language: course_of(data) for language, data in translations.items()})


class Shelf:
    """Every course served now, and every one there ever was."""

    def __init__(
        self, stamp: int, served: dict[int, Edition], withdrawn: dict[int, Edition], editions: Editions
    ) -> None:
        self.stamp = stamp
        self._served, self._withdrawn, self._editions = served, withdrawn, editions
        ordered = sorted(
            served.values(), key=lambda edition: (list(Level).index(edition.course.level), edition.course.title)
        )
        self.courses: tuple[Course, ...] = tuple(edition.course for edition in ordered)
        self._by_slug = {slug: edition for edition in ordered for slug in edition.course.was}
        self._by_slug.update({edition.course.slug: edition for edition in ordered})
        self._gone = {edition.course.slug: edition for edition in withdrawn.values()}
        self.areas: tuple[Area, ...] = ()
        self.translated_areas: dict[str, tuple[Area, ...]] = {}
        self.glossary: dict[str, dict[str, Meaning]] = {}
        self._indexes: dict[str, Index] = {}
        self._lock = threading.Lock()

    @property
    def skills(self) -> tuple[Area, ...]:
        """The skills standard in the language of this response: areas with their skills."""
        return self.areas_in(language())

    def areas_in(self, language: str) -> tuple[Area, ...]:
        """The skills standard in a language; in English what is not translated."""
        return self.translated_areas.get(language, self.areas)

    def in_language(self, language: str) -> tuple[Course, ...]:
        """The courses served now, in a language where there is a translation."""
        return tuple(self._by_slug[course.slug].in_language(language) for course in self.courses)

    def course(self, slug: str, language: str = "en") -> Course | None:
        """A course served now, by its slug or an earlier one."""
        edition = self._by_slug.get(slug)
        return edition.in_language(language) if edition else None

    def ever(self, slug: str, language: str = "en") -> Course | None:
        """A course by its slug or an earlier one; a withdrawn one in its last version."""
        gone = self._gone.get(slug)
        return self.course(slug, language) or (gone.in_language(language) if gone else None)

    def by_id(self, course_id: int, language: str = "en") -> Course | None:
        """A course by its number; a withdrawn one in its last version."""
        edition = self._served.get(course_id) or self._withdrawn.get(course_id)
        return edition.in_language(language) if edition else None

    def is_served(self, course_id: int) -> bool:
        """Whether newcomers may take the course."""
        return course_id in self._served

    def version(self, version_id: int, language: str = "en") -> Course:
        """A pinned version, also of a withdrawn course. Raises KeyError when there is none of that number."""
        return self._editions.get(version_id).in_language(language)

    def title_of(self, course_id: int, language: str = "en") -> str:
        """A course's title, or nothing for a number that no course has."""
        course = self.by_id(course_id, language)
        return course.title if course else ""

    def search(
        self,
        text: str,
        *,
        skill: str = "",
        level: str = "",
        audience: str = "",
        minutes: int | None = None,
        language: str = "en",
    ) -> list[Found]:
        """Courses and modules in which every word of `text` stands, best first; without text every course.

        `minutes` is the most that the whole course may take.
        """
        courses = {
            course.slug: course
            for course in self.in_language(language)
            if (not skill or skill in course.skills)
            and (not level or level == course.level)
            and (not audience or audience in course.audience or "everyone" in course.audience)
            and (minutes is None or course.minutes <= minutes)
        }
        if not text.strip():
            return found_without_text(list(courses.values()))
        return self._index(language).search(text, courses)

    def _index(self, language: str) -> Index:
        with self._lock:
            if language not in self._indexes:
                self._indexes[language] = Index(self.in_language(language), self.areas_in(language))
            return self._indexes[language]


class Holder:
    """The process's shelf. One thread renews it; the others wait, since they would only do the same."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.editions = Editions()
        self.shelf: Shelf | None = None

    def at(self, stamp: int, root: Path) -> Shelf:
        """The shelf of a stamp, or a newer one."""
        shelf = self.shelf
        if shelf is not None and shelf.stamp >= stamp:
            return shelf
        with self.lock:
            if self.shelf is None or self.shelf.stamp < stamp:
                self.shelf = _read_shelf(stamp, self.editions, self.shelf, root)
            return self.shelf


def _read_shelf(stamp: int, editions: Editions, before: Shelf | None, root: Path) -> Shelf:
    rows = db.session.execute(
        select(CourseRow.id, CourseRow.slug, CourseRow.version_id, CourseRow.withdrawn_at).where(
            CourseRow.version_id.is_not(None)
        )
    ).all()
    parsed = editions.get_all(row.version_id for row in rows)
    served = {row.id: parsed[row.version_id] for row in rows if row.withdrawn_at is None}
    withdrawn = {row.id: parsed[row.version_id] for row in rows if row.withdrawn_at is not None}
    shelf = Shelf(stamp, served, withdrawn, editions)
    report = Report()
    library = read_library(root, report)
    for fault in report.errors:
        logging.getLogger("learnhub.catalogue").warning("shared course file", extra={"fields": {"fault": str(fault)}})
    # A broken skills.yaml must not empty the filters: what was read before stays.
    kept = library if library.areas or before is None else before
    shelf.areas, shelf.translated_areas = kept.areas, kept.translated_areas
    shelf.glossary = library.glossary if library.glossary or before is None else before.glossary
    return shelf


def shelf() -> Shelf:
    """The courses, as fresh as the visitor's first statement (or, without a visitor, as the database now)."""
    holder: Holder = current_app.extensions["learnhub.shelf"]
    return holder.at(_stamp(), current_app.extensions["learnhub.settings"].courses)


def _stamp() -> int:
    if has_request_context():
        visitor = visitor_or_none()
        if visitor is not None:
            return visitor.stamps.get(STAMP, 0)
        if "catalogue_stamp" not in g:
            g.catalogue_stamp = _read_stamp()
        return int(g.catalogue_stamp)
    return _read_stamp()


def _read_stamp() -> int:
    return db.session.execute(select(Stamp.value).where(Stamp.name == STAMP)).scalar_one_or_none() or 0
