"""What the tests of credentials share: somebody earns a badge, and what a stranger then gets by its link."""

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.badges import keys as issuer
from learnhub.badges.models import Award, Credential
from learnhub.config import Settings
from learnhub.db import db
from learnhub.people.models import Person
from tests import factories
from tests.badges.world import R, complete, make_badge
from tests.page import Page

BASE = "http://localhost"
EARNED = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
ISSUED = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
Document = dict[str, Any]

CY = {"title": "Llythyrau", "description": "Yn agor llythyrau.", "criteria": "Cwblhau’r cwrs am lythyrau."}


def make_issuer(app: Flask) -> issuer.IssuerKeys:
    """The issuer's file, with keys that were made before anything was issued."""
    issuer.write(settings(app).issuer_keys or Path(), some_keys())
    return some_keys()


@cache
def some_keys() -> issuer.IssuerKeys:
    """Made once a run: the primes take their time."""
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        return issuer.IssuerKeys(issuer.make())


def settings(app: Flask) -> Settings:
    found: Settings = app.extensions["learnhub.settings"]
    return found


def use(app: Flask, **changed: Any) -> None:
    """Run with other settings."""
    app.extensions["learnhub.settings"] = replace(settings(app), **changed)


def earn(person: Person, slug: str = "letters", **fields: Any) -> Award:
    """Somebody completes the course, and so earns the badge."""
    make_badge(slug, {"course": "letters"}, **{"criteria": "Complete the course “Letters”.", "cy": CY, **fields})
    with clock.at(ISSUED):
        complete(person, factories.make_course(slug="letters"), EARNED, R)
    return award_of(person)


def award_of(person: Person) -> Award:
    db.session.rollback()
    return db.session.execute(select(Award).filter_by(learner_id=person.learner_id)).scalars().one()


def credentials_of(award: Award) -> list[Credential]:
    """Every credential of an award, oldest first."""
    db.session.rollback()
    return list(db.session.execute(select(Credential).filter_by(award_id=award.id).order_by(Credential.id)).scalars())


@dataclass(frozen=True)
class Files:
    """A credential as a stranger gets it by its link, and the issuer's documents."""

    json: str
    jwt: str
    svg: str
    issuer: Document
    keys: Document
    status: str

    @property
    def document(self) -> Document:
        found: Document = json.loads(self.json)
        return found

    @property
    def payload(self) -> Document:
        return decoded(self.jwt.split(".")[1])

    @property
    def header(self) -> Document:
        return decoded(self.jwt.split(".")[0])


def files_of(app: Flask, uuid: object, number: int = 1) -> Files:
    """What a stranger downloads."""
    stranger = Page(app)
    as_json = {"Accept": "application/json"}
    text = {form: stranger.get(f"/credentials/{uuid}.{form}").body.decode() for form in ("json", "jwt", "svg")}
    return Files(
        **text,
        issuer=json.loads(stranger.get("/issuer", headers=as_json).body),
        keys=json.loads(stranger.get("/issuer/keys.json").body),
        status=stranger.get(f"/issuer/status/{number}").body.decode(),
    )


def changed(document: Document, change: Callable[[Document], Any]) -> Document:
    """A copy of a document, tampered with."""
    copy = deepcopy(document)
    change(copy)
    return copy


def encoded(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> Document:
    found: Document = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found
