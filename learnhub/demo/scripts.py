"""What one person does in one course, as a small state machine makes it up: begins, reads in sittings, gives up or goes
on, tries the check, does the task or its alternative, completes. Pure; no clock: time counts from the beginning.

Progress is not made up here. It is what `record.progress.fold_all` makes of the steps, so that it cannot differ from
what the same statements give when they are appended one by one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from learnhub.catalogue.structures import Course, Kind, Module
from learnhub.record import completion
from learnhub.record.progress import Line, ProgressRow, fold_all
from learnhub.record.words import ASSURANCE_BY_MEANS, Assurance, Barrier, Language, Means, ObjectKind, Verb

_BY_KIND = {
    Kind.READING: Means.MARKED,
    Kind.VIDEO: Means.VIDEO,
    Kind.SCENARIO: Means.SCENARIO,
    Kind.WORKSHOP: Means.WORKSHOP,
    Kind.TASK: Means.TASK,
}
_CHECK_FIRST = 0.1  # take the check before reading
_GIVE_UP = 0.07  # at each module
_PASS = 0.72
_TRY_AGAIN = 0.8
_MOST_TRIES = 4
_HINDERED = 0.12  # of those who come to a task


class Step(NamedTuple):
    """One statement to be: what, how known, and when: working days and minutes after the beginning."""

    verb: Verb
    kind: ObjectKind
    slug: str
    means: Means | None
    score: int | None
    minutes: int | None
    barrier: Barrier | None
    assurance: Assurance
    day: int
    minute: int

    @property
    def is_completion(self) -> bool:
        """Whether it completes the course."""
        return self.verb is Verb.COMPLETED and self.kind is ObjectKind.COURSE


@dataclass(frozen=True, slots=True)
class Script:
    """One way through a course; `folded` is the progress it ends in, a step's place standing for its `seq` and `at`."""

    course: int  # place in the list of courses
    steps: tuple[Step, ...]
    folded: ProgressRow

    @property
    def days(self) -> int:
        """Working days from the first step to the last."""
        return self.steps[-1].day


class _Walker:
    """Somebody in a course: collects the steps and follows the completion rules."""

    def __init__(self, course: Course, rng: random.Random) -> None:
        self.course = course
        self.rng = rng
        self.steps: list[Step] = []
        self.day = 0
        self.minute = 0

    def note(
        self,
        verb: Verb,
        module: Module | None = None,
        means: Means | None = None,
        *,
        score: int | None = None,
        barrier: Barrier | None = None,
        assurance: Assurance = Assurance.RECORDED,
    ) -> None:
        """Add a step; a module's minutes count when it is done."""
        kind, slug = (ObjectKind.MODULE, module.slug) if module else (ObjectKind.COURSE, "")
        is_spent = verb in (Verb.COMPLETED, Verb.PASSED) and means is not Means.CHECK
        minutes = module.minutes if module and is_spent else None
        self.steps.append(Step(verb, kind, slug, means, score, minutes, barrier, assurance, self.day, self.minute))

    def done(self) -> dict[str, completion.Done]:
        return completion.done_modules(self.course, folded(self.steps, self.course))

    def finish(self, module: Module, means: Means) -> None:
        """Do a module, unless it is done, and with the last one the course."""
        if module.slug in self.done():
            return
        self.note(Verb.COMPLETED, module, means, assurance=ASSURANCE_BY_MEANS[means])
        self.complete_if_done()

    def complete_if_done(self) -> None:
        done = self.done()
        if completion.is_complete(self.course, done) and not any(step.is_completion for step in self.steps):
            self.note(Verb.COMPLETED, assurance=completion.assurance_of(self.course, done))

    def spend(self, module: Module) -> None:
        """Time passes with a module; a sitting of more than half an hour or a whim ends the day's learning."""
        self.minute += max(1, round(module.minutes * self.rng.uniform(0.6, 1.6)))
        if self.minute > 30 or self.rng.random() < 0.4:
            self.rest()

    def rest(self) -> None:
        self.day += self.rng.choice((1, 1, 1, 2, 2, 3, 5))
        self.minute = self.rng.randrange(0, 30)

    def check(self, module: Module) -> bool:
        """Try a quiz, again if need be; whether it was passed."""
        assert module.quiz is not None
        asked, mark = module.quiz.draw, module.quiz.pass_mark * 10
        scores = [right * 1000 // asked for right in range(asked + 1)]
        passing, failing = [s for s in scores if s >= mark], [s for s in scores if s < mark][-4:]
        for _ in range(_MOST_TRIES):
            self.minute += max(1, round(module.minutes * self.rng.uniform(0.5, 1.3)))
            if self.rng.random() < _PASS or not failing:
                self.passed(module, self.rng.choice(passing))
                return True
            self.note(Verb.FAILED, module, Means.QUIZ, score=self.rng.choice(failing))
            if self.rng.random() > _TRY_AGAIN:
                return False
            if self.rng.random() < 0.5:
                self.rest()
        return False

    def passed(self, module: Module, score: int) -> None:
        """A passed quiz; the course's check completes the readings too."""
        self.note(Verb.PASSED, module, Means.QUIZ, score=score)
        if module is self.course.check:
            for covered in completion.covered_by_check(self.course, self.done()):
                self.note(Verb.COMPLETED, covered, Means.CHECK)
        self.complete_if_done()

    def task(self, module: Module) -> None:
        if self.rng.random() < _HINDERED:
            self.finish(module, Means.ALTERNATIVE)
            self.note(Verb.HINDERED, module, barrier=self.rng.choice(list(Barrier)), assurance=Assurance.SELF_DECLARED)
        else:
            self.finish(module, Means.TASK)


def folded(steps: list[Step], course: Course) -> ProgressRow | None:
    """The progress that steps give, each step's place standing for its `seq` and its time."""
    lines = (
        Line(
            seq=place,
            verb=step.verb,
            kind=step.kind,
            slug=step.slug,
            at=place,
            means=step.means,
            score=step.score,
            assurance=step.assurance,
            version_id=course.version_id,
            language=Language[course.language.upper()],
        )
        for place, step in enumerate(steps)
    )
    return fold_all(lines, 0, course.id)


def _script(walker: _Walker, place: int) -> Script:
    row = folded(walker.steps, walker.course)
    assert row is not None  # the first step of every script begins the course
    return Script(place, tuple(walker.steps), row)


def random_script(course: Course, place: int, rng: random.Random) -> Script:
    """One way through a course, as people go: to the end, or not."""
    walker = _Walker(course, rng)
    walker.note(Verb.STARTED)
    if course.check is not None and rng.random() < _CHECK_FIRST:
        walker.check(course.check)
    for module in course.modules:
        if rng.random() < _GIVE_UP:
            break
        if module.slug in walker.done():
            continue
        walker.spend(module)
        if module.kind is Kind.QUIZ:
            if not walker.check(module):
                break
        elif module.kind is Kind.TASK:
            walker.task(module)
        else:
            walker.finish(module, _BY_KIND[module.kind])
    return _script(walker, place)


def straight_script(course: Course, place: int, *, modules: int | None = None) -> Script:
    """One after the other without a fault, all of them or so many: for the cast, and to fill up an exact number."""
    walker = _Walker(course, random.Random(course.slug))
    walker.note(Verb.STARTED)
    for module in course.modules[:modules]:
        walker.minute += module.minutes
        if module.kind is Kind.QUIZ:
            walker.passed(module, 1000)
        else:
            walker.finish(module, _BY_KIND[module.kind])
        if walker.minute > 30:
            walker.day, walker.minute = walker.day + 1, 0
    return _script(walker, place)


def begun_scripts(course: Course, place: int) -> Iterator[Script]:
    """Begun and nothing more, then with one reading, two, and so on up to the first module of another kind."""
    readings = 0
    while readings < len(course.modules) and course.modules[readings].kind is Kind.READING:
        readings += 1
    for count in range(min(readings, len(course.modules) - 1) + 1):
        yield straight_script(course, place, modules=count)
