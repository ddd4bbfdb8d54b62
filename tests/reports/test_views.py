"""What an HR officer sees: figures with denominators, bounded by the role; and that screen and file agree."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.actions import post_person
from learnhub.permissions import Role
from learnhub.record import actions
from learnhub.record.models import Statement
from tests.factories import at, make_course, make_department, make_person, reading
from tests.page import Page
from tests.reports.conftest import Take


def figures(page: Page, address: str) -> dict[str, list[str]]:
    """The table of a report: name → what stands in the cells."""
    opened = page.get(address)
    rows = opened.main.all("tbody")[0].all("tr") + [row for foot in opened.main.all("tfoot") for row in foot.all("tr")]
    return {row.find("th").text: [cell.text for cell in row.all("td")] for row in rows}


def file_rows(page: Page, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.get(address).body.decode("utf-8-sig"), newline="")))


@pytest.fixture
def course():
    return make_course(reading("one"), reading("two"), slug="letters", title="Letters")


def test_progress_says_of_how_many(app: Flask, page: Page, take: Take, course) -> None:
    take(make_person(department="PEN-OPS-HEX"), course)
    take(make_person(department="PEN-OPS"), course, 1)
    take(make_person(department="REV"), course)  # not Pensions: not hers to see
    found = figures(page.sign_in("hr"), "/reports/progress?course=letters&by=departments")
    # Pensions has two of the cast (learner in Hexham, hr in the People Team) and the two above.
    assert found["Pension Operations"] == ["3", "1", "1", "1", "33.3% of 3"]
    assert found["Pensions People Team"] == ["1", "1", "0", "0", "0% of 1"]
    assert found["All together"] == ["4", "2", "1", "1", "25% of 4"]


def test_every_page_says_as_at_when(app: Flask, page: Page, course) -> None:
    page.sign_in("hr")
    for address in ("/reports", "/reports/progress", "/reports/completions"):
        with clock.at(at("2026-11-03 14:05")):
            assert "3 November 2026, 14:05" in page.get(address).text


def test_one_can_go_down_the_tree_and_up_again(app: Flask, page: Page, course) -> None:
    page.sign_in("hr")
    page.get("/reports/progress?by=departments")
    below = page.get(page.now.link("Pension Operations"))
    assert below.h1 == "Progress: Pension Operations"
    assert "Hexham Office" in below.text
    assert page.get(below.link("Department for Pensions")).h1 == "Progress: Department for Pensions"


def test_a_course_leads_to_its_departments(app: Flask, page: Page, course) -> None:
    page.sign_in("hr").get("/reports/progress")
    opened = page.get(page.now.link("Letters"))
    assert "Pension Operations" in opened.text
    assert "Letters" in opened.text


@pytest.mark.parametrize(
    "where", ["reports", "reports/progress", "reports/completions", "exports", "exports/progress.csv"]
)
def test_a_department_outside_the_role_is_not_there(app: Flask, page: Page, where: str) -> None:
    page.sign_in("hr")
    for code in ("REV", "REV-CUS", "NO-SUCH"):
        page.get(f"/{where}?department={code}", 404)
    page.get(f"/{where}?course=no-such-course", 404)


@pytest.mark.parametrize(
    "where", ["reports", "reports/progress", "reports/completions", "exports", "exports/completions.csv"]
)
@pytest.mark.parametrize("role", ["learner", "ambassador", "admin", "author", "outsider", "lead", "welsh"])
def test_only_hr_may(app: Flask, page: Page, where: str, role: str) -> None:
    page.sign_in(role).get(f"/{where}", 403)


def test_headings_sort_both_ways(app: Flask, page: Page, take: Take, course) -> None:
    other = make_course(reading("one"), slug="answers", title="Answers")
    take(make_person(department="PEN"), other)
    page.sign_in("hr").get("/reports/progress")
    assert list(figures(page, "/reports/progress"))[:2] == ["Answers", "Letters"]
    assert next(iter(figures(page, page.now.link("Complete")))) == "Answers"
    assert next(iter(figures(page, page.now.link("Complete ▼")))) == "Letters"


def test_long_lists_go_on(app: Flask, page: Page, course) -> None:
    for number in range(30):
        make_department(f"PEN-{number:02}", f"Unit {number:02}", above="PEN")
    first = figures(page.sign_in("hr"), "/reports/progress?by=departments&course=letters")
    second = figures(page, page.now.link("Next page"))
    assert len(first) == len(second) + 18
    assert not (first.keys() & second.keys()) - {"All together"}


def test_who_moves_is_counted_where_they_work_now_and_their_completion_where_it_was(
    app: Flask, page: Page, take: Take, course
) -> None:
    person = make_person(department="PEN-HR")
    take(person, course)
    with database.write():
        post_person(person.id, make_department("PEN-NEW", "New Unit", above="PEN").id, clock.today())
    progress = figures(page.sign_in("hr"), "/reports/progress?course=letters&by=departments")
    assert progress["New Unit"][3] == "1"
    assert progress["Pensions People Team"][3] == "0"
    completions = figures(page, "/reports/completions?course=letters&by=departments")
    assert completions["New Unit"][0] == "0"
    assert completions["Pensions People Team"][0] == "1"


SPANS = [
    ("2026-01-01", "2026-12-31", 6),
    ("2026-02-01", "2026-02-28", 2),
    ("2026-02-10", "2026-02-10", 1),
    ("2026-01-31", "2026-03-01", 4),
    ("2026-02-11", "2026-02-27", 0),
    ("2026-03-29", "2026-03-30", 1),  # half past midnight on the day after the clocks went forward
    ("2025-01-01", "2025-12-31", 0),
]
MOMENTS = (
    "2026-01-31 23:00",
    "2026-02-10 10:00",
    "2026-02-28 23:59",
    "2026-03-01 00:01",
    "2026-03-29 23:30",
    "2026-05-05 05:05",
)


@pytest.mark.parametrize(("first", "last", "count"), SPANS)
def test_completions_are_counted_by_day_of_the_services_zone_on_screen_and_in_the_file(
    app: Flask, page: Page, take: Take, course, first: str, last: str, count: int
) -> None:
    for moment in MOMENTS:
        take(make_person(department="PEN"), course, at=at(moment))
    take(make_person(department="REV"), course, at=at("2026-02-10 10:00"))
    asked = f"course=letters&from={first}&to={last}"
    assert figures(page.sign_in("hr"), f"/reports/completions?by=courses&{asked}")["Letters"][0] == str(count)
    assert figures(page, f"/reports/completions?by=departments&{asked}")["All together"][0] == str(count)
    assert len(file_rows(page, f"/exports/completions.csv?{asked}")) == count


def test_a_voided_completion_is_in_no_figure_and_in_no_file(app: Flask, page: Page, take: Take, course) -> None:
    person = make_person(department="PEN")
    take(person, course, at=clock.now() - timedelta(days=3))
    seq = db.session.execute(db.select(Statement.seq).where(Statement.is_course_completion)).scalar_one()
    with database.write():
        actions.void(seq, person.learner_id)
    day = clock.today() - timedelta(days=5)
    asked = f"?course=letters&from={day}&to={clock.today() - timedelta(days=1)}"
    assert figures(page.sign_in("hr"), "/reports/completions" + asked)["All together"][0] == "0"
    assert figures(page, f"/reports/completions?course=letters&from={day}")["All together"][0] == "0"
    assert file_rows(page, "/exports/completions.csv" + asked) == []


def _some_activity(take: Take) -> None:
    courses = [make_course(reading("one"), reading("two"), slug=f"course-{letter}") for letter in "abc"]
    places = ("PEN", "PEN-OPS", "PEN-OPS-HEX", "PEN-HR", "REV-CUS")
    for number in range(20):
        person = make_person(department=places[number % 5])
        for place, course in enumerate(courses):
            if (number + place) % 3:
                take(person, course, None if number % 4 else 1)


@pytest.mark.parametrize("department", ["", "PEN", "PEN-OPS", "PEN-OPS-HEX", "PEN-HR"])
@pytest.mark.parametrize("course", ["", "course-a", "course-c"])
def test_screen_and_file_agree_for_each_filter(
    app: Flask, page: Page, take: Take, department: str, course: str
) -> None:
    _some_activity(take)
    asked = f"?department={department}&course={course}"
    total = figures(page.sign_in("hr"), "/reports/progress" + asked)["All together"]
    rows = file_rows(page, "/exports/progress.csv" + asked)
    assert [sum(row["state"] == state for row in rows) for state in ("in-progress", "complete")] == [
        int(total[2]),
        int(total[3]),
    ]
    completed = figures(page, "/reports/completions" + asked)["All together"][0]
    assert len(file_rows(page, "/exports/completions.csv" + asked)) == int(completed)


def test_a_department_without_people_divides_by_nothing(app: Flask, page: Page, course) -> None:
    make_department("PEN-EMPTY", "Empty Unit", above="PEN")
    assert figures(page.sign_in("hr"), "/reports/progress?department=PEN-EMPTY&by=departments")["Empty Unit"][0] == "0"
    assert figures(page, "/reports/completions?department=PEN-EMPTY&by=departments")["Empty Unit"] == ["0", "0", "–"]


def test_days_that_make_no_sense_are_explained(app: Flask, page: Page) -> None:
    page.sign_in("hr")
    assert page.get("/reports/completions?from=yesterday", 422).problems == [
        "Enter the day as year, month and day, such as 2026-11-03"
    ]
    assert page.get("/reports/completions?from=2026-05-01&to=2026-04-01", 422).problems == [
        "The last day must not be before the first"
    ]
    page.get("/reports/completions?from=0001-01-01", 422)


def test_a_withdrawn_course_keeps_its_figures(app: Flask, page: Page, take: Take, course) -> None:
    from tests.factories import withdraw_course

    take(make_person(department="PEN"), course)
    withdraw_course(course)
    assert figures(page.sign_in("hr"), "/reports/progress")["Letters"][3] == "1"


def test_who_may_see_everything_sees_everybody(app: Flask, page: Page, take: Take, course) -> None:
    from tests.factories import make_grant
    from tests.people import person

    make_grant(person("outsider"), Role.HR)
    take(make_person(department=None), course)
    take(make_person(department="REV"), course)
    found = figures(page.sign_in("outsider"), "/reports/completions?by=departments")
    assert found["No department on the day"][0] == "1"
    assert found["All together"][0] == "2"
    assert len(file_rows(page, "/exports/completions.csv")) == 2
    assert "All that you may see" in page.get("/reports/progress?department=REV&by=departments").text


def test_a_report_is_few_statements_whatever_the_number_of_departments(app: Flask, page: Page, course) -> None:
    page.sign_in("hr").get("/reports")  # the shelf is filled
    for address, most in (("/reports", 8), ("/reports/progress", 8), ("/reports/progress?by=departments", 9),
                          ("/reports/completions?from=2026-01-15", 8)):  # fmt: skip
        with page.statements() as counted:
            page.get(address)
        assert len(counted) <= most, counted
