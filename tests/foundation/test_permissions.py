"""Who may do what, as a truth table."""

import pytest

from learnhub.permissions import ROLE_PERMISSIONS, Grant, Permission, Role, permissions_of, scopes_of


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.AMBASSADOR, set()),
        (Role.HR, {Permission.SEE_REPORTS, Permission.EXPORT_DATA, Permission.ASSIGN_LEARNING}),
        (Role.LEAD, {Permission.LEAD_NETWORK}),
        (Role.ADMIN, {Permission.MANAGE_PEOPLE, Permission.SEE_AUDIT, Permission.MANAGE_COURSES}),
        (Role.AUTHOR, {Permission.MANAGE_COURSES}),
    ],
)
def test_what_a_role_may(role: Role, may: set[Permission]) -> None:
    assert permissions_of((Grant(role),)) == may


def test_every_role_is_in_the_table() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize(
    ("grants", "scopes"),
    [
        ((), frozenset()),  # nobody
        ((Grant(Role.HR, 4),), frozenset({4})),
        ((Grant(Role.HR, 4), Grant(Role.HR, 9)), frozenset({4, 9})),
        ((Grant(Role.HR, 4), Grant(Role.HR)), None),  # everywhere wins
        ((Grant(Role.LEAD), Grant(Role.HR, 4)), frozenset({4})),  # another role's scope does not count
    ],
)
def test_where_a_permission_holds(grants: tuple[Grant, ...], scopes: frozenset[int] | None) -> None:
    assert scopes_of(grants, Permission.SEE_REPORTS) == scopes
