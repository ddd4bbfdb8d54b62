"""Which skills of the standard a few words are about: a rule over titles, level statements and the glossary. Pure.

Words count by how few skills know them: "scam" says much, "work" nothing. A glossary term brings in the words that
explain it, in the text at half their weight and in a skill's title too, so that "phishing" finds "Recognising scams",
since both are about pretending and passwords. Suggested, never set.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

MOST = 3
LONGEST = 400  # characters of a text that are looked at
IN_TITLE, IN_LEVELS, EXPLAINED = 3.0, 1.0, 0.5
ENOUGH = 1.2  # more than one telling word of a level statement: a month is not yet data
NEAR = 0.5  # of the best: a skill that fits much less than the best is not offered beside it
SURE = 2.5  # nearly a telling word of a title
NEARLY_BEST = 0.8  # of the best: surely meant too

_WORD = re.compile(r"[^\W_]{2,}")
_SAYS_NOTHING = """
a about all an and are as at be been but by can could do does each else for from get had has have how i if in into is it
its know make me more most my need new no not of on one or other others our out so some something than that the their
them then there they thing this those to up use used using very want was we were what when where which who why will with
without work working would yes you your service civil office people person team teams colleague colleagues day learn
learned learning part simple regularly help hard case better across set show works article blog book course episode
podcast read reading series talk training video watch watched webinar week
"""
_EMPTY = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True, slots=True)
class SkillText:
    """A skill as the rule reads it."""

    code: str
    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term: the ways it is written, and what it means."""

    written: tuple[str, ...]
    means: str


class Hints:
    """The rule over one edition of the standard and the glossary. `stem` cuts a folded word to its stem."""

    def __init__(self, skills: Iterable[SkillText], terms: Iterable[Term], stem: Callable[[str], str]) -> None:
        self._words_of = lru_cache(maxsize=256)(lambda text: tuple(_words(text, stem)))
        self._terms: dict[tuple[str, ...], tuple[str, ...]] = {
            self._words_of(written): self._words_of(term.means) for term in terms for written in term.written
        }
        self._terms.pop((), None)
        self._longest = max(map(len, self._terms), default=0)
        self._weights: dict[str, dict[str, float]] = {}
        for skill in skills:
            weights = dict.fromkeys(self._explained(self._words_of(skill.title)), IN_LEVELS)
            weights |= dict.fromkeys(self._words_of(" ".join(skill.levels)), IN_LEVELS)
            weights |= dict.fromkeys(self._words_of(skill.title), IN_TITLE)
            self._weights[skill.code] = weights
        known = Counter(word for weights in self._weights.values() for word in weights)
        count = len(self._weights)
        self._telling: Mapping[str, float] = {
            word: math.log(1 + count / skills_with) / math.log(1 + count) for word, skills_with in known.items()
        }

    def of(self, text: str) -> tuple[str, ...]:
        """The codes of at most three skills that a text seems to be about, best first."""
        return self._fitting(text, ENOUGH, NEAR)

    def surely_of(self, text: str) -> tuple[str, ...]:
        """Those of them that a text is surely about: it says a telling word of their titles."""
        return self._fitting(text, SURE, NEARLY_BEST)

    def knows_any_of(self, text: str) -> bool:
        """Whether a text says anything that the standard or the glossary says too, words of every talk aside."""
        said = self._words_of(text[:LONGEST])
        return any(word in self._telling for word in said) or any(True for _word in self._explained(said))

    def _fitting(self, text: str, least: float, near: float) -> tuple[str, ...]:
        said = list(dict.fromkeys(self._words_of(text[:LONGEST])))
        if not said:
            return ()
        weights = dict.fromkeys(self._explained(self._words_of(text[:LONGEST])), EXPLAINED) | dict.fromkeys(said, 1.0)
        scores = {code: self._score(known, weights) for code, known in self._weights.items()}
        best = max(scores.values(), default=0.0)
        fitting = [code for code, score in scores.items() if score >= max(least, near * best)]
        return tuple(sorted(fitting, key=lambda code: -scores[code])[:MOST])

    def _score(self, known: Mapping[str, float], said: Mapping[str, float]) -> float:
        return sum(known[word] * self._telling[word] * weight for word, weight in said.items() if word in known)

    def _explained(self, said: tuple[str, ...]) -> Iterable[str]:
        for length in range(1, self._longest + 1):
            for start in range(len(said) - length + 1):
                yield from self._terms.get(said[start : start + length], ())


def telling_words(text: str) -> list[str]:
    """The words of a text, those that stand in every talk left out."""
    return list(dict.fromkeys(_words(text[:LONGEST], str)))


def _words(text: str, stem: Callable[[str], str]) -> Iterable[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return (stem(word) for word in _WORD.findall(plain) if word not in _EMPTY)
