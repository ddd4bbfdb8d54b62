"""Languages: which one, what is in another one, and dates, numbers and durations as people read them.

Strings are English in the code (`_("…")` in templates and views), translated by Flask-Babel's catalogues. The
language is the person's own, or the visitor's choice (a cookie), or what the browser asks for.

What authors wrote knows its language (see `phrases`), and what `gettext` says of it keeps that; in what was kept as
plain text, `marked` finds the names.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
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
]

LANGUAGE_COOKIE = "language"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def init_app(app: Flask) -> None:
    """Choose the language of each request; give templates their filters."""
    app.extensions["learnhub.languages"] = languages_spoken()
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", app.config.get("LEARNHUB_TIMEZONE", "Europe/London"))
    Babel(app, locale_selector=language)
    app.jinja_env.install_gettext_callables(_template_gettext, _template_ngettext, newstyle=True)  # type: ignore[attr-defined]  # of Jinja's i18n extension
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
    chosen: str | None = g.get("language") if g else "en"
    if chosen is None and not has_request_context():
        return "en"
    if chosen is None:
        spoken = current_app.extensions["learnhub.languages"]
        cookie = request.cookies.get(LANGUAGE_COOKIE, "")
        if person := visitor_or_none():
            chosen = person.language
        elif cookie in spoken:
            chosen = cookie
        else:
            chosen = request.accept_languages.best_match(list(spoken)) or "en"
        if chosen not in spoken:
            chosen = "en"
        g.language = chosen
    return chosen


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
    """Flask-Babel's gettext at a tenth of its cost: it asks for the locale at every string, ours once a request."""
    return _said(_template_gettext(message), variables) if variables else _template_gettext(message)


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """Flask-Babel's ngettext, as `gettext` above: `%(num)d` stands for the number."""
    return _said(_template_ngettext(one, many, num), {"num": num, **variables})


def _said(message: str, variables: dict[str, object]) -> str:
    text = message % variables
    if not any(isinstance(value, (Phrase, Sentence)) for value in variables.values()):
        return text
    return Sentence(text, escape(message) % variables)


def _template_gettext(message: str) -> str:
    return message if language() == "en" else str(_translations().ugettext(message))


def _template_ngettext(one: str, many: str, num: int) -> str:
    if language() == "en":
        return one if num == 1 else many
    return str(_translations().ungettext(one, many, num))


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Everything inside in that language, whoever is here: a message to somebody else, a page of a course."""
    before = {name: g.pop(name, None) for name in ("language", "translations")}
    g.language = chosen
    try:
        with force_locale(chosen):
            yield
    finally:
        for name, value in before.items():
            g.pop(name, None)
            if value is not None:
                setattr(g, name, value)


def _translations() -> Any:
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def show_date(day: date | datetime | None) -> str:
    """A day as "3 November 2026"; an instant by the day it was in the service's zone."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    return format_date(day, "d MMMM yyyy", locale=get_locale())


def show_day_and_time(instant: datetime | None) -> str:
    """An instant as "3 November 2026, 14:05 GMT", in the service's zone.

    The zone by its own short name, "BST": Babel knows that one only for locales of one country, and says "+0100" else.
    """
    if instant is None:
        return ""
    there = instant.astimezone(clock.zone())
    shown = format_datetime(there, "d MMMM yyyy, HH:mm", tzinfo=clock.zone(), locale=get_locale())
    return f"{shown} {there.tzname()}"


def show_number(value: int | float) -> str:
    """A number with the language's separators: "12,345"."""
    return format_decimal(value, locale=get_locale())


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
