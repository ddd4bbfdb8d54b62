"""Every page of the access table, in Welsh, where nothing but the interface has any: what is English says so."""

import pytest
from sqlalchemy import update

from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Person
from tests.architecture.access import ACCESS, NOBODY, ROLES, Row
from tests.architecture.test_access import World, world
from tests.page import Page

__all__ = ["world"]

PAGES = [row for route, row in ACCESS.items() if route.startswith("GET ") and 200 in row.gets and row.may - {NOBODY}]


@pytest.fixture
def welsh_world(world: World) -> World:
    """Everybody reads Welsh; no course, pathway or badge is translated."""
    with database.write():
        db.session.execute(update(Person).values(language="cy"))
    return world


def test_a_page_in_welsh_says_what_of_it_is_english(welsh_world: World, page: Page) -> None:
    """Each page by everybody who may open it; `tests.page` looks at what it says of its languages."""
    wrong = []
    for role in ROLES:
        page.sign_in(role)
        for row in (row for row in PAGES if role in row.may):
            wrong += [f"{role} {problem}" for problem in seen_in(page, row, welsh_world.path(row))]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def seen_in(page: Page, row: Row, path: str) -> list[str]:
    """What is wrong on a page."""
    try:
        page.open(path)
    except AssertionError as error:
        return [str(error)]
    return []
