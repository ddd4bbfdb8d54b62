"""Filling in a quiz as a hurried learner would.

The first choice, each number once, something typed. Standard library only.
"""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The fields of the main form of a page: hidden ones as they are, the others answered."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._inside = False
        self._in_main = False
        self._radios: set[str] = set()
        self._select: str | None = None
        self._options: list[str] = []
        self._group = ""  # of the question: its fields' ids are q3, q3-2, q3-3 …
        self._bare_option = False
        self._ranks: dict[str, int] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._in_main = True
        elif tag == "form" and self._in_main:
            self._inside = True
        elif self._inside and tag == "input":
            self._input(values)
        elif self._inside and tag == "textarea":
            self.fields.append((values.get("name", ""), "a line of text"))
        elif self._inside and tag == "select":
            self._select, self._options = values.get("name", ""), []
            self._group = values.get("id", "").split("-")[0]
        elif self._select is not None and tag == "option":
            self._bare_option = "value" not in values
            if values.get("value"):
                self._options.append(values["value"])

    def _input(self, values: dict[str, str]) -> None:
        name, kind = values.get("name", ""), values.get("type", "text")
        if kind == "hidden":
            self.fields.append((name, values.get("value", "")))
        elif kind in {"radio", "checkbox"}:
            if name not in self._radios:
                self._radios.add(name)
                self.fields.append((name, values.get("value", "on")))
        elif kind not in {"submit", "button"}:
            self.fields.append((name, "7"))

    def handle_data(self, data: str) -> None:
        if self._select is not None and self._bare_option and data.strip():
            self._options.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            # Ordering asks for each number once: the n-th select of a question takes the n-th number.
            rank = self._ranks.get(self._group, 0)
            self._ranks[self._group] = rank + 1
            if self._options:
                self.fields.append((self._select, self._options[min(rank, len(self._options) - 1)]))
            self._select = None
        elif tag == "form":
            self._inside = False
        elif tag == "main":
            self._in_main = False


def filled(html: str) -> list[tuple[str, str]]:
    """Every field of the page's main form, answered."""
    return Form(html).fields
