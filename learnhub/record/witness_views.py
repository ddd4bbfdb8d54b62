"""Asking a colleague to confirm an entry, and being asked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from learnhub.db import db
from learnhub.messages.notices import MessageKind, NewNotice, write_notices
from learnhub.people.models import Person
from learnhub.people.queries import person_with_email
from learnhub.record import witness_words as words
from learnhub.record.showing import Names, names_of
from learnhub.record.witness_rules import CannotAsk, Claim, can_be_witnessed
from learnhub.record.witnessing import (
    Asked,
    answer_request,
    ask_to_witness,
    claim_of,
    request_about,
    requests_to,
    take_request_back,
)
from learnhub.web.access import signed_in, visitor
from learnhub.web.forms import Form, stripped
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language, speaking

MESSAGE = MessageKind(
    "witness",
    _l("Somebody asks you to confirm"),
    _l("A colleague did something and you can say that you saw it."),
    may_refuse=True,
)
SOMEBODY_ELSE = "else"
LINE_MANAGER = "manager"


def add_witness_routes(blueprint: Blueprint) -> None:
    """Add these pages to the record's blueprint."""
    for rule, view, method in (
        ("/record/<int:seq>/confirm", ask_colleague, "GET"),
        ("/record/<int:seq>/confirm", send_request, "POST"),
        ("/witness", list_requests, "GET"),
        ("/witness/<int:request_id>", answer, "POST"),
    ):
        blueprint.add_url_rule(rule, view.__name__, view, methods=[method])


class AskForm(Form):
    """Whom to ask."""

    who = RadioField(_l("Who can confirm this?"), validate_choice=True)
    email = StringField(_l("Their work e-mail address"), [Optional(), Length(max=254)], filters=[stripped])


@signed_in
def ask_colleague(seq: int) -> ResponseReturnValue:
    """Choose who is to confirm an entry of one's own; or see who has been asked."""
    return _ask_page(_claim_or_404(seq), _form())


@signed_in
def send_request(seq: int) -> ResponseReturnValue:
    """Ask them, or take the request back."""
    claim = _claim_or_404(seq)
    if request.form.get("action") == "take-back":
        if take_request_back(seq, claim.learner_id):
            flash(_("Your request is taken back."))
        return redirect(url_for("record.ask_colleague", seq=seq), 303)
    form = _form()
    colleague = _colleague(form) if form.is_ok() else None
    if colleague is None:
        return _ask_page(claim, form, 422)
    try:
        ask_to_witness(claim, colleague)
    except CannotAsk as refusal:
        form.email.errors = [str(words.REFUSALS[refusal.why])]
        return _ask_page(claim, form, 422)
    _tell(colleague, claim)
    flash(_("%(name)s has been asked. You need do nothing more.", name=colleague.name))
    return redirect(url_for("record.show_record"), 303)


@signed_in
def list_requests() -> ResponseReturnValue:
    """What others have asked the visitor to confirm."""
    found = requests_to(visitor().person_id)
    names = names_of(found, language())
    asked = [(one, _title_of(one, names), _evidence_of(one, names)) for one in found]
    return render_template("record/list_requests.html", asked=asked)


@signed_in
def answer(request_id: int) -> ResponseReturnValue:
    """Confirm, or say that one cannot. Pressed twice it counts once."""
    choice = request.form.get("answer")
    if choice not in {"confirm", "cannot"}:
        abort(400)
    person = visitor()
    answered = answer_request(request_id, person.person_id, person.learner_id, confirmed=choice == "confirm")
    if answered is None:
        flash(_("This has been answered or taken back already."))
    elif answered.confirmed:
        flash(_("Thank you. It now stands as confirmed by a colleague."))
    else:
        flash(_("Thank you. It stays as it was."))
    return redirect(url_for("record.list_requests"), 303)


def _claim_or_404(seq: int) -> Claim:
    claim = claim_of(seq, visitor().learner_id) if seq < 2**63 else None
    return claim if claim is not None else abort(404)


def _title_of(one: Asked, names: Names) -> str:
    name = names.get((one.kind, one.key))
    return name.title if name else words.thing_of(one.kind, one.key, one.course_id, language())


def _evidence_of(one: Asked, names: Names) -> str:
    name = names.get((one.kind, one.key))
    return name.evidence if name else ""


def _manager() -> Person | None:
    me = db.session.get_one(Person, visitor().person_id)
    return db.session.get(Person, me.line_manager_id) if me.line_manager_id else None


def _form() -> AskForm:
    manager = _manager()
    choices = [SelectChoice(value=SOMEBODY_ELSE, label=_("A digital ambassador, by e-mail address"))]
    if manager is not None:
        choices.insert(0, SelectChoice(value=LINE_MANAGER, label=_("%(name)s, your line manager", name=manager.name)))
    form = AskForm()
    form.who.choices = choices
    if form.who.data is None:
        form.who.data = choices[0].value
    return form


def _colleague(form: AskForm) -> Person | None:
    """Who was chosen; None with the error noted when there is no such person."""
    if form.who.data == LINE_MANAGER:
        return _manager()
    if not form.email.data:
        form.email.errors = [_("Enter the e-mail address of the colleague who can confirm this")]
        return None
    colleague = person_with_email(form.email.data)
    if colleague is None:
        form.email.errors = [_("Nobody here has this e-mail address: check it for a slip")]
    return colleague


def _ask_page(claim: Claim, form: AskForm, status: int = 200) -> ResponseReturnValue:
    refusal = can_be_witnessed(claim)
    page = render_template(
        "record/ask_colleague.html",
        claim=claim,
        thing=words.thing_of(claim.kind, claim.key, claim.course_id, language()),
        form=form,
        problems=[] if refusal else form.problems,
        waiting=request_about(claim.seq, claim.learner_id),
        refusal=words.REFUSALS[refusal] if refusal else "",
    )
    return page, status


def _tell(colleague: Person, claim: Claim) -> None:
    with speaking(colleague.language):
        text = _("%(name)s asks you to confirm something they did.", name=visitor().name)
    key = f"witness:{claim.seq}:{colleague.id}"
    address = url_for("record.list_requests")
    write_notices([NewNotice(colleague.id, MESSAGE.name, key, text, address, colleague.language)])
