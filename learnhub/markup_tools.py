"""What makes HTML of Markdown and cleans it: the only module that knows Markdown, bleach and nh3.

For `markup` alone, which imports it when the first text is rendered.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

import bleach
import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

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

Resolve = Callable[[str], str]
Shape = Callable[[Element], None]


class Shaper(Treeprocessor):
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
        md.treeprocessors.register(Shaper(md), "learnhub", 15)
        if self.one_line:
            for name in _BLOCKS:
                md.parser.blockprocessors.deregister(name, strict=False)


class Tools(threading.local):
    """One set a thread: a Markdown object keeps its state while it converts."""

    def __init__(self) -> None:
        self.page = Markdown(extensions=["tables", "sane_lists", _Plain()], output_format="html")
        self.line = Markdown(extensions=[_Plain(one_line=True)], output_format="html")
        self.cleaner = bleach.Cleaner(
            tags=TAGS, attributes=_is_allowed, protocols=SCHEMES, strip=True, strip_comments=True
        )

    def cleaned(self, html: str) -> str:
        """HTML with nothing in it but what the allow-list names, cleaned twice."""
        return nh3.clean(
            self.cleaner.clean(_DROPPED_ELEMENT.sub("", html)),
            tags=set(TAGS),
            clean_content_tags=set(_DROPPED),
            attributes=ATTRIBUTES,
            allowed_classes=CLASSES,
            url_schemes=SCHEMES,
            link_rel=None,
        )

    @contextmanager
    def shaping(self, markdown: Markdown, resolve: Resolve | None, shape: Shape | None) -> Iterator[None]:
        """Inside, what `markdown` converts has its addresses resolved and its tree shaped."""
        shaper = markdown.treeprocessors["learnhub"]
        assert isinstance(shaper, Shaper)
        shaper.resolve, shaper.shape = resolve, shape
        try:
            yield
        finally:
            shaper.resolve = shaper.shape = None


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return bool(CLASSES.get(tag)) and set(value.split()) <= CLASSES[tag]
    return name in ATTRIBUTES.get(tag, set())
