"""Inviting those who have never been: once for each event, once in a month for each person."""

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.events import inviting, telling
from learnhub.events.models import SignUp
from learnhub.events.structures import Audience
from learnhub.events.tending import tend_events
from learnhub.messages.models import Message, Notice
from tests import people
from tests.events.world import join, make_event
from tests.factories import at, committed, make_person
from tests.page import Page


@pytest.fixture(autouse=True)
def _in_january(app: Flask) -> object:
    with clock.at(at("2027-01-11 09:00")):
        yield


def invited() -> set[int]:
    db.session.rollback()
    found = select(Notice.person_id).where(Notice.kind == telling.INVITATION)
    return set(db.session.execute(found).scalars())


def test_newcomers_among_the_audience_are_invited_once(app: Flask, page: Page) -> None:
    lena, hana = people.person("learner"), people.person("hr")
    been = join(make_event(), hana)
    with committed():
        db.session.get_one(SignUp, been.id).statement_seq = 1
        make_person("Left Already", department="PEN", left_on=clock.today())
    event = make_event("ambassador", audience=Audience((people.department("PEN").id,)))
    page.sign_in("ambassador").get(f"/events/{event.id}/invite")
    assert "1 person is invited." in page.submit("Invite them").text
    assert invited() == {lena.id}
    assert "once is enough" in page.post(f"/events/{event.id}/invite", follow=True).text
    other = make_event("ambassador")
    page.get(f"/events/{other.id}/invite")
    page.submit("Invite them")
    notices = db.session.execute(select(Notice.person_id).where(Notice.kind == telling.INVITATION)).scalars().all()
    assert notices.count(lena.id) == 1  # not again in a month
    assert hana.id not in notices
    assert people.person("ambassador").id not in notices


def test_no_more_than_some_hundred_are_invited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_INVITED", 3)
    assert len(inviting.newcomers_to_invite(make_event())) == 3


def test_the_words_are_in_the_readers_language_and_lead_to_the_event(app: Flask, page: Page) -> None:
    event = make_event("ambassador")
    page.sign_in("ambassador").get(f"/events/{event.id}/invite")
    page.submit("Invite them")
    welsh = people.person("welsh")
    notice = db.session.execute(select(Notice).where(Notice.person_id == welsh.id)).scalar_one()
    assert (notice.language, notice.address) == ("cy", f"/events/{event.id}")
    assert "Mending a broken spreadsheet" in notice.text


def test_a_hall_is_told_some_at_once_and_the_others_by_the_job_nobody_twice(
    app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "TOLD_AT_ONCE", 5)
    monkeypatch.setattr(telling.tell_more, "__defaults__", (5,))
    event = make_event("learner")
    with committed():
        crowd = [make_person() for _ in range(12)]
    for person in crowd:
        join(event, person)
    page.sign_in("learner").post(f"/events/{event.id}/cancel", {"why": ""})

    def told() -> int:
        db.session.rollback()
        return len(db.session.execute(select(Message.id).where(Message.kind == "events")).all())

    assert told() == 5
    tend_events()
    assert told() == 12
    tend_events()
    assert told() == 12
