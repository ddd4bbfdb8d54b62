"""The dataset `events`: who HR may count, how it is known, nothing of what anybody needed."""

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.events import codes
from learnhub.events.attendance import check_in, confirm_attendance, mark_absent
from learnhub.exports import making
from tests import people
from tests.events.world import Somebody, join, make_event
from tests.exports.conftest import rows_of
from tests.factories import at
from tests.page import Page

SECRET = "tests-only-" + "0" * 32


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_attendance_as_a_file(app: Flask, page: Page, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "LARGE", 0 if large else 10**9)
    with clock.at(at("2027-03-20 09:00")):
        event = make_event(on=at("2027-03-29 09:00").date(), title="=cmd", break_minutes=30)
        rows = [join(event, role, access_needs="a secret need") for role in ("learner", "hr", "outsider", "lead")]
    by = Somebody(people.person("ambassador"))
    ids = [row.id for row in rows]
    with clock.at(at("2027-03-29 10:30")):
        for role in ("learner", "hr", "lead"):
            who = Somebody(people.person(role))
            with database.write():
                check_in(event.id, who, codes.code_at(SECRET, event.token, clock.now()))
        with database.write():
            confirm_attendance(event.id, [ids[1], ids[2]], by)
        with database.write():
            mark_absent(event.id, [ids[3]], by)
        opened = page.sign_in("hr").get("/exports/events.csv")
        assert page.get("/exports?dataset=events").status == 200
        page.get("/exports/events")
    assert "secret" not in opened.body.decode()
    lines = rows_of(opened.body)
    assert [(line["department_code"], line["assurance"], line["first_event"]) for line in lines] == [
        ("PEN-OPS-HEX", "self-declared", "yes"),
        ("PEN-HR", "witnessed", "yes"),
    ]  # the outsider is in Culture; the lead did not come
    first = lines[0]
    assert (first["kind"], first["day"], first["minutes"], first["event_title"]) == (
        "workshop", "2027-03-29", "90", "'=cmd",
    )  # fmt: skip
    assert "Lena" not in opened.body.decode()
