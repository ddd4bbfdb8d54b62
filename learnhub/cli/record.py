"""`flask record`: compare the record's caches with its statements, and make them anew."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from learnhub.db import db
from learnhub.people.models import Learner
from learnhub.record import actions, upkeep

commands = AppGroup("record", help="The learning record: verify it, rebuild what follows from it.")

SHOWN = 100


@commands.command("verify")
def verify() -> None:
    """Recompute progress, standing and the months' completions from the statements; exit 1 if anything differs."""
    found = 0
    with _progress("Verifying") as bar:
        for difference in upkeep.differences(bar):
            found += 1
            if found <= SHOWN:
                key = ", ".join(map(str, difference.key))
                click.echo(
                    f"{difference.table} ({key}): is {difference.kept}, ought to be {difference.recomputed}", err=True
                )
    if found:
        more = f", the first {SHOWN} shown" if found > SHOWN else ""
        click.echo(f"{found} differences{more}. Run: flask record rebuild", err=True)
        sys.exit(1)
    click.echo("The record and everything that follows from it agree.")


@commands.command("rebuild")
@click.option("--after", default=0, help="Go on after this learner's number, as an interrupted run printed it.")
def rebuild(after: int) -> None:
    """Make progress, standing and the months' completions anew from the statements. May run beside the service."""
    with _progress("Rebuilding") as bar:
        try:
            mended = actions.rebuild(after=after, report=bar)
        except KeyboardInterrupt:
            click.echo(f"Interrupted. Go on with: flask record rebuild --after {bar.last}", err=True)
            sys.exit(130)
    click.echo(f"Rebuilt; {mended} rows of progress were not as they ought to be.")


@commands.command("settle")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG…")
def settle(slugs: tuple[str, ...]) -> None:
    """Complete a course for everyone whose rules are met since it changed."""
    from learnhub.catalogue.shelf import shelf

    for slug in slugs:
        course = shelf().course(slug)
        if course is None:
            raise click.ClickException(f"no course called {slug} is served; see: flask courses list")
        click.echo(f"{slug}: {actions.settle(course.id)} completed")


class _progress:
    """A bar on a terminal, nothing elsewhere. `last` is the last learner's number that is done."""

    def __init__(self, label: str) -> None:
        self.last = 0
        highest = db.session.execute(select(func.max(Learner.id))).scalar_one() or 0
        db.session.rollback()
        self.bar = click.progressbar(length=highest, label=label, file=sys.stderr) if sys.stderr.isatty() else None

    def __enter__(self) -> "_progress":
        if self.bar:
            self.bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar:
            self.bar.__exit__(None, None, None)

    def __call__(self, learner_id: int) -> None:
        if self.bar:
            self.bar.update(learner_id - self.last)
        self.last = learner_id
