"""The file of required learning: the same people and states as the pages, each with their own date."""

import random
from collections import Counter
from datetime import date

import pytest
from flask import Flask

from learnhub.permissions import Role
from learnhub.required.active import plain
from learnhub.required.deadlines import State, due_for
from learnhub.required.queries import covered_in_chunks
from tests import factories, people
from tests.exports.conftest import rows_of
from tests.page import Page
from tests.required.conftest import Take, assign, make_case, take  # noqa: F401  # a fixture
from tests.required.test_figures import RULES, TODAY, crowd, placed


def test_one_row_for_each_requirement_and_person(page: Page, take: Take) -> None:  # noqa: F811
    course, other = factories.make_course(slug="letters"), factories.make_course(slug="numbers")
    row = assign(course, due_on=date(2026, 3, 31), recurs="P1Y")
    assign(other, kind="suggested")
    assign(other, departments=["PEN-HR"])
    take(people.person("hr"), course)
    found = rows_of(page.sign_in("hr").get("/exports/required.csv").body)
    assert [(one["slug"], one["name"], one["state"], one["due_on"]) for one in found] == [
        ("letters", "Lena Marsh", "overdue", "2026-03-31"),
        ("letters", "Hana Reid", "complete", ""),
        ("numbers", "Hana Reid", "open", "2030-03-29"),
    ]
    assert (found[0]["assignment_id"], found[0]["recurs"], found[0]["thing"]) == (str(row.id), "P1Y", "course")
    assert (found[0]["department_code"], found[0]["grade"]) == ("PEN-OPS-HEX", "AO")
    assert found[1]["completed_at"]
    assert "3 rows" in page.get("/exports?dataset=required").text
    only = rows_of(page.get("/exports/required.csv?course=numbers").body)
    assert [one["slug"] for one in only] == ["numbers"]


def test_the_rows_behind_one_requirements_figures(page: Page) -> None:
    mine, other = factories.make_course(slug="letters"), factories.make_course(slug="numbers")
    row = assign(mine)
    assign(other)
    suggested = assign(other, kind="suggested")
    opened = page.sign_in("hr").get(f"/required/{row.id}")
    link = next(link for link in opened.links if link.startswith("/exports?"))
    counted = page.get(link)
    assert "2 rows" in counted.text
    download = next(link for link in counted.links if "/exports/required.csv" in link)
    assert {one["assignment_id"] for one in rows_of(page.get(download).body)} == {str(row.id)}
    assert not any(link.startswith("/exports?") for link in page.get(f"/required/{suggested.id}").links)


def test_a_number_that_means_nothing_is_refused_and_one_of_nothing_is_empty(page: Page) -> None:
    page.sign_in("hr")
    assert "Write the number" in page.get("/exports?dataset=required&assignment=x", 422).text
    assert "Only required learning" in page.get("/exports?dataset=progress&assignment=1", 422).text
    page.get("/exports/progress.csv?assignment=1", 400)
    assert rows_of(page.get("/exports/required.csv?assignment=99").body) == []


def test_exceptions_are_said(page: Page) -> None:
    row = assign(factories.make_course(slug="letters"), due_on=date(2026, 3, 31))
    make_case(row, people.person("learner"), "exempt")
    make_case(row, people.person("hr"), "extended", date(2030, 3, 29))
    found = rows_of(page.sign_in("hr").get("/exports/required.csv").body)
    assert [(one["state"], one["due_on"]) for one in found] == [("exempt", ""), ("open", "2030-03-29")]


def test_a_file_of_nothing_has_its_columns(page: Page) -> None:
    assert rows_of(page.sign_in("hr").get("/exports/required.csv").body) == []


@pytest.mark.parametrize("seed", [5, 6])
def test_the_file_says_what_each_person_is_told(app: Flask, page: Page, seed: int) -> None:
    course = factories.make_course(slug="letters")
    crowd(course, random.Random(seed))
    placed()
    expected: Counter[tuple[str, str, str, str]] = Counter()
    for fields in RULES:
        row = assign(course, **{"departments": [], "scope": None, **fields})
        for chunk in covered_in_chunks(row) if row.kind == "required" else ():
            for person in chunk:
                deadline = due_for(plain([row])[0].rule, person, TODAY)
                is_dated = deadline.due_on and deadline.state is not State.COMPLETE
                due = deadline.due_on.isoformat() if is_dated else ""
                expected[str(row.id), person.name, deadline.state.value, due] += 1
    factories.make_grant(people.person("outsider"), Role.HR)
    found = rows_of(page.sign_in("outsider").get("/exports/required.csv").body)
    assert Counter((one["assignment_id"], one["name"], one["state"], one["due_on"]) for one in found) == expected
