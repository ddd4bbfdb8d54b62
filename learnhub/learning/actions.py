"""What a learner does in a course, as writes: start, finish a module, report a problem, say what it was worth.

The record says what happened and counts it once; free text is kept beside it, where it can be erased.
"""

from dataclasses import dataclass

from sqlalchemy import text

from learnhub import clock
from learnhub.catalogue.structures import Course, Kind, Module
from learnhub.db import db
from learnhub.learning.models import TaskNote
from learnhub.messages.actions import write_message
from learnhub.record import actions as record
from learnhub.record.words import Assurance, Barrier, Means
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import speaking

# By what means a kind of module is done at one press; a quiz and a task have more to say and are not among them.
MEANS_OF_KIND: dict[Kind, Means] = {
    Kind.READING: Means.MARKED,
    Kind.VIDEO: Means.VIDEO,
    Kind.SCENARIO: Means.SCENARIO,
    Kind.WORKSHOP: Means.WORKSHOP,
}

_SAY_WORTH = text(
    "INSERT INTO course_feedback (learner_id, course_id, said_at, worth, will_try) "
    "VALUES (:learner_id, :course_id, :at, :worth, :will_try) "
    "ON CONFLICT (learner_id, course_id) DO UPDATE SET worth = excluded.worth, will_try = excluded.will_try"
)
_SAY_TRIED = text(
    "UPDATE course_feedback SET tried = :tried, tried_at = :at "
    "WHERE learner_id = :learner_id AND course_id = :course_id"
)


def start_course(learner_id: int, course: Course) -> None:
    """Begin a course. A second press counts nothing; it completes a course whose newer version asks for no more."""
    if record.record_start(learner_id, course, language=course.language) is None:
        record.complete_if_due(learner_id, course.id, language=course.language)


def finish_module(learner_id: int, course: Course, module: Module) -> bool:
    """Mark a reading, video, scenario or workshop as done; False when it was done already.

    That somebody attended a workshop is what they tell us: it is recorded as self-declared.
    """
    assurance = Assurance.SELF_DECLARED if module.kind is Kind.WORKSHOP else None
    means = MEANS_OF_KIND[module.kind]
    seq = record.mark_module_done(learner_id, course, module, means, assurance=assurance, language=module.language)
    return seq is not None


def finish_task(learner_id: int, course: Course, module: Module, words: str, barrier: Barrier | None = None) -> bool:
    """Mark a practical task as done with what was written about it; with a barrier, by its alternative.

    False when it was done already: then nothing is written, neither a second note nor a second barrier.
    """
    means = Means.TASK if barrier is None else Means.ALTERNATIVE
    seq = record.mark_module_done(learner_id, course, module, means, barrier=barrier, language=module.language)
    if seq is None:
        return False
    db.session.add(
        TaskNote(
            learner_id=learner_id,
            course_id=course.id,
            module=module.slug,
            written_at=clock.now(),
            reflection=words,
            seq=seq,
        )
    )
    db.session.flush()
    return True


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reports a problem and lets the owner know it."""

    name: str
    email: str


def report_problem(course: Course, module: Module, what: str, address: str, sender: Sender | None) -> None:
    """Write to the course's owner what is wrong on a page, in its language; without a sender nobody is named."""
    with speaking(course.language):
        subject = _("Something wrong in “%(course)s”", course=course.title)
        who = (
            _("From %(name)s, %(email)s, who would like an answer.", name=sender.name, email=sender.email)
            if sender
            else _("The reader did not give a name.")
        )
        lines = [
            _("A reader reports a problem on the page “%(module)s”.", module=module.title),
            address,
            _("Course version %(version)s.", version=course.version),
            what,
            who,
        ]
    write_message(
        kind="course-problem",
        address=course.owner,
        language=course.language,
        subject=" ".join(subject.split())[:200],
        text="\n\n".join(lines),
    )


def say_worth(learner_id: int, course_id: int, worth: int | None, will_try: str) -> None:
    """Keep what a learner said at completion; said again, the later words stand."""
    db.session.execute(
        _SAY_WORTH,
        {
            "learner_id": learner_id,
            "course_id": course_id,
            "at": clock.to_ms(clock.now()),
            "worth": worth,
            "will_try": will_try,
        },
    )


def say_tried(learner_id: int, course_id: int, tried: int) -> None:
    """Keep whether a learner tried what they meant to; about nothing they said before, it does nothing."""
    now = clock.to_ms(clock.now())
    db.session.execute(_SAY_TRIED, {"learner_id": learner_id, "course_id": course_id, "tried": tried, "at": now})
