"""Languages: which one, what is in another one, and dates, numbers and durations as people read them.

Strings are English in the code (`_("…")` in templates and views), translated by gettext catalogues. The
language is the person's own, or the visitor's choice (a cookie), or what the browser asks for.

What authors wrote knows its language (see `phrases`), and what `gettext` says of it keeps that; in what was kept as
plain text, `marked` finds the names.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from numbers import Number
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from learnhub import clock
from learnhub.phrases import Phrase, Sentence, Spoken, joined, plain
from learnhub.web.access import visitor_or_none

__all__ = [
    "LANGUAGES",
    "LANGUAGE_COOKIE",
    "TRANSLATIONS",
    "Phrase",
    "Sentence",
    "gettext",
    "init_app",
    "joined",
    "lang",
    "language",
    "languages_spoken",
    "marked",
    "ngettext",
    "plain",
    "show_date",
    "show_day_and_time",
    "show_minutes",
    "show_number",
    "show_size",
    "speaking",
    "written_day",
]

LANGUAGE_COOKIE = "language"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def init_app(app: Flask) -> None:
    """Choose the language of each request; give templates their filters."""
    app.extensions["learnhub.languages"] = languages_spoken()
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", app.config.get("LEARNHUB_TIMEZONE", "Europe/London"))
    Babel(app, locale_selector=language).domain_instance = _Words()
    app.jinja_env.globals.update({"_": _on_page, "gettext": _on_page, "ngettext": _counted_on_page})
    app.context_processor(lambda: {"language": language()})
    app.add_template_filter(show_date, "date")
    app.add_template_filter(show_day_and_time, "day_and_time")
    app.add_template_filter(show_number, "number")
    app.add_template_filter(show_minutes, "minutes")
    app.add_template_filter(show_size, "size")
    app.add_template_filter(plain, "plain")
    app.add_template_filter(lang, "lang")
    app.add_template_filter(marked, "marked")


def languages_spoken() -> dict[str, str]:
    """The languages that the interface has words in: English, and those whose catalogue is there. Code → own name."""
    return {
        code: name
        for code, name in LANGUAGES.items()
        if code == "en" or (TRANSLATIONS / code / "LC_MESSAGES" / "messages.mo").exists()
    }


def language() -> str:
    """The language of this response: "en" or "cy"; English for commands and jobs, unless they force another."""
    try:
        chosen: str = g.language  # asked for a hundred times on a page: one look
    except AttributeError:
        if not has_request_context():
            return "en"
        chosen = g.language = _chosen()
    except RuntimeError:  # no app
        chosen = "en"
    return chosen


def _chosen() -> str:
    spoken = current_app.extensions["learnhub.languages"]
    cookie = request.cookies.get(LANGUAGE_COOKIE, "")
    if person := visitor_or_none():
        chosen = person.language
    elif cookie in spoken:
        chosen = cookie
    else:
        chosen = request.accept_languages.best_match(list(spoken)) or "en"
    return chosen if chosen in spoken else "en"


LANGUAGES = {"en": Phrase("English", "en"), "cy": Phrase("Cymraeg", "cy")}


def lang(text: object) -> str:
    """The attribute that says a phrase's language, for elements that hold no others: `<option{{ title|lang }}>`."""
    if isinstance(text, Phrase) and text.language != language():
        return Markup(' lang="{}"').format(text.language)
    return ""


def marked(text: str, its_language: str = "") -> str:
    """A text of several words, kept or written whole, with the names in it that are known to be in another language
    marked; all of it too where it is a phrase in another than the page's."""
    spoken = its_language or (text.language if isinstance(text, Phrase) else language())
    find: Callable[[str], re.Pattern[str] | None] | None = current_app.extensions.get("learnhub.foreign_names")
    pattern = find(spoken) if find else None
    html = escape(plain(text))
    if pattern is not None:
        other = "en" if spoken == "cy" else "cy"
        html = Markup(pattern.sub(rf'<span lang="{other}">\1</span>', plain(html)))  # noqa: S704  # escaped before
    whole = isinstance(text, Phrase) and spoken != language()
    return Markup('<span lang="{}">{}</span>').format(spoken, html) if whole else html


Spoken.language = staticmethod(language)


def gettext(message: str, **variables: object) -> str:
    """A string of the interface in the language being spoken, its variables put in."""
    said = _in_language(message)
    return _said(said, variables) if variables else said


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """The form that a number takes, as `gettext` above: `%(num)d` stands for the number."""
    return _said(_counted(one, many, num), {"num": num, **variables})


def _said(message: str, variables: dict[str, object]) -> str:
    text = message % variables
    if not any(isinstance(value, (Phrase, Sentence)) for value in variables.values()):
        return text
    return Sentence(text, escape(message) % variables)


# Templates call these: what Jinja's own extension does in four calls and, inside a loop, a copy of the whole context.
@pass_eval_context
def _on_page(context: EvalContext, message: str, **variables: object) -> str:
    said = _in_language(message)
    if variables or "%" in said:
        said %= _escaped(variables) if context.autoescape else variables
    return Markup(said) if context.autoescape else said  # noqa: S704  # a translator's, and escaped


@pass_eval_context
def _counted_on_page(context: EvalContext, one: str, many: str, num: int, **variables: object) -> str:
    variables["num"] = num
    said = _counted(one, many, num) % (_escaped(variables) if context.autoescape else variables)
    return Markup(said) if context.autoescape else said  # noqa: S704  # a translator's, and escaped


def _escaped(variables: dict[str, object]) -> dict[str, object]:
    """Texts as they may stand in HTML; numbers stay numbers, which `%d` needs."""
    return {name: value if isinstance(value, Number) else escape(value) for name, value in variables.items()}


def _in_language(message: str) -> str:
    spoken = language()
    return message if spoken == "en" else str(_catalogue(spoken).ugettext(message))


def _counted(one: str, many: str, num: int) -> str:
    spoken = language()
    if spoken == "en":
        return one if num == 1 else many
    return str(_catalogue(spoken).ungettext(one, many, num))


@cache
def _catalogue(spoken: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [spoken])


class _Words(Domain):
    """Flask-Babel's words, found by our language: its own asks for the locale, and for its name, at every string."""

    def get_translations(self) -> NullTranslations:
        return _catalogue(language())


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Everything inside in that language, whoever is here: a message to somebody else, a page of a course."""
    before: str | None = g.pop("language", None)
    g.language = chosen
    try:
        with force_locale(chosen):
            yield
    finally:
        del g.language
        if before is not None:
            g.language = before


def show_date(day: date | datetime | None) -> str:
    """A day as "3 November 2026"; an instant by the day it was in the service's zone."""
    if day is None:
        return ""
    return written_day(clock.day_of(day) if isinstance(day, datetime) else day)


def show_day_and_time(instant: datetime | None) -> str:
    """An instant as "3 November 2026, 14:05 GMT", in the service's zone.

    The zone by its own short name, "BST": Babel knows that one only for locales of one country, and says "+0100" else.
    """
    if instant is None:
        return ""
    there = instant.astimezone(clock.zone())
    return f"{written_day(there.date())}, {there:%H:%M} {there.tzname()}"


def show_number(value: int | float) -> str:
    """A number with the language's separators: "12,345"."""
    return _written_number(value, language())


def written_day(day: date, pattern: str = "d MMMM yyyy") -> str:
    """A day by a pattern of Unicode's (CLDR, UTS 35)."""
    return _written_day(day, pattern, language())


# The same days and numbers come again and again, and Babel looks up every part of every one.
@lru_cache(maxsize=4096)
def _written_day(day: date, pattern: str, spoken: str) -> str:
    return format_date(day, pattern, locale=spoken)


@lru_cache(maxsize=4096)
def _written_number(value: int | float, spoken: str) -> str:
    return format_decimal(value, locale=spoken)


def show_minutes(minutes: int) -> str:
    """A duration: "45 minutes", "1 hour", "2 hours 30 minutes"."""
    hours, rest = divmod(int(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(num)d hour", "%(num)d hours", hours))
    if rest or not hours:
        parts.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(parts)


def show_size(size: int) -> str:
    """A file's size as people say it: "840 bytes", "12 kB", "3.4 MB"."""
    if size < 1_000:
        return ngettext("%(num)d byte", "%(num)d bytes", size)
    if size < 1_000_000:
        return gettext("%(size)s kB", size=round(size / 1_000))
    return gettext("%(size)s MB", size=round(size / 1_000_000, 1))
