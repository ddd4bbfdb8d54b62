"""A body cut at its `##` headings, with the `{#id name="value"}` that may follow a title."""

import re
from dataclasses import dataclass, field

from learnhub.catalogue.reader import SLUG, SourceFile

_HEADING = re.compile(r"^##(?!#)[ \t]*(.*?)[ \t]*#*[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{([^{}]*)\}$")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\#(?P<id>[^\s"'=]+)|(?P<name>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"']+)))(?=\s|$)"""
)
# Ids that our pages use themselves.
TAKEN_IDS = frozenset({"main", "summary-title", "alternative-title", "facts"})


@dataclass(slots=True)
class Section:
    """A `##` heading and what stands below it; `line` is the heading's."""

    title: str
    line: int
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    id: str = ""

    @property
    def text_line(self) -> int:
        return self.line + 1


def cut(source: SourceFile) -> tuple[str, list[Section]]:
    """What stands before the first `##`, and the sections. Faulty attributes are reported."""
    lines = source.body.split("\n")
    starts = [number for number, line in enumerate(lines) if _HEADING.match(line)]
    intro = "\n".join(lines[: starts[0]] if starts else lines)
    sections = []
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        match = _HEADING.match(lines[start])
        assert match is not None
        section = Section(match[1], source.body_line + start, "\n".join(lines[start + 1 : end]))
        _read_attributes(source, section)
        sections.append(section)
    return intro, sections


def _read_attributes(source: SourceFile, section: Section) -> None:
    match = _ATTRIBUTES.search(section.title)
    if match is None:
        if "{#" in section.title:
            source.error(
                section.line,
                "The braces after this heading are not closed",
                'End the line with {#id} or {#id name="value"}.',
            )
        return
    section.title = section.title[: match.start()].strip()
    at = 0
    while at < len(match[1].rstrip()):
        found = _ATTRIBUTE.match(match[1], at)
        if found is None:
            source.error(
                section.line,
                f"“{match[1][at:].strip()[:40]}” is not understood",
                'Write {#id name="value"} with straight quotes.',
            )
            return
        at = found.end()
        if found["id"] is not None:
            section.id = found["id"]
        else:
            section.attributes[found["name"]] = found["quoted"] if found["quoted"] is not None else found["bare"]
    if section.id and (not SLUG.match(section.id) or section.id in TAKEN_IDS):
        source.error(
            section.line, f"“{section.id[:40]}” cannot be an id", "Use lower-case letters, digits and single hyphens."
        )
        section.id = ""


def refuse_same_ids(source: SourceFile, sections: list[Section]) -> None:
    """Report every id that two sections share."""
    seen: set[str] = set()
    for section in sections:
        if section.id and section.id in seen:
            source.error(section.line, f"Two headings have the id “{section.id}”", "Give each heading its own id.")
        seen.add(section.id)
