"""HR's pages of required and suggested learning: what is asked of whom, how it stands, and making it."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub import db as database
from learnhub.people.faults import Refused
from learnhub.people.reach import Reach, reach_of
from learnhub.permissions import Permission
from learnhub.required import active, change_views, listing, my_views, reminders, team_digest, telling, words
from learnhub.required.actions import make_assignment
from learnhub.required.deadlines import State
from learnhub.required.forms import AssignmentForm
from learnhub.required.pages import assignment_here, blueprint, reach_here, required_here
from learnhub.required.preview import Preview, asked_in, preview_of
from learnhub.required.things import things_to_ask_for
from learnhub.web.access import needs, visitor, writes_late
from learnhub.web.access_log import log_names
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.paging import PAGE_SIZE, Page
from learnhub.web.rows import row_number

__all__ = ["blueprint", "change_views", "my_views"]

FEWEST = 10  # people whom something is suggested to: of fewer, how many have done it would say who
SHOWN = (State.OVERDUE, State.OPEN, State.COMPLETE, State.EXEMPT)


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    active.init_app(app)
    telling.init_app(app)
    reminders.init_app(app)
    team_digest.init_app(app)
    add_navigation(
        app,
        NavigationItem(_l("Required learning"), "required.list_assignments", 62, (Permission.ASSIGN_LEARNING,)),
    )
    my_views.init_app(app)


@blueprint.get("/required")
@needs(Permission.ASSIGN_LEARNING)
def list_assignments() -> ResponseReturnValue:
    """What is asked of people within reach, what needs attention first."""
    reach = reach_here()
    lines = listing.lines_of(reach, language())
    after = row_number(request.args.get("after"))
    start = next((place + 1 for place, line in enumerate(lines) if line.row.id == after), 0)
    shown = lines[start : start + PAGE_SIZE]
    more = len(lines) > start + PAGE_SIZE
    return render_template(
        "required/list_assignments.html",
        page=Page(shown, str(shown[-1].row.id) if more else None),
        is_first=not start,
        reach=reach,
        words=words,
        as_at=clock.now(),
    )


@blueprint.get("/required/<int:assignment_id>")
@needs(Permission.ASSIGN_LEARNING)
def show_assignment(assignment_id: int) -> ResponseReturnValue:
    """How an assignment stands, altogether and by department. Numbers, no names; a suggestion only altogether."""
    reach = reach_here()
    row, one = assignment_here(assignment_id, reach)
    if not one.is_required:  # one number for everybody the officer may see: the difference of two could be one person
        reach = reach_of(visitor().scopes(Permission.ASSIGN_LEARNING), None, language())
    figures, units = listing.by_unit(one, reach) if row.withdrawn_at is None else (None, [])
    return render_template(
        "required/show_assignment.html",
        line=listing.line_of(row, one, reach, language(), figures),
        units=units,
        reach=reach,
        words=words,
        shown=SHOWN,
        fewest=FEWEST,
        as_at=clock.now(),
    )


@blueprint.get("/required/<int:assignment_id>/people")
@needs(Permission.ASSIGN_LEARNING)
def list_people(assignment_id: int) -> ResponseReturnValue:
    """Who it is asked of, by name, and how they stand. Whoever is listed can see that it was looked at."""
    reach = reach_here()
    row, one = required_here(assignment_id, reach)
    asked = request.args.get("show", "")
    show = State(asked) if asked in set(SHOWN) else None
    after = row_number(request.args.get("after"))
    page = listing.names_of(one, reach, show, after) if row.withdrawn_at is None else Page([], None)
    log_names(visitor().person_id, [person.person_id for person in page.rows], assignment=row.id)
    return render_template(
        "required/list_people.html",
        line=listing.line_of(row, one, reach, language(), counted=False),
        page=page,
        show=show,
        shown=SHOWN,
        reach=reach,
        is_first=after is None,
        words=words,
    )


@blueprint.get("/required/new")
@needs(Permission.ASSIGN_LEARNING)
def choose_assignment() -> ResponseReturnValue:
    """The form: what, whom, by when, why."""
    reach = reach_here()
    return _form_page(_form(reach), reach)


@blueprint.post("/required/new")
@needs(Permission.ASSIGN_LEARNING)
@writes_late
def assign_learning() -> ResponseReturnValue:
    """Show what it comes to; once confirmed, save it. Counting holds no lock."""
    reach = reach_here()
    form = _form(reach)
    if request.form.get("action") == "change":
        form.people.data = (form.people.data or "").replace(";", "\n")
        return _form_page(form, reach)
    if not form.is_ok():
        return _form_page(form, reach), 422
    asked = asked_in(form, *_scope(reach))
    if "confirmed" not in request.form:
        preview = preview_of(asked, reach, form.pasted.doubled if form.pasted else ())
        return _preview_page(preview, form, reach)
    database.begin_write()
    try:
        row, is_new = make_assignment(asked, visitor().person_id, reach.ids)
    except Refused as refused:
        form.audience.errors = [str(refused)]
        return _form_page(form, reach), 422
    flash(_("Saved. People see it from now on.") if is_new else _("This had been saved already, and counts once."))
    return redirect(url_for("required.show_assignment", assignment_id=row.id), 303)


def _form(reach: Reach) -> AssignmentForm:
    return AssignmentForm(reach, things_to_ask_for(language()), listing.groups_in(reach))


def _scope(reach: Reach) -> tuple[int | None, tuple[int, ...]]:
    """Where the officer acts: the department an assignment is made in, and those that "everybody" means."""
    if reach.chosen is not None:
        return reach.chosen.id, (reach.chosen.id,)
    scopes = visitor().scopes(Permission.ASSIGN_LEARNING)
    return (None, ()) if scopes is None else (min(scopes), tuple(sorted(scopes)))


def _form_page(form: AssignmentForm, reach: Reach) -> str:
    return render_template("required/choose_assignment.html", form=form, problems=form.problems, reach=reach)


def _preview_page(preview: Preview, form: AssignmentForm, reach: Reach) -> str:
    row = preview.asked.row()
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "people")]
    return render_template(
        "required/preview_assignment.html",
        preview=preview,
        title=listing.title_of(preview.one, language()),
        whom=listing.whom_of(row, preview.one, reach),
        kept=kept,
        fewest=FEWEST,
        people=";".join(form.pasted.written) if form.pasted and preview.asked.is_list else "",
        words=words,
        reach=reach,
    )
