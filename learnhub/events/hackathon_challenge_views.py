"""Challenges: the list, one, post, change, close, take to a hackathon."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from learnhub.events import hackathon_challenges as challenges
from learnhub.events.blueprint import blueprint
from learnhub.events.hackathon_challenges import (
    ChallengeSeen,
    challenge_seen,
    challenge_to_change,
    challenges_listed,
    hackathons_ahead,
)
from learnhub.events.hackathon_forms import ChallengeForm, CloseForm
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.i18n import language
from learnhub.web.rows import row_number

LONGEST_ASKED = 100


@blueprint.get("/challenges")
@signed_in
def list_challenges() -> ResponseReturnValue:
    """What departments need solved, the newest first; found by words."""
    text = request.args.get("q", "").replace("\x00", "").strip()[:LONGEST_ASKED]
    event_id, after = row_number(request.args.get("event")), row_number(request.args.get("after"))
    closed = request.args.get("show") == "closed"
    page = challenges_listed(visitor(), text, closed=closed, event_id=event_id, after=after, language=language())
    asked = {"q": text or None, "event": event_id, "show": "closed" if closed else None}
    return render_template(
        "events/hackathon/list_challenges.html",
        page=page,
        text=text,
        closed=closed,
        event_id=event_id,
        next_address=url_for("events.list_challenges", **asked, after=page.next_key),  # type: ignore[arg-type]
        first_address=url_for("events.list_challenges", **asked) if after else "",  # type: ignore[arg-type]
    )


@blueprint.route("/challenges/<int:challenge_id>", methods=["GET", "POST"])
@signed_in
def show_challenge(challenge_id: int) -> ResponseReturnValue:
    """One challenge; organisers take it to their hackathon, or out of it."""
    seen = challenge_seen(visitor(), challenge_id, language())
    if request.method == "POST":
        return _done(seen)
    return render_template(
        "events/hackathon/show_challenge.html",
        seen=seen,
        challenge=seen.challenge,
        organised=[] if seen.event_id else hackathons_ahead(visitor(), organised=True),
    )


def _done(seen: ChallengeSeen) -> ResponseReturnValue:
    """Do what the pressed button says; what somebody may not do is not there."""
    challenge, action = seen.challenge, request.form.get("action")
    if action == "bring":
        event_id = row_number(request.form.get("event"))
        if event_id not in dict(hackathons_ahead(visitor(), organised=True)) or challenge.event_id is not None:
            abort(404)
        challenges.bring_challenge(challenge, event_id)
        flash(_("The challenge is part of your hackathon now."))
    elif action == "take-out":
        if not seen.may_detach:
            abort(404)
        challenges.bring_challenge(challenge, None)
        flash(_("The challenge waits for a hackathon again."))
    elif action == "reopen":
        if not seen.may_change:
            abort(404)
        challenges.reopen_challenge(challenge)
        flash(_("The challenge is open again."))
    else:
        abort(400)
    return redirect(url_for("events.show_challenge", challenge_id=challenge.id), 303)


@blueprint.route("/challenges/new", methods=["GET", "POST"])
@signed_in
def post_challenge() -> ResponseReturnValue:
    """A problem of one's own department."""
    me = visitor()
    form = ChallengeForm(hackathons_ahead(me), contact=me.email, event=request.args.get("event", ""))
    if form.is_ok():
        try:
            challenge = challenges.post_challenge(me.person_id, me.department_id, form.filled)
        except Refused as refused:
            form.title.errors = [str(refused)]
        else:
            flash(_("The challenge is posted: everybody who is signed in can find it."))
            return redirect(url_for("events.show_challenge", challenge_id=challenge.id), 303)
    page = render_template("events/hackathon/write_challenge.html", form=form, problems=form.problems, seen=None)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/challenges/<int:challenge_id>/change", methods=["GET", "POST"])
@signed_in
def change_challenge(challenge_id: int) -> ResponseReturnValue:
    """Say it otherwise, or take it to a hackathon: for who posted it."""
    seen = challenge_to_change(visitor(), challenge_id)
    offered = dict(hackathons_ahead(visitor()))
    if seen.event_id is not None:
        offered.setdefault(seen.event_id, seen.event or "")
    elif seen.challenge.event_id is not None:
        offered = {}  # it is part of one that they may not see, and stays so
    form = ChallengeForm(list(offered.items()), shown=seen.challenge)
    if form.is_ok():
        challenges.change_challenge(seen.challenge, form.filled)
        flash(_("The challenge is changed."))
        return redirect(url_for("events.show_challenge", challenge_id=challenge_id), 303)
    page = render_template("events/hackathon/write_challenge.html", form=form, problems=form.problems, seen=seen)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/challenges/<int:challenge_id>/close", methods=["GET", "POST"])
@signed_in
def close_challenge(challenge_id: int) -> ResponseReturnValue:
    """It is solved, or has gone away; what came of it stays to read."""
    seen = challenge_to_change(visitor(), challenge_id)
    form = CloseForm(data={"outcome": seen.challenge.outcome})
    if form.is_ok():
        challenges.close_challenge(seen.challenge, form.outcome.data or "")
        flash(_("The challenge is closed."))
        return redirect(url_for("events.show_challenge", challenge_id=challenge_id), 303)
    page = render_template("events/hackathon/close_challenge.html", form=form, problems=form.problems, seen=seen)
    return page, 422 if request.method == "POST" else 200
