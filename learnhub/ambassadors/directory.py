"""The directory: who helps, found by name, skill, place, language and days. Never sorted by grade.

One statement a page, two where words are only near: by free capacity, then by name. Whoever has most time left this
month comes first; whoever has none comes last, and says so.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.ambassadors.capacity import month_of
from learnhub.ambassadors.finding import Filters, department_asked
from learnhub.ambassadors.models import Ambassador, AmbassadorAway, AmbassadorSkill
from learnhub.ambassadors.searching import Shape, conditions, like
from learnhub.ambassadors.words import HELPING
from learnhub.db import db
from learnhub.folding import folded
from learnhub.people.department_columns import TODAY, name_column, top_column
from learnhub.people.models import Absence, Person, Posting
from learnhub.web.bars import unbarred
from learnhub.web.paging import PAGE_SIZE, Page, page_of

MONTH = bindparam("month", type_=Integer)
LEFT_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class AmbassadorLine:
    """One ambassador as everybody sees them. `free_minutes`: left this month; `away_until`: a last day away, or none.
    `offered`: skills with their levels, "code:level" between bars. `branch`: the department above all others of theirs.
    """

    id: int
    person_id: int
    name: str
    state: str
    is_adviser: bool
    about: str
    language_codes: str
    place: str
    free_days: str
    availability: str
    free_minutes: int
    department_id: int | None
    department: str | None
    branch: str | None
    office: str | None
    region: str | None
    away_until: date | None
    offered: str | None

    @property
    def skills(self) -> dict[str, str]:
        """What they offer: code → level."""
        pairs = (each.partition(":") for each in sorted(unbarred(self.offered or "")))
        return {code: level for code, _colon, level in pairs}

    @property
    def languages(self) -> tuple[str, ...]:
        return unbarred(self.language_codes)

    @property
    def where(self) -> str:
        """Unit, department and office, as far as they are known."""
        return ", ".join(dict.fromkeys(part for part in (self.department, self.branch, self.office) if part))


def ambassadors_found(filters: Filters, language: str, after: str | None = None) -> Page[AmbassadorLine]:
    """A page of the directory. `after`: the key of the last line of the page before.

    Every word finds; only where nobody fits them all, whoever offers what they are about together: a second statement.
    """
    departments, key, words = department_asked(filters.department), _key(after), filters.words
    about = filters.skills
    values: dict[str, Any] = {
        "today": clock.today(),
        "month": month_of(clock.today()),
        "levels": filters.levels,
        "skill": filters.skill,
        "about": about,
        "departments": sorted(departments or ()),
        "near": like(filters.near),
        **{f"word_{number}": folded(word.text) for number, word in enumerate(words)},
        **{f"skills_{number}": word.skills for number, word in enumerate(words)},
    }
    if key is not None:
        values |= {"after_free": key[0], "after_id": key[1]}
    each = tuple((bool(word.skills), word.language) for word in words)
    for is_about in (False, True) if about else (False,):
        shape = Shape(
            words=() if is_about else each,
            about=is_about,
            skill=bool(filters.skill),
            level=bool(filters.level),
            departments=departments is not None,
            near=bool(filters.near),
            language=filters.language,
            place=filters.place,
            day=filters.day,
            advisers=bool(filters.advisers),
            after=key is not None,
        )
        rows = _lines_of(shape, language, values)
        if rows:
            break
    return page_of(rows, lambda line: f"{line.free_minutes}.{line.id}")


def _lines_of(shape: Shape, language: str, values: dict[str, Any]) -> list[AmbassadorLine]:
    statement = _found(shape, language, db.engine.dialect.name)
    wanted = {name: value for name, value in values.items() if name in statement.names}
    return [AmbassadorLine(*row) for row in db.session.connection().execute(statement.select, wanted)]


def ambassador_shown(ambassador_id: int, language: str) -> AmbassadorLine | None:
    """One ambassador who helps, as everybody sees them."""
    statement = _lines(language).where(Ambassador.id == ambassador_id, Ambassador.state.in_(HELPING))
    values = {"today": clock.today(), "month": month_of(clock.today())}
    row = db.session.execute(statement, values).one_or_none()
    return AmbassadorLine(*row) if row else None


@dataclass(frozen=True, slots=True)
class _Kept:
    select: Select[Any]
    names: frozenset[str]


@lru_cache(maxsize=256)
def _found(shape: Shape, language: str, _dialect: str) -> _Kept:
    """First who they are, from one small table; then all about those 26.

    Who has left and is not stopped yet (the job does it) is left out afterwards: some more are taken for that.
    """
    chosen = select(Ambassador.id).where(Ambassador.state.in_(HELPING), *conditions(shape))
    if shape.after:
        last = aliased(Ambassador)
        number = bindparam("after_id", type_=Integer)
        name = select(last.listed_name).where(last.id == number).scalar_subquery()
        here = tuple_(-_free(), Ambassador.listed_name, Ambassador.id)
        chosen = chosen.where(here > tuple_(-bindparam("after_free", type_=Integer), name, number))
    first = chosen.order_by(*_order()).limit(PAGE_SIZE + 1 + LEFT_AT_ONCE).subquery()
    lines = _lines(language).join(first, first.c.id == Ambassador.id)
    statement = lines.order_by(*_order()).limit(PAGE_SIZE + 1)
    return _Kept(statement, frozenset(statement.compile().params))


def _order() -> tuple[ColumnElement[Any], ...]:
    return _free().desc(), Ambassador.listed_name.expression, Ambassador.id.expression


def _lines(language: str) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Ambassador.id,
        Ambassador.person_id,
        Person.name,
        Ambassador.state,
        Ambassador.is_adviser,
        Ambassador.about,
        Ambassador.languages,
        Ambassador.place,
        Ambassador.free_days,
        Ambassador.availability,
        _free().label("free"),
        Posting.department_id,
        name_column(Posting.department_id, TODAY, language, beside=Posting),
        name_column(top_column(Posting.department_id, beside=Posting), TODAY, language, beside=Posting),
        Posting.office,
        Person.region,
        func.coalesce(
            _away_until(AmbassadorAway, AmbassadorAway.ambassador_id == Ambassador.id),
            _away_until(Absence, Absence.person_id == Ambassador.person_id),
        ),
        _offered(),
    )
    return (
        select(*columns)
        .join(Person, Person.id == Ambassador.person_id)
        .outerjoin(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
        .where(or_(Person.left_on.is_(None), Person.left_on > TODAY))
    )


def _away_until(table: Any, whose: ColumnElement[bool]) -> ColumnElement[Any]:
    days = select(func.max(table.until_on)).where(whose, table.from_on <= TODAY, table.until_on >= TODAY)
    return days.scalar_subquery()


def _offered() -> ColumnElement[str]:
    """Their skills in one column: a statement less for every page."""
    each = AmbassadorSkill.skill + ":" + AmbassadorSkill.level
    skills = select(func.aggregate_strings(each, "|")).where(AmbassadorSkill.ambassador_id == Ambassador.id)
    return skills.correlate(Ambassador).scalar_subquery()


def _free() -> ColumnElement[int]:
    """Minutes left this month, never fewer than none."""
    used = case((Ambassador.used_month == MONTH, Ambassador.used_minutes), else_=0)
    left = Ambassador.minutes_a_month - Ambassador.promised_minutes - used
    return case((left > 0, left), else_=0)


def _key(after: str | None) -> tuple[int, int] | None:
    """The key of an address; None when it is none."""
    free, _dot, number = (after or "").partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (free, number)):
        return None
    return int(free), int(number)
