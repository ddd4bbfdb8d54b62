"""My record as its owner sees it, downloads it, prints it; and that nobody else does."""

import csv
import io
from datetime import date
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import insert, update

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people.models import DepartmentName, Learner
from learnhub.record import actions, looks
from learnhub.record.download import safe_cell
from learnhub.record.words import Means
from learnhub.web.access_log import Looked, log_access
from tests import people
from tests.factories import at, make_course, quiz, reading, task, withdraw_course
from tests.page import Page
from tests.record.conftest import Press

OLD, NEW = at("2025-03-03 10:00"), at("2026-11-03 14:05")


def test_an_empty_record_says_how_to_begin(page: Page) -> None:
    opened = page.sign_in("learner").get("/record")
    assert "Nothing here yet" in opened.text
    assert "/courses" in opened.links


def test_everything_is_there_by_year_newest_first_with_how_we_know(page: Page, press: Press, hand_in: Press) -> None:
    course = make_course(reading("a", minutes=7), quiz("q", minutes=8), title="Letters")
    press(course, "a", at=OLD)
    hand_in(course, "q", 800, at=NEW)
    opened = page.sign_in("learner").get("/record")
    assert [heading.text for heading in opened.main.all("h2")] == ["2026", "2025"]
    rows = [row.text for row in opened.main.all("tbody")[1].all("tr")]
    assert any("Completed" in row and "Letters" in row and "Recorded by LearnHub" in row for row in rows)
    assert any("Passed, 80%" in row for row in rows)
    assert "You told us" in opened.main.all("tbody")[2].text
    hours = opened.main.all("tbody")[0].text
    assert "7 minutes" in hours
    assert "8 minutes" in hours


def test_the_record_takes_few_statements_however_long_it_is(page: Page, press: Press, learner: int) -> None:
    course = make_course(*(reading(f"m{number}") for number in range(30)))
    for number in range(30):
        press(course, f"m{number}")
    page.sign_in("learner").get("/record")
    with page.statements() as counted:
        page.get("/record")
    assert len(counted) == 3, counted
    with page.statements() as counted:
        page.get("/record/transcript")
    assert len(counted) == 4, counted
    with page.statements() as counted:
        page.get("/record/access")
    assert len(counted) == 2, counted
    with page.statements() as counted:
        page.get("/record.csv")
    assert len(counted) == 3, counted


def test_a_long_record_is_paged_by_key_without_a_gap_or_a_repeat(page: Page, press: Press) -> None:
    course = make_course(*(reading(f"m{number}", title=f"Module {number:02}") for number in range(60)))
    for number in range(60):
        press(course, f"m{number}", at=at("2026-11-01 09:00"))  # all at one instant: the hardest case
    seen: list[str] = []
    address: str | None = "/record"
    page.sign_in("learner")
    for _ in count():
        assert address is not None
        opened = page.get(address)
        seen += [
            heading.text
            for heading in opened.main.all("th")
            if heading.get("scope") == "row" and "Module" in heading.text
        ]
        more = [link for link in opened.main.all("a") if link.text == "Next page"]
        if not more:
            break
        address = more[0].get("href")
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("after", ["x", "1-", "-1", "99999999999999999999-1", "1-99999999999999999999", "١-١"])
def test_a_key_that_is_none_begins_at_the_beginning(page: Page, press: Press, after: str) -> None:
    press(make_course(reading("a")), "a")
    assert "A" in page.sign_in("learner").get(f"/record?after={after}").text


def test_filters_by_year_course_kind_and_assurance(page: Page, press: Press, hand_in: Press) -> None:
    letters = make_course(reading("letter-a"), quiz("letter-q"), title="Letters", slug="letters")
    numbers = make_course(reading("number-a"), task("number-t"), title="Numbers", slug="numbers")
    press(letters, "letter-a", at=OLD)
    hand_in(letters, "letter-q", 900, at=NEW)
    press(numbers, "number-a", at=NEW)
    page.sign_in("learner")

    def shown(query: str) -> set[str]:
        opened = page.get(f"/record?{query}")
        headings = opened.main.all("th")
        return {
            heading.text.split("\n")[0]
            for heading in headings
            if heading.get("scope") == "row" and not heading.text.isdigit()
        }

    assert shown("year=2025") == {"Letter a"}
    assert shown(f"course={numbers.id}") == {"Number a"}
    assert shown("kind=courses") == {"Letters"}
    assert shown("kind=checks&known=3") == {"Letter q"}
    assert shown("known=1") == {"Letter a", "Number a"}
    assert shown("kind=nonsense&year=soon&course=-1&known=9") == {"Letters", "Letter a", "Letter q", "Number a"}
    assert "Nothing in your record fits" in page.get("/record?year=2025&kind=courses").text


def test_a_year_is_counted_in_the_services_zone(page: Page, press: Press) -> None:
    course = make_course(reading("a"), reading("b"))
    press(course, "a", at=at("2025-06-30 23:30"))  # 1 July, half past midnight, in London
    opened = page.sign_in("learner").get("/record")
    assert "1 July 2025" in opened.text


def test_a_completed_course_leads_to_its_certificate_and_says_what_it_rests_on(
    page: Page, press: Press, hand_in: Press
) -> None:
    course = make_course(task("t"), quiz("q"), title="Letters", slug="letters")
    press(course, "t", Means.TASK, at=NEW)
    hand_in(course, "q", 800, at=NEW)
    plain = make_course(reading("a"), title="Numbers", slug="numbers")
    press(plain, "a", at=NEW)
    opened = page.sign_in("learner").get("/record?kind=courses")
    rows = {row.find("th").text: row for row in opened.main.all("tbody")[-1].all("tr")}
    assert "Recorded by LearnHub: check passed" in rows["Letters"].text
    assert "You told us" in rows["Numbers"].text
    assert rows["Letters"].find("a").get("href") == "/courses/letters/certificate"
    assert "check passed" not in page.get("/record?kind=modules").text
    transcript = page.get("/record/transcript")
    assert "Recorded by LearnHub: check passed" in transcript.main.all("tbody")[0].text
    assert {"/courses/letters/certificate", "/courses/numbers/certificate"} <= set(transcript.links)
    assert "Recorded by LearnHub: check passed" in page.get("/record.csv").text
    withdraw_course(course)
    page.get("/courses/letters/certificate")
    assert "/courses/letters/certificate" in page.get("/record").links


def test_a_day_is_said_once_and_no_minutes_are_an_empty_cell(page: Page, press: Press) -> None:
    course = make_course(reading("a", minutes=7), reading("b", minutes=5), reading("c", minutes=3))
    for slug, when in (("a", OLD), ("b", NEW), ("c", NEW)):
        press(course, slug, at=when)
    opened = page.sign_in("learner").get("/record")
    assert opened.main.text.count("3 November 2026") == 1
    assert [cell.text for cell in opened.main.all("tbody")[1].all("td", class_="n")] == ["", "3", "5"]


@pytest.mark.parametrize("query", ["known=x", "year=soon", "kind=nonsense"])
def test_a_choice_that_makes_no_sense_is_said_to_be_left_out(page: Page, press: Press, query: str) -> None:
    press(make_course(reading("a")), "a")
    page.sign_in("learner")
    assert "We did not understand" in page.get(f"/record?{query}").text
    assert "We did not understand" not in page.get("/record?known=1&year=").text


def test_what_was_taken_back_is_struck_and_not_counted(page: Page, press: Press, learner: int) -> None:
    course = make_course(reading("a", minutes=7), reading("b", minutes=5))
    seq = press(course, "a")
    with database.write():
        actions.void(seq, learner)
    opened = page.sign_in("learner").get("/record")
    assert "Taken back" in opened.text
    assert opened.main.find("s").text == "A"
    assert "7 minutes" not in opened.text


def test_what_a_colleague_confirmed_is_said_so_and_counts_once(page: Page, press: Press, learner: int) -> None:
    course = make_course(task("t", minutes=20), reading("b"))
    seq = press(course, "t", Means.TASK)
    with database.write():
        actions.witness(seq, people.person("ambassador").learner_id)
        actions.witness(seq, people.person("lead").learner_id)
    opened = page.sign_in("learner").get("/record")
    row = next(row for row in opened.main.all("tr") if "by doing the task" in row.text)
    assert "A colleague confirmed" in row.text
    assert opened.text.count("20 minutes") == 1
    assert "by doing the task" in page.get("/record?known=2").text
    assert "by doing the task" not in page.get("/record?known=1").text


def test_a_course_keeps_its_title_after_it_was_withdrawn(page: Page, press: Press) -> None:
    course = make_course(reading("a", title="Open a letter"), title="Letters")
    press(course, "a")
    withdraw_course(course)
    page.sign_in("learner")
    assert "Letters" in page.get("/record").text
    assert "Open a letter" in page.get("/record").text
    assert "Letters" in page.get("/record/transcript").text


def test_the_download_holds_everything_and_opens_in_excel(
    page: Page, press: Press, hand_in: Press, learner: int
) -> None:
    course = make_course(reading("a", title="=HYPERLINK(1)"), quiz("q", minutes=8), title="Café")
    seq = press(course, "a", at=at("2026-11-03 14:05"))
    hand_in(course, "q", 805, at=at("2026-11-03 14:15"))
    with database.write():
        actions.witness(seq, people.person("ambassador").learner_id)
    opened = page.sign_in("learner").get("/record.csv")
    assert opened.body.startswith(b"\xef\xbb\xbf")
    assert opened.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(opened.body.decode("utf-8-sig"))))
    assert [row["What happened"] for row in rows] == ["Completed", "Passed", "Completed", "Confirmed by a colleague"]
    first, check, completed, confirmed = rows
    assert first["When"] == "2026-11-03T14:05:00Z"
    assert first["Module"] == "'=HYPERLINK(1)"
    assert first["Course"] == "Café"
    assert first["How we know"] == "A colleague confirmed"
    assert check["Score in per cent"] == "80.5"
    assert completed["Department then"] == "Hexham Office"
    assert completed["Grade then"] == "AO"
    assert confirmed["About statement"] == first["Statement"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_no_cell_is_run_as_a_formula(text: str) -> None:
    assert safe_cell(text) == "'" + text


def test_numbers_stay_numbers() -> None:
    assert [safe_cell(value) for value in (-1, 80.5, 0, None, "x-1")] == ["-1", "80.5", "0", "", "x-1"]


def test_the_transcript_names_the_department_as_it_was_called_then(page: Page, press: Press) -> None:
    course = make_course(reading("a"), title="Letters", version="2.1")
    press(course, "a", at=OLD)
    with database.write():
        hexham = people.department("PEN-OPS-HEX").id
        db.session.execute(
            insert(DepartmentName).values(department_id=hexham, from_on=date(2026, 1, 1), name="Tyne Valley Office")
        )
    opened = page.sign_in("learner").get("/record/transcript")
    row = opened.main.all("tbody")[0].text
    assert "Hexham Office" in row
    assert "2.1" in row
    assert "3 March 2025" in row
    assert "Tyne Valley Office" in opened.text  # where the person is now
    assert "Letters" not in page.get("/record/transcript?year=2026").text


def test_who_looked_is_told_to_the_owner_alone(page: Page) -> None:
    learner_id, admin = people.person("learner").id, people.person("admin").id
    with clock.at(at("2026-11-03 14:05")):
        log_access(admin, Looked.OPENED_PERSON, learner_id)
    opened = page.sign_in("learner").get("/record/access")
    assert "Ada Okoro" in opened.main.text
    assert "3 November 2026, 14:05" in opened.main.text
    assert "Opened your details" in opened.main.text
    assert "Ada Okoro" not in page.sign_in("outsider").get("/record/access").main.text


def test_a_visitor_who_looks_often_in_a_day_is_one_line_with_how_often(app: Flask, page: Page) -> None:
    lena, admin, lead = (people.person(role).id for role in ("learner", "admin", "lead"))
    for moment, who in [("23:30", lead), ("09:00", admin), ("09:01", lead), ("09:02", admin), ("14:05", admin)]:
        with clock.at(at(f"2026-11-0{2 if moment == '23:30' else 3} {moment}")):
            log_access(who, Looked.OPENED_PERSON, lena)
    rows = [row.text for row in page.sign_in("learner").get("/record/access").main.all("tr")[1:]]
    assert len(rows) == 3
    assert "14:05" in rows[0]
    assert "Opened your details 3 times" in rows[0]
    assert "times" not in rows[1] + rows[2]


def test_looks_page_by_whole_days_and_lose_none(app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "MOST_ENTRIES", 40)
    lena, admin = people.person("learner").id, people.person("admin").id
    for day in range(1, 31):
        for minute in range(3 if day % 2 else 1):
            with clock.at(at(f"2026-10-{day:02} 09:0{minute}")):
                log_access(admin, Looked.OPENED_PERSON, lena)
    with clock.at(at("2026-10-31 09:00")):
        for _ in range(45):
            log_access(admin, Looked.OPENED_PERSON, lena)
    db.session.rollback()
    seen, after = 0, None
    while True:
        found = looks.looks_at(lena, after)
        seen += sum(line.times.total() for line in found.rows)
        if found.next_key is None:
            break
        after = int(found.next_key)
    assert seen == 45 + 15 * 3 + 15


def test_somebody_elses_record_is_nowhere_to_be_asked_for(page: Page, press: Press) -> None:
    press(make_course(reading("a"), title="Letters"), "a")
    page.sign_in("outsider")
    for address in ("/record", "/record?learner=1", "/record/transcript", "/record.csv"):
        assert "Letters" not in page.get(address).text


@pytest.mark.parametrize("address", ["/record", "/record.csv", "/record/transcript", "/record/access"])
def test_who_is_not_signed_in_is_sent_to_sign_in(page: Page, address: str) -> None:
    assert page.get(address, 302).location.startswith("/sign-in")


def test_my_record_is_in_the_navigation(page: Page) -> None:
    opened = page.sign_in("learner").get("/record")
    assert [link.text for link in opened.html.all("a") if link.get("aria-current") == "page"] == ["My record"]


def test_a_record_of_merged_accounts_is_one(page: Page, press: Press, learner: int) -> None:
    course = make_course(reading("a", title="Done as somebody else"), reading("b"))
    outsider = people.person("outsider")
    press(course, "a", who=outsider.learner_id)
    with database.write():
        db.session.execute(update(Learner).where(Learner.id == outsider.learner_id).values(merged_into_id=learner))
    assert "Done as somebody else" in page.sign_in("learner").get("/record").text
