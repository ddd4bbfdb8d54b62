"""Who may open what. Refuse by default: a view that does not say is refused, and a test names it.

Every view carries exactly one of `@public`, `@signed_in`, `@needs(Permission.X)`. A view that must do slow work before
it writes (hashing a password) adds `@writes_late` and calls `db.begin_write()` itself; every other POST has begun its
write when the view is called.
"""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from learnhub import db as database
from learnhub.permissions import Grant, Permission, permissions_of, scopes_of
from learnhub.web import held

P = ParamSpec("P")
R = TypeVar("R")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Access:
    """What a view demands of its visitor."""

    public: bool = False
    permission: Permission | None = None


@dataclass(frozen=True)
class Visitor(UserMixin):
    """The signed-in person as one row read by the request's first statement; plain data, never an ORM object."""

    session_id: int
    token: str
    person_id: int
    learner_id: int
    name: str
    email: str
    language: str
    department_id: int | None
    department: str
    grants: tuple[Grant, ...] = ()
    stamps: dict[str, int] = field(default_factory=dict)
    permissions: frozenset[Permission] = frozenset()
    leads_team: bool = False  # whether anybody has them as line manager

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's token, never the person's number."""
        return self.token

    def may(self, permission: Permission) -> bool:
        """Whether the person holds a permission anywhere."""
        return permission in self.permissions

    def scopes(self, permission: Permission) -> frozenset[int] | None:
        """The departments (and all below them) where the permission holds; None means everywhere."""
        return scopes_of(self.grants, permission)


def make_visitor(*, grants: tuple[Grant, ...], **row: Any) -> Visitor:
    """A visitor with the permissions that follow from the grants."""
    return Visitor(grants=grants, permissions=permissions_of(grants), **row)


class VisitorLoader(Protocol):
    """How `people` tells `web` who a session's token belongs to; one statement."""

    def __call__(self, token: str) -> Visitor | None: ...


class EndedSessionOwner(Protocol):
    """How `people` tells `web` whose an ended session was, so that what was typed can wait for them."""

    def __call__(self, token: str) -> int | None: ...


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may open this, signed in or not."""
    return _declare(view, Access(public=True))


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone who is signed in may open this."""
    return _declare(view, Access())


def needs(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only those who hold the permission somewhere; the view's query bounds it to where."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        return _declare(view, Access(permission=permission))

    return declare


def writes_late(view: Callable[P, R]) -> Callable[P, R]:
    """This view calls `db.begin_write()` itself, after its slow work; or, being a POST, never writes."""
    cast(Any, view).writes_late = True
    return view


def _declare(view: Callable[P, R], access: Access) -> Callable[P, R]:
    if hasattr(view, "access"):
        raise TypeError(f"{view.__name__} declares its access twice")
    cast(Any, view).access = access
    return view


def access_of(view: object) -> Access | None:
    """What a view declared, or None when it forgot."""
    return getattr(view, "access", None)


def visitor() -> Visitor:
    """The signed-in person. Only for views that are not public."""
    person = visitor_or_none()
    if person is None:
        raise RuntimeError("a public view asked who is signed in")
    return person


def visitor_or_none() -> Visitor | None:
    """The signed-in person, or None."""
    # Flask-Login keeps whom it loaded here; its proxy takes a hundred times as long to say so.
    person = g.get("_login_user") or current_user._get_current_object()
    return person if isinstance(person, Visitor) else None


def init_app(app: Flask, load_visitor: VisitorLoader, owner_of_ended: EndedSessionOwner) -> None:
    """Put the gate before every request. Must be called before any other `before_request` that reads the visitor."""
    login = LoginManager()
    login.session_protection = None  # our sessions are rows that can be ended; a changed browser string proves nothing
    login.user_loader(load_visitor)
    login.init_app(app)
    app.extensions["learnhub.owner_of_ended"] = owner_of_ended
    app.before_request(keep_the_gate)


def keep_the_gate() -> ResponseReturnValue | None:
    """Refuse, send to sign-in, or let in and (for a POST) begin the write."""
    if request.endpoint is None:
        return None  # no such page: Flask answers 404 or 405
    if request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    access = access_of(view)
    if access is None:
        current_app.logger.error("view without access declaration", extra={"endpoint": request.endpoint})
        abort(403)
    if not access.public:
        person = visitor_or_none()
        if person is None:
            return _to_sign_in()
        if access.permission is not None and not person.may(access.permission):
            abort(403)
    if request.method not in SAFE_METHODS and not getattr(view, "writes_late", False):
        database.begin_write()
    return None


def _to_sign_in() -> ResponseReturnValue:
    """To the sign-in page and back; what was typed is kept for the person whose session ended, and for nobody else."""
    if request.method in SAFE_METHODS:
        path = request.full_path if request.query_string else request.path
        return redirect(url_for("people.sign_in", next=path))
    token = _presented_token()
    owner = current_app.extensions["learnhub.owner_of_ended"](token) if token else None
    if owner is None:
        return redirect(url_for("people.sign_in", next=held.page_of_post()))
    held_id = held.keep(owner)
    return redirect(url_for("people.sign_in", next=held.page_of_post(held_id)))


def leave(cookie: MutableMapping[str, Any]) -> None:
    """Empty the cookie at sign-out, but for whose it was and the token of its forms.

    A form still open in another tab then waits for the person who filled it in, like any whose session ended. The
    token names an ended session: it opens nothing.
    """
    kept = {"left": cookie.get("_user_id") or cookie.get("left"), "csrf_token": cookie.get("csrf_token")}
    cookie.clear()
    cookie.update({name: value for name, value in kept.items() if value})


def _presented_token() -> str | None:
    token = session.get("_user_id") or session.get("left")  # the first is Flask-Login's name for it
    return token if isinstance(token, str) else None
