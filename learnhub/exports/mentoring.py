"""The dataset `mentoring`: one row for each part somebody had in a support session, in the order of `seq`.

A session has a row for the ambassador who held it, and one for everybody who was there and said so. The pages of
mentoring promise that no officer reads who helped whom: so there is no name, no number of a person, no department of
the other side, no skill it was about, nothing that anybody wrote or shared. A no looks like no answer. Of reverse
mentoring the pair alone knows: its own sessions have no row, and a clinic in which the two met is no mentorship's.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from learnhub.ambassadors.models import Mentorship
from learnhub.ambassadors.words import Kind as Asked
from learnhub.catalogue.models import CourseRow
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.completions import CODE, DEPARTMENT, SLUG, departments_by_period, word_of
from learnhub.exports.filters import Filters
from learnhub.exports.standing import asked_of_statement, known_by_then, there_and_then
from learnhub.exports.study import ID, MINUTES, SEQ
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.record.models import Statement
from learnhub.record.words import Assurance

COLUMNS = (
    *(ID, SEQ),
    Column("part", Kind.CODE, _l("helped: of the ambassador who held it. was-helped: of somebody who was there.")),
    Column("day", Kind.CODE, _l("The day of the session, such as 2026-11-03.")),
    MINUTES,
    Column("kind", Kind.CODE, _l("What it was: support (one colleague), clinic, group, visit or walk-up.")),
    Column("mentorship", Kind.CODE, _l("yes when it belongs to a mentorship, else no.")),
    Column(
        "assurance",
        Kind.CODE,
        _l("How it is known when the file is made: self-declared, or witnessed when the other side said so too."),
    ),
    Column("people", Kind.INTEGER, _l("How many were there, as the ambassador says. Empty for was-helped.")),
    *(CODE, DEPARTMENT),
    SLUG,
)
PART, DAY, _MINUTES, KIND, MENTORSHIP, HOW, PEOPLE = COLUMNS[2:9]


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has."""
    return select(func.count()).select_from(_parts(filters).subquery())


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by `seq`."""
    departments, department = cells.side("departments", *departments_by_period(cells))
    parts = _parts(filters, cells).subquery("parts")
    session = SupportSession.__table__
    joined = (
        parts.join(Statement.__table__, Statement.seq == parts.c.seq)
        .join(session, SupportSession.id == parts.c.session_id)
        .outerjoin(Mentorship.__table__, Mentorship.id == SupportSession.mentorship_id)
        .outerjoin(CourseRow.__table__, CourseRow.id == SupportSession.course_id)
        .outerjoin(departments, there_and_then(departments))
    )
    of_two = and_(Mentorship.id.is_not(None), Mentorship.kind != Asked.REVERSE)
    return (
        select(
            *cells.of(
                [
                    (ID, type_coerce(Statement.id, LargeBinary)),
                    (SEQ, Statement.seq),
                    (PART, parts.c.part),
                    (DAY, cast(type_coerce(SupportSession.on_day, String), String)),
                    (MINUTES, Statement.minutes),
                    (KIND, SupportSession.kind),
                    (MENTORSHIP, case((of_two, "yes"), else_="no")),
                    (HOW, word_of(known_by_then(filters, Statement.object_id), Assurance)),
                    (PEOPLE, _people(parts)),
                ]
            ),
            *department,
            *cells.of([(SLUG, CourseRow.slug)]),
        )
        .select_from(joined)
        .order_by(Statement.seq)
    )


def _parts(filters: Filters, cells: Cells | None = None) -> Any:
    """Who had a part and whose statement stands: (its number, the session, what part)."""
    helped, was_helped = SupportSession.statement_seq, SessionPerson.statement_seq
    named = SessionPerson.__table__.join(SupportSession.__table__, SupportSession.id == SessionPerson.session_id)
    return union_all(
        *(
            select(seq.label("seq"), SupportSession.id.label("session_id"), literal(part).label("part"))
            .select_from(
                table.join(Statement.__table__, Statement.seq == seq).outerjoin(
                    Mentorship.__table__, Mentorship.id == SupportSession.mentorship_id
                )
            )
            .where(*asked_of_statement(filters, cells, seq), _is_no_pairs_own())
            for seq, part, table in ((helped, "helped", SupportSession.__table__), (was_helped, "was-helped", named))
        )
    )


def _is_no_pairs_own() -> ColumnElement[bool]:
    """Leaves out the sessions of reverse mentoring in which nobody else was."""
    return or_(Mentorship.id.is_(None), Mentorship.kind != Asked.REVERSE, SupportSession.kind != SessionKind.SUPPORT)


def _people(parts: Subquery) -> ColumnElement[int]:
    """All that the ambassador named, whatever they answered, and those without a name."""
    named = select(func.count()).where(SessionPerson.session_id == SupportSession.id).scalar_subquery()
    return case((parts.c.part == "helped", SupportSession.unnamed + named), else_=null())
