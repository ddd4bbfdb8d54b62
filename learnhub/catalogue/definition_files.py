"""What a room defines in files beside the courses (`courses/pathways/*.yaml`): read and checked, in two languages.

A file is in English; what Welsh says otherwise stands in it under `cy:`, in the same shape, texts alone. The room's
`read` sees the one and the other as if each were a whole file.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learnhub.catalogue.faults import Report
from learnhub.catalogue.fields import Fields
from learnhub.catalogue.library import Library, Outline
from learnhub.catalogue.reader import LONGEST_SLUG, SLUG, read_text, shown_path
from learnhub.catalogue.yaml_reader import YamlFault, YamlText, read_yaml
from learnhub.phrases import Phrase

ENGLISH, WELSH = "en", "cy"
TEXTS = frozenset({"title", "summary", "why", "name", "description", "text"})


@dataclass(frozen=True, slots=True)
class DefinitionKind:
    """One kind of definition: its files, `read` which builds the room's frozen value from one.

    `read` complains of every fault through the fields, and may ask the library whether something is known (courses and
    other definitions by `outline`, skills by `skill_codes`), but keep nothing of it: a version is read again when what
    it names may be gone. It calls `no_others()` itself. `texts` are the entries, at any depth, that Welsh may say.
    `settle` completes for everyone what a new version makes true, in transactions of its own, and says for how many.
    """

    name: str
    folder: str
    read: "Callable[[DefinitionFields, Library], Any]"
    texts: frozenset[str] = TEXTS
    settle: Callable[[str], int] | None = None


@dataclass(slots=True)
class DefinitionDraft:
    """A file as it stands now. `value` is None when nothing could be made of it."""

    kind: DefinitionKind
    slug: str
    shown: str
    report: Report
    text: str = ""
    value: Any = None

    @property
    def is_publishable(self) -> bool:
        return self.value is not None and not self.report.errors

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def definition_paths(kind: DefinitionKind, root: Path) -> list[Path]:
    """The files of a kind below a folder of courses."""
    return sorted(path for path in (root / kind.folder).glob("*.yaml") if not path.name.startswith("."))


def read_definition(kind: DefinitionKind, path: Path, library: Library) -> DefinitionDraft:
    """One file, read and checked. Never raises for what is in it."""
    draft = DefinitionDraft(kind, path.stem, shown_path(path), Report())
    if not SLUG.match(draft.slug) or len(draft.slug) > LONGEST_SLUG:
        draft.report.error(draft.shown, 1, f"“{path.name}” cannot be a name here", "Name it like spot-a-scam.yaml.")
        return draft
    text = read_text(path, draft.report)
    if text is None:
        return draft
    draft.text = text

    def complain(line: int, message: str, mend: str) -> None:
        draft.report.error(draft.shown, line, message, mend)

    def warn(line: int, message: str, mend: str) -> None:
        draft.report.warn(draft.shown, line, message, mend)

    try:
        source = read_yaml(text)
    except YamlFault as fault:
        complain(fault.line, fault.message, fault.mend)
        return draft
    _check_welsh(kind, source, complain, warn)
    draft.value = read_languages(kind, draft.slug, source, library, complain)[0]
    if draft.is_publishable and read_kept(kind, draft.slug, text)[0] != draft.value:
        raise RuntimeError(f"the reader of {kind.folder} keeps something of the library in what it makes")
    return draft


def read_kept(kind: DefinitionKind, slug: str, text: str) -> tuple[Any, dict[str, Any]]:
    """A version that was published, from the text that is kept: its value and, by language, its translations.

    What it names was known when it was checked, and is taken as known.
    """
    return read_languages(kind, slug, read_yaml(text), _Trusting(), lambda _line, _message, _mend: None)


def read_languages(
    kind: DefinitionKind, slug: str, source: YamlText, library: Library, complain: Callable[[int, str, str], None]
) -> tuple[Any, dict[str, Any]]:
    """The value in English, and in Welsh where the file has any."""
    data = _in_english({name: value for name, value in source.data.items() if name != WELSH}, kind.texts)
    english = kind.read(_fields(slug, data, source.lines, complain), library)
    welsh = source.data.get(WELSH)
    if not isinstance(welsh, dict):
        return english, {}
    begin = f"{WELSH}."
    lines = {path.removeprefix(begin): line for path, line in source.lines.items() if path.startswith(begin)}
    merged = _overlaid(data, welsh, kind.texts)
    return english, {WELSH: kind.read(_fields(slug, merged, {**source.lines, **lines}, complain), library)}


def _fields(
    slug: str, data: dict[str, Any], lines: dict[str, int], complain: Callable[[int, str, str], None]
) -> "DefinitionFields":
    fields = DefinitionFields(data, YamlText(data, lines), complain)
    fields.slug = slug
    return fields


class DefinitionFields(Fields):
    """A definition's entries; `slug` is its file's name without the ending."""

    slug = ""


def _in_english(data: Any, texts: frozenset[str]) -> Any:
    """The data with its texts as phrases, so that one that Welsh does not say is still known to be English."""
    if isinstance(data, dict):
        return {
            name: Phrase(value, ENGLISH) if name in texts and isinstance(value, str) else _in_english(value, texts)
            for name, value in data.items()
        }
    return [_in_english(value, texts) for value in data] if isinstance(data, list) else data


def _overlaid(english: Any, welsh: Any, texts: frozenset[str]) -> Any:
    """English with the texts that Welsh says; whatever else Welsh says is left out."""
    if isinstance(english, dict) and isinstance(welsh, dict):
        merged = dict(english)
        for name, value in welsh.items():
            if isinstance(value, (dict, list)) and name in english:
                merged[name] = _overlaid(english[name], value, texts)
            elif name in texts and name in english and isinstance(value, str):
                merged[name] = Phrase(value, WELSH)
        return merged
    if isinstance(english, list) and isinstance(welsh, list):
        both = zip(english, welsh, strict=False)
        return [*(_overlaid(one, other, texts) for one, other in both), *english[len(welsh) :]]
    return english


def _check_welsh(
    kind: DefinitionKind,
    source: YamlText,
    complain: Callable[[int, str, str], None],
    warn: Callable[[int, str, str], None],
) -> None:
    """That Welsh says texts alone, those that are there in English; what it leaves out is a warning."""
    welsh = source.data.get(WELSH)
    if welsh is not None and not isinstance(welsh, dict):
        complain(source.line(WELSH), "“cy” is not a list of “name: value” lines", "Write “title: …” below it.")
        return
    english = dict(_leaves({name: value for name, value in source.data.items() if name != WELSH}, kind.texts))
    said = dict(_leaves(welsh or {}, kind.texts))
    for path, is_text in said.items():
        line = source.line(WELSH, *path)
        if not is_text:
            complain(line, f"“{path[-1]}” is not said again in Welsh", "Only texts are; take it out.")
        elif path not in english:
            complain(line, f"“{path[-1]}” is here in Welsh but not in English", "Say it in English too.")
    for path, is_text in english.items():
        if is_text and path not in said:
            warn(source.line(*path), f"“{path[-1]}” has no Welsh", "Say it under “cy:”, in the same shape.")


def _leaves(
    data: Any, texts: frozenset[str], path: tuple[object, ...] = ()
) -> Iterator[tuple[tuple[object, ...], bool]]:
    """(path, whether it is a text to translate) of everything that is neither a list nor a set of lines."""
    if isinstance(data, (dict, list)):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, texts, (*path, step))
    elif data is not None and path:
        yield path, path[-1] in texts


class _Everything(Mapping[str, Any]):
    """Holds whatever it is asked about."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> "_Everything":
        return self

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(slots=True)
class _Trusting(Library):
    """A library that knows everything."""

    outline: Outline = field(default_factory=lambda: Outline(_Everything(), _Everything(), _Everything()))

    @property
    def skill_codes(self) -> _Everything:
        return _Everything()
