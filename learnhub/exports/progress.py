"""The dataset `progress`: one row for each person and course started, by where the person works now.

Exactly the rows that /reports/progress counts: both go by `progress.department_id`. A state, not a history: it is what
holds at the instant of the file.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, func, select, true

from learnhub import clock
from learnhub.catalogue.models import CourseRow, CourseVersion
from learnhub.catalogue.shelf import shelf
from learnhub.db import db
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.filters import Filters
from learnhub.people.models import Department, Person, Posting
from learnhub.people.queries import department_names
from learnhub.people.reach import within
from learnhub.record.ledger import milliseconds
from learnhub.record.models import Progress
from learnhub.record.words import Language

COLUMNS = (
    Column("staff_number", Kind.TEXT, _l("The person's staff number. Text: leading zeros count.")),
    Column("name", Kind.TEXT, _l("The person's name.")),
    Column("email", Kind.TEXT, _l("The person's e-mail address.")),
    Column("grade", Kind.TEXT, _l("The person's grade today.")),
    Column("profession", Kind.TEXT, _l("The person's profession today.")),
    Column("department_code", Kind.TEXT, _l("Code of the department where the person works today.")),
    Column("department_name", Kind.TEXT, _l("What that department is called today.")),
    Column("course_slug", Kind.TEXT, _l("The course, as its address names it.")),
    Column("course_title", Kind.TEXT, _l("The course's title today; of a withdrawn course the last.")),
    Column("course_modules", Kind.INTEGER, _l("How many modules the course has today.")),
    Column("state", Kind.CODE, _l("in-progress or complete. Somebody who has not started has no row.")),
    Column("modules_done", Kind.INTEGER, _l("How many modules the person has done, of any version.")),
    Column("started_at", Kind.INSTANT, _l("When the person began.")),
    Column("last_at", Kind.INSTANT, _l("When the person last did something in the course.")),
    Column("completed_at", Kind.INSTANT, _l("When the course was completed. Empty while in progress.")),
    Column("completed_version", Kind.TEXT, _l("The version that was completed.")),
    Column("completed_language", Kind.CODE, _l("The language it was completed in: en or cy.")),
)
(STAFF, NAME, EMAIL, GRADE, PROFESSION, CODE, DEPARTMENT, SLUG, TITLE, MODULES) = COLUMNS[:10]
(STATE, DONE, STARTED, LAST, COMPLETED, VERSION, LANGUAGE) = COLUMNS[10:]


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has."""
    return select(func.count()).select_from(Progress).where(*_asked(filters))


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by learner and course."""
    people, person = _people(cells)
    departments, department = cells.side("departments", *_departments(cells))
    courses, course = cells.side("courses", *_courses(cells))
    versions, version = cells.side("versions", select(CourseVersion.id), [(VERSION, CourseVersion.version)])
    complete = Progress.completed_at.is_not(None)
    language = case(*((Progress.completed_language == word.value, word.name.lower()) for word in Language), else_=None)
    # Not the catalogue's modules but the learner's: renamed and dropped ones were done too.
    done = cells.json_size(Progress.modules)
    table: Any = Progress.__table__
    for side, key, held in (
        (departments, departments.c.key, Progress.department_id),
        (courses, courses.c.key, Progress.course_id),
        (versions, versions.c.id, Progress.completed_version_id),
    ):
        table = table.outerjoin(side, key == held)
    return (
        select(
            *person,
            *department,
            *course,
            *cells.of(
                [
                    (STATE, case((complete, "complete"), else_="in-progress")),
                    (DONE, done),
                    (STARTED, milliseconds(Progress.started_at)),
                    (LAST, milliseconds(Progress.last_at)),
                    (COMPLETED, milliseconds(Progress.completed_at)),
                ]
            ),
            *version,
            *cells.of([(LANGUAGE, language)]),
        )
        .select_from(people(table))
        .where(*_asked(filters, cells))
        .order_by(Progress.learner_id, Progress.course_id)
    )


def _asked(filters: Filters, cells: Cells | None = None) -> list[ColumnElement[bool]]:
    free = cells.unindexed if cells else lambda held: held
    return [
        # People who have left are in no department, and in no figure.
        Progress.department_id.is_not(None),
        within(free(Progress.department_id), filters.department_ids),
        true() if filters.course_id is None else free(Progress.course_id) == filters.course_id,
    ]


def _people(cells: Cells) -> tuple[Any, list[ColumnElement[Any]]]:
    """How to join the people, and their cells: made whole for a large file, by their indexes for a small one."""
    pairs = [
        (STAFF, Person.staff_number),
        (NAME, Person.name),
        (EMAIL, Person.email),
        (GRADE, Posting.grade),
        (PROFESSION, Posting.profession),
    ]
    current = and_(Posting.person_id == Person.id, Posting.is_current)
    if not cells.large:
        return lambda table: table.outerjoin(Person, Person.learner_id == Progress.learner_id).outerjoin(
            Posting, current
        ), cells.of(pairs)
    keys = select(Person.learner_id).select_from(Person).outerjoin(Posting, current)
    side, made = cells.side("people", keys, pairs)
    return lambda table: table.outerjoin(side, side.c.learner_id == Progress.learner_id), made


def _departments(cells: Cells) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    names = department_names(clock.today())
    codes = db.session.execute(select(Department.id, Department.code))
    id_, code, name = cells.given([(row.id, row.code, names.get(row.id, "")) for row in codes], (int, str, str))
    return select(id_.label("key")), [(CODE, code), (DEPARTMENT, name)]


def _courses(cells: Cells) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    held = [
        (row.id, row.slug, course.title, len(course.modules))
        for row in db.session.execute(select(CourseRow.id, CourseRow.slug))
        if (course := shelf().by_id(row.id)) is not None
    ]
    id_, slug, title, modules = cells.given(held, (int, str, str, int))
    return select(id_.label("key")), [(SLUG, slug), (TITLE, title), (MODULES, modules)]
