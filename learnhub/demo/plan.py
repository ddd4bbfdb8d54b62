"""Who takes which course from which day on, until exactly so many statements are planned. Six bytes a course taken.

Some never begin and some do a great deal: HR's question is who is not reached.
"""

import random
from array import array
from dataclasses import dataclass

from learnhub.catalogue.structures import Course
from learnhub.demo.calendar import Window
from learnhub.demo.cast import CAST, Extent
from learnhub.demo.scripts import Script, begun_scripts, random_script, straight_script
from learnhub.demo.staff import Roll

_SCRIPTS_A_COURSE = 150
_POPULAR = (11, 10, 8, 7, 7, 5, 5, 4, 4, 3, 3, 3, 3, 2)  # by the place of a course on the list; the rest as the last
_TAKE_PART = 0.78
_PASSES = 60
_OWN_TIME = 0.25  # learns in the evening


class DoesNotFit(ValueError):
    """More statements are asked for than the people can make in the time."""


@dataclass(frozen=True, slots=True)
class Repertoire:
    """Every script that can happen: any, those that complete, and those that only begin, by course."""

    scripts: list[Script]
    any: list[list[int]]
    completing: list[list[int]]
    begun: list[list[int]]
    straight: list[int]
    needs: list[list[int]]  # the places of each course's prerequisites

    @classmethod
    def of(cls, courses: list[Course], rng: random.Random) -> "Repertoire":
        made = cls([], [], [], [], [], [])
        places = {course.slug: place for place, course in enumerate(courses)}
        for place, course in enumerate(courses):
            made.any.append([made._add(random_script(course, place, rng)) for _ in range(_SCRIPTS_A_COURSE)])
            made.completing.append([number for number in made.any[-1] if made.scripts[number].folded.is_complete])
            made.begun.append([made._add(script) for script in begun_scripts(course, place)])
            made.straight.append(made._add(straight_script(course, place)))
            made.needs.append([places[slug] for slug in course.prerequisites if slug in places])
        return made

    def _add(self, script: Script) -> int:
        self.scripts.append(script)
        return len(self.scripts) - 1


class Plan:
    """For each working day of the window, who begins which script at which minute of the day."""

    def __init__(self, courses: list[Course], roll: Roll, window: Window, target: int, rng: random.Random) -> None:
        self.repertoire = Repertoire.of(courses, rng)
        self.total = 0
        self.courses = courses
        self.roll = roll
        self.window = window
        self._target = target
        self._rng = rng
        self._weights = [_POPULAR[min(place, len(_POPULAR) - 1)] for place in range(len(courses))]
        self._learners = [array("I") for _ in window.days]
        self._scripts = [array("H") for _ in window.days]
        self._minutes = [array("H") for _ in window.days]
        self._taken = array("Q", bytes(8 * len(roll)))  # a bit for each course begun; 32 higher, for each completed
        self._free_on = array("h", [-1]) * len(roll)  # the day's place from which one can begin another; -1: none begun
        self._plan_cast()
        self._plan_everybody()

    def beginning_on(self, place: int) -> zip:  # type: ignore[type-arg]  # of (person, script, minute)
        """Who begins on a day: the person's place, the script's number, the minute of the day."""
        return zip(self._learners[place], self._scripts[place], self._minutes[place], strict=True)

    def _begin(self, person: int, number: int, day: int) -> None:
        rng = self._rng
        minute = rng.randrange(18 * 60, 21 * 60) if rng.random() < _OWN_TIME else rng.randrange(8 * 60, 17 * 60)
        self._learners[day].append(person)
        self._scripts[day].append(number)
        self._minutes[day].append(minute)
        self.total += len(self.repertoire.scripts[number].steps)

    def _plan_cast(self) -> None:
        """The cast's courses one after the other, the last step some days ago."""
        places = {course.slug: place for place, course in enumerate(self.courses)}
        for member in CAST:
            person = self.roll.cast[member.account]
            numbers = []
            for slug, extent in member.courses:
                place = places.get(slug)
                if place is not None:  # a service may have other courses
                    begun = self.repertoire.begun[place]
                    is_done = extent is Extent.DONE
                    numbers.append(self.repertoire.straight[place] if is_done else begun[min(2, len(begun) - 1)])
            day = len(self.window) - 3 - person % 4
            for number in reversed(numbers):
                day = max(0, day - self.repertoire.scripts[number].days)
                self._begin(person, number, day)
                day -= 2
            self._taken[person] = 2**64 - 1  # their story is told: chance adds nothing to it

    def _plan_everybody(self) -> None:
        cast = set(self.roll.cast.values())
        order = array("I", (person for person in range(len(self.roll)) if self._rng.random() < _TAKE_PART))
        self._rng.shuffle(order)
        average = max(2.0, 1.15 * self._target / max(1, len(order)))
        for _ in range(_PASSES):
            before = self.total
            for person in order:
                if self.total >= self._target:
                    return
                if person not in cast:
                    self._plan_one(person, average)
            if self.total == before:
                break
        raise DoesNotFit(
            f"{self._target:,} statements do not fit {len(self.roll):,} people in {round(len(self.window) / 5)} weeks: "
            f"at most about {self.total:,} do"
        )

    def _plan_one(self, person: int, average: float) -> None:
        """Some courses for one person, one after the other, as long as their time and zeal last."""
        rng = self._rng
        first, last = self.window.between(self.roll.first_day[person], self.roll.last_day[person])
        zeal = rng.expovariate(1 / average)
        day = self._free_on[person]
        if day < 0:
            day = first + int(max(0, last - first) * rng.random())
        while zeal > 0 and day <= last and self.total < self._target:
            number = self._choice(person)
            if number is None or day + self.repertoire.scripts[number].days > last:
                break
            number = self._shortened(number)
            script = self.repertoire.scripts[number]
            self._begin(person, number, day)
            self._taken[person] |= (1 << script.course) | (script.folded.is_complete << 32 + script.course)
            zeal -= len(script.steps)
            day += script.days + 1 + int(rng.expovariate(14 / len(self.window)))
            self._free_on[person] = min(day, 32_000)

    def _choice(self, person: int) -> int | None:
        """A script of a course not taken yet; one with prerequisites only when they are complete."""
        taken = self._taken[person]
        if not ~taken & ((1 << len(self.courses)) - 1):
            return None
        for _ in range(20):
            place = self._rng.choices(range(len(self.courses)), self._weights)[0]
            if taken >> place & 1:
                continue
            if all(taken >> 32 + need & 1 for need in self.repertoire.needs[place]):
                return self._rng.choice(self.repertoire.any[place])
        return None

    def _shortened(self, number: int) -> int:
        """The script, or, when it would be too many statements, one of the same course that only begins it."""
        left = self._target - self.total
        script = self.repertoire.scripts[number]
        if len(script.steps) <= left:
            return number
        begun = self.repertoire.begun[script.course]
        return begun[min(left, len(begun)) - 1]
