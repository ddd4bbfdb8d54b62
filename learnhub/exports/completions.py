"""The dataset `completions`: one row for each completion of a course that has not been voided, in the order of `seq`.

Department, grade and profession are those of the day; a department has the name it had then. Names and staff numbers
are today's: a person erased since has none. The screen /reports/completions counts exactly these rows.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    case,
    exists,
    func,
    literal,
    null,
    select,
    text,
    true,
    type_coerce,
    union_all,
)

from learnhub import clock
from learnhub.catalogue.models import CourseRow, CourseVersion
from learnhub.db import db
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.filters import Filters
from learnhub.exports.standing import there_and_then
from learnhub.people.models import Department, DepartmentName, Learner, Person
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import StaffGroup, Statement, Voided
from learnhub.record.words import Assurance, Language, Means

COLUMNS = (
    Column("statement_id", Kind.ID, _l("The statement of the learning record. The same in every file, for ever.")),
    Column("seq", Kind.INTEGER, _l("Where the statement stands in the record. Later ones have higher numbers.")),
    Column("staff_number", Kind.TEXT, _l("The person's staff number today. Text: leading zeros count.")),
    Column("name", Kind.TEXT, _l("The person's name today. Empty when the person has been erased.")),
    Column("email", Kind.TEXT, _l("The person's e-mail address today.")),
    Column("department_code", Kind.TEXT, _l("Code of the department where the person worked on the day.")),
    Column("department_name", Kind.TEXT, _l("What that department was called on the day.")),
    Column("grade", Kind.TEXT, _l("The person's grade on the day.")),
    Column("profession", Kind.TEXT, _l("The person's profession on the day.")),
    Column("course_slug", Kind.TEXT, _l("The course, as its address names it.")),
    Column("course_title", Kind.TEXT, _l("The title of the version that was taken.")),
    Column("course_version", Kind.TEXT, _l("The version that was taken.")),
    Column("completed_at", Kind.INSTANT, _l("When the course was completed.")),
    Column("assurance", Kind.CODE, _l("How it was known at the time: self-declared, witnessed or recorded.")),
    Column("means", Kind.CODE, _l("By what means, where one is recorded: check is the course's check, passed.")),
    Column("score_percent", Kind.PERCENT, _l("The score, where there is one.")),
    Column("language", Kind.CODE, _l("The language the course was taken in: en or cy.")),
)
(ID, SEQ, STAFF, NAME, EMAIL, CODE, DEPARTMENT, GRADE, PROFESSION) = COLUMNS[:9]
(SLUG, TITLE, VERSION, AT, HOW, MEANS, SCORE, LANGUAGE) = COLUMNS[9:]

FOR_EVER_MS = 1 << 53


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has: all completions less the voided ones, both counted from indexes."""
    asked = _asked(filters)
    everything = select(func.count()).select_from(Statement).where(*asked).scalar_subquery()
    voided = (
        select(func.count())
        .select_from(Voided)
        .join(Statement, Statement.seq == Voided.seq)
        .where(Voided.by_seq <= filters.until, *asked)
        .scalar_subquery()
    )
    return select(everything - voided)


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by `seq`."""
    people, person = people_cells(cells)
    departments, department = cells.side("departments", *departments_by_period(cells))
    courses, course = cells.side("courses", *_courses(cells))
    groups, group = cells.side(
        "staff_groups",
        select(StaffGroup.id.label("key")),
        [(GRADE, func.nullif(StaffGroup.grade, "")), (PROFESSION, func.nullif(StaffGroup.profession, ""))],
    )
    merged = (
        select(Learner.id, Learner.merged_into_id).where(Learner.merged_into_id.is_not(None)).cte("merged")
    ).prefix_with("MATERIALIZED")
    learner = func.coalesce(merged.c.merged_into_id, Statement.learner_id)
    at = milliseconds(Statement.at)
    joined = (
        Statement.__table__.outerjoin(merged, merged.c.id == Statement.learner_id)
        .outerjoin(people, people.c.learner_id == learner)
        .outerjoin(departments, there_and_then(departments))
        .outerjoin(groups, groups.c.key == Statement.staff_group_id)
        .outerjoin(courses, courses.c.key == func.coalesce(Statement.version_id, -Statement.course_id))
    )
    not_voided = ~exists().where(Voided.seq == Statement.seq, Voided.by_seq <= filters.until)
    return (
        select(
            *cells.of([(ID, type_coerce(Statement.id, LargeBinary)), (SEQ, Statement.seq)]),
            *person,
            *department,
            *group,
            *course,
            *cells.of(
                [
                    (AT, at),
                    (HOW, word_of(Statement.assurance, Assurance)),
                    (MEANS, word_of(Statement.means, Means)),
                    (SCORE, Statement.score),
                    (LANGUAGE, word_of(Statement.language, Language)),
                ]
            ),
        )
        .select_from(joined)
        .where(*_asked(filters, cells), not_voided)
        .order_by(Statement.seq)
    )


def _asked(filters: Filters, cells: Cells | None = None) -> list[ColumnElement[bool]]:
    free = cells.unindexed if cells else lambda held: held
    at = milliseconds(Statement.at)
    return [
        # As the partial index says it, or SQLite does not see that the index holds these rows.
        text("statement.is_course_completion"),  # type: ignore[list-item]  # a condition, though not typed as one
        Statement.seq > filters.since,
        Statement.seq <= filters.until,
        within(free(Statement.department_id), filters.department_ids),
        true() if filters.course_id is None else free(Statement.course_id) == filters.course_id,
        true() if filters.from_ms is None else at >= filters.from_ms,
        true() if filters.before_ms is None else at < filters.before_ms,
    ]


def people_cells(cells: Cells) -> tuple[Any, list[ColumnElement[Any]]]:
    """Everybody, made whole for a large file; else the table itself, by its index."""
    pairs = [(STAFF, Person.staff_number), (NAME, Person.name), (EMAIL, Person.email)]
    if not cells.large:
        return Person.__table__, cells.of(pairs)
    return cells.side("people", select(Person.learner_id), pairs)


def departments_by_period(cells: Cells) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    """Departments by the periods in which they had one name."""
    id_, from_ms, before_ms, code, name = cells.given(_periods(), (int, int, int, str, str))
    keys = select(id_.label("key"), from_ms.label("from_ms"), before_ms.label("before_ms"))
    return keys, [(CODE, code), (DEPARTMENT, name)]


def _periods() -> Iterator[tuple[int, int, int, str, str]]:
    """Days are counted in the service's zone, which SQL does not know: so the bounds are worked out here."""
    found = db.session.execute(
        select(Department.id, Department.code, DepartmentName.from_on, DepartmentName.name)
        .join(DepartmentName, DepartmentName.department_id == Department.id)
        .order_by(Department.id, DepartmentName.from_on)
    )
    for (id_, code), names in groupby(found, key=lambda row: (row[0], row[1])):
        history = list(names)
        starts = [-FOR_EVER_MS, *(clock.to_ms(clock.start_of(row.from_on)) for row in history[1:]), FOR_EVER_MS]
        for place, row in enumerate(history):
            yield id_, starts[place], starts[place + 1], code, row.name


def _courses(cells: Cells) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    """Every version by its number; and, for statements that name none (imports), every course by minus its number."""
    title = cells.json_text(CourseVersion.content, "title")
    versions = select(CourseVersion.id.label("key"), CourseRow.slug, title.label("title"), CourseVersion.version).join(
        CourseRow, CourseRow.id == CourseVersion.course_id
    )
    courses = select(
        (-CourseRow.id).label("key"), CourseRow.slug, title.label("title"), null().label("version")
    ).outerjoin(CourseVersion, CourseVersion.id == CourseRow.version_id)
    both = union_all(versions, courses).subquery("both")
    return select(both.c.key), [(SLUG, both.c.slug), (TITLE, both.c.title), (VERSION, both.c.version)]


def word_of(value: Any, words: Any) -> ColumnElement[str]:
    """A number of the record's vocabulary as the word a file says: NOT_ALLOWED is "not-allowed"."""
    return case(*((value == word.value, literal(word.name.lower().replace("_", "-"))) for word in words), else_=null())
