"""Languages: which one, and dates, numbers and durations as people read them.

Strings are English in the code (`_("…")` in templates and views), translated by Flask-Babel's catalogues. The
language is the person's own, or the visitor's choice (a cookie), or what the browser asks for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
from markupsafe import Markup

from learnhub import clock
from learnhub.web.access import visitor_or_none

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
LANGUAGE_COOKIE = "language"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def init_app(app: Flask) -> None:
    """Choose the language of each request; give templates their filters."""
    app.extensions["learnhub.languages"] = languages_spoken()
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", app.config.get("LEARNHUB_TIMEZONE", "Europe/London"))
    Babel(app, locale_selector=language)
    app.jinja_env.install_gettext_callables(_template_gettext, _template_ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.context_processor(lambda: {"language": language()})
    app.add_template_filter(show_date, "date")
    app.add_template_filter(show_day_and_time, "day_and_time")
    app.add_template_filter(show_number, "number")
    app.add_template_filter(show_minutes, "minutes")
    app.add_template_filter(show_size, "size")
    app.add_template_filter(foreign, "foreign")


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


def gettext(message: str, **variables: object) -> str:
    """Flask-Babel's gettext at a tenth of its cost: it asks for the locale at every string, ours once a request."""
    found = _template_gettext(message)
    return found % variables if variables else found


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """Flask-Babel's ngettext, as `gettext` above: `%(num)d` stands for the number."""
    return _template_ngettext(one, many, num) % {"num": num, **variables}


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


def foreign(text: str, its_language: str) -> str:
    """A text of a course as it stands in this page: marked as being in another language when it is (WCAG 3.1.2)."""
    if not text or its_language == language():
        return text
    return Markup('<span lang="{}">{}</span>').format(its_language, text)


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
