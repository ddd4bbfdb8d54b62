"""Questions: the list with its search, asking (similar ones first), a question's page, changing one's own."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import db as database
from learnhub.catalogue.search import Found
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import all_skills
from learnhub.permissions import Permission
from learnhub.questions import actions, listing, queries
from learnhub.questions.blueprint import blueprint
from learnhub.questions.finding_words import wanted_words
from learnhub.questions.forms import AnswerForm, QuestionForm, one_line
from learnhub.questions.listing import Filters, Show
from learnhub.questions.queries import QuestionShown, question_visible_to
from learnhub.questions.showing import AGAIN
from learnhub.questions.words import ASKED, State
from learnhub.web import throttle
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.forms import LONGEST_LINE
from learnhub.web.i18n import language
from learnhub.web.rows import row_number

COURSES_SHOWN = 5


@blueprint.get("/questions")
@signed_in
def list_questions() -> ResponseReturnValue:
    """Questions, by words together with notes and courses."""
    person, filters, after = visitor(), Filters.of(request.args), request.args.get("after")
    list_ = listing.questions_found if filters.text else listing.questions_listed
    page = list_(person, filters, after)
    is_first = not after and filters.show is Show.ALL and not filters.skill
    return render_template(
        "questions/list_questions.html",
        page=page,
        filters=filters,
        skills=all_skills(),
        is_wordless=bool(filters.text) and not wanted_words(filters.text),
        notes=listing.notes_found(filters) if filters.text and is_first else [],
        courses=_courses_found(filters.text) if filters.text and is_first else [],
        AGAIN=AGAIN,
        may_lead=person.may(Permission.LEAD_NETWORK),
        next_address=url_for("questions.list_questions", after=page.next_key, **filters.address()),
        first_address=url_for("questions.list_questions", **filters.address()) if after else "",
    )


@blueprint.route("/questions/new", methods=["GET", "POST"])
@signed_in
@writes_late
def ask_question() -> ResponseReturnValue:
    """First the question in one sentence; then what is like it; then all of it. The same form sent twice is one."""
    title = (one_line(request.args.get("title")) or "")[:LONGEST_LINE]
    form = QuestionForm(data={"title": title})
    person = visitor()
    if form.is_ok():
        throttle.check(ASKED, str(person.person_id))
        database.begin_write()
        question = actions.ask_question(person.person_id, form.asked, form.form_key.data)
        flash(_("Your question is posted. You are told of every answer."))
        return redirect(url_for("questions.show_question", question_id=question.id), 303)
    if request.method == "GET" and not form.title.data:
        if "title" in request.args:
            form.title.errors = [_("Write your question in one sentence")]
        return render_template("questions/start_question.html", form=form, problems=form.problems)
    form.offer(f"{form.title.data or ''} {form.text.data or ''}", ticked=request.method == "GET")
    page = render_template(
        "questions/ask_question.html",
        form=form,
        problems=form.problems,
        similar=listing.similar_to(form.title.data or ""),
        courses=_courses_about(form.offered),
        skills=form.known,
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/questions/<int:question_id>")
@signed_in
def show_question(question_id: int) -> ResponseReturnValue:
    """A question with its answers; the address of one that was joined to another leads to that."""
    question = question_visible_to(visitor(), question_id)
    if question.state == State.MERGED:
        return redirect(url_for("questions.show_question", question_id=question.merged_into_id))
    return question_page(question, AnswerForm())


@blueprint.post("/questions/<int:question_id>")
@signed_in
def mark_question(question_id: int) -> ResponseReturnValue:
    """It is my question too; I want to be told of answers; or not any more."""
    action, person_id = request.form.get("action", ""), visitor().person_id
    if action in ("same", "not-same"):
        done = actions.say_same(question_id, person_id, has_same=action == "same")
    elif action in ("follow", "unfollow"):
        done = actions.follow_question(question_id, person_id, follows=action == "follow")
    else:
        abort(400)
    if not done:
        abort(404)
    flash(
        {
            "same": _("It is noted that you have the same question. You are told of every answer."),
            "not-same": _("It is noted that you do not have this question."),
            "follow": _("You are told of every new answer."),
            "unfollow": _("You are not told of new answers any more."),
        }[action]
    )
    return redirect(url_for("questions.show_question", question_id=question_id), 303)


@blueprint.route("/questions/<int:question_id>/change", methods=["GET", "POST"])
@signed_in
@writes_late
def change_question(question_id: int) -> ResponseReturnValue:
    """Change one's own question, on the day it was asked."""
    person = visitor()
    question = queries.open_question_or_404(person, question_id)
    if not question.is_mine:
        abort(404)
    back = redirect(url_for("questions.show_question", question_id=question_id), 303)
    if not question.may_change:
        flash(_("A question can be changed on the day it was asked. Say what is new in an answer."))
        return back
    filled = {"title": str(question.title), "text": question.text, "skills": list(question.skills)}
    form = QuestionForm(data={**filled, "language": question.language})
    if form.is_ok():
        database.begin_write()
        if not actions.change_question(question_id, person.person_id, form.asked):
            abort(404)
        flash(_("Your question is changed."))
        return back
    form.offer(f"{form.title.data or ''} {form.text.data or ''}")
    page = render_template("questions/change_question.html", form=form, problems=form.problems, question=question)
    return page, 422 if request.method == "POST" else 200


def question_page(question: QuestionShown, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    """A question's page with the form for an answer."""
    after = row_number(request.args.get("after"))
    page = queries.answers_of(question, visitor(), after)
    here = url_for("questions.show_question", question_id=question.id)
    return render_template(
        "questions/show_question.html",
        question=question,
        page=page,
        form=form,
        problems=form.problems,
        skills=all_skills(),
        next_address=url_for("questions.show_question", question_id=question.id, after=page.next_key),
        first_address=here if after else "",
    ), status


def _courses_found(text: str) -> list[Found]:
    """The courses in which the words stand, each once."""
    found: dict[str, Found] = {}
    for one in shelf().search(text, language=language()):
        found.setdefault(one.course.slug, one)
    return list(found.values())[:COURSES_SHOWN]


def _courses_about(skills: tuple[str, ...]) -> list[Found]:
    """A course or two about these skills."""
    found: dict[str, Found] = {}
    for skill in skills:
        for one in shelf().search("", skill=skill, language=language())[:2]:
            found.setdefault(one.course.slug, one)
    return list(found.values())[:COURSES_SHOWN]
