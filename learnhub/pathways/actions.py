"""Completing pathways, in the transaction of the course that completes them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from learnhub import clock
from learnhub.catalogue.definitions import Definition
from learnhub.db import db
from learnhub.pathways import queries
from learnhub.pathways.chart import Chart, chart
from learnhub.pathways.rules import Taken, assurance_of, rested_on, since, standing_of
from learnhub.pathways.telling import tell_completed
from learnhub.record import actions as record
from learnhub.record import ledger
from learnhub.record.entries import Appended, Entry
from learnhub.record.models import Progress, Statement
from learnhub.record.queries import completions_of as courses_completed
from learnhub.record.words import Assurance, ObjectKind, Verb


def follow(appended: Appended) -> None:
    """Follow the record: a pathway is complete in the transaction that completes its last course, and no longer when
    that course's completion is taken back. Costs nothing for all else."""
    entry = appended.entry
    if entry.kind is not ObjectKind.COURSE or entry.course_id is None:
        return
    if entry.verb is Verb.COMPLETED:
        with_it = chart().with_course(entry.course_id)
        if with_it:
            complete_if_due(entry.learner_id, with_it, at=entry.at, language=entry.language)
    elif entry.verb is Verb.VOIDED:
        _reconsider(entry)


def complete_if_due(
    learner_id: int, pathways: Iterable[Definition], *, at: datetime | None = None, language: str = "en"
) -> list[int]:
    """Complete those of these pathways whose rules are met and that are not complete yet; the statements' numbers.

    One that is complete is so again when all it asks for was completed again. Dated `at` (now, when it is not said) or
    when the last course was completed, if that is later.
    """
    ledger.hold_lock()
    paths, rows = chart(), _courses_of(learner_id)
    taken = paths.taken(rows)
    due = [(pathway, found) for pathway in pathways if (found := paths.completing(pathway, taken)) is not None]
    before = queries.completions_of(learner_id) if due else {}
    known = _assurances(paths, rows) if due else {}
    written = []
    for pathway, first in due:
        last = before.get(pathway.slug)
        definition = pathway if last else first
        standing = standing_of(definition.value, _taken_again(paths, rows, last) if last else taken)
        if standing.completed_at is None:
            continue
        entry = Entry(
            learner_id,
            Verb.COMPLETED,
            ObjectKind.PATHWAY,
            definition.slug,
            None,
            at=max(at or clock.now(), standing.completed_at),
            assurance=assurance_of(standing, known),
            version_id=definition.version_id,
            language=language,
        )
        tell_completed(learner_id, definition)  # before the badges that rest on it are told
        written.append(record.append(entry))
    return written


def _reconsider(voiding: Entry) -> None:
    """After a course's completion was taken back: the pathways that rested on it are complete no longer."""
    learner_id = ledger.real_learner_id(voiding.learner_id)
    about = db.session.execute(
        select(Statement.at, Statement.is_course_completion).where(Statement.seq == voiding.about_seq)
    ).one()
    completions = queries.every_completion_of(learner_id) if about.is_course_completion else []
    if not completions:
        return
    paths, lost = chart(), []
    after = paths.taken(_courses_of(learner_id))
    names = [name for name, course_id in paths.ids.items() if course_id == voiding.course_id]
    before = replace(after, completed={**after.completed, **dict.fromkeys(names, about.at)})
    last: dict[str, datetime] = {}
    for completion in completions:
        previous = last.get(completion.slug)
        pathway = queries.version_of(completion)
        if pathway is not None and rested_on(pathway.value, since(before, previous), since(after, previous)):
            lost.append(completion)
        else:  # what was brought in from elsewhere never rested on our courses
            last[completion.slug] = completion.completed_at
    assert voiding.by_learner_id is not None
    for completion in lost:
        record.void(completion.seq, voiding.by_learner_id, language=voiding.language)
    again = {completion.slug: paths.served[completion.slug] for completion in lost if completion.slug in paths.served}
    if again:  # it may hold under another version
        complete_if_due(learner_id, again.values(), language=voiding.language)


# How far a learner is in every course, without what is done in each; how a completion is known.
COURSES = (
    select(
        Progress.learner_id, Progress.course_id, Progress.started_at, Progress.completed_at, Statement.assurance
    )
    .outerjoin(Statement, Statement.seq == Progress.completed_seq)
    .order_by(Progress.learner_id)
)  # fmt: skip


def _courses_of(learner_id: int) -> Sequence[Any]:
    return db.session.execute(COURSES.where(Progress.learner_id == learner_id)).all()


def _taken_again(paths: Chart, rows: Sequence[Any], last: queries.Completion) -> Taken:
    """What was completed before a pathway was last complete and has been completed again since."""
    learner_id = rows[0].learner_id
    then = {row.course_id for row in courses_completed(learner_id) if row.at <= last.completed_at}
    return since(paths.taken(row for row in rows if row.course_id in then), last.completed_at)


def _assurances(paths: Chart, rows: Sequence[Any]) -> dict[str, Assurance]:
    """How each completed course is known, by every slug that pathways name it by."""
    by_course = {row.course_id: Assurance(row.assurance) for row in rows if row.assurance is not None}
    return {name: by_course[course_id] for name, course_id in paths.ids.items() if course_id in by_course}
