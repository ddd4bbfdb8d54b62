"""Giving and taking roles. Whoever gives a role must hold administration over all of where it will hold."""

from flask_babel import gettext as _
from sqlalchemy import or_, select

from learnhub import clock
from learnhub.db import db
from learnhub.people.events import note_event
from learnhub.people.faults import Refused
from learnhub.people.models import Department, Person, RoleGrant
from learnhub.permissions import Role


def grant_role(
    person_id: int,
    role: Role,
    department_id: int | None = None,
    by_person_id: int | None = None,
    within: set[int] | None = None,
) -> RoleGrant:
    """Give a person a role, everywhere or in a department and below.

    `within`: the departments over which the giver may decide; None is everywhere. Raises Refused when the role would
    hold beyond them, or the person has it already.
    """
    check_grant(person_id, role, department_id, within)
    grant = RoleGrant(person_id=person_id, role=role.value, department_id=department_id, granted_at=clock.now())
    db.session.add(grant)
    db.session.flush()
    note_event(person_id, "role-granted", by_person_id, role=role.value, department=_code(department_id))
    return grant


def check_grant(person_id: int, role: Role, department_id: int | None, within: set[int] | None) -> None:
    """Whether a role could be given; raises Refused as `grant_role` would. Writes nothing."""
    _check_reach(department_id, within)
    held = db.session.execute(
        select(RoleGrant.id).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role.value,
            RoleGrant.department_id.is_not_distinct_from(department_id),
        )
    ).scalar_one_or_none()
    if held is not None:
        raise Refused(_("This person has that role there already."), "role")


def revoke_role(grant_id: int, by_person_id: int | None = None, within: set[int] | None = None) -> None:
    """Take a role back. Raises Refused beyond the taker's reach, and for the last administrator of everywhere."""
    grant = db.session.get_one(RoleGrant, grant_id)
    _check_reach(grant.department_id, within)
    if grant.role == Role.ADMIN.value and grant.department_id is None:
        _check_another_is_left()
    note_event(grant.person_id, "role-revoked", by_person_id, role=grant.role, department=_code(grant.department_id))
    db.session.delete(grant)
    db.session.flush()


def grants_to_revoke(person_id: int, role: Role, department_id: int | None) -> list[int]:
    """The numbers of a person's grants of a role in a department (None: the one that holds everywhere)."""
    statement = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role.value,
        RoleGrant.department_id.is_not_distinct_from(department_id),
    )
    return list(db.session.execute(statement).scalars())


def _check_another_is_left() -> None:
    """Locks their rows, so that two administrators who take each other's role at once do not leave nobody."""
    in_service = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.ADMIN.value,
            RoleGrant.department_id.is_(None),
            or_(Person.left_on.is_(None), Person.left_on > clock.today()),
        )
        .with_for_update(of=RoleGrant)
    )
    if len(db.session.execute(in_service).all()) < 2:
        raise Refused(_("This is the last administrator. Make somebody else one first."))


def _check_reach(department_id: int | None, within: set[int] | None) -> None:
    if within is not None and department_id not in within:
        raise Refused(_("You may give and take roles only in your own department and below."), "department")


def _code(department_id: int | None) -> str | None:
    return None if department_id is None else db.session.get_one(Department, department_id).code
