"""Completing a pathway for everyone who has done what it asks for: a command, after a file changed or is new."""

from itertools import groupby

from sqlalchemy import exists, select

from learnhub import db as database
from learnhub.catalogue.definitions import Definition
from learnhub.db import db
from learnhub.pathways.actions import COURSES, complete_if_due
from learnhub.pathways.chart import Chart, chart
from learnhub.record import recompute
from learnhub.record.models import Progress, RecordObject, Statement, Voided
from learnhub.record.words import ObjectKind, Verb

WRITTEN_AT_ONCE = 10  # people: few enough that the record's lock is held well under 200 ms


def settle(slug: str) -> int:
    """Complete a pathway for everyone whose rules are met and who is not complete yet; how many. Run after its file
    changed, or when it is new; once more, it finds nobody.

    In short transactions, so that it may run beside the service and be stopped at any time.
    """
    paths = chart()
    pathway = paths.served.get(slug)
    if pathway is None:
        raise LookupError(f"no pathway called {slug} is served")
    with db.engine.connect() as connection:
        todo = list(recompute.ranges(connection))
    settled = 0
    for low, high in todo:
        due = _due(paths, pathway, low, high)
        for start in range(0, len(due), WRITTEN_AT_ONCE):
            with database.write():
                for learner_id in due[start : start + WRITTEN_AT_ONCE]:
                    settled += len(complete_if_due(learner_id, [pathway]))
    return settled


def _due(paths: Chart, pathway: Definition, low: int, high: int) -> list[int]:
    """Learners of a range who are complete and have no statement that says so. It is asked again when it is written."""
    said = (
        select(Statement.learner_id)
        .join(RecordObject, RecordObject.id == Statement.object_id)
        .where(RecordObject.kind == ObjectKind.PATHWAY.value, RecordObject.key == pathway.slug)
        .where(Statement.verb == Verb.COMPLETED.value, Statement.learner_id.between(low, high))
        .where(~exists().where(Voided.seq == Statement.seq))
    )
    rows = db.session.execute(
        COURSES.where(
            Progress.learner_id.between(low, high),
            Progress.course_id.in_(paths.course_ids(pathway.slug)),
            Progress.learner_id.not_in(said),
        )
    ).all()
    due = []
    for learner_id, mine in groupby(rows, key=lambda row: int(row.learner_id)):
        taken = paths.taken(mine)
        if taken.completed and paths.completing(pathway, taken) is not None:
            due.append(learner_id)
    return due
