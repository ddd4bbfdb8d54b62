"""The dataset `mentoring`: what HR sees of support sessions. Scoped, and without a name, a topic, a note or a no."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.words import Kind
from learnhub.db import db
from learnhub.exports import making
from learnhub.exports.datasets import DATASETS
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SessionPerson, SupportSession
from learnhub.mentoring.sessions import Said, confirm_session, correct_session, log_session, say_no, void_session
from learnhub.record.models import Statement
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.exports.conftest import rows_of
from tests.factories import make_course, make_person, reading
from tests.mentoring.pairs import make_mentorship
from tests.page import Page


def day_before(days: int = 1) -> date:
    return clock.today() - timedelta(days=days)


def hold(
    ambassador: Ambassador,
    *who: str,
    minutes: int = 30,
    on: date | None = None,
    kind: SessionKind = SessionKind.SUPPORT,
    unnamed: int = 0,
    course_id: int | None = None,
) -> SupportSession:
    ids = tuple(people.person(one).id for one in who)
    texts = {"note": "A private thought", "office": "A secret office"}
    said = Said(minutes, on or day_before(), ids, unnamed, kind, topics=("spreadsheets",), course_id=course_id, **texts)
    with database.write():
        return log_session(ambassador.id, said)


def confirm(session: SupportSession, who: str) -> None:
    with database.write():
        confirm_session(session.id, people.person(who).id)


def file_of(page: Page, query: str = "", who: str = "hr") -> list[dict[str, str]]:
    return rows_of(page.sign_in(who).get(f"/exports/mentoring.csv{query}").body)


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_mentoring_is_these_bytes_on_both_databases(
    app: Flask, page: Page, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LARGE", 0 if large else 10**9)
    amir = make_ambassador(make_person("Hexham's Own", department="PEN-OPS-HEX"))
    course = make_course(reading("one"), slug="letters")
    make_mentorship(amir, "learner")
    pair, group = hold(amir, "learner", minutes=45), hold(amir, "outsider", "welsh", kind=SessionKind.GROUP, unnamed=3,
                                                          on=day_before(2), course_id=course.id)  # fmt: skip
    confirm(pair, "learner")
    attended = db.session.execute(select(SessionPerson).where(SessionPerson.statement_seq.is_not(None))).scalar_one()
    ids = dict(db.session.execute(select(Statement.seq, Statement.id)).all())
    body = page.sign_in("hr").get("/exports/mentoring.csv").body.decode()
    where = '"PEN-OPS-HEX","Hexham Office"'

    def began(seq: int | None) -> str:
        assert seq is not None
        return f"{ids[seq]},{seq}"

    assert body.split("\r\n")[1:] == [
        f"{began(pair.statement_seq)},helped,{day_before()},45,support,yes,witnessed,1,{where},",
        f'{began(group.statement_seq)},helped,{day_before(2)},30,group,no,self-declared,5,{where},"letters"',
        f"{began(attended.statement_seq)},was-helped,{day_before()},45,support,yes,witnessed,,{where},",
        "",
    ]
    assert body.startswith("\ufeff" + ",".join(column.name for column in DATASETS["mentoring"].columns))


def test_nothing_that_names_somebody_or_that_they_wrote_is_in_it(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    confirm(hold(amir, "learner"), "learner")
    body = page.sign_in("hr").get("/exports/mentoring.csv").body.decode()
    assert "was-helped" in body
    for word in ("Lena", "Amir", "learner@", "0000001", "private", "secret", "spreadsheets", "REV"):
        assert word not in body


def test_each_part_is_seen_where_that_person_works(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    clinic = hold(amir, "learner", "outsider", kind=SessionKind.CLINIC)
    for who in ("learner", "outsider"):
        confirm(clinic, who)
    assert [(row["part"], row["department_code"]) for row in file_of(page)] == [("was-helped", "PEN-OPS-HEX")]
    assert page.get("/exports/mentoring.csv?department=CUL", 404).status == 404
    page.sign_in("learner").get("/exports/mentoring.csv", 403)
    page.sign_in("lead").get("/exports/mentoring.csv", 403)


def test_a_no_cannot_be_told_from_silence(app: Flask, page: Page) -> None:
    pensions = make_ambassador(make_person("Pen Sion", department="PEN"))
    session = hold(pensions, "learner")
    silent = file_of(page)
    with database.write():
        say_no(session.id, people.person("learner").id)
    assert file_of(page) == silent
    confirm(session, "learner")
    assert [row["assurance"] for row in file_of(page)] == ["witnessed", "witnessed"]
    with database.write():
        say_no(session.id, people.person("learner").id)
    assert file_of(page) == silent


def test_reverse_mentoring_of_two_people_has_no_row_and_a_clinic_is_not_marked(app: Flask, page: Page) -> None:
    junior = make_ambassador(make_person("Junior Pen", department="PEN"))
    make_mentorship(junior, "learner", kind=Kind.REVERSE)
    pair, clinic = (
        hold(junior, "learner"),
        hold(junior, "learner", kind=SessionKind.CLINIC, on=day_before(2), unnamed=9),
    )
    for session in (pair, clinic):
        assert session.mentorship_id is not None
        confirm(session, "learner")
    assert [(row["part"], row["kind"], row["mentorship"]) for row in file_of(page)] == [
        ("helped", "clinic", "no"), ("was-helped", "clinic", "no"),
    ]  # fmt: skip


def test_what_was_corrected_is_there_once_and_what_was_taken_back_is_not(app: Flask, page: Page) -> None:
    pensions = make_ambassador(make_person("Pen Sion", department="PEN"))
    first, second = hold(pensions, "learner"), hold(pensions, "learner", on=day_before(2))
    for session in (first, second):
        confirm(session, "learner")
    with database.write():
        correct_session(first.id, pensions.id, Said(50, day_before(), (people.person("learner").id,)))
        void_session(second.id, pensions.id)
    opened = page.sign_in("hr").get("/exports/mentoring.csv")
    assert [(row["minutes"], row["assurance"]) for row in rows_of(opened.body)] == [("50", "self-declared")]
    assert opened.headers["X-LearnHub-Rows"] == "1"


def test_days_and_the_cursor_bound_it(app: Flask, page: Page) -> None:
    pensions = make_ambassador(make_person("Pen Sion", department="PEN"))
    for days in (1, 2, 3):
        hold(pensions, "outsider", minutes=days, on=day_before(days))
    found = file_of(page, f"?from={day_before(2)}&to={day_before(2)}")
    assert [row["minutes"] for row in found] == ["2"]
    assert "mentorship" in page.get("/exports/mentoring").text
    assert "holds no names" in page.get("/exports?dataset=mentoring").text
