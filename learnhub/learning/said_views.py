"""What learners say about a course: something is wrong, it was worth the time, they tried it."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from learnhub import db as database
from learnhub.catalogue.queries import module_or_404
from learnhub.catalogue.structures import Course, Module
from learnhub.learning import actions, places, queries
from learnhub.learning.blueprint import blueprint
from learnhub.learning.forms import ProblemForm, TriedForm, WorthForm
from learnhub.people.mails import address_of
from learnhub.record.progress_queries import progress_of
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.i18n import gettext as _

# Enough for somebody who proofreads a whole course in a morning; too few to flood an owner.
PROBLEMS = throttle.Limit("course-problem", 20, timedelta(hours=1))


@blueprint.get("/courses/<course>/<module>/feedback")
@signed_in
def report_problem(course: str, module: str) -> ResponseReturnValue:
    """The form for "Something wrong here?"."""
    found = places.course_here(course)
    part = module_or_404(found, module)
    return places.moved(found, part) or _problem_page(found, part, ProblemForm())


@blueprint.post("/courses/<course>/<module>/feedback")
@signed_in
@writes_late
def send_problem(course: str, module: str) -> ResponseReturnValue:
    """Write to the course's owner. What is refused for being wrong does not count against the limit."""
    found = places.course_here(course)
    part = module_or_404(found, module)
    form = ProblemForm()
    if not form.is_ok():
        return _problem_page(found, part, form, 422)
    person = visitor()
    throttle.check(PROBLEMS, str(person.person_id))
    database.begin_write()
    sender = actions.Sender(person.name, person.email) if form.named.data else None
    address = address_of("learning.show_module", course=found.slug, module=part.slug)
    actions.report_problem(found, part, form.what.data, address, sender)
    flash(_("Thank you. We have sent this to the owner of the course."))
    return redirect(places.module_address(found, part), 303)


def _problem_page(course: Course, module: Module, form: ProblemForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "learning/report_problem.html", course=course, module=module, form=form, problems=form.problems
    )
    return page, status


@blueprint.route("/courses/<course>/feedback", methods=["GET", "POST"])
@signed_in
def say_worth(course: str) -> ResponseReturnValue:
    """The two questions at completion."""
    found, learner = _completed_or_404(course), visitor().learner_id
    form = WorthForm()
    if form.is_ok():
        worth, will_try = form.worth.data, form.will_try.data or ""
        if worth is None and not will_try:
            flash(_("You gave no answer, so nothing was kept. The questions stay here if you want to answer later."))
            return redirect(places.course_address(found), 303)
        actions.say_worth(learner, found.id, worth, will_try)
        flash(_("Thank you. We have kept your answers."))
        return redirect(places.course_address(found), 303)
    status = 422 if form.problems else 200
    return render_template("learning/say_worth.html", course=found, form=form, problems=form.problems), status


@blueprint.route("/courses/<course>/feedback/later", methods=["GET", "POST"])
@signed_in
def say_tried(course: str) -> ResponseReturnValue:
    """The question after 30 days: did you try it? Home shows it; a refused answer comes back here."""
    found, learner = _completed_or_404(course), visitor().learner_id
    said = queries.said_of(learner, found.id)
    if said is None or not said.will_try:
        abort(404)
    form = TriedForm()
    if form.is_ok():
        actions.say_tried(learner, found.id, form.tried.data)
        flash(_("Thank you. We have kept your answer."))
        return redirect("/home", 303)
    status = 422 if form.problems else 200
    page = render_template("learning/say_tried.html", course=found, said=said, form=form, problems=form.problems)
    return page, status


def _completed_or_404(slug: str) -> Course:
    """A course that this visitor has completed, withdrawn or not."""
    found = queries.course_ever_or_404(slug)
    progress = progress_of(visitor().learner_id, found.id)
    if progress is None or not progress.is_complete:
        abort(404)
    return found
