"""Search over the courses: a full-text index in memory (FTS5), the same on both databases.

Words are cut, folded and stemmed here, so that what reaches FTS5 are plain words in quotes and no syntax can leak.
"""

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

from learnhub.catalogue import weights
from learnhub.catalogue.structures import Area, Course, Module
from learnhub.catalogue.welsh import radicals

MOST_FOUND = 50
MOST_WORDS = 8
LONGEST_QUERY = 200
SNIPPET = 180  # characters
_CELL = re.compile(r"</t[hd]>\s*(?=<t[hd])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_stemmer_lock = threading.Lock()  # the stemmer keeps its word while it works


@dataclass(frozen=True, slots=True)
class Found:
    """A course, or a module of it, and where the words stand: clean HTML with <mark>."""

    course: Course
    module: Module | None
    snippet_html: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a row of the index stands for."""

    slug: str
    module: str
    text: str


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word in lower case without diacritics and apostrophes: “Tŷ” and “ty” are the same."""
    word = re.sub(r"['’]s$", "", word.casefold())  # an office's, the office
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c))


@cache
def _stemmer() -> Any:
    import snowballstemmer  # every language's with it: not before somebody searches

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of a folded word."""
    with _stemmer_lock:
        return str(_stemmer().stemWord(word))


class Index:
    """An index over some courses in one language."""

    def __init__(self, courses: Iterable[Course], areas: Iterable[Area] = ()) -> None:
        self._lock = threading.Lock()
        self._entries: list[_Entry] = []
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.execute("CREATE VIRTUAL TABLE entry USING fts5(title, body, detail=none, columnsize=1)")
        skills = {skill.code: skill.title for area in areas for skill in area.skills}
        courses = tuple(courses)
        self._is_welsh = any(course.language == "cy" for course in courses)
        for course in courses:
            named = " ".join(skills.get(code, "") for code in course.skills)
            text = " ".join([course.summary, weights.without_tags(course.html), *course.outcomes.values()])
            self._add(_Entry(course.slug, "", text), course.title, named, course.language)
            for module in course.modules:
                entry = _Entry(course.slug, module.slug, text_of(module))
                self._add(entry, module.title, questions_of(module), module.language)

    def _add(self, entry: _Entry, title: str, besides: str, language: str) -> None:
        """An entry under its title and text, and under words that are not shown."""
        self._entries.append(entry)
        welsh = language == "cy"
        row = len(self._entries), _indexed(title, welsh), _indexed(f"{entry.text} {besides}", welsh)
        self._connection.execute("INSERT INTO entry(rowid, title, body) VALUES (?, ?, ?)", row)

    def search(self, text: str, courses: dict[str, Course]) -> list[Found]:
        """The entries of these courses in which every word stands, best first."""
        words = [fold(word) for word in _WORD.findall(text[:LONGEST_QUERY])][:MOST_WORDS]
        words = [word for word in words if word]
        if not words:
            return []
        query = " AND ".join(f"({' OR '.join(self._forms(word))})" for word in words)
        with self._lock:
            rows = self._connection.execute(
                "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 8.0, 1.0), rowid LIMIT 500", (query,)
            ).fetchall()
        found = []
        for (number,) in rows:
            entry = self._entries[number - 1]
            course = courses.get(entry.slug)
            if course is not None:
                module = course.module(entry.module) if entry.module else None
                found.append(Found(course, module, snippet(entry.text, words, self._is_welsh)))
            if len(found) == MOST_FOUND:
                break
        return found

    def _forms(self, word: str) -> list[str]:
        """What a word of the query may stand as in the index: its stem, its beginning, and in Welsh its radicals."""
        forms = [f'"{stem(word)}"']
        if len(word) >= 3:
            forms.append(f'"{word}"*')
        if self._is_welsh:
            forms += [f'"{radical}"' for radical in radicals(word)]
        return forms


def _indexed(text: str, welsh: bool) -> str:
    """The words of a text as the index holds them."""
    return " ".join(_forms_of(word, welsh) for word in _WORD.findall(text))


@lru_cache(maxsize=50_000)
def _forms_of(word: str, welsh: bool) -> str:
    folded = fold(word)
    return " ".join(sorted(radicals(folded) | {folded} if welsh else {stem(folded), folded}))


def text_of(module: Module) -> str:
    """A module's words as a result shows them: its text, the cells of a table set apart."""
    parts = [module.html, module.alternative_html, *(f"{step.title} {step.html}" for step in module.steps)]
    return weights.without_tags(_CELL.sub(" · ", " ".join(part for part in parts if part)))


def questions_of(module: Module) -> str:
    """What a quiz asks, to be found and not shown; never an option, a pair or an explanation."""
    questions = module.quiz.questions if module.quiz else ()
    return weights.without_tags(" ".join(f"{question.title_html} {question.body_html}" for question in questions))


def snippet(text: str, words: list[str], welsh: bool = False) -> str:
    """The piece of a text where most of the words stand, each in <mark>; everything else is escaped."""
    known: dict[str, bool] = {}
    marks = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word not in known:
            known[word] = _matches(fold(word), words, welsh)
        if known[word]:
            marks.append(match)
    if not marks:
        return str(escape(_cut(text, 0, SNIPPET)))
    best = max(marks, key=lambda mark: (_near(mark, marks), -mark.start()))
    start = max(0, best.start() - SNIPPET // 3)
    start = 0 if start < 20 else text.rfind(" ", 0, start) + 1
    end = min(len(text), start + SNIPPET)
    parts = [Markup("… ") if start else Markup("")]
    at = start
    for mark in marks:
        if mark.start() >= at and mark.end() <= end:
            parts += [escape(text[at : mark.start()]), Markup("<mark>{}</mark>").format(mark[0])]
            at = mark.end()
    parts.append(escape(_cut(text, at, max(0, end - at))))
    return str(Markup("").join(parts))


def _near(mark: re.Match[str], marks: list[re.Match[str]]) -> int:
    return len({fold(other[0]) for other in marks if 0 <= other.start() - mark.start() < SNIPPET * 2 // 3})


def _cut(text: str, start: int, length: int) -> str:
    """A piece of a text that ends with a whole word, and with … when there is more."""
    if start + length >= len(text):
        return text[start:]
    end = text.rfind(" ", start, start + length)
    return text[start : end if end > start else start + length] + " …"


def _matches(word: str, words: list[str], welsh: bool) -> bool:
    if not word:
        return False
    own = stem(word)
    for asked in words:
        if own == stem(asked) or (len(asked) >= 3 and word.startswith(asked)):
            return True
        if welsh and radicals(word) & radicals(asked):
            return True
    return False


def found_without_text(courses: list[Course]) -> list[Found]:
    """Every course with its summary, in the order given."""
    return [Found(course, None, str(escape(course.summary))) for course in courses]
