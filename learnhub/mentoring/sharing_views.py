"""What a learner lets an ambassador see, and what an ambassador sees of it.

Each look at a part is written into the log of who looked before the page is shown, so that its owner sees it.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub.mentoring import mentorship_words, sharing
from learnhub.mentoring.blueprint import blueprint
from learnhub.mentoring.shared_parts import shown_part
from learnhub.mentoring.sharing import Part
from learnhub.mentoring.sharing_queries import shared_by, sharer_or_404
from learnhub.people.faults import Refused
from learnhub.web.access import signed_in, visitor
from learnhub.web.access_log import Looked, log_access
from learnhub.web.i18n import gettext as _
from learnhub.web.rows import row_number

EVERYTHING = "all"


@blueprint.get("/mentoring/sharing")
@signed_in
def show_sharing() -> ResponseReturnValue:
    """Everything one shares, with whom, how often it was opened; and buttons that withdraw it."""
    me = visitor().person_id
    return render_template(
        "mentoring/show_sharing.html", shared=shared_by(me), helpers=sharing.helpers_of(me), words=mentorship_words
    )


@blueprint.post("/mentoring/sharing")
@signed_in
def withdraw_sharing() -> ResponseReturnValue:
    """Withdraw a part, or all that somebody sees. Pressed twice it is gone all the same."""
    to, part = row_number(request.form.get("person")) or abort(400), request.form.get("part", "")
    if part == EVERYTHING:
        sharing.withdraw_all(visitor().person_id, to)
    elif part in set(Part):
        sharing.withdraw_part(visitor().person_id, to, Part(part))
    else:
        abort(400)
    flash(_("Withdrawn: it is seen no longer."))
    return redirect(url_for("mentoring.show_sharing"), 303)


@blueprint.route("/mentoring/sharing/new", methods=["GET", "POST"])
@signed_in
def choose_sharing() -> ResponseReturnValue:
    """Tick what an ambassador may see: nothing is ticked beforehand, whatever was shared before."""
    me, to = visitor().person_id, row_number(request.values.get("person")) or abort(404)
    name = sharing.helpers_of(me).get(to) or abort(404)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        chosen = [Part(part) for part in request.form.getlist("part") if part in set(Part)]
        try:
            if not chosen:
                raise Refused(_("Tick what %(name)s may see", name=name))
            sharing.share_parts(me, to, chosen)
        except Refused as refused:
            problems = [("part", str(refused))]
        else:
            flash(_("Shared with %(name)s. You can withdraw it here any time.", name=name))
            return redirect(url_for("mentoring.show_sharing"), 303)
    shared = sharing.parts_shared(me, to)
    page = render_template(
        "mentoring/choose_sharing.html",
        person_id=to,
        name=name,
        offered=[part for part in Part if part not in shared],
        problems=problems,
        words=mentorship_words,
    )
    return page, 422 if problems else 200


@blueprint.get("/mentoring/shared/<int:person_id>")
@signed_in
def show_shared(person_id: int) -> ResponseReturnValue:
    """Which parts somebody shares with the visitor; nothing of the record itself."""
    sharer = sharer_or_404(visitor().person_id, person_id)
    return render_template("mentoring/show_shared.html", sharer=sharer, words=mentorship_words)


@blueprint.get("/mentoring/shared/<int:person_id>/<part>")
@signed_in
def show_shared_part(person_id: int, part: str) -> ResponseReturnValue:
    """One part. Its owner sees that it was opened."""
    sharer = sharer_or_404(visitor().person_id, person_id)
    if part not in {each.value for each in sharer.parts}:
        abort(404)
    log_access(visitor().person_id, Looked.SAW_SHARED, person_id, part=part)
    return render_template(
        "mentoring/show_shared_part.html",
        sharer=sharer,
        part=Part(part),
        shown=shown_part(Part(part), sharer.learner_id, request.args.get("after")),
        words=mentorship_words,
    )
