"""The texts of one file as HTML: links resolved, pictures sized, terms explained where they stand, facts sourced."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from babel.dates import format_date
from markupsafe import Markup

from learnhub import markup
from learnhub.catalogue import trees
from learnhub.catalogue.addresses import Addresses
from learnhub.catalogue.library import Fact, Library
from learnhub.catalogue.reader import SLUG, SourceFile
from learnhub.catalogue.sections import TAKEN_IDS

_FACT = re.compile(r"\[fact:([^\]\n]*)\]")
_RAW_HTML = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|!--|!doctype)", re.I)
_CODE = re.compile(r"(`+)(?:(?!\1).)*?\1", re.S)
_HEADING_ID = re.compile(r"[ \t]*\{#([^\s{}]+)\}\s*$")
_SAYS_NOTHING = re.compile(
    r"^(?:click(?: here)?|here|this|link|this link|this page|read more|more|see here|"
    r"cliciwch yma|yma|y ddolen|mwy|darllen mwy)\W*$",
    re.I,
)
_WORDS = {
    "en": ("What “{}” means", "Facts on this page", "Checked on {}.", "Facts checked on {}.", "Picture: {} ({})"),
    "cy": (
        "Beth yw ystyr “{}”",
        "Ffeithiau ar y dudalen hon",
        "Gwiriwyd ar {}.",
        "Gwiriwyd y ffeithiau ar {}.",
        "Llun: {} ({})",
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A rendered text; `light_html` has its pictures as links."""

    html: str
    light_html: str
    words: int
    plain: str


NO_TEXT = Text("", "", 0, "")


@dataclass(slots=True)
class Renderer:
    """Renders the parts of one file in the order in which they stand. Terms are explained at their first mark."""

    source: SourceFile
    library: Library
    addresses: Addresses
    today: date
    language: str = "en"
    explained: set[str] = field(default_factory=set)
    facts: dict[str, Fact] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    _light: bool = False
    _top: int = 2
    _details: bool = True
    _words: int = 0
    _plain: str = ""
    _has_pictures: bool = False

    def page(self, text: str, line: int, *, top: int = 2) -> Text:
        """A text with headings (from level `top`), pictures and explained terms."""
        before = set(self.explained), Counter(self.seen)
        html = self._render(text, line, light=False, top=top)
        words, plain = self._words, self._plain
        light = html
        if self._has_pictures:
            self.explained, self.seen = before
            light = self._render(text, line, light=True, top=top)
        return Text(html, light, words, plain)

    def part(self, text: str, line: int) -> Text:
        """A short text without headings (a question's body, feedback); pictures are links that say their size."""
        html = self._render(text, line, light=True, top=7)
        return Text(html, html, self._words, self._plain)

    def line(self, text: str, line: int) -> Text:
        """One line: a question, an option. Terms in it are not explained, since nothing can follow it."""
        self._refuse_raw_html(text, line)
        self._begin(light=True, top=7, details=False)
        try:
            html = markup.render_line(self._with_facts(text, line), shape=self._shape)
        except markup.MarkupError as error:
            self.source.error(line, str(error), "Write it shorter and flatter.")
            html = ""
        return Text(html, html, self._words, self._plain)

    def facts_html(self, facts: list[Fact] | None = None) -> str:
        """The list “Facts on this page”, or nothing when there are none."""
        facts = list(self.facts.values()) if facts is None else facts
        if not facts:
            return ""
        title, items = _WORDS[self.language][1], [self._fact_item(fact) for fact in facts]
        return markup.clean(str(Markup('<h2>{}</h2><ul class="facts">{}</ul>').format(title, Markup("").join(items))))

    def facts_line(self, facts: list[Fact]) -> str:
        """One line that says when the facts of a handout were checked."""
        if not facts:
            return ""
        day = self._day(min(fact.checked_on for fact in facts))
        return markup.clean(str(Markup('<p class="quiet">{}</p>').format(_WORDS[self.language][3].format(day))))

    def _fact_item(self, fact: Fact) -> Markup:
        checked = _WORDS[self.language][2].format(self._day(fact.checked_on))
        return Markup('<li>{} <small><a href="{}">{}</a>, {}. {}</small></li>').format(
            fact.says, fact.url, fact.source, fact.jurisdiction, checked
        )

    def _day(self, day: date) -> str:
        return str(format_date(day, "d MMMM yyyy", locale=self.language))

    def _begin(self, *, light: bool, top: int, details: bool) -> None:
        self._light, self._top, self._details = light, top, details
        self._words, self._plain, self._has_pictures = 0, "", False

    def _render(self, text: str, line: int, *, light: bool, top: int) -> str:
        self._refuse_raw_html(text, line)
        self._begin(light=light, top=top, details=True)
        try:
            return markup.render(self._with_facts(text, line), shape=self._shape)
        except markup.MarkupError as error:
            self.source.error(line + error.line - 1, str(error), "Write it shorter and flatter.")
            return ""

    def _refuse_raw_html(self, text: str, line: int) -> None:
        without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        for match in _RAW_HTML.finditer(without_code):
            at = line + text.count("\n", 0, match.start())
            self.source.error(
                at, f"Raw HTML is not allowed: “{match[0][:40]}”", "Write Markdown, or put it between `backticks`."
            )

    def _with_facts(self, text: str, line: int) -> str:
        def value(match: re.Match[str]) -> str:
            at = line + text.count("\n", 0, match.start())
            key = match[1].strip()
            fact = self.library.fact(key, self.language)
            if fact is None:
                self.source.error(at, f"There is no fact “{key[:60]}”", "Add it to facts.yaml, or mend the key.")
                return key
            if fact.review_by < self.today:
                mend = "Check it at its source, then change checked_on and review_by in facts.yaml."
                self.source.error(at, f"The fact “{key}” was to be reviewed by {fact.review_by}", mend)
            if self.language != "en" and self.language not in fact.translations:
                self.source.warn(at, f"The fact “{key}” has no Welsh", "Add “cy: {value: …, says: …}” to it.")
            self.facts[key] = fact
            # As entities, so that nothing in a value is taken for Markdown ("7726." at the start of a line is no list).
            return re.sub(r"^.|[\\`*_\[\]{}<>|!&~#]", lambda found: f"&#{ord(found[0])};", fact.value)

        return _FACT.sub(value, text)

    def _shape(self, root: Element) -> None:
        self._plain = trees.plain_text(root)
        self._words = len(trees.WORD.findall(self._plain))
        self._check_headings(root)
        trees.shape_tables(root, str(self.source.front.data.get("title") or self.source.name))
        for block in list(root):
            terms = self._shape_inline(block)
            if self._details:
                for key in reversed(terms):
                    root.insert(list(root).index(block) + 1, self._explanation(key))

    def _check_headings(self, root: Element) -> None:
        last = self._top - 1
        for heading in root.iter():
            if heading.tag not in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                continue
            level, words = int(heading.tag[1]), trees.plain_text(heading)
            at = self._line("# " + words.split("{#")[0].strip()[:40])
            if self._top > 6:
                self.source.error(at, "A heading cannot stand here", "Use bold, or an ordinary sentence.")
            elif level < self._top:
                self.source.error(
                    at, f"“{words[:40]}” is a heading of level {level}", f"Headings here start at {'#' * self._top}."
                )
            elif level > last + 1:
                self.source.error(at, f"“{words[:40]}” skips a heading level", f"Use {'#' * (last + 1)}.")
            last = level
            self._take_id(heading, at)

    def _take_id(self, heading: Element, at: int) -> None:
        match = _HEADING_ID.search(heading.text or "") if not len(heading) else None
        if match is None:
            return
        heading.text = (heading.text or "")[: match.start()]
        if not SLUG.match(match[1]) or match[1] in TAKEN_IDS:
            self.source.error(
                at, f"“{match[1][:40]}” cannot be an id", "Use lower-case letters, digits and single hyphens."
            )
        elif match[1] in self.addresses.ids and not self._light:
            self.source.error(at, f"Two headings have the id “{match[1]}”", "Give each heading its own id.")
        else:
            heading.set("id", match[1])
            self.addresses.ids.add(match[1])

    def _shape_inline(self, block: Element) -> list[str]:
        """Resolve links and pictures below a block; the keys of the terms first marked in it."""
        terms: list[str] = []
        for parent in list(block.iter()):
            for child in list(parent):
                if child.tag == "img":
                    self._shape_picture(child)
                elif child.tag == "a":
                    href = child.get("href") or ""
                    if href.startswith("term:"):
                        terms += self._take_term(parent, child, href.removeprefix("term:"))
                    else:
                        self._shape_link(child, href)
        return terms

    def _take_term(self, parent: Element, link: Element, key: str) -> list[str]:
        at = self._line(f"(term:{key})")
        meaning = self.library.meaning(key, self.language)
        if meaning is None:
            self.source.error(
                at, f"There is no term “{key[:60]}” in the glossary", "Add it to glossary.yaml, or mend the key."
            )
        is_first = meaning is not None and key not in self.explained
        if is_first and self._details:
            link.tag = "dfn"
            link.attrib.clear()
            self.explained.add(key)
            return [key]
        trees.unwrap(parent, link)
        return []

    def _explanation(self, key: str) -> Element:
        meaning = self.library.meaning(key, self.language)
        assert meaning is not None
        details = Element("details", {"class": "term"})
        SubElement(details, "summary").text = _WORDS[self.language][0].format(meaning.term)
        SubElement(details, "p").text = meaning.means
        return details

    def _shape_link(self, link: Element, href: str) -> None:
        at = self._line(f"({href}")
        words = trees.plain_text(link)
        if not words and not any(True for _ in link.iter("img")):
            self.source.error(at, "This link has no text", "Write where it goes: [Passwords](passwords).")
        elif _SAYS_NOTHING.match(words):
            self.source.error(
                at, f"The link “{words}” does not say where it goes", "Use the name of the page as the link's text."
            )
        address = self.addresses.of_link(href, lambda message, mend: self.source.error(at, message, mend))
        if address:
            link.set("href", address)
        else:
            link.attrib.pop("href", None)

    def _shape_picture(self, picture: Element) -> None:
        src, alt = picture.get("src") or "", trees.without_marks(picture.get("alt") or "").strip()
        at = self._line(f"]({src}")
        if not alt or re.fullmatch(r"\S+\.\w{3,4}", alt):
            self.source.error(
                at, f"The picture “{src[:60]}” has no words for those who cannot see it", "Write ![what it shows](…)."
            )
        found = self.addresses.of_picture(src, lambda message, mend: self.source.error(at, message, mend))
        tail = picture.tail
        picture.clear()
        picture.tail = tail
        if found is None:
            picture.tag, picture.text = "em", alt
            return
        address, media = found
        self._has_pictures = True
        if self._light:
            size = f"{max(1, round(len(media.content) / 1000))} kB"
            picture.tag, picture.text = "a", _WORDS[self.language][4].format(alt, size)
            picture.set("href", address)
        else:
            picture.attrib.update(
                {"src": address, "alt": alt, "width": str(media.width), "height": str(media.height), "loading": "lazy"}
            )

    def _line(self, needle: str) -> int:
        """The line of the next place where something stands, counting the places already met."""
        line = self.source.line_of(needle, self.seen[needle])
        self.seen[needle] += 1
        return line
