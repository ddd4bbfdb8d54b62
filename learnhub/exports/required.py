"""The dataset `required`: one row for each requirement in force and each person it is for now.

The same people and states as the pages under /required: both go by the same rule. A state, not a history: it is what
holds at the instant of the file. Dates are each person's own.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Integer, Select, and_, cast, func, literal, null, select, union_all

from learnhub import clock
from learnhub.db import db
from learnhub.exports.cells import Cells
from learnhub.exports.columns import Column, Kind
from learnhub.exports.filters import Filters
from learnhub.people.models import Department, Person, Posting
from learnhub.people.queries import department_names
from learnhub.required.active import Active
from learnhub.required.rows import of_their_own, people_asked, required_in_force, with_standing
from learnhub.required.things import thing_of

COLUMNS = (
    Column("assignment_id", Kind.INTEGER, _l("The requirement, by the number in its address /required/…")),
    Column("thing", Kind.CODE, _l("What is required: course or pathway.")),
    Column("slug", Kind.TEXT, _l("The course or pathway, as its address names it.")),
    Column("title", Kind.TEXT, _l("Its title today.")),
    Column("recurs", Kind.TEXT, _l("How often it is asked again, as an ISO 8601 period; empty for once.")),
    Column("staff_number", Kind.TEXT, _l("The person's staff number. Text: leading zeros count.")),
    Column("name", Kind.TEXT, _l("The person's name.")),
    Column("email", Kind.TEXT, _l("The person's e-mail address.")),
    Column("grade", Kind.TEXT, _l("The person's grade today.")),
    Column("profession", Kind.TEXT, _l("The person's profession today.")),
    Column("department_code", Kind.TEXT, _l("Code of the department where the person works today.")),
    Column("department_name", Kind.TEXT, _l("What that department is called today.")),
    Column("state", Kind.CODE, _l("complete, overdue, open (there is time left), exempt, or coming (not begun yet).")),
    Column("due_on", Kind.TEXT, _l("The person's own date, ISO 8601. Empty when complete or exempt.")),
    Column("completed_at", Kind.INSTANT, _l("When the person last completed it, also for an earlier period.")),
)
(ASSIGNMENT, THING, SLUG, TITLE, RECURS, STAFF, NAME, EMAIL, GRADE, PROFESSION, CODE, DEPARTMENT) = COLUMNS[:12]
(STATE, DUE, COMPLETED) = COLUMNS[12:]


def count(filters: Filters) -> Select[int]:
    """How many rows `rows` has."""
    parts = [
        people_asked(one, filters.department_ids, func.count()).scalar_subquery()
        for one in required_in_force(filters.course_id, filters.assignment_id)
    ]
    return select(sum(parts, start=literal(0)))


def rows(filters: Filters, cells: Cells) -> Select[Any]:
    """The rows' cells, by requirement and person."""
    asked = required_in_force(filters.course_id, filters.assignment_id)
    parts = [_part(one, filters.department_ids) for one in asked] or [_nobody()]
    each = union_all(*parts).subquery("each")
    own = [
        (one.id, *found)
        for one in asked
        for found in of_their_own(one, filters.department_ids)
    ]  # fmt: skip
    theirs = _given(cells, own)
    departments, department = cells.side("departments", *_departments(cells))
    things, thing = cells.side("things", *_things(cells, asked))
    joined = (
        each.outerjoin(theirs, and_(theirs.c.one == each.c.one, theirs.c.person == each.c.person))
        .outerjoin(departments, departments.c.key == each.c.department)
        .outerjoin(things, things.c.key == each.c.one)
    )
    person = [(STAFF, Person.staff_number), (NAME, Person.name), (EMAIL, Person.email)]
    posted = [(GRADE, Posting.grade), (PROFESSION, Posting.profession)]
    people = joined.join(Person, Person.id == each.c.person).join(
        Posting, and_(Posting.person_id == each.c.person, Posting.is_current)
    )
    return (
        select(
            *cells.of([(ASSIGNMENT, each.c.one)]),
            *thing,
            *cells.of([*person, *posted]),
            *department,
            *cells.of(
                [
                    (STATE, func.coalesce(theirs.c.state, each.c.state)),
                    (DUE, func.coalesce(theirs.c.due, each.c.due)),
                    (COMPLETED, each.c.done),
                ]
            ),
        )
        .select_from(people)
        .order_by(each.c.one, each.c.person)
    )


def _part(one: Active, department_ids: frozenset[int] | None) -> Select[Any]:
    return with_standing(
        one,
        department_ids,
        cast(literal(one.id), Integer).label("one"),
        Person.id.label("person"),
        Posting.department_id.label("department"),
    )


def _nobody() -> Select[Any]:
    names = ("one", "person", "department")
    columns: list[Any] = [cast(null(), Integer).label(name) for name in names]
    return select(
        *columns, literal("").label("state"), literal("").label("due"), cast(null(), Integer).label("done")
    ).where(literal(1) == literal(0))


def _given(cells: Cells, own: list[tuple[int, int, str, str]]) -> Any:
    """The few with a date of their own, as one parameter."""
    one, person, state, due = cells.given(own, (int, int, str, str))
    table = select(one.label("one"), person.label("person"), state.label("state"), due.label("due"))
    return table.cte("theirs").prefix_with("MATERIALIZED")


def _departments(cells: Cells) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    names = department_names(clock.today())
    codes = db.session.execute(select(Department.id, Department.code))
    id_, code, name = cells.given([(row.id, row.code, names.get(row.id, "")) for row in codes], (int, str, str))
    return select(id_.label("key")), [(CODE, code), (DEPARTMENT, name)]


def _things(cells: Cells, asked: list[Active]) -> tuple[Select[Any], list[tuple[Column, Any]]]:
    held = []
    for one in asked:
        thing = thing_of(one)
        slug, title = (thing.slug, thing.title) if thing else (one.pathway or str(one.course_id), "")
        held.append((one.id, "course" if one.course_id else "pathway", slug, title, one.recurs or ""))
    id_, kind, slug_, title_, recurs = cells.given(held, (int, str, str, str, str))
    return select(id_.label("key")), [(THING, kind), (SLUG, slug_), (TITLE, title_), (RECURS, recurs)]
