"""What is asked to be written, before it is a row: an entry, and the ways to begin one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from learnhub import clock
from learnhub.catalogue.structures import Course, Module
from learnhub.record.interning import course_key, module_key
from learnhub.record.words import Assurance, Barrier, Means, ObjectKind, Verb

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
FASTEST_CLOCK = timedelta(minutes=5)  # how far ahead of ours another machine's clock may run


class Conflict(Exception):
    """A statement's id has been used for something else. Says nothing of what or by whom."""


class WrongTime(ValueError):
    """The claimed time is in the future, or before the person joined."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a statement says. `score` in thousandths, `minutes` whole; `at` is now unless claimed.

    Only receipts and imports bring an `id` (and then `at`): the same again counts once.
    """

    learner_id: int
    verb: Verb
    kind: ObjectKind
    key: str
    course_id: int | None
    at: datetime | None = None
    assurance: Assurance = Assurance.RECORDED
    means: Means | None = None
    score: int | None = None
    minutes: int | None = None
    barrier: Barrier | None = None
    version_id: int | None = None
    language: str = "en"
    about_seq: int | None = None
    by_learner_id: int | None = None
    id: UUID | None = None

    @property
    def is_course_completion(self) -> bool:
        return self.verb is Verb.COMPLETED and self.kind is ObjectKind.COURSE


@dataclass(frozen=True, slots=True)
class Appended:
    """What a follower is told: the statement's number and what it said, `at` filled in."""

    seq: int
    entry: Entry


def course_entry(learner_id: int, verb: Verb, course: Course, language: str, at: datetime | None = None) -> Entry:
    """An entry about a course."""
    return Entry(
        learner_id,
        verb,
        ObjectKind.COURSE,
        course_key(course.id),
        course.id,
        at,
        version_id=course.version_id,
        language=language,
    )


def module_entry(
    learner_id: int, verb: Verb, course: Course, module: Module, language: str, *, at: datetime | None = None
) -> Entry:
    """An entry about a module, with the minutes it takes."""
    return Entry(
        learner_id,
        verb,
        ObjectKind.MODULE,
        module_key(course.id, module.slug),
        course.id,
        at,
        minutes=module.minutes,
        version_id=course.version_id,
        language=language,
    )


def time_of(entry: Entry, joined_on: date | None = None) -> datetime:
    """When it happened: as claimed, to the millisecond that is kept, or now.

    Raises WrongTime for a claim that cannot be.
    """
    if entry.at is None:
        return clock.from_ms(clock.to_ms(clock.now()))
    if entry.at > clock.now() + FASTEST_CLOCK:
        raise WrongTime("this is said to have happened in the future")
    if entry.at < EARLIEST or (joined_on is not None and clock.day_of(entry.at) < joined_on):
        raise WrongTime("this is said to have happened before the person joined")
    return clock.from_ms(clock.to_ms(entry.at))
