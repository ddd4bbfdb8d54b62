"""A course on paper: every module in order, and for each check the questions that its reader will be asked next, with
an answer sheet to fill in by pencil.

The draw of an attempt follows from who asks and from how many were handed in, so the printed questions are those that
stand on the page of the check until it is handed in: what was answered on paper is copied there.
"""

import re
from dataclasses import dataclass, replace

from learnhub.catalogue.structures import Course, Kind, Module
from learnhub.learning.drawing import Asked
from learnhub.learning.quiz_page import hint_of
from learnhub.learning.quiz_queries import attempts_at
from learnhub.learning.quiz_sheets import Desk, sheet_now

_ID = re.compile(r'\b(id="|href="#)([^"]+)')


@dataclass(frozen=True, slots=True)
class Printed:
    """A question on paper: what is asked, and how to answer it."""

    asked: Asked
    hint: str


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """A step of a scenario; `decisions` are the words of each and the title of the step that it leads to."""

    title: str
    html: str
    decisions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A module on paper. `questions` of a quiz that is open to the reader; none when no attempt is left."""

    module: Module
    html: str
    alternative_html: str
    steps: tuple[PrintedStep, ...] = ()
    questions: tuple[Printed, ...] = ()
    pass_mark: int = 0


def chapters_of(course: Course, learner_id: int) -> list[Chapter]:
    """The course's modules in order. One statement for each quiz."""
    return [_chapter(course, module, learner_id) for module in course.modules]


def weight_of(course: Course) -> int:
    """About how many bytes the book has on the wire, before anybody opens it."""
    return sum(module.bytes for module in course.modules)


def _chapter(course: Course, module: Module, learner_id: int) -> Chapter:
    chapter = Chapter(
        module,
        _own_ids(module.light_html, module),
        _own_ids(module.alternative_html, module),
        _steps(module),
    )
    return _with_questions(chapter, course, learner_id) if module.kind is Kind.QUIZ else chapter


def _steps(module: Module) -> tuple[PrintedStep, ...]:
    titles = {step.id: step.title for step in module.steps}
    return tuple(
        PrintedStep(
            step.title,
            _own_ids(step.light_html or step.html, module),
            tuple((decision.text, titles[decision.to]) for decision in step.decisions),
        )
        for step in module.steps
    )


def _with_questions(chapter: Chapter, course: Course, learner_id: int) -> Chapter:
    module = chapter.module
    desk = Desk(learner_id, course, module, attempts_at(learner_id, course.id, module.slugs))
    if not desk.is_open:
        return chapter
    sheet = sheet_now(desk)
    questions = tuple(Printed(asked, hint_of(asked)) for asked in sheet.draw.asked)
    return replace(chapter, questions=questions, pass_mark=sheet.quiz.pass_mark)


def _own_ids(html: str, module: Module) -> str:
    """The HTML with its ids, and the links to them, named after the module: two modules may use the same."""
    return _ID.sub(rf"\1{module.slug}-\2", html)
