"""The dataset `events`: one row for each time somebody came to an event, in the order of `seq`.

The event, its kind and day, how long and how it is known, with the department of that day; no name, no number of a
person, and nothing of what anybody needed in order to take part.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import LargeBinary, Select, String, case, cast, func, select, type_coerce

from learnhub.events.models import Event, SignUp
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.completions import CODE, DEPARTMENT, departments_by_period, word_of
from learnhub.exports.filters import Filters
from learnhub.exports.standing import asked_of_statement, known_by_then, there_and_then
from learnhub.record.models import Statement
from learnhub.record.words import Assurance

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
    return select(func.count()).select_from(_joined()).where(*asked_of_statement(filters, seq=SignUp.statement_seq))


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by `seq`."""
    departments, department = cells.side("departments", *departments_by_period(cells))
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
                    (HOW, word_of(known_by_then(filters, Statement.learner_id), Assurance)),
                    (FIRST, case((SignUp.is_newcomer, "yes"), else_="no")),
                ]
            ),
            *department,
        )
        .select_from(
            _joined()
            .join(Event.__table__, Event.id == SignUp.event_id)
            .outerjoin(departments, there_and_then(departments))
        )
        .where(*asked_of_statement(filters, cells, SignUp.statement_seq))
        .order_by(Statement.seq)
    )


def _joined() -> Any:
    """From the sign-ups: those who came know their statement, and are few beside the record."""
    return SignUp.__table__.join(Statement.__table__, Statement.seq == SignUp.statement_seq)
