"""The dataset `study`: what HR sees of self-directed study. Scoped, and without a name or a word that anybody wrote."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import db as database
from learnhub.db import db
from learnhub.exports import making
from learnhub.exports.datasets import DATASETS
from learnhub.people.models import Person
from learnhub.record import actions as record
from learnhub.record.models import Statement
from learnhub.study import actions
from learnhub.study.actions import Said
from learnhub.study.models import StudyEntry
from tests import people
from tests.exports.conftest import rows_of
from tests.factories import make_person
from tests.page import Page

TALK = Said(
    "A secret title", 45, date(2026, 3, 29), "own", "talk", "A provider", "https://example.org", "https://example.org/e",
    ("charts", "open-data"), "A private thought",
)  # fmt: skip


def log(person: Person, said: Said = TALK) -> StudyEntry:
    with database.write():
        return actions.log_study(person.learner_id, said)


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_study_is_these_bytes_on_both_databases(
    app: Flask, page: Page, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LARGE", 0 if large else 10**9)
    entry, bare = log(people.person("learner")), log(people.person("learner"), Said("x", 5, date(2026, 3, 30)))
    with database.write():
        record.witness(entry.statement_seq, people.person("ambassador").learner_id)
    ids = dict(db.session.execute(select(Statement.seq, Statement.id)).all())
    body = page.sign_in("hr").get("/exports/study.csv").body.decode()
    where = '"PEN-OPS-HEX","Hexham Office"'
    assert body.split("\r\n")[1:] == [
        f"{ids[entry.statement_seq]},{entry.statement_seq},2026-03-29,45,talk,own,witnessed,{where},charts open-data",
        f"{ids[bare.statement_seq]},{bare.statement_seq},2026-03-30,5,,,self-declared,{where},",
        "",
    ]
    assert body.startswith("\ufeff" + ",".join(column.name for column in DATASETS["study"].columns))


def test_nothing_that_names_somebody_or_that_they_wrote_is_in_it(app: Flask, page: Page) -> None:
    log(people.person("learner"))
    body = page.sign_in("hr").get("/exports/study.csv").body.decode()
    for word in ("secret", "provider", "example.org", "private", "Lena", "learner@", "0000001"):
        assert word not in body


def test_an_officer_sees_their_own_departments_alone(app: Flask, page: Page) -> None:
    log(people.person("learner"))
    log(people.person("outsider"))
    log(make_person(department="PEN"))
    page.sign_in("hr")
    assert [row["department_code"] for row in rows_of(page.get("/exports/study.csv").body)] == ["PEN-OPS-HEX", "PEN"]
    assert page.get("/exports/study.csv?department=CUL", 404).status == 404
    page.sign_in("learner").get("/exports/study.csv", 403)


def test_what_was_corrected_is_there_once_and_what_was_removed_is_not(app: Flask, page: Page) -> None:
    learner = people.person("learner")
    first, second = log(learner), log(learner, Said("x", 5, date(2026, 3, 30)))
    with database.write():
        actions.correct_study(first.id, learner.learner_id, Said("y", 50, date(2026, 3, 29)))
        actions.remove_study(second.id, learner.learner_id)
    opened = page.sign_in("hr").get("/exports/study.csv")
    assert [row["minutes"] for row in rows_of(opened.body)] == ["50"]
    assert opened.headers["X-LearnHub-Rows"] == "1"


def test_days_and_the_cursor_bound_it(app: Flask, page: Page) -> None:
    learner = people.person("learner")
    for day in (1, 2, 3):
        log(learner, Said("x", day, date(2026, 3, day)))
    page.sign_in("hr")
    found = rows_of(page.get("/exports/study.csv?from=2026-03-02&to=2026-03-02").body)
    assert [row["minutes"] for row in found] == ["2"]
    opened = page.get("/exports?dataset=study&course=x", 404)
    assert opened.status == 404
    assert "minutes" in page.get("/exports/study").text
