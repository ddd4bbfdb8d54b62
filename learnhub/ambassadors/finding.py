"""What somebody asks of the directory, as an address says it; which skills and departments the words stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import or_, select

from learnhub import clock
from learnhub.ambassadors.showing import LANGUAGE_WORDS
from learnhub.ambassadors.words import Place
from learnhub.catalogue.structures import Level
from learnhub.catalogue.suggesting import all_skills, skills_called, skills_in
from learnhub.db import db
from learnhub.people.models import Department, DepartmentName
from learnhub.people.queries import department_ids_below
from learnhub.web.i18n import speaking

LONGEST = 100
MOST_WORDS = 5
# What the network's people are called, here and elsewhere: whoever looks for one means all of them.
_CALLED = (
    "digital champion champions ambassador ambassadors adviser advisers advisor advisors "
    "llysgennad llysgenhadon hyrwyddwr hyrwyddwyr pencampwr pencampwyr digidol"
)
_THEIR_NAMES = frozenset(_CALLED.split())
_JOIN = "in at with for and the of who language yn gyda ac iaith"
_BETWEEN = frozenset(_JOIN.split())
_ALSO_CALLED = {
    "bsl": "bsl sign signing signs bsp arwyddion arwyddo",
    "cy": "cymraeg gymraeg",
    "gd": "gaelic gàidhlig",
    "ga": "gaeilge",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was typed, what it means beside a name or a place: skills, or a language."""

    text: str
    skills: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked. `level`: that one or a higher one; `near`: an office or a region; `day`: 1 Monday to 7 Sunday."""

    text: str = ""
    skill: str = ""
    level: str = ""
    department: str = ""
    near: str = ""
    language: str = ""
    place: str = ""
    day: str = ""
    advisers: str = ""

    @staticmethod
    def of(asked: Mapping[str, str]) -> "Filters":
        """What an address asks; what nobody can ask is not asked."""

        def text(name: str) -> str:
            return " ".join(asked.get(name, "").replace("\x00", "").split())[:LONGEST]

        def one_of(name: str, known: Any) -> str:
            value = asked.get(name, "")
            return value if value in known else ""

        return Filters(
            text=text("q"),
            skill=one_of("skill", all_skills()),
            level=one_of("level", set(Level)),
            department=text("department"),
            near=text("near"),
            language=one_of("language", LANGUAGE_WORDS),
            place=one_of("place", {Place.REMOTE, Place.IN_PERSON}),
            day=one_of("day", set("1234567")),
            advisers=one_of("advisers", {"1"}),
        )

    def address(self, **changed: Any) -> dict[str, Any]:
        """As an address says it."""
        asked = {
            "q": self.text,
            "skill": self.skill,
            "level": self.level,
            "department": self.department,
            "near": self.near,
            "language": self.language,
            "place": self.place,
            "day": self.day,
            "advisers": self.advisers,
            **changed,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that may be a name, a place, a skill or a language: all but what everybody in the network is called
        and, beside others, what only joins them."""
        said = [word.strip(".,;:?!") for word in self.text.split()]
        said = [word for word in said if word and word.casefold() not in _THEIR_NAMES]
        telling = [word for word in said if word.casefold() not in _BETWEEN] or said
        languages = _languages_by_word()
        return tuple(
            Word(word, skills_called(word), languages.get(word.casefold(), "")) for word in telling[:MOST_WORDS]
        )

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that the words together are about."""
        said = self.words
        return skills_in(" ".join(word.text for word in said)) if said else ()

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that do: the one asked for and those above it."""
        order = [level.value for level in Level]
        return tuple(order[order.index(self.level) :]) if self.level else ()


def department_asked(text: str) -> set[int] | None:
    """The departments that a code or a part of a name stands for, and all below them; None: nothing was asked."""
    if not text:
        return None
    today = clock.today()
    named = select(DepartmentName.department_id).where(
        or_(
            DepartmentName.name.icontains(text, autoescape=True),
            DepartmentName.name_cy.icontains(text, autoescape=True),
        )
    )
    found = select(Department.id).where(
        or_(Department.closed_on.is_(None), Department.closed_on > today),
        or_(Department.code == text.upper(), Department.id.in_(named)),
    )
    return department_ids_below(db.session.execute(found).scalars().all())


@lru_cache(maxsize=1)
def _languages_by_word() -> dict[str, str]:
    """Every word for a language, in either language of the service → its code."""
    found: dict[str, str] = {}
    for spoken in ("en", "cy"):
        with speaking(spoken):
            found |= {str(label).casefold(): code for code, label in LANGUAGE_WORDS.items()}
    return found | {word: code for code, words in _ALSO_CALLED.items() for word in words.split()}
