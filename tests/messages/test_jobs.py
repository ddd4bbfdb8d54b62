"""`flask jobs run`: what is due, in an order in which one run takes a reminder from the rule to the mailbox."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from learnhub import clock
from learnhub.cli import jobs
from tests import factories
from tests.people import person
from tests.required.conftest import assign


def run(app: Flask, at: datetime, code: int = 0) -> str:
    with clock.at(at):
        result = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert result.exit_code == code, result.output
    return str(result.output)


def test_one_run_takes_a_reminder_from_the_rule_to_the_mailbox(app: Flask) -> None:
    assign(factories.make_course(factories.reading(), title="Letters"), due_on=date(2026, 12, 15))
    said = run(app, datetime(2026, 12, 8, 10, tzinfo=UTC))
    lines = [line.partition(":")[0] for line in said.splitlines()]
    ours = ["postings", "reminders", "digests", "messages", "retention"]
    assert [name for name in lines if name in ours] == ours  # other rooms have theirs in between
    files = [file.read_text() for file in app.extensions["learnhub.settings"].mail_folder.glob("*-digest.eml")]
    mine = next(text for text in files if person("learner").email in text)
    assert "due in 7 days" in mine
    again = run(app, datetime(2026, 12, 8, 10, 5, tzinfo=UTC))
    assert "reminders: 0 told, 0 reminders" in again
    assert "digests: 0 daily mails" in again
    assert "messages: 0 sent" in again


def test_a_job_that_fails_does_not_keep_the_others(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError("no")

    monkeypatch.setattr(jobs, "JOBS", (jobs.Job("first", fail), jobs.Job("second", lambda: "done")))
    assert "second: done" in run(app, clock.now(), code=1)
