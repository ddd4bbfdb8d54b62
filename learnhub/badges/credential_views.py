"""What strangers see of a badge, and what its holder lets them see.

All that a signed-out visitor may send is an e-mail address, to ask whether it is the holder's: only of a badge whose
holder let others compare it, and not often, since answers to guesses are answers.
"""

import hmac
import json
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Flask, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learnhub import db as database
from learnhub.badges import credential_queries as queries
from learnhub.badges import credentials, signing
from learnhub.badges.credential_forms import IsItTheirsForm, ShareForm
from learnhub.badges.credential_queries import Issued
from learnhub.badges.credential_words import KNOWN, WHY, Why
from learnhub.badges.documents import hash_of_email
from learnhub.badges.findings import Report
from learnhub.badges.keys import KeysError, are_usable
from learnhub.badges.models import Award
from learnhub.badges.showing import picture_at
from learnhub.people.guesses import network
from learnhub.web import throttle
from learnhub.web.access import public, signed_in, visitor, visitor_or_none, writes_late
from learnhub.web.i18n import gettext as _
from learnhub.web.i18n import language

blueprint = Blueprint("credentials", __name__)

# How often an address may be tried: on one badge, whoever asks; and from one place, on all of them.
ASKED_OF_ONE = throttle.Limit("is-it-theirs", 20, timedelta(hours=1))
ASKED_FROM = throttle.Limit("is-it-theirs-from", 60, timedelta(hours=1))

FORMS = {
    "json": ("application/vc", signing.as_json),
    "jwt": ("application/vc+jwt", signing.as_jwt),
    "svg": ("image/svg+xml", signing.as_picture),
}


def init_app(app: Flask) -> None:
    """Add the pages of credentials, and whether they can be signed to what readiness says."""
    app.register_blueprint(blueprint)
    app.extensions["learnhub.ready"]["issuer keys"] = are_usable


@blueprint.after_request
def hide_from_searches(response: Response) -> Response:
    """A link is for whom its holder gave it to."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/credentials/<key>")
@public
def show_credential(key: str) -> ResponseReturnValue:
    """What a credential says, whether it holds, and how to check that without us."""
    return _page_of(key)


@blueprint.post("/credentials/<key>")
@public
@writes_late
def compare_address(key: str) -> ResponseReturnValue:
    """Whether it was issued to whoever has an e-mail address. Counted before it is looked at."""
    issued = _at(key)
    if issued is None or issued.facts.email_hash is None:
        return render_template("badges/unknown_credential.html"), 404
    form, facts = IsItTheirsForm(), issued.facts
    if not form.is_ok():
        return _page_of(key, form, status=422)
    database.end_reading()
    asked = throttle.count_each([(ASKED_OF_ONE, key), (ASKED_FROM, network())])
    if asked[0] > ASKED_OF_ONE.count or asked[1] > ASKED_FROM.count:
        form.email.errors = [_("This was asked too often. Try again in an hour")]
        return _page_of(key, form, status=429)
    theirs = hash_of_email((form.email.data or "").lower(), facts.salt)
    return _page_of(key, form, is_theirs=hmac.compare_digest(theirs, facts.email_hash or ""))


def _page_of(
    key: str, form: IsItTheirsForm | None = None, *, is_theirs: bool | None = None, status: int = 200
) -> ResponseReturnValue:
    issued = _at(key)
    if issued is None:
        return render_template("badges/unknown_credential.html"), 404
    if issued.revoked_at is not None:
        return _revoked_page(issued), 410
    report: Report | None = None
    try:
        report = signing.checked(issued)
    except KeysError:
        pass  # the page says so
    person = visitor_or_none()
    page = render_template(
        "badges/show_credential.html",
        facts=issued.facts,
        words=issued.facts.achievement.phrases(language()),
        key=issued.facts.uuid,
        picture=picture_at(issued.facts.achievement.version_id, issued.facts.achievement.level),
        known=KNOWN[issued.facts.assurance],
        report=report,
        is_mine=person is not None and person.learner_id == issued.learner_id,
        form=form or IsItTheirsForm(),
        is_theirs=is_theirs,
    )
    return page, status


@blueprint.get("/credentials/<key>.<form>")
@public
def send_credential(key: str, form: str) -> ResponseReturnValue:
    """A credential as a file: JSON with an embedded proof, a JWT, or the badge's picture with the JWT in it."""
    issued = _at(key)
    if issued is None or form not in FORMS:
        return render_template("badges/unknown_credential.html"), 404
    if issued.revoked_at is not None:
        return _plain({"error": "revoked", "why": issued.why}, 410)
    mimetype, sign = FORMS[form]
    try:
        response = Response(sign(issued), mimetype=mimetype)
    except KeysError:
        return cannot_sign()
    response.headers["Content-Disposition"] = f'inline; filename="badge-{issued.facts.achievement.slug}.{form}"'
    return response


@blueprint.route("/badges/<slug>/share", methods=["GET", "POST"])
@signed_in
def share_badge(slug: str) -> ResponseReturnValue:
    """The holder chooses what is signed, or takes the link away; asked once more before it is done."""
    award = queries.shareable_or_404(visitor().learner_id, slug, request.values.get("level"))
    issued = queries.current_credential_of(award.id)
    form = ShareForm()
    if not form.is_ok():
        return _share_page(award, issued, form), 422 if form.problems else 200
    if form.action.data == "take-away" and issued is None:
        return redirect(_share_address(award), 303)
    if form.action.data != "take-away" and issued is not None and _says(issued) == _asked(form):
        flash(_("Your credential says that already, so nothing has changed."))
        return redirect(_share_address(award), 303)
    if not form.confirmed.data:
        return render_template("badges/confirm_share.html", form=form, award=award, issued=issued)
    return _do(award, form)


def _do(award: Award, form: ShareForm) -> ResponseReturnValue:
    if form.action.data == "take-away":
        credentials.take_away(award)
        flash(_("The link is taken away. Your badge stays in your record."))
    else:
        with_name, with_email = _asked(form)
        credentials.choose(award, with_name=with_name, with_email=with_email)
        flash(_("Done. Your badge has a new link; the one before shows that it is revoked."))
    return redirect(_share_address(award), 303)


def _share_page(award: Award, issued: Issued | None, form: ShareForm) -> str:
    if request.method == "GET" and issued is not None and "held" not in request.args:
        form.with_name.data, form.with_email.data = _says(issued)
    form.level.data = award.level
    return render_template(
        "badges/share_badge.html", award=award, issued=issued, form=form, problems=form.problems, base=queries.base()
    )


def _share_address(award: Award) -> str:
    return url_for("credentials.share_badge", slug=award.slug, level=award.level or None)


def _says(issued: Issued) -> tuple[bool, bool]:
    return issued.facts.holder_name is not None, issued.facts.email_hash is not None


def _asked(form: ShareForm) -> tuple[bool, bool]:
    return bool(form.with_name.data), bool(form.with_email.data)


def _at(key: str) -> Issued | None:
    try:
        return queries.credential_at(UUID(key)) if len(key) == 36 else None
    except ValueError:
        return None


def _revoked_page(issued: Issued) -> str:
    return render_template(
        "badges/show_revoked.html",
        words=issued.facts.achievement.phrases(language()),
        revoked_at=issued.revoked_at,
        why=WHY[Why(issued.why)] if issued.why else "",
    )


def cannot_sign() -> Response:
    """There are no keys: say so plainly. The badge is awarded all the same."""
    return _plain({"error": "This service cannot sign credentials yet. The badge is awarded; ask again later."}, 503)


def _plain(said: dict[str, object], status: int) -> Response:
    response = make_response(json.dumps(said), status)
    response.mimetype = "application/json"
    return response
