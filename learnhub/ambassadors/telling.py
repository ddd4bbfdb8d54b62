"""Notices about the network itself: an application and its answer, a pause that ends, a lapse, who has stopped."""

from collections.abc import Callable, Iterable

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Department, Person, RoleGrant
from learnhub.permissions import Role
from learnhub.web.i18n import speaking

KIND = "ambassadors"
MOST_LEADS = 20


def init_app(app: Flask) -> None:
    """Say what these notices are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            _l("The ambassador network"),
            _l("An application and its answer, a pause that ends, who takes over from whom."),
            may_refuse=True,
            order=25,
        ),
    )


def tell(person_ids: Iterable[int | None], key: str, sentence: Callable[[], str], path: str, kind: str = KIND) -> None:
    """One notice to each of these people who is still here, in their own language; the same key once for ever."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return
    here = or_(Person.left_on.is_(None), Person.left_on > clock.today())
    rows = db.session.execute(select(Person.id, Person.language).where(Person.id.in_(wanted), here).order_by(Person.id))
    notices = []
    for person_id, spoken in rows.all():
        with speaking(spoken):
            notices.append(NewNotice(person_id, kind, f"{key}:{person_id}", str(sentence()), path, spoken))
    write_notices(notices)


def moment() -> int:
    """What makes the key of news that may come again its own."""
    return clock.to_ms(clock.now())


def leads_of(department_id: int | None) -> list[int]:
    """Who leads the network where a department is: the nearest leads above it, else those of everywhere."""
    for place in [*_path_up(department_id), None]:
        found = (
            select(RoleGrant.person_id)
            .where(RoleGrant.role == Role.LEAD.value, RoleGrant.department_id.is_not_distinct_from(place))
            .order_by(RoleGrant.person_id)
            .limit(MOST_LEADS)
        )
        if leads := list(db.session.execute(found).scalars()):
            return leads
    return []


def _path_up(department_id: int | None) -> list[int]:
    path: list[int] = []
    while department_id is not None and department_id not in path:
        path.append(department_id)
        department_id = db.session.execute(
            select(Department.parent_id).where(Department.id == department_id)
        ).scalar_one_or_none()
    return path
