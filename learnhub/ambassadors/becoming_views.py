"""Becoming an ambassador: applying, proposing a colleague, the line manager's word."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.ambassadors import becoming
from learnhub.ambassadors.becoming_forms import EmailForm, JoinForm, ManagerForm
from learnhub.ambassadors.blueprint import blueprint
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.profiles import ambassador_of, application_for_manager, skills_of
from learnhub.ambassadors.showing import STATE_WORDS, STEP_WORDS, language_names
from learnhub.ambassadors.states import Move, may, missing
from learnhub.ambassadors.words import State
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import skill_names
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.people.queries import person_with_email
from learnhub.web.access import signed_in, visitor
from learnhub.web.bars import unbarred
from learnhub.web.i18n import gettext as _


@blueprint.get("/ambassadors/join")
@signed_in
def start_application() -> ResponseReturnValue:
    """The application; filled in with what was said before. Who is in the network is sent to their own page."""
    row = ambassador_of(visitor().person_id)
    if row is not None and not may(Move.APPLY, State(row.state)):
        return redirect(url_for("ambassadors.show_profile"))
    return _join_page(row, JoinForm(row, tuple(skills_of(row.id)) if row else ()))


@blueprint.post("/ambassadors/join")
@signed_in
def send_application() -> ResponseReturnValue:
    """Apply. Sent twice it is one application, as last sent."""
    row = ambassador_of(visitor().person_id)
    form, is_new = JoinForm(row), row is None or row.state != State.APPLIED
    if not form.is_ok():
        return _join_page(row, form, 422)
    try:
        offer = form.offer(row, skills_of(row.id) if row else {})
        becoming.apply_to_join(visitor().person_id, offer, form.why.data or "")
    except Refused as refused:
        flash(str(refused))
    else:
        flash(_("Your application is sent.") if is_new else _("Your application is changed."))
    return redirect(url_for("ambassadors.show_profile"), 303)


@blueprint.post("/ambassadors/join/no")
@signed_in
def turn_down() -> ResponseReturnValue:
    """Say no to being proposed. Nobody is told."""
    if becoming.turn_down(visitor().person_id):
        flash(_("Thank you for saying so. Nobody is told."))
    return redirect(url_for("ambassadors.list_ambassadors"), 303)


@blueprint.get("/ambassadors/nominate")
@signed_in
def start_nomination() -> ResponseReturnValue:
    """Propose a colleague."""
    return _nominate_page(EmailForm())


@blueprint.post("/ambassadors/nominate")
@signed_in
def send_nomination() -> ResponseReturnValue:
    """Propose them; sent twice it is once."""
    form = EmailForm()
    person = person_with_email(form.email.data or "") if form.is_ok() else None
    if person is None:
        if not form.errors:
            form.email.errors = [_("Nobody here has this e-mail address: check it for a slip")]
        return _nominate_page(form, 422)
    row = ambassador_of(person.id)
    by = visitor().person_id
    is_again = row is not None and (row.state, row.nominated_by_person_id) == (State.NOMINATED, by)
    try:
        if not is_again:
            becoming.nominate(person.id, by)
    except Refused as refused:
        form.email.errors = [str(refused)]
        return _nominate_page(form, 422)
    flash(_("%(name)s has been told that you propose them. It is for them to say yes.", name=person.name))
    return redirect(url_for("ambassadors.list_ambassadors"), 303)


@blueprint.get("/ambassadors/agree/<int:ambassador_id>")
@signed_in
def show_agreement(ambassador_id: int) -> ResponseReturnValue:
    """What a member of one's team asks one to agree to."""
    return _agree_page(_application_or_404(ambassador_id), ManagerForm())


@blueprint.post("/ambassadors/agree/<int:ambassador_id>")
@signed_in
def answer_agreement(ambassador_id: int) -> ResponseReturnValue:
    """Agree, or do not. Pressed twice it is once."""
    row, form = _application_or_404(ambassador_id), ManagerForm()
    if request.form.get("answer") not in {"agree", "refuse"}:
        abort(400)
    if not form.is_ok():
        return _agree_page(row, form, 422)
    try:
        if request.form["answer"] == "agree":
            becoming.agree_as_manager(row, visitor().person_id)
        else:
            becoming.refuse_as_manager(row, visitor().person_id, form.said.data or "")
    except Refused:
        flash(_("This has been answered already."))
    else:
        flash(_("Thank you. They have been told."))
    return redirect(url_for("ambassadors.show_agreement", ambassador_id=row.id), 303)


def _application_or_404(ambassador_id: int) -> Ambassador:
    return application_for_manager(ambassador_id, visitor().person_id) or abort(404)


def _join_page(row: Ambassador | None, form: JoinForm, status: int = 200) -> ResponseReturnValue:
    by = db.session.get(Person, row.nominated_by_person_id) if row and row.nominated_by_person_id else None
    manager = becoming.manager_of(db.session.get_one(Person, visitor().person_id))
    is_sent = row is not None and row.state == State.APPLIED
    page = render_template(
        "ambassadors/start_application.html",
        form=form,
        problems=form.problems,
        areas=shelf().skills,
        proposed_by=by,
        is_proposed=row is not None and row.state == State.NOMINATED,
        sent=row if is_sent else None,
        steps=[STEP_WORDS[step] for step in missing(becoming.candidacy_of(row))] if row and is_sent else [],
        manager=manager,
    )
    return page, status


def _nominate_page(form: EmailForm, status: int = 200) -> ResponseReturnValue:
    return render_template("ambassadors/start_nomination.html", form=form, problems=form.problems), status


def _agree_page(row: Ambassador, form: ManagerForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "ambassadors/show_agreement.html",
        row=row,
        person=db.session.get_one(Person, row.person_id),
        skills=skill_names(tuple(skills_of(row.id))),
        languages=language_names(unbarred(row.languages)),
        states=STATE_WORDS,
        is_open=row.state == State.APPLIED and row.manager_agreed_at is None,
        form=form,
        problems=form.problems,
    )
    return page, status
