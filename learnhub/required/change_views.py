"""Changing and withdrawing an assignment, and what is different for one person. Each asks before it does."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import db as database
from learnhub.people.faults import Refused
from learnhub.people.reach import Reach
from learnhub.permissions import Permission
from learnhub.required import listing, words
from learnhub.required.actions import change_assignment, changed, decide_case, drop_case, withdraw_assignment
from learnhub.required.active import Active, plain
from learnhub.required.forms import ON_A_DAY, WITHIN, CaseForm, WhenForm
from learnhub.required.models import Assignment, CaseKind, Kind
from learnhub.required.pages import assignment_here, blueprint, reach_here, required_here
from learnhub.web.access import needs, visitor, writes_late
from learnhub.web.access_log import log_names
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language


@blueprint.get("/required/<int:assignment_id>/change")
@needs(Permission.ASSIGN_LEARNING)
def choose_change(assignment_id: int) -> ResponseReturnValue:
    """Other days, or another reason."""
    row, one, reach = _own(assignment_id)
    form = WhenForm(
        when=ON_A_DAY if row.within_days is None else WITHIN,
        due_on=row.due_on,
        within_days=row.within_days,
        reason=row.reason,
    )
    form.is_suggested = row.kind == Kind.SUGGESTED
    return _change_page(form, row, one, reach)


@blueprint.post("/required/<int:assignment_id>/change")
@needs(Permission.ASSIGN_LEARNING)
@writes_late
def change(assignment_id: int) -> ResponseReturnValue:
    """Show what the change comes to; once confirmed, save it."""
    row, one, reach = _own(assignment_id)
    form = WhenForm()
    form.begins_on = row.starts_on
    form.is_suggested = row.kind == Kind.SUGGESTED
    if not form.is_ok():
        return _change_page(form, row, one, reach), 422
    if "confirmed" not in request.form:
        return _confirm_page(form, row, one, reach)
    database.begin_write()
    row = _own(assignment_id)[0]
    change_assignment(row, due_on=form.due_on.data, within_days=form.within_days.data, reason=form.reason.data or "")
    flash(_("Changed. People see it from now on."))
    return redirect(url_for("required.show_assignment", assignment_id=row.id), 303)


@blueprint.get("/required/<int:assignment_id>/withdraw")
@needs(Permission.ASSIGN_LEARNING)
def confirm_withdrawal(assignment_id: int) -> ResponseReturnValue:
    """Ask before an assignment ends."""
    row, one, reach = _own(assignment_id)
    line = listing.line_of(row, one, reach, language())
    return render_template("required/confirm_withdrawal.html", line=line)


@blueprint.post("/required/<int:assignment_id>/withdraw")
@needs(Permission.ASSIGN_LEARNING)
def withdraw(assignment_id: int) -> ResponseReturnValue:
    """Ask it of nobody any more."""
    row, _one, _reach = _own(assignment_id)
    withdraw_assignment(row)
    flash(_("Withdrawn. It is asked of nobody any more; what people have done stays in their records."))
    return redirect(url_for("required.list_assignments"), 303)


@blueprint.get("/required/<int:assignment_id>/people/<int:person_id>")
@needs(Permission.ASSIGN_LEARNING)
def show_case(assignment_id: int, person_id: int) -> ResponseReturnValue:
    """One person: their date and why, and the form to exempt them or give them more time."""
    reach = reach_here()
    row, one = required_here(assignment_id, reach)
    return _case_page(row, one, reach, person_id, CaseForm())


@blueprint.post("/required/<int:assignment_id>/people/<int:person_id>")
@needs(Permission.ASSIGN_LEARNING)
def decide(assignment_id: int, person_id: int) -> ResponseReturnValue:
    """Exempt, extend, or treat like everybody else again."""
    reach = reach_here()
    row, one = required_here(assignment_id, reach)
    named = listing.named_or_none(one, reach, person_id) or abort(404)
    form = CaseForm()
    form.due_on = row.due_on
    if request.form.get("action") == "drop":
        drop_case(row, person_id)
        flash(_("%(name)s is treated like everybody else again.", name=named.name))
    elif not form.is_ok():
        return _case_page(row, one, reach, person_id, form), 422
    else:
        try:
            decide_case(
                row, person_id, CaseKind(form.kind.data), form.until_on.data, form.reason.data or "",
                visitor().person_id,
            )  # fmt: skip
        except Refused as refused:
            form.until_on.errors = [str(refused)]
            return _case_page(row, one, reach, person_id, form), 422
        flash(_("Saved. %(name)s sees it, with your reason.", name=named.name))
    return redirect(url_for("required.show_case", assignment_id=row.id, person_id=person_id), 303)


def _own(assignment_id: int) -> tuple[Assignment, Active, Reach]:
    """An assignment over which the visitor decides, and which has not ended; else 404."""
    reach = reach_here()
    row, one = assignment_here(assignment_id, reach)
    if not listing.may_change(row, reach) or row.withdrawn_at is not None:
        abort(404)
    return row, one, reach


def _change_page(form: WhenForm, row: Assignment, one: Active, reach: Reach) -> str:
    return render_template(
        "required/choose_change.html",
        form=form,
        problems=form.problems,
        row=row,
        title=listing.title_of(one, language()),
        whom=listing.whom_of(row, one, reach),
    )


def _confirm_page(form: WhenForm, row: Assignment, one: Active, reach: Reach) -> str:
    """What the change comes to, counted as if it were in force."""
    asked = changed(row, due_on=form.due_on.data, within_days=form.within_days.data, reason=form.reason.data or "")
    return render_template(
        "required/confirm_change.html",
        before=listing.line_of(row, one, reach, language()),
        after=listing.line_of(asked, plain([asked])[0], reach, language()),
        form=form,
        words=words,
    )


def _case_page(row: Assignment, one: Active, reach: Reach, person_id: int, form: CaseForm) -> str:
    named = listing.named_or_none(one, reach, person_id) or abort(404)
    if request.method == "GET":
        log_names(visitor().person_id, [person_id], assignment=row.id)
    return render_template(
        "required/show_case.html",
        form=form,
        problems=form.problems,
        row=row,
        title=listing.title_of(one, language()),
        named=named,
        case=listing.case_of(row.id, person_id),
        words=words,
    )
