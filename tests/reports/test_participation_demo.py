"""The page "Is it always the same people?" of a demo as it is loaded, against a hand count: every row of every table.

Plain Python over the rows of statements and postings; nothing is shared with the code that makes or shows the figures.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import text

from learnhub import clock
from learnhub.db import db
from learnhub.demo.around import load_around
from learnhub.people.queries import department_names
from learnhub.permissions import Role
from tests.demo.conftest import load_here, make_courses
from tests.factories import at, make_grant
from tests.page import Opened, Page
from tests.people import person

TODAY = at("2026-11-20 10:00")
QUARTERS = {"2026-3": (date(2026, 7, 1), date(2026, 10, 1)), "2026-2": (date(2026, 4, 1), date(2026, 7, 1))}
VERBS = {"study": (9, 5), "events": (10, 6)}  # verb and kind of object, as the database holds them
WORDS = {"units": "Departments", "grades": "Grades", "offices": "Offices", "joined": "Year of joining"}
ZONE = ZoneInfo("Europe/London")

Counts = tuple[int, int, int]  # people, took part, for the first time


@dataclass
class Somebody:
    """Where somebody was on the last day, and when they took part."""

    units: list[int]  # from the topmost department down
    grades: str
    offices: str
    joined: str
    times: list[int] = field(default_factory=list)


@pytest.fixture
def demo(empty_app: Flask) -> Iterator[Page]:
    """The demo on some day, and somebody who may see every department."""
    make_courses()
    with clock.at(TODAY):
        load_here(people=300, statements=1_500)
        load_around(1)
        make_grant(person("outsider"), Role.HR)
        yield Page(empty_app).sign_in("outsider")


def everybody(kind: str, first: date, after: date) -> list[Somebody]:
    """Those in service on the day before `after`, with each time they ever took part up to then."""
    above = dict(db.session.execute(text("SELECT id, parent_id FROM department")).all())
    voided = set(db.session.execute(text("SELECT seq FROM voided")).scalars())
    stop = milliseconds(after)
    taken = defaultdict(list)
    said = text("SELECT seq, learner_id, verb, o.kind, at FROM statement s JOIN record_object o ON o.id = s.object_id")
    for seq, learner_id, verb, thing, when in db.session.execute(said):
        if (verb, thing) == VERBS[kind] and seq not in voided and when < stop:
            taken[learner_id].append(when)
    found = []
    rows = db.session.execute(
        text(
            "SELECT p.learner_id, p.joined_on, p.left_on, q.department_id, q.grade, q.office, q.from_on, q.until_on "
            "FROM person p JOIN posting q ON q.person_id = p.id"
        )
    )
    for learner_id, joined, left, unit, grade, office, since, until in rows:
        was_there = str(joined) < str(after) and not (left and str(left) < str(after))
        if was_there and str(since) < str(after) and not (until and str(until) < str(after)):
            units = [unit]
            while above[units[0]] is not None:
                units.insert(0, above[units[0]])
            year = band(int(str(joined)[:4]), first.year)
            found.append(Somebody(units, grade or "Not known", office or "Not known", year, taken[learner_id]))
    return found


def milliseconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() * 1000)


def band(year: int, now: int) -> str:
    """Five single years, then five together."""
    if year > now - 5:
        return str(year)
    last = next(last for last in range(now - 5, 0, -5) if last - 5 < year)
    return f"{last - 4}–{last}"


def counted(people: list[Somebody], first: date) -> Counts:
    start = milliseconds(first)
    took = [one for one in people if any(when >= start for when in one.times)]
    return len(people), len(took), sum(all(when >= start for when in one.times) for one in took)


def row_of(one: Somebody, by: str, scope: int | None, names: dict[int, str]) -> str:
    """What the row is called that somebody is in."""
    if by != "units":
        return str(getattr(one, by))
    if scope is None:
        return names[one.units[0]]
    place = one.units.index(scope)
    return names[one.units[place + 1]] if place + 1 < len(one.units) else f"{names[scope]} itself"


def table_of(opened: Opened, by: str) -> dict[str, tuple[int, int, int | None, int | None]]:
    """The page's table: row → people, took part, first time, had before (None: a dash)."""
    tables = [one for one in opened.main.all("table") if one.find("caption").text.startswith(WORDS[by])]
    return {
        row.find("th").text: tuple(number_of(cell.text) for cell in row.all("td")[:4])
        for table in tables
        for row in table.find("tbody").all("tr")
    }


def number_of(said: str) -> int | None:
    found = re.match(r"[\d,]+", said)
    return int(found[0].replace(",", "")) if found else None


def check(opened: Opened, people: list[Somebody], by: str, scope: int | None, first: date) -> int:
    """Hold every row of a page's table against the hand count; how many rows there were."""
    names = department_names(clock.today())
    table = table_of(opened, by)
    for row, shown in table.items():
        whom = [
            one
            for one in people
            if (called := row_of(one, by, scope, names)) == row or ("others, together" in row and called not in table)
        ]
        number, took, new = counted(whom, first)
        assert shown[:2] == (number, took), (row, shown)
        assert shown[2:] in [(None, None), (new, took - new)], (row, shown)
    total = opened.main.find("dl").text if opened.main.all("dl") else ""
    if total and scope is not None:
        number, took, new = counted(people, first)
        assert f"({took} of {number})" in total
        assert f"({new} of {took})" in total or "For the first time–" in total.replace(" – ", "–").replace("\n", "")
    return len(table)


def test_every_table_of_the_page_agrees_with_a_hand_count_over_the_demo(demo: Page) -> None:
    units = db.session.execute(text("SELECT id, code FROM department ORDER BY id")).all()
    rows = dict.fromkeys(VERBS, 0)
    departments = set()
    for kind in VERBS:
        for quarter, (first, after) in QUARTERS.items():
            people = everybody(kind, first, after)
            opened = demo.get(f"/reports/participation?kind={kind}&quarter={quarter}")
            seen = set(table_of(opened, "units"))
            shown = [one for one in people if row_of(one, "units", None, department_names(clock.today())) in seen]
            rows[kind] += check(opened, shown if "others" not in str(seen) else people, "units", None, first)
            for unit_id, code in units:
                inside = [one for one in people if unit_id in one.units]
                for by in WORDS if "-" not in code else ("units",):
                    asked = f"kind={kind}&quarter={quarter}&department={code}&by={by}"
                    found = check(demo.get(f"/reports/participation?{asked}"), inside, by, unit_id, first)
                    rows[kind] += found
                    departments |= {code} if found and "-" not in code else set()
    assert min(rows.values()) > 10
    assert len(departments) >= 3
    assert "%" in demo.get("/reports/participation?kind=events&quarter=2026-3").text


def test_a_demo_has_a_closed_quarter_on_any_day_of_the_year(empty_app: Flask) -> None:
    make_courses()
    with clock.at(at("2027-01-03 10:00")):  # a quarter has just ended and is not closed yet
        load_here(people=120, statements=700)
        load_around(2)
        made = db.session.execute(text("SELECT count(*) FROM participation_quarter WHERE made_at IS NOT NULL")).scalar()
        latest = db.session.execute(
            text("SELECT max(quarter) FROM participation_cell WHERE taking_part > 9 AND kind IN ('study', 'events')")
        ).scalar()
    assert (made, latest) == (8, 2026 * 4 + 2)
