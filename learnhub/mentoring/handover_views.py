"""A lead offers a mentorship that waits to an ambassador; whoever is asked says yes or no."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from learnhub import clock
from learnhub.ambassadors import capacity
from learnhub.ambassadors.capacity import Full
from learnhub.ambassadors.matching_words import words_of
from learnhub.ambassadors.words import Answer
from learnhub.catalogue.suggesting import skill_names
from learnhub.mentoring import handover_offers, mentorship_ending
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.handover import Heir, Offered, Waiting, asked_about, heirs_of, offers_of, waiting_or_404
from learnhub.mentoring.holding import Over
from learnhub.mentoring.mentorship_forms import HandOverAnswerForm, HandOverForm
from learnhub.mentoring.mentorship_words import KIND_WORDS
from learnhub.people.faults import Refused
from learnhub.people.queries import department_ids_below, department_names
from learnhub.permissions import Permission
from learnhub.web.access import needs, signed_in, visitor
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language


@blueprint.route("/network/mentorships/<int:mentorship_id>/hand-over", methods=["GET", "POST"])
@needs(Permission.LEAD_NETWORK)
def hand_over(mentorship_id: int) -> ResponseReturnValue:
    """Who waits since when, who was asked, and who could take over; a press asks them."""
    within = department_ids_below(visitor().scopes(Permission.LEAD_NETWORK))
    waiting, form = waiting_or_404(mentorship_id, within), HandOverForm()
    offers = offers_of(waiting.id)
    heirs = heirs_of(waiting, offers, language())
    form.ambassador.choices = [SelectChoice(str(heir.ambassador_id), _label(heir)) for heir in heirs]
    if form.is_ok():
        try:
            handover_offers.offer_handover(waiting.id, int(form.ambassador.data), visitor().person_id)
        except Full:
            form.ambassador.errors = [_("They have no room any more: choose somebody else.")]
        except Refused as refused:
            form.ambassador.errors = [str(refused)]
        else:
            flash(_("Offered. You are told of their answer."))
            return redirect(url_for("mentoring.hand_over", mentorship_id=waiting.id), 303)
    return _waiting_page(waiting, form, offers, heirs), 422 if request.method == "POST" else 200


@blueprint.route("/mentoring/offers/<int:offer_id>", methods=["GET", "POST"])
@signed_in
def answer_handover(offer_id: int) -> ResponseReturnValue:
    """What somebody is asked to take over, and their yes or no. Pressed twice, the first press counts."""
    me, form = visitor(), HandOverAnswerForm()
    offer = handover_offers.offer_or_404(offer_id, me.person_id)
    if form.is_ok():
        return _answered(offer_id, form)
    if offer.answer == Answer.ACCEPTED:
        return redirect(url_for("mentoring.show_mentorship", mentorship_id=offer.mentorship_id), 303)
    if offer.answer is not None:
        return render_template("mentoring/offer_gone.html")
    waiting, skills = asked_about(offer.mentorship_id)
    page = render_template(
        "mentoring/answer_handover.html",
        offer=offer,
        waiting=waiting,
        form=form,
        problems=form.problems,
        skills=skill_names(skills),
        department=_department(waiting.department_id),
        full=capacity.why_full(offer.ambassador_id, waiting.kind, clock.today()),
    )
    return page, 422 if request.method == "POST" else 200


def _waiting_page(waiting: Waiting, form: HandOverForm, offers: Sequence[Offered], heirs: Sequence[Heir]) -> str:
    return render_template(
        "mentoring/hand_over.html",
        waiting=waiting,
        form=form,
        problems=form.problems if heirs else [],
        heirs=heirs,
        asked=next((offer for offer in offers if offer.answer is None), None),
        answered=[offer for offer in offers if offer.answer is not None],
        declined=Answer.DECLINED,
        kind=KIND_WORDS[waiting.kind],
        department=_department(waiting.department_id),
    )


def _answered(offer_id: int, form: HandOverAnswerForm) -> ResponseReturnValue:
    me = visitor().person_id
    if form.answer.data == "no":
        said_no = handover_offers.decline_handover(offer_id, me, form.reason.data or "")
        thanks = _("Thank you for saying so. The lead asks somebody else; the learner is not told that it was you.")
        flash(thanks if said_no else _("It was answered already: nothing changed."))
        return redirect(url_for("mentoring.list_mentorships"), 303)
    try:
        mentorship_id = mentorship_ending.accept_handover(offer_id, me)
    except Over:  # its own page says so
        raise
    except Refused as refused:
        flash(str(refused))
        return redirect(url_for("mentoring.answer_handover", offer_id=offer_id), 303)
    flash(_("Thank you. You are the mentor now: write to them and agree on a first meeting."))
    return redirect(url_for("mentoring.show_mentorship", mentorship_id=mentorship_id), 303)


def _department(department_id: int | None) -> str:
    return department_names(clock.today(), language()).get(department_id or 0, "")


def _label(heir: Heir) -> str:
    reasons = (str(words_of(reason)) for reason in heir.reasons)
    said = "; ".join(part for part in (heir.department, *(one[:1].lower() + one[1:] for one in reasons)) if part)
    return f"{heir.name} ({said})" if said else heir.name
