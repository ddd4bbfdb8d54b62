"""What is asked about once before a session is logged: the same again, a very long day, an office nobody knows."""

import pytest
from sqlalchemy import func, select

from learnhub.db import db
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SupportSession
from tests.mentoring.conftest import Log
from tests.page import Page


def standing() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).where(SupportSession.voided_at.is_(None))).scalar_one()


def clinic(page: Page, **more: str) -> dict[str, str]:
    page.get("/support/new?kind=clinic")
    return {"people": "Lena Marsh\nOona Finch", "minutes": "1 h 30", "note": "Room 4", **more}


def test_the_same_clinic_again_is_asked_about_and_nothing_typed_is_lost(amirs: Page, lenas: Page) -> None:
    amirs.submit("Log it", **clinic(amirs))
    said = clinic(amirs)
    assert not amirs.now.html.all("input", name="sure")  # not before there is a doubt
    opened = amirs.submit("Log it", 422, **said)
    (problem,) = opened.problems
    assert problem.startswith("You logged the same already: Clinic, ")
    assert "1 hour 30 minutes" in problem
    assert problem.endswith("Log it again?")
    assert opened.html.find("textarea", name="people").text.strip() == "Lena Marsh Oona Finch"
    assert opened.html.find("textarea", name="note").text.strip() == "Room 4"
    assert standing() == 1
    assert "Logged. It counts" in amirs.submit("Log it", sure="y").text
    assert standing() == 2


@pytest.mark.parametrize("other", [{"people": "Lena Marsh"}, {"minutes": "1 h"}, {"unnamed": "2"}])
def test_what_differs_is_not_asked_about(amirs: Page, log: Log, other: dict[str, str]) -> None:
    log("learner", "outsider", minutes=90, kind=SessionKind.CLINIC)
    amirs.submit("Log it", **clinic(amirs, **other))
    assert standing() == 2


def test_the_form_before_sent_once_more_is_still_one_session(amirs: Page) -> None:
    said = {**clinic(amirs), "kind": "clinic", "how": "call", "form_key": "a1"}
    first = amirs.post("/support/new", said)
    assert amirs.post("/support/new", said).location == first.location
    assert standing() == 1


def test_helping_in_passing_many_times_a_day_is_usual(amirs: Page) -> None:
    for _time in range(3):
        amirs.get("/support/new?kind=walk-up")
        amirs.submit("Log it", unnamed="1")
    assert standing() == 3


def test_more_than_eight_hours_in_a_day_is_asked_about(amirs: Page, log: Log) -> None:
    log("learner", minutes=400)
    opened = amirs.submit("Log it", 422, **clinic(amirs))
    assert opened.problems == ["With this you would have helped 8 hours 10 minutes on that day. Is it so?"]
    amirs.submit("Log it", sure="y")
    assert standing() == 2


def office() -> str:
    db.session.rollback()
    return db.session.execute(select(SupportSession.office).order_by(SupportSession.id.desc()).limit(1)).scalar_one()


def test_a_visit_is_to_an_office_as_the_staff_list_spells_it(amirs: Page) -> None:
    seen = amirs.get("/support/new?kind=visit")
    assert "Hexham" in [one.get("value") for one in seen.html.find("datalist").all("option")]
    amirs.submit("Log it", office="  heXham ", unnamed="12")
    assert office() == "Hexham"


def test_an_office_where_nobody_works_is_asked_about(amirs: Page) -> None:
    amirs.get("/support/new?kind=visit")
    opened = amirs.submit("Log it", 422, office="Atlantis", unnamed="12")
    assert opened.problems == ["Nobody here works in an office called “Atlantis”. Is it right?"]
    assert opened.html.find("input", name="office").get("value") == "Atlantis"
    amirs.submit("Log it", sure="y")
    assert office() == "Atlantis"
