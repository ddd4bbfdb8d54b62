"""The dataset `events`: one row for each time somebody came to an event, in the order of `seq`.

The event, its kind and day, how long and how it is known, with the department of that day; no name, no number of a
person, and nothing of what anybody needed in order to take part.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import aliased

from learnhub.events.models import Event, SignUp
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.completions import CODE, DEPARTMENT, departments_by_period, word_of
from learnhub.exports.filters import Filters
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Assurance, Verb

COLUMNS = (
    Column("statement_id", Kind.ID, _l("The statement of the learning record. The same in every file, for ever.")),
    Column("seq", Kind.INTEGER, _l("Where the statement stands in the record. Later ones have higher numbers.")),
    Column("event_id", Kind.INTEGER, _l("The event, as its address names it.")),
    Column("event_title", Kind.TEXT, _l("What the event is called now.")),
    Column("kind", Kind.CODE, _l("What it was: hackathon, workshop, drop-in or show-and-tell.")),
    Column("day", Kind.CODE, _l("The day it began, in the event's own zone, such as 2026-11-03.")),
    Column("minutes", Kind.INTEGER, _l("How long, breaks aside: sixty are an hour.")),
    Column(
        "assurance",
        Kind.CODE,
        _l("How it is known when the file is made: self-declared, or witnessed when an organiser confirmed it."),
    ),
    Column("first_event", Kind.CODE, _l("yes when they had never been to an event before they signed up, else no.")),
    *(CODE, DEPARTMENT),
)
ID, SEQ, EVENT, TITLE, KIND, DAY, MINUTES, HOW, FIRST = COLUMNS[:9]


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has."""
    return select(func.count()).select_from(_joined()).where(*_asked(filters))


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by `seq`."""
    departments, department = cells.side("departments", *departments_by_period(cells))
    at = milliseconds(Statement.at)
    there = and_(
        departments.c.key == Statement.department_id, at >= departments.c.from_ms, at < departments.c.before_ms
    )
    return (
        select(
            *cells.of(
                [
                    (ID, type_coerce(Statement.id, LargeBinary)),
                    (SEQ, Statement.seq),
                    (EVENT, Event.id),
                    (TITLE, Event.title),
                    (KIND, Event.kind),
                    (DAY, func.substr(cast(type_coerce(Event.starts_local, String), String), 1, 10)),
                    (MINUTES, Statement.minutes),
                    (HOW, word_of(_effective(filters), Assurance)),
                    (FIRST, case((SignUp.is_newcomer, "yes"), else_="no")),
                ]
            ),
            *department,
        )
        .select_from(_joined().join(Event.__table__, Event.id == SignUp.event_id).outerjoin(departments, there))
        .where(*_asked(filters, cells))
        .order_by(Statement.seq)
    )


def _joined() -> Any:
    """From the sign-ups: those who came know their statement, and are few beside the record."""
    return SignUp.__table__.join(Statement.__table__, Statement.seq == SignUp.statement_seq)


def _asked(filters: Filters, cells: Cells | None = None) -> list[ColumnElement[bool]]:
    free = cells.unindexed if cells else lambda held: held
    at = milliseconds(Statement.at)
    return [
        SignUp.statement_seq > filters.since,
        SignUp.statement_seq <= filters.until,
        ~exists().where(Voided.seq == Statement.seq, Voided.by_seq <= filters.until),
        within(free(Statement.department_id), filters.department_ids),
        true() if filters.from_ms is None else at >= filters.from_ms,
        true() if filters.before_ms is None else at < filters.before_ms,
    ]


def _effective(filters: Filters) -> ColumnElement[int]:
    """How it is known, a confirmation up to the file's moment included."""
    said, taken_back = aliased(Statement), aliased(Voided)
    confirmed = (
        exists()
        .where(said.learner_id == Statement.learner_id, said.about_seq == Statement.seq, said.seq <= filters.until)
        .where(said.verb == Verb.WITNESSED.value)
        .where(~exists().where(taken_back.seq == said.seq, taken_back.by_seq <= filters.until))
    )
    return case((and_(Statement.assurance < Assurance.WITNESSED.value, confirmed), Assurance.WITNESSED.value),
                else_=Statement.assurance)  # fmt: skip
