"""`flask jobs run`: everything that is due. From cron every few minutes, on one machine or several."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import current_app
from flask.cli import AppGroup

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.passing_on import pass_on_due
from learnhub.ambassadors.tending import tend_ambassadors
from learnhub.events.hackathon_tending import tend_hackathons
from learnhub.events.tending import tend_events
from learnhub.mentoring.mentorship_tending import tend_mentorships
from learnhub.messages.delivery import deliver_all
from learnhub.messages.digest import write_digests
from learnhub.people.actions import apply_due_postings
from learnhub.reports.participation import make_due_quarters
from learnhub.required.reminders import write_reminders
from learnhub.required.team_digest import write_team_digests
from learnhub.required.telling import tell_people
from learnhub.study.evidence import remove_orphans
from learnhub.web import throttle
from learnhub.web.retention import remove_outlived

commands = AppGroup("jobs", help="What must be done from time to time.")


@dataclass(frozen=True, slots=True)
class Job:
    """Something that may be due; `run` does it and says in a line what it did. Two machines may run it at once."""

    name: str
    run: Callable[[], str]


def apply_postings() -> str:
    """Make current the postings that begin today, in transactions of some hundred people."""
    moved = 0
    while True:
        with database.write():
            some = apply_due_postings(clock.today())
        moved += some
        if not some:
            return f"{moved} people moved"


def remind() -> str:
    """Tell people what is newly required of them, remind of what is due, and give line managers their weekly word."""
    told, reminders = tell_people(), write_reminders()
    return f"{told} told, {reminders} reminders and {write_team_digests()} words to line managers written"


def pass_on_requests() -> str:
    """Offer to the next what nobody answered in time, and again what nobody could take."""
    return f"{pass_on_due()} requests passed on or tried again"


def gather_digests() -> str:
    """Write the daily mails of those who have news and work today, outside the quiet hours."""
    return f"{write_digests()} daily mails written"


def send_messages() -> str:
    """Send everything that waits in the outbox."""
    done = deliver_all()
    away = "; the mail server cannot be reached" if done.away else ""
    return f"{done.sent} sent, {done.put_off} put off, {done.given_up} given up{away}"


def remove_old_rows() -> str:
    """Remove what has been kept as long as each room promises, and the counts of what was throttled."""
    with database.write():
        throttle.drop_ended()
    return f"{sum(remove_outlived(current_app).values())} rows removed"


def remove_orphaned_evidence() -> str:
    """Erase files of evidence that no entry of a study log names any more."""
    return f"{remove_orphans()} files removed"


def make_participation() -> str:
    """Make HR's figures of quarters that are closed: once each, so nothing to do on most days."""
    return f"figures of {make_due_quarters()} quarters made"


# One entry a job, in the order they run: people are moved before anybody is written to about it, notices are written
# before they are gathered, and mails are gathered before they are sent.
JOBS: tuple[Job, ...] = (
    Job("postings", apply_postings),
    Job("reminders", remind),
    Job("events", tend_events),
    Job("hackathons", tend_hackathons),
    Job("ambassadors", tend_ambassadors),
    Job("requests", pass_on_requests),
    Job("mentorships", tend_mentorships),
    Job("digests", gather_digests),
    Job("messages", send_messages),
    Job("retention", remove_old_rows),
    Job("evidence", remove_orphaned_evidence),
    Job("participation", make_participation),  # last: it may take minutes, and nobody waits for it
)


@commands.command("run")
def run_jobs() -> None:
    """Do everything that is due. A job that fails does not keep the others; the exit code says that one did."""
    failed = False
    for job in JOBS:
        try:
            click.echo(f"{job.name}: {job.run()}")
        except Exception as error:  # whatever it was, the other jobs are still due
            failed = True
            current_app.logger.error("job failed", exc_info=error, extra={"fields": {"job": job.name}})
            click.echo(f"{job.name}: failed ({type(error).__name__})", err=True)
    if failed:
        raise click.exceptions.Exit(1)
