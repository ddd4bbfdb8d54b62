"""Pages of taking a course: the catalogue, a course's contents, its modules. The quiz's pages are in `quiz`."""

from datetime import timedelta

from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from werkzeug.exceptions import NotFound

from learnhub.catalogue.queries import module_or_404
from learnhub.catalogue.structures import Course, Kind, Module
from learnhub.learning import (
    actions,
    book,
    contents,
    course_page,
    list_views,
    listing,
    models,
    module_page,
    paper_views,
    places,
    queries,
    quiz,
    said_views,
    words,
)
from learnhub.learning.blueprint import blueprint
from learnhub.learning.forms import AlternativeForm, ReflectionForm, WorthForm
from learnhub.learning.models import Attempt, CourseFeedback, TaskNote
from learnhub.record.completion import done_modules
from learnhub.record.progress_queries import progress_by_course, progress_of
from learnhub.web.access import signed_in, visitor
from learnhub.web.forms import Form
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.retention import Retention, add_retention

__all__ = ["blueprint", "list_views", "models", "paper_views", "said_views"]

TWO_YEARS = timedelta(days=731)  # what people wrote and answered; the record itself stays
quiz.add_quiz_routes(blueprint)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    add_retention(
        app,
        (
            Retention(Attempt, Attempt.saved_at, TWO_YEARS),
            Retention(TaskNote, TaskNote.written_at, TWO_YEARS),
            Retention(CourseFeedback, CourseFeedback.said_at, TWO_YEARS),
        ),
    )
    add_navigation(app, NavigationItem(lazy_gettext("Courses"), "learning.list_courses", 20))


@blueprint.get("/courses/<course>")
@signed_in
def show_course(course: str) -> ResponseReturnValue:
    """What a course gives, and its contents as a task list."""
    found = places.course_here(course)
    away = places.moved(found)
    if away is not None:
        return away
    learner = visitor().learner_id
    page = course_page.page_of(found, progress_by_course(learner))
    said = queries.said_of(learner, found.id) if page.is_complete else None
    form = WorthForm() if page.is_complete and said is None else None
    return render_template(
        "learning/show_course.html",
        course=found,
        book_bytes=book.weight_of(found),
        page=page,
        form=form,
        words=words,
        audiences=listing.audiences_of(found),
        skills=listing.skills_of(found),
        pathways=listing.pathways_with(found),
    )


@blueprint.post("/courses/<course>")
@signed_in
def start_course(course: str) -> ResponseReturnValue:
    """Begin a course and go to its first module that is not done."""
    found = places.course_here(course)
    learner = visitor().learner_id
    actions.start_course(learner, found)
    progress = progress_of(learner, found.id)
    first = contents.next_module(found, done_modules(found, progress))
    return redirect(places.module_address(found, first) if first else places.course_address(found), 303)


@blueprint.get("/courses/<course>/<module>")
@signed_in
def show_module(course: str, module: str) -> ResponseReturnValue:
    """A module. Two statements: who is here, how far they are. What was written about a task is a third, once done."""
    found = places.course_here(course)
    part = module_or_404(found, module)
    away = places.moved(found, part)
    if away is not None:
        return away
    if part.kind is Kind.QUIZ:
        return quiz.show_quiz(found, part)
    if part.kind is Kind.SCENARIO and contents.step_of(part, request.args.get("step")) is None:
        return redirect(places.module_address(found, part))
    if part.kind is Kind.TASK:
        return _show_task(found, part, ReflectionForm(), AlternativeForm())
    return _show(found, part, "learning/show_module.html")


@blueprint.post("/courses/<course>/<module>")
@signed_in
def do_module(course: str, module: str) -> ResponseReturnValue:
    """Mark a module as done, or hand in what it asks for, and go on."""
    served = places.course_here(course)
    shown, part = _page_of_form(served, module)
    if part.kind is Kind.QUIZ:
        return quiz.hand_in_quiz(served, part)
    learner = visitor().learner_id
    if part.kind is Kind.TASK:
        forms = ReflectionForm(), AlternativeForm()
        pressed = forms[request.form.get("action") == "alternative"]
        if not pressed.is_ok():
            return _show_task(shown, part, *forms, status=422)
        actions.finish_task(learner, shown, part, *pressed.said)
    elif part.kind is not Kind.SCENARIO or contents.is_end(part, request.form.get("step")):
        actions.finish_module(learner, shown, part)
    else:
        return redirect(places.module_address(served, part), 303)
    return places.go_on(learner, served, part)


def _show(course: Course, module: Module, template: str, status: int = 200, **more: object) -> ResponseReturnValue:
    step = contents.step_of(module, request.args.get("step")) if module.steps else None
    back = request.args.get("from") if step else None
    if back is not None and contents.step_of(module, back) is None:
        back = None
    learner = module_page.learner_in(course, module, progress_of(visitor().learner_id, course.id))
    if learner.done and module.kind is Kind.TASK:
        more["note"] = queries.note_of(visitor().learner_id, course, module.slugs)
    parts = module_page.parts_of(course, module, step, back)
    page = render_template(template, course=course, module=module, step=step, parts=parts, learner=learner, **more)
    return page, status


def _show_task(course: Course, module: Module, done: Form, instead: Form, status: int = 200) -> ResponseReturnValue:
    return _show(
        course,
        module,
        "learning/show_task.html",
        status,
        form=done,
        alternative=instead,
        problems=done.problems + instead.problems,
    )


def _page_of_form(served: Course, slug: str) -> tuple[Course, Module]:
    """The version and module on the page whose button was pressed: as served, or what was dropped since."""
    try:
        return served, module_or_404(served, slug)
    except NotFound:
        page = queries.page_of_version(served, slug, request.form.get("version", ""))
        if page is None:
            raise
        return page
