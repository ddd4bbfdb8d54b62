"""The edge of a request: the one commit, the request's number and its log line."""

import json
import logging
import secrets
import sys
import time

from flask import Flask, Response, abort, current_app, g, request

from learnhub import db as database
from learnhub.web.access import SAFE_METHODS


def init_app(app: Flask) -> None:
    """Register first, so that the commit runs after every other `after_request`, and the timer before everything."""
    app.before_request(start_timer)
    app.before_request(refuse_nul)
    app.before_request(limit_forms)
    app.after_request(commit_if_it_succeeded)
    app.teardown_request(write_log_line)


def start_timer() -> None:
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(8)


def refuse_nul() -> None:
    """An address with a NUL in it names nothing that we have, and PostgreSQL refuses to look for it."""
    if "\x00" in request.path:
        abort(404)


def limit_forms() -> None:
    """A form that is too large: 413. Werkzeug's own limit on forms holds for multipart ones alone."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def commit_if_it_succeeded(response: Response) -> Response:
    """Commit a write whose response is a success or a redirect; roll back anything else. A GET never writes."""
    if request.method in SAFE_METHODS or not database.is_writing():
        return response
    if response.status_code < 400:
        database.commit()
    else:
        database.rollback()
    return response


def write_log_line(error: BaseException | None) -> None:
    """One JSON line a request: the route, never the address; no name, no number of a person, no form, no query."""
    started = g.pop("started", None)
    if started is None:
        return
    logging.getLogger("learnhub.request").info(
        "request",
        extra={
            "fields": {
                "id": g.get("request_id"),
                "method": request.method,
                "route": request.url_rule.rule if request.url_rule else None,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "status": g.get("status"),
                "error": type(error).__name__ if error else None,
            }
        },
    )


class JsonLines(logging.Formatter):
    """Log records as JSON lines. Only what a caller put in `fields` goes out; arguments are not guessed at."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(level: int = logging.INFO) -> None:
    """Send our logs to stderr as JSON lines."""
    logger = logging.getLogger("learnhub")
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
