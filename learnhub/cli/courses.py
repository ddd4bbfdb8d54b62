"""`flask courses`: check, publish, withdraw, list, show, words; pathways and badges ("pathways/everyone") included."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from learnhub import db as database
from learnhub.catalogue import definition_publishing, publishing, weights
from learnhub.catalogue.builder import Draft, build
from learnhub.catalogue.definition_files import DefinitionDraft, DefinitionKind, definition_paths, read_definition
from learnhub.catalogue.definition_publishing import name_of
from learnhub.catalogue.definitions import kinds
from learnhub.catalogue.faults import Fault, Report
from learnhub.catalogue.library import course_folders, read_library
from learnhub.catalogue.queries import definition_holdings, holdings, versions_of
from learnhub.catalogue.shelf import shelf
from learnhub.clock import day_of, today
from learnhub.record import actions as record

commands = AppGroup("courses", help="Courses: check, publish and look at what the catalogue holds.")


def _root() -> Path:
    root: Path = current_app.extensions["learnhub.settings"].courses
    return root


@commands.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How faults are printed.")
@click.option("--errors-only", is_flag=True, help="Leave warnings out.")
def check(paths: Sequence[Path], form: str, errors_only: bool) -> None:
    """Report every fault of the courses in PATHS (default: all) as file:line: message. Exit 1 if any is an error.

    A path may also be a file or the folder of pathways or badges.
    """
    faults: list[Fault] = []
    reports = [report for draft, shared in _drafts(_of_courses(paths)) for report in (shared, draft.report)]
    for report in [*reports, *(draft.report for draft in _definitions(paths))]:
        faults += [fault for fault in report.faults if fault not in faults]
    faults = sorted(fault for fault in faults if fault.is_error or not errors_only)
    errors = sum(fault.is_error for fault in faults)
    if form == "json":
        click.echo(json.dumps([fault.as_json() for fault in faults], ensure_ascii=False, indent=1))
    else:
        for fault in faults:
            click.echo(str(fault))
        if faults:
            click.echo(f"{errors} errors, {len(faults) - errors} warnings", err=True)
    if errors:
        raise SystemExit(1)


def _of_courses(paths: Sequence[Path]) -> Sequence[Path]:
    """The paths that are not of definitions; all courses when nothing is asked for."""
    return [path for path in paths or [_root()] if not _kinds_at(path)]


def _kinds_at(path: Path) -> list[DefinitionKind]:
    """The kind whose folder, or a file of whose folder, a path is."""
    folder = path.absolute() if path.is_dir() else path.absolute().parent
    return [kind for kind in kinds() if kind.folder == folder.name and not (folder / "course.md").exists()]


def _definitions(paths: Sequence[Path]) -> list[DefinitionDraft]:
    """Each definition in the paths (its file, its folder, or a folder of courses), read and checked."""
    drafts = []
    for path in paths or [_root()]:
        at = _kinds_at(path)
        if at and not path.is_dir():
            drafts.append(
                read_definition(at[0], path.absolute(), read_library(path.absolute().parent.parent, Report()))
            )
        elif at:
            wanted = [name_of(at[0], file.stem) for file in path.glob("*.yaml")]
            drafts += definition_publishing.read_definitions(path.absolute().parent, wanted)
        elif path.is_dir():
            drafts += definition_publishing.read_definitions(path.absolute())
    return drafts


def _drafts(paths: Sequence[Path]) -> list[tuple[Draft, Report]]:
    """Each course in the paths (a course's folder, a folder of courses, or a file of a course), read and checked."""
    folders: list[Path] = []
    for path in paths:
        if not path.exists():
            raise click.ClickException(f"{path}: there is no such file or folder")
        folder = path.absolute() if path.is_dir() else path.absolute().parent
        folder = folder.parent if folder.name in {"cy", "media"} else folder
        is_course = (folder / "course.md").is_file()  # and its cy folder has one too, which is no course
        folders += [folder] if is_course else course_folders(folder) or [folder]
    libraries = {}
    for root in {folder.parent for folder in folders}:
        report = Report()
        libraries[root] = read_library(root, report), report
    return [(build(folder, libraries[folder.parent][0], today()), libraries[folder.parent][1]) for folder in folders]


@commands.command("publish")
@click.argument("slugs", nargs=-1)
def publish(slugs: Sequence[str]) -> None:
    """Check the courses SLUGS (default: all), store what changed and serve it. Exit 1 if one has errors.

    A pathway or a badge is named with its folder: pathways/everyone.
    """
    root = _root()
    names = [slug for slug in slugs if "/" in slug]
    for slug in slugs:
        _check_name(root, slug)
    failed = 0
    drafts = publishing.read_drafts(root, [slug for slug in slugs if slug not in names] if slugs else None)
    for draft in drafts:
        with database.write():
            done = publishing.store(draft)
        failed += _say(done)
        if done.changed and not done.errors:
            _settle(done.slug)
    defined = definition_publishing.read_definitions(root, names if slugs else None)
    for definition in defined:
        with database.write():
            done = definition_publishing.store_definition(definition)
        failed += _say(done)
        if done.changed and not done.errors and definition.kind.settle is not None:
            _say_settled(done.slug, definition.kind.settle(definition.slug))
    if failed:
        raise SystemExit(1)
    if not drafts and not defined:
        raise click.ClickException(f"there is no course in {root}")


def _check_name(root: Path, slug: str) -> None:
    """That there is such a course or definition."""
    folder, _, name = slug.rpartition("/")
    if not folder and not (root / slug / "course.md").is_file():
        raise click.ClickException(f"there is no course {slug!r} in {root}")
    known = [name_of(kind, path.stem) for kind in kinds() for path in definition_paths(kind, root)]
    if folder and slug not in known:
        raise click.ClickException(f"there is no {folder}/{name}.yaml in {root}")


def _say(done: publishing.Published) -> bool:
    """Print what publishing did; whether it failed."""
    for fault in done.errors:
        click.echo(str(fault), err=True)
    click.echo(f"{done.slug}: {_outcome(done)}")
    return bool(done.errors)


def _settle(slug: str) -> None:
    """Who has all that the new version asks for is complete by it, without having to press anything."""
    course = shelf().course(slug)
    _say_settled(slug, record.settle(course.id) if course else 0)


def _say_settled(slug: str, settled: int) -> None:
    if settled:
        click.echo(f"{slug}: complete for {settled} people who had already done what it asks for now")


def _outcome(done: publishing.Published) -> str:
    if done.errors:
        still = "its last version stays served" if done.version_id else "not served"
        return f"{len(done.errors)} errors, {still}"
    return "published" if done.changed else "unchanged"


@commands.command("withdraw")
@click.argument("slug")
def withdraw(slug: str) -> None:
    """End the course SLUG for newcomers. What people did with it stays, certificates too; publish brings it back.

    A pathway or a badge is named with its folder: pathways/everyone.
    """
    with database.write():
        done = definition_publishing.withdraw_definition(slug) if "/" in slug else publishing.withdraw(slug)
    if not done:
        raise click.ClickException(f"no {'definition' if '/' in slug else 'course'} {slug!r} is served")
    click.echo(f"{slug}: withdrawn")


@commands.command("list")
def list_courses() -> None:
    """Every course, pathway and badge of the catalogue: state, version, when it was published, faults."""
    for holding in [*holdings(), *definition_holdings()]:
        state = "served" if holding.is_served else "withdrawn" if holding.withdrawn_at else "never published"
        published = day_of(holding.published_at).isoformat() if holding.published_at else "-"
        faults = f"  {len(holding.faults)} faults" if holding.faults else ""
        click.echo(f"{holding.slug:40} {state:16} {holding.version or '-':8} {published}{faults}")


@commands.command("show")
@click.argument("slug")
def show(slug: str) -> None:
    """The course SLUG: modules, versions, and the faults that keep a change from learners."""
    holding = next((holding for holding in holdings() if holding.slug == slug), None)
    if holding is None:
        raise click.ClickException(f"the catalogue has no course {slug!r}")
    click.echo(f"{holding.title} ({holding.slug})")
    course = shelf().by_id(holding.id)
    for module in course.modules if course else ():
        click.echo(f"  {module.number:02} {module.slug:40} {module.kind:9} {module.minutes:3} minutes")
    for version in versions_of(holding.id):
        mark = "*" if version.id == holding.version_id else " "
        click.echo(f" {mark} {version.version:8} {day_of(version.published_at)} {version.content_hash[:12]}")
    for fault in holding.faults:
        click.echo(f"  ! {fault}")


@commands.command("words")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def words(paths: Sequence[Path]) -> None:
    """Words, minutes, reading grade and compressed bytes of each module, as one page shows them at most."""
    click.echo(f"{'module':72} {'words':>5} {'min':>3} {'grade':>5} {'bytes':>6}")
    for draft, _shared in _drafts(_of_courses(paths)):
        for module in draft.course.modules if draft.course else ():
            text = module.html + module.alternative_html + "".join(step.html for step in module.steps)
            if module.quiz:
                text += "".join(
                    f"<p>{question.title_html}</p>{question.body_html}" for question in module.quiz.questions
                )
            name = f"{draft.folder.slug}/{module.slug}"
            grade = weights.reading_grade(text)
            click.echo(f"{name:72} {module.words:5} {module.minutes:3} {grade:5} {module.bytes:6}")
