"""`flask export`: the same rows as the web export, for a scheduler. Writes the file and its proof, or nothing."""

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from learnhub.catalogue.roll import course_roll
from learnhub.db import db
from learnhub.exports.datasets import DATASETS
from learnhub.exports.filters import Filters
from learnhub.exports.formats import FORMATS
from learnhub.exports.making import Made, NotAllRows, make_file
from learnhub.exports.proofs import as_json
from learnhub.people.models import Department
from learnhub.people.queries import department_ids_below

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.argument("dataset", type=click.Choice(list(DATASETS)))
@click.option("--format", "way", type=click.Choice(list(FORMATS)), default="csv", show_default=True)
@click.option("--out", "out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.option("--department", metavar="CODE", help="Only this department and everything below it.")
@click.option("--course", metavar="SLUG", help="Only this course.")
@click.option("--assignment", type=click.IntRange(min=1), help="Only this requirement, by the number in its address.")
@click.option("--from", "from_on", type=DAY, help="First day of completion, such as 2026-11-01.")
@click.option("--to", "to_on", type=DAY, help="Last day of completion.")
@click.option("--since", type=click.IntRange(min=0), default=0, help="Only what came after this cursor.")
@with_appcontext
def commands(
    dataset: str,
    *,
    way: str,
    out: Path,
    department: str | None,
    course: str | None,
    assignment: int | None,
    from_on: datetime | None,
    to_on: datetime | None,
    since: int,
) -> None:
    """Write DATASET to a file, and what proves it to FILE.proof.json; print the next cursor.

    Both appear whole or not at all: they are written beside and renamed. Keep the cursor and give it to --since the
    next time: no row is missed and none comes twice.
    """
    held = DATASETS[dataset]
    if since and not held.by_cursor:
        raise click.UsageError(f"{dataset} is how things stand now: it has no --since")
    if (from_on or to_on) and not held.by_day:
        raise click.UsageError(f"{dataset} is how things stand now: it has no --from and --to")
    if course and not held.by_course:
        raise click.UsageError(f"{dataset} are not of one course: leave --course out")
    if assignment and not held.by_assignment:
        raise click.UsageError(f"{dataset} is not of one requirement: leave --assignment out")
    filters = Filters(
        department_ids=_department_ids(department),
        course_id=_course_id(course),
        from_on=from_on.date() if from_on else None,
        to_on=to_on.date() if to_on else None,
        since=since,
        department=department,
        course=course,
        assignment_id=assignment,
    )
    made = _write(dataset, way, filters, out)
    click.echo(f"{made.rows} rows, {made.size} bytes: {out}", err=True)
    click.echo(made.cursor)


def _write(dataset: str, way: str, filters: Filters, out: Path) -> Made:
    """The file and its proof, each under another name first. The proof comes last: it says that the file is whole."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    proof = out.with_name(out.name + ".proof.json")
    proof_beside = beside.with_suffix(".proof")
    try:
        with beside.open("xb") as target:
            made = _make(dataset, way, filters, target)
            target.flush()
            os.fsync(target.fileno())
        definitions = f"{current_app.extensions['learnhub.settings'].base_url}/exports/{dataset}"
        words = as_json(dataset, way, filters.words(), made, definitions)
        proof_beside.write_text(json.dumps({"file": out.name, **words}, indent=1) + "\n", encoding="utf-8")
        proof.unlink(missing_ok=True)  # the proof of the file before must not stand beside this one
        beside.replace(out)
        proof_beside.replace(proof)
    except (OSError, NotAllRows) as error:
        raise click.ClickException(f"nothing was written: {error}") from None
    finally:
        for left in (beside, proof_beside):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return made


def _make(dataset: str, way: str, filters: Filters, target: IO[bytes]) -> Made:
    if not sys.stderr.isatty():
        return make_file(DATASETS[dataset], FORMATS[way], filters, target)
    with click.progressbar(length=1, label=dataset, file=sys.stderr) as bar:

        def report(rows: int, of: int) -> None:
            bar.length = of
            bar.update(rows)

        return make_file(DATASETS[dataset], FORMATS[way], filters, target, report)


def _department_ids(code: str | None) -> frozenset[int] | None:
    if code is None:
        return None
    top = db.session.execute(select(Department.id).where(Department.code == code)).scalar_one_or_none()
    if top is None:
        raise click.ClickException(f"there is no department with the code {code}")
    return frozenset(department_ids_below([top]) or ())


def _course_id(slug: str | None) -> int | None:
    if slug is None:
        return None
    for course in course_roll():
        if course.slug == slug:
            return course.id
    raise click.ClickException(f"there is no course {slug}")
