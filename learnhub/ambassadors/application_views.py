"""What a network lead decides about people, and posts on the noticeboard: in their own departments alone."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import clock
from learnhub.ambassadors import board, deciding, states
from learnhub.ambassadors.becoming import candidacy_of, manager_of
from learnhub.ambassadors.becoming_forms import DeclineForm, EmailForm, PostForm
from learnhub.ambassadors.blueprint import blueprint
from learnhub.ambassadors.evidence import evidence_of
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.profiles import buddy_name, skills_of
from learnhub.ambassadors.showing import (
    CHECKLIST,
    LEVEL_WORDS,
    PLACE_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    TIER_WORDS,
    language_names,
)
from learnhub.ambassadors.tiers import tier_of
from learnhub.ambassadors.words import State
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.people.queries import department_names, person_with_email
from learnhub.people.reach import Reach, Unit, reach_of
from learnhub.permissions import Permission
from learnhub.web.access import needs, visitor
from learnhub.web.bars import unbarred
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language
from learnhub.web.rows import row_number

EVERYBODY = "everybody"


@blueprint.get("/network/applications")
@needs(Permission.LEAD_NETWORK)
def list_applications() -> ResponseReturnValue:
    """Who waits for a decision, the longest first."""
    after = row_number(request.args.get("after"))
    page = deciding.applications(visitor().scopes(Permission.LEAD_NETWORK), after)
    return render_template(
        "ambassadors/list_applications.html",
        page=page,
        states=STATE_WORDS,
        departments=department_names(clock.today(), language()) if page.rows else {},
        next_address=url_for("ambassadors.list_applications", after=page.next_key),
        first_address=url_for("ambassadors.list_applications") if after else "",
    )


@blueprint.get("/network/applications/<int:ambassador_id>")
@needs(Permission.LEAD_NETWORK)
def show_application(ambassador_id: int) -> ResponseReturnValue:
    """Somebody of one's departments: what they offer, what is missing, what they have done."""
    return _application_page(_row_or_404(ambassador_id), DeclineForm(), EmailForm())


@blueprint.post("/network/applications/<int:ambassador_id>")
@needs(Permission.LEAD_NETWORK)
def decide_application(ambassador_id: int) -> ResponseReturnValue:
    """Approve, or decline with a reason. Pressed twice it is once."""
    row, form = _row_or_404(ambassador_id), DeclineForm()
    decision = request.form.get("decision")
    if decision not in {"approve", "decline"}:
        abort(400)
    is_ok = form.is_ok()
    if decision == "decline" and is_ok and not form.reason.data:
        form.reason.errors, is_ok = [_("Say why: they read it")], False
    if not is_ok:
        return _application_page(row, form, EmailForm(formdata=None), 422)
    try:
        if decision == "approve":
            deciding.approve(row, visitor().person_id)
            flash(_("Approved. They have been told."))
        else:
            deciding.decline(row, visitor().person_id, form.reason.data or "")
            flash(_("Declined. They have been told."))
    except Refused as refused:
        flash(str(refused))
    return redirect(url_for("ambassadors.show_application", ambassador_id=row.id), 303)


@blueprint.post("/network/applications/<int:ambassador_id>/buddy")
@needs(Permission.LEAD_NETWORK)
def name_buddy(ambassador_id: int) -> ResponseReturnValue:
    """Say who accompanies them."""
    row, form = _row_or_404(ambassador_id), EmailForm()
    if not _is_in(row):
        flash(_("They are not in the network."))
        return redirect(url_for("ambassadors.show_application", ambassador_id=row.id), 303)
    buddy = person_with_email(form.email.data or "") if form.is_ok() else None
    try:
        if buddy is not None:
            deciding.name_buddy(row, buddy)
            flash(_("Both have been told."))
            return redirect(url_for("ambassadors.show_application", ambassador_id=row.id), 303)
        if not form.errors:
            form.email.errors = [_("Nobody here has this e-mail address: check it for a slip")]
    except Refused as refused:
        form.email.errors = [str(refused)]
    return _application_page(row, DeclineForm(formdata=None), form, 422)


@blueprint.post("/network/applications/<int:ambassador_id>/adviser")
@needs(Permission.LEAD_NETWORK)
def set_adviser(ambassador_id: int) -> ResponseReturnValue:
    """Say whether they are a specialist of a central team."""
    row = _row_or_404(ambassador_id)
    if _is_in(row):
        deciding.set_adviser(row, is_adviser=request.form.get("adviser") == "1")
        flash(_("Noted."))
    return redirect(url_for("ambassadors.show_application", ambassador_id=row.id), 303)


@blueprint.get("/network/board/new")
@needs(Permission.LEAD_NETWORK)
def start_post() -> ResponseReturnValue:
    """Something for the noticeboard."""
    return _post_page(PostForm(_places(_reach())))


@blueprint.post("/network/board/new")
@needs(Permission.LEAD_NETWORK)
def write_post() -> ResponseReturnValue:
    """Put it there; sent twice it stands once."""
    reach = _reach()
    form = PostForm(_places(reach))
    if not form.is_ok():
        return _post_page(form, 422)
    known = {unit.code: unit.id for unit in _units(reach)}
    try:
        board.post_notice(
            visitor().person_id,
            form.title.data or "",
            form.text.data or "",
            department_id=known.get(form.department.data),
            meets_at=form.moment,
            place=form.place.data or "",
        )
    except Refused as refused:
        form[refused.field].errors = [str(refused)]
        return _post_page(form, 422)
    flash(_("It is on the noticeboard."))
    return redirect(url_for("ambassadors.show_board"), 303)


@blueprint.post("/network/board/<int:post_id>/take-down")
@needs(Permission.LEAD_NETWORK)
def take_down_post(post_id: int) -> ResponseReturnValue:
    """Take it down."""
    board.take_down(board.post_or_404(post_id, visitor().scopes(Permission.LEAD_NETWORK)))
    flash(_("It is taken down."))
    return redirect(url_for("ambassadors.show_board"), 303)


def _row_or_404(ambassador_id: int) -> Ambassador:
    return deciding.application_or_404(ambassador_id, visitor().scopes(Permission.LEAD_NETWORK))


def _is_in(row: Ambassador) -> bool:
    return row.state not in (State.APPLIED, State.DECLINED, State.STOPPED)


def _reach() -> Reach:
    return reach_of(visitor().scopes(Permission.LEAD_NETWORK), language=language())


def _units(reach: Reach) -> list[Unit]:
    return [*((reach.chosen,) if reach.chosen else ()), *reach.open_rows]


def _places(reach: Reach) -> list[tuple[str, str]]:
    """For whom a post may be: all, if the lead leads everywhere; else their departments and what is directly below."""
    units = [(unit.code, _("%(name)s, with everything below it", name=unit.name)) for unit in _units(reach)]
    return [(EVERYBODY, _("All ambassadors")), *units] if reach.ids is None else units


def _post_page(form: PostForm, status: int = 200) -> ResponseReturnValue:
    return render_template("ambassadors/start_post.html", form=form, problems=form.problems), status


def _application_page(
    row: Ambassador, form: DeclineForm, buddy_form: EmailForm, status: int = 200
) -> ResponseReturnValue:
    person = db.session.get_one(Person, row.person_id)
    candidacy = candidacy_of(row)
    evidence = evidence_of(person.learner_id)
    agreed_by = db.session.get(Person, row.manager_person_id) if row.manager_person_id else manager_of(person)
    by = db.session.get(Person, row.nominated_by_person_id) if row.nominated_by_person_id else None
    page = render_template(
        "ambassadors/show_application.html",
        row=row,
        person=person,
        state=STATE_WORDS[row.state],
        steps=[STEP_WORDS[step] for step in states.missing(candidacy) if step is not states.Step.LEAD],
        candidacy=candidacy,
        is_open=row.state in deciding.WAITING,
        may_approve=states.may_be_approved(candidacy) and row.person_id != visitor().person_id,
        manager=agreed_by,
        proposed_by=by,
        skills=[(all_skills().get(code, code), LEVEL_WORDS[level]) for code, level in skills_of(row.id).items()],
        languages=language_names(unbarred(row.languages)),
        place=PLACE_WORDS[row.place],
        buddy=buddy_name(row),
        evidence=evidence,
        tier=TIER_WORDS[tier_of(evidence, clock.today())],
        welcome=sum(1 for step in CHECKLIST if row.checklist.get(step)),
        steps_in_all=len(CHECKLIST),
        form=form,
        buddy_form=buddy_form,
        is_in=_is_in(row),
        problems=[*form.problems, *buddy_form.problems],
    )
    return page, status
