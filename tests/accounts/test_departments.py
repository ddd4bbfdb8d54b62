"""Departments open, are renamed, close and merge by date; nothing learned there is lost."""

from datetime import date, timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub.people import actions, queries
from learnhub.people.actions import Refused
from learnhub.people.models import Department
from tests.factories import committed, make_department, make_person, make_posting
from tests.people import department, person

TODAY = clock.today()
SOON = TODAY + timedelta(days=30)


def codes(on: date) -> list[tuple[int, str]]:
    return [(node.depth, node.code) for node in queries.department_tree(on)]


def test_the_tree_lists_each_department_before_what_is_below_it(app: Flask) -> None:
    assert codes(TODAY)[:3] == [(0, "CUL"), (1, "CUL-LIB"), (0, "PEN")]
    assert (2, "PEN-OPS-HEX") in codes(TODAY)


def test_a_unit_opens_on_its_day(app: Flask) -> None:
    with committed():
        actions.open_department(code="pen-dig", name="Digital", parent_code="PEN", opened_on=SOON)
    assert (1, "PEN-DIG") not in codes(TODAY)
    assert (1, "PEN-DIG") in codes(SOON)


def test_a_name_holds_from_its_day_on(app: Flask) -> None:
    pen = department("PEN").id
    with committed():
        actions.rename_department(pen, "Department for Later Life", SOON, "Adran Bywyd Hwyrach")
    assert queries.department_names(TODAY)[pen] == "Department for Pensions"
    assert queries.department_names(SOON)[pen] == "Department for Later Life"
    assert queries.department_names(SOON, "cy")[pen] == "Adran Bywyd Hwyrach"


def test_a_department_without_a_welsh_name_is_called_by_its_english_one(app: Flask) -> None:
    unit = make_department("REV-NEW", "New unit", above="REV")
    assert queries.department_names(TODAY, "cy")[unit.id] == "New unit"


def test_a_code_is_never_used_again(app: Flask) -> None:
    for code in ("pen-ops", "PEN-OPS"):
        with pytest.raises(Refused, match="never used again"), committed():
            actions.open_department(code=code, name="Another")
    with pytest.raises(Refused, match="capital letters"), committed():
        actions.open_department(code="../etc", name="Another")


def test_a_department_does_not_close_over_its_people_or_units(app: Flask) -> None:
    with pytest.raises(Refused, match="units below"), committed():
        actions.close_department(department("PEN").id, TODAY)
    with pytest.raises(Refused, match="people are posted"), committed():
        actions.close_department(department("PEN-OPS-HEX").id, TODAY)


def test_an_empty_unit_closes_and_is_still_counted_below(app: Flask) -> None:
    unit = make_department("REV-OLD", above="REV")
    with committed():
        actions.close_department(unit.id, TODAY)
    assert (1, "REV-OLD") not in codes(TODAY)
    assert (1, "REV-OLD") in codes(TODAY - timedelta(days=1))
    assert unit.id in (queries.department_ids_below([department("REV").id]) or set())


def test_a_merge_moves_people_with_grade_and_office_and_keeps_their_past(app: Flask) -> None:
    hexham, ops, lena = department("PEN-OPS-HEX").id, department("PEN-OPS").id, person("learner").id
    with committed():
        assert actions.merge_department(hexham, ops, TODAY) == 1
    now, before = queries.posting_on(lena, TODAY), queries.posting_on(lena, TODAY - timedelta(days=1))
    assert now
    assert before
    assert (now.department_id, now.grade, now.office, now.is_current) == (ops, "AO", "Hexham", True)
    assert (before.department_id, before.is_current) == (hexham, False)


def test_a_unit_merged_into_another_departments_is_below_both(app: Flask) -> None:
    """Its history stays where it happened; whoever has its people now sees it too."""
    hexham, customers = department("PEN-OPS-HEX").id, department("REV-CUS").id
    with committed():
        actions.merge_department(hexham, customers, TODAY)
    assert hexham in (queries.department_ids_below([department("REV").id]) or set())
    assert hexham in (queries.department_ids_below([department("PEN").id]) or set())


def test_a_merge_to_come_changes_nothing_until_its_day(app: Flask) -> None:
    hexham, ops, lena = department("PEN-OPS-HEX").id, department("PEN-OPS").id, person("learner").id
    with committed():
        actions.merge_department(hexham, ops, SOON)
    assert queries.headcounts(TODAY)[hexham] == 1
    assert queries.headcounts(SOON) == {**queries.headcounts(SOON), ops: 1}
    assert hexham not in queries.headcounts(SOON)
    posting = queries.posting_on(lena, TODAY)
    assert posting is not None
    assert posting.is_current


def test_nothing_is_below_nothing_and_everything_below_everywhere(app: Flask) -> None:
    assert queries.department_ids_below([]) == set()
    assert queries.department_ids_below(None) is None


def test_a_tree_of_any_depth_is_walked(app: Flask) -> None:
    above: Department | str = "TRA"
    units = []
    for number in range(40):
        above = make_department(f"DEEP-{number}", above=above)
        units.append(above.id)
    assert set(units) <= (queries.department_ids_below([department("TRA").id]) or set())
    assert queries.department_tree(TODAY)[-1].depth == 40


def test_headcounts_leave_out_who_left_and_who_has_not_come(app: Flask) -> None:
    unit = make_department("CUL-NEW", above="CUL")
    make_person("Here", department="CUL-NEW")
    gone = make_person("Gone", department="CUL-NEW", left_on=TODAY)
    later = make_person("Later", department=None)
    make_posting(later, "CUL-NEW", from_on=SOON)
    assert queries.headcounts(TODAY)[unit.id] == 1
    assert queries.headcounts(TODAY - timedelta(days=1))[unit.id] == 2
    assert queries.headcounts(SOON)[unit.id] == 2
    assert gone.left_on == TODAY
