"""Texts that know their language, so that a page can say which of its parts are in another (WCAG 3.1.2).

What authors wrote is a `Phrase`; what is said of phrases is a `Sentence`. On a page they are marked by themselves;
everywhere else they are plain text. Pure: `web.i18n` says which language is spoken.
"""

from collections.abc import Callable, Iterable
from typing import Self

from markupsafe import Markup, escape


def _english() -> str:
    return "en"


class Spoken:
    """The language of the page that is being made."""

    language: Callable[[], str] = staticmethod(_english)


class Phrase(str):
    """Words in a language. On a page in another one they stand in an element that says so; else they are plain text."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        phrase = super().__new__(cls, text)
        phrase.language = language
        return phrase

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # what a copy is made from
        return plain(self), self.language

    def __html__(self) -> str:
        if not self or self.language == Spoken.language():
            return escape(plain(self))
        return Markup('<span lang="{}">{}</span>').format(self.language, plain(self))


class Sentence(str):
    """What we say of a phrase, in the language that was spoken when it was said: plain text, and marked on a page."""

    __slots__ = ("_html",)
    _html: str

    def __new__(cls, text: str, html: str) -> Self:
        sentence = super().__new__(cls, text)
        sentence._html = html
        return sentence

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # str's has one part
        return plain(self), self._html

    def __html__(self) -> str:
        return self._html


def plain(text: object) -> str:
    """A text without its languages: for an attribute, or where it goes into a file."""
    return str.__str__(text) if isinstance(text, str) else str(text)


def joined(separator: str, parts: Iterable[str]) -> str:
    """`separator.join(parts)` that keeps the languages of its parts."""
    parts = [str(part) if not isinstance(part, (Phrase, Sentence)) else part for part in parts]
    text = separator.join(parts)
    if not any(isinstance(part, (Phrase, Sentence)) for part in parts):
        return text
    return Sentence(text, escape(separator).join(parts))
