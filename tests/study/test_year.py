"""The year summed up for the conversation about it: to print, and as a file that no spreadsheet runs."""

import csv
import io
from datetime import date

from learnhub import db as database
from learnhub.record import actions as record
from tests import people
from tests.page import Page
from tests.study.conftest import Log


def test_a_year_to_print(lena: Page, log: Log) -> None:
    log("Podcast on scams", 45, date(2026, 2, 3), kind="podcast", time="own", reflection="Check first.")
    talk = log("A talk", 60, date(2026, 5, 4), kind="talk", time="work", skills=("scams",))
    log("Last year", 30, date(2025, 12, 31))
    with database.write():
        record.witness(talk.statement_seq, people.person("ambassador").learner_id)
    with lena.statements() as counted:
        opened = lena.get("/study/year/2026")
    assert len(counted) == 2, counted
    for words in ("1 hour 45 minutes in 2 entries", "Check first.", "A colleague confirmed", "My own time", "scams"):
        assert words in opened.text
    assert "Last year" not in opened.text
    assert "Lena Marsh" in opened.text
    assert "Nothing logged in 2024." in lena.get("/study/year/2024").text
    for year in ("1889", "99999", "20260000000"):
        lena.get(f"/study/year/{year}", 404)


def test_a_year_as_a_file_that_no_spreadsheet_runs(lena: Page, log: Log) -> None:
    log("=1+1", 45, date(2026, 2, 3), provider="@SUM(A1)", reflection="  =cmd|' /C calc'!A0\nsecond line")
    log('A "talk", and more', 10, date(2026, 2, 4), link="https://example.org/?a=1,2")
    opened = lena.get("/study/year/2026.csv")
    assert opened.headers["Content-Disposition"] == 'attachment; filename="my-study-2026.csv"'
    rows = list(csv.reader(io.StringIO(opened.body.decode("utf-8-sig"), newline=""), strict=True))
    assert rows[1][:3] == ["2026-02-03", "'=1+1", "45"]
    assert rows[1][5] == "'@SUM(A1)"
    assert rows[1][9].startswith("'  =cmd")
    assert rows[2][1] == 'A "talk", and more'
    assert {len(row) for row in rows} == {12}


def test_a_year_is_its_owners_alone(page: Page, log: Log) -> None:
    log("Mine", 45, date(2026, 2, 3))
    page.sign_in("outsider")
    assert "Mine" not in page.get("/study/year/2026").text
    assert b"Mine" not in page.get("/study/year/2026.csv").body
