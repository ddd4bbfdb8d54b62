"""Lines of a record as pages and the download name them; what other rooms own is looked up once a page, by kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from learnhub.record import shelves
from learnhub.record.kinds import Named, detailed, kinds, named
from learnhub.record.words import ObjectKind, Verb

OF_COURSES = frozenset({ObjectKind.COURSE, ObjectKind.MODULE})

# What a thing is, in the singular; its title when no room here knows it by name.
KINDS: dict[ObjectKind, LazyString] = {
    ObjectKind.COURSE: _("Course"),
    ObjectKind.MODULE: _("Module"),
    ObjectKind.PATHWAY: _("Pathway"),
    ObjectKind.BADGE: _("Badge"),
    ObjectKind.STUDY: _("Study of your own"),
    ObjectKind.EVENT: _("Event"),
    ObjectKind.SUPPORT: _("Support session"),
}

Names = Mapping[tuple[int, str], Named]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its names: `title` of the thing itself, `course` that a module belongs to, where each leads."""

    line: Any
    title: str
    course: str = ""
    address: str = ""
    certificate: str = ""

    @property
    def kind(self) -> ObjectKind:
        return ObjectKind(self.line.kind)

    @property
    def what(self) -> str:
        """What kind of thing it is."""
        return str(KINDS[self.kind])


def names_of(lines: Iterable[Any], language: str, learner_id: int | None = None) -> Names:
    """What the things that other rooms own are called, by kind and key; one question to each room.

    `learner_id`: on whose own record, which may say more of them.
    """
    keys: dict[ObjectKind, dict[str, None]] = {}
    for line in lines:
        if line.kind not in OF_COURSES:
            keys.setdefault(ObjectKind(line.kind), {})[line.key] = None
    found: dict[tuple[int, str], Named] = {}
    for kind, wanted in keys.items():
        if kind in kinds():
            found |= {(kind, key): name for key, name in named(kind, list(wanted), language).items()}
        else:
            found |= {(kind, key): Named(str(KINDS[kind])) for key in wanted}
        if learner_id is not None:
            found |= {(kind, key): name for key, name in detailed(kind, list(wanted), learner_id, language).items()}
    return found


def shown(lines: Sequence[Any], language: str, learner_id: int | None = None) -> list[Shown]:
    """The lines of a page with their names; of one's own record when it is said whose."""
    names = names_of(lines, language, learner_id)
    return [_shown(line, names, language) for line in lines]


def _shown(line: Any, names: Names, language: str) -> Shown:
    if line.kind in OF_COURSES:
        course, module = shelves.titles_of(line.course_id, line.kind, line.key, language)
        return Shown(line, module or course, course if module else "", certificate=_certificate_of(line))
    name = names[line.kind, line.key]
    return Shown(line, name.title, address=name.address, certificate=_certificate_of(line))


def _certificate_of(line: Any) -> str:
    """The address of the certificate of what was completed, also of what was withdrawn; empty for other lines."""
    if line.verb != Verb.COMPLETED or getattr(line, "is_voided", False):
        return ""
    if line.kind == ObjectKind.PATHWAY:
        return url_for("pathways.show_certificate", slug=line.key)
    course = shelves.current_version(line.course_id) if line.kind == ObjectKind.COURSE and line.course_id else None
    return url_for("learning.show_certificate", course=course.slug) if course is not None else ""
