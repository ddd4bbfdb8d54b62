"""What everybody sees: what is required of me and why, what is suggested; and a line manager: how my team stands."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.ambassadors.profiles import asked_to_agree
from learnhub.catalogue.queries import course_or_404
from learnhub.people.queries import department_names
from learnhub.required import words
from learnhub.required.actions import go_through_again, put_aside
from learnhub.required.deadlines import State
from learnhub.required.pages import blueprint
from learnhub.required.queries import assignment_or_404, required_of
from learnhub.required.team import members_of
from learnhub.web.access import signed_in, visitor
from learnhub.web.access_log import log_names
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.paging import PAGE_SIZE
from learnhub.web.rows import row_number


def init_app(app: Flask) -> None:
    """My team stands in the navigation of those who have one; that comes with the visitor, and costs no statement."""
    add_navigation(app, NavigationItem(_l("My team"), "required.show_team", 58, shown=lambda person: person.leads_team))


@blueprint.get("/required/mine")
@signed_in
def show_mine() -> ResponseReturnValue:
    """What is asked of me: by whom, why me, by when and why then; and what is suggested."""
    dues = [due for due in required_of(visitor()) if due.state is not State.DISMISSED]
    suggested = [due for due in dues if not due.assignment.is_required]
    return render_template(
        "required/show_mine.html",
        required=[due for due in dues if due.assignment.is_required],
        suggested=suggested,
        names=department_names(clock.today(), language()) if dues else {},
        words=words,
        State=State,
        today=clock.today(),
    )


@blueprint.post("/required/mine/<int:assignment_id>")
@signed_in
def put_suggestion_aside(assignment_id: int) -> ResponseReturnValue:
    """Show a suggestion no more."""
    mine = {due.assignment.id for due in required_of(visitor())}
    if assignment_id in mine:
        put_aside(assignment_or_404(assignment_id), visitor().person_id)
        flash(_("Put aside. The course stays in the catalogue."))
    return redirect(url_for("required.show_mine"), 303)


@blueprint.post("/required/again/<course>")
@signed_in
def go_through_course_again(course: str) -> ResponseReturnValue:
    """A course without a check, gone through again: one's own word."""
    found = course_or_404(course)
    if go_through_again(visitor().learner_id, found):
        flash(_("Noted: you have gone through “%(title)s” again.", title=found.title))
    return redirect(url_for("required.show_mine"), 303)


@blueprint.get("/team")
@signed_in
def show_team() -> ResponseReturnValue:
    """The people whose line manager I am: what is required of them and how it stands, and who asks for my word."""
    members = members_of(visitor().person_id, language())
    after = row_number(request.args.get("after"))
    start = next((place + 1 for place, member in enumerate(members) if member.person_id == after), 0)
    shown = members[start : start + PAGE_SIZE]
    is_asked = any(member.asked for member in members)
    if is_asked:
        log_names(visitor().person_id, [member.person_id for member in shown], team=True)
    return render_template(
        "required/show_team.html",
        members=shown,
        total=len(members),
        is_asked=is_asked,
        agreements=asked_to_agree(visitor().person_id) if members else [],
        next_key=shown[-1].person_id if len(members) > start + PAGE_SIZE else None,
        is_first=not start,
        words=words,
        State=State,
    )
