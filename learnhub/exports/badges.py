"""The dataset `badges`: one row for each award that holds, in the order of `seq` of the statement *earned*.

As in `completions`, department, grade and profession are those of the day it was earned, and decide who may see the
row; names and staff numbers are today's. A badge that was taken back has its statement voided, and no row.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import LargeBinary, Select, and_, func, select, type_coerce

from learnhub.badges.models import Award
from learnhub.badges.structures import KIND, Badge
from learnhub.catalogue import definitions
from learnhub.catalogue.models import DefinitionRow, DefinitionVersion
from learnhub.db import db
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.completions import (
    CODE,
    DEPARTMENT,
    EMAIL,
    GRADE,
    NAME,
    PROFESSION,
    STAFF,
    departments_by_period,
    people_cells,
    word_of,
)
from learnhub.exports.filters import Filters
from learnhub.exports.standing import asked_of_statement, there_and_then
from learnhub.people.models import Learner
from learnhub.record.ledger import milliseconds
from learnhub.record.models import StaffGroup, Statement
from learnhub.record.words import Assurance

COLUMNS = (
    Column("award_id", Kind.ID, _l("The award. The same in every file, for ever.")),
    Column("seq", Kind.INTEGER, _l("Where the statement that it was earned stands in the record.")),
    *(STAFF, NAME, EMAIL, CODE, DEPARTMENT, GRADE, PROFESSION),
    Column("badge_slug", Kind.TEXT, _l("The badge, as its address names it.")),
    Column("badge_level", Kind.TEXT, _l("The level, by its name in the file. Empty for a badge without levels.")),
    Column("badge_title", Kind.TEXT, _l("What it was called, with its level, when it was awarded.")),
    Column("earned_at", Kind.INSTANT, _l("When its rule became true by the record, however late that was noticed.")),
    Column("assurance", Kind.CODE, _l("The weakest of what it rests on: self-declared, witnessed or recorded.")),
)
ID, SEQ = COLUMNS[:2]
SLUG, LEVEL, TITLE, AT, HOW = COLUMNS[9:]


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has."""
    awarded: Any = Award.__table__.join(Statement.__table__, Statement.seq == Award.statement_seq)
    return select(func.count()).select_from(awarded).where(*asked_of_statement(filters, seq=Award.statement_seq))


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by `seq`."""
    people, person = people_cells(cells)
    departments, department = cells.side("departments", *departments_by_period(cells))
    titles, title = cells.side("badges", *_titles(cells))
    groups, group = cells.side(
        "staff_groups",
        select(StaffGroup.id.label("key")),
        [(GRADE, func.nullif(StaffGroup.grade, "")), (PROFESSION, func.nullif(StaffGroup.profession, ""))],
    )
    learner = func.coalesce(Learner.merged_into_id, Award.learner_id)
    joined = (
        Award.__table__.join(Statement.__table__, Statement.seq == Award.statement_seq)
        .join(Learner.__table__, Learner.id == Award.learner_id)
        .outerjoin(people, people.c.learner_id == learner)
        .outerjoin(departments, there_and_then(departments))
        .outerjoin(groups, groups.c.key == Statement.staff_group_id)
        .outerjoin(titles, and_(titles.c.version_id == Award.version_id, titles.c.level == Award.level))
    )
    return (
        select(
            *cells.of([(ID, type_coerce(Award.uuid, LargeBinary)), (SEQ, Statement.seq)]),
            *person,
            *department,
            *group,
            *cells.of([(SLUG, Award.slug), (LEVEL, func.nullif(Award.level, ""))]),
            *title,
            *cells.of([(AT, milliseconds(Award.earned_at)), (HOW, word_of(Statement.assurance, Assurance))]),
        )
        .select_from(joined)
        .where(*asked_of_statement(filters, cells, Award.statement_seq))
        .order_by(Statement.seq)
    )


def _titles(cells: Cells) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    """What each level of each version of each badge is called."""
    version_id, level, title = cells.given(_called(), (int, str, str))
    return select(version_id.label("version_id"), level.label("level")), [(TITLE, title)]


def _called() -> Iterator[tuple[int, str, str]]:
    found = db.session.execute(
        select(DefinitionVersion.id)
        .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
        .where(DefinitionRow.kind == KIND)
        .order_by(DefinitionVersion.id)
    )
    for version_id in found.scalars().all():
        badge: Badge = definitions.version(KIND, version_id).value
        for level, _rule in badge.steps:
            yield version_id, level, badge.title_at(level)
