"""Bringing another system's file: looked at before it is logged, nothing twice, each bad row named by its line."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.record.queries import hours_of
from learnhub.record.words import Assurance
from learnhub.study import actions, importing
from learnhub.study.models import StudyEntry, StudyImport
from learnhub.web.retention import remove_outlived
from tests import people
from tests.page import Opened, Page
from tests.study.conftest import Log
from tests.study.files import archive, png

GOOD = """Course name;Hours;Completed on;Supplier;URL;Type
Excel for beginners;1,5;02/11/2026;Big LMS;https://lms.example/1;E-learning
Scams;0.5;01/11/2026;Big LMS;https://lms.example/2;Webinar
"""
MIXED = """Title,Minutes,Date
Fine,30,2026-11-02
Nothing,0,2026-11-02
Too much,2000,2026-11-02
Words,a while,2026-11-02
Long ago,30,1970-01-01
To come,30,2199-01-01
 fine ,30,02/11/2026
"=HYPERLINK(""http://evil.example"")",15,2026-11-02
"""


def send(page: Page, text: str | bytes, status: int = 303, name: str = "export.csv") -> Opened:
    content = text if isinstance(text, bytes) else text.encode()
    opened = page.post("/study/import", {"file": FileStorage(BytesIO(content), filename=name)}, status)
    return page.get(opened.location) if status == 303 else opened


def titles() -> list[str]:
    found = select(StudyEntry.title).where(StudyEntry.voided_at.is_(None)).order_by(StudyEntry.on_day, StudyEntry.id)
    return list(db.session.execute(found).scalars())


def test_a_file_is_looked_at_and_then_logged(lena: Page) -> None:
    lena.get("/study/import")
    opened = send(lena, GOOD)
    assert titles() == []
    for words in ("What was studied: “Course name”", "Hours: “Hours”", "2 November 2026", "1 hour 30 minutes"):
        assert words in opened.text
    opened = lena.submit("Log 2 entries")
    assert "2 entries are logged." in opened.text
    assert titles() == ["Scams", "Excel for beginners"]
    row = db.session.execute(select(StudyEntry).where(StudyEntry.title == "Scams")).scalar_one()
    assert (row.minutes, row.kind, row.provider, row.link) == (30, "talk", "Big LMS", "https://lms.example/2")
    assert hours_of(row.learner_id)[Assurance.SELF_DECLARED] == 120


def test_nothing_is_imported_twice(lena: Page) -> None:
    opened = send(lena, GOOD)
    lena.submit("Log 2 entries")
    assert "has been imported already" in lena.post(opened.path, {}, follow=True).text
    again = send(lena, GOOD)
    assert "There is nothing in this file to log." in again.text
    assert again.text.count("in your log already") == 2
    lena.post(again.path, {})
    assert len(titles()) == 2


def test_each_bad_row_is_named_by_its_line(lena: Page) -> None:
    opened = send(lena, MIXED)
    rows = [[cell.text for cell in row.all("td", "th")] for row in opened.main.find("tbody").all("tr")]
    said = {row[0]: row[-1] for row in rows}
    assert said["2"] == "Will be logged"
    assert said["3"] == "Not in order it took less than a minute"
    assert said["4"] == "Not in order it took more than 16 hours"
    assert "is no time" in said["5"]
    assert "before you joined" in said["6"]
    assert "not come yet" in said["7"]
    assert said["8"] == "Left out the same as line 2"
    assert said["9"] == "Will be logged"
    only = lena.get(opened.link("Rows left out"))
    assert [row.find("td").text for row in only.main.find("tbody").all("tr")] == ["3", "4", "5", "6", "7", "8"]
    lena.post(opened.path, {})
    assert titles() == ["Fine", '=HYPERLINK("http://evil.example")']
    assert "'=HYPERLINK" in lena.get("/study/year/2026.csv").body.decode()


def test_what_was_logged_by_hand_is_not_logged_again(lena: Page, log: Log) -> None:
    from datetime import date

    log("Excel for Beginners", 90, date(2026, 11, 2))
    assert "Log 1 entry" in send(lena, GOOD).text


def test_what_was_corrected_or_removed_does_not_come_back(lena: Page) -> None:
    send(lena, GOOD)
    lena.submit("Log 2 entries")
    first, second = db.session.execute(select(StudyEntry).order_by(StudyEntry.id)).scalars()
    with database.write():
        actions.remove_study(first.id, first.learner_id)
        actions.correct_study(second.id, second.learner_id, actions.Said("Scams and spam", 35, second.on_day))
    opened = send(lena, GOOD)
    assert "imported before, and you removed it" in opened.text
    assert "in your log already" in opened.text
    lena.post(opened.path, {})
    assert titles() == ["Scams and spam"]


def test_a_day_does_not_get_more_hours_than_it_has(lena: Page, log: Log) -> None:
    from datetime import date

    log("By hand", 900, date(2026, 11, 2))
    opened = send(lena, "Title,Minutes,Date\nA,500,2026-11-02\nB,50,2026-11-02\nC,40,2026-11-02\n")
    assert "more than 24 hours" in opened.text
    lena.submit("Log 2 entries")
    assert sorted(titles()) == ["A", "By hand", "C"] or sorted(titles()) == ["A", "B", "By hand"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (png(), "no CSV file"),
        (archive("xl/workbook.xml"), "no CSV file"),
        (b"A,B\n1,2\n", "give one the heading “Title”"),
        (b"Title,Date\nA,2026-11-02\n", "“Minutes” or “Hours”"),
        (b"Title,Minutes\nA,45\n", "“Date”"),
        (b"Title,Minutes,Date\n" + b"A,1,2026-11-02\n" * 2_001, "more than 2,000 rows"),
        (b"Title,Minutes,Date\n" + b"A" * 2_000_000, "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_such_file_is_refused(lena: Page, content: bytes, says: str) -> None:
    opened = send(lena, content, 422)
    assert says in opened.problems[0]
    assert db.session.execute(select(StudyImport)).first() is None


def test_the_headings_of_a_file_that_was_not_understood_are_shown(lena: Page) -> None:
    assert "The headings in your file: A, B" in send(lena, b"A,B\n1,2\n", 422).text


def test_no_file_at_all(lena: Page) -> None:
    assert "Choose the CSV file" in lena.post("/study/import", {}, 422).problems[0]


def test_many_rows_by_pages_of_25_and_logged_to_the_last(lena: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(
        f"Podcast {n},1,{(clock.today() - timedelta(days=n % 300)).isoformat()}\n" for n in range(400)
    )  # fmt: skip
    opened = send(lena, "Title,Minutes,Date\n" + lines)
    assert len(opened.main.find("tbody").all("tr")) == 25
    second = lena.get(opened.link("Next page"))
    assert second.main.find("tbody").find("td").text == "27"
    monkeypatch.setattr(importing, "SECONDS", 0.1)  # one press does not do it all: the next goes on where it stopped
    opened = lena.post(opened.path, {}, follow=True)
    assert "press again to go on" in opened.text
    monkeypatch.setattr(importing, "SECONDS", 1_000)
    lena.submit(next(button.text for button in opened.html.all("button") if button.text.startswith("Log ")))
    assert db.session.execute(select(func.count()).select_from(StudyEntry)).scalar_one() == 400


def test_a_preview_is_its_owners_alone_and_for_a_day(app: Flask, page: Page) -> None:
    opened = send(page.sign_in("learner"), GOOD)
    assert page.get("/study/import").link("Look at it") == opened.path
    page.sign_in("outsider").get(opened.path, 404)
    page.post(opened.path, {}, 404)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert importing.preview_of(people.person("learner").learner_id, int(opened.path.rsplit("/", 1)[1])) is None
        remove_outlived(app)
    assert db.session.execute(select(StudyImport)).first() is None
    assert titles() == []


def test_a_new_file_takes_the_place_of_the_one_before(lena: Page) -> None:
    first = send(lena, GOOD)
    send(lena, MIXED)
    lena.get(first.path, 404)
    assert db.session.execute(select(func.count()).select_from(StudyImport)).scalar_one() == 1
