"""What part of the tree a permission reaches: the same departments as everywhere else, nothing outside."""

from collections.abc import Iterable

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from learnhub.people.queries import department_ids_below
from learnhub.people.reach import Unit, reach_of
from tests.factories import make_department
from tests.people import department


def codes(units: Iterable[Unit]) -> list[str]:
    return [unit.code for unit in units]


def test_it_is_the_same_tree_as_everywhere(app: Flask) -> None:
    make_department("OLD", above="REV", merged_into="PEN-OPS")
    tops = [department("PEN").id]
    assert reach_of(tops).ids == department_ids_below(tops)
    assert department("OLD").id in reach_of(tops).ids


def test_one_department_is_chosen_by_itself_and_several_are_not(app: Flask) -> None:
    pensions, revenue = department("PEN").id, department("REV").id
    assert reach_of([pensions]).code == "PEN"
    both = reach_of([pensions, revenue])
    assert (both.code, both.is_wide, codes(both.rows)) == (None, True, ["PEN", "REV"])
    everywhere = reach_of(None)
    assert (everywhere.ids, codes(everywhere.rows)) == (None, ["CUL", "PEN", "REV", "TRA"])


def test_the_way_up_ends_where_the_role_does(app: Flask) -> None:
    assert codes(reach_of(None, "PEN-OPS-HEX").path) == ["PEN", "PEN-OPS"]
    assert codes(reach_of([department("PEN-OPS").id], "PEN-OPS-HEX").path) == ["PEN-OPS"]
    assert reach_of([department("PEN-OPS").id]).path == ()


@pytest.mark.parametrize("code", ["PEN", "PEN-HR", "REV", "NO-SUCH", "pen-ops"])
def test_outside_is_not_found(app: Flask, code: str) -> None:
    scope = [department("PEN-OPS").id]
    with pytest.raises(NotFound):
        reach_of(scope, code)


def test_a_role_nowhere_reaches_nobody(app: Flask) -> None:
    assert reach_of([]).ids == frozenset()
