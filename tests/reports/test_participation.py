"""Is it always the same people? What is kept of a closed quarter, counted by hand; and that nothing else is.

`by_hand` is the hand count: every statement and posting gone through one by one, nothing shared with the code that
makes the figures but the words.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import Department, Person, Posting
from learnhub.permissions import Role
from learnhub.record import actions
from learnhub.record.bulk import load
from learnhub.record.models import Statement, Voided
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from learnhub.reports import participation
from learnhub.reports.participation import make_due_quarters
from learnhub.reports.participation_models import LearningHours, ParticipationCell, ParticipationQuarter
from learnhub.reports.participation_quarters import Quarter, last_closed, quarter_of, quarter_with, quarters_due
from learnhub.reports.participation_words import PartKind, StudyTime, joined_in, study_time
from tests.demo.conftest import load_here, make_courses
from tests.factories import at, make_department, make_grant, make_person
from tests.page import Page
from tests.people import person
from tests.reports.world import CLOSED, populated, said, staff, takes_part

SUMMER = quarter_with("2026-3")
VERBS = {9: "study", 10: "events", 11: "support"}


# Day → the last quarter whose figures may be made: two weeks after its end.
CLOSED_ON = [
    ("2026-10-14", "2026-2"),
    ("2026-10-15", "2026-3"),
    ("2026-12-31", "2026-3"),
    ("2027-01-14", "2026-3"),
    ("2027-01-15", "2026-4"),
]


@pytest.mark.parametrize(("day", "code"), CLOSED_ON)
def test_a_quarter_is_closed_two_weeks_after_its_end(day: str, code: str) -> None:
    today = at(day + " 12:00").date()
    assert last_closed(today).code == code
    assert [quarter.code for quarter in quarters_due(today)][-1] == code


def test_a_quarter_has_three_months_of_the_services_zone() -> None:
    assert SUMMER is not None
    assert (SUMMER.first.isoformat(), SUMMER.last.isoformat()) == ("2026-07-01", "2026-09-30")
    assert SUMMER.span == (at("2026-06-30 23:00"), at("2026-09-30 23:00"))
    assert quarter_of(SUMMER.last) == SUMMER
    assert [quarter_with(code) for code in (None, "", "2026", "2026-5", "26-1", "0001-1")] == [None] * 6


def test_years_of_joining_stand_alone_while_they_are_recent() -> None:
    found = [joined_in(year, 2026) for year in (2026, 2022, 2021, 2017, 2016, 2001)]
    assert found == ["2026", "2022", "2021", "2016–2020", "2016–2020", "2001–2005"]


# In whose time each entry was → in whose time the person studied.
TIMES = [
    ({None}, StudyTime.UNSAID),
    ({Means.WORK_TIME, None}, StudyTime.WORK),
    ({Means.OWN_TIME}, StudyTime.OWN),
    ({Means.OWN_TIME, Means.WORK_TIME}, StudyTime.BOTH),
    ({Means.BOTH_TIMES, None}, StudyTime.BOTH),
]


@pytest.mark.parametrize(("means", "time"), TIMES)
def test_in_whose_time_somebody_studied(means: set[int | None], time: StudyTime) -> None:
    assert study_time(means) is time


# The hand count.


def by_hand(quarter: Quarter, kind: str) -> list[dict[str, Any]]:
    """Everybody in service on the quarter's last day: where, since when, and what they did."""
    start, stop = quarter.span
    voided = set(db.session.execute(select(Voided.seq)).scalars())
    did: dict[int, list[Statement]] = defaultdict(list)
    for row in db.session.execute(select(Statement)).scalars():
        what = "courses" if row.verb == 2 and row.is_course_completion else VERBS.get(row.verb)
        if what == kind and row.seq not in voided and row.at < stop:
            did[row.learner_id].append(row)
    above: dict[int, int | None] = dict(db.session.execute(select(Department.id, Department.parent_id)).all())
    people = []
    for someone, posting in db.session.execute(select(Person, Posting).join(Posting, Posting.person_id == Person.id)):
        serves = someone.joined_on <= quarter.last and (someone.left_on is None or someone.left_on > quarter.last)
        posted = posting.from_on <= quarter.last and (posting.until_on is None or posting.until_on > quarter.last)
        if not (serves and posted):
            continue
        units = [posting.department_id]
        while (parent := above[units[-1]]) is not None:
            units.append(parent)
        rows = did[someone.learner_id]
        now = [row for row in rows if row.at >= start]
        people.append(
            {
                "units": units,
                "grades": posting.grade or "",
                "offices": posting.office or "",
                "joined": joined_in(someone.joined_on.year, quarter.year),
                "times": len(now),
                "is_new": bool(now) and len(now) == len(rows),
                "before": len(rows) > len(now),
                "time": study_time({row.means for row in now}).value if now else None,
            }
        )
    return people


def counted(
    people: list[dict[str, Any]], cell: ParticipationCell, cells: list[ParticipationCell]
) -> list[dict[str, Any]]:
    """Whom a kept figure is of, by what it is called; "others" are those in no other row of its table."""
    inside = [one for one in people if cell.scope_id in (0, *one["units"])]
    if cell.dimension == "all":
        if cell.scope_id:
            return inside
        rows = [other for other in cells if (other.quarter, other.kind, other.scope_id) == (cell.quarter, cell.kind, 0)]
        shown = {other.unit_id for other in rows if other.unit_id}
        return [
            one
            for one in inside
            if one["units"][-1] in shown or any(row.merged for row in rows if row.dimension == "units")
        ]
    table = [
        other for other in cells
        if (other.quarter, other.kind, other.scope_id, other.dimension)
        == (cell.quarter, cell.kind, cell.scope_id, cell.dimension)
    ]  # fmt: skip
    names = {_name(other) for other in table if not other.merged}
    if cell.merged:
        return [one for one in inside if _of(one, cell) is not None and _of(one, cell) not in names]
    return [one for one in inside if _of(one, cell) == _name(cell)]


def _name(cell: ParticipationCell) -> object:
    return cell.unit_id if cell.dimension == "units" else cell.label


def _of(one: dict[str, Any], cell: ParticipationCell) -> object:
    """The row of a table that somebody is in."""
    if cell.dimension != "units":
        return one[cell.dimension]
    path = [*reversed(one["units"])]
    if cell.scope_id == 0:
        return path[0]
    place = path.index(cell.scope_id)
    return path[min(place + 1, len(path) - 1)]


def agreement(quarter: Quarter) -> int:
    """Hold every kept figure of a quarter against the hand count; how many there were."""
    cells = list(
        db.session.execute(select(ParticipationCell).where(ParticipationCell.quarter == quarter.number)).scalars()
    )
    for kind in PartKind:
        people = by_hand(quarter, kind.value)
        for cell in cells:
            if cell.kind != kind:
                continue
            whom = counted(people, cell, cells)
            took = [one for one in whom if one["times"]]
            newcomers = sum(one["is_new"] for one in took)
            if cell.dimension == "time":
                whom = [one for one in people if cell.scope_id in one["units"]]
            assert (cell.people, cell.taking_part) == (len(whom), len(took)), cell.__dict__
            assert cell.newcomers in (None, newcomers)
            if cell.top_share is not None:
                times = sorted((one["times"] for one in took), reverse=True)
                most = times[: -(-len(times) // 10)]
                assert (cell.top_share, len(most) >= 10) == (round(100 * sum(most) / sum(times)), True)
    return len(cells)


def test_the_figures_agree_with_a_hand_count_over_the_demo(empty_app: Flask) -> None:
    """The demo as it is loaded, some weeks later, when its first quarter is closed."""
    make_courses()
    with clock.at(at("2026-12-20 10:00")):
        load_here(people=600, statements=6_000)
    with clock.at(at("2027-01-20 10:00")):
        assert make_due_quarters() == 8
    assert agreement(Quarter(2026 * 4 + 3)) > 20


def test_the_figures_agree_with_a_hand_count_over_two_years(app: Flask) -> None:
    populated()
    with clock.at(CLOSED):
        make_due_quarters()
    total = sum(agreement(quarter) for quarter in quarters_due(CLOSED.date()))
    assert total > 300


def test_movers_leavers_and_voided_entries_are_counted_as_the_page_says(app: Flask) -> None:
    rng = random.Random(2)
    people = staff(400, ("PEN-OPS", "PEN-HR", "REV"), rng)
    load(takes_part(people, rng, at("2026-05-01 09:00"), at("2026-09-30 09:00")), finish=False)
    with database.write():
        for row in db.session.execute(select(Statement).where(Statement.verb == 10).limit(30)).scalars().all():
            actions.void(row.seq, row.learner_id)
        for someone in people[:40]:  # they move in the middle of the quarter
            db.session.execute(
                update(Posting)
                .where(Posting.person_id == someone.id)
                .values(until_on=at("2026-08-10 09:00").date(), is_current=False)
            )
            db.session.add(
                Posting(
                    person_id=someone.id,
                    department_id=db.session.execute(
                        select(Department.id).where(Department.code == "TRA")
                    ).scalar_one(),
                    from_on=at("2026-08-10 09:00").date(),
                    grade="EO",
                    is_current=True,
                )
            )
    with clock.at(CLOSED):
        make_due_quarters()
    assert SUMMER is not None
    assert agreement(SUMMER) > 10


# What can be found in it.


def test_no_kept_figure_less_any_other_is_about_a_few_people(app: Flask) -> None:
    """All departments, tables and levels of the tree, the whole service: as sets of people, subtracted both ways."""
    rng = random.Random(8)
    people = staff(900, ("PEN", "PEN-OPS", "PEN-OPS-HEX", "PEN-HR", "REV-CUS"), rng)
    people += staff(9, ("CUL-LIB",), rng) + staff(12, ("TRA-CDF",), rng)  # too small to be told
    load(takes_part(people, rng, at("2025-11-05 09:00"), at("2026-09-30 09:00")), finish=False)
    with clock.at(CLOSED):
        make_due_quarters()
    cells = list(db.session.execute(select(ParticipationCell)).scalars())
    for quarter in quarters_due(CLOSED.date())[-3:]:
        for kind in PartKind:
            everybody = by_hand(quarter, kind.value)
            places = {id(one): place for place, one in enumerate(everybody)}
            groups: set[frozenset[int]] = set()
            for cell in cells:
                if (cell.quarter, cell.kind) != (quarter.number, kind):
                    continue
                whom = counted(everybody, cell, cells)
                took = [one for one in whom if one["times"]]
                parts = [took, [one for one in whom if not one["times"]]] if cell.dimension != "time" else [took]
                if cell.newcomers is not None:
                    parts += [[one for one in took if one["is_new"]], [one for one in took if not one["is_new"]]]
                groups |= {frozenset(places[id(one)] for one in part) for part in parts}
            groups.discard(frozenset())
            assert all(len(group) >= 10 for group in groups)
            for one, other in combinations(groups, 2):
                assert not (one < other and len(other - one) < 10)
                assert not (other < one and len(one - other) < 10)


def test_who_had_come_less_who_came_again_is_never_a_few(app: Flask) -> None:
    """From quarter to quarter: of a department where nobody comes or goes, the first-timers so far are known."""
    rng = random.Random(3)
    with database.write():
        people = [make_person(department="CUL", grade=None) for _ in range(60)]
    regulars = people[:40]
    rows = [said(one.learner_id, Verb.ATTENDED, ObjectKind.EVENT, "1", at("2026-02-03 10:00")) for one in regulars]
    rows += [
        said(one.learner_id, Verb.ATTENDED, ObjectKind.EVENT, "2", at("2026-05-05 10:00")) for one in regulars[:39]
    ]
    rows += [
        said(one.learner_id, Verb.ATTENDED, ObjectKind.EVENT, "3", at("2026-08-04 10:00")) for one in regulars[:28]
    ]
    load(rows, finish=False)
    rng.shuffle(people)
    with clock.at(CLOSED):
        make_due_quarters()
    found = {
        cell.quarter % 4 + 1: (cell.newcomers, cell.taking_part)
        for cell in cells_of("events", "CUL")
        if cell.dimension == "all" and cell.taking_part
    }
    # In the second quarter 39 of the 40 came again and one did not. That nobody came for the first time would give that
    # one away, so it is not said: the 39 may be others. In the third, twelve did not come again.
    assert found == {1: (40, 40), 2: (None, 39), 3: (0, 28)}


def cells_of(kind: str, code: str) -> Iterator[ParticipationCell]:
    scope = db.session.execute(select(Department.id).where(Department.code == code)).scalar_one()
    yield from db.session.execute(
        select(ParticipationCell).where(ParticipationCell.scope_id == scope, ParticipationCell.kind == kind)
    ).scalars()


def test_a_department_where_eleven_of_twelve_came_is_in_no_figure(app: Flask) -> None:
    with database.write():
        twelve = [make_person(department="TRA-CDF") for _ in range(11)]  # and one of the cast
        others = [make_person(department="CUL") for _ in range(60)]
    came = [*twelve, *others[:30]]
    load(
        [said(one.learner_id, Verb.ATTENDED, ObjectKind.EVENT, "1", at("2026-08-04 10:00")) for one in came],
        finish=False,
    )
    with clock.at(CLOSED):
        make_due_quarters()
    assert SUMMER is not None
    assert [cell for cell in cells_of("events", "TRA") if cell.quarter == SUMMER.number] == []
    total = next(
        cell
        for cell in db.session.execute(select(ParticipationCell).where(ParticipationCell.scope_id == 0)).scalars()
        if cell.kind == "events" and cell.dimension == "all" and cell.taking_part
    )
    assert total.taking_part == 30  # the whole is of the departments shown: nothing is left to subtract
    assert total.merged >= 1


# The job.


def test_a_quarter_is_made_once_and_what_comes_late_does_not_change_it(app: Flask) -> None:
    populated(400)
    with clock.at(CLOSED):
        assert make_due_quarters() == 8
        before = kept()
        late = person("learner").learner_id
        load([said(late, Verb.ATTENDED, ObjectKind.EVENT, "1", at("2026-08-04 10:00"))], finish=False)
        assert make_due_quarters() == 0
        assert kept() == before


def kept() -> list[Any]:
    return [
        row
        for table in (ParticipationCell, LearningHours, ParticipationQuarter)
        for row in db.session.execute(select(*table.__table__.columns).order_by(*table.__table__.primary_key)).all()
    ]


def test_a_machine_that_died_half_way_is_replaced_and_leaves_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    populated(300)

    def dies(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched, clock.at(CLOSED):
        patched.setattr(participation, "hours", dies)
        with pytest.raises(RuntimeError):
            make_due_quarters()
    with clock.at(CLOSED + timedelta(minutes=30)):
        assert make_due_quarters() == 7  # the first one may still be being made
    with clock.at(CLOSED + timedelta(minutes=90)):
        assert make_due_quarters() == 1
        after = kept()
        assert sum(row.made_at is not None for row in after if hasattr(row, "made_at")) == 8


def test_two_machines_do_not_make_the_same_quarter(app: Flask) -> None:
    assert SUMMER is not None
    with clock.at(CLOSED):
        with database.write():
            db.session.execute(insert(ParticipationQuarter), [{"quarter": SUMMER.number, "claimed_at": CLOSED}])
        assert make_due_quarters() == 7
        assert not participation._claim(SUMMER)


def test_the_figures_are_gathered_by_the_jobs(app: Flask) -> None:
    with clock.at(CLOSED):
        result = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert "participation: figures of 8 quarters made" in result.output


# The pages.


@pytest.fixture
def summer(app: Flask) -> Iterator[None]:
    populated()
    with clock.at(CLOSED):
        make_due_quarters()
        yield


def test_an_hr_officer_sees_whether_it_is_the_same_people(page: Page, summer: None) -> None:
    opened = page.sign_in("hr").get("/reports")
    opened = page.get(opened.link("Is it always the same people?"))
    assert opened.h1 == "Is it always the same people? Events: Department for Pensions"
    assert "July to September 2026" in opened.text
    assert "The most active tenth of them" in opened.text
    for by in ("Grades", "Offices", "Year of joining"):
        assert page.get(opened.link(by)).status == 200
    for kind in ("Study by oneself", "Courses", "Helping colleagues"):
        assert kind in page.get(opened.link(kind)).h1
    below = page.get(opened.link("Pension Operations"))
    assert "Grades, offices and years of joining are shown for a whole department only." in below.text
    assert "Hexham Office" in below.text


def test_a_quarter_that_is_not_shown_has_a_row_that_says_so(page: Page, summer: None) -> None:
    """A row left out would make two quarters that are half a year apart look like neighbours."""
    assert SUMMER is not None
    spring = SUMMER.number - 1
    with database.write():
        db.session.execute(delete(ParticipationCell).where(ParticipationCell.quarter == spring))
    page.sign_in("hr")
    for address in ("/reports/participation", "/reports/hours"):
        opened = page.get(address)
        row = next(row for row in opened.main.all("tbody")[-1].all("tr") if "April to June 2026" in row.text)
        assert row.all("td")[0].text == "Not shown"


def test_quarters_before_anybody_took_part_are_no_rows_of_noughts(page: Page, summer: None) -> None:
    page.sign_in("hr")
    told = page.get("/reports/participation").text
    assert "October to December 2024" not in told  # taking part begins in January 2025
    assert "Before 1 January 2025 the record knows of nobody here who took part." in told
    nobody_ever = page.get("/reports/participation?kind=courses").text
    assert "April to June 2026" not in nobody_ever
    assert "Before 1 July 2026 the record knows of nobody here who took part." in nobody_ever


def test_the_page_says_what_a_row_of_joining_is(page: Page, summer: None) -> None:
    opened = page.sign_in("hr").get("/reports/participation?kind=courses&by=joined")
    assert "by fixed fives, such as 2016–2020" in opened.text
    assert "by fixed fives" not in page.get("/reports/participation").text


def test_a_page_is_few_statements_and_bytes(page: Page, summer: None) -> None:
    page.sign_in("hr").get("/reports/participation")
    for address in ("/reports/participation?by=grades", "/reports/hours", "/reports/participation?department=PEN-OPS"):
        with page.statements() as statements:
            opened = page.get(address)
        assert len(statements) <= 6, statements
        assert opened.wire_bytes < 8_000


def test_an_officer_of_everything_sees_departments_and_goes_down(page: Page, summer: None) -> None:
    make_grant(person("outsider"), Role.HR)
    opened = page.sign_in("outsider").get("/reports/participation")
    assert "Department for Pensions" in opened.main.text
    assert "Choose a department for its units, grades, offices and years of joining." in opened.text
    assert "Grades" not in [tab.text for tab in opened.main.all("a")]
    assert page.get(opened.link("Department for Pensions")).status == 200


def test_an_officer_of_several_departments_chooses_one(page: Page, summer: None) -> None:
    make_grant(person("outsider"), Role.HR, "PEN")
    make_grant(person("outsider"), Role.HR, "REV")
    page.sign_in("outsider")
    for where in ("participation", "hours", "pulse"):
        opened = page.get(f"/reports/{where}")
        assert page.get(opened.link("Department for Pensions")).status == 200


def test_nothing_of_another_department_can_be_asked_for(page: Page, summer: None) -> None:
    page.sign_in("hr")
    for where in ("participation", "hours", "pulse"):
        page.get(f"/reports/{where}?department=REV", 404)
    for asked in ("quarter=1999-1", "quarter=x", "by=all", "by=time", "kind=x", "by=nonsense"):
        assert page.get(f"/reports/participation?{asked}").h1.startswith("Is it always the same people?")


def test_before_the_first_quarter_the_page_says_when(page: Page) -> None:
    with clock.at(at("2026-10-03 10:00")):
        assert "The next one is on 15 October 2026" in page.sign_in("hr").get("/reports/participation").text
        assert "The next one is on 15 October 2026" in page.get("/reports/hours").text


def test_hours_are_told_by_kind_and_by_how_they_are_known(app: Flask, page: Page) -> None:
    with database.write():
        people = [make_person(department="PEN") for _ in range(40)]
    when = at("2026-08-04 10:00")
    rows = [
        said(one.learner_id, Verb.STUDIED, ObjectKind.STUDY, str(n), when, 90, Means.OWN_TIME)
        for n, one in enumerate(people[:20])
    ]
    rows += [said(one.learner_id, Verb.ATTENDED, ObjectKind.EVENT, "1", when, 120) for one in people[:12]]
    rows += [said(one.learner_id, Verb.HELPED, ObjectKind.SUPPORT, "1", when, 60) for one in people[:9]]
    load(rows, finish=False)
    with database.write():  # a colleague confirms eleven of the twelve: the twelfth would stand alone
        for seq in db.session.execute(select(Statement.seq).where(Statement.verb == 10).limit(11)).scalars().all():
            actions.witness(seq, person("hr").learner_id)
    with clock.at(CLOSED):
        make_due_quarters()
        opened = page.sign_in("hr").get("/reports/hours")
    rows_shown = {
        row.find("th").text: [cell.text for cell in row.all("td")] for row in opened.main.all("tbody")[0].all("tr")
    }
    assert rows_shown["Study by oneself"] == ["–", "–", "30"]
    assert rows_shown["Events"] == ["–", "22", "–"]
    assert rows_shown["Helping colleagues"] == ["–", "–", "–"]
    assert "48% (20 of 42)" in opened.text  # who studied by themselves: nobody is named
    assert Assurance.WITNESSED in {row.assurance for row in db.session.execute(select(LearningHours.assurance))}


def test_work_time_and_own_time_are_told_apart_where_that_gives_nobody_away(app: Flask, page: Page) -> None:
    with database.write():
        people = [make_person(department="PEN") for _ in range(60)]
    means = [Means.WORK_TIME] * 15 + [Means.OWN_TIME] * 14 + [Means.BOTH_TIMES] * 4
    when = at("2026-08-04 10:00")
    load(
        [
            said(one.learner_id, Verb.STUDIED, ObjectKind.STUDY, str(n), when, 30, how)
            for n, (one, how) in enumerate(zip(people, means, strict=False))
        ],
        finish=False,
    )
    with clock.at(CLOSED):
        make_due_quarters()
    found = Counter(
        {cell.label or "others": cell.taking_part for cell in cells_of("study", "PEN") if cell.dimension == "time"}
    )
    assert found == {"work": 15, "others": 18}  # the four would be found as the rest, so the smaller row joins them
    with clock.at(CLOSED):
        text = page.sign_in("hr").get("/reports/hours").text
    assert "24% (15 of 62)" in text


def test_an_organiser_sees_the_share_of_newcomers_when_neither_are_a_few(app: Flask) -> None:
    from learnhub.events.models import SignUp
    from learnhub.reports.participation_events import newcomer_share
    from tests.events.world import make_event

    event = make_event()
    with database.write():
        people = [make_person() for _ in range(25)]
        for number, one in enumerate(people):
            db.session.add(
                SignUp(
                    event_id=event.id, person_id=one.id, learner_id=one.learner_id, state="going",
                    is_newcomer=number < 11, queued_at=clock.now(), statement_seq=number + 1,
                )
            )  # fmt: skip
    assert newcomer_share(event.id) == (44, 25)
    with database.write():
        db.session.execute(update(SignUp).where(SignUp.person_id == people[0].id).values(is_newcomer=False))
        db.session.execute(update(SignUp).where(SignUp.person_id == people[1].id).values(is_newcomer=False))
    assert newcomer_share(event.id) is None
    assert newcomer_share(event.id + 1) is None


def test_a_unit_that_was_opened_below_is_part_of_its_department(app: Flask) -> None:
    make_department("PEN-NEW", "New Unit", above="PEN-OPS")
    populated(600, codes=("PEN-OPS", "PEN-NEW", "PEN-HR"))
    with clock.at(CLOSED):
        make_due_quarters()
    assert SUMMER is not None
    assert agreement(SUMMER) > 10


def test_a_record_tells_hours_by_what_they_went_to(app: Flask, page: Page) -> None:
    """On one's own record, as HR sees it of everybody together."""
    learner = person("learner")
    when = at("2026-08-04 10:00")
    load(
        [
            said(learner.learner_id, Verb.STUDIED, ObjectKind.STUDY, "1", when, 90),
            said(learner.learner_id, Verb.HELPED, ObjectKind.SUPPORT, "1", when, 60, assurance=Assurance.WITNESSED),
        ],
        finish=False,
    )
    tables = page.sign_in("learner").get("/record").main.all("table")
    table = next(one for one in tables if one.find("caption").text == "Time, by what it went to")
    rows = {row.find("th").text: [cell.text for cell in row.all("td")] for row in table.find("tbody").all("tr")}
    assert [cell for cell in rows["Helping colleagues"] if cell[0] != "0"] == ["1 hour"]
    assert len(rows) == 2
