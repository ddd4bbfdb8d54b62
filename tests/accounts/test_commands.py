"""`flask people` and `flask jobs`. Passwords come by standard input, never as arguments."""

from datetime import timedelta

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.cli import jobs
from learnhub.db import db
from learnhub.messages.models import Message
from learnhub.people import actions, details, hashing
from learnhub.people.models import PasswordLink
from learnhub.people.queries import department_tree, person_with_email
from tests.factories import committed
from tests.people import department, person

PASSWORD = "seven quiet brown owls"


def run(app: Flask, *words: str, given: str = "", code: int = 0) -> Result:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=list(words), input=given)
    assert result.exit_code == code, result.output
    db.session.rollback()
    return result


def test_an_account_is_added_with_a_role_and_a_password(app: Flask) -> None:
    added = run(
        app,
        *("people", "add", "New.Admin@rev.example", "--name", "Nia Admin", "--department", "REV", "--role", "admin"),
        given=PASSWORD + "\n",
    )
    assert PASSWORD not in added.output
    new = person_with_email("new.admin@rev.example")
    assert new is not None
    assert hashing.is_right(new.password_hash, PASSWORD)
    assert [(line.role.value, line.code) for line in details.grants_of(new.id)] == [("admin", None)]


def test_no_command_takes_a_password_as_an_argument(app: Flask) -> None:
    group = app.cli.get_command(click.Context(app.cli), "people")
    assert isinstance(group, click.Group)
    for command in group.commands.values():
        assert not [param.name for param in command.params if "password" in (param.name or "")]


@pytest.mark.parametrize(
    ("given", "words", "said"),
    [
        ("", [], "no password"),
        ("short\n", [], "at least 12 characters"),
        (PASSWORD, ["--department", "NOWHERE"], "no department"),
        (PASSWORD, ["--role", "king"], "Invalid value"),
        (PASSWORD, ["--joined", "yesterday"], "not a date such as 2026-11-03"),
    ],
)
def test_what_is_wrong_is_said_on_stderr_and_nothing_is_added(
    app: Flask, given: str, words: list[str], said: str
) -> None:
    result = app.test_cli_runner().invoke(
        args=["people", "add", "x@rev.example", "--name", "X", "--department", "REV", *words], input=given
    )
    assert result.exit_code in {1, 2}
    assert said in result.stderr
    assert person_with_email("x@rev.example") is None


def test_an_account_is_not_added_twice(app: Flask) -> None:
    words = ("people", "add", "Learner@demo.example", "--name", "X", "--department", "REV")
    assert "already" in run(app, *words, given=PASSWORD, code=1).stderr


def test_a_link_can_be_sent_instead(app: Flask) -> None:
    run(app, "people", "add", "x@rev.example", "--name", "X", "--department", "REV", "--send-link")
    assert db.session.execute(select(Message.address)).scalar_one() == "x@rev.example"
    run(app, "people", "password", "x@rev.example", given=PASSWORD)
    person_ = person_with_email("x@rev.example")
    assert person_ is not None
    assert hashing.is_right(person_.password_hash, PASSWORD)


def test_roles_are_granted_and_revoked(app: Flask) -> None:
    run(app, "people", "grant", "learner@demo.example", "hr", "--department", "pen")
    assert "hr@PEN" in run(app, "people", "list", "--role", "hr").output
    run(app, "people", "revoke", "learner@demo.example", "hr", "--department", "PEN")
    said = run(app, "people", "revoke", "learner@demo.example", "hr", "--department", "PEN", code=1).stderr
    assert "is not hr in PEN" in said
    assert "no account" in run(app, "people", "grant", "nobody@demo.example", "hr", code=1).stderr
    assert "last administrator" in run(app, "people", "revoke", "admin@demo.example", "admin", code=1).stderr


def test_people_are_listed_with_departments_and_roles(app: Flask) -> None:
    assert "Hana Reid\thr@demo.example\tPensions People Team\thr@PEN\n" in run(app, "people", "list").output
    assert run(app, "people", "list", "lena").output.splitlines() == [
        "Lena Marsh\tlearner@demo.example\tHexham Office\t"
    ]


def test_departments_are_shown_as_a_tree_and_changed(app: Flask) -> None:
    tree = run(app, "people", "departments").output
    assert "PEN-OPS  Pension Operations\n    PEN-OPS-HEX  Hexham Office\n  PEN-HR  Pensions People Team\n" in tree
    run(app, "people", "departments", "open", "PEN-NEW", "--name", "New office", "--parent", "PEN")
    run(app, "people", "departments", "rename", "PEN-NEW", "--name", "Newer office")
    assert "  PEN-NEW  Newer office\n" in run(app, "people", "departments").output
    run(app, "people", "departments", "close", "PEN-NEW", "--on", (clock.today() + timedelta(days=1)).isoformat())
    assert "PEN-NEW" in run(app, "people", "departments").output
    assert "1 postings moved" in run(app, "people", "departments", "merge", "PEN-OPS-HEX", "PEN-OPS").output
    assert "people are posted" in run(app, "people", "departments", "close", "PEN-HR", code=1).stderr


def test_a_person_is_posted_and_leaves(app: Flask) -> None:
    run(app, "people", "post", "learner@demo.example", "--department", "REV", "--grade", "EO")
    assert details.details_of(person("learner").id, clock.today(), "en").postings[0].code == "REV"
    run(app, "people", "leave", "learner@demo.example")
    assert person("learner").left_on == clock.today()


def test_jobs_apply_postings_send_letters_and_remove_what_is_old(app: Flask) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with committed():
        actions.post_person(person("learner").id, department("REV").id, tomorrow)
        actions.send_password_link("learner@demo.example")
    with clock.at(clock.start_of(tomorrow) + timedelta(days=2)):
        output = run(app, "jobs", "run").output
    assert "postings: 1 people moved" in output
    assert "messages: 1 sent" in output
    assert db.session.execute(select(PasswordLink)).all() == []
    assert [node.code for node in department_tree(clock.today())]


def test_a_job_that_fails_keeps_no_other_from_running(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise OSError("disk full")

    monkeypatch.setattr(jobs, "JOBS", (jobs.Job("failing", fail), *jobs.JOBS))
    result = run(app, "jobs", "run", code=1)
    assert "failing: failed (OSError)" in result.stderr
    assert "messages: 0 sent" in result.stdout
