"""The service does what the table in `access.py` says, for every route and every role. An unlisted route fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from learnhub import clock
from learnhub import db as database
from learnhub.badges.models import Credential
from learnhub.catalogue.models import CourseMedia
from learnhub.db import db
from learnhub.exports.models import ExportProof
from learnhub.learning.models import CourseFeedback
from learnhub.messages.models import Message
from learnhub.people.models import RoleGrant
from learnhub.web.access import access_of
from learnhub.web.headers import stylesheet
from tests import factories, people
from tests.ambassadors.asking import request_of
from tests.ambassadors.becoming import network_of
from tests.architecture.access import ACCESS, NOBODY, ROLES, Row
from tests.badges.world import make_badge
from tests.events.hackathons import hackathon_of
from tests.events.world import make_event
from tests.mentoring.pairs import mentorship_of
from tests.mentoring.world import session_of
from tests.page import Page
from tests.pathways.world import make_pathway
from tests.questions.world import questions_of
from tests.required.conftest import assign

# Written beside the request, in short transactions of their own: who looked, what was downloaded, how often.
BESIDE = ("access_log", "export_proof", "throttle")
MONTH = timedelta(days=31)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE")


def routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    """ "GET /home" and its rule, for every method of every rule."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", rule


@dataclass(frozen=True)
class World:
    """What the addresses of the table name."""

    app: Flask
    names: dict[str, object]

    def path(self, row: Row) -> str:
        return row.path.format(**self.names)


@pytest.fixture
def world(app: Flask) -> World:
    """The learner has taken the course; the outsider has not. One message waits."""
    from learnhub.record import actions
    from learnhub.record.words import Means

    picture = b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
    course = factories.make_course(
        slug="letters", title="Letters that are read", media={"letter.svg": "a" * 64}, session_html="<p>Plan</p>"
    )
    factories.write_course(app.extensions["learnhub.settings"].courses, "letters")
    learner = people.person("learner")
    make_pathway("letters", slug="start")
    make_badge("good-at-letters", {"course": "letters"})
    with database.write():
        db.session.add(CourseMedia(hash="a" * 64, mimetype="image/svg+xml", content=picture))
        now = clock.now()
        message = Message(
            kind="t", address="a@b.example", language="en", subject="s", text="t", written_at=now, due_at=now
        )
        db.session.add(message)
        long_ago = now - timedelta(days=31)
        db.session.add(
            CourseFeedback(learner_id=learner.learner_id, course_id=course.id, said_at=long_ago, will_try="x")
        )
        db.session.flush()
        for module in course.modules:
            actions.mark_module_done(learner.learner_id, course, module, Means.MARKED)
        factories.make_attempt(learner, course, "check-it")
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "hr")).one()
        proof = ExportProof(person_id=grant.person_id, dataset="completions", format="csv", filters={}, as_at=now,
                            cursor=1, rows=1, size=1, sha256="a" * 64, finished_at=now)  # fmt: skip
        db.session.add(proof)
        db.session.flush()
        names = {
            "style": stylesheet.name,
            "learner": learner.id,
            "hr": grant.person_id,
            "grant": grant.id,
            "message": message.id,
            "statement": 1,
            "proof": proof.id,
            "event": make_event(learner).id,
            "credential": db.session.scalars(select(Credential.uuid)).one(),
            **study_of(learner.learner_id),
            **hackathon_of(learner),
            **request_of(learner),  # before the ambassador is away
            **network_of(),
            **session_of(learner),
            **mentorship_of(learner),
            **questions_of(learner),
            "assignment": assign(course).id,
        }
    return World(app, names)


def study_of(learner_id: int) -> dict[str, int]:
    """An entry with a file, and a file waiting to be imported."""
    from learnhub.study.actions import Said, log_study
    from learnhub.study.csv_rows import read_sheet
    from learnhub.study.evidence_content import checked
    from learnhub.study.importing import keep_preview

    today = clock.today()
    entry = log_study(learner_id, Said("A podcast", 30, today), file=checked(b"What I noted.", "notes.txt"))
    sheet = read_sheet(b"Title,Minutes,Date\nA talk,20,2026-01-05\n", today=today, joined_on=people.JOINED_ON)
    return {"study": entry.id, "import": keep_preview(learner_id, sheet)}


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert {name for name, _ in routes(app)} == set(ACCESS)


def test_every_view_declares_its_access(app: Flask) -> None:
    missing = [name for name, view in app.view_functions.items() if access_of(view) is None and name != "static"]
    assert missing == []


@pytest.mark.parametrize("route", ACCESS)
def test_who_may_open_it(world: World, route: str) -> None:
    method, row = route.partition(" ")[0], ACCESS[route]
    wrong = {}
    for role in (NOBODY, *ROLES):
        page = Page(world.app)
        if role:
            page.sign_in(role)
        fields = {"csrf_token": page.token()} if method == "POST" else None
        with page.statements() as counted:
            opened = page.open(world.path(row), method, data=fields)
        if opened.status not in row.expects(role):
            wrong[role or "nobody"] = f"{opened.status}, not {row.expects(role)}"
        if opened.status == 302 and role == NOBODY and NOBODY not in row.may:
            assert opened.location.startswith("/sign-in"), route
        if method == "GET":
            written = [line for line in counted.statements if line.lstrip().upper().startswith(WRITES)]
            assert [line for line in written if not any(table in line for table in BESIDE)] == [], route
    assert wrong == {}


def test_nobody_can_guess_an_address_that_is_not_theirs(world: World) -> None:
    """Numbers just beside one's own: 404, never 403, so that nothing is learned from the answer."""
    outsider = Page(world.app).sign_in("outsider")
    for number in (0, 1, 2, 99):
        outsider.get(f"/courses/letters/check-it/result/{number}", 404)
    outsider.get("/courses/letters/certificate", 404)
    outsider.get("/courses/no-such-course", 404)
    outsider.get("/courses/letters/no-such-module", 404)
