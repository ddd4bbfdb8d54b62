"""A page as a tree, read strictly: every element that is opened is closed, in order. Pure; knows nothing of Flask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _words("area base br col embed hr img input link meta source track wbr")
LINES = _words(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr legend li main nav ol option p pre section select summary table tbody td tfoot th thead title "
    "tr ul"
)


class Malformed(AssertionError):
    """The page is not well-formed HTML."""


@dataclass(eq=False)
class Element:
    """One element: `find` and `all` look below it, `text` is what a reader sees of it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

    def get(self, name: str, otherwise: str = "") -> str:
        """An attribute; an attribute without a value is its own name."""
        return self.attributes.get(name, otherwise)

    def has(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    def walk(self) -> Iterator[Element]:
        """Every element below, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, *tags: str, class_: str = "", text: str | None = None, **attributes: str) -> list[Element]:
        """Every element below with one of the tags, the class, the text in it and the attributes (for_ is `for`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if (not tags or element.tag in tags)
            and (not class_ or class_ in element.classes)
            and all(element.attributes.get(name) == value for name, value in wanted.items())
            and (text is None or text in element.text)
        ]

    def find(self, *tags: str, class_: str = "", text: str | None = None, **attributes: str) -> Element:
        """The first such element; AssertionError when there is none."""
        found = self.all(*tags, class_=class_, text=text, **attributes)
        if not found:
            raise AssertionError(f"no {tags or 'element'} with {class_=} {text=} {attributes} in:\n{self.text}")
        return found[0]

    def ancestors(self) -> Iterator[Element]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def text(self) -> str:
        """The text, spaces collapsed, one line a block."""
        joined = "".join(self._pieces())
        lines = (" ".join(line.split()) for line in joined.split("\n"))
        return "\n".join(line for line in lines if line)

    def _pieces(self) -> Iterator[str]:
        if self.tag in {"style", "script"}:
            return
        if self.tag in LINES:
            yield "\n"
        for child in self.children:
            if isinstance(child, Element):
                yield from child._pieces()
            else:
                yield re.sub(r"\s+", " ", child)
        yield "\n" if self.tag in LINES else " " if self.tag in {"td", "th"} else ""

    @property
    def rows(self) -> list[list[str]]:
        """A table's cells as text, row by row."""
        return [[cell.text for cell in row.all("td", "th")] for row in self.all("tr")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise Malformed(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or ("" if value == "" else name) for name, value in attrs}, parent=self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if tag != self.at.tag:
            raise Malformed(f"</{tag}> closes <{self.at.tag}> on line {self.getpos()[0]}")
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(text: str) -> Element:
    """The tree of a page. Raises Malformed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.at is not reader.root:
        raise Malformed(f"<{reader.at.tag}> is never closed")
    return reader.root
