"""The envelope of every response: security headers, the stylesheet's way to the browser, compression.

A visitor's first page carries the stylesheet inline, so that one round trip shows it; the cookie it sets says that the
browser has prefetched the file, and later pages link to it (immutable, named by its hash).
"""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, current_app, g, request, session, url_for
from markupsafe import Markup
from werkzeug.utils import cached_property

STATIC = Path(__file__).resolve().parent.parent / "static"
YEAR_SECONDS = 31_536_000
DAY_SECONDS = 86_400
STYLE_COOKIE = "style"
BROTLI_QUALITY = 4  # 0.2 ms for a 9 kB page; 5 takes twice that to save 5 %
SMALLEST_COMPRESSED = 300
KEPT = frozenset({"learning", "web"})  # blueprints whose forms hold what somebody has thought about
COMPRESSED_TYPES = frozenset(
    {
        "text/html",
        "text/css",
        "text/plain",
        "text/csv",
        "application/json",
        "image/svg+xml",
        "text/calendar",
        "text/vtt",
    }
)


class Stylesheet:
    """The one stylesheet, its name by content and its hash for the Content-Security-Policy."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def text(self) -> str:
        """The file without comments and indentation. Our own file: it has no string that holds these."""
        text = re.sub(r"/\*.*?\*/", "", self.path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"\s+", " ", text)
        return re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").replace(";}", "}").strip()

    @cached_property
    def name(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:10]

    @cached_property
    def csp_hash(self) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()

    @cached_property
    def compressed(self) -> bytes:
        return bytes(brotli.compress(self.text.encode(), quality=11))


stylesheet = Stylesheet(STATIC / "learnhub.css")


def init_app(app: Flask) -> None:
    """Add the headers to every response and the stylesheet to every template."""
    app.after_request(compress)
    app.after_request(add_headers)
    app.context_processor(style_context)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = DAY_SECONDS  # the icon: else each page of a slow line asks for it again
    app.config["LEARNHUB_HTTPS"] = app.config.get("LEARNHUB_HTTPS", False)
    app.extensions["learnhub.csp"] = {True: _policy(inline=True), False: _policy(inline=False)}


def style_context() -> dict[str, Any]:
    """`style_tag`: the stylesheet inline with a prefetch on a first visit, a link afterwards."""
    return {"style_tag": style_tag}


def style_tag() -> Markup:
    linked = request.cookies.get(STYLE_COOKIE) == stylesheet.name
    if linked:
        return _linked(url_for("web.stylesheet_file", name=stylesheet.name))
    g.style_inline = True
    return _inline(url_for("web.stylesheet_file", name=stylesheet.name))


@lru_cache(maxsize=4)
def _linked(address: str) -> Markup:
    return Markup('<link rel="stylesheet" href="{}">').format(address)


@lru_cache(maxsize=4)
def _inline(address: str) -> Markup:
    own = Markup(stylesheet.text)  # noqa: S704  # our file, no outside text; the policy names its hash
    return Markup("<style>{}</style>").format(own) + Markup('<link rel="prefetch" as="style" href="{}">').format(
        address
    )


def _policy(*, inline: bool) -> str:
    style = f"'self' '{stylesheet.csp_hash}'" if inline else "'self'"
    return (
        f"default-src 'none'; style-src {style}; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def add_headers(response: Response) -> Response:
    g.status = response.status_code
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    html = response.mimetype == "text/html"
    inline = bool(g.get("style_inline"))
    headers.setdefault("Content-Security-Policy", _csp(inline) if html else "default-src 'none'; sandbox")
    headers.setdefault("Referrer-Policy", "same-origin")
    https = current_app.config["LEARNHUB_HTTPS"]
    if https:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
    headers.setdefault("Cache-Control", "private, no-cache" if html and _may_be_kept() else "private, no-store")
    if html:
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if inline and response.status_code < 500:
            response.set_cookie(
                STYLE_COOKIE, stylesheet.name, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=https
            )
    return response


def _may_be_kept() -> bool:
    """Whether Back may show a page again without asking us, with what was typed into it.

    Not when it is about a person: after they have signed out, the next one at that desk must not see it.
    """
    return not request.blueprint or request.blueprint in KEPT or "_user_id" not in session


def _csp(inline: bool) -> str:
    policies: dict[bool, str] = current_app.extensions["learnhub.csp"]
    return policies[inline]


def forget_pages(response: Response) -> Response:
    """Have the browser drop every page that it keeps of us, so that Back shows nobody what the last visitor saw.

    The stylesheet goes with them: the next page carries it again.
    """
    response.headers["Clear-Site-Data"] = '"cache"'
    response.delete_cookie(STYLE_COOKIE, httponly=True, samesite="Lax", secure=current_app.config["LEARNHUB_HTTPS"])
    return response


def compress(response: Response) -> Response:
    """Brotli for what is text, when the browser takes it."""
    if (
        response.mimetype not in COMPRESSED_TYPES
        or response.is_streamed
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or "br" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_COMPRESSED:
        return response
    response.set_data(brotli.compress(body, quality=BROTLI_QUALITY))
    response.headers["Content-Encoding"] = "br"
    response.headers.add("Vary", "Accept-Encoding")
    return response
