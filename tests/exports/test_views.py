"""Downloading: exactly these bytes, proven; nobody else's; a failure is never half a file."""

import base64
import hashlib
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.exports import csv_format, making
from learnhub.exports.datasets import DATASETS
from learnhub.exports.models import ExportProof
from learnhub.people.actions import rename_department
from learnhub.people.models import Person
from learnhub.record.models import Statement
from learnhub.web.access_log import AccessLogEntry
from tests import people
from tests.exports.conftest import Complete, rows_of
from tests.factories import at, make_grant, make_person
from tests.page import Page


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_a_completion_is_these_bytes_on_both_databases(
    app: Flask, page: Page, complete: Complete, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LARGE", 0 if large else 10**9)
    person = make_person("Siân Lee", email="sian@staff.example", department="PEN-OPS", staff_number="0012", grade="HEO")
    complete(person, at=at("2026-03-29 00:30"))
    id_ = db.session.execute(select(Statement.id).where(Statement.is_course_completion)).scalar_one()
    seq = db.session.execute(select(Statement.seq).where(Statement.is_course_completion)).scalar_one()
    assert isinstance(id_, UUID)
    line = (
        f'{id_},{seq},"0012","Siân Lee","sian@staff.example","PEN-OPS","Pension Operations","HEO",'
        '"Operational Delivery","letters","Letters, and how to answer them","1.2",2026-03-29T00:30:00.000Z,'
        "self-declared,,,en\r\n"
    )
    body = page.sign_in("hr").get("/exports/completions.csv").body
    names = ",".join(column.name for column in DATASETS["completions"].columns)
    assert body.decode() == f"\ufeff{names}\r\n{line}"


def test_the_file_for_excel_keeps_leading_zeros_and_every_row(app: Flask, page: Page, complete: Complete) -> None:
    for number, name in (("0012", "Ann"), ("120", 'Bo, "007"'), ("=1+1", "0099"), (None, "Cy")):
        person = make_person(name, email=f"{name[:2].lower()}{number or 'x'}@staff.example".replace("=", ""),
                             department="PEN-OPS", staff_number=number)  # fmt: skip
        complete(person, at=at("2026-03-02 10:00"))
    page.sign_in("hr")
    opened = page.get("/exports/completions.excel-csv")
    plain, excel = page.get("/exports/completions.csv").body.decode(), opened.body.decode()
    assert opened.headers["Content-Disposition"].endswith('.csv"')
    assert '"=""0012""","Ann"' in excel
    assert '"=""0099"""' in excel  # a name of digits alone, too
    assert '"120","Bo, ""007"""' in excel
    assert '"\'=1+1"' in excel
    assert excel.replace('"=""', '"').replace('"""', '"') == plain.replace('"""', '"')


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_progress_is_these_bytes_on_both_databases(
    app: Flask, page: Page, complete: Complete, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LARGE", 0 if large else 10**9)
    complete(
        make_person("Bo", email="bo@staff.example", department="PEN", staff_number=None), at=at("2026-03-02 10:00")
    )
    body = page.sign_in("hr").get("/exports/progress.csv").body.decode()
    moment = "2026-03-02T10:00:00.000Z"
    assert body.split("\r\n")[1] == (
        ',"Bo","bo@staff.example","EO","Operational Delivery","PEN","Department for Pensions","letters",'
        f'"Letters, and how to answer them",1,complete,1,{moment},{moment},{moment},"1.2",en'
    )


def test_the_file_proves_itself(app: Flask, page: Page, complete: Complete) -> None:
    for _number in range(3):
        complete(make_person(department="PEN"))
    page.sign_in("hr")
    opened = page.get("/exports/completions.csv?department=PEN&from=2026-01-01")
    digest = hashlib.sha256(opened.body).digest()
    headers = opened.headers
    assert headers["X-LearnHub-Rows"] == "3"
    assert headers["Content-Length"] == str(len(opened.body))
    assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
    assert "Content-Encoding" not in headers
    assert headers["X-LearnHub-Definitions"] == "http://localhost/exports/completions"
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Content-Disposition"].startswith('attachment; filename="completions-PEN-2')
    proof = headers["Link"].removeprefix("<").partition(">")[0]
    said = page.client.get(proof).json
    assert said["sha256"] == digest.hex()
    assert (said["rows"], said["bytes"]) == (3, len(opened.body))
    assert said["filters"] == {"department": "PEN", "from": "2026-01-01"}
    assert said["as_at"] == headers["X-LearnHub-As-At"]
    assert str(said["cursor"]) == headers["X-LearnHub-Cursor"]
    shown = page.get("/exports")
    assert proof in shown.links


def test_a_proof_is_its_owners_alone(app: Flask, page: Page, complete: Complete) -> None:
    make_grant(people.person("outsider"), *_hr_of("CUL"))
    link = page.sign_in("hr").get("/exports/progress.csv").headers["Link"]
    address = link.removeprefix("<").partition(">")[0]
    page.get(address)
    page.sign_in("outsider").get(address, 404)
    page.get("/exports/proofs/999999.json", 404)
    page.sign_in("learner").get(address, 403)


def _hr_of(code: str):
    from learnhub.permissions import Role

    return Role.HR, code


def test_a_download_is_noted_with_what_was_asked(app: Flask, page: Page, complete: Complete) -> None:
    page.sign_in("hr").get("/exports/progress.csv?department=PEN-OPS&course=letters")
    entry = db.session.execute(select(AccessLogEntry)).scalar_one()
    assert entry.by_person_id == people.person("hr").id
    assert entry.what == "downloaded-export"
    assert entry.detail == {
        "dataset": "progress",
        "format": "csv",
        "filters": {"department": "PEN-OPS", "course": "letters"},
    }


def test_what_goes_wrong_is_an_error_and_no_file(
    app: Flask, page: Page, complete: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(make_person(department="PEN"))
    whole = csv_format._by_lines if database.db.engine.dialect.name == "sqlite" else csv_format._by_copy

    def loses_rows(*arguments):
        for rows, piece in whole(*arguments):
            yield rows - 1, piece

    monkeypatch.setattr(csv_format, whole.__name__, loses_rows)
    app.config["PROPAGATE_FAULTS"] = False
    opened = page.sign_in("hr").get("/exports/completions.csv", 500)
    assert b"statement_id" not in opened.body
    assert db.session.execute(select(ExportProof)).all() == []
    assert len(db.session.execute(select(AccessLogEntry)).all()) == 1  # that somebody tried is noted all the same


def test_a_large_file_is_sent_in_pieces_with_its_length(
    app: Flask, page: Page, complete: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learnhub.exports import views

    monkeypatch.setattr(views, "IN_MEMORY", 10)
    monkeypatch.setattr(views, "SENT_AT_ONCE", 50)
    for _number in range(5):
        complete(make_person(department="PEN"))
    opened = page.sign_in("hr").get("/exports/completions.csv")
    assert opened.headers["Content-Length"] == str(len(opened.body))
    assert len(rows_of(opened.body)) == 5


def test_a_statement_written_meanwhile_is_not_in_the_file(
    app: Flask, page: Page, complete: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count, rows and cursor are of one moment."""
    complete(make_person(department="PEN"))
    late = make_person(department="PEN")
    count = DATASETS["completions"].count

    def count_then_write(filters):
        complete(late)
        return count(filters)

    dataset = DATASETS["completions"]
    monkeypatch.setitem(DATASETS, "completions", type(dataset)(**{**_fields(dataset), "count": count_then_write}))
    opened = page.sign_in("hr").get("/exports/completions.csv")
    assert len(rows_of(opened.body)) == 1
    assert opened.headers["X-LearnHub-Rows"] == "1"


def _fields(dataset) -> dict:
    return {name: getattr(dataset, name) for name in dataset.__slots__}


def test_rows_come_by_seq(app: Flask, page: Page, complete: Complete) -> None:
    for days in (1, 30, 5):
        complete(make_person(department="PEN"), at=clock.now() - timedelta(days=days))
    numbers = [int(row["seq"]) for row in rows_of(page.sign_in("hr").get("/exports/completions.csv").body)]
    assert numbers == sorted(numbers)


def test_a_department_has_the_name_of_the_day(app: Flask, page: Page, complete: Complete) -> None:
    """Renamed on 1 June: British Summer Time, so the day begins at 23:00 UTC."""
    with database.write():
        rename_department(people.department("PEN-OPS").id, "Operations and Care", date(2026, 6, 1))
    for moment in ("2026-05-31 22:59", "2026-05-31 23:00"):
        complete(make_person(department="PEN-OPS"), at=at(moment))
    rows = rows_of(page.sign_in("hr").get("/exports/completions.csv").body)
    assert [row["department_name"] for row in rows] == ["Pension Operations", "Operations and Care"]
    assert {row["department_name"] for row in rows_of(page.get("/exports/progress.csv").body)} == {
        "Operations and Care"
    }


def test_somebody_erased_keeps_their_row_without_a_name(app: Flask, page: Page, complete: Complete) -> None:
    person = make_person(department="PEN")
    complete(person)
    with database.write():
        db.session.delete(db.session.get(Person, person.id))
    rows = rows_of(page.sign_in("hr").get("/exports/completions.csv").body)
    assert [(row["name"], row["email"], row["department_code"]) for row in rows] == [("", "", "PEN")]


def test_one_sees_how_many_rows_before_downloading(app: Flask, page: Page, complete: Complete) -> None:
    complete(make_person(department="PEN-OPS"))
    page.sign_in("hr").get("/exports")
    opened = page.submit("Show how many rows", dataset="completions", department="PEN-OPS", course="letters")
    assert "1 row" in opened.text
    assert len(rows_of(page.get(opened.link("Download as CSV")).body)) == 1


def test_the_form_says_what_is_wrong(app: Flask, page: Page) -> None:
    page.sign_in("hr").get("/exports")
    assert page.submit("Show how many rows", 422, dataset="progress", **{"from": "2026-01-01"}).problems == [
        "Progress is how things stand now: leave the days empty, or choose completions"
    ]
    page.get("/exports/progress.csv?from=2026-01-01", 400)
    page.get("/exports/completions.csv?from=tomorrow", 400)
    page.get("/exports?dataset=payroll", 422)


def test_what_does_not_exist_is_not_found(app: Flask, page: Page) -> None:
    page.sign_in("hr")
    for address in ("/exports/payroll.csv", "/exports/progress.exe", "/exports/payroll"):
        page.get(address, 404)


@pytest.mark.parametrize("name", list(DATASETS))
def test_every_column_is_defined_in_words(app: Flask, page: Page, name: str) -> None:
    opened = page.sign_in("hr").get(f"/exports/{name}")
    for column in DATASETS[name].columns:
        assert column.name in opened.text
        assert str(column.meaning) in opened.text


def test_nobody_downloads_without_end(app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from learnhub.exports import views
    from learnhub.web.throttle import Limit

    monkeypatch.setattr(views, "DOWNLOADS", Limit("export", 1, timedelta(hours=1)))
    page.sign_in("hr").get("/exports/progress.csv")
    page.get("/exports/progress.csv", 429)
