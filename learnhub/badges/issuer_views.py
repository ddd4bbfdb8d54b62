"""Who issues: the issuer's profile, its public keys, what is revoked, what was achieved. Open to anybody."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from learnhub.badges import credential_queries as queries
from learnhub.badges import documents, signing
from learnhub.badges.contexts import CREDENTIALS, OPEN_BADGES
from learnhub.badges.credential_views import cannot_sign
from learnhub.badges.keys import IssuerKey, KeysError, issuer_keys
from learnhub.catalogue.shelf import shelf
from learnhub.web.access import public
from learnhub.web.i18n import language

blueprint = Blueprint("issuer", __name__)

FIVE_MINUTES = 300
JSON = ("application/json", "application/ld+json")


def init_app(app: Flask) -> None:
    """Add the issuer's pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/issuer")
@public
def show_issuer() -> ResponseReturnValue:
    """The issuer: a page for people, its profile and keys for programs; `?as=json` for people who want it as a file."""
    if wants_json() or request.args.get("as") == "json":
        return _document(documents.issuer_document(queries.base(), _keys()))
    return _varied(render_template("badges/show_issuer.html", base=queries.base(), keys=_keys()))


@blueprint.get("/issuer/keys.json")
@public
def send_keys() -> ResponseReturnValue:
    """Every public key, retired ones with their dates."""
    return _document(documents.key_set(queries.base(), _keys()), "application/jwk-set+json")


@blueprint.get("/issuer/keys/<name>.json")
@public
def send_key(name: str) -> ResponseReturnValue:
    """One public key: what a JWT's `kid` leads to."""
    key = next((one for one in _keys() if one.name == name), None) or abort(404)
    return _document(documents.key_document(queries.base(), key), "application/jwk+json")


@blueprint.get("/issuer/status/<int:number>")
@public
def send_status(number: int) -> ResponseReturnValue:
    """Which credentials of a list are revoked: signed, as JSON, or as a JWT for those who ask for one."""
    found = queries.revoked_in(number) or abort(404)
    wanted = request.accept_mimetypes.best_match(["application/vc", *JSON, "application/vc+jwt", "application/jwt"])
    try:
        if wanted in {"application/vc+jwt", "application/jwt"}:
            token = signing.list_as_jwt(number, found.places, found.as_at)
            return _kept(Response(token, mimetype="application/vc+jwt"))
        signed = signing.list_as_json(number, found.places, found.as_at)
    except KeysError:
        return cannot_sign()
    return _kept(Response(signed, mimetype="application/vc"))


@blueprint.get("/issuer/achievements/<slug>/<int:number>")
@public
def show_achievement(slug: str, number: int) -> ResponseReturnValue:
    """What a credential names as its achievement: the badge in that version, whatever became of it since."""
    return _achievement(slug, number, "en")


@blueprint.get("/issuer/achievements/<slug>/<int:number>/<edition>")
@public
def show_achievement_in(slug: str, number: int, edition: str) -> ResponseReturnValue:
    """The same in another language."""
    return _achievement(slug, number, edition)


@blueprint.get("/issuer/skills")
@public
def list_skills() -> ResponseReturnValue:
    """The skills that badges stand for: what their alignments lead to."""
    return render_template("badges/list_skills.html", areas=shelf().skills)


def _achievement(slug: str, number: int, edition: str) -> ResponseReturnValue:
    found = queries.achievement_or_404(slug, number)
    if edition not in found.content:
        abort(404)
    if wants_json():
        document = documents.achievement(queries.base(), found, edition)
        return _document({"@context": [CREDENTIALS, OPEN_BADGES], **document})
    shown = edition if edition != "en" else language()
    return _varied(render_template("badges/show_achievement.html", words=found.phrases(shown)))


def wants_json() -> bool:
    """Whether a program asks. A browser names HTML; `curl` names nothing."""
    return request.accept_mimetypes.best_match([*JSON, "text/html"]) in JSON


def _keys() -> tuple[IssuerKey, ...]:
    try:
        return issuer_keys().keys
    except KeysError:
        return ()


def _document(document: dict[str, Any], mimetype: str = "application/ld+json") -> Response:
    return _kept(Response(json.dumps(document, ensure_ascii=False, indent=1), mimetype=mimetype))


def _kept(response: Response) -> Response:
    """Programs may keep it for a while; not for long, or a revocation would be late."""
    response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    response.headers["Vary"] = "Accept"
    return response


def _varied(page: str) -> Response:
    response = Response(page, mimetype="text/html")
    response.headers["Vary"] = "Accept"
    return response
