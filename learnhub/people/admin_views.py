"""The administrator's pages: find a person, see roles and postings, give and take roles.

Bounded by where the administration holds: a person elsewhere is not found (404). Opening somebody's page is noted in
the access log, where they can see it.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import clock
from learnhub.people import details
from learnhub.people.actions import Refused, department_id_of, grant_role, revoke_role, send_password_link
from learnhub.people.directory import NO_CODE_IS_LONGER, departments_found
from learnhub.people.forms import GrantForm
from learnhub.people.models import Person
from learnhub.people.pages import blueprint
from learnhub.people.queries import department_ids_below, department_names, people_found, person_or_404
from learnhub.people.roles import check_grant
from learnhub.people.words import ROLE_WORDS, absence_words, event_words, working_days_words
from learnhub.permissions import Permission
from learnhub.web.access import needs, visitor
from learnhub.web.access_log import Looked, log_access
from learnhub.web.i18n import LANGUAGES, language
from learnhub.web.rows import row_number


def _reach() -> set[int] | None:
    """The departments whose people the visitor administers; None is everywhere."""
    return department_ids_below(visitor().scopes(Permission.MANAGE_PEOPLE))


@blueprint.get("/people")
@needs(Permission.MANAGE_PEOPLE)
def find_people() -> ResponseReturnValue:
    """People by name, e-mail address or staff number."""
    sought = request.args.get("q", "")[:100].replace("\x00", "").strip()
    after = row_number(request.args.get("after"))
    return render_template(
        "people/find_people.html",
        page=people_found(sought, after, _reach()),
        names=department_names(clock.today(), language()),
        sought=sought,
        after=after,
        today=clock.today(),
    )


@blueprint.get("/people/<int:person_id>")
@needs(Permission.MANAGE_PEOPLE)
def show_person(person_id: int) -> ResponseReturnValue:
    """One person's details, roles, postings and account history."""
    person = person_or_404(person_id, _reach())
    log_access(visitor().person_id, Looked.OPENED_PERSON, person.id)
    return render_template(
        "people/show_person.html",
        person=person,
        details=details.details_of(person.id, clock.today(), language()),
        grants=details.grants_of(person.id),
        events=details.events_of(person.id),
        role_words=ROLE_WORDS,
        event_words=event_words,
        working_days_words=working_days_words,
        absence_words=absence_words,
        languages=LANGUAGES,
    )


@blueprint.get("/people/<int:person_id>/roles")
@needs(Permission.MANAGE_PEOPLE)
def choose_role(person_id: int) -> ResponseReturnValue:
    """The form to give a role."""
    reach = _reach()
    code = request.args.get("department", "")[:NO_CODE_IS_LONGER].replace("\x00", "")
    form = GrantForm(where="department", department=code) if code else GrantForm()
    return _role_page(person_or_404(person_id, reach), form, reach)


@blueprint.post("/people/<int:person_id>/roles")
@needs(Permission.MANAGE_PEOPLE)
def give_role(person_id: int) -> ResponseReturnValue:
    """Ask once more what the role opens, then give it."""
    reach = _reach()
    person = person_or_404(person_id, reach)
    form = GrantForm()
    if not form.is_ok():
        return _role_page(person, form, reach), 422
    try:
        department_id = None if form.is_everywhere else department_id_of(form.department.data or "")
        check_grant(person.id, form.chosen, department_id, reach)
    except Refused as refused:
        getattr(form, refused.field or "department").errors = [str(refused)]
        return _role_page(person, form, reach), 422
    if "confirmed" not in request.form:
        return _confirm_page(person, form, department_id)
    grant_role(person.id, form.chosen, department_id, visitor().person_id, reach)
    flash(_("%(name)s has the role now.", name=person.name))
    return redirect(url_for("people.show_person", person_id=person_id), 303)


@blueprint.get("/people/<int:person_id>/roles/<int:grant_id>")
@needs(Permission.MANAGE_PEOPLE)
def confirm_revoking(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Ask before a role is taken back."""
    return _revoke_page(person_id, grant_id)


@blueprint.post("/people/<int:person_id>/roles/<int:grant_id>")
@needs(Permission.MANAGE_PEOPLE)
def take_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    reach = _reach()
    grant = _grant_or_404(person_or_404(person_id, reach), grant_id)
    try:
        revoke_role(grant.id, visitor().person_id, reach)
    except Refused as refused:
        return _revoke_page(person_id, grant_id, [("take", str(refused))]), 422
    flash(_("The role was taken back."))
    return redirect(url_for("people.show_person", person_id=person_id), 303)


@blueprint.get("/people/<int:person_id>/password-link")
@needs(Permission.MANAGE_PEOPLE)
def confirm_password_link(person_id: int) -> ResponseReturnValue:
    """Ask before a link is e-mailed."""
    return render_template("people/confirm_password_link.html", person=person_or_404(person_id, _reach()))


@blueprint.post("/people/<int:person_id>/password-link")
@needs(Permission.MANAGE_PEOPLE)
def e_mail_password_link(person_id: int) -> ResponseReturnValue:
    """E-mail the person a link to choose a password: to their own address, never to the administrator's."""
    person = person_or_404(person_id, _reach())
    send_password_link(person.email, person.language, visitor().person_id)
    flash(_("A link was sent to %(email)s. It works once, within an hour.", email=person.email))
    return redirect(url_for("people.show_person", person_id=person_id), 303)


@blueprint.get("/people/departments")
@needs(Permission.MANAGE_PEOPLE)
def list_departments() -> ResponseReturnValue:
    """Departments with their codes; with `person`, to choose where they shall have a role."""
    reach = _reach()
    sought = request.args.get("q", "")[:100].replace("\x00", "").strip()
    after = request.args.get("after", "")[:NO_CODE_IS_LONGER].replace("\x00", "")
    person_id = row_number(request.args.get("person"))
    return render_template(
        "people/list_departments.html",
        page=departments_found(sought, clock.today(), reach, after, language()),
        person=person_or_404(person_id, reach) if person_id else None,
        sought=sought,
        after=after,
    )


def _role_page(person: Person, form: GrantForm, reach: set[int] | None) -> str:
    return render_template(
        "people/choose_role.html",
        person=person,
        form=form,
        problems=form.problems,
        role_words=ROLE_WORDS,
        is_bounded=reach is not None,
    )


def _confirm_page(person: Person, form: GrantForm, department_id: int | None) -> str:
    names = department_names(clock.today(), language()) if department_id else {}
    return render_template(
        "people/confirm_role.html",
        person=person,
        form=form,
        words=ROLE_WORDS[form.chosen],
        department=names.get(department_id or 0),
    )


def _revoke_page(person_id: int, grant_id: int, problems: list[tuple[str, str]] | None = None) -> str:
    person = person_or_404(person_id, _reach())
    grant = _grant_or_404(person, grant_id)
    return render_template(
        "people/confirm_revoking.html",
        person=person,
        grant=grant,
        words=ROLE_WORDS[grant.role],
        problems=problems or [],
    )


def _grant_or_404(person: Person, grant_id: int) -> details.GrantLine:
    found = next((grant for grant in details.grants_of(person.id) if grant.id == grant_id), None)
    return found or abort(404)
