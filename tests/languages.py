"""That a page in Welsh says which of its parts are not: names and texts of courses, pathways and badges that have no
Welsh, and words of the interface on the wrong side. `problems(page, English(app))` names what is not marked."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, cached_property
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask_babel import get_translations

from learnhub.badges.structures import KIND as BADGE
from learnhub.catalogue import definitions
from learnhub.catalogue.shelf import shelf
from learnhub.pathways.structures import KIND as PATHWAY
from learnhub.phrases import Phrase
from learnhub.web.i18n import speaking
from tests.html import Element, read

SHORTEST = 6  # of a title: a shorter one may be a word of two languages
SHORTEST_TEXT = 20  # of a line of a course: a shorter one may stand in two languages
TYPED = {"textarea", "input"}  # what somebody typed is in the language they typed it in
UNMARKABLE = ("aria-label", "alt", "placeholder", "data-is", "title")


class English:
    """What courses, pathways and badges say in English alone."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.texts: set[str] = set()
        self.interface = interface()
        books = shelf()
        self._add(books.in_language("cy"))
        for kind in (PATHWAY, BADGE):
            self._add(tuple(one.in_language("cy") for one in definitions.served(kind)))
        self._add(books.areas_in("cy"))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds a title in a sentence. One word alone may stand in any: it must be the whole text."""
        longest_first = sorted((re.escape(name) for name in self.names if " " in name), key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(longest_first) or '(?!)'})(?!\w)")

    def _add(self, thing: Any, name: str = "", language: str = "en") -> None:
        """Every phrase in a thing of the catalogue, every text of it that is HTML, and those in what it holds."""
        if isinstance(thing, Phrase):
            if thing.language == "en" and len(thing) >= SHORTEST:
                (self.names if name == "title" else self.texts).add(str(thing))
        elif isinstance(thing, str):
            if language == "en" and name.endswith("html"):
                self.texts.update(text for text in _texts(thing) if len(text) >= SHORTEST_TEXT)
        elif isinstance(thing, (tuple, dict)):
            for one in thing.values() if isinstance(thing, dict) else thing:
                self._add(one, name, language)
        elif is_dataclass(thing):
            language = getattr(thing, "language", language)
            for field in fields(thing):
                self._add(getattr(thing, field.name), field.name, language)


_said: WeakKeyDictionary[Flask, tuple[int, English]] = WeakKeyDictionary()


def english(app: Flask) -> English:
    """What a service says in English alone, as it stands now."""
    with app.app_context():
        stamp = shelf().stamp
        if app not in _said or _said[app][0] != stamp:
            _said[app] = stamp, English()
        return _said[app][1]


@cache
def interface() -> dict[str, str]:
    """What the interface says in English and in Welsh, whole sentences without gaps."""
    with speaking("cy"):
        catalogue = get_translations()._catalog
    return {
        english: welsh
        for english, welsh in catalogue.items()
        if isinstance(english, str) and english and "%(" not in english and welsh not in ("", english)
    }


def problems(root: Element, known: English) -> Iterator[str]:
    """What a page in Welsh does not say of its languages; nothing for a page in English."""
    if root.find("html").get("lang") != "cy":
        return
    said = known.interface
    welsh = frozenset(said.values())
    for element, language in _with_language(root.find("html"), "cy"):
        for name in UNMARKABLE:
            if "<span" in element.get(name):
                yield f"<{element.tag} {name}={element.get(name)!r}> has an element in it"
            elif language != "en" and (found := known.pattern.search(element.get(name))):
                yield f"<{element.tag} {name}=…> says the English “{found[0]}”: no attribute can say so"
        if element.tag in TYPED:
            continue
        for child in element.children:
            text = " ".join(child.split()) if isinstance(child, str) else ""
            where = f"{text[:100]!r} in <{element.tag}>"
            if language != "en" and (found := known.pattern.search(text)):
                yield f"“{found[0]}” is English and not marked: {where}"
            elif language != "en" and (text in known.texts or text in known.names):
                yield f"a text of a course is English and not marked: {where}"
            elif language != "en" and text in said and text not in welsh:
                yield f"said in English: {where}"
            elif language == "en" and text in welsh and text not in said and len(text) >= SHORTEST:
                yield f"Welsh, and marked as English: {where}"


def _with_language(element: Element, language: str) -> Iterator[tuple[Element, str]]:
    """Everything on a page but its head, with the language that it is in."""
    language = element.get("lang") or language
    yield element, language
    for child in element.children:
        if isinstance(child, Element) and child.tag not in {"head", "style"}:
            yield from _with_language(child, language)


def _texts(html: str) -> Iterator[str]:
    """The pieces of text in it, spaces collapsed."""
    root = read(f"<div>{html}</div>")
    for element in root.walk():
        yield from (" ".join(child.split()) for child in element.children if isinstance(child, str))
