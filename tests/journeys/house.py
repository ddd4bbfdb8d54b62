"""LearnHub with the cast and two real courses, served by granian; and the key to the house: what a test may know that a
visitor does not (right answers, letters sent, rows counted).

Every journey makes a learner of its own, so that the journeys need no order and share one house.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue.definition_publishing import publish_definitions
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.structures import Course, Kind, Question
from learnhub.cli.jobs import JOBS
from learnhub.db import db
from learnhub.events.models import Event
from learnhub.learning.models import Attempt
from learnhub.people.models import Person
from learnhub.permissions import Role
from learnhub.record.actions import mark_module_done, record_check_result
from learnhub.record.models import RecordObject, Statement
from learnhub.record.words import Means, ObjectKind, Verb
from tests.ambassadors.asking import make_ambassador
from tests.databases import make_app
from tests.factories import make_department, make_person
from tests.journeys import small
from tests.journeys.answers import plain
from tests.people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
FIRST = "digital-skills-where-to-start"
SECOND = "staying-safe-and-legal-online"
DEPARTMENT = "PEN-OPS-HEX"  # of the learners; within the HR officer's reach


def app_on(database_url: str, folder: str | Path, address: str) -> Flask:
    """The app of the house; the server and the tests each have one, with the same settings."""
    app = make_app(database_url, Path(folder))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["LEARNHUB_DELIVER_AT_ONCE"] = True
    settings = app.extensions["learnhub.settings"]
    app.extensions["learnhub.settings"] = replace(settings, base_url=address, courses=ROOT / "courses")
    return app


class House:
    """One server on a migrated database with the cast in it. `address` is where it answers."""

    def __init__(self, database_url: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.database_url = database_url
        self.app = app_on(database_url, folder, self.address)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Publish the courses and serve; returns when it answers."""
        with self.app.app_context():
            for slug in (FIRST, SECOND):
                published = publish(slug, ROOT / "courses")
                assert published.errors == (), published.errors
        environment = {
            **os.environ,
            "JOURNEYS_DATABASE": self.database_url,
            "JOURNEYS_FOLDER": str(self.folder),
            "JOURNEYS_ADDRESS": self.address,
        }
        command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws", "--port",
                   str(self.port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning",
                   "tests.journeys.served:app"]  # fmt: skip
        log = self.folder / "server.log"
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{log.read_text()}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def learner(self, name: str, department: str = DEPARTMENT, manager: str = "") -> str:
        """The e-mail address of somebody new, whose password is that of the cast. `manager`: the address of theirs."""
        with self.app.app_context():
            above = db.session.execute(select(Person.id).where(Person.email == manager)).scalar_one_or_none()
            return make_person(name, department=department, password=PASSWORD, grade="AO", line_manager_id=above).email

    def department(self, code: str, above: str) -> None:
        """A new department, so that a journey can count the people in it."""
        with self.app.app_context():
            make_department(code, above=above)

    def ambassador(self, name: str, *skills: str) -> str:
        """The e-mail address of a new digital ambassador of Revenue who can help with this and no more."""
        with self.app.app_context():
            person = make_person(name, roles=(Role.AMBASSADOR,), password=PASSWORD)
            make_ambassador(person, skills=skills)
            return person.email

    def publish(self, slug: str) -> None:
        """Publish another of the real courses, if it is not there already."""
        with self.app.app_context():
            published = publish(slug, ROOT / "courses")
        assert published.errors == (), published.errors

    def completed(self, email: str, *slugs: str) -> None:
        """Somebody completed these courses before the journey."""
        with self.app.app_context(), database.write():
            mine = db.session.execute(select(Person.learner_id).where(Person.email == email)).scalar_one()
            for slug in slugs:
                course = shelf().course(slug)
                assert course is not None
                for module in course.modules:
                    if module.kind is Kind.QUIZ:
                        record_check_result(mine, course, module, 1000, passed=True)
                    else:
                        mark_module_done(mine, course, module, Means.MARKED)

    def publish_small(self) -> None:
        """What an author wrote in the folder of `small`, published once: its courses, pathway and badges."""
        root = self.folder / "small"
        if root.exists():
            return
        small.write(root)
        with self.app.app_context():
            done = [*(publish(slug, root) for slug in small.COURSES), *publish_definitions(root)]
        assert [fault for published in done for fault in published.errors] == []

    def command(self, *words: str) -> tuple[int, str]:
        """Run one of our commands, as an operator does: its exit code, and what it printed."""
        done = self.app.test_cli_runner().invoke(args=words)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    def run_jobs(self, at: datetime, *names: str) -> list[str]:
        """Run some of the jobs of `flask jobs run` as if it were another time; what each said that it did."""
        with self.app.app_context(), clock.at(at):
            return [job.run() for job in JOBS if job.name in names]

    def course(self, slug: str = FIRST) -> Course:
        """A course as it is served."""
        with self.app.app_context():
            served = shelf().course(slug)
        assert served is not None
        return served

    def titles(self, kind: Kind, slug: str = FIRST) -> list[str]:
        """What a course's modules of a kind are called."""
        return [module.title for module in self.course(slug).modules if module.kind is kind]

    def key(self, slug: str = FIRST) -> dict[str, Question]:
        """The questions of a course's check with their answers, by their visible heading."""
        check = self.course(slug).check
        assert check is not None
        assert check.quiz is not None
        return {plain(question.title_html): question for question in check.quiz.questions}

    def hours_pass(self, title: str, hours: int) -> None:
        """Make it so many hours later for an event: everything of it moves back."""
        with self.app.app_context(), database.write():
            event = db.session.execute(select(Event).where(Event.title == title)).scalar_one()
            for name in ("starts_local", "ends_local", "starts_at", "ends_at", "closes_at"):
                setattr(event, name, getattr(event, name) - timedelta(hours=hours))

    def attempts_handed_in(self, email: str) -> int:
        """How many attempts of anything somebody has handed in."""
        with self.app.app_context():
            mine = select(Person.learner_id).where(Person.email == email).scalar_subquery()
            handed_in = select(func.count()).where(Attempt.learner_id == mine, Attempt.handed_in_at.is_not(None))
            return db.session.execute(handed_in).scalar_one()

    def modules_marked(self, email: str) -> int:
        """How many statements say that somebody did a module."""
        done = (Verb.COMPLETED, Verb.PASSED)
        with self.app.app_context():
            mine = select(Person.learner_id).where(Person.email == email).scalar_subquery()
            said = (
                select(func.count())
                .select_from(Statement)
                .join(RecordObject, RecordObject.id == Statement.object_id)
                .where(Statement.learner_id == mine, Statement.verb.in_(done), RecordObject.kind == ObjectKind.MODULE)
            )
            return db.session.execute(said).scalar_one()

    def letters_to(self, email: str) -> list[str]:
        """Subject and text of the letters that somebody has, the latest first."""
        found = []
        for file in sorted((self.folder / "mail").glob("*.eml"), reverse=True):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
            if letter["To"] == email and body:
                found.append(f"{letter['Subject']}\n\n{body.get_content()}")
        return found

    def letter_to(self, email: str, about: str) -> str:
        """The latest letter to somebody that says this; waits for it, since it is written after the answer."""
        for _ in range(100):
            for letter in self.letters_to(email):
                if re.search(about, letter):
                    return letter
            time.sleep(0.05)
        raise AssertionError(f"no letter to {email} came that says {about!r}")

    def link_in_letter_to(self, email: str) -> str:
        """The address in the latest letter to somebody."""
        link = rf"{self.address}/\S+"
        found = re.search(link, self.letter_to(email, link))
        assert found is not None
        return found[0]
