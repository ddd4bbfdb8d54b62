"""Amir, the ambassador of the cast, helps Lena, the learner."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador
from learnhub.db import db
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.sessions import Said, log_session
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.page import Page

Log = Callable[..., SupportSession]


@pytest.fixture
def amir(app: Flask) -> Ambassador:
    """The ambassador of the cast, who helps."""
    return make_ambassador("ambassador")


@pytest.fixture
def amirs(page: Page, amir: Ambassador) -> Page:
    """His browser."""
    return page.sign_in("ambassador")


@pytest.fixture
def lenas(app: Flask) -> Page:
    """The learner's browser."""
    return Page(app).sign_in("learner")


@pytest.fixture
def log(amir: Ambassador) -> Log:
    """`log("learner", minutes=30)`: a session of today with one of the cast."""

    def write(*who: str, minutes: int = 30, day: date | None = None, **said: Any) -> SupportSession:
        ids = tuple(people.person(role).id for role in who)
        more = {
            name: said.pop(name) for name in ("form_key", "with_code", "request_id", "mentorship_id") if name in said
        }
        with database.write():
            return log_session(amir.id, Said(minutes, day or clock.today(), ids, **said), **more)

    return write


def on_list(session_id: int, role: str) -> SessionPerson | None:
    """Somebody's line of a session."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(SessionPerson).filter_by(session_id=session_id, person_id=people.person(role).id).first()
