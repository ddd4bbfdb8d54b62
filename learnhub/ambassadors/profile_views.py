"""One's own place in the network: what one offers, the welcome checklist, days away, pausing, stopping, renewing."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import clock
from learnhub.ambassadors import pausing
from learnhub.ambassadors.becoming import candidacy_of, describe
from learnhub.ambassadors.becoming_forms import LEVEL, AwayForm, PauseForm, ProfileForm
from learnhub.ambassadors.blueprint import blueprint
from learnhub.ambassadors.evidence import evidence_of
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.profiles import ambassador_of, away_of, buddy_name, skills_of
from learnhub.ambassadors.showing import (
    CHECKLIST,
    LEVEL_WORDS,
    PLACE_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    TIER_WORDS,
    language_names,
    short_days,
)
from learnhub.ambassadors.states import FROM, Move, Step, missing
from learnhub.ambassadors.stopping import taken_on_by
from learnhub.ambassadors.tiers import tier_of, to_next
from learnhub.ambassadors.words import HELPING, State
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.suggesting import all_skills
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.bars import unbarred
from learnhub.web.i18n import gettext as _

IN = frozenset({State.PROVISIONAL, State.ACTIVE, State.PAUSED, State.LAPSED})


@blueprint.get("/ambassadors/profile")
@signed_in
def show_profile() -> ResponseReturnValue:
    """Where one stands in the network, and what can be done about it."""
    row = ambassador_of(visitor().person_id)
    if row is None or row.state == State.NOMINATED:
        return render_template("ambassadors/no_profile.html", is_proposed=row is not None)
    return render_template("ambassadors/show_profile.html", row=row, **_state_of(row), **_offer_of(row))


@blueprint.get("/ambassadors/profile/edit")
@signed_in
def start_profile() -> ResponseReturnValue:
    """What the directory says of one."""
    row = _mine_or_404()
    return _edit_page(ProfileForm(row, skills_of(row.id)))


@blueprint.post("/ambassadors/profile/edit")
@signed_in
def save_profile() -> ResponseReturnValue:
    """Keep it."""
    row = _mine_or_404()
    form = ProfileForm(row, {})
    form.read_levels(request.form)
    if not form.is_ok():
        return _edit_page(form, 422)
    describe(row, form.offer())
    flash(_("Your profile is kept."))
    if "more" in request.form:
        return redirect(url_for("ambassadors.start_profile") + "#added", 303)
    return redirect(url_for("ambassadors.show_profile"), 303)


@blueprint.post("/ambassadors/profile/steps")
@signed_in
def tick_step() -> ResponseReturnValue:
    """Tick a step of the welcome checklist, or take the tick away."""
    row, step = _mine_or_404(), request.form.get("step", "")
    if step not in CHECKLIST:
        abort(400)
    pausing.tick(row, step, done=request.form.get("done") == "1")
    return redirect(url_for("ambassadors.show_profile") + "#welcome", 303)


@blueprint.get("/ambassadors/profile/away")
@signed_in
def start_away() -> ResponseReturnValue:
    """Days on which one takes nothing on."""
    return _away_page(_mine_or_404(), AwayForm())


@blueprint.post("/ambassadors/profile/away")
@signed_in
def add_away() -> ResponseReturnValue:
    """Note some more of them."""
    row, form = _mine_or_404(), AwayForm()
    if form.is_ok():
        assert form.from_on.data is not None
        assert form.until_on.data is not None
        try:
            pausing.add_away(row, form.from_on.data, form.until_on.data)
        except Refused as refused:
            form[refused.field].errors = [str(refused)]
        else:
            flash(_("These days are noted."))
            return redirect(url_for("ambassadors.start_away"), 303)
    return _away_page(row, form, 422)


@blueprint.post("/ambassadors/profile/away/<int:away_id>/remove")
@signed_in
def remove_away(away_id: int) -> ResponseReturnValue:
    """One is there on these days after all."""
    pausing.remove_away(_mine_or_404(), away_id)
    return redirect(url_for("ambassadors.start_away"), 303)


@blueprint.get("/ambassadors/profile/pause")
@signed_in
def start_pause() -> ResponseReturnValue:
    """From when until when; what happens meanwhile."""
    return _pause_page(_mine_or_404(), PauseForm(data={"from_on": clock.today()}))


@blueprint.post("/ambassadors/profile/pause")
@signed_in
def pause() -> ResponseReturnValue:
    """Pause."""
    row, form = _mine_or_404(), PauseForm()
    if form.is_ok():
        assert form.from_on.data is not None
        try:
            pausing.pause(row, form.from_on.data, form.until_on.data)
        except Refused as refused:
            form[refused.field or "from_on"].errors = [str(refused)]
        else:
            flash(_("Your pause is noted."))
            return redirect(url_for("ambassadors.show_profile"), 303)
    return _pause_page(row, form, 422)


@blueprint.post("/ambassadors/profile/resume")
@signed_in
def resume() -> ResponseReturnValue:
    """Come back from a pause."""
    return _done(pausing.resume, _("You are back: colleagues can ask you again."))


@blueprint.post("/ambassadors/profile/renew")
@signed_in
def renew() -> ResponseReturnValue:
    """Say that one is still here."""
    return _done(pausing.renew, _("Thank you. Colleagues find you in the directory."))


@blueprint.get("/ambassadors/profile/stop")
@signed_in
def confirm_stop() -> ResponseReturnValue:
    """What happens to what one has taken on, before it happens."""
    row = _mine_or_404()
    if row.state not in FROM[Move.STOP]:
        return redirect(url_for("ambassadors.show_profile"))
    return render_template("ambassadors/confirm_stop.html", taken=taken_on_by(row.id), is_in=row.state in IN)


@blueprint.post("/ambassadors/profile/stop")
@signed_in
def stop() -> ResponseReturnValue:
    """Stop, or take one's application back."""
    was_in = _mine_or_404().state in IN
    said = _("You have stopped. Thank you for every colleague you helped.")
    return _done(pausing.stop_helping, said if was_in else _("Your application is taken back."))


def _state_of(row: Ambassador) -> dict[str, Any]:
    """Where somebody stands, as their page shows it; how experienced they are only while they are in the network."""
    is_in, today = row.state in IN, clock.today()
    steps = missing(candidacy_of(row))
    evidence = evidence_of(visitor().learner_id) if is_in else None
    return {
        "state": STATE_WORDS[row.state],
        "steps": [STEP_WORDS[step] for step in steps],
        "needs_course": Step.COURSE in steps,
        "buddy": buddy_name(row),
        "checklist": [(key, words, row.checklist.get(key)) for key, words in CHECKLIST.items()],
        "evidence": evidence,
        "tier": TIER_WORDS[tier_of(evidence, today)] if evidence else "",
        "to_next": to_next(evidence, today) if evidence else (0, 0),
        "is_paused": pausing.is_paused(row),
        "may": {move.value: row.state in FROM[move] for move in Move},
        "is_in": is_in,
        "is_helping": row.state in HELPING,
    }


def _offer_of(row: Ambassador) -> dict[str, Any]:
    """What the directory says of them, in words."""
    offered = skills_of(row.id)
    return {
        "skills": [(all_skills().get(code, code), LEVEL_WORDS[level]) for code, level in offered.items()],
        "languages": language_names(unbarred(row.languages)),
        "place": PLACE_WORDS[row.place],
        "days": short_days(row.free_days),
        "away": away_of(row.id, clock.today()),
    }


def _mine_or_404() -> Ambassador:
    row = ambassador_of(visitor().person_id)
    return row if row is not None and row.state != State.NOMINATED else abort(404)


def _done(do: Callable[[Ambassador], None], said: str) -> ResponseReturnValue:
    """Do it, or say that it is too late; back to one's own page either way."""
    try:
        do(_mine_or_404())
    except Refused as refused:
        flash(str(refused))
    else:
        flash(said)
    return redirect(url_for("ambassadors.show_profile"), 303)


def _edit_page(form: ProfileForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "ambassadors/start_profile.html",
        form=form,
        problems=form.problems,
        areas=shelf().skills,
        levels=LEVEL_WORDS,
        prefix=LEVEL,
    )
    return page, status


def _away_page(row: Ambassador, form: AwayForm, status: int = 200) -> ResponseReturnValue:
    days = away_of(row.id, clock.today())
    return render_template("ambassadors/start_away.html", form=form, problems=form.problems, away=days), status


def _pause_page(row: Ambassador, form: PauseForm, status: int = 200) -> ResponseReturnValue:
    if row.state not in FROM[Move.PAUSE]:
        return redirect(url_for("ambassadors.show_profile"))
    taken = taken_on_by(row.id)
    return render_template("ambassadors/start_pause.html", form=form, problems=form.problems, taken=taken), status
