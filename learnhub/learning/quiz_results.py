"""How an attempt was marked, as its page shows it: by the version that asked, also when it is no longer served."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, current_app
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from learnhub.catalogue import queries
from learnhub.catalogue.models import CourseRow
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Module, Question, QuestionKind
from learnhub.db import db
from learnhub.learning.drawing import Asked, Draw, draw, seed_of
from learnhub.learning.marking import Given, mark
from learnhub.learning.quiz_queries import Kept
from learnhub.learning.quiz_sheets import in_every_language, module_then
from learnhub.record.completion import COVERED_BY_CHECK
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, show_number


@dataclass(frozen=True, slots=True)
class Line:
    """An option, or a line of a matching or ordering: what was chosen for it and what is right, both as words."""

    html: str
    right: bool
    chosen: bool = False
    feedback_html: str = ""
    given: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with its answer. `lines` are what was chosen and what is right, `others` the options that are neither;
    `given` and `answer` are for what was typed. `read` is the module to read again, if it is still there."""

    place: int
    kind: QuestionKind
    title_html: str
    body_html: str
    right: bool
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    given: str
    answer: str
    explanation_html: str
    read: Module | None


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt, marked. `module` is the quiz as it is served, or as it was when it is not; `limit` that of today."""

    module: Module
    is_served: bool
    marked: tuple[Marked, ...]
    pass_mark: int
    limit: int | None
    covers_readings: bool

    @property
    def count(self) -> int:
        """How many answers are right."""
        return sum(marked.right for marked in self.marked)

    @property
    def read_again(self) -> list[Module]:
        """The modules that explain what was wrong, each once, in the course's order."""
        wanted = {marked.read.slug: marked.read for marked in self.marked if marked.read and not marked.right}
        return sorted(wanted.values(), key=lambda module: module.number)


def course_or_404(slug: str) -> Course:
    """A course by its slug: as served, or the last version of one that was withdrawn."""
    try:
        return queries.course_or_404(slug)
    except NotFound:
        course_id = db.session.execute(select(CourseRow.id).where(CourseRow.slug == slug)).scalar_one_or_none()
        course = shelf().by_id(course_id, language()) if course_id is not None else None
        if course is None:
            abort(404)
        return course


def slugs_of(course: Course, slug: str) -> tuple[str, ...]:
    """The names under which attempts at a quiz may be kept: those of the module served, or the one that was dropped."""
    module = course.module(slug)
    return module.slugs if module else (slug,)


def result_of(learner_id: int, served: Course, kept: Kept, slugs: tuple[str, ...]) -> Result:
    """A learner's attempt as its version marks it. 404 when that version has no such quiz, which cannot be."""
    version = shelf().version(kept.version_id, language())
    then = module_then(version, slugs)
    if then is None or then.quiz is None:
        abort(404)
    now = next((module for module in served.modules if module.slug in slugs and module.quiz), None)
    seed = seed_of(
        str(current_app.secret_key),
        learner_id=learner_id,
        course_id=version.id,
        module=then.slug,
        version_id=version.version_id,
        number=kept.number,
    )
    drawn = draw(then.quiz, seed, kept.answers)
    right = mark(in_every_language(version, drawn.questions), kept.answers, then.quiz).right
    return Result(
        module=now or then,
        is_served=now is not None,
        marked=tuple(
            _marked(drawn, q, asked, given=kept.answers.get(q.id, ""), is_right=right[q.id], served=served)
            for q, asked in zip(drawn.questions, drawn.asked, strict=True)
        ),
        pass_mark=then.quiz.pass_mark,
        limit=now.quiz.attempts if now and now.quiz else then.quiz.attempts,
        covers_readings=then is version.check and any(module.kind in COVERED_BY_CHECK for module in version.modules),
    )


def _marked(drawn: Draw, question: Question, asked: Asked, *, given: Given, is_right: bool, served: Course) -> Marked:
    lines = _lines(drawn, question, asked, given)
    is_choice = question.kind in (QuestionKind.CHOICE, QuestionKind.ALL, QuestionKind.TRUE_FALSE)
    return Marked(
        place=asked.place,
        kind=question.kind,
        title_html=question.title_html,
        body_html=question.body_html,
        right=is_right,
        lines=tuple(line for line in lines if line.chosen or line.right) if is_choice else lines,
        others=tuple(line for line in lines if not (line.chosen or line.right)) if is_choice else (),
        given=given if isinstance(given, str) and not lines else "",
        answer=_answer_of(question),
        explanation_html=question.explanation_html,
        read=served.module(question.read) if question.read else None,
    )


def _lines(drawn: Draw, question: Question, asked: Asked, given: Given) -> tuple[Line, ...]:
    if question.kind is QuestionKind.ORDER:
        return _places(question, given if isinstance(given, dict) else {})
    by_id = {option.id: option for option in question.options}
    options = [by_id[drawn.ids[choice.value]] for choice in asked.choices]
    if question.kind is QuestionKind.MATCH:
        pairs = given if isinstance(given, dict) else {}
        chosen = {option.id: by_id.get(pairs.get(option.id, "")) for option in options}
        said = {id: option.pair if option else "" for id, option in chosen.items()}
        return tuple(Line(o.html, said[o.id] == o.pair, given=said[o.id], answer=o.pair) for o in options)
    ids = {given} if isinstance(given, str) else set(given)
    return tuple(Line(o.html, o.right, o.id in ids, o.feedback_html) for o in options)


def _places(question: Question, given: Mapping[str, str]) -> tuple[Line, ...]:
    """The items in the right order, each with the number that it was given."""
    lines = []
    for place, option in enumerate(question.options, start=1):
        said = given.get(option.id, "")
        lines.append(Line(option.html, said == str(place), given=said, answer=str(place)))
    return tuple(lines)


def _answer_of(question: Question) -> str:
    """The right answer to what was typed, in words."""
    if question.kind is QuestionKind.TYPED:
        return " · ".join(question.answers)
    if question.kind is not QuestionKind.NUMBER or question.number is None:
        return ""
    if question.tolerance == 0:
        return show_number(question.number)
    low, high = question.number - question.tolerance, question.number + question.tolerance
    return _("from %(low)s to %(high)s", low=show_number(low), high=show_number(high))
