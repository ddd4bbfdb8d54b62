"""Which words a text is found by: cut, folded and stemmed as the courses' search does it. Pure.

Welsh texts are kept by what their words may be before mutation too, behind a mark, so that "brofiad" finds "profiad"
and the English "bin" does not find "pin".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from learnhub.catalogue.search import fold, stem
from learnhub.catalogue.welsh import radicals

IN_TITLE, IN_TEXT = 8, 1
LONGEST_WORD = 40
LONGEST_QUERY = 200
MOST_WORDS = 6
MOST_KEPT = 1_500  # words of one question or note
SHORTEST_BEGINNING = 3
LAST = "\U0010ffff"
_WELSH = "~"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SAYS_NOTHING = """
a about all am an and any anybody anyone are as at be been but by can could did do does doing don for from get got had
has have hello hi how i if in into is it its just like me my need no not of on one or our out please should so some
somebody someone thanks that the their them then there they this to up us use used using was way we what when where
which who why will with would you your
ac am ar at beth ble chi ddim eich ein eu fel fi gan gyda hi hyn hynny i mae maen mewn na nad neu o oedd oes ond pa pam
pan pwy rwy rwyf sut sydd sy ti unrhyw wedi y ydw ydy yn yr yw
"""
_EMPTY = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for: its beginning, which it and longer ones have, and the other forms it may stand in."""

    forms: tuple[str, ...]
    beginning: str


def words_of(text: str) -> list[str]:
    """The folded words of a text that say something, each once, in its order."""
    folded = (fold(word)[:LONGEST_WORD] for word in _WORD.findall(text))
    return [word for word in dict.fromkeys(folded) if word and word not in _EMPTY]


def kept_forms(word: str, language: str) -> frozenset[str]:
    """How the index holds a folded word of a text in a language."""
    if language == "cy":
        return frozenset({word, *(_WELSH + radical[: LONGEST_WORD - 1] for radical in radicals(word))})
    return frozenset({word, stem(word)[:LONGEST_WORD]})


def kept_words(title: str, text: str, language: str) -> dict[str, int]:
    """Every form that something is found by, and its weight: more in a title."""
    found: dict[str, int] = {}
    for part, weight in ((title, IN_TITLE), (text, IN_TEXT)):
        for word in words_of(part):
            for form in kept_forms(word, language):
                found.setdefault(form, weight)
            if len(found) >= MOST_KEPT:
                return found
    return found


def together(*parts: Mapping[str, int]) -> dict[str, int]:
    """Several texts as one, each form by its greatest weight."""
    found: dict[str, int] = {}
    for part in parts:
        for form, weight in part.items():
            found[form] = max(weight, found.get(form, 0))
    return found


def wanted_words(text: str) -> tuple[Wanted, ...]:
    """What a query looks for; nothing when no word of it says anything."""
    return tuple(_wanted(word) for word in words_of(text[:LONGEST_QUERY])[:MOST_WORDS])


def telling_forms(title: str) -> tuple[tuple[str, ...], ...]:
    """The words of a title, each in the forms by which it would be the same word in another title."""
    return tuple(
        (stem(word)[:LONGEST_WORD], *(_WELSH + radical[: LONGEST_WORD - 1] for radical in sorted(radicals(word))))
        for word in words_of(title[:LONGEST_QUERY])[: 2 * MOST_WORDS]
    )


def _wanted(word: str) -> Wanted:
    beginning = word if len(word) >= SHORTEST_BEGINNING else ""
    forms = {word, stem(word)[:LONGEST_WORD], *(_WELSH + radical[: LONGEST_WORD - 1] for radical in radicals(word))}
    others = (form for form in forms if not beginning or not form.startswith(beginning))
    return Wanted(tuple(sorted(others)), beginning)
