"""`flask badges`: award what is due, list what there is."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from learnhub.badges.awarding import award_everyone, badges_named
from learnhub.badges.models import Award
from learnhub.badges.structures import Badge
from learnhub.cli.badge_keys import keys, verify
from learnhub.db import db
from learnhub.people.models import Learner

commands = AppGroup("badges", help="Badges: award what is due, check credentials, keep the issuer's keys.")
commands.add_command(keys)
commands.add_command(verify)


@commands.command("award")
@click.argument("slugs", nargs=-1, metavar="[SLUG…]")
@click.option("--after", default=0, help="Go on after this learner's number, as an interrupted run printed it.")
def award(slugs: tuple[str, ...], after: int) -> None:
    """Award everyone what their record makes true: all badges, or those named. May run beside the service, and again.

    A badge is dated when its rule became true. Whoever has it already is left alone.
    """
    try:
        badges_named(slugs)
    except LookupError as missing:
        raise click.ClickException(f"no badge called {missing.args[0]} is served; see: flask badges list") from None
    with _Bar() as bar:
        try:
            made = award_everyone(slugs, after=after, report=bar)
        except KeyboardInterrupt:
            click.echo(f"Interrupted. Go on with: flask badges award --after {bar.last}", err=True)
            sys.exit(130)
    for slug, count in sorted(made.items()):
        click.echo(f"{slug}: {count} awarded")
    click.echo(f"{sum(made.values())} badges awarded.")


@commands.command("list")
def list_badges() -> None:
    """The badges served, with their levels and how many people hold each."""
    counted = db.session.execute(
        select(Award.slug, Award.level, func.count())
        .where(Award.revoked_at.is_(None))
        .group_by(Award.slug, Award.level)
    )
    held = {(slug, level): count for slug, level, count in counted}
    for definition in badges_named(()):
        badge: Badge = definition.value
        for level, _rule in badge.steps:
            click.echo(f"{definition.slug}{f'/{level}' if level else ''}\t{badge.title_at(level)}"
                       f"\t{held.get((definition.slug, level), 0)}")  # fmt: skip


class _Bar:
    """A bar on a terminal, nothing elsewhere. `last` is the last learner's number that is done."""

    def __init__(self) -> None:
        self.last = 0
        highest = db.session.execute(select(func.max(Learner.id))).scalar_one() or 0
        db.session.rollback()
        self.bar = click.progressbar(length=highest, label="Awarding", file=sys.stderr) if sys.stderr.isatty() else None

    def __enter__(self) -> "_Bar":
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
