"""Who works where: people with managers, dated postings and absences, one after the other, in bounded memory.

What the activity needs of a person later (where they were on a day, between which days they can learn) is kept in
`Roll`, a few numbers each.
"""

import random
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from learnhub.demo.cast import CAST, DOMAIN, Member
from learnhub.demo.names import mailbox_of, random_name
from learnhub.demo.places import PROFESSIONS, Unit

_SPAN = 9  # people a manager has
_GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS")
_HEAD_GRADES = ("SCS", "Grade 6", "SEO", "HEO")  # of a unit, by its level
_WEEKS = (("1111100", 86), ("1111000", 6), ("1110000", 4), ("0111100", 2), ("1100100", 1), ("0001111", 1))


@dataclass(frozen=True, slots=True)
class Post:
    """A posting; `until_on` is exclusive."""

    unit: int
    grade: str
    profession: str
    office: str
    from_on: date
    until_on: date | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """One invented member of staff by their place in the list; the manager stands earlier in it."""

    index: int
    name: str
    email: str
    staff_number: str
    language: str
    region: str
    manager: int | None
    joined_on: date
    left_on: date | None
    working_days: str
    posts: tuple[Post, ...]
    absences: tuple[tuple[date, date], ...]
    member: Member | None


class Roll:
    """What the activity needs to know of everybody: about thirty bytes a person, whatever their number.

    Units are places in the list of units, -1 when there is none now; groups are the record's numbers for (grade,
    profession); days are ordinals.
    """

    def __init__(self, groups: dict[tuple[str, str], int]) -> None:
        self._groups = groups
        self.unit = array("i")  # where they are now; -1 when they have left
        self.last_unit = array("i")  # the last one they were in up to today
        self.unit_before = array("i")
        self.moved = array("i")  # the day the last posting began
        self.group = array("i")
        self.group_before = array("i")
        self.first_day = array("i")
        self.last_day = array("i")
        self.cast: dict[str, int] = {}  # account → place in the list

    def __len__(self) -> int:
        return len(self.unit)

    def add(self, person: Colleague, today: date) -> None:
        """Note one person."""
        past = [post for post in person.posts if post.from_on <= today]
        last, before = past[-1], past[-2] if len(past) > 1 else past[-1]
        self.unit.append(last.unit if last.is_current else -1)
        self.last_unit.append(last.unit)
        self.unit_before.append(before.unit)
        self.moved.append(last.from_on.toordinal())
        self.group.append(self._groups[last.grade, last.profession])
        self.group_before.append(self._groups[before.grade, before.profession])
        self.first_day.append(person.joined_on.toordinal())
        ends = [today, *(away for away, _ in person.absences), *([person.left_on] if person.left_on else [])]
        self.last_day.append(min(ends).toordinal() - 1)
        if person.member:
            self.cast[person.member.account] = person.index


def all_groups() -> list[tuple[str, str]]:
    """Every (grade, profession) that somebody can have."""
    professions = sorted({name for choices in PROFESSIONS.values() for name, _ in choices})
    return [(grade, profession) for grade in _GRADES for profession in professions]


class StaffMaker:
    """Makes people one after the other. The same for the same seed, units, number and day."""

    def __init__(self, units: list[Unit], count: int, today: date, rng: random.Random) -> None:
        self._units = units
        self._count = count
        self._today = today
        self._rng = rng
        self._members: list[list[int]] = [[] for _ in units]
        self._mailboxes: Counter[str] = Counter()
        self._open = [unit.index for unit in units if unit.closed_on is None]
        self._shares = [units[index].share for index in self._open]
        self._by_code = {unit.code: unit.index for unit in units}
        self._teams: dict[int, list[int]] = {}
        self._absorbed: dict[int, Unit] = {unit.heir: unit for unit in units if unit.heir is not None}
        for unit in units:
            if unit.level == 3 and unit.parent is not None:
                self._teams.setdefault(unit.parent, []).append(unit.index)

    def people(self) -> Iterator[Colleague]:
        """First the heads of the units, as far as the number goes, then the cast, then everybody else."""
        heads = self._open[: max(0, min(len(self._open), (self._count - len(CAST)) // 3))]
        for index in range(self._count):
            place = index - len(heads)
            if place < 0:
                yield self._colleague(index, heads[index])
            elif place < len(CAST):
                yield self._one_of_the_cast(index, CAST[place])
            else:
                yield self._colleague(index, self._random_unit())

    def _random_unit(self) -> int:
        unit = self._rng.choices(self._open, self._shares)[0]
        teams = self._teams.get(unit)
        return self._rng.choice(teams) if teams else unit

    def _manager(self, unit: int, index: int) -> int | None:
        """The head of a unit answers to the head of the one above; below the head, each has at most `_SPAN` people."""
        members = self._members[unit]
        members.append(index)
        place = len(members) - 1
        if place:
            return members[(place - 1) // _SPAN]
        above = self._units[unit].parent
        while above is not None:
            if self._members[above]:
                return self._members[above][0]
            above = self._units[above].parent
        return None

    def _colleague(self, index: int, unit: int) -> Colleague:
        rng = self._rng
        manager = self._manager(unit, index)
        name = random_name(rng)
        place = self._units[unit]
        office, region, _ = rng.choices(place.offices, [weight for *_, weight in place.offices])[0]
        joined_on = self._today - timedelta(days=int(20 + 9_000 * rng.random() ** 2))
        joined_on -= timedelta(days=joined_on.weekday())
        left_on = self._today - timedelta(days=rng.randrange(1, 90)) if rng.random() < 0.015 else None
        if left_on and left_on <= max(joined_on, place.opened_on + timedelta(days=90)) + timedelta(days=10):
            left_on = None
        return Colleague(
            index=index,
            name=name,
            email=self._address(name),
            staff_number=f"{100_000 + index * 7 % 900_000_000:09d}",
            language="cy" if region == "Wales" and rng.random() < 0.3 else "en",
            region=region,
            manager=manager,
            joined_on=joined_on,
            left_on=left_on,
            working_days=rng.choices([days for days, _ in _WEEKS], [weight for _, weight in _WEEKS])[0],
            posts=tuple(self._posts(unit, office, joined_on, left_on, len(self._members[unit]) == 1)),
            absences=() if left_on else tuple(self._absences()),
            member=None,
        )

    def _address(self, name: str) -> str:
        mailbox = mailbox_of(name)
        self._mailboxes[mailbox] += 1
        number = self._mailboxes[mailbox]
        return f"{mailbox}{number if number > 1 else ''}@{DOMAIN}"

    def _posts(self, unit: int, office: str, joined_on: date, left_on: date | None, is_head: bool) -> Iterator[Post]:
        """Where somebody has been: one posting for most, two for who has moved, for a few one that is still to come."""
        rng, today = self._rng, self._today
        place = self._units[unit]
        names, weights = zip(*PROFESSIONS[place.work], strict=True)
        profession = rng.choices(names, weights)[0]
        rank = _GRADES.index(_HEAD_GRADES[place.level]) if is_head else rng.choices(range(6), (12, 30, 28, 17, 9, 4))[0]
        began_on = joined_on
        move = self._move(unit, joined_on, left_on)
        if move:
            before, began_on = move
            promoted = rank > 0 and rng.random() < 0.3
            yield Post(before, _GRADES[rank - promoted], profession, office, joined_on, began_on, False)
        began_on = max(began_on, place.opened_on)
        next_on = today + timedelta(days=rng.randrange(3, 60)) if not left_on and rng.random() < 0.01 else None
        yield Post(unit, _GRADES[rank], profession, office, began_on, left_on or next_on, left_on is None)
        if next_on:
            yield Post(self._random_unit(), _GRADES[rank], profession, office, next_on, None, False)

    def _move(self, unit: int, joined_on: date, left_on: date | None) -> tuple[int, date] | None:
        """Where somebody was before, and since when they are here; None for who never moved."""
        rng, today = self._rng, self._today
        absorbed = self._absorbed.get(unit)
        closed_on = absorbed.closed_on if absorbed else None
        if absorbed and closed_on and joined_on < closed_on < (left_on or today) and rng.random() < 0.4:
            return absorbed.index, closed_on
        place = self._units[unit]
        latest = (left_on or today).toordinal() - 5
        earliest = max(joined_on.toordinal() + 30, today.toordinal() - 1_000, place.opened_on.toordinal())
        must = joined_on < place.opened_on
        if earliest >= latest or not (must or rng.random() < 0.16):
            return None
        before: int | None = self._random_unit()
        if before == unit or (before is not None and self._units[before].opened_on > joined_on):
            before = place.parent if must else None
        if before is None:
            return None
        return before, date.fromordinal(latest - int((latest - earliest) * rng.random() ** 2))

    def _absences(self) -> Iterator[tuple[date, date]]:
        rng = self._rng
        if rng.random() < 0.06:
            starts = self._today + timedelta(days=rng.randrange(-12, 40))
            yield starts, starts + timedelta(days=rng.choice((4, 4, 9, 13, 60, 180)))

    def _one_of_the_cast(self, index: int, member: Member) -> Colleague:
        unit = self._by_code[member.unit]
        joined_on = self._today - timedelta(days=1_500 + 40 * index % 900)
        return Colleague(
            index=index,
            name=member.name,
            email=member.email,
            staff_number=f"{1_000 + index:09d}",
            language=member.language,
            region=member.region,
            manager=self._manager(unit, index),
            joined_on=joined_on,
            left_on=None,
            working_days="1111100",
            posts=(Post(unit, member.grade, member.profession, member.office, joined_on, None, True),),
            absences=(),
            member=member,
        )
