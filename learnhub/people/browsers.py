"""Browsers on which somebody has signed in before, and what a browser is called.

The cookie opens nothing. It only says that this browser's wrong guesses are counted by themselves: so a stranger who
guesses at a colleague's password, even from the same office, cannot keep the colleague out of their own browser (OWASP
calls it a device cookie).
"""

import re
import secrets
from dataclasses import dataclass

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "known"
YEAR_SECONDS = 31_536_000
MOST_PEOPLE = 8  # that share a browser; the one longest away is forgotten first


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser's own random number, and who has signed in on it."""

    id: str
    people: tuple[int, ...] = ()


def known_browser() -> KnownBrowser:
    """This request's browser; a new one knows nobody."""
    try:
        kept = _signer().loads(request.cookies.get(COOKIE, ""))
        return KnownBrowser(str(kept["b"]), tuple(int(number) for number in kept["p"]))
    except (BadSignature, KeyError, TypeError, ValueError):
        return KnownBrowser(secrets.token_urlsafe(12))


def remember_browser(response: Response, person_id: int) -> None:
    """Tell a browser that this person has signed in on it."""
    browser = known_browser()
    people = (person_id, *(number for number in browser.people if number != person_id))[:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        _signer().dumps({"b": browser.id, "p": people}),
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["LEARNHUB_HTTPS"],
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known-browser")


_BROWSERS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Trident/|MSIE ", "Internet Explorer"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"Windows", "Windows"),
    (r"iPhone|iPad", "iOS"),
    (r"Android", "Android"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """What a person calls a browser, "Firefox, Windows": enough to know it again, and all we keep of it."""
    found = [
        next((name for pattern, name in table if re.search(pattern, user_agent)), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)
