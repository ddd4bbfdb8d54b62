"""What a person finds on their desk: the module to go on with, what fits ten minutes, courses begun and done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from learnhub import clock
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Level, Module
from learnhub.events.queries import ComingUp
from learnhub.home.reading import Glance, found_for
from learnhub.learning.queries import FeedbackDue
from learnhub.record.completion import done_modules, remaining
from learnhub.record.queries import ProgressRow
from learnhub.required.deadlines import State
from learnhub.required.queries import Due
from learnhub.web.access import Visitor
from learnhub.web.i18n import language
from learnhub.web.layout import fixed_address

TEN_MINUTES = 10
SHORT_LIST = 3
JUST_NOW = timedelta(days=7)  # as long a completed course is named at home
_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A module to do next, and how far its course is."""

    course: Course
    module: Module
    done: int
    total: int
    minutes_left: int

    @property
    def address(self) -> str:
        return f"{fixed_address('learning.list_courses')}/{self.course.slug}/{self.module.slug}"


@dataclass(frozen=True, slots=True)
class Finished:
    """A course completed a little while ago."""

    course: Course
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that home shows. `next_step` is None only when every course is complete or none is published.

    `is_begun`: its course has been; `begun` are the others; `finished` those of the last seven days, newest first.
    """

    next_step: NextStep | None
    is_begun: bool
    begun: tuple[NextStep, ...]
    short: tuple[NextStep, ...]
    not_begun: int
    complete: int
    feedback: FeedbackDue | None
    glance: Glance
    required: tuple[Due, ...]
    suggested: tuple[Due, ...]
    events: tuple[ComingUp, ...]
    finished: tuple[Finished, ...] = ()


def desk_of(person: Visitor) -> Desk:
    """What stands on this person's desk. One statement."""
    found = found_for(person, SHORT_LIST)
    rows, dues = found.progress, found.dues
    books = [course for course in shelf().in_language(language()) if course.modules]
    open_rows = sorted(
        (row for row in rows.values() if row.completed_at is None), key=lambda row: row.last_at, reverse=True
    )
    by_id = {course.id: course for course in books}
    begun = [step for row in open_rows if (step := _step(by_id.get(row.course_id), row))]
    fresh = [course for course in _reading_order(books) if course.id not in rows]
    first = _overdue(dues, begun, fresh) or next(_steps(begun, fresh), None)
    others = (step for step in _steps(begun, fresh) if first is None or step.course is not first.course)
    short = islice((step for step in others if step.module.minutes <= TEN_MINUTES), SHORT_LIST)
    return Desk(
        next_step=first,
        is_begun=any(step is first for step in begun),
        begun=tuple(step for step in begun if step is not first),
        short=tuple(short),
        not_begun=len(fresh),
        complete=sum(row.completed_at is not None for row in rows.values()),
        feedback=found.feedback,
        finished=_finished(rows.values()),
        glance=found.glance,
        required=tuple(due for due in dues if due.state in (State.OVERDUE, State.OPEN))[:SHORT_LIST],
        suggested=tuple(due for due in dues if due.state is State.SUGGESTED)[:SHORT_LIST],
        events=tuple(found.events),
    )


def _steps(begun: Iterable[NextStep], fresh: Iterable[Course]) -> Iterator[NextStep]:
    """What one could do next, in that order; worked out as far as somebody looks."""
    yield from begun
    for course in fresh:
        if step := _step(course, None):
            yield step


def _overdue(dues: Iterable[Due], begun: Iterable[NextStep], fresh: Iterable[Course]) -> NextStep | None:
    """The next step of what is overdue, which goes before what was begun."""
    late = [due.assignment.course_id for due in dues if due.state is State.OVERDUE]
    asked = _steps(
        (step for step in begun if step.course.id in late), (course for course in fresh if course.id in late)
    )
    by_course = {step.course.id: step for step in asked}
    return next((by_course[course_id] for course_id in late if course_id in by_course), None)


def _finished(rows: Iterable[ProgressRow]) -> tuple[Finished, ...]:
    """What was completed in the last seven days, also when the course has been withdrawn since."""
    since = clock.now() - JUST_NOW
    found = [
        Finished(course, row.completed_at)
        for row in rows
        if row.completed_at is not None
        and row.completed_at >= since
        and (course := shelf().by_id(row.course_id, language()))
    ]
    return tuple(sorted(found, key=lambda one: one.completed_at, reverse=True))


def _reading_order(courses: list[Course]) -> list[Course]:
    """Everyone's courses first, by level; those that wait for others last."""
    return sorted(
        courses,
        key=lambda course: (
            bool(course.prerequisites),
            "everyone" not in course.audience,
            _LEVELS.index(course.level),
            course.title,
        ),
    )


def _step(course: Course | None, row: ProgressRow | None) -> NextStep | None:
    """The first module that is not done, or None when nothing is left to press."""
    if course is None:
        return None  # withdrawn for newcomers: still in the record, not on the desk
    done = done_modules(course, row)
    left = [module for module in course.modules if module.slug not in done]
    needed = remaining(course, done)
    if not left:
        return None
    return NextStep(
        course=course,
        module=(needed or left)[0],
        done=len(done),
        total=len(course.modules),
        minutes_left=sum(module.minutes for module in needed or left),
    )
