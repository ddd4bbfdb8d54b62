"""A hackathon's page, which afterwards is its report; what its organiser sets up; who looks for a team."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub.events import (
    hackathon_claims,
    hackathon_report,
    showing,
)
from learnhub.events.blueprint import blueprint
from learnhub.events.forms import OrganiserForm
from learnhub.events.hackathon_challenges import challenges_listed
from learnhub.events.hackathon_forms import LookForm, SetUpForm
from learnhub.events.hackathon_importing import KEPT
from learnhub.events.hackathon_judging import (
    add_judge,
    criteria_of,
    judges_of,
    prizes_of,
    remove_judge,
    set_up,
)
from learnhub.events.hackathon_models import HackathonImport
from learnhub.events.hackathon_queries import (
    Hack,
    hackathon_for,
    hackathon_organised_by,
    seeker_of,
    seekers_of,
    teams_of,
)
from learnhub.events.hackathon_teams import look_for_team, stop_looking
from learnhub.events.hackathon_words import OUTCOMES, all_skills, skills_said
from learnhub.events.models import parts
from learnhub.people.faults import Refused
from learnhub.people.queries import person_with_email
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import language
from learnhub.web.retention import Retention, add_retention
from learnhub.web.rows import row_number

CHALLENGES_SHOWN = 10


def init_app(app: Flask) -> None:
    """What hackathons add to the room: how long lists are kept, and what a record says of them."""
    hackathon_claims.init_app(app)
    add_retention(app, (Retention(HackathonImport, HackathonImport.made_at, KEPT),))


@blueprint.get("/events/<int:event_id>/hackathon")
@signed_in
def show_hackathon(event_id: int) -> ResponseReturnValue:
    """Challenges and teams; results when they are published; afterwards who came and what became of it."""
    hack, after = hackathon_for(visitor(), event_id), row_number(request.args.get("after"))
    challenges = challenges_listed(visitor(), event_id=event_id, language=language())
    return render_template(
        "events/hackathon/show_hackathon.html",
        hack=hack,
        event=hack.event,
        page=teams_of(event_id, after),
        after=after,
        challenges=challenges.rows[:CHALLENGES_SHOWN],
        more_challenges=len(challenges.rows) > CHALLENGES_SHOWN,
        prizes=prizes_of(event_id) if hack.published_at else [],
        came=hackathon_report.who_came(hack.event, language()) if hack.is_over else None,
        counts=hackathon_report.counts_of(event_id) if hack.is_over else None,
        became=hackathon_report.outcomes_of(event_id) if hack.is_over else {},
        skills=all_skills(),
        parts=parts,
        outcomes=OUTCOMES,
        words=showing,
    )


@blueprint.route("/events/<int:event_id>/hackathon/set-up", methods=["GET", "POST"])
@signed_in
def set_up_hackathon(event_id: int) -> ResponseReturnValue:
    """How large teams may be, criteria and judges: for its organisers."""
    hack = hackathon_organised_by(visitor(), event_id)
    action = request.form.get("action")
    form, judge_form = _set_up_forms(hack, action)
    if action == "remove-judge" and (judge := row_number(request.form.get("judge"))):
        remove_judge(event_id, judge)
        flash(_("They judge no more."))
        return redirect(url_for("events.set_up_hackathon", event_id=event_id), 303)
    done = _judge_added(event_id, judge_form) if action == "add-judge" else _set_up(event_id, form)
    if done:
        return redirect(url_for("events.set_up_hackathon", event_id=event_id), 303)
    page = render_template(
        "events/hackathon/set_up.html",
        event=hack.event,
        form=form,
        judge_form=judge_form,
        problems=[*form.problems, *judge_form.problems],
        judges=judges_of(event_id),
    )
    return page, 422 if request.method == "POST" else 200


def _set_up_forms(hack: Hack, action: str | None) -> tuple[SetUpForm, OrganiserForm]:
    """Both forms of the page; the one that was not sent shows what is there."""
    criteria = "\n".join(criterion.name for criterion in criteria_of(hack.event.id))
    held = {"largest_team": hack.largest_team, "criteria": criteria}
    if action == "add-judge":
        return SetUpForm(formdata=None, data=held), OrganiserForm()
    return SetUpForm(data=held), OrganiserForm(formdata=None)


def _set_up(event_id: int, form: SetUpForm) -> bool:
    if not form.is_ok():
        return False
    try:
        set_up(event_id, form.largest_team.data or 1, form.names)
    except Refused as refused:
        form[refused.field].errors = [str(refused)]
        return False
    flash(_("The hackathon is set up."))
    return True


def _judge_added(event_id: int, form: OrganiserForm) -> bool:
    if not form.is_ok():
        return False
    person = person_with_email(form.email.data or "")
    if person is None:
        form.email.errors = [_("Nobody here has that address. Enter their work e-mail address")]
        return False
    try:
        add_judge(event_id, person)
    except Refused as refused:
        form.email.errors = [str(refused)]
        return False
    flash(_("%(name)s judges this hackathon now.", name=person.name))
    return True


@blueprint.route("/events/<int:event_id>/looking", methods=["GET", "POST"])
@signed_in
def list_seekers(event_id: int) -> ResponseReturnValue:
    """Who looks for a team; put oneself on the list, or take oneself off it."""
    hack, me = hackathon_for(visitor(), event_id), visitor()
    if request.form.get("action") == "stop":
        stop_looking(event_id, me.person_id)
        flash(_("You are on the list no more."))
        return redirect(url_for("events.list_seekers", event_id=event_id), 303)
    mine = seeker_of(event_id, me.person_id)
    form = LookForm(brings=mine.brings, skills=list(parts(mine.skills))) if mine else LookForm()
    if form.is_ok():
        return _looking(event_id, form)
    after = row_number(request.args.get("after"))
    page = render_template(
        "events/hackathon/list_seekers.html",
        hack=hack,
        event=hack.event,
        form=form,
        problems=form.problems,
        page=seekers_of(event_id, after),
        after=after,
        is_listed=mine is not None,
        skills_said=skills_said,
        parts=parts,
    )
    return page, 422 if request.method == "POST" else 200


def _looking(event_id: int, form: LookForm) -> ResponseReturnValue:
    try:
        look_for_team(event_id, visitor(), form.brings.data or "", form.chosen)
        flash(_("You are on the list: teams can see what you bring."))
    except Refused as refused:
        flash(str(refused))
    return redirect(url_for("events.list_seekers", event_id=event_id), 303)
