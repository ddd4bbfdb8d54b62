"""Planning an end, ending, what came of it, whether the two fit, and somebody else."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.ambassadors.words import Outcome
from learnhub.mentoring import mentorship_ending as ending
from learnhub.mentoring import mentorships
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.holding import Over, hold, hold_both
from learnhub.mentoring.mentorship_forms import EndForm, OutcomeForm, PlanForm
from learnhub.mentoring.mentorship_queries import Mentored, mentorship_or_404
from learnhub.mentoring.mentorship_rules import Verdict
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import gettext as _


@blueprint.route("/mentoring/<int:mentorship_id>/plan", methods=["GET", "POST"])
@signed_in
def plan_end(mentorship_id: int) -> ResponseReturnValue:
    """The day on which to end; the other is told and may plan another."""
    seen = _seen(mentorship_id)
    if not seen.is_live:
        raise Over(_("This mentorship has ended."))
    form = PlanForm(data={"ends_on": seen.ends_on})
    if form.is_ok():
        mentorships.agree_end(seen.id, seen.viewer_id, form.ends_on.data)
        return _back(seen.id, _("Kept. %(name)s is told, and can plan another day.", name=seen.other))
    return _page("plan_end", seen, form)


@blueprint.route("/mentoring/<int:mentorship_id>/end", methods=["GET", "POST"])
@signed_in
def end(mentorship_id: int) -> ResponseReturnValue:
    """End it, having been asked. Of two at once the second finds it ended."""
    seen, form = _seen(mentorship_id), EndForm()
    if not seen.is_live:
        return _back(seen.id, _("This mentorship has ended already."))
    if form.is_ok():
        ended = ending.end_mentorship(seen.id, seen.viewer_id, form.reason.data or "")
        return _back(seen.id, _("It has ended.") if ended else _("This mentorship has ended already."))
    return _page("end_mentorship", seen, form)


@blueprint.post("/mentoring/<int:mentorship_id>/outcome")
@signed_in
def say_outcome(mentorship_id: int) -> ResponseReturnValue:
    """What came of it, in one press."""
    form = OutcomeForm()
    if not form.is_ok():
        hold(mentorship_id, visitor().person_id)
        return _back(mentorship_id, _("Choose what came of it."))
    try:
        verdict = ending.say_outcome(mentorship_id, visitor().person_id, Outcome(form.outcome.data))
    except Refused as refused:
        return _back(mentorship_id, str(refused))
    confirmed = _("Thank you. You both say the same: it is confirmed.")
    return _back(mentorship_id, confirmed if verdict is Verdict.AGREED else _("Thank you. Your answer is kept."))


@blueprint.post("/mentoring/<int:mentorship_id>/fit")
@signed_in
def say_fit(mentorship_id: int) -> ResponseReturnValue:
    """The learner says that the two fit."""
    ending.say_fit(mentorship_id, visitor().person_id)
    return _back(mentorship_id, _("Good. Nobody but you sees this answer."))


@blueprint.route("/mentoring/<int:mentorship_id>/again", methods=["GET", "POST"])
@signed_in
def match_again(mentorship_id: int) -> ResponseReturnValue:
    """Somebody else, quietly."""
    seen = _seen(mentorship_id)
    if not seen.i_learn:
        abort(404)
    if request.method == "GET" and not seen.is_live:
        raise Over(_("This mentorship has ended."))
    if request.method == "GET":
        return _page("match_again", seen, EndForm())
    try:
        asked = ending.match_again(seen.id, seen.viewer_id)
    except Over:
        raise
    except Refused as refused:
        form = EndForm()
        form.reason.errors = [str(refused)]
        return _page("match_again", seen, form)
    flash(_("Your mentorship has ended, and we are looking for somebody else."))
    return redirect(f"/ambassadors/requests/{asked.id}", 303)


@blueprint.route("/mentoring/<int:mentorship_id>/give-up", methods=["GET", "POST"])
@signed_in
def give_up(mentorship_id: int) -> ResponseReturnValue:
    """The mentor cannot go on, and asks that somebody else takes over."""
    seen = _seen(mentorship_id)
    if seen.i_learn:
        abort(404)
    if not seen.is_live:
        raise Over(_("This mentorship has ended."))
    if request.method == "POST":
        asked = ending.give_up_mentorship(seen.id, seen.viewer_id)
        said = _("%(name)s is told, and somebody else will be asked.", name=seen.other)
        return _back(seen.id, said if asked else _("Somebody else is being looked for already."))
    return _page("give_up", seen, EndForm())


def _seen(mentorship_id: int) -> Mentored:
    if request.method == "POST":  # in the order in which an ambassador who stops is held: never in a circle
        hold_both(mentorship_id, visitor().person_id)
    return mentorship_or_404(visitor().person_id, mentorship_id)


def _page(name: str, seen: Mentored, form: EndForm | PlanForm) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return render_template(f"mentoring/{name}.html", seen=seen, form=form, problems=form.problems), status


def _back(mentorship_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("mentoring.show_mentorship", mentorship_id=mentorship_id), 303)
