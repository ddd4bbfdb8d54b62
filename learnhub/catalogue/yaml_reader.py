"""YAML from people we do not know: bounded in size and depth, no aliases, no tags, no key twice; with line numbers."""

from dataclasses import dataclass, field
from typing import Any

import yaml

LONGEST = 1_000_000  # characters; glossary and facts together are far below
DEEPEST = 12

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFault(ValueError):
    """What is wrong, on which line (from 1), and how to mend it."""

    def __init__(self, line: int, message: str, mend: str) -> None:
        super().__init__(message)
        self.line, self.message, self.mend = line, message, mend


@dataclass(frozen=True, slots=True)
class YamlText:
    """Data and, by path ("outcomes.spot-a-scam", "sources.0.url"), the line on which each entry stands."""

    data: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, *path: object) -> int:
        """The line of an entry, or of the nearest thing around it."""
        for end in range(len(path), 0, -1):
            found = self.lines.get(".".join(str(step) for step in path[:end]))
            if found is not None:
                return found
        return 1


def read_yaml(text: str, first_line: int = 1) -> YamlText:
    """A mapping from YAML text. Raises YamlFault."""
    if len(text) > LONGEST:
        raise YamlFault(first_line, f"This has {len(text):,} characters; the limit is {LONGEST:,}", "Make it shorter.")
    try:
        _refuse_tricks(text, first_line)
        loader = _Loader(text)
        node = loader.get_single_node()
        lines: dict[str, int] = {}
        if node is not None:
            _note_lines(node, "", first_line, lines)
        data = loader.construct_document(node) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlFault(line, f"This is not YAML: {error.problem or error}", _mend(str(error.problem))) from None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        if isinstance(error, YamlFault):
            raise
        raise YamlFault(first_line, f"This is not YAML: {str(error)[:200]}", _mend("")) from None
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise YamlFault(first_line, "This is not a list of “name: value” lines", "Write one “name: value” a line.")
    return YamlText(data, lines)


def _refuse_tricks(text: str, first_line: int) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlFault(
                line, "Anchors and aliases (& and *) are not allowed", "Write the value out, in quotes if it is text."
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise YamlFault(line, f"This is nested more than {DEEPEST} deep", "Write it flat.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _note_lines(node: yaml.Node, path: str, first_line: int, lines: dict[str, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{path}.{key.value}" if path else str(key.value)
            line = first_line + (key.start_mark.line if key.start_mark else 0)
            if name in lines:
                raise YamlFault(line, f"“{key.value}” stands here twice", "Keep one of them.")
            lines[name] = line
            _note_lines(value, name, first_line, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[f"{path}.{index}"] = first_line + (value.start_mark.line if value.start_mark else 0)
            _note_lines(value, f"{path}.{index}", first_line, lines)


def _mend(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "Put a text that contains a colon in double quotes."
    if "cannot start any token" in problem:
        return "Put the text in double quotes; indent with spaces, never tabs."
    return "Write “name: value”, one a line; put text with : # [ { or quotes in double quotes."
