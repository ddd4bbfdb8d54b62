"""Who may do what, as two plain tables. Pure: knows neither the database nor the web."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """`<thing>:<what one may do with it>`. Whether a permission is bounded by a department is the grant's matter."""

    SEE_REPORTS = "reports:see"
    EXPORT_DATA = "exports:download"
    MANAGE_PEOPLE = "people:manage"
    SEE_AUDIT = "audit:see"
    MANAGE_COURSES = "courses:manage"
    LEAD_NETWORK = "network:lead"
    ASSIGN_LEARNING = "learning:assign"


class Role(StrEnum):
    """What somebody can be granted. Being a learner needs no grant: everyone signed in is one."""

    AMBASSADOR = "ambassador"
    HR = "hr"
    LEAD = "lead"
    ADMIN = "admin"
    AUTHOR = "author"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AMBASSADOR: frozenset(),
    Role.HR: frozenset({Permission.SEE_REPORTS, Permission.EXPORT_DATA, Permission.ASSIGN_LEARNING}),
    Role.LEAD: frozenset({Permission.LEAD_NETWORK}),
    Role.ADMIN: frozenset({Permission.MANAGE_PEOPLE, Permission.SEE_AUDIT, Permission.MANAGE_COURSES}),
    Role.AUTHOR: frozenset({Permission.MANAGE_COURSES}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held by a person: everywhere (`department_id` None) or in a department and everything below it."""

    role: Role
    department_id: int | None = None


def permissions_of(grants: tuple[Grant, ...]) -> frozenset[Permission]:
    """Every permission that the grants give, wherever they hold."""
    return frozenset(permission for grant in grants for permission in ROLE_PERMISSIONS[grant.role])


def scopes_of(grants: tuple[Grant, ...], permission: Permission) -> frozenset[int] | None:
    """The departments at the top of which a permission holds; None means everywhere."""
    scopes = {grant.department_id for grant in grants if permission in ROLE_PERMISSIONS[grant.role]}
    if None in scopes:
        return None
    return frozenset(scope for scope in scopes if scope is not None)
