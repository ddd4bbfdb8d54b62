"""What all courses share: the skills standard, the glossary and facts that can expire; and which courses there are."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from learnhub.catalogue.faults import Report
from learnhub.catalogue.fields import Fields
from learnhub.catalogue.reader import MODULE_FILE, SLUG, shown_path
from learnhub.catalogue.standard import read_areas
from learnhub.catalogue.structures import Area
from learnhub.catalogue.yaml_reader import LONGEST, YamlFault, YamlText, read_yaml

FACT_TEXTS = ("value", "says", "source", "jurisdiction")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term in one language: how it is written, other forms of it, what it means."""

    term: str
    means: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can go out of date, with where it comes from."""

    key: str
    value: str
    says: str
    source: str
    url: str
    jurisdiction: str
    checked_on: date
    review_by: date
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language → names above → text

    def in_language(self, language: str) -> "Fact":
        """The fact as a page in that language says it; in English what has no translation."""
        texts: Mapping[str, Any] = self.translations.get(language, {})
        return replace(self, **texts)


@dataclass(slots=True)
class Outline:
    """Which courses and modules there are, and by folder which definitions (pathways, badges), by the names of their
    files; enough to check a link."""

    modules: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prerequisites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, Collection[str]] = field(default_factory=dict)
    carries: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)  # course → its level, its skills


@dataclass(slots=True)
class Library:
    """The shared files as read; `outline` says what stands beside a course."""

    areas: tuple[Area, ...] = ()
    translated_areas: dict[str, tuple[Area, ...]] = field(default_factory=dict)
    glossary: dict[str, dict[str, Meaning]] = field(default_factory=dict)
    everyday: set[str] = field(default_factory=set)  # terms that are also ordinary words
    facts: dict[str, Fact] = field(default_factory=dict)
    outline: Outline = field(default_factory=Outline)
    forms: dict[str, tuple[re.Pattern[str], dict[str, str]]] = field(default_factory=dict)  # filled when asked for

    @property
    def skill_codes(self) -> Collection[str]:
        return frozenset(skill.code for area in self.areas for skill in area.skills)

    def meaning(self, key: str, language: str) -> Meaning | None:
        """A term in a language, else in English."""
        entry = self.glossary.get(key, {})
        return entry.get(language) or entry.get("en")

    def fact(self, key: str, language: str) -> Fact | None:
        """A fact as a page in that language says it."""
        found = self.facts.get(key)
        return found.in_language(language) if found else None

    def terms_in(self, text: str, language: str) -> list[tuple[str, str, int]]:
        """(key, form, place) of each term that stands in a text, as it is written there; each key once.

        Terms with an everyday meaning ("log", "pilot") are left out: only a reader can tell which is meant.
        """
        pattern, keys = self._forms(language)
        found: dict[str, tuple[str, int]] = {}
        for match in pattern.finditer(text) if keys else ():
            found.setdefault(keys[match[0].lower()], (match[0], match.start()))
        return [(key, form, place) for key, (form, place) in found.items()]

    def _forms(self, language: str) -> tuple[re.Pattern[str], dict[str, str]]:
        if language not in self.forms:
            keys = {
                form.lower(): key
                for key, entry in self.glossary.items()
                if language in entry and key not in self.everyday
                for form in (*entry[language].also, entry[language].term)
            }
            longest_first = sorted(keys, key=len, reverse=True)
            pattern = re.compile(rf"(?<![\w\[-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w\]-])", re.I)
            self.forms[language] = pattern, keys
        return self.forms[language]


def read_library(root: Path, report: Report) -> Library:
    """The shared files of a folder of courses. Faults go to the report; what is faulty is left out."""
    library = Library(outline=read_outline(root))
    read = {name: _shared(root / f"{name}.yaml", report) for name in ("skills", "glossary", "facts")}
    if read["skills"]:
        library.areas, library.translated_areas = read_areas(read["skills"], root / "skills.yaml", report)
    if read["glossary"]:
        library.glossary, library.everyday = _glossary(read["glossary"], root / "glossary.yaml", report)
    if read["facts"]:
        library.facts = _facts(read["facts"], root / "facts.yaml", report)
    return library


def read_outline(root: Path) -> Outline:
    """Courses, their modules and prerequisites, from names and front matter alone; nothing is reported here."""
    modules, prerequisites, carries = {}, {}, {}
    for folder in course_folders(root):
        names = (MODULE_FILE.match(entry.name) for entry in folder.iterdir())
        modules[folder.name] = frozenset(match[2] for match in names if match)
        front = _front(folder / "course.md")
        prerequisites[folder.name] = _words(front.get("prerequisites"))
        carries[folder.name] = str(front.get("level", "")), _words(front.get("skills"))
    definitions: dict[str, set[str]] = {}
    for path in root.glob("*/*.yaml"):
        definitions.setdefault(path.parent.name, set()).add(path.stem)
    return Outline(modules, prerequisites, definitions, carries)


def course_folders(root: Path) -> list[Path]:
    """The folders that are courses: a name that can be one, and a course.md."""
    if not root.is_dir():
        return []
    return sorted(
        entry
        for entry in root.iterdir()
        if SLUG.match(entry.name) and not entry.is_symlink() and entry.is_dir() and (entry / "course.md").is_file()
    )


def _front(path: Path) -> dict[str, Any]:
    """A course's front matter, whatever is wrong with it; empty when it cannot be read."""
    try:
        if path.is_symlink():
            return {}
        with path.open(encoding="utf-8") as file:
            text = file.read(20_000)
        return read_yaml(text.split("\n---", 1)[0].removeprefix("---\n")).data
    except (OSError, ValueError):
        return {}


def _words(found: object) -> tuple[str, ...]:
    return tuple(entry for entry in found if isinstance(entry, str)) if isinstance(found, list) else ()


def _shared(path: Path, report: Report) -> YamlText | None:
    shown = shown_path(path)
    try:
        if path.is_symlink() or path.stat().st_size > LONGEST:
            report.error(shown, 1, "This is a link, or too large", "Put a plain file of less than 1 MB here.")
            return None
        return read_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        report.warn(shown, 1, "This file is missing", f"Add {path.name} beside the courses; see docs/author.md.")
    except (OSError, UnicodeDecodeError) as error:
        report.error(shown, 1, f"This file cannot be read: {type(error).__name__}", "Save it as UTF-8.")
    except YamlFault as fault:
        report.error(shown, fault.line, fault.message, fault.mend)
    return None


def _glossary(source: YamlText, path: Path, report: Report) -> tuple[dict[str, dict[str, Meaning]], set[str]]:
    def complain(line: int, message: str, mend: str) -> None:
        report.error(shown_path(path), line, message, mend)

    glossary, everyday = {}, set()
    for key, entry in source.data.items():
        if not SLUG.match(key):
            complain(
                source.line(key), f"“{key[:40]}” cannot be a key", "Use lower-case letters, digits and single hyphens."
            )
            continue
        term = Fields(entry, source, complain, (key,))
        if term.flag("everyday", False):
            everyday.add(key)
        languages = {}
        for language in ("en", "cy"):
            value = term.get(language, language == "en")
            if value is None:
                if language == "cy" and "en" in languages:
                    report.warn(
                        shown_path(path), source.line(key), f"“{key}” has no Welsh", "Add “cy: {term: …, means: …}”."
                    )
                continue
            fields = Fields(value, source, complain, (key, language))
            meaning = Meaning(fields.text("term"), fields.text("means"), fields.words("also"))
            fields.no_others()
            if meaning.term and meaning.means:
                languages[language] = meaning
        term.no_others()
        glossary[key] = languages
    return glossary, everyday


def _facts(source: YamlText, path: Path, report: Report) -> dict[str, Fact]:
    def complain(line: int, message: str, mend: str) -> None:
        report.error(shown_path(path), line, message, mend)

    facts = {}
    for key, entry in source.data.items():
        fields = Fields(entry, source, complain, (key,))
        if not SLUG.match(key):
            complain(
                source.line(key), f"“{key[:40]}” cannot be a key", "Use lower-case letters, digits and single hyphens."
            )
            continue
        texts = {name: fields.text(name) for name in FACT_TEXTS}
        url = fields.address("url", needed=True)
        checked_on, review_by = fields.day("checked_on"), fields.day("review_by")
        translations = {"cy": _welsh_fact(fields)} if fields.get("cy", False) is not None else {}
        fields.no_others()
        if checked_on and review_by and url and all(texts.values()):
            facts[key] = Fact(
                key=key, url=url, checked_on=checked_on, review_by=review_by, translations=translations, **texts
            )
    return facts


def _welsh_fact(fields: Fields) -> dict[str, str]:
    welsh = Fields(fields.data["cy"], fields.source, fields.complain, (*fields.path, "cy"))
    found = {name: welsh.text(name, needed=name in {"value", "says"}) for name in FACT_TEXTS}
    welsh.no_others()
    return {name: text for name, text in found.items() if text}


def fingerprint(library: Library, terms: frozenset[str], facts: frozenset[str]) -> str:
    """A hash of the terms and facts that a course cites, so that a changed fact makes a new version."""
    parts = [repr((key, library.glossary.get(key))) for key in sorted(terms)]
    parts += [repr(library.facts.get(key)) for key in sorted(facts)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
