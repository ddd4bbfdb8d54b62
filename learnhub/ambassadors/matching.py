"""Who fits a wish best, and why: a rule over plain data, no database and no Flask.

First what must hold (`fits`): language, a place both can be at, the department if one was said, capacity left, never
the asker's own line manager unless asked for, and for a reverse mentorship somebody of a lower grade. Then points:
skills in common, load and rest (how much of their time is left, how long ago they were last asked), nearness, having
met before. Load and rest together weigh more than all nearness: work goes round.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from learnhub.ambassadors.grades import is_below
from learnhub.ambassadors.words import PROMISED_MINUTES, Kind, Place, Preference

# Points at most for each thing.
SKILLS = 40.0
LOAD = 45.0  # for who would have all of their time left
REST = 25.0  # for who was never asked, or long ago
SAME_OFFICE = 10.0
SAME_REGION = 5.0
MET_BEFORE = 8.0
DAYS = 4.0  # for who is free on every day the asker works
CHOSEN = 1_000.0  # by the asker, in the directory

RESTED_DAYS = 28  # for who gives USUAL_MINUTES a month
USUAL_MINUTES = 240
LEVELS = {"awareness": 0.5, "working": 0.8, "practitioner": 1.0, "expert": 1.0}
FEW_DAYS = 3  # who is free on no more days than these: said as a reason


class ReasonCode(StrEnum):
    """Why somebody was asked. Each has values (see `Reason`)."""

    CHOSEN = "chosen"
    SKILLS = "skills"  # their codes
    MET = "met"
    OFFICE = "office"  # its name
    REGION = "region"  # its name
    DEPARTMENT = "department"
    ANOTHER = "another-department"
    LANGUAGE = "language"  # its code, where it is not English
    DAYS = "days"  # numbers, Monday is 0
    ADVISER = "adviser"
    TIME = "time"  # nothing else is said


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with what it is about: codes, a name, numbers of weekdays."""

    code: ReasonCode
    values: tuple[Any, ...] = ()

    def as_json(self) -> list[Any]:
        """As a table keeps it."""
        return [self.code.value, *self.values]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Reason":
        """Raises ValueError for a code that this version does not know."""
        return cls(ReasonCode(kept[0]), tuple(kept[1:]))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, and what of them matters. `department_id` is the department at the top of theirs."""

    person_id: int
    skills: tuple[str, ...] = ()
    kind: Kind = Kind.SESSION
    place: Place = Place.EITHER
    language: str = "en"
    preference: Preference = Preference.ANY
    department_id: int | None = None
    office: str | None = None
    region: str | None = None
    grade: str | None = None
    working_days: str = "1111100"
    manager_person_id: int | None = None
    wants_manager: bool = False
    wanted_id: int | None = None
    met: Collection[int] = field(default_factory=frozenset)  # ambassadors who helped them before
    asked: Collection[int] = field(default_factory=frozenset)  # who declined this, let it pass, or did not fit


@dataclass(frozen=True, slots=True)
class Candidate:
    """An ambassador who helps and is not away. `minutes_left` of this month, what is promised and offered taken off."""

    id: int
    person_id: int
    skills: tuple[tuple[str, str], ...] = ()  # (code, level) of those wished for
    languages: str = "|en|"
    place: Place | str = Place.EITHER
    department_id: int | None = None
    office: str | None = None
    region: str | None = None
    grade: str | None = None
    free_days: str = "1111100"
    is_adviser: bool = False
    minutes_a_month: int = 240
    minutes_left: int = 240
    open_mentorships: int = 0
    most_mentorships: int = 2
    last_offered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An ambassador who fits: by how many points, and why."""

    ambassador_id: int
    person_id: int
    points: float
    reasons: tuple[Reason, ...]


def rank(wish: Wish, candidates: Iterable[Candidate], today: date, most: int = 10) -> list[Match]:
    """The best first, `most` of them; equal points go to who was asked longest ago, then to the lower number."""
    fitting = [(points_of(wish, one, today), one) for one in candidates if fits(wish, one)]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].last_offered_on or date.min, pair[1].id))
    return [Match(one.id, one.person_id, points, reasons_of(wish, one)) for points, one in fitting[:most]]


def fits(wish: Wish, one: Candidate) -> bool:
    """Whether somebody may be asked at all."""
    return (
        one.person_id != wish.person_id
        and one.id not in wish.asked
        and has_capacity(wish.kind, one)
        and (wish.wants_manager or one.person_id != wish.manager_person_id)
        and (wish.kind is not Kind.REVERSE or is_below(one.grade, wish.grade))
        # Who was chosen by name is asked whatever else was said.
        and (one.id == wish.wanted_id or _is_as_wished(wish, one))
    )


def has_capacity(kind: Kind, one: Candidate) -> bool:
    """Whether they have room for this: an hour of this month, or one more mentorship."""
    if kind is Kind.SESSION:
        return one.minutes_left >= PROMISED_MINUTES
    return one.open_mentorships < one.most_mentorships


def _is_as_wished(wish: Wish, one: Candidate) -> bool:
    return (
        (not wish.skills or bool(one.skills))
        and f"|{wish.language}|" in one.languages
        and _can_meet(wish, one)
        and _is_of(wish.preference, wish.department_id, one.department_id)
    )


def _can_meet(wish: Wish, one: Candidate) -> bool:
    """Both remote, or both in a place: then the same office or region, where both are known."""
    if wish.place == Place.EITHER and one.place != Place.IN_PERSON:
        return True
    if wish.place == Place.REMOTE:
        return one.place != Place.IN_PERSON
    if one.place == Place.REMOTE:
        return False
    if wish.office and one.office:
        return _same(wish.office, one.office) or _same(wish.region, one.region)
    return not (wish.region and one.region) or _same(wish.region, one.region)


def _is_of(preference: Preference, mine: int | None, theirs: int | None) -> bool:
    if preference == Preference.ANY or mine is None:
        return True
    return (mine == theirs) is (preference == Preference.SAME)


def points_of(wish: Wish, one: Candidate, today: date) -> float:
    """How well somebody fits."""
    points = SKILLS * _share_of_skills(wish, one) + LOAD * _room(wish.kind, one) + REST * _rest(one, today)
    if wish.place != Place.REMOTE:
        if _same(wish.office, one.office):
            points += SAME_OFFICE
        elif _same(wish.region, one.region):
            points += SAME_REGION
    if one.id in wish.met:
        points += MET_BEFORE
    points += DAYS * _share_of_days(wish.working_days, one.free_days)
    return points + CHOSEN if one.id == wish.wanted_id else points


def _share_of_skills(wish: Wish, one: Candidate) -> float:
    return sum(LEVELS.get(level, 0.5) for _code, level in one.skills) / len(wish.skills) if wish.skills else 0.0


def _room(kind: Kind, one: Candidate) -> float:
    """How much of their capacity is left once they have taken this on, 0 to 1: an hour is a lot to who gives one."""
    if kind is Kind.SESSION:
        return max(0.0, (one.minutes_left - PROMISED_MINUTES) / one.minutes_a_month) if one.minutes_a_month else 0.0
    return (one.most_mentorships - one.open_mentorships - 1) / one.most_mentorships


def _rest(one: Candidate, today: date) -> float:
    """How rested they are, 0 to 1: by when they were last asked, shorter for who gives more time."""
    if one.last_offered_on is None:
        return 1.0
    rested = RESTED_DAYS * USUAL_MINUTES / max(one.minutes_a_month, PROMISED_MINUTES)
    return min(1.0, max(0, (today - one.last_offered_on).days) / rested)


def _share_of_days(mine: str, theirs: str) -> float:
    works = mine.count("1")
    return len(_common_days(mine, theirs)) / works if works else 0.0


def _common_days(mine: str, theirs: str) -> tuple[int, ...]:
    return tuple(day for day, (one, other) in enumerate(zip(mine, theirs, strict=False)) if one == other == "1")


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def reasons_of(wish: Wish, one: Candidate) -> tuple[Reason, ...]:
    """Why them: what they and the asker are told. At least one."""
    found = [Reason(ReasonCode.CHOSEN)] if one.id == wish.wanted_id else []
    if one.skills:
        found.append(Reason(ReasonCode.SKILLS, tuple(code for code, _level in one.skills)))
    if one.id in wish.met:
        found.append(Reason(ReasonCode.MET))
    if Place.REMOTE not in (wish.place, one.place):
        if wish.office and _same(wish.office, one.office):
            found.append(Reason(ReasonCode.OFFICE, (wish.office,)))
        elif wish.region and _same(wish.region, one.region):
            found.append(Reason(ReasonCode.REGION, (wish.region,)))
    if wish.preference != Preference.ANY and wish.department_id is not None:
        is_same = wish.department_id == one.department_id
        found.append(Reason(ReasonCode.DEPARTMENT if is_same else ReasonCode.ANOTHER))
    if wish.language != "en" and f"|{wish.language}|" in one.languages:
        found.append(Reason(ReasonCode.LANGUAGE, (wish.language,)))
    if one.is_adviser:
        found.append(Reason(ReasonCode.ADVISER))
    if one.free_days.count("1") <= FEW_DAYS and (days := _common_days(wish.working_days, one.free_days)):
        found.append(Reason(ReasonCode.DAYS, days))
    return tuple(found) or (Reason(ReasonCode.TIME),)
