"""Reporting what should not stand; and a lead's pages: what was reported, hiding, showing again, joining questions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import db as database
from learnhub.people.faults import Refused
from learnhub.permissions import Permission
from learnhub.questions import listing, moderation, reported
from learnhub.questions.blueprint import blueprint
from learnhub.questions.forms import WhyForm
from learnhub.questions.note_queries import note_visible_to
from learnhub.questions.queries import answer_visible_to, open_question_or_404, question_visible_to
from learnhub.questions.showing import THINGS
from learnhub.questions.words import REPORTED, Thing
from learnhub.web import throttle
from learnhub.web.access import needs, signed_in, visitor, writes_late
from learnhub.web.rows import row_number

View = TypeVar("View", bound=Callable[..., Any])

PATHS = {
    Thing.QUESTION: "/questions/<int:question_id>",
    Thing.ANSWER: "/questions/<int:question_id>/answers/<int:answer_id>",
    Thing.NOTE: "/notes/<int:note_id>",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a page is about: something the visitor may see, where it stands, and the words in it."""

    thing: Thing
    number: int
    title: str
    address: str
    is_hidden: bool


def _of_each_thing(name: str, methods: list[str]) -> Callable[[View], View]:
    """An address below each thing's own: of a question, an answer and a note."""

    def decorate(view: View) -> View:
        for thing, path in PATHS.items():
            endpoint = f"{view.__name__}_{thing}".replace("_thing", "")
            blueprint.add_url_rule(f"{path}/{name}", endpoint, view, methods=methods, defaults={"thing": thing.value})
        return view

    return decorate


@_of_each_thing("report", ["GET", "POST"])
@signed_in
@writes_late
def report_thing(thing: str, **numbers: int) -> ResponseReturnValue:
    """Say that a question, an answer or a note should not stand as it does."""
    target = _target(Thing(thing), numbers)
    if target.is_hidden:
        abort(404)
    form = WhyForm()
    if form.is_ok():
        throttle.check(REPORTED, str(visitor().person_id))
        database.begin_write()
        moderation.report(target.thing, target.number, visitor().person_id, form.why.data or "")
        flash(_("Thank you. Those who lead the network look at it."))
        return redirect(target.address, 303)
    page = render_template(
        "questions/report_thing.html", form=form, problems=form.problems, target=target, THINGS=THINGS
    )
    return page, 422 if request.method == "POST" else 200


@_of_each_thing("hide", ["GET", "POST"])
@needs(Permission.LEAD_NETWORK)
def hide_thing(thing: str, **numbers: int) -> ResponseReturnValue:
    """Hide it; its writer is told why."""
    target = _target(Thing(thing), numbers)
    form = WhyForm()
    if form.is_ok():
        if moderation.hide(target.thing, target.number, visitor().person_id, form.why.data or ""):
            flash(_("It is hidden, and its writer is told why."))
        else:
            flash(_("It is hidden already."))
        return redirect(target.address, 303)
    page = render_template("questions/hide_thing.html", form=form, problems=form.problems, target=target, THINGS=THINGS)
    return page, 422 if request.method == "POST" else 200


@_of_each_thing("show", ["POST"])
@needs(Permission.LEAD_NETWORK)
def show_thing_again(thing: str, **numbers: int) -> ResponseReturnValue:
    """Show what was hidden."""
    target = _target(Thing(thing), numbers)
    if moderation.show_again(target.thing, target.number):
        flash(_("It is shown again."))
    return redirect(target.address, 303)


@blueprint.route("/questions/<int:question_id>/merge", methods=["GET", "POST"])
@needs(Permission.LEAD_NETWORK)
def merge_question(question_id: int) -> ResponseReturnValue:
    """Join a question to one that is the same, having looked at both."""
    question = open_question_or_404(visitor(), question_id)
    into, problems = _number_in(request.values.get("into", "")), []
    if request.method == "POST" and into:
        try:
            kept = moderation.merge(question_id, into, visitor().person_id)
        except Refused as refused:
            problems = [("into", str(refused))]
        else:
            flash(_("The two are one question now. Its followers are told."))
            return redirect(url_for("questions.show_question", question_id=kept.id), 303)
    elif "into" in request.values and not into:
        problems = [("into", _("Enter the number or the address of the other question"))]
    other = reported.open_question(into) if into and not problems else None
    if into and not problems and (other is None or other.id == question_id):
        problems = [("into", _("There is no other open question of that number. Look at the end of its address."))]
    page = render_template(
        "questions/merge_question.html",
        question=question,
        kept=other if not problems else None,
        similar=[line for line in listing.similar_to(str(question.title)) if line.id != question_id],
        typed=request.values.get("into", "")[:200],
        problems=problems,
        skills={},
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/network/reports")
@needs(Permission.LEAD_NETWORK)
def list_reports() -> ResponseReturnValue:
    """What was reported and waits for a lead; or what was settled."""
    is_settled, after = request.args.get("show") == "settled", row_number(request.args.get("after"))
    page = reported.reports_listed(is_settled=is_settled, after=after)
    show = "settled" if is_settled else None
    return render_template(
        "questions/list_reports.html",
        page=page,
        is_settled=is_settled,
        THINGS=THINGS,
        next_address=url_for("questions.list_reports", show=show, after=page.next_key),
        first_address=url_for("questions.list_reports", show=show) if after else "",
    )


@blueprint.post("/network/reports/<int:report_id>")
@needs(Permission.LEAD_NETWORK)
def settle_report(report_id: int) -> ResponseReturnValue:
    """Leave what was reported as it is; everybody's reports of it are settled."""
    report = reported.report_or_404(report_id)
    moderation.settle(Thing(report.what), report.number, visitor().person_id)
    flash(_("It stays as it is; what was reported of it is settled."))
    return redirect(url_for("questions.list_reports"), 303)


def _target(thing: Thing, numbers: dict[str, int]) -> Target:
    """What an address names, if the visitor may see it; else 404."""
    person = visitor()
    if thing is Thing.NOTE:
        note = note_visible_to(person, numbers["note_id"])
        address = url_for("questions.show_note", note_id=note.id)
        return Target(thing, note.id, note.title, address, note.state == "hidden")
    question = question_visible_to(person, numbers["question_id"])
    if question.merged_into_id is not None:
        abort(404)
    address = url_for("questions.show_question", question_id=question.id)
    if thing is Thing.QUESTION:
        return Target(thing, question.id, question.title, address, not question.is_open)
    answer = answer_visible_to(person, question, numbers["answer_id"])
    is_hidden = answer.hidden_at is not None or not question.is_open
    return Target(thing, answer.id, question.title, f"{address}#answer-{answer.id}", is_hidden)


def _number_in(text: str) -> int | None:
    """A question's number, or that at the end of its address."""
    path = text.strip().partition("?")[0].partition("#")[0].rstrip("/")
    return row_number(path.rpartition("/")[2])
