"""Postings by date: one at a time, told to whoever keeps figures, made current on their day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub.people import actions, queries, sessions
from learnhub.people.actions import PersonMoved, Refused
from learnhub.people.details import details_of
from tests.factories import committed, make_department, make_person
from tests.people import department, person

TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def told() -> Iterator[list[PersonMoved]]:
    """What followers are told, in place of those that the app has."""
    heard: list[PersonMoved] = []
    kept = list(actions.FOLLOWERS)
    actions.FOLLOWERS[:] = [heard.append]
    yield heard
    actions.FOLLOWERS[:] = kept


def postings(person_id: int) -> list[tuple[str, date, date | None, bool]]:
    lines = details_of(person_id, TODAY, "en").postings
    return [(line.code, line.from_on, line.until_on, line.is_current) for line in lines]


def test_a_transfer_today_ends_one_posting_and_begins_the_next(app: Flask, told: list[PersonMoved]) -> None:
    lena = person("learner")
    old, new = department("PEN-OPS-HEX").id, department("REV-CUS").id
    with committed():
        actions.post_person(lena.id, new, TODAY, "EO")
    (code, from_on, until_on, current), before = postings(lena.id)[0], postings(lena.id)[1]
    assert (code, from_on, until_on, current) == ("REV-CUS", TODAY, None, True)
    assert before[2:] == (TODAY, False)
    assert told == [PersonMoved(lena.learner_id, old, new)]


def test_a_transfer_to_come_waits_for_its_day(app: Flask, told: list[PersonMoved]) -> None:
    lena = person("learner")
    with committed():
        actions.post_person(lena.id, department("REV").id, TOMORROW)
    assert postings(lena.id)[1][3]
    assert told == []
    with clock.at(clock.start_of(TOMORROW)), committed():
        assert actions.apply_due_postings(TOMORROW) == 1
        assert actions.apply_due_postings(TOMORROW) == 0
    assert [line[3] for line in postings(lena.id)] == [True, False]
    assert [moved.to_department_id for moved in told] == [department("REV").id]


def test_a_posting_heard_of_late_is_put_between_its_neighbours(app: Flask, told: list[PersonMoved]) -> None:
    lena = person("learner")
    with committed():
        actions.post_person(lena.id, department("REV").id, TODAY)
        told.clear()
        actions.post_person(lena.id, department("TRA").id, TODAY - timedelta(days=10))
    assert [(line[0], line[1], line[2]) for line in postings(lena.id)][:2] == [
        ("REV", TODAY, None),
        ("TRA", TODAY - timedelta(days=10), TODAY),
    ]
    assert told == []


def test_the_same_day_again_corrects_the_posting_and_tells(app: Flask, told: list[PersonMoved]) -> None:
    lena = person("learner")
    with committed():
        actions.post_person(lena.id, department("REV").id, TODAY)
        actions.post_person(lena.id, department("TRA").id, TODAY, "SEO")
    assert [line[0] for line in postings(lena.id)] == ["TRA", "PEN-OPS-HEX"]
    assert [moved.to_department_id for moved in told] == [department("REV").id, department("TRA").id]


def test_nobody_is_posted_to_a_department_that_is_closed(app: Flask) -> None:
    closed = make_department("CUL-OLD", above="CUL", closed_on=TODAY)
    with pytest.raises(Refused, match="not open"), committed():
        actions.post_person(person("learner").id, closed.id, TODAY)


def test_whoever_leaves_has_no_posting_and_no_session_and_keeps_the_record(app: Flask, told: list[PersonMoved]) -> None:
    lena = person("learner")
    with committed():
        token = sessions.begin_session(lena.id)
        actions.record_departure(lena.id, TODAY)
    assert postings(lena.id)[0][2:] == (TODAY, False)
    assert sessions.visitor_with(token) is None
    assert told == [PersonMoved(lena.learner_id, department("PEN-OPS-HEX").id, None)]
    assert queries.headcounts(TODAY).get(department("PEN-OPS-HEX").id, 0) == 0


def test_leaving_later_takes_effect_on_the_day(app: Flask, told: list[PersonMoved]) -> None:
    lena = person("learner")
    with committed():
        token = sessions.begin_session(lena.id)
        actions.record_departure(lena.id, TOMORROW)
    assert sessions.visitor_with(token) is not None
    with clock.at(clock.start_of(TOMORROW)):
        assert sessions.visitor_with(token) is None
        with committed():
            assert actions.apply_due_postings(TOMORROW) == 1
    assert told == [PersonMoved(lena.learner_id, department("PEN-OPS-HEX").id, None)]


def test_a_posting_after_leaving_is_refused(app: Flask) -> None:
    lena = person("learner")
    with committed():
        actions.record_departure(lena.id, TODAY)
    with pytest.raises(Refused, match="leaves before"), committed():
        actions.post_person(lena.id, department("REV").id, TOMORROW)
    with pytest.raises(Refused, match="before they joined"), committed():
        actions.record_departure(person("hr").id, date(2019, 1, 1))


def test_an_address_belongs_to_one_person_in_any_letter_case(app: Flask) -> None:
    with committed():
        added = actions.add_person(email=" New.Person@Rev.Example ", name="New  Person", department_code="rev")
    assert (added.email, added.name) == ("new.person@rev.example", "New Person")
    with pytest.raises(Refused, match="already"), committed():
        actions.add_person(email="NEW.PERSON@rev.example", name="Other", department_code="REV")
    with pytest.raises(Refused, match="no department"), committed():
        actions.add_person(email="x@rev.example", name="Other", department_code="NOPE")
    with pytest.raises(Refused, match="not an e-mail address"), committed():
        actions.add_person(email="a@b.example\nBcc: c@d.example", name="Other", department_code="REV")


def test_a_person_of_the_future_has_a_posting_that_is_not_current(app: Flask, told: list[PersonMoved]) -> None:
    with committed():
        added = actions.add_person(email="a@rev.example", name="A", department_code="REV", joined_on=TOMORROW)
    assert postings(added.id) == [("REV", TOMORROW, None, False)]
    assert make_person("Settled").id
    assert told == []
