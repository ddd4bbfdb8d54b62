"""What the layout needs on every page: who is here, where they are, and the service navigation.

A feature adds itself to the navigation in its own `init_app`, by `add_navigation`; nobody edits a list elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString
from sqlalchemy.exc import DBAPIError

from learnhub.permissions import Permission
from learnhub.web.access import Visitor, visitor_or_none


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of the service navigation; shown to everyone, or to those who hold one of the permissions.

    `order` sorts the row: 10 Home, 20 Courses, 30 My record, 40 Ambassadors, 50 Events, 60 and up for HR and
    administration.
    """

    label: LazyString
    endpoint: str
    order: int
    permissions: tuple[Permission, ...] = ()
    shown: Callable[[Visitor], bool] | None = None


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """An entry as this page shows it."""

    label: str
    address: str
    here: bool


def init_app(app: Flask) -> None:
    """Give every template `visitor`, `navigation`, `here`, `languages_offered`, `held`."""
    app.extensions["learnhub.navigation"] = []
    app.extensions["learnhub.addresses"] = {}
    app.jinja_env.globals["fixed_address"] = fixed_address
    app.context_processor(layout_context)


def add_navigation(app: Flask, item: NavigationItem) -> None:
    """Put an entry in the service navigation."""
    items: list[NavigationItem] = app.extensions["learnhub.navigation"]
    items.append(item)
    items.sort(key=lambda entry: entry.order)


def layout_context() -> dict[str, Any]:
    """The layout's own variables."""
    person = known_visitor()
    return {
        "visitor": person,
        "navigation": navigation_for(person) if person else [],
        "here": request.full_path.rstrip("?"),
        "languages_offered": current_app.extensions["learnhub.languages"],
        "held": g.get("held", False),
    }


def known_visitor() -> Visitor | None:
    """The visitor, or None also when the database is what the error page is about."""
    if request.endpoint is None and "_login_user" not in g:
        return None  # a 404 for anybody costs no statement
    try:
        return visitor_or_none()
    except DBAPIError:
        return None


def fixed_address(endpoint: str) -> str:
    """The address of a page that has no parameters; worked out once."""
    known: dict[str, str] = current_app.extensions["learnhub.addresses"]
    if endpoint not in known:
        known[endpoint] = url_for(endpoint)
    return known[endpoint]


def navigation_for(person: Visitor) -> list[NavigationLink]:
    """The entries that this person has, the one they are in marked."""
    links = []
    for item in current_app.extensions["learnhub.navigation"]:
        if item.permissions and not person.permissions.intersection(item.permissions):
            continue
        if item.shown is not None and not item.shown(person):
            continue
        address = fixed_address(item.endpoint)
        here = request.path == address or request.path.startswith(address + "/")
        links.append(NavigationLink(str(item.label), address, here))
    return links
