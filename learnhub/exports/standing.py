"""What the files that are read by `seq` ask of a statement: that it stands, where and when; and how it is known."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from learnhub.exports.cells import Cells
from learnhub.exports.filters import Filters
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Assurance, Verb


def asked_of_statement(
    filters: Filters, cells: Cells | None = None, seq: InstrumentedAttribute[Any] = Statement.seq
) -> list[ColumnElement[bool]]:
    """After the cursor and up to the file's moment, not voided by then, of the departments and days asked for.

    `seq`: the column that names the statement, of a table small enough for the search to begin there.
    """
    free = cells.unindexed if cells else lambda held: held
    at = milliseconds(Statement.at)
    return [
        seq > filters.since,
        seq <= filters.until,
        ~exists().where(Voided.seq == seq, Voided.by_seq <= filters.until),
        within(free(Statement.department_id), filters.department_ids),
        true() if filters.from_ms is None else at >= filters.from_ms,
        true() if filters.before_ms is None else at < filters.before_ms,
    ]


def there_and_then(departments: Any) -> ColumnElement[bool]:
    """What joins `departments_by_period`: the department of the statement, by the name of its day."""
    at = milliseconds(Statement.at)
    return and_(departments.c.key == Statement.department_id, at >= departments.c.from_ms, at < departments.c.before_ms)


def known_by_then(filters: Filters, alike: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The assurance, a confirmation up to the file's moment included. Confirmations are searched for among the
    statements that have the same `alike`, a column with an index: the object when few statements share one, or the
    learner."""
    said, taken_back = aliased(Statement), aliased(Voided)
    confirmed = (
        exists()
        .where(getattr(said, alike.key) == alike, said.about_seq == Statement.seq, said.seq <= filters.until)
        .where(said.verb == Verb.WITNESSED.value)
        .where(~exists().where(taken_back.seq == said.seq, taken_back.by_seq <= filters.until))
    )
    return case((and_(Statement.assurance < Assurance.WITNESSED.value, confirmed), Assurance.WITNESSED.value),
                else_=Statement.assurance)  # fmt: skip
