"""What badges, their facts and the reasons for taking one back are called on pages."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learnhub.catalogue import definitions
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import ngettext


class Why(StrEnum):
    """Why an award was taken back; kept with it."""

    NO_LONGER_TRUE = "no-longer-true"
    TAKEN_BACK = "taken-back"


WHY: dict[str, LazyString] = {
    Why.NO_LONGER_TRUE: _l("Something that it rested on was taken back from your record."),
    Why.TAKEN_BACK: _l("It was taken back from your record as a mistake."),
}

LEVELS: dict[str, LazyString] = {
    "awareness": _l("awareness"),
    "working": _l("working"),
    "practitioner": _l("practitioner"),
    "expert": _l("expert"),
}


@dataclass(frozen=True, slots=True)
class ShownTitles:
    """What things are called in a language; what is no longer there, by its name in the file."""

    language: str
    books: Shelf

    def course(self, slug: str) -> str:
        course = self.books.course(slug, self.language)
        return course.title if course else slug.replace("-", " ")

    def pathway(self, slug: str) -> str:
        found = definitions.known("pathway").get(slug)
        return found.in_language(self.language).title if found else slug.replace("-", " ")

    def skill(self, code: str) -> str:
        skills = (skill for area in self.books.skills for skill in area.skills)
        return next((skill.title for skill in skills if skill.code == code), code.replace("-", " "))

    def level(self, name: str) -> str:
        return str(LEVELS.get(name, name))

    def event(self, kind: str, count: int) -> str:
        """ "a hackathon", "3 workshops": each said whole, since languages count in their own ways."""
        return {
            "hackathon": lambda: ngettext("a hackathon", "%(num)d hackathons", count),
            "workshop": lambda: ngettext("a workshop", "%(num)d workshops", count),
            "drop-in": lambda: ngettext("a drop-in clinic", "%(num)d drop-in clinics", count),
            "show-and-tell": lambda: ngettext("a show-and-tell", "%(num)d show-and-tells", count),
        }.get(kind, lambda: ngettext("an event", "%(num)d events", count))()


def titles_in(language: str) -> ShownTitles:
    """What things are called in a language."""
    return ShownTitles(language, shelf())


def group_heading(needed: int, parts: int) -> str:
    """What stands above the parts of a rule."""
    if needed == parts:
        return _("All of these:")
    return ngettext("One of these:", "%(num)d of these:", needed)
