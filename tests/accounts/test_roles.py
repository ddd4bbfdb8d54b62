"""Who may give and take which role, and where it then holds."""

import pytest
from flask import Flask

from learnhub.people import actions, details, queries
from learnhub.people.actions import Refused
from learnhub.permissions import Role
from tests.factories import committed, make_person
from tests.people import department, person


def held(person_id: int) -> list[tuple[Role, str | None]]:
    return [(line.role, line.code) for line in details.grants_of(person_id)]


def test_a_role_given_is_held_noted_and_can_be_taken_back(app: Flask) -> None:
    lena, ada = person("learner").id, person("admin").id
    with committed():
        grant = actions.grant_role(lena, Role.HR, department("PEN").id, ada)
    assert held(lena) == [(Role.HR, "PEN")]
    with committed():
        actions.revoke_role(grant.id, ada)
    assert held(lena) == []
    assert [(line.what, line.by) for line in details.events_of(lena)] == [
        ("role-revoked", "Ada Okoro"),
        ("role-granted", "Ada Okoro"),
    ]


def test_the_same_role_is_not_given_twice_in_one_place(app: Flask) -> None:
    lena = person("learner").id
    with committed():
        actions.grant_role(lena, Role.AUTHOR)
        actions.grant_role(lena, Role.AUTHOR, department("REV").id)
    with pytest.raises(Refused, match="already"), committed():
        actions.grant_role(lena, Role.AUTHOR)


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("PEN", True),
        ("PEN-OPS-HEX", True),  # below
        ("REV", False),  # beside
        (None, False),  # everywhere: a bounded administrator would become an unbounded one
    ],
)
def test_an_administrator_of_a_department_gives_roles_there_and_below(
    app: Flask, code: str | None, allowed: bool
) -> None:
    within = queries.department_ids_below([department("PEN").id])
    where = department(code).id if code else None
    if allowed:
        with committed():
            actions.grant_role(person("learner").id, Role.ADMIN, where, within=within)
        return
    with pytest.raises(Refused, match="only in your own"), committed():
        actions.grant_role(person("learner").id, Role.ADMIN, where, within=within)


def test_a_bounded_administrator_cannot_take_a_role_that_holds_everywhere(app: Flask) -> None:
    grant = details.grants_of(person("author").id)[0]
    within = queries.department_ids_below([department("CUL").id])
    with pytest.raises(Refused, match="only in your own"), committed():
        actions.revoke_role(grant.id, within=within)


def test_the_last_administrator_stays(app: Flask) -> None:
    grant = details.grants_of(person("admin").id)[0]
    with committed():
        actions.grant_role(person("hr").id, Role.ADMIN, department("PEN").id)  # not of everything
    gone = make_person("Gone Admin", roles=(Role.ADMIN,))
    with committed():
        actions.record_departure(gone.id, gone.joined_on)
    with pytest.raises(Refused, match="last administrator"), committed():
        actions.revoke_role(grant.id)
    make_person("Second Admin", roles=(Role.ADMIN,))
    with committed():
        actions.revoke_role(grant.id)
    assert held(person("admin").id) == []


def test_an_event_has_the_details_its_kind_asks_for(app: Flask) -> None:
    with pytest.raises(ValueError, match="role-granted needs"), committed():
        actions.note_event(person("learner").id, "role-granted", role="hr")
    with pytest.raises(KeyError), committed():
        actions.note_event(person("learner").id, "whatever")
