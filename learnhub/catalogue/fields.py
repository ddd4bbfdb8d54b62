"""Front matter and shared files, field by field: missing, of the wrong kind, unknown; and how to mend each."""

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from learnhub.catalogue.yaml_reader import YamlText
from learnhub.phrases import Phrase

Complain = Callable[[int, str, str], None]
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
LONGEST_VALUE = 500


class Fields:
    """Reads a mapping's entries; a wrong one is reported and answered with its default."""

    def __init__(self, data: Any, source: YamlText, complain: Complain, path: tuple[object, ...] = ()) -> None:
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.source, self.complain, self.path = source, complain, path
        self.known: set[str] = set()
        if not isinstance(data, dict):
            self.complain(
                source.line(*path), "This is not a list of “name: value” lines", "Write one “name: value” a line."
            )

    def line(self, *steps: object) -> int:
        return self.source.line(*self.path, *steps)

    def wrong(self, name: str, message: str, mend: str) -> None:
        self.complain(self.line(name), message, mend)

    def get(self, name: str, needed: bool) -> Any:
        self.known.add(name)
        value = self.data.get(name)
        if value is None and needed:
            self.complain(self.line(name), f"“{name}” is missing", f"Add a line “{name}: …”.")
        return value

    def text(self, name: str, *, needed: bool = True, longest: int = LONGEST_VALUE) -> str:
        """One line of text; a phrase stays one."""
        value = self.get(name, needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, f"“{name}” is not text but {_kind(value)}", "Put it in double quotes.")
            return ""
        line = self._line_of_text(name, value, longest)
        return Phrase(line, value.language) if isinstance(value, Phrase) else line

    def _line_of_text(self, name: str, value: str, longest: int) -> str:
        value = value.strip()
        if not value or len(value) > longest:
            self.wrong(name, f"“{name}” is {'empty' if not value else 'too long'}", f"Write 1 to {longest} characters.")
            return value[:longest]
        if _CONTROL.search(value):
            self.wrong(name, f"“{name}” has a line break or a control character", "Write it in one line.")
            return _CONTROL.sub(" ", value)
        return value

    def number(self, name: str, lowest: int, highest: int, *, default: int | None = None, needed: bool = True) -> int:
        """A whole number within bounds."""
        value = self.get(name, needed and default is None)
        if value is None:
            return lowest if default is None else default
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            self.wrong(name, f"“{name}” must be a whole number", f"Write a number from {lowest} to {highest}.")
            return lowest if default is None else default
        return value

    def flag(self, name: str, default: bool) -> bool:
        """true or false."""
        value = self.get(name, False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, f"“{name}” must be true or false", f"Write “{name}: {str(default).lower()}”.")
            return default
        return value

    def day(self, name: str) -> date | None:
        """A calendar day; None (and a fault) when it is missing or not one."""
        value = self.get(name, True)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.wrong(name, f"“{name}” is not a date", "Write it like 2026-11-20, without quotes.")
            return None
        return value

    def words(self, name: str, *, needed: bool = False, among: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of short texts, each once; `among` names those there are."""
        value = self.get(name, needed)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(entry, str) for entry in values) or len(values) > 50:
            self.wrong(name, f"“{name}” must be a list of words", f"Write “{name}: [one, two]”.")
            return ()
        if len(set(values)) < len(values):
            self.wrong(name, f"“{name}” names something twice", "Keep one of each.")
        if among is not None:
            for index, entry in enumerate(values):
                if entry not in among:
                    line = self.line(name, index)
                    self.complain(line, f"“{entry[:80]}” is not known in “{name}”", suggestion(entry, among))
            values = [entry for entry in values if entry in among]
        return tuple(dict.fromkeys(entry[:LONGEST_VALUE] for entry in values))

    def list(self, name: str, *, needed: bool = True) -> list[Any]:
        """A list of whatever; empty (and a fault) when it is something else."""
        value = self.get(name, needed)
        if value is not None and not isinstance(value, list):
            self.wrong(name, f"“{name}” must be a list", "Begin each entry with a hyphen, one a line.")
        return value if isinstance(value, list) else []

    def one_of(self, name: str, values: Iterable[str], default: str) -> str:
        """One of some words."""
        value = self.get(name, True)
        allowed = [*values]
        if value is None:
            return default
        if not isinstance(value, str) or value not in allowed:
            self.wrong(name, f"“{name}” cannot be {str(value)[:40]!r}", f"Use one of: {', '.join(allowed)}.")
            return default
        return value

    def address(self, name: str, *, needed: bool = False) -> str:
        """An https address."""
        value = self.text(name, needed=needed)
        if value and not is_https(value):
            self.wrong(name, f"“{name}” is not an https address", "Write it like https://www.example.org/page.")
            return ""
        return value

    def no_others(self) -> None:
        """Report every entry that was not asked for."""
        for name in self.data:
            if name not in self.known:
                self.wrong(str(name), f"“{str(name)[:40]}” is not known here", suggestion(str(name), self.known))


def is_https(value: str) -> bool:
    """Whether a text is an https address with a host and nothing hidden in it."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return (
        parts.scheme == "https" and bool(parts.hostname) and not parts.username and not re.search(r"[\s<>\"\\]", value)
    )


def suggestion(name: str, known: Collection[str]) -> str:
    """What somebody may have meant."""
    close = difflib.get_close_matches(name[:80], [*known], n=1)
    if close:
        return f"Did you mean “{close[0]}”?"
    shown = sorted(known)
    return "Use one of: " + ", ".join(shown[:12]) + ("…" if len(shown) > 12 else "") + "." if shown else "Take it out."


def _kind(value: object) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a set of lines",
        date: "a date",
    }
    return kinds.get(type(value), "something else")
