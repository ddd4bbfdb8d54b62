"""What was reported, for those who lead the network."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, url_for
from sqlalchemy import select

from learnhub.db import db
from learnhub.people.models import Person
from learnhub.phrases import Phrase
from learnhub.questions.models import ContentReport, Question, QuestionAnswer, TriedNote
from learnhub.questions.words import State, Thing
from learnhub.web.paging import PAGE_SIZE, Page, page_of

EXCERPT = 200  # characters of an answer


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as the list shows it. `address` is that of the thing; `hide_address` empty for what is gone."""

    id: int
    thing: Thing
    title: str
    excerpt: str
    address: str
    hide_address: str
    why: str
    by: str
    reported_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Named:
    title: str
    excerpt: str
    address: str
    hide_address: str


def reports_listed(*, is_settled: bool, after: int | None = None) -> Page[ReportLine]:
    """A page of reports, the newest first. Four statements, whatever they are about."""
    settled = ContentReport.settled_at
    statement = (
        select(ContentReport, Person.name)
        .outerjoin(Person, Person.id == ContentReport.by_person_id)
        .where(settled.is_not(None) if is_settled else settled.is_(None))
        .order_by(ContentReport.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        statement = statement.where(ContentReport.id < after)
    page: Page[Any] = page_of(db.session.execute(statement).all(), lambda row: str(row[0].id))
    names = _named([(Thing(report.what), report.number) for report, _ in page.rows])
    return Page([_line(report, by or "", names) for report, by in page.rows], page.next_key)


def report_or_404(report_id: int) -> ContentReport:
    """One report."""
    return db.session.get(ContentReport, report_id) or abort(404)


def count_open_reports() -> int:
    """How many things wait for a lead. One statement."""
    open_ones = select(ContentReport.what, ContentReport.number).where(ContentReport.settled_at.is_(None)).distinct()
    return len(db.session.execute(open_ones).all())


def open_question(question_id: int) -> Question | None:
    """An open question by its number."""
    found = select(Question).where(Question.id == question_id, Question.state == State.OPEN)
    return db.session.execute(found).scalar_one_or_none()


def _line(report: ContentReport, by: str, names: dict[tuple[Thing, int], _Named]) -> ReportLine:
    thing = Thing(report.what)
    named = names.get((thing, report.number), _Named("", "", "", ""))
    return ReportLine(
        report.id, thing, named.title, named.excerpt, named.address, named.hide_address, report.why, by,
        report.reported_at, report.settled_at,
    )  # fmt: skip


def _named(wanted: list[tuple[Thing, int]]) -> dict[tuple[Thing, int], _Named]:
    numbers = {thing: [number for one, number in wanted if one is thing] for thing in Thing}
    found: dict[tuple[Thing, int], _Named] = {}
    for thing, table, word in ((Thing.QUESTION, Question, "question"), (Thing.NOTE, TriedNote, "note")):
        if not numbers[thing]:
            continue
        for id_, title, language in db.session.execute(
            select(table.id, table.title, table.language).where(table.id.in_(numbers[thing]))
        ):
            here: dict[str, Any] = {f"{word}_id": id_}
            show, hide = (url_for(f"questions.{do}_{word}", **here) for do in ("show", "hide"))
            found[thing, id_] = _Named(Phrase(title, language), "", show, hide)
    if numbers[Thing.ANSWER]:
        for id_, question_id, text, title, language in db.session.execute(
            select(QuestionAnswer.id, Question.id, QuestionAnswer.text, Question.title, Question.language)
            .join(Question, Question.id == QuestionAnswer.question_id)
            .where(QuestionAnswer.id.in_(numbers[Thing.ANSWER]))
        ):
            found[Thing.ANSWER, id_] = _Named(
                Phrase(title, language),
                text[:EXCERPT],
                url_for("questions.show_question", question_id=question_id, _anchor=f"answer-{id_}"),
                url_for("questions.hide_answer", question_id=question_id, answer_id=id_),
            )
    return found
