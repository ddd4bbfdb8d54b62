"""Whom an event is for, as an organiser types it and as pages say it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.events.structures import Audience
from learnhub.people.directory import departments_found
from learnhub.people.faults import Refused
from learnhub.people.models import Department, DepartmentName, Posting
from learnhub.people.queries import department_names

MOST = 50  # departments, grades or professions of one audience
LONGEST = 100


def listed(text: str) -> list[str]:
    """What stands between commas, semicolons and line ends, each once."""
    parts = (part.strip() for part in text.replace(";", ",").replace("\n", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def department_ids_of(text: str, language: str) -> tuple[int, ...]:
    """The open departments of a list of codes or names. Raises Refused for one that there is not, with near ones."""
    asked, found = listed(text), []
    if len(asked) > MOST:
        raise Refused(_("At most %(num)d departments.", num=MOST), "departments")
    today = clock.today()
    for name in asked:
        is_open = (Department.opened_on <= today, or_(Department.closed_on.is_(None), Department.closed_on > today))
        named = select(DepartmentName.department_id).where(
            or_(DepartmentName.name == name, DepartmentName.name_cy == name)
        )
        id_ = db.session.execute(
            select(Department.id)
            .where(*is_open, or_(Department.code == name.upper(), Department.id.in_(named)))
            .order_by((Department.code == name.upper()).desc(), Department.id)
            .limit(1)
        ).scalar_one_or_none()
        if id_ is None:
            raise Refused(_no_department(name, language), "departments")
        found.append(id_)
    return tuple(dict.fromkeys(found))


def _no_department(name: str, language: str) -> str:
    near = departments_found(name[:40], clock.today(), language=language).rows[:3]
    said = str(_("There is no department “%(name)s”.", name=name[:40]))
    if not near:
        return said
    return f"{said} {_('Did you mean %(near)s?', near=', '.join(f'{line.code} ({line.name})' for line in near))}"


def groups_of(text: str, field: str) -> tuple[str, ...]:
    """The grades (or professions) of a list, as somebody has them now. Raises Refused for one that nobody has."""
    column = Posting.grade if field == "grades" else Posting.profession
    asked, found = listed(text), []
    if len(asked) > MOST:
        raise Refused(_("At most %(num)d of them.", num=MOST), field)
    for name in asked:
        same = func.lower(column) == name[:LONGEST].lower()
        held = select(column).where(Posting.is_current, same).limit(1)
        value = db.session.execute(held).scalar_one_or_none()
        if value is None or "|" in value:
            raise Refused(_("Nobody has the grade or profession “%(name)s”.", name=name[:40]), field)
        found.append(value)
    return tuple(dict.fromkeys(found))


def audience_words(audience: Audience, language: str) -> str:
    """Whom it is for, in words; one statement when it names departments."""
    said: list[str] = []
    if audience.departments:
        names = department_names(clock.today(), language)
        said.append(_list([names.get(id_, "") for id_ in audience.departments]))
    for group in (audience.grades, audience.professions):
        if group:
            said.append(_list(group))
    return "; ".join(said)


def codes_of(departments: Sequence[int]) -> str:
    """The codes of departments, as one types them."""
    if not departments:
        return ""
    found = select(Department.code).where(Department.id.in_(departments)).order_by(Department.code)
    return ", ".join(db.session.execute(found).scalars())


def _list(names: Sequence[str]) -> str:
    return ", ".join(name for name in names if name)
