"""Signed-in visitors without typing: real session rows, real cookies, real tokens, made with the app's own key."""

from dataclasses import dataclass

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db, write
from learnhub.people.models import Person, RoleGrant
from learnhub.people.sessions import begin_session
from learnhub.permissions import Role
from learnhub.web.headers import STYLE_COOKIE, stylesheet

CSRF_SECRET = "bench" * 8


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser that is signed in sends: its cookies, and the token of its forms."""

    person_id: int
    learner_id: int
    cookie: str
    csrf_token: str


def visits(app: Flask, count: int, *, warm: bool = True, emails: tuple[str, ...] = ()) -> list[Visit]:
    """Sessions for `count` people (or for those e-mail addresses)."""
    signer = app.session_interface.get_signing_serializer(app)
    tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
    with app.app_context():
        query = select(Person.id, Person.learner_id).where(Person.left_on.is_(None)).order_by(Person.id)
        query = query.where(Person.email.in_(emails)) if emails else query.limit(count)
        people = db.session.execute(query).all()
        db.session.rollback()
        with write():
            made = [(person, learner, begin_session(person)) for person, learner in people]
    result = []
    for person, learner, token in made:
        session = signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": CSRF_SECRET})
        style = f"; {STYLE_COOKIE}={stylesheet.name}" if warm else ""
        result.append(Visit(person, learner, f"learnhub={session}{style}", tokens.dumps(CSRF_SECRET)))
    return result


def officer_of_everything(app: Flask) -> Visit:
    """Somebody who may see every figure there is: the demo's HR officer, given the role everywhere."""
    email = "hr@demo.example"
    with app.app_context(), write():
        person_id = db.session.execute(select(Person.id).where(Person.email == email)).scalar_one()
        everywhere = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.department_id.is_(None))
        if db.session.execute(everywhere).first() is None:
            db.session.add(RoleGrant(person_id=person_id, role=Role.HR.value, granted_at=clock.now()))
    return visits(app, 1, emails=(email,))[0]
