"""`flask demo`: invented people, departments and weeks of learning, to look at LearnHub and to measure it."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from learnhub.config import Settings
from learnhub.db import db
from learnhub.demo import load as demo
from learnhub.demo import proof
from learnhub.demo.around import load_around
from learnhub.demo.cast import CAST
from learnhub.demo.password import known_password, password_file
from learnhub.demo.plan import DoesNotFit
from learnhub.people.hashing import is_right
from learnhub.people.models import Person

commands = AppGroup("demo", help="Load an invented civil service, and say how to sign in to it.")

_BAR = 30
_SHOWN_EVERY = 500  # people


@commands.command("load")
@click.option("--people", type=click.IntRange(min=20), default=300, show_default=True, help="Members of staff.")
@click.option(
    "--statements",
    type=click.IntRange(min=100),
    default=3_000,
    show_default=True,
    help="Lines in their learning records; about 10 a person fit six weeks, above 100,000 about 60 a year.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed on the same day makes the same demo."
)
@click.option("--if-empty", is_flag=True, help="Do nothing when there is anybody in the database.")
@click.option("--yes", is_flag=True, help="Load it outside a demo (LEARNHUB_DEMO) too; the database must be empty.")
@click.option(
    "--verify",
    type=click.Choice(["sample", "all", "none"]),
    default="sample",
    show_default=True,
    help="How much of progress to work out again from the statements and compare.",
)
def load(*, people: int, statements: int, seed: int, if_empty: bool, yes: bool, verify: str) -> None:
    """Make the cast, four departments and what is below them, people, and weeks of learning in every course.

    Done once: where the demo is there already (or with --if-empty anybody at all) nothing changes. Nothing else may use
    the database while a large demo is loaded.
    """
    settings: Settings = current_app.extensions["learnhub.settings"]
    if demo.is_loaded() or (if_empty and not demo.is_empty()):
        click.echo("There are people in the database already: nothing to do.")
        return
    refuse_unless_demo(settings, yes)
    report = show_progress if sys.stderr.isatty() else demo.say_nothing
    try:
        loaded = demo.load_demo(settings, people=people, statements=statements, seed=seed, report=report)
    except demo.NoCourse as error:
        raise click.ClickException(f"There is nothing to learn: {error}. See: flask courses check") from None
    except DoesNotFit as error:
        raise click.ClickException(f"{error}. Ask for fewer statements or for more people.") from None
    if not demo.is_large(people, statements):
        load_around(seed)
    courses = f"{loaded.courses} course{'' if loaded.courses == 1 else 's'}"
    click.echo(
        f"Loaded {loaded.people:,} people in {loaded.departments:,} departments and units, "
        f"{loaded.statements:,} statements about {courses}."
    )
    if loaded.faulty_courses:
        click.echo(f"Left out, see flask courses check: {', '.join(loaded.faulty_courses)}", err=True)
    check(verify)


@commands.command("welcome")
def welcome() -> None:
    """Print the address and the sign-ins of the cast."""
    settings: Settings = current_app.extensions["learnhub.settings"]
    kept = db.session.execute(select(Person.password_hash).where(Person.email == CAST[0].email)).scalar_one_or_none()
    if not demo.is_loaded():
        raise click.ClickException("There is no demo in this database. Load it with: flask demo load")
    width = max(len(member.email) for member in CAST)
    click.echo(f"\nLearnHub is at {settings.base_url}\n\nSign in as")
    for member in CAST:
        click.echo(f"  {member.email:<{width}}  {member.name}, {member.does}")
    password = known_password(settings)
    if password is None or not is_right(kept, password):
        click.echo("\nThe password of all eight is the one that the demo was loaded with.\n")
    elif settings.demo_password:
        click.echo(f"\nThe password of all eight: {password}\n")
    else:
        click.echo(f"\nThe password of all eight: {password}  (kept in {password_file(settings)})\n")


def refuse_unless_demo(settings: Settings, yes: bool) -> None:
    """Invented people do not belong in a real service. Raises ClickException."""
    if settings.demo:
        return
    if not demo.is_empty():
        raise click.ClickException("This is not a demo, and there are people in its database: nothing was loaded.")
    if not yes:
        raise click.ClickException("This is not a demo: LEARNHUB_DEMO is not set. To load it all the same, add --yes.")


def check(what: str) -> None:
    """Compare the caches with the statements. Raises ClickException when they differ."""
    if what == "none":
        return
    differences = proof.differences() if what == "all" else proof.differences_in_sample()
    for difference in differences:
        raise click.ClickException(f"{difference}. See: flask record verify")
    sampled = " (a sample)" if what == "sample" else ""
    click.echo(f"Checked{sampled}: progress and figures are what the statements amount to.")


def show_progress(what: str, done: int, whole: int) -> None:
    """One bar a stage."""
    if done < whole and what == "people" and done % _SHOWN_EVERY:
        return
    bar = "#" * (_BAR * done // max(1, whole))
    click.echo(f"\r{what:<12} [{bar:-<{_BAR}}] {done:,} of {whole:,}", nl=done >= whole, err=True)
