"""`flask i18n`: how far LearnHub is translated, and the translators' round: update, translate, compile, mark."""

from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from learnhub.catalogue import parity as courses
from learnhub.catalogue.parity import State
from learnhub.web import strings

commands = AppGroup("i18n", help="Translations: what is missing or stale, string by string and module by module.")
_language = click.option("--language", default="cy", type=click.Choice(["cy"]), help="Which translation.")


@commands.command("parity")
@_language
@click.option("--list", "listed", is_flag=True, help="Name every string and module that is missing or stale.")
def show_parity(language: str, listed: bool) -> None:
    """Print how much of the interface and of each translated course is there and current. Exit 1 below 100 %."""
    interface = strings.parity_of(language)
    whole = interface.translated == interface.total
    click.echo(_line("interface", interface.translated, interface.total, len(interface.missing), len(interface.stale)))
    if listed:
        for label, texts in (
            ("missing", interface.missing),
            ("stale", interface.stale),
            ("no longer used", interface.not_used),
        ):
            for text in texts:
                click.echo(f"  {label}: {text}")
    files = list(courses.parity_of(_root(), language))
    for course in dict.fromkeys(file.course for file in files):
        states = Counter(file.state for file in files if file.course == course)
        total = states.total()
        whole = whole and states[State.CURRENT] == total
        click.echo(_line(course, states[State.CURRENT], total, states[State.MISSING], states[State.STALE]))
        for file in files if listed else ():
            if file.course == course and file.state is not State.CURRENT:
                click.echo(f"  {file.state}: {file.file}")
    if not whole:
        raise SystemExit(1)


@commands.command("update")
@_language
def update(language: str) -> None:
    """Gather the interface's words for the translators: new ones empty, changed ones marked for a second look."""
    strings.update(language)
    found = strings.parity_of(language)
    click.echo(f"{strings.po_path(language).name}: {len(found.missing)} missing, {len(found.stale)} to look at again")


@commands.command("compile")
@_language
def compile_(language: str) -> None:
    """Make the file that the service reads from the translators' file."""
    strings.mo_path(language).write_bytes(strings.compiled(language))
    click.echo(f"{strings.mo_path(language).name}: {strings.mo_path(language).stat().st_size:,} bytes")


@commands.command("mark")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def mark(files: tuple[Path, ...]) -> None:
    """Say of translated course FILES (courses/…/cy/….md) that they are those of the English as it stands now."""
    for path in files:
        try:
            click.echo(f"{path}: {courses.mark(path)}")
        except OSError as error:
            raise click.ClickException(f"{path}: there is no English file beside it ({error.strerror})") from None


def _line(name: str, done: int, total: int, missing: int, stale: int) -> str:
    share = 100 * done / total if total else 100
    return f"{name:36} {share:6.1f} %  {done:5} of {total:5}  {missing:4} missing  {stale:4} stale"


def _root() -> Path:
    root: Path = current_app.extensions["learnhub.settings"].courses
    return root
