"""The dataset `study`: one row for each piece of self-directed study that stands, in the order of `seq`.

Minutes, day, kind and skills, with the department of that day; no name, no number of a person, nothing that anybody
wrote: what a learner says of their study is theirs.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, LargeBinary, Select, String, cast, func, literal, select, type_coerce

from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.completions import CODE, DEPARTMENT, departments_by_period, word_of
from learnhub.exports.filters import Filters
from learnhub.exports.standing import asked_of_statement, known_by_then, there_and_then
from learnhub.record.models import Statement
from learnhub.record.words import Assurance
from learnhub.study.models import StudyEntry

COLUMNS = (
    Column("statement_id", Kind.ID, _l("The statement of the learning record. The same in every file, for ever.")),
    Column("seq", Kind.INTEGER, _l("Where the statement stands in the record. Later ones have higher numbers.")),
    Column("day", Kind.CODE, _l("The day of the study, such as 2026-11-03.")),
    Column("minutes", Kind.INTEGER, _l("How long it took.")),
    Column("kind", Kind.CODE, _l("What was studied: article, book, course, podcast, practice, talk, video or other.")),
    Column("time", Kind.CODE, _l("In whose time: work, own or both. Empty when it was not said.")),
    Column("assurance", Kind.CODE, _l("How it is known: self-declared, or witnessed when a colleague confirmed it.")),
    *(CODE, DEPARTMENT),
    Column("skills", Kind.CODE, _l("Codes of the skills it was about, a space between them.")),
)
ID, SEQ, DAY, MINUTES, KIND, TIME, HOW = COLUMNS[:7]
SKILLS = COLUMNS[9]


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has."""
    return select(func.count()).select_from(_joined()).where(*asked_of_statement(filters))


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by `seq`."""
    departments, department = cells.side("departments", *departments_by_period(cells))
    return (
        select(
            *cells.of(
                [
                    (ID, type_coerce(Statement.id, LargeBinary)),
                    (SEQ, Statement.seq),
                    (DAY, cast(type_coerce(StudyEntry.on_day, String), String)),
                    (MINUTES, Statement.minutes),
                    (KIND, StudyEntry.kind),
                    (TIME, StudyEntry.time),
                    (HOW, word_of(known_by_then(filters, Statement.object_id), Assurance)),
                ]
            ),
            *department,
            *cells.of([(SKILLS, func.nullif(_skills(), ""))]),
        )
        .select_from(_joined().outerjoin(departments, there_and_then(departments)))
        .where(*asked_of_statement(filters, cells))
        .order_by(Statement.seq)
    )


def _joined() -> Any:
    return Statement.__table__.join(StudyEntry.__table__, StudyEntry.statement_seq == Statement.seq)


def _skills() -> ColumnElement[str]:
    """The codes of a JSON list as one text. They hold letters and hyphens alone, so signs can just be taken out."""
    text: ColumnElement[str] = cast(StudyEntry.skills, String)
    for sign, instead in (('","', " "), ('["', ""), ('"]', ""), ("[]", "")):
        text = func.replace(text, literal(sign), literal(instead))
    return text
