"""The choices of the directory's form as HTML, made once for each language and edition of the skills standard.

Eighty options are half of what the page would cost if they were made at every visit; which one is chosen is put in.
"""

from collections.abc import Iterable

from flask import current_app
from markupsafe import Markup, escape

from learnhub.ambassadors.directory import AmbassadorLine
from learnhub.ambassadors.showing import LANGUAGE_WORDS, LEVEL_WORDS, PLACE_WORDS, day_names, short_days
from learnhub.ambassadors.words import Place
from learnhub.catalogue.shelf import Shelf, shelf
from learnhub.catalogue.structures import Area
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import lang, language, plain

_KEPT = "learnhub.ambassadors.choices"
MOST_SAID = 5_000  # lists of skills kept as HTML: a hundred bytes each


class Choices:
    """The form's lists, and the words of a line, in the language of this response."""

    def __init__(self, areas: tuple[Area, ...]) -> None:
        self._weeks: dict[str, str] = {}
        self._said: dict[tuple[str, bool], Markup] = {}
        self.titles = {skill.code: skill.title for area in areas for skill in area.skills}
        self.places = {str(place): str(word) for place, word in PLACE_WORDS.items()}
        self.levels = {str(level): str(word).lower() for level, word in LEVEL_WORDS.items()}
        self.languages = {code: str(word) for code, word in LANGUAGE_WORDS.items()}
        self.skill = _first(_("Any skill")) + Markup("").join(
            Markup('<optgroup label="{}"{}>{}</optgroup>').format(
                plain(area.title), lang(area.title), _options((one.code, one.title) for one in area.skills)
            )
            for area in areas
        )
        self.level = _first(_("Any level")) + _options((level, str(word)) for level, word in LEVEL_WORDS.items())
        self.language = _first(_("Any language")) + _options(self.languages.items())
        kept = (Place.REMOTE.value, Place.IN_PERSON.value)
        self.place = _first(_("Either way")) + _options((place, self.places[place]) for place in kept)
        self.day = _first(_("Any day")) + _options(
            (str(number), name) for number, name in enumerate(day_names(), start=1)
        )

    def options(self, name: str, chosen: str) -> Markup:
        """The options of a list with one of them chosen."""
        options = str(getattr(self, name))  # a Markup's own replace would escape what is put in
        if chosen:
            options = options.replace(f'value="{chosen}"', f'value="{chosen}" selected', 1)
        return Markup(options)  # noqa: S704  # made above, of what was escaped there

    def skills(self, line: AmbassadorLine, *, with_levels: bool = False) -> Markup:
        """What somebody offers, as people call it; with the levels, where one was asked for."""
        offered = line.offered or "", with_levels
        if offered not in self._said:
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            said = Markup("{} ({})") if with_levels else Markup("{}")
            levels = self.levels
            names = [said.format(self.titles.get(code, code), levels.get(at, at)) for code, at in line.skills.items()]
            self._said[offered] = Markup(", ").join(names)
        return self._said[offered]

    def how(self, line: AmbassadorLine) -> str:
        """How, on which days and in which languages somebody helps: "Remotely · Mon, Wed · English, Welsh".

        That they do both, as nearly all do, is not said.
        """
        languages = ", ".join(self.languages.get(code, code) for code in line.languages)
        place = "" if line.place == Place.EITHER else self.places[line.place]
        return " · ".join(part for part in (place, self._days(line.free_days), languages) if part)

    def _days(self, pattern: str) -> str:
        if pattern not in self._weeks:
            self._weeks[pattern] = short_days(pattern)
        return self._weeks[pattern]


def choices() -> Choices:
    """Those of the language of this response."""
    books, spoken = shelf(), language()
    kept: tuple[Shelf, dict[str, Choices]] | None = current_app.extensions.get(_KEPT)
    if kept is None or kept[0] is not books:
        kept = current_app.extensions[_KEPT] = (books, {})
    if spoken not in kept[1]:
        kept[1][spoken] = Choices(books.skills)
    return kept[1][spoken]


def _first(text: str) -> Markup:
    return Markup('<option value="">{}</option>').format(text)


def _options(pairs: Iterable[tuple[str, str]]) -> Markup:
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(value, lang(text), escape(plain(text)))
        for value, text in pairs
    )
