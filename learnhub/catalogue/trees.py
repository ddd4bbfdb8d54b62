"""What is done to the tree of a Markdown text, without knowing anything of courses."""

import re
from xml.etree.ElementTree import Element

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLACEHOLDER = re.compile("\x02[^\x03]*\x03")  # what Python-Markdown keeps aside until the tree is written


def without_marks(text: str) -> str:
    """The text without what Markdown keeps aside."""
    return _PLACEHOLDER.sub(" ", text)


def plain_text(element: Element) -> str:
    """The words of an element, blocks set apart by a space."""
    return " ".join(without_marks(" ".join(_texts(element))).split())


_INLINE = frozenset({"a", "em", "strong", "code", "dfn", "b", "i", "sub", "sup", "abbr", "small"})


def _texts(element: Element) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        inner = "".join(_texts(child)) if child.tag in _INLINE else " ".join(_texts(child))
        if child.tag in _INLINE:
            parts[-1] += inner + (child.tail or "")
        else:
            parts += [inner, child.tail or ""]
    return parts


def unwrap(parent: Element, child: Element) -> None:
    """Put what is in `child` in its place."""
    at = list(parent).index(child)
    parent.remove(child)
    inner = list(child)
    _add_text(parent, at, child.text)
    for offset, element in enumerate(inner):
        parent.insert(at + offset, element)
    _add_text(parent, at + len(inner), child.tail)


def _add_text(parent: Element, at: int, text: str | None) -> None:
    """Add text before the child at a place."""
    if not text:
        return
    if at == 0:
        parent.text = (parent.text or "") + text
    else:
        before = parent[at - 1]
        before.tail = (before.tail or "") + text


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def shape_tables(root: Element, title: str) -> None:
    """Shape every table; its caption, heard and not seen, is the heading above it, or the page's title."""
    heading = title
    for element in list(root.iter()):
        if element.tag in _HEADINGS:
            heading = plain_text(element) or heading
        elif element.tag == "table":
            shape_table(element)
            caption = Element("caption", {"class": "seen"})
            caption.text = heading
            element.insert(0, caption)


def shape_table(table: Element) -> None:
    """Headers with scope, cells that name their column (at 320 px they stand alone), figures to the right."""
    table.set("class", "stack")
    heads = list(table.iter("th"))
    names = [plain_text(head) for head in heads]
    for head, name in zip(heads, names, strict=True):
        _align(head)
        if name:
            head.set("scope", "col")
        else:
            head.tag = "td"  # a header without words is none
    body = table.find("tbody")
    for row in body if body is not None else []:
        for index, cell in enumerate(row):
            _align(cell)
            name = names[index] if index < len(names) else ""
            if name:
                cell.set("data-is", name)
            elif index == 0 and plain_text(cell):
                cell.tag = "th"
                cell.set("scope", "row")


def _align(cell: Element) -> None:
    style = cell.attrib.pop("style", "") + cell.attrib.pop("align", "")
    if "right" in style:
        cell.set("class", "n")
