"""Judging: the teams to judge, marks and a comment for each, and what the organiser announces."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub.events import hackathon_judging as judging
from learnhub.events.blueprint import blueprint
from learnhub.events.hackathon_forms import AnnounceForm, PrizeForm, marks_form, marks_of
from learnhub.events.hackathon_projects import project_of
from learnhub.events.hackathon_queries import (
    Hack,
    hackathon_for,
    hackathon_organised_by,
    members_of,
    team_names,
    team_or_404,
)
from learnhub.events.hackathon_rules import powers_of
from learnhub.events.hackathon_structures import Power
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.rows import row_number


@blueprint.get("/events/<int:event_id>/judging")
@signed_in
def list_teams_to_judge(event_id: int) -> ResponseReturnValue:
    """The teams, and how far the judging is: for judges and organisers."""
    hack, after = hackathon_for(visitor(), event_id), row_number(request.args.get("after"))
    if not (hack.is_judge or hack.is_organiser):
        abort(404)
    return render_template(
        "events/hackathon/list_teams_to_judge.html",
        hack=hack,
        event=hack.event,
        page=judging.teams_to_judge(event_id, visitor().person_id, after),
        after=after,
        criteria=judging.criteria_of(event_id),
    )


@blueprint.route("/events/<int:event_id>/teams/<int:team_id>/marks", methods=["GET", "POST"])
@signed_in
def give_marks(event_id: int, team_id: int) -> ResponseReturnValue:
    """A judge's marks for a team, and a comment to it; never for one's own."""
    hack = hackathon_for(visitor(), event_id)
    team = team_or_404(hack, team_id)
    if Power.SCORE not in powers_of(hack.standing(team, members_of(team_id), visitor().person_id)):
        abort(404)
    form = marks_form(judging.criteria_of(event_id), judging.score_of(team_id, visitor().person_id))
    if form.is_ok():
        try:
            judging.judge_team(team_id, visitor().person_id, marks_of(form), form["comment"].data or "")
            flash(
                _("Your marks for “%(team)s” are kept. You can change them until the results are out.", team=team.name)
            )
        except Refused as refused:
            flash(str(refused))
        return redirect(url_for("events.list_teams_to_judge", event_id=event_id), 303)
    page = render_template(
        "events/hackathon/give_marks.html",
        form=form,
        problems=form.problems,
        event=hack.event,
        team=team,
        seen=project_of(team_id),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/results", methods=["GET", "POST"])
@signed_in
def announce_results(event_id: int) -> ResponseReturnValue:
    """Prizes by name, and the announcement: for organisers; published when they say so."""
    hack = hackathon_organised_by(visitor(), event_id)
    names, action = team_names(event_id), request.form.get("action")
    prize_form, form = PrizeForm(names), AnnounceForm(data={"announcement": hack.announcement})
    if request.method == "POST" and _done(hack, action, prize_form, form):
        return redirect(url_for("events.announce_results", event_id=event_id), 303)
    shown = prize_form.problems if action == "add" else form.problems
    page = render_template(
        "events/hackathon/announce_results.html",
        hack=hack,
        event=hack.event,
        teams=names,
        prize_form=prize_form,
        form=form,
        problems=shown,
        prizes=judging.prizes_of(event_id),
    )
    return page, 422 if request.method == "POST" else 200


def _done(hack: Hack, action: str | None, prize_form: PrizeForm, form: AnnounceForm) -> bool:
    """Whether what the pressed button says is done; else the forms say why not."""
    event_id = hack.event.id
    try:
        if action == "add" and prize_form.is_ok():
            team_id = row_number(prize_form.team.data) or 0
            judging.add_prize(event_id, team_id, prize_form.name.data, prize_form.why.data or "")
            flash(_("The prize is added. Nobody sees it before you publish the results."))
            return True
        if action == "remove":
            judging.remove_prize(event_id, row_number(request.form.get("prize")) or 0)
            flash(_("The prize is taken out."))
            return True
        if action == "publish" and form.is_ok():
            judging.publish_results(event_id, form.announcement.data or "")
            flash(_("The results are published: everybody sees the prizes, and each team its marks and comments."))
            return True
        if action == "take-back":
            judging.take_results_back(event_id)
            flash(_("The results are not shown any more."))
            return True
    except Refused as refused:
        place = prize_form[refused.field] if refused.field else form.announcement
        place.errors = [str(refused)]
    return False
