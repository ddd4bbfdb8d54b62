"""The catalogue as a page: what was asked for, which courses answer, in which groups, how each stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from flask import url_for
from flask_babel import LazyString

from learnhub.catalogue.definitions import served
from learnhub.catalogue.search import Found
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Level
from learnhub.learning.contents import Status
from learnhub.learning.course_page import status_of
from learnhub.learning.words import AUDIENCES, GROUPS, LEVELS, MINUTES
from learnhub.phrases import joined
from learnhub.record.queries import ProgressRow
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language
from learnhub.web.paging import PAGE_SIZE, Page, page_of

LONGEST_SEARCH = 200
MOST_MODULES = 3  # of a course, shown under it as results of a search
_LEVELS = list(Level)
_AUDIENCES = list(AUDIENCES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asked of the catalogue; empty means anything. What the catalogue does not know is not asked."""

    text: str = ""
    skill: str = ""
    level: str = ""
    audience: str = ""
    minutes: int = 0

    @property
    def filters(self) -> bool:
        return bool(self.skill or self.level or self.audience or self.minutes)

    @property
    def is_wordless(self) -> bool:
        """Whether what was typed has no word in it, such as “%”."""
        return bool(self.text) and not any(letter.isalnum() for letter in self.text)

    @property
    def address(self) -> dict[str, str | int]:
        """The words of the address that ask for this again."""
        asked: dict[str, str | int] = {
            "q": self.text,
            "skill": self.skill,
            "level": self.level,
            "audience": self.audience,
            "minutes": self.minutes,
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(slots=True)
class Card:
    """A course in the list. `snippet_html` and those of its modules hold the words that a search found."""

    course: Course
    status: Status
    group: str
    snippet_html: str = ""
    modules: list[Found] = field(default_factory=list)


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """What an address asks for."""
    minutes = args.get("minutes", "")
    return Wanted(
        text=" ".join(args.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
        skill=_known(args.get("skill", ""), skills_offered()),
        level=_known(args.get("level", ""), levels_offered()),
        audience=_known(args.get("audience", ""), _AUDIENCES),
        minutes=int(minutes) if minutes in {str(value) for value in MINUTES} else 0,
    )


def _known(value: str, values: Iterable[str]) -> str:
    return value if value in set(values) else ""


def skills_offered() -> dict[str, str]:
    """The skills that some course teaches, code → title, in the order of the standard."""
    taught = {code for course in shelf().courses for code in course.skills}
    return {skill.code: skill.title for area in shelf().skills for skill in area.skills if skill.code in taught}


def levels_offered() -> dict[Level, LazyString]:
    """The levels that some course has, in their order."""
    there = {course.level for course in shelf().courses}
    return {level: text for level, text in LEVELS.items() if level in there}


def cards(wanted: Wanted, progress: Mapping[int, ProgressRow]) -> list[Card]:
    """The courses that answer, in groups; those of a search in the search's own order."""
    found = shelf().search(
        wanted.text,
        skill=wanted.skill,
        level=wanted.level,
        audience=wanted.audience,
        minutes=wanted.minutes or None,
        language=language(),
    )
    if not wanted.text:
        return sorted((_card(hit.course, progress) for hit in found), key=_place)
    by_course: dict[int, Card] = {}
    for hit in found:
        card = by_course.setdefault(hit.course.id, _card(hit.course, progress, group="found"))
        if hit.module is None:
            card.snippet_html = hit.snippet_html
        elif len(card.modules) < MOST_MODULES:
            card.modules.append(hit)
    return list(by_course.values())


def page_from(found: list[Card], after: str) -> Page[Card]:
    """The page of the list that begins after a course; the first one when that is not in the list."""
    slugs = [card.course.slug for card in found]
    start = slugs.index(after) + 1 if after in slugs else 0
    return page_of(found[start : start + PAGE_SIZE + 1], lambda card: card.course.slug)


def groups_of(rows: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """Neighbours of one group together, in the order of the list."""
    return [(group, list(some)) for group, some in groupby(rows, key=lambda card: card.group)]


def _card(course: Course, progress: Mapping[int, ProgressRow], group: str = "") -> Card:
    status = status_of(course, progress.get(course.id))
    return Card(course, status, group or _group(course, status))


def _group(course: Course, status: Status) -> str:
    if status is Status.DONE:
        return "done"
    if status is not Status.NOT_STARTED:
        return "begun"
    return next((code for code in _AUDIENCES if code in course.audience), "everyone")


def _place(card: Card) -> tuple[int, int, bool, str]:
    """What one is in the middle of, everyone's courses, those by audience, what is done; easier ones first."""
    course = card.course
    return list(GROUPS).index(card.group), _LEVELS.index(course.level), bool(course.prerequisites), course.title


def audiences_of(course: Course) -> str:
    """Whom a course is for, in words."""
    return "; ".join(str(AUDIENCES[code]) for code in course.audience if code in AUDIENCES) or _("Everyone")


def skills_of(course: Course) -> str:
    """What skills a course teaches, in words."""
    titles = {skill.code: skill.title for area in shelf().skills for skill in area.skills}
    return joined("; ", (titles.get(code, code) for code in course.skills))


def pathways_with(course: Course) -> list[tuple[str, str]]:
    """Title and address of the pathways that a course is on, from memory."""
    names = {course.slug, *course.was}
    return [
        (pathway.in_language(language()).title, url_for("pathways.show_pathway", slug=pathway.slug))
        for pathway in served("pathway")
        if names.intersection(pathway.value.courses)
    ]
