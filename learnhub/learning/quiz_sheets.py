"""The sheet of questions that lies before a learner: which version of the course, which attempt, which draw.

**When a course changes while somebody has its quiz open**, what they answered is marked by the version that asked. A
form says which version it came from; it is taken if that is a version of this course, and not older than the one in
which the learner has an attempt saved. A saved attempt keeps its version until it is handed in. Attempts are counted
over all versions, and the limit is that of the version served now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import current_app

from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Module, Question, QuestionKind, Quiz
from learnhub.learning.drawing import Draw, draw, seed_of
from learnhub.learning.marking import Given
from learnhub.learning.quiz_queries import Attempts
from learnhub.web.i18n import LANGUAGES, language


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner before a quiz: the course and module as served (the module may be one that was dropped since its form
    was made), and what is known of their attempts."""

    learner_id: int
    course: Course
    module: Module
    attempts: Attempts

    @property
    def is_served(self) -> bool:
        """Whether the version served now has this quiz."""
        return self.module in self.course.modules

    @property
    def limit(self) -> int | None:
        """How many attempts the version served now allows; the quiz's own word when that version has dropped it."""
        served = self.course.module(self.module.slug) or self.module
        return served.quiz.attempts if served.quiz else None

    @property
    def is_open(self) -> bool:
        """Whether there is an attempt to make."""
        return self.attempts.may_try(self.limit)

    def without_saved(self) -> "Desk":
        """The same, as if nothing had been saved."""
        return replace(self, attempts=replace(self.attempts, saved=None))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one attempt. `course` and `module` are of the version that asks them; `name` is what the key of
    the attempt calls the module; `kept` are the answers saved so far."""

    course: Course
    module: Module
    quiz: Quiz
    name: str
    number: int
    draw: Draw
    kept: Mapping[str, Given]


def sheet_now(desk: Desk) -> Sheet:
    """The sheet of the next attempt: the saved one as it was drawn, else a new one from the version served now."""
    saved = desk.attempts.saved
    found = sheet_from(desk, saved.version_id) if saved else None
    return found or _sheet(desk, desk.course, desk.module)


def sheet_from(desk: Desk, version_id: int) -> Sheet | None:
    """The sheet of the next attempt as a version asks it.

    None when it is no version of this course with this quiz, or one from before the saved attempt.
    """
    if version_id == desk.course.version_id and desk.is_served:
        return _sheet(desk, desk.course, desk.module)
    saved = desk.attempts.saved
    if saved is not None and version_id < saved.version_id:
        return None
    try:
        version = shelf().version(version_id, language())
    except KeyError:
        return None
    then = module_then(version, desk.module.slugs) if version.id == desk.course.id else None
    return _sheet(desk, version, then) if then is not None else None


def module_then(version: Course, slugs: tuple[str, ...]) -> Module | None:
    """The quiz in another version of its course, whatever it was called there."""
    quizzes = (module for module in version.modules if module.quiz is not None)
    return next((module for module in quizzes if not set(module.slugs).isdisjoint(slugs)), None)


def in_every_language(version: Course, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions with the wordings of every translation of their version: a typed answer counts in whichever
    language it was typed, and still does when its result is read in another."""
    if not any(question.kind is QuestionKind.TYPED for question in questions):
        return questions
    wordings: dict[str, tuple[str, ...]] = {}
    for each in LANGUAGES:
        for module in shelf().version(version.version_id, each).modules:
            for question in module.quiz.questions if module.quiz else ():
                wordings[question.id] = wordings.get(question.id, ()) + question.answers
    return tuple(replace(question, answers=wordings.get(question.id, question.answers)) for question in questions)


def _sheet(desk: Desk, version: Course, module: Module) -> Sheet:
    assert module.quiz is not None
    saved = desk.attempts.saved
    number = saved.number if saved else desk.attempts.last_number + 1
    seed = seed_of(
        str(current_app.secret_key),
        learner_id=desk.learner_id,
        course_id=version.id,
        module=module.slug,
        version_id=version.version_id,
        number=number,
    )
    pinned = saved.answers if saved and saved.version_id == version.version_id else ()
    return Sheet(
        course=version,
        module=module,
        quiz=module.quiz,
        name=saved.module if saved else desk.module.slug,
        number=number,
        draw=draw(module.quiz, seed, pinned),
        kept=saved.answers if saved else {},
    )
