"""How far the courses are translated: which file has its Welsh, which Welsh is older than its English.

A translated file names the English it was made from by a fingerprint in its front matter, `translates: 3f2a…`. When
the English changes, the fingerprints differ and the translation is stale until somebody has gone over it.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from learnhub.catalogue.library import course_folders

MARK = "translates"
_MARKED = re.compile(rf"^{MARK}:[ \t]*\"?([0-9a-f]*)\"?[ \t]*$", re.M)
_NOT_TRANSLATED = frozenset({"review.md"})  # never shown to learners


class State(StrEnum):
    """Where a translation stands."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FileParity:
    """One English file of a course and its translation. `course` and `file` are names."""

    course: str
    file: str
    state: State


def fingerprint_of(text: str) -> str:
    """Twelve hexadecimal digits of a text, the same on every system whatever its line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]


def marked_in(text: str) -> str:
    """The fingerprint that a translation says it was made from; empty when it says none."""
    found = _MARKED.search(text.partition("\n---\n")[0])
    return found[1] if found else ""


def parity_of(root: Path, language: str = "cy") -> Iterator[FileParity]:
    """Every file of every course that has been begun in the language: one that has its `course.md` there."""
    for folder in course_folders(root):
        if (folder / language / "course.md").is_file():
            for english in _english_files(folder):
                yield FileParity(folder.name, english.name, _state(english, folder / language / english.name))


def mark(translation: Path) -> str:
    """Write into a translation which English it was made from; the fingerprint. Raises OSError for no such file."""
    english = translation.parent.parent / translation.name
    fingerprint = fingerprint_of(english.read_text(encoding="utf-8"))
    text = translation.read_text(encoding="utf-8")
    if marked_in(text):
        text = _MARKED.sub(f'{MARK}: "{fingerprint}"', text, count=1)
    else:
        text = text.replace("---\n", f'---\n{MARK}: "{fingerprint}"\n', 1)
    translation.write_text(text, encoding="utf-8")
    return fingerprint


def _english_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if path.name not in _NOT_TRANSLATED)


def _state(english: Path, translation: Path) -> State:
    if not translation.is_file():
        return State.MISSING
    made_from = marked_in(translation.read_text(encoding="utf-8"))
    current = made_from == fingerprint_of(english.read_text(encoding="utf-8"))
    return State.CURRENT if current else State.STALE
