"""The skills standard as people choose from it: what each skill is called, and which of them a few words are about."""

from dataclasses import dataclass

from flask import current_app

from learnhub.catalogue.search import stem
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.catalogue.skill_hints import Hints, SkillText, Term, telling_words
from learnhub.catalogue.skill_words import SkillWords
from learnhub.web.i18n import language

_KEPT = "learnhub.catalogue.hints"
_KEPT_WORDS = "learnhub.catalogue.skill-words"
MOST_LOOKED_UP = 10  # words of a text


@dataclass(frozen=True, slots=True)
class Choice:
    """A skill to tick."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The codes of skills that a text is about, best first: surely, and perhaps."""

    sure: tuple[str, ...]
    perhaps: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.sure, *self.perhaps)


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


def suggested_in(text: str) -> Suggested:
    """The skills that a text is about. Surely, if it names a tool of theirs or says what their titles say."""
    words, hints = _skill_words(shelf()), _hints(shelf())
    sure = dict.fromkeys([*words.named_in(text, surely=True), *hints.surely_of(text)])
    perhaps = dict.fromkeys([*hints.of(text), *words.named_in(text, surely=False)])
    return Suggested(tuple(sure), tuple(code for code in perhaps if code not in sure))


def says_something(text: str) -> bool:
    """Whether any word of a text is known: to the standard, the glossary or a course in the language of this response.

    Without a standard nothing can be said of it, and it does.
    """
    books = shelf()
    if not books.areas or _hints(books).knows_any_of(text):
        return True
    words = telling_words(text)
    return any(skills_called(word) or books.search(word, language=language()) for word in words[:MOST_LOOKED_UP])


def skills_called(word: str) -> tuple[str, ...]:
    """The codes of the skills that one word of a search means: a tool's name, a word of a title in any language."""
    return _skill_words(shelf()).of(word)


def _skill_words(books: Shelf) -> SkillWords:
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
    return kept[1]


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
