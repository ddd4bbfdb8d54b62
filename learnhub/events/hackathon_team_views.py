"""A team's pages: form, join, leave, what each did, what was built and what became of it."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub import db as database
from learnhub.events import hackathon_teams as teams
from learnhub.events.blueprint import blueprint
from learnhub.events.hackathon_challenges import challenges_of, title_of
from learnhub.events.hackathon_claims import claims_of, confirm_claim, say_part
from learnhub.events.hackathon_forms import LaterForm, PartForm, ProjectForm, TeamForm
from learnhub.events.hackathon_judging import criteria_of, means_of, opinions_of
from learnhub.events.hackathon_models import Team
from learnhub.events.hackathon_projects import answer, follow_up_of, picture_of, project_of, save_project
from learnhub.events.hackathon_queries import Hack, Member, captain, hackathon_for, members_of, team_or_404
from learnhub.events.hackathon_rules import powers_of
from learnhub.events.hackathon_structures import Claimed, Power
from learnhub.events.hackathon_words import OUTCOMES, PICTURE_FAULTS, skills_said
from learnhub.events.models import parts
from learnhub.people.faults import Refused
from learnhub.web import file_scan
from learnhub.web.access import signed_in, visitor, writes_late
from learnhub.web.file_content import FileRefused, FileType
from learnhub.web.rows import row_number


@blueprint.route("/events/<int:event_id>/teams/new", methods=["GET", "POST"])
@signed_in
def form_team(event_id: int) -> ResponseReturnValue:
    """A new team, with whoever forms it as its captain."""
    hack = hackathon_for(visitor(), event_id)
    form = TeamForm(challenges_of(event_id))
    if form.is_ok():
        try:
            team = teams.form_team(event_id, visitor(), form.filled)
        except Refused as refused:
            form.name.errors = [str(refused)]
        else:
            flash(_("The team is formed, and you lead it."))
            return redirect(url_for("events.show_team", event_id=event_id, team_id=team.id), 303)
    page = render_template(
        "events/hackathon/write_team.html", form=form, problems=form.problems, hack=hack, event=hack.event, team=None
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/teams/<int:team_id>", methods=["GET", "POST"])
@signed_in
def show_team(event_id: int, team_id: int) -> ResponseReturnValue:
    """A team: who is in it and what they did, what it built; join or leave with one press."""
    hack = hackathon_for(visitor(), event_id)
    team = team_or_404(hack, team_id)
    members = members_of(team_id)
    may = powers_of(hack.standing(team, members, visitor().person_id))
    if request.method == "POST":
        return _done(hack, team, may)
    opinions = opinions_of(team_id) if Power.SEE_MARKS in may else []
    return render_template(
        "events/hackathon/show_team.html",
        hack=hack,
        event=hack.event,
        team=team,
        members=members,
        leads=captain(team, members),
        me=visitor().person_id,
        may=may,
        Power=Power,
        claims=claims_of(team_id),
        challenge=title_of(team.challenge_id),
        seen=project_of(team_id),
        opinions=opinions,
        means=means_of(opinions, criteria_of(event_id)) if opinions else [],
        wanted=skills_said(parts(team.wanted)),
        outcomes=OUTCOMES,
    )


def _done(hack: Hack, team: Team, may: frozenset[Power]) -> ResponseReturnValue:
    """Do what the pressed button says; what somebody may not do is not there."""
    presses: dict[str, tuple[Power, Callable[[], str]]] = {
        "join": (Power.JOIN, lambda: _join(team)),
        "leave": (Power.LEAVE, lambda: _leave(team, visitor().person_id)),
        "hand-over": (Power.HAND_OVER, lambda: _hand_over(team)),
        "remove": (Power.REMOVE, lambda: _leave(team, _whom())),
        "confirm": (Power.CONFIRM, lambda: _confirm(team)),
    }
    power, press = presses.get(request.form.get("action", ""), (None, None))
    if power is None or press is None:
        abort(400)
    if power not in may and power is not Power.JOIN:  # why somebody cannot join is said in words
        abort(404)
    try:
        flash(press())
    except Refused as refused:
        flash(str(refused))
    still = team.closed_at is None
    place = url_for("events.show_team", event_id=hack.event.id, team_id=team.id)
    return redirect(place if still else url_for("events.show_hackathon", event_id=hack.event.id), 303)


def _join(team: Team) -> str:
    teams.join_team(team.id, visitor())
    return str(_("You are in the team “%(name)s”.", name=team.name))


def _leave(team: Team, person_id: int) -> str:
    teams.leave_team(team.id, person_id)
    if person_id == visitor().person_id:
        return str(_("You have left the team “%(name)s”.", name=team.name))
    return str(_("They are not in the team any more."))


def _hand_over(team: Team) -> str:
    teams.hand_over_team(team.id, _whom())
    return str(_("The team has another captain now, and they are told."))


def _confirm(team: Team) -> str:
    claim_id = row_number(request.form.get("claim")) or abort(400)
    try:
        confirm_claim(team.id, claim_id, visitor().person_id)
    except LookupError:
        abort(404)
    return str(_("Confirmed: it stands so on their record."))


def _whom() -> int:
    return row_number(request.form.get("person")) or abort(400)


@blueprint.route("/events/<int:event_id>/teams/<int:team_id>/change", methods=["GET", "POST"])
@signed_in
def change_team(event_id: int, team_id: int) -> ResponseReturnValue:
    """What a team says of itself: for its captain, and the organisers."""
    hack, team, _members = _team(event_id, team_id, Power.CHANGE)
    form = TeamForm(challenges_of(event_id), shown=team)
    if form.is_ok():
        try:
            teams.change_team(team_id, form.filled)
        except Refused as refused:
            form.name.errors = [str(refused)]
        else:
            flash(_("The team is changed."))
            return redirect(url_for("events.show_team", event_id=event_id, team_id=team_id), 303)
    page = render_template(
        "events/hackathon/write_team.html", form=form, problems=form.problems, hack=hack, event=hack.event, team=team
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/teams/<int:team_id>/part", methods=["GET", "POST"])
@signed_in
def say_my_part(event_id: int, team_id: int) -> ResponseReturnValue:
    """What one did in the team, and which skills one used."""
    hack, team, members = _team(event_id, team_id, Power.CLAIM)
    me = next((one.id for one in members if one.person_id == visitor().person_id), 0)
    said = claims_of(team_id).get(me, [])
    form = PartForm(
        part=next((line.code for line in said if line.what == Claimed.PART), ""),
        skills=[line.code for line in said if line.what == Claimed.SKILL],
    )
    if form.is_ok():
        say_part(team_id, visitor().person_id, form.chosen_part, form.chosen)
        flash(_("It stands as what you told us, until a team-mate confirms it."))
        return redirect(url_for("events.show_team", event_id=event_id, team_id=team_id), 303)
    page = render_template(
        "events/hackathon/say_part.html", form=form, problems=form.problems, hack=hack, event=hack.event, team=team
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/events/<int:event_id>/teams/<int:team_id>/project", methods=["GET", "POST"])
@signed_in
@writes_late  # a virus scanner may look first
def write_project(event_id: int, team_id: int) -> ResponseReturnValue:
    """What the team built: any of its members may say."""
    hack, team, _members = _team(event_id, team_id, Power.PROJECT)
    form = ProjectForm(project_of(team_id))
    if form.is_ok() and _is_clean(form):
        database.begin_write()
        save_project(team_id, form.filled, form.checked, drop_picture=form.drops_picture)
        flash(_("The project is saved: everybody who sees the hackathon sees it."))
        return redirect(url_for("events.show_team", event_id=event_id, team_id=team_id), 303)
    page = render_template(
        "events/hackathon/write_project.html", form=form, problems=form.problems, hack=hack, event=hack.event, team=team
    )
    return page, 422 if request.method == "POST" else 200


def _is_clean(form: ProjectForm) -> bool:
    """Whether the scanner lets the picture through; no transaction is open meanwhile."""
    database.end_reading()
    try:
        if form.checked is not None:
            file_scan.scan(form.checked)
    except FileRefused as refused:
        form.picture.errors = [str(PICTURE_FAULTS[refused.why])]
        return False
    return True


@blueprint.get("/events/<int:event_id>/teams/<int:team_id>/picture")
@signed_in
def download_picture(event_id: int, team_id: int) -> ResponseReturnValue:
    """The picture of a project, as a download."""
    team = team_or_404(hackathon_for(visitor(), event_id), team_id)
    picture = picture_of(team.id) or abort(404)
    response = Response(picture.content, mimetype=FileType(picture.ending).mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="project-{team.id}.{picture.ending}"'
    return response


@blueprint.route("/events/<int:event_id>/teams/<int:team_id>/later/<int:days>", methods=["GET", "POST"])
@signed_in
def say_what_became(event_id: int, team_id: int, days: int) -> ResponseReturnValue:
    """What became of a project: for its captain, once it has been asked, and the organisers."""
    hack, team, _members = _team(event_id, team_id, Power.LATER)
    form = LaterForm(follow_up_of(team_id, days) or abort(404))
    if form.is_ok():
        answer(team_id, days, form.chosen, form.said.data or "", visitor().person_id)
        flash(_("Thank you: the hackathon's page says so now."))
        return redirect(url_for("events.show_team", event_id=event_id, team_id=team_id), 303)
    page = render_template(
        "events/hackathon/say_what_became.html",
        form=form,
        problems=form.problems,
        event=hack.event,
        team=team,
        days=days,
        seen=project_of(team_id),
    )
    return page, 422 if request.method == "POST" else 200


def _team(event_id: int, team_id: int, power: Power) -> tuple[Hack, Team, list[Member]]:
    """A team with which the visitor may do this, or 404."""
    hack = hackathon_for(visitor(), event_id)
    team = team_or_404(hack, team_id)
    members = members_of(team_id)
    if power not in powers_of(hack.standing(team, members, visitor().person_id)):
        abort(404)
    return hack, team, members
