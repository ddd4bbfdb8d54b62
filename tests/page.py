"""A visitor's browser for tests: real cookies, real tokens, and every page it opens is checked for hygiene and weight.

`page.get("/home")` → `Opened` (status, `html` tree, `text`, …); `page.submit("Sign in", email=…)` fills in and sends
the form that has that button, as the page stands, and follows the redirect; `page.post("/x", {...})` sends a bare POST
with a real token. Each says which status it expects, and shows the page when another comes.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import brotli
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from learnhub import db as database
from learnhub.db import db
from learnhub.people import sessions
from learnhub.web.headers import STYLE_COOKIE
from tests import hygiene, languages, people
from tests.html import Element, Malformed, read

Fields = Mapping[str, Any]


class Client(FlaskClient):
    """Flask's client, safe beside the app context that a test keeps open.

    Each request has its own context (else Flask-Login would reuse the visitor of the request before), and the test's
    transaction ends first (else the test would not see the result).
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        if has_app_context():
            if database.is_writing():
                raise AssertionError("the test has written and not committed: wrap it in `with db.write():`")
            db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def sign_in_as(client: FlaskClient, role: str) -> None:
    """Give a client the session that signing in as one of the cast makes, without a password."""
    with client.application.app_context(), database.write():
        token = sessions.begin_session(people.person(role).id)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = token
        cookie["_fresh"] = True


@dataclass(frozen=True)
class Opened:
    """A response as a visitor got it."""

    path: str
    status: int
    headers: Headers
    body: bytes
    wire_bytes: int

    @cached_property
    def html(self) -> Element:
        """The page as a tree."""
        return read(self.body.decode())

    @cached_property
    def text(self) -> str:
        """What a reader sees (of a page: without the head)."""
        return self.html.find("body").text if self.is_page else self.body.decode()

    @property
    def is_page(self) -> bool:
        """Whether it is one of our pages: the stub of a redirect, which no browser shows, is none."""
        is_html = self.headers.get("Content-Type", "").startswith("text/html")
        return is_html and bool(self.body) and not 300 <= self.status < 400

    @property
    def is_document(self) -> bool:
        """Whether it is a document to keep or print: it may be longer than one round trip, and links say its size."""
        return "Content-Disposition" in self.headers

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def title(self) -> str:
        return self.html.find("title").text.removesuffix(" – LearnHub")

    @property
    def h1(self) -> str:
        return self.html.find("h1").text

    @property
    def main(self) -> Element:
        """The page without header, navigation and footer."""
        return self.html.find("main")

    @property
    def problems(self) -> list[str]:
        """What the error summary lists."""
        return [item.text for summary in self.html.all(class_="summary") for item in summary.all("li")]

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [link.get("href") for link in self.html.all("a") if link.has("href")]

    def link(self, text: str) -> str:
        """Where the link with these words leads."""
        return self.html.find("a", text=text).get("href")


@dataclass
class Counted:
    """The statements that went to the database."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        return f"{len(self)} statements:\n" + "\n".join(f"  {' '.join(line.split())[:300]}" for line in self.statements)


class Page:
    """One visitor's browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.now: Opened | None = None
        self.checks = True
        self.role = ""

    def sign_in(self, role: str) -> "Page":
        """Become one of the cast, in a session of this browser's own."""
        sign_in_as(self.client, role)
        self.now, self.role = None, role
        return self

    @property
    def person_id(self) -> int:
        """Whom it is signed in as."""
        with self.app.app_context():
            return people.person(self.role).id

    def get(self, path: str, status: int = 200, *, follow: bool = False, headers: Fields | None = None) -> Opened:
        """Open an address."""
        opened = self.open(path, "GET", headers=headers)
        if follow and opened.status in {301, 302, 303, 307, 308}:
            return self.get(opened.location, status)
        return self._expect(opened, status)

    def post(
        self,
        path: str,
        fields: Fields | None = None,
        status: int = 303,
        *,
        follow: bool = False,
        headers: Fields | None = None,
    ) -> Opened:
        """Send a POST with a real token of this session. `follow`: on to where it redirects, which must answer 200."""
        data = _form_data({**(fields or {}), "csrf_token": self.token()})
        opened = self._expect(self.open(path, "POST", data=data, headers=headers), status)
        return self.get(opened.location) if follow else opened

    def submit(self, button: str, status: int = 200, /, *, action: str | None = None, **fields: Any) -> Opened:
        """Press a button of the page that is open, having filled in its form. Follows the redirect, as a browser does.

        A field of the form that is not named keeps what the page has in it; one that the form lacks is an error. A list
        ticks several boxes. `status` is that of the page one ends on.
        """
        form, pressed = self._form_with(button, action)
        data = filled_in(form, pressed, fields)
        assert self.now is not None
        target = form.get("action") or self.now.path
        if form.get("method", "get").lower() == "get":
            opened = self.open(urlsplit(target).path, "GET", query_string=data)
        else:
            opened = self.open(target, "POST", data=data)
        if opened.status in {301, 302, 303}:
            return self.get(opened.location, status)
        return self._expect(opened, status)

    def token(self) -> str:
        """A CSRF token of this session, as the pages of this session carry it."""
        with self.client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw)

    @contextmanager
    def statements(self) -> Iterator[Counted]:
        """Count what goes to the database in the block (BEGIN and COMMIT apart)."""
        counted = Counted()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            counted.statements.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield counted
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def open(self, path: str, method: str = "GET", **kwargs: Any) -> Opened:
        """Open an address whatever it answers; the page is checked all the same."""
        headers = Headers({"Accept-Encoding": "br", "Accept": "text/html,*/*", **(kwargs.pop("headers", None) or {})})
        self.client.delete_cookie(STYLE_COOKIE)  # every visit is a cold one: the heaviest that the page can be
        response = self.client.open(path, method=method, headers=headers, **kwargs)
        opened = _opened(response, path)
        if opened.is_page:
            self.now = opened
            self._check(opened)
        return opened

    def _check(self, opened: Opened) -> None:
        if not self.checks:
            return
        try:
            found = hygiene.problems(opened.html)
        except Malformed as error:
            found = [str(error)]
        else:
            found += self._dead_ends(opened.html)
            if opened.html.find("html").get("lang") == "cy":
                found += languages.problems(opened.html, languages.english(self.app))
        if opened.wire_bytes > hygiene.COLD_LIMIT and not opened.is_document:
            found.append(f"{opened.wire_bytes} bytes on the wire, more than {hygiene.COLD_LIMIT}")
        if found:
            raise AssertionError(f"{opened.path} ({opened.status}) is not clean:\n- " + "\n- ".join(found))

    def _dead_ends(self, root: Element) -> Iterator[str]:
        """Links and forms of ours that lead to no page of ours."""
        routes = self.app.url_map.bind("localhost")
        wanted = [(link.get("href"), "GET") for link in root.all("a") if link.has("href")]
        wanted += [(form.get("action"), form.get("method", "get").upper()) for form in root.all("form")]
        for address, method in wanted:
            path = urlsplit(address).path
            if path.startswith("/") and hygiene.is_ours(address):
                try:
                    routes.match(path, method=method)
                except (NotFound, MethodNotAllowed):
                    yield f"{method} {address} is no page of ours"
                except RequestRedirect:
                    pass

    def _expect(self, opened: Opened, status: int) -> Opened:
        if opened.status != status:
            seen = opened.text if opened.is_page or len(opened.body) < 2000 else ""
            raise AssertionError(f"{opened.path} answered {opened.status} {opened.location}, not {status}:\n{seen}")
        return opened

    def _form_with(self, button: str, action: str | None) -> tuple[Element, Element]:
        if self.now is None:
            raise AssertionError("no page is open")
        for form in self.now.html.all("form"):
            if action is not None and form.get("action") != action:
                continue
            for pressed in form.all("button", "input"):
                is_button = pressed.tag == "button" or pressed.get("type") == "submit"
                if is_button and button in (pressed.text, pressed.get("value"), pressed.get("aria-label")):
                    return form, pressed
        words = [pressed.text for pressed in self.now.html.all("button")]
        raise AssertionError(f"{self.now.path} has no button {button!r}; it has {words}")


def filled_in(form: Element, pressed: Element, fields: Fields) -> MultiDict[str, Any]:
    """What a browser sends of a form when a button is pressed and these fields were filled in."""
    data: MultiDict[str, Any] = MultiDict()
    names = {control.get("name") for control in form.all("input", "select", "textarea")}
    if unknown := set(fields) - names:
        raise AssertionError(f"the form has no field {sorted(unknown)}; it has {sorted(names - {''})}")
    for control in form.all("input", "select", "textarea"):
        name = control.get("name")
        if not name or control.has("disabled") or name in fields:
            continue
        for value in _default(control):
            data.add(name, value)
    for name, value in fields.items():
        for each in value if isinstance(value, (list, tuple)) else [value]:
            _check_offered(form, name, each)
            data.add(name, each)
    if pressed.get("name"):
        data.add(pressed.get("name"), pressed.get("value"))
    return data


def _default(control: Element) -> list[str]:
    kind = control.get("type", "text")
    if control.tag == "textarea":
        text = "".join(str(child) for child in control.children).replace("\r\n", "\n")
        return [text.removeprefix("\n").replace("\n", "\r\n")]  # as a browser reads it, and sends it
    if control.tag == "select":
        options = control.all("option")
        chosen = [option for option in options if option.has("selected")] or (
            [] if control.has("multiple") else options[:1]
        )
        return [option.get("value", option.text) for option in chosen]
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.has("checked") else []
    return [] if kind in {"submit", "button", "file", "image"} else [control.get("value")]


def _check_offered(form: Element, name: str, value: Any) -> None:
    """A visitor can only choose what is offered; a forged value is sent by `post`."""
    controls = form.all("input", "select", name=name)
    offered = [control.get("value", "on") for control in controls if control.get("type") in {"radio", "checkbox"}]
    offered += [option.get("value", option.text) for control in controls for option in control.all("option")]
    if offered and str(value) not in offered:
        raise AssertionError(f"{name} does not offer {value!r} but {offered}")


def _form_data(fields: Fields) -> MultiDict[str, Any]:
    data: MultiDict[str, Any] = MultiDict()
    for name, value in fields.items():
        for each in value if isinstance(value, (list, tuple)) and not _is_file(value) else [value]:
            data.add(name, each)
    return data


def _is_file(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "read")


def _opened(response: TestResponse, path: str) -> Opened:
    raw = response.get_data()
    body = brotli.decompress(raw) if response.headers.get("Content-Encoding") == "br" else raw
    first = f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}\r\n"
    head = sum(len(f"{name}: {value}\r\n".encode()) for name, value in response.headers.items())
    wire = len(first) + head + 2 + hygiene.SERVER_HEADERS + len(raw)
    return Opened(path, response.status_code, response.headers, body, wire)


def query_of(address: str) -> dict[str, str]:
    """The query of an address, as a dict."""
    return dict(parse_qsl(urlsplit(address).query))
