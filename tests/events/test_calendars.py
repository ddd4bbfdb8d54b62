"""Calendar files, and the private address that only its owner knows."""

from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from learnhub import clock
from learnhub.db import db
from learnhub.events.models import EventFeed
from tests import people
from tests.events.world import join, make_event
from tests.factories import at
from tests.page import Page

LINK = "https://meet.example/j/123"


@pytest.fixture(autouse=True)
def _in_january(app: Flask) -> object:
    with clock.at(at("2027-01-11 09:00")):
        yield


def titles(body: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")]


def private_address(page: Page) -> str:
    page.get("/events/feed")
    text = page.submit("Make my address" if "Make my address" in page.now.text else "Make a new address").text
    address = next(word for word in text.split() if word.startswith("http://localhost/events/feed/"))
    return address.removeprefix("http://localhost")


def test_one_event_as_a_file(app: Flask, page: Page) -> None:
    event = make_event(remote_link=LINK, title="Tea, and cake")
    address = f"/events/{event.id}.ics"
    opened = page.sign_in("learner").get(address)
    assert opened.headers["Content-Type"].startswith("text/calendar")
    assert opened.headers["Content-Disposition"] == f'attachment; filename="event-{address[8:-4]}.ics"'
    assert LINK not in opened.text
    (first,) = Calendar.from_ical(opened.body).walk("VEVENT")
    assert (str(first["SUMMARY"]), first["SEQUENCE"], str(first["STATUS"])) == ("Tea, and cake", 0, "CONFIRMED")
    assert first["DTSTART"].dt.isoformat() == "2027-01-21T10:00:00+00:00"
    page.post(f"/events/{address[8:-4]}/sign-up")
    assert LINK in page.get(address).text.replace("\r\n ", "")
    organiser = Page(app).sign_in("ambassador")
    organiser.get(f"/events/{address[8:-4]}/change")
    organiser.submit("Save the changes", starts_at="11:00")
    (later,) = Calendar.from_ical(page.get(address).body).walk("VEVENT")
    assert (later["UID"], later["SEQUENCE"], later["DTSTART"].dt.hour) == (first["UID"], 1, 11)
    organiser.post(f"/events/{address[8:-4]}/cancel", {"why": ""})
    (last,) = Calendar.from_ical(page.get(address).body).walk("VEVENT")
    assert (str(last["STATUS"]), last["SEQUENCE"]) == ("CANCELLED", 2)


def test_a_draft_is_in_no_calendar(page: Page) -> None:
    event = make_event("learner", publish=False)
    page.sign_in("learner").get(f"/events/{event.id}.ics", 404)
    assert titles(page.get("/events.ics").body) == []


def test_ones_own_events_in_one_file(app: Flask, page: Page) -> None:
    join(make_event(title="Going", remote_link=LINK), "learner")
    full = make_event(title="Waiting", places=1, remote_link="https://meet.example/hidden")
    join(full, "welsh")
    join(full, "learner")
    make_event("learner", title="Organising")
    make_event(title="Not mine")
    opened = page.sign_in("learner").get("/events.ics")
    assert titles(opened.body) == ["Going", "Waiting", "Organising"]
    text = opened.text.replace("\r\n ", "")
    assert LINK in text
    assert "https://meet.example/hidden" not in text
    assert text.count("STATUS:TENTATIVE") == 1


def test_the_private_address_needs_no_session_and_is_kept_as_a_hash(app: Flask, page: Page) -> None:
    join(make_event(title="Going", remote_link=LINK), "learner")
    address = private_address(page.sign_in("learner"))
    stranger = Page(app)
    assert titles(stranger.get(address).body) == ["Going"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in db.session.execute(select(EventFeed.token_hash)).scalar_one()
    assert address not in page.get("/events/feed").text  # shown once


def test_a_new_address_ends_the_old_one_and_ending_it_ends_it(app: Flask, page: Page) -> None:
    first = private_address(page.sign_in("learner"))
    second = private_address(page)
    stranger = Page(app)
    stranger.get(first, 404)
    stranger.get(second)
    page.get("/events/feed")
    page.submit("End the address")
    stranger.get(second, 404)


def test_a_strangers_guesses_find_nothing_and_are_slowed(app: Flask, page: Page) -> None:
    address = private_address(page.sign_in("learner"))
    stranger = Page(app)
    for number in range(60):
        stranger.get(f"/events/feed/{number}.ics", 404)
    stranger.get("/events/feed/61.ics", 429)
    stranger.get(address)  # a right address is never held up


@pytest.mark.parametrize("token", ["%00", "a" * 5_000, "..%2f..%2fetc", "é", "1' OR '1'='1"])
def test_hostile_addresses_find_nothing(app: Flask, token: str) -> None:
    page = Page(app)
    page.checks = False
    assert page.open(f"/events/feed/{token}.ics", "GET").status in {404, 400}


def test_the_feed_of_somebody_who_left_is_gone(app: Flask, page: Page) -> None:
    from learnhub.people.actions import record_departure
    from tests.factories import committed

    address = private_address(page.sign_in("learner"))
    with committed():
        record_departure(people.person("learner").id, clock.today())
    Page(app).get(address, 404)


def test_what_was_long_ago_leaves_the_calendar(app: Flask, page: Page) -> None:
    join(make_event(title="Going"), "learner")
    with clock.at(clock.now() + timedelta(days=120)):
        assert titles(page.sign_in("learner").get("/events.ics").body) == []
