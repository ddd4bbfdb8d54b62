"""Pages that belong to no feature: the stylesheet, health, language and light mode, the style guide."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from learnhub.web.access import public, writes_late
from learnhub.web.headers import YEAR_SECONDS, stylesheet
from learnhub.web.i18n import LANGUAGE_COOKIE, LANGUAGES
from learnhub.web.light import LIGHT_COOKIE

blueprint = Blueprint("web", __name__)


def safe_next(address: str | None, otherwise: str = "/home") -> str:
    """An address on this site to go on to, or `otherwise`.

    Refuses //host, https://host, backslashes and control characters.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    if any(ord(character) < 32 or character == "\\" for character in address):
        return otherwise
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else otherwise


@blueprint.get("/static/learnhub-<name>.css")
@public
def stylesheet_file(name: str) -> ResponseReturnValue:
    """The stylesheet by its content's name; compressed once."""
    if name != stylesheet.name:
        abort(404)
    takes_brotli = "br" in request.headers.get("Accept-Encoding", "")
    response = Response(stylesheet.compressed if takes_brotli else stylesheet.text, mimetype="text/css")
    if takes_brotli:
        response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


@blueprint.get("/healthz")
@public
def show_alive() -> ResponseReturnValue:
    """Whether the process answers; touches nothing else."""
    return {"status": "alive"}


@blueprint.get("/readyz")
@public
def show_ready() -> ResponseReturnValue:
    """Whether the service can do its work: each room's own check, by name. 503 when one of them cannot."""
    checks = {name: _checked(check) for name, check in current_app.extensions["learnhub.ready"].items()}
    usable = all(result["usable"] for result in checks.values())
    return {"status": "ready" if usable else "not ready", "checks": checks}, 200 if usable else 503


def _checked(check: Callable[[], dict[str, object]]) -> dict[str, object]:
    """What a check says; that it cannot say anything when the database is away."""
    try:
        return check()
    except DBAPIError as error:
        return {"usable": False, "why": type(error).__name__}


@blueprint.post("/light")
@public
@writes_late
def choose_light() -> ResponseReturnValue:
    """Turn light mode on or off for this browser."""
    response = make_response(redirect(safe_next(request.form.get("next"), "/")))
    return _remember(response, LIGHT_COOKIE, "1" if request.form.get("light") == "1" else "0")


@blueprint.post("/language")
@public
@writes_late
def choose_language() -> ResponseReturnValue:
    """Choose the language of this browser's pages; a signed-in person's own choice is kept by `people`."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    current_app.extensions["learnhub.remember_language"](chosen)
    response = make_response(redirect(safe_next(request.form.get("next"), "/")))
    return _remember(response, LANGUAGE_COOKIE, chosen)


def _remember(response: Response, cookie: str, value: str) -> Response:
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["LEARNHUB_HTTPS"],
    )
    return response


@blueprint.get("/styleguide")
@public
def show_styleguide() -> ResponseReturnValue:
    """Every component once, with its rules. Only in development and the demo."""
    if not current_app.config["LEARNHUB_SHOW_STYLEGUIDE"]:
        abort(404)
    return render_template("styleguide.html")
