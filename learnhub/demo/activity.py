"""The plan as statements, in the order of time, with the caches that follow from them, in one pass.

Only the courses that somebody is in the middle of are in memory: a day's statements are sorted when the day is reached,
and a row of progress leaves when its last statement has been written.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from learnhub.catalogue.structures import Course
from learnhub.demo.plan import Plan
from learnhub.demo.scripts import Script, Step
from learnhub.record.interning import course_key, module_key
from learnhub.record.ledger import month_of
from learnhub.record.words import Language, ObjectKind

_MS_A_MINUTE = 60_000
_LOW_62 = (1 << 62) - 1

# Rows are in the order of these columns, in the types both databases take: instants in milliseconds, JSON as text.
STATEMENT = (
    "seq id learner_id verb object_id course_id is_course_completion at received_at assurance means score minutes "
    "barrier department_id staff_group_id version_id language"
)
PROGRESS = (
    "learner_id course_id started_at started_version_id last_at completed_at completed_version_id completed_seq "
    "completed_language modules checks department_id"
)
STANDING = "department_id course_id in_progress complete"
COMPLETION_MONTH = "course_id month department_id completions"

Row = tuple[Any, ...]


def object_keys(courses: list[Course]) -> list[tuple[int, str, int | None]]:
    """Everything that the statements can be about, as `record.interning.object_ids` takes it."""
    keys: list[tuple[int, str, int | None]] = []
    for course in courses:
        keys.append((ObjectKind.COURSE, course_key(course.id), course.id))
        keys += [(ObjectKind.MODULE, module_key(course.id, module.slug), course.id) for module in course.modules]
    return keys


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers under which the database knows what the plan speaks of."""

    first_seq: int
    first_learner: int
    departments: list[int]  # by the place of a unit
    objects: dict[tuple[int, str], int]


@dataclass(slots=True)
class _Taking:
    """One person in one course, while they are in it."""

    learner_id: int
    person: int
    script: int
    seqs: list[int] = field(default_factory=list)
    ats: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Template:
    """A script with what is the same for everyone who follows it worked out once."""

    steps: tuple[Step, ...]
    course_id: int
    statements: list[tuple[Row, Row]]  # by step: the values before the time, and those after it
    constants: tuple[int, int]  # version, language
    modules: list[tuple[int, str, str, str]]  # of what is done: the step, and the JSON around its time and its seq
    checks: str
    completing_step: int | None


class Activity:
    """Gives statements day by day, and progress as courses end. The counts are whole when every day has been given."""

    def __init__(
        self,
        plan: Plan,
        numbers: Numbers,
        rng: random.Random,
        as_id: Callable[[int], object],
    ) -> None:
        self._plan = plan
        self._roll = plan.roll
        self._window = plan.window
        self._numbers = numbers
        self._rng = rng
        self._as_id = as_id
        self._templates = [
            template_of(script, plan.courses[script.course], numbers.objects) for script in plan.repertoire.scripts
        ]
        self._due: dict[int, list[tuple[int, int, int]]] = {}
        self._takings: dict[int, _Taking] = {}
        self._begun = 0
        self._standing: dict[tuple[int, int], list[int]] = {}
        self._months: Counter[tuple[int, int, int]] = Counter()

    def days(self) -> Iterator[tuple[list[Row], list[Row]]]:
        """For each day its statements in order, and the progress of those who did the last of theirs."""
        seq = self._numbers.first_seq
        places = {day: place for place, day in enumerate(self._window.days)}
        for day in range(self._window.days[0], self._window.today.toordinal()):
            if day in places:
                for person, script, minute in self._plan.beginning_on(places[day]):
                    self._expect(places[day], person, script, minute)
            due = self._due.pop(day, [])
            due.sort()
            statements, ended = self._statements(due, seq, day)
            seq += len(statements)
            yield statements, [self._progress(taking) for taking in ended]

    def standing(self) -> list[Row]:
        """Rows of `standing`, by department and course."""
        return [(*place, *counts) for place, counts in sorted(self._standing.items())]

    def completion_months(self) -> list[Row]:
        """Rows of `completion_month`, by course, month and department."""
        return [(*place, count) for place, count in sorted(self._months.items())]

    def _expect(self, place: int, person: int, script: int, minute: int) -> None:
        """Put each step of a script on its day; some of those who learn in their own time do so on a Saturday."""
        number = self._begun
        self._begun += 1
        self._takings[number] = _Taking(self._numbers.first_learner + person, person, script)
        days, midnight = self._window.days, self._window.midnight
        weekends = minute >= 18 * 60 and number % 2
        for index, step in enumerate(self._templates[script].steps):
            day = days[place + step.day]
            if weekends:
                day = self._window.weekend_after(day) or day
            at = midnight(day) + (minute + step.minute) * _MS_A_MINUTE + number % _MS_A_MINUTE
            self._due.setdefault(day, []).append((at, number, index))

    def _statements(self, due: list[tuple[int, int, int]], seq: int, day: int) -> tuple[list[Row], list[_Taking]]:
        roll, numbers, as_id, random_bits = self._roll, self._numbers, self._as_id, self._rng.getrandbits
        month = month_of(date.fromordinal(day))
        rows: list[Row] = []
        ended: list[_Taking] = []
        for at, number, index in due:
            taking = self._takings[number]
            template = self._templates[taking.script]
            person = taking.person
            if day >= roll.moved[person]:
                unit, group = roll.last_unit[person], roll.group[person]
            else:
                unit, group = roll.unit_before[person], roll.group_before[person]
            department = numbers.departments[unit]
            chance = random_bits(74)
            uuid7 = at << 80 | 0x7 << 76 | chance >> 62 << 64 | 0b10 << 62 | chance & _LOW_62
            head, tail = template.statements[index]
            rows.append(
                (seq, as_id(uuid7), taking.learner_id, *head, at, at, *tail, department, group, *template.constants)
            )
            taking.seqs.append(seq)
            taking.ats.append(at)
            seq += 1
            if index == template.completing_step:
                self._months[template.course_id, month, department] += 1
            if len(taking.seqs) == len(template.steps):
                ended.append(self._takings.pop(number))
        return rows, ended

    def _progress(self, taking: _Taking) -> Row:
        template = self._templates[taking.script]
        seqs, ats, completing = taking.seqs, taking.ats, template.completing_step
        unit = self._roll.unit[taking.person]
        department = None if unit < 0 else self._numbers.departments[unit]
        if department is not None:
            self._standing.setdefault((department, template.course_id), [0, 0])[completing is not None] += 1
        version, language = template.constants
        is_done = completing is not None
        return (
            taking.learner_id,
            template.course_id,
            ats[0],
            version,
            ats[-1],
            ats[completing] if completing is not None else None,
            version if is_done else None,
            seqs[completing] if completing is not None else None,
            language if is_done else None,
            "{" + ",".join([f"{a}{ats[step]}{b}{seqs[step]}{c}" for step, a, b, c in template.modules]) + "}",
            template.checks,
            department,
        )


def template_of(script: Script, course: Course, objects: dict[tuple[int, str], int]) -> _Template:
    """What is the same for everyone who follows a script."""
    statements: list[tuple[Row, Row]] = []
    for step in script.steps:
        key = module_key(course.id, step.slug) if step.kind is ObjectKind.MODULE else course_key(course.id)
        head = (int(step.verb), objects[int(step.kind), key], course.id, int(step.is_completion))
        numbers = (step.assurance, step.means, step.score, step.minutes, step.barrier)
        statements.append((head, tuple(None if number is None else int(number) for number in numbers)))
    modules = []
    for slug, done in script.folded.modules.items():
        rest = json.dumps({name: done[name] for name in ("means", "score", "assurance")}, separators=(",", ":"))[1:]
        modules.append((done["seq"], f'{json.dumps(slug)}:{{"at":', ',"seq":', "," + rest))
    return _Template(
        steps=script.steps,
        course_id=course.id,
        statements=statements,
        constants=(course.version_id, int(Language[course.language.upper()])),
        modules=modules,
        checks=json.dumps(script.folded.checks, separators=(",", ":")),
        completing_step=script.folded.completed_seq,
    )
