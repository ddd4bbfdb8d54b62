"""A lead gives a mentorship that waits to somebody else."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from learnhub import clock
from learnhub.ambassadors.capacity import Full
from learnhub.ambassadors.matching_words import words_of
from learnhub.mentoring import mentorship_ending as ending
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.handover import Heir, heirs_of, waiting_or_404
from learnhub.mentoring.mentorship_forms import HandOverForm
from learnhub.mentoring.mentorship_words import KIND_WORDS
from learnhub.people.faults import Refused
from learnhub.people.queries import department_ids_below, department_names
from learnhub.permissions import Permission
from learnhub.web.access import needs, visitor
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language


@blueprint.route("/network/mentorships/<int:mentorship_id>/hand-over", methods=["GET", "POST"])
@needs(Permission.LEAD_NETWORK)
def hand_over(mentorship_id: int) -> ResponseReturnValue:
    """Who waits since when, and who could take over; a press gives it to them."""
    within = department_ids_below(visitor().scopes(Permission.LEAD_NETWORK))
    waiting, form = waiting_or_404(mentorship_id, within), HandOverForm()
    heirs = heirs_of(waiting, language())
    form.ambassador.choices = [SelectChoice(str(heir.ambassador_id), _label(heir)) for heir in heirs]
    if form.is_ok():
        try:
            ending.hand_over(waiting.id, int(form.ambassador.data))
        except Full:
            form.ambassador.errors = [_("They have no room any more: choose somebody else.")]
        except Refused as refused:
            form.ambassador.errors = [str(refused)]
        else:
            flash(_("Handed over. Both are told."))
            return redirect("/network", 303)
    page = render_template(
        "mentoring/hand_over.html",
        waiting=waiting,
        form=form,
        problems=form.problems if heirs else [],
        heirs=heirs,
        kind=KIND_WORDS[waiting.kind],
        department=department_names(clock.today(), language()).get(waiting.department_id or 0, ""),
    )
    return page, 422 if request.method == "POST" else 200


def _label(heir: Heir) -> str:
    said = "; ".join(part for part in (heir.department, *map(words_of, heir.reasons)) if part)
    return f"{heir.name} ({said})" if said else heir.name
