"""Answers: writing one, changing one's own, saying which one helped."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import db as database
from learnhub.people.faults import Refused
from learnhub.questions import actions
from learnhub.questions.blueprint import blueprint
from learnhub.questions.forms import AnswerForm
from learnhub.questions.queries import answer_visible_to, open_question_or_404
from learnhub.questions.question_views import question_page
from learnhub.questions.words import ANSWERED
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late


@blueprint.post("/questions/<int:question_id>/answers")
@signed_in
@writes_late
def answer_question(question_id: int) -> ResponseReturnValue:
    """Answer; the same form sent twice is one answer, the same words from another form lead to the first."""
    person = visitor()
    question = open_question_or_404(person, question_id)
    form = AnswerForm()
    if not form.is_ok():
        return question_page(question, form, 422)
    throttle.check(ANSWERED, str(person.person_id))
    database.begin_write()
    answer = actions.answer_question(question_id, person.person_id, form.answered, form.form_key.data)
    if answer is None:  # hidden or joined to another since the page was opened
        abort(404)
    if answer.form_key == form.form_key.data:
        flash(_("Your answer is posted. Whoever follows the question is told."))
    else:
        flash(_("You answered this already, in these words. You can change an answer on the day you wrote it."))
    return _to_answer(answer.question_id, answer.id)


@blueprint.route("/questions/<int:question_id>/answers/<int:answer_id>/change", methods=["GET", "POST"])
@signed_in
@writes_late
def change_answer(question_id: int, answer_id: int) -> ResponseReturnValue:
    """Change one's own answer, on the day it was written."""
    person = visitor()
    question = open_question_or_404(person, question_id)
    answer = answer_visible_to(person, question, answer_id)
    if not answer.is_mine or answer.hidden_at is not None:
        abort(404)
    if not answer.may_change:
        flash(_("An answer can be changed on the day it was written. Write another one."))
        return _to_answer(question_id, answer_id)
    form = AnswerForm(data={"text": answer.text, "language": answer.language})
    if form.is_ok():
        database.begin_write()
        if not actions.change_answer(answer_id, person.person_id, form.answered):
            abort(404)
        flash(_("Your answer is changed."))
        return _to_answer(question_id, answer_id)
    page = render_template("questions/change_answer.html", form=form, problems=form.problems, question=question)
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/questions/<int:question_id>/answers/<int:answer_id>/accept")
@signed_in
def accept_answer(question_id: int, answer_id: int) -> ResponseReturnValue:
    """Say that this answer helped, or take that back: who asked may, and a lead."""
    person = visitor()
    question = open_question_or_404(person, question_id)
    answer_visible_to(person, question, answer_id)
    if not question.may_accept:
        abort(403)
    accepted = request.form.get("action") != "take-back"
    try:
        actions.accept_answer(answer_id, person.person_id, accepted=accepted)
    except Refused as refused:
        flash(str(refused))
    else:
        flash(_("This answer stands first now.") if accepted else _("No answer is accepted now."))
    return _to_answer(question_id, answer_id)


def _to_answer(question_id: int, answer_id: int) -> ResponseReturnValue:
    address = url_for("questions.show_question", question_id=question_id, _anchor=f"answer-{answer_id}")
    return redirect(address, 303)
