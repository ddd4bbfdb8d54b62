"""The skills standard as people choose from it: what each skill is called, and which of them a few words are about."""

from dataclasses import dataclass

from flask import current_app

from learnhub.catalogue.search import stem
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.catalogue.skill_hints import Hints, SkillText, Term
from learnhub.catalogue.skill_words import SkillWords

_KEPT = "learnhub.catalogue.hints"
_KEPT_WORDS = "learnhub.catalogue.skill-words"


@dataclass(frozen=True, slots=True)
class Choice:
    """A skill to tick."""

    code: str
    title: str


def all_skills() -> dict[str, str]:
    """What each skill is called in the language of this response, by its code, in the order of the standard."""
    return {skill.code: skill.title for area in shelf().skills for skill in area.skills}


def skill_names(codes: tuple[str, ...]) -> list[str]:
    """What skills are called; one that the standard no longer has, by its code."""
    known = all_skills()
    return [known.get(code, code.replace("-", " ")) for code in codes]


def skills_in(text: str) -> tuple[str, ...]:
    """The codes of the skills that a text seems to be about."""
    return _hints(shelf()).of(text)


def skills_called(word: str) -> tuple[str, ...]:
    """The codes of the skills that one word of a search means: a tool's name, a word of a title in any language."""
    books = shelf()
    kept: tuple[Shelf, SkillWords] | None = current_app.extensions.get(_KEPT_WORDS)
    if kept is None or kept[0] is not books:
        known: dict[str, tuple[list[str], list[str]]] = {}
        for areas in (books.areas, *books.translated_areas.values()):
            for skill in (skill for area in areas for skill in area.skills):
                titles, levels = known.setdefault(skill.code, ([], []))
                titles.append(skill.title)
                levels.extend(skill.levels.values())
        kept = books, SkillWords(known, stem)
        current_app.extensions[_KEPT_WORDS] = kept
    return kept[1].of(word)


def _hints(books: Shelf) -> Hints:
    """Worked out once for each edition of the standard; a few milliseconds."""
    kept: tuple[Shelf, Hints] | None = current_app.extensions.get(_KEPT)
    if kept is None or kept[0] is not books:
        skills = [
            SkillText(skill.code, skill.title, tuple(skill.levels.values()))
            for area in books.areas
            for skill in area.skills
        ]
        terms = [
            Term((meaning.term, *meaning.also), meaning.means)
            for languages in books.glossary.values()
            for meaning in languages.values()
        ]
        kept = books, Hints(skills, terms, stem)
        current_app.extensions[_KEPT] = kept
    return kept[1]
