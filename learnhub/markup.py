"""Text from outside made into HTML that is safe on our pages, by the tools of `markup_tools`.

Raw HTML in Markdown is shown as text. What Markdown makes is cleaned twice, by bleach and by nh3 with the same
allow-list, and a Content-Security-Policy without script stands behind both. Text that would make Markdown slow is
refused.
Rendering happens when something is published or written, never when a page is read.
"""

import re
import threading
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from markdown import Markdown

    from learnhub.markup_tools import Resolve, Shape, Tools

LONGEST_TEXT = 200_000  # characters
LONGEST_BLOCK = 12_000  # characters between two empty lines
MOST_NESTED = 4_000  # marks of quotes and lists in one text
DEEPEST = 8  # quotes and lists within each other
DEEPEST_INDENT = 40  # spaces
DEEPEST_BRACKET = 8
MOST_OF_A_MARK = 600  # of each of [ * _ ` in one block; their cost grows with the square

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NESTING = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*")
_NEST_MARK = re.compile(r">|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])")


class MarkupError(ValueError):
    """The text is too long or too nested to be rendered; the message says which, `line` where (from 1)."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def render(text: str, *, resolve: "Resolve | None" = None, shape: "Shape | None" = None) -> str:
    """Markdown as clean HTML.

    `resolve` is given each address of a link or picture and returns the one to write; `shape` may change the tree
    before it is written. Raises MarkupError when the text is too long or too nested.
    """
    text = without_controls(text)
    refuse_what_is_slow(text)
    return _convert(_tools().page, text, resolve, shape)


def render_line(text: str, *, resolve: "Resolve | None" = None, shape: "Shape | None" = None) -> str:
    """One line of Markdown (emphasis, code, links) as clean HTML without a paragraph around it."""
    text = " ".join(without_controls(text).split())
    refuse_what_is_slow(text)
    html = _convert(_tools().line, text, resolve, shape).strip()
    return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html


def plain_shape(root: Element) -> None:
    """The shape of people's own texts: no pictures (nothing from outside), no headings, no tables."""
    for element in root.iter():
        if element.tag == "img":
            element.tag, element.text = "em", element.get("alt")
            element.attrib.clear()
        elif element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            element.tag = "p"
        elif element.tag in {"table", "thead", "tbody", "tr"}:
            element.tag = "div"
        elif element.tag in {"th", "td"}:
            element.tag = "span"


def clean(html: str) -> str:
    """HTML with nothing in it but what the allow-list names: no script, style, frames, handlers or other schemes."""
    return _tools().cleaned(without_controls(html))


def without_controls(text: str) -> str:
    """The text without NUL, other control characters and lone surrogates, and with plain line ends."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def refuse_what_is_slow(text: str) -> None:
    """Raise MarkupError for text whose size or nesting would make Markdown slow."""
    if len(text) > LONGEST_TEXT:
        raise MarkupError(f"The text has {len(text):,} characters; the limit is {LONGEST_TEXT:,}")
    block: list[str] = []
    nested = 0
    for number, line in enumerate(text.split("\n"), 1):
        nested += _nesting(line, number)
        if nested > MOST_NESTED:
            raise MarkupError(f"There are more than {MOST_NESTED:,} marks of quotes and lists", number)
        if line.strip():
            block.append(line)
        else:
            _refuse_block(block, number)
            block = []
    _refuse_block(block, text.count("\n") + 2)


def _nesting(line: str, number: int) -> int:
    """How many marks of quotes and lists begin a line; raises MarkupError when they are too many."""
    if len(line) > LONGEST_BLOCK:
        raise MarkupError(f"A line has {len(line):,} characters; the limit is {LONGEST_BLOCK:,}", number)
    start = _NESTING.match(line)
    depth = len(_NEST_MARK.findall(start[0])) if start else 0
    if depth > DEEPEST:
        raise MarkupError(f"Quotes and lists are nested more than {DEEPEST} deep", number)
    if len(line) - len(line.lstrip()) > DEEPEST_INDENT or line.startswith("\t" * (DEEPEST + 1)):
        raise MarkupError(f"A line is indented by more than {DEEPEST_INDENT} spaces", number)
    return depth


def _refuse_block(lines: list[str], end: int) -> None:
    block = "\n".join(lines)
    first = max(1, end - len(lines))
    if len(block) > LONGEST_BLOCK:
        raise MarkupError(
            f"A paragraph, list or table has {len(block):,} characters; the limit is {LONGEST_BLOCK:,}", first
        )
    for mark in "[*_`":
        if block.count(mark) > MOST_OF_A_MARK:
            raise MarkupError(f"A paragraph has more than {MOST_OF_A_MARK} “{mark}”", first)
    depth = 0
    for character in block:
        if character == "[":
            depth += 1
            if depth > DEEPEST_BRACKET and _deepest(block) > DEEPEST_BRACKET:
                raise MarkupError(f"Square brackets are nested more than {DEEPEST_BRACKET} deep", first)
        elif character == "]":
            depth = max(0, depth - 1)


def _deepest(block: str) -> int:
    """How deep the square brackets nest, task-list boxes apart."""
    depth = deepest = 0
    for character in re.sub(r"^[ \t]*[-*+] \[[ xX=]\]", "", block, flags=re.M):
        depth = depth + 1 if character == "[" else max(0, depth - 1) if character == "]" else depth
        deepest = max(deepest, depth)
    return deepest


_threads: list["Tools"] = []
_lock = threading.Lock()


def _tools() -> "Tools":
    if not _threads:
        # Only now: they are a twentieth of a web process, and most processes never render.
        from learnhub.markup_tools import Tools

        with _lock:
            if not _threads:
                _threads.append(Tools())
    return _threads[0]


def _convert(markdown: "Markdown", text: str, resolve: "Resolve | None", shape: "Shape | None") -> str:
    tools = _tools()
    try:
        with tools.shaping(markdown, resolve, shape):
            return clean(markdown.reset().convert(text))
    except RecursionError:
        raise MarkupError("The text is nested too deep") from None
