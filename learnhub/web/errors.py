"""Pages for when something goes wrong: what happened, and what to do next. Nothing leaks."""

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from learnhub import db as database
from learnhub.web import held
from learnhub.web.access import visitor_or_none

PAGES = (400, 403, 404, 405, 413, 429, 500, 503)
RETRY_AFTER_SECONDS = 10


def init_app(app: Flask) -> None:
    """Answer every error with one of our pages."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_stale_form)
    app.register_error_handler(OperationalError, show_unavailable)
    app.register_error_handler(InterfaceError, show_unavailable)
    app.register_error_handler(Exception, show_fault)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    response = _page(error.code if error.code in PAGES else 400 if error.code < 500 else 500, error.code)
    retry = getattr(error, "retry_after", None)
    if retry:
        response.headers["Retry-After"] = str(retry)
    return response


def show_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """The form is of an earlier sign-in: put what was typed back on its page, to be looked at and sent again.

    Only for somebody signed in. Their cookie says that the form came from our own page: browsers send it with no
    other site's POST (SameSite=Lax). Nothing is done with the form until they press again.
    """
    person = visitor_or_none()
    if person is not None and held.is_answered_by_a_page() and (key := held.keep(person.person_id)):
        return redirect(held.page_of_post(key), 303)
    return _page(400, 400, stale=True)


def show_unavailable(error: Exception) -> Response:
    """The database is locked or away: say so, ask to try again; recovers by itself."""
    current_app.logger.error("database unavailable", extra={"fields": {"kind": type(error).__name__}})
    if "_login_user" not in g:
        g._login_user = AnonymousUserMixin()  # the page must not ask the database who this is
    response = _page(503, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def show_fault(error: Exception) -> ResponseReturnValue:
    if current_app.testing and current_app.config.get("PROPAGATE_FAULTS", True):
        raise error
    current_app.logger.error("fault", exc_info=error)
    return _page(500, 500)


def _page(page: int, status: int, **context: object) -> Response:
    try:
        database.rollback()
    except Exception:  # the database may be what failed; the page must still be shown
        current_app.logger.warning("could not roll back")
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response({"error": status}, status)
    try:
        return make_response(render_template(f"errors/{page}.html", **context), status)
    except (OperationalError, InterfaceError) as error:  # the page asked who is here, and nobody can say
        if page == 503:
            raise
        return show_unavailable(error)
