"""A course as somebody's task list: what is done, what comes next, how long is left. Pure: no database, no Flask."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from learnhub.catalogue.structures import Course, Module, Step
from learnhub.record.completion import COVERED_BY_CHECK, Done, remaining


class Status(StrEnum):
    """How a module or a course stands for a learner."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    TRIED = "tried"  # a quiz handed in and not passed yet
    WAITING = "waiting"  # a course whose modules are done and whose prerequisites are not
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """A module in the list of contents."""

    module: Module
    status: Status


def lines(course: Course, done: Collection[str], tried: Collection[str]) -> list[Line]:
    """The contents of a course, in order. `done` and `tried` hold slugs; a quiz tried under an earlier name counts."""
    return [Line(module, _status(module, done, tried)) for module in course.modules]


def _status(module: Module, done: Collection[str], tried: Collection[str]) -> Status:
    if module.slug in done:
        return Status.DONE
    return Status.TRIED if any(slug in tried for slug in module.slugs) else Status.NOT_STARTED


def next_module(course: Course, done: Collection[str], after: Module | None = None) -> Module | None:
    """The next module not done: after one of them, then from the beginning. None: all are done."""
    start = after.number if after else 0
    ordered = sorted(course.modules, key=lambda module: (module.number <= start, module.number))
    return next((module for module in ordered if module.slug not in done), None)


def neighbours(course: Course, module: Module) -> tuple[Module | None, Module | None]:
    """The modules before and after one, whether done or not."""
    slugs = [other.slug for other in course.modules]
    place = slugs.index(module.slug)
    before = course.modules[place - 1] if place else None
    after = course.modules[place + 1] if place + 1 < len(slugs) else None
    return before, after


def place_of(course: Course, module: Module) -> int:
    """Which module of the course it is, from 1: the numbers of the files may have gaps."""
    return [other.slug for other in course.modules].index(module.slug) + 1


def minutes_of(modules: Iterable[Module]) -> int:
    """The minutes that some modules take together."""
    return sum(module.minutes for module in modules)


def check_first(course: Course, done: Mapping[str, Done]) -> Module | None:
    """The check to offer to who may know it all already: while it would save at least one reading."""
    check = course.check
    if check is None or check.slug in done:
        return None
    return check if any(module.kind in COVERED_BY_CHECK for module in remaining(course, done)) else None


def step_of(module: Module, step_id: str | None) -> Step | None:
    """The step of a scenario that an address asks for; the first without one; None when there is no such step."""
    if step_id is None:
        return module.steps[0]
    return next((step for step in module.steps if step.id == step_id), None)


def is_end(module: Module, step_id: str | None) -> bool:
    """Whether a step is an end of its scenario: there is nothing left to decide."""
    step = step_of(module, step_id) if module.steps else None
    return step is not None and not step.decisions
