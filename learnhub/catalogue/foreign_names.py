"""Names of things that have no translation, found in what was kept as plain text: messages that quote them."""

import re

from markupsafe import escape

from learnhub.catalogue.definitions import kinds, known
from learnhub.catalogue.shelf import shelf
from learnhub.phrases import Phrase


class ForeignNames:
    """What finds the titles of courses, modules and definitions that are in another language than the text. One per
    process; made anew when something was published."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, re.Pattern[str] | None]] = {}

    def __call__(self, language: str) -> re.Pattern[str] | None:
        """A pattern over escaped text, its one group the name; None when everything is in that language."""
        stamp = shelf().stamp
        kept = self._found.get(language)
        if kept is None or kept[0] != stamp:
            kept = self._found[language] = stamp, _pattern(language)
        return kept[1]


def _pattern(language: str) -> re.Pattern[str] | None:
    courses = shelf().in_language(language)
    titles: list[object] = [course.title for course in courses]
    titles += [module.title for course in courses for module in course.modules]
    titles += [getattr(one.in_language(language), "title", "") for kind in kinds() for one in known(kind.name).values()]
    names = {str(escape(str(title))) for title in titles if _is_foreign(title, language)}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)") if names else None


def _is_foreign(title: object, language: str) -> bool:
    """Whether it is in another language, and of several words: one word alone may stand in any sentence."""
    return isinstance(title, Phrase) and title.language != language and " " in title
