"""Rows of years of joining across New Year: what one year's tables say of the people in another year's."""

import random
from collections.abc import Mapping
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Department, Person, Posting
from learnhub.record.bulk import load
from learnhub.record.words import ObjectKind, Verb
from learnhub.reports.participation import make_due_quarters
from learnhub.reports.participation_models import ParticipationCell
from learnhub.reports.participation_words import Dimension, covers, joined_in
from tests.factories import at
from tests.reports.test_suppression import eliminated
from tests.reports.world import said, staff

FEWEST = 10


def library_with(joined: Mapping[int, int], comes: tuple[datetime, ...]) -> None:
    """A department of so many people by year of joining; every other one of each year comes each time."""
    people = staff(sum(joined.values()), ("CUL-LIB",), random.Random(4))
    years = [year for year, count in joined.items() for _ in range(count)]
    with database.write():
        for someone, year in zip(people, years, strict=True):
            started = {"joined_on": date(year, 3, 1), "left_on": None}
            db.session.execute(update(Person).where(Person.id == someone.id).values(**started))
            posted = {"from_on": date(year, 3, 1), "until_on": None, "is_current": True}
            db.session.execute(update(Posting).where(Posting.person_id == someone.id).values(**posted))
    rows = [
        said(someone.learner_id, Verb.ATTENDED, ObjectKind.EVENT, str(number), when)
        for someone in people[::2]
        for number, when in enumerate(comes)
    ]
    load(rows, finish=False)


def rows_of_joining() -> dict[tuple[int, str], list[ParticipationCell]]:
    """By quarter and kind the rows of years of joining that are kept of Culture."""
    culture = db.session.execute(select(Department.id).where(Department.code == "CUL")).scalar_one()
    found: dict[tuple[int, str], list[ParticipationCell]] = {}
    asked = select(ParticipationCell).where(
        ParticipationCell.scope_id == culture, ParticipationCell.dimension == Dimension.JOINED.value
    )
    for cell in db.session.execute(asked.order_by(ParticipationCell.place)).scalars():
        found.setdefault((cell.quarter, cell.kind), []).append(cell)
    return found


def groups_shown() -> list[frozenset[int]]:
    """Whom the kept rows of all quarters count, where nobody comes or goes."""
    staffed = db.session.execute(
        select(Person.id, Person.joined_on)
        .join(Posting, Posting.person_id == Person.id)
        .join(Department, Department.id == Posting.department_id)
        .where(Department.code.like("CUL%"))
    ).all()
    groups = {frozenset(row.id for row in staffed)}
    for cells in rows_of_joining().values():
        labels = [cell.label for cell in cells if not cell.merged]
        for cell in cells:
            inside = [
                row.id
                for row in staffed
                if (
                    not any(covers(label, str(row.joined_on.year)) for label in labels)
                    if cell.merged
                    else covers(cell.label, str(row.joined_on.year))
                )
            ]
            assert cell.people == len(inside)
            groups.add(frozenset(inside))
    return list(groups)


# What year of joining stands in which row, seen from a year.
ROWS = [
    (2026, 2026, "2026"),
    (2026, 2021, "2021"),  # its five, up to 2025, is not five years ago
    (2026, 2020, "2016–2020"),
    (2026, 2001, "2001–2005"),
    (2029, 2021, "2021"),
    (2030, 2021, "2021–2025"),
    (2030, 2026, "2026"),
]


@pytest.mark.parametrize(("now", "year", "row"), ROWS)
def test_years_of_joining_stand_alone_until_their_whole_five_is_five_years_ago(now: int, year: int, row: str) -> None:
    assert joined_in(year, now) == row
    assert covers(row, str(year))


def test_a_row_of_joining_never_loses_anybody_to_another_row() -> None:
    """So a row of one year is the same people as in the year before, or several of its rows together."""
    for now in range(2020, 2040):
        rows: dict[str, set[str]] = {}
        for year in range(1980, now + 1):
            rows.setdefault(joined_in(year, now + 1), set()).add(joined_in(year, now))
        whole = [before for befores in rows.values() for before in befores]
        assert len(whole) == len(set(whole))


# Half come in the last quarter of a year and in the first of the next. Of one year of joining there are a few.
STORIES = {
    "an ordinary New Year": (
        2027, {2013: 20, 2014: 40, 2017: 4, 2018: 20, 2019: 20, 2020: 20, 2021: 22, 2022: 60, 2023: 60},
    ),
    "when five years are put together": (2030, {2008: 5, 2016: 60, 2021: 16, 2022: 60, 2023: 60, 2024: 60, 2025: 60}),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_rows_of_two_years_tell_no_few_people_apart(app: Flask, story: str) -> None:
    new_year, joined = STORIES[story]
    library_with(joined, (at(f"{new_year - 1}-11-10 10:00"), at(f"{new_year}-02-10 10:00")))
    for month in (1, 4):
        with clock.at(at(f"{new_year}-{month:02}-20 10:00")):
            make_due_quarters()
    assert any(quarter == new_year * 4 - 1 for quarter, _ in rows_of_joining())
    groups = groups_shown()
    everybody = sorted(frozenset[int]().union(*groups))
    for seed in range(4):
        for found in eliminated(groups, random.Random(seed).sample(everybody, len(everybody))):
            told = sum(value != 0 for value in found.values())
            assert told == 0 or told >= FEWEST


def test_at_new_year_the_rows_of_joining_stay_what_they_were(app: Flask) -> None:
    """So one quarter can be read beside the next."""
    joined = {2008: 300, 2017: 600, 2021: 200, 2022: 500, 2024: 400}
    library_with(joined, (at("2026-11-10 10:00"), at("2027-02-10 10:00")))
    with clock.at(at("2027-04-20 10:00")):
        make_due_quarters()
    before, after = ([cell.label for cell in rows_of_joining()[quarter, "events"]] for quarter in (8107, 8108))
    assert before == after == ["2016–2020", "2022", "2024", "2006–2010", "2021"]
