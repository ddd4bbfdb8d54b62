"""`flask pathways`: complete pathways for everyone whose rules are met."""

from collections.abc import Sequence

import click
from flask.cli import AppGroup

from learnhub.catalogue.definitions import served
from learnhub.pathways import settling
from learnhub.pathways.structures import KIND

commands = AppGroup("pathways", help="Pathways: complete them for everyone whose rules are met.")


@commands.command("settle")
@click.argument("slugs", nargs=-1)
def settle(slugs: Sequence[str]) -> None:
    """Complete the pathways SLUGS (default: all) for everyone who has done what they ask for.

    Publishing does so by itself; this is for after an import, or when a course was withdrawn. Once more, it finds
    nobody.
    """
    known = [pathway.slug for pathway in served(KIND)]
    for slug in slugs:
        if slug not in known:
            raise click.ClickException(f"no pathway called {slug} is served; see: flask courses list")
    for slug in slugs or known:
        click.echo(f"{slug}: {settling.settle(slug)} completed")
