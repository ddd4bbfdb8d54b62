"""Text from outside made into HTML that is safe on our pages. The only module that knows Markdown, bleach and nh3.

Raw HTML in Markdown is shown as text. What Markdown makes is cleaned twice, by bleach and by nh3 with the same
allow-list, and a Content-Security-Policy without script stands behind both. Text that would make Markdown slow is
refused.
Rendering happens when something is published or written, never when a page is read.
"""

import re
import threading
from collections.abc import Callable
from xml.etree.ElementTree import Element

import bleach
import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

LONGEST_TEXT = 200_000  # characters
LONGEST_BLOCK = 12_000  # characters between two empty lines
MOST_NESTED = 4_000  # marks of quotes and lists in one text
DEEPEST = 8  # quotes and lists within each other
DEEPEST_INDENT = 40  # spaces
DEEPEST_BRACKET = 8
MOST_OF_A_MARK = 600  # of each of [ * _ ` in one block; their cost grows with the square

TAGS = frozenset(
    """a abbr b blockquote br caption code dd details dfn dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img li ol p pre
    small strong sub summary sup table tbody td th thead tr ul""".split()  # noqa: SIM905  # forty quoted names read worse
)
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"data-is"},
    "th": {"scope", "data-is"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
CLASSES: dict[str, set[str]] = {
    "table": {"stack"},
    "caption": {"seen"},
    "details": {"term"},
    "ul": {"facts"},
    "p": {"quiet"},
    "th": {"n"},
    "td": {"n"},
}
SCHEMES = {"https", "mailto"}
# Elements whose content is not text for people: dropped with it (bleach alone leaves a script's text visible).
_DROPPED = ("script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "textarea", "title")
_DROPPED_ELEMENT = re.compile(rf"<({'|'.join(_DROPPED)})\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NESTING = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*")
_NEST_MARK = re.compile(r">|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])")

Resolve = Callable[[str], str]
Shape = Callable[[Element], None]


class MarkupError(ValueError):
    """The text is too long or too nested to be rendered; the message says which, `line` where (from 1)."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def render(text: str, *, resolve: Resolve | None = None, shape: Shape | None = None) -> str:
    """Markdown as clean HTML.

    `resolve` is given each address of a link or picture and returns the one to write; `shape` may change the tree
    before it is written. Raises MarkupError when the text is too long or too nested.
    """
    text = without_controls(text)
    refuse_what_is_slow(text)
    return _convert(_tools().page, text, resolve, shape)


def render_line(text: str, *, resolve: Resolve | None = None, shape: Shape | None = None) -> str:
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
    html = _DROPPED_ELEMENT.sub("", without_controls(html))
    html = _tools().cleaner.clean(html)
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


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


class _Shaper(Treeprocessor):
    """Runs after inline marks have become elements and before the tree is written."""

    resolve: Resolve | None = None
    shape: Shape | None = None

    def run(self, root: Element) -> None:
        if self.resolve is not None:
            for element in root.iter():
                for name in ("href", "src"):
                    address = element.get(name)
                    if address is not None:
                        element.set(name, self.resolve(address))
        if self.shape is not None:
            self.shape(root)


# Everything that makes of a line more than a paragraph.
_BLOCKS = ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference")


class _Plain(Extension):
    """Markdown without raw HTML: a tag is shown as it was typed."""

    def __init__(self, *, one_line: bool = False) -> None:
        super().__init__()
        self.one_line = one_line

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Shaper(md), "learnhub", 15)
        if self.one_line:
            for name in _BLOCKS:
                md.parser.blockprocessors.deregister(name, strict=False)


class _Tools(threading.local):
    """One set a thread: a Markdown object keeps its state while it converts."""

    def __init__(self) -> None:
        self.page = Markdown(extensions=["tables", "sane_lists", _Plain()], output_format="html")
        self.line = Markdown(extensions=[_Plain(one_line=True)], output_format="html")
        self.cleaner = bleach.Cleaner(
            tags=TAGS, attributes=_is_allowed, protocols=SCHEMES, strip=True, strip_comments=True
        )


_threads: list[_Tools] = []
_lock = threading.Lock()


def _tools() -> _Tools:
    if not _threads:
        with _lock:
            if not _threads:
                _threads.append(_Tools())
    return _threads[0]


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return bool(CLASSES.get(tag)) and set(value.split()) <= CLASSES[tag]
    return name in ATTRIBUTES.get(tag, set())


def _convert(markdown: Markdown, text: str, resolve: Resolve | None, shape: Shape | None) -> str:
    shaper = markdown.treeprocessors["learnhub"]
    assert isinstance(shaper, _Shaper)
    shaper.resolve, shaper.shape = resolve, shape
    try:
        return clean(markdown.reset().convert(text))
    except RecursionError:
        raise MarkupError("The text is nested too deep") from None
    finally:
        shaper.resolve = shaper.shape = None
