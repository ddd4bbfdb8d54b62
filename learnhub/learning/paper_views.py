"""What a course explains or puts on paper: why it is not complete, certificate, session plan and handout, the book."""

from flask import abort, make_response, render_template
from flask.typing import ResponseReturnValue

from learnhub.catalogue.queries import course_or_404
from learnhub.learning import book, places, queries, why
from learnhub.learning.blueprint import blueprint
from learnhub.learning.words import LANGUAGES
from learnhub.record.progress_queries import progress_by_course, progress_of
from learnhub.web.access import signed_in, visitor


@blueprint.get("/courses/<course>/why")
@signed_in
def explain_completion(course: str) -> ResponseReturnValue:
    """Why is this not complete? Each rule, what was received for it and when, and what to do."""
    found = places.course_here(course)
    away = places.moved(found)
    if away is not None:
        return away
    reasons = why.reasons_for(found, progress_by_course(visitor().learner_id))
    return render_template("learning/explain_completion.html", course=found, why=reasons)


@blueprint.get("/courses/<course>/certificate")
@signed_in
def show_certificate(course: str) -> ResponseReturnValue:
    """The certificate of one's own completion, on one sheet; also of a course that has been withdrawn since."""
    found = queries.course_ever_or_404(course)
    away = places.moved(found)
    if away is not None:
        return away
    learner = visitor().learner_id
    certificate = queries.certificate_of(learner, progress_of(learner, found.id))
    if certificate is None:
        abort(404)
    return render_template(
        "learning/show_certificate.html", certificate=certificate, languages=LANGUAGES, slug=found.slug
    )


@blueprint.get("/courses/<course>/session")
@signed_in
def show_session(course: str) -> ResponseReturnValue:
    """The plan of a session of an hour, and the handout on a sheet of its own."""
    found = course_or_404(course)
    if not found.session_html:
        abort(404)
    return places.moved(found) or render_template("learning/show_session.html", course=found)


@blueprint.get("/courses/<course>/print")
@signed_in
def print_course(course: str) -> ResponseReturnValue:
    """The course book: every module on paper, with the reader's own questions and an answer sheet.

    A document to keep or print rather than a page to read on: it says so by its disposition, and the link to it by its
    size.
    """
    found = places.course_here(course)
    away = places.moved(found)
    if away is not None:
        return away
    chapters = book.chapters_of(found, visitor().learner_id)
    response = make_response(render_template("learning/print_course.html", course=found, chapters=chapters))
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.html"'
    return response
