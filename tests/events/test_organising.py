"""Organising: write, see, publish, change, cancel, copy, hand over; and what cannot be."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events.models import Event
from learnhub.events.structures import Audience
from learnhub.messages.models import Message, Notice
from learnhub.people.actions import record_departure
from tests import people
from tests.events.world import join, leave, make_event
from tests.factories import at, committed, make_person
from tests.page import Page

GOOD = {
    "kind": "show-and-tell",
    "title": "What we built in Hexham",
    "starts_on": "2027-03-02",
    "starts_at": "10:00",
    "ends_at": "11:30",
    "place": "Room 4",
    "audience": "everybody",
}
HERE = {"zone": "Europe/London", "region": ""}


@pytest.fixture(autouse=True)
def _in_january(app: Flask) -> object:
    with clock.at(at("2027-01-11 09:00")):
        yield


def the_event() -> Event:
    db.session.rollback()
    return db.session.execute(select(Event).order_by(Event.id.desc()).limit(1)).scalar_one()


def told(kind: str = "events") -> list[tuple[int | None, str]]:
    """(person, subject) of the mails."""
    rows = select(Message.person_id, Message.subject).where(Message.kind == kind).order_by(Message.id)
    return [tuple(row) for row in db.session.execute(rows)]


def test_somebody_writes_an_event_sees_it_and_publishes_it(app: Flask, page: Page) -> None:
    page.sign_in("learner")
    page.get("/events")
    page.get("/events/new")
    opened = page.submit("See how it will look", **GOOD, about="Come and *see*.\n\n- one\n- two")
    assert "This is how others will see it" in opened.text
    assert "Tuesday 2 March 2027, 10:00 to 11:30 GMT (UK time)" in opened.text
    assert opened.main.find("em").text == "see"
    Page(app).sign_in("outsider").get(opened.path, 404)  # a draft is nobody else's
    opened = page.submit("Publish the event")
    assert "The event is published" in opened.text
    other = Page(app).sign_in("outsider")
    assert "What we built in Hexham" in other.get("/events").text
    assert "Lena Marsh" in other.get(opened.path).text


WRONG = [
    ({"title": ""}, "Enter a title"),
    ({"title": "   "}, "Enter a title"),
    ({"title": "\u00a0\u2003"}, "Enter a title"),
    ({"kind": "party"}, "Choose what kind of event it is"),
    ({"starts_on": "2026-12-01"}, "Enter a day and a time that are still to come"),
    ({"starts_on": "1970-01-01"}, "Enter a day between 1990 and 2199"),
    ({"starts_on": "soon"}, "Enter the day as year, month and day, such as 2026-11-03"),
    ({"starts_on": ""}, "Enter the day"),
    ({"starts_at": "25:00"}, "Enter a time of day such as 09:30"),
    ({"ends_at": "09:00"}, "An event ends after it begins. For one over several days, enter its last day"),
    ({"ends_at": "10:00"}, "An event ends after it begins. For one over several days, enter its last day"),
    ({"ends_on": "2027-03-10"}, "An event lasts at most seven days"),
    ({"break_minutes": "90"}, "The breaks cannot be as long as the whole event"),
    ({"ends_on": "2027-03-03"},
     "Nights are not learning: enter nights and lunches in minutes all together, or 0 if people work on"),
    ({"break_minutes": "-5"}, "Enter a whole number from 0 to 8,640"),
    ({"places": "0"}, "Enter a whole number from 1 to 10,000"),
    ({"places": "1000000"}, "Enter a whole number from 1 to 10,000"),
    ({"places": "many"}, "Enter a whole number from 1 to 10,000"),
    ({"places": "９"}, "Enter a whole number from 1 to 10,000"),
    ({"place": "", "remote_link": ""}, "Enter a place, a link to join remotely, or both"),
    ({"remote_link": "javascript:alert(1)"}, "Enter the whole link, beginning with https://"),
    ({"remote_link": "http://meet.example/1"}, "Enter the whole link, beginning with https://"),
    ({"remote_link": "https://user:word@meet.example/"}, "Enter the whole link, beginning with https://"),
    ({"remote_link": "https://meet.example/\r\nX: y"}, "Enter the whole link, beginning with https://"),
    ({"remote_link": "https://[::1"}, "Enter the whole link, beginning with https://"),
    ({"remote_link": "https://meet.example/" + "x" * 600}, "A link has at most 500 characters; this has 621"),
    ({"starts_on": "2027-03-28", "starts_at": "01:30", "ends_at": "05:00"},
     "There is no 01:30 that night: the clocks go forward. Enter 02:30 or another time"),
    ({"closes_on": "2027-03-03"}, "Sign-up cannot close after the event has begun"),
    ({"audience": "these"}, "Enter departments, grades or professions; or choose everybody"),
    ({"audience": "these", "departments": "PENN"}, "There is no department “PENN”."),
    ({"audience": "these", "departments": "Pension"},
     "There is no department “Pension”. Did you mean PEN (Department for Pensions), PEN-HR (Pensions People Team), "
     "PEN-OPS (Pension Operations)?"),
    ({"audience": "these", "grades": "Emperor"}, "Nobody has the grade or profession “Emperor”."),
    ({"about": "x" * 5_001}, "At most 5000 characters"),
    ({"about": "> " * 20 + "deep"}, "Quotes and lists are nested more than 8 deep"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "words"), WRONG, ids=lambda value: None if isinstance(value, dict) else value[:30])
def test_what_cannot_be_is_refused_with_words_and_kept(page: Page, fields: dict[str, str], words: str) -> None:
    page.sign_in("learner")
    opened = page.post("/events/new", {**GOOD, "zone": "Europe/London", "region": "", **fields}, 422)
    assert opened.problems == [words]
    typed = next(iter(fields.values()))
    if typed.strip() and typed.isascii() and typed != "party" and "\r" not in typed and len(typed) < 100:
        assert typed in opened.body.decode().replace("&#39;", "'").replace("&gt;", ">")
    assert db.session.execute(select(Event.id)).first() is None


@pytest.mark.parametrize(("breaks", "minutes"), [("0", 1_530), ("1320", 210)])
def test_of_an_event_over_a_night_one_says_whether_people_sleep(page: Page, breaks: str, minutes: int) -> None:
    """Left out, the night would count as hours of learning on everybody's record."""
    page.sign_in("learner")
    page.post("/events/new", {**GOOD, **HERE, "ends_on": "2027-03-03", "break_minutes": breaks}, 303)
    assert db.session.query(Event).one().minutes == minutes


def test_an_evening_past_midnight_has_no_night_in_it(page: Page) -> None:
    page.sign_in("learner")
    late = {"starts_at": "20:00", "ends_at": "02:00", "ends_on": "2027-03-03"}
    page.post("/events/new", {**GOOD, **HERE, **late}, 303)
    assert db.session.query(Event).one().minutes == 360


def test_a_forged_zone_is_refused(page: Page) -> None:
    page.sign_in("learner").post("/events/new", {**GOOD, "zone": "../etc/passwd", "region": ""}, 422)
    page.post("/events/new", {**GOOD, "zone": "Mars/Base", "region": ""}, 422)


def test_a_megabyte_is_refused(page: Page) -> None:
    page.sign_in("learner")
    opened = page.open("/events/new", "POST", data={**GOOD, "zone": "Europe/London", "region": "",
                       "about": "x" * 1_000_000, "csrf_token": page.token()})  # fmt: skip
    assert opened.status in {413, 422}
    assert db.session.execute(select(Event.id)).first() is None


def test_what_people_write_cannot_become_a_page_of_theirs(app: Flask, page: Page) -> None:
    about = (
        "<script>alert(1)</script> <b onclick=x>bold</b>\n\n# Loud\n\n![a picture](https://spy.example/p.png)\n\n"
        "[press](javascript:alert(1)) [good](https://good.example/)\n\n| a | b |\n|---|---|\n| c | d |"
    )
    event = make_event("learner", about=about, title="<i>Title</i>")
    opened = page.sign_in("outsider").get(f"/events/{event.id}")
    assert opened.h1 == "<i>Title</i>"
    main = opened.main
    assert [link.get("href") for link in main.all("a", text="good")] == ["https://good.example/"]
    assert [link.get("href") for link in main.all("a") if "javascript" in link.get("href")] == []
    assert main.all("script", "img", "b", "table") == []
    assert [heading.text for heading in main.all("h1")] == ["<i>Title</i>"]
    assert "a picture" in main.text


def test_an_hour_that_comes_twice_is_resolved_with_words(page: Page) -> None:
    page.sign_in("learner").get("/events/new")
    opened = page.submit(
        "See how it will look", **{**GOOD, "starts_on": "2027-10-31", "starts_at": "01:30", "ends_at": "03:00"}
    )
    assert "The clocks show 01:30 twice that night. The event is at the first of the two." in opened.text
    assert "01:30 BST to Sunday 31 October 2027, 03:00 GMT" in opened.text
    assert the_event().minutes == 150


def test_an_event_moved_across_the_change_of_the_clocks_keeps_its_wall_time(page: Page) -> None:
    event = make_event("learner", on=date(2027, 3, 2))
    page.sign_in("learner").get(f"/events/{event.id}/change")
    opened = page.submit("Save the changes", starts_on="2027-04-06")
    assert "Tuesday 6 April 2027, 10:00 to 12:00 BST (UK time)" in opened.text
    moved = the_event()
    assert (moved.starts_local, moved.starts_at) == (datetime(2027, 4, 6, 10), at("2027-04-06 09:00"))
    assert (moved.sequence, moved.minutes) == (1, 120)


def test_those_who_come_or_wait_are_told_of_another_time_at_once(app: Flask, page: Page) -> None:
    event = make_event("learner", places=1, remote_link="https://meet.example/secret")
    welsh, outsider, ambassador = (people.person(role) for role in ("welsh", "outsider", "ambassador"))
    for person in (welsh, outsider, ambassador):
        join(event, person)
    leave(event, ambassador)
    page.sign_in("learner").get(f"/events/{event.id}/change")
    page.submit("Save the changes", starts_at="14:00", ends_at="16:00")
    assert [who for who, _subject in told()] == [welsh.id, outsider.id]
    mails = {row.person_id: row for row in db.session.execute(select(Message)).scalars()}
    assert "14:00 to 16:00" in mails[outsider.id].subject
    assert "https://meet.example/secret" in mails[welsh.id].text  # who has a place has the link
    assert "https://meet.example/secret" not in mails[outsider.id].text  # who waits has not
    assert mails[welsh.id].language == "cy"
    notices = db.session.execute(select(Notice.person_id, Notice.mail_settled_at)).all()
    assert {row.person_id for row in notices} == {welsh.id, outsider.id}
    assert all(row.mail_settled_at for row in notices)  # mailed at once, not again in the daily mail


def test_a_change_of_words_alone_is_told_to_nobody(page: Page) -> None:
    event = make_event("learner")
    join(event, "outsider")
    page.sign_in("learner").get(f"/events/{event.id}/change")
    page.submit("Save the changes", title="A better title", about="More of it.")
    assert told() == []
    assert the_event().sequence == 1  # calendars take it over all the same


def test_fewer_places_than_people_is_explained(page: Page) -> None:
    event = make_event("learner", places=3)
    for role in ("outsider", "welsh", "hr"):
        join(event, role)
    page.sign_in("learner").get(f"/events/{event.id}/change")
    opened = page.submit("Save the changes", 422, places="2")
    assert opened.problems == ["3 people have a place already. Give at least 3 places; or ask some of them to cancel."]


def test_more_places_move_the_first_who_wait_up(page: Page) -> None:
    event = make_event("learner", places=1)
    for role in ("outsider", "welsh", "hr", "lead"):
        join(event, role)
    page.sign_in("learner").get(f"/events/{event.id}/change")
    page.submit("Save the changes", places="3")
    assert {who for who, _subject in told()} == {people.person("welsh").id, people.person("hr").id}


def test_cancelling_is_asked_first_and_told(app: Flask, page: Page) -> None:
    event = make_event("learner")
    join(event, "outsider")
    page.sign_in("learner")
    assert "1 person comes or waits" in page.get(f"/events/{event.id}/cancel").text
    opened = page.submit("Cancel the event", why="The room has flooded.")
    assert "This event is cancelled" in opened.text
    assert told() == [
        (people.person("outsider").id, "“Mending a broken spreadsheet” is cancelled. The room has flooded.")
    ]
    page.post(f"/events/{event.id}/cancel", {"why": "Again"})
    assert len(told()) == 1
    page.get(f"/events/{event.id}/change")
    assert page.submit("Save the changes", 422).problems != []


def test_a_copy_keeps_the_words_and_the_hours_and_asks_for_the_day(page: Page) -> None:
    event = make_event("learner", places=12, about="Bring *one*.")
    page.sign_in("learner").get(f"/events/new?copy={event.id}")
    opened = page.submit("See how it will look", 422)
    assert opened.problems == ["Enter the day"]
    page.submit("See how it will look", starts_on="2027-05-04")
    copied = the_event()
    assert (copied.id != event.id, copied.state, copied.places, copied.about) == (True, "draft", 12, "Bring *one*.")
    assert copied.starts_local == datetime(2027, 5, 4, 10)
    page.get("/events/new?copy=999", 404)


def test_a_draft_can_be_deleted(page: Page) -> None:
    address = f"/events/{make_event('learner', publish=False).id}"
    page.sign_in("learner").get(address)
    page.submit("Delete this draft")
    page.get(address, 404)


def test_another_organiser_may_do_everything_and_it_can_be_handed_over(app: Flask, page: Page) -> None:
    event = make_event("learner")
    amir = people.person("ambassador")
    page.sign_in("learner").get(f"/events/{event.id}/organisers")
    opened = page.submit("Add this organiser", 422, email="nobody@demo.example")
    assert opened.problems == ["Nobody here has that address. Enter their work e-mail address"]
    page.submit("Add this organiser", email="Ambassador@demo.example")
    other = Page(app).sign_in("ambassador")
    other.get(f"/events/{event.id}/people")
    page.get(f"/events/{event.id}/organisers")
    page.submit("Make the main organiser: Amir Osei")
    assert the_event().organiser_person_id == amir.id
    other.get(f"/events/{event.id}/organisers")
    other.submit("Remove Lena Marsh")
    page.get(f"/events/{event.id}/people", 404)


def test_an_event_whose_organiser_has_left_is_taken_over(app: Flask, page: Page) -> None:
    manager = people.person("hr")
    with committed():
        organiser = make_person("Gone Soon", department="PEN-OPS", line_manager_id=manager.id)
    event = make_event(organiser, on=clock.today() + timedelta(days=40))
    page.sign_in("hr").get(f"/events/{event.id}/organisers", 404)  # while they are here it is theirs
    with database.write():
        record_departure(organiser.id, clock.today())
    run_jobs(app)
    notice = db.session.execute(select(Notice).where(Notice.person_id == manager.id)).scalar_one()
    assert notice.text.startswith("Gone Soon has left and organised “Mending a broken spreadsheet”")
    Page(app).sign_in("outsider").get(f"/events/{event.id}/organisers", 404)
    page.get(notice.address)
    page.submit("Become the main organiser")
    assert the_event().organiser_person_id == manager.id
    run_jobs(app)
    assert len(db.session.execute(select(Notice.id).where(Notice.person_id == manager.id)).all()) == 1


def test_the_administrator_may_take_over_and_the_organiser_is_told(app: Flask, page: Page) -> None:
    event = make_event("learner")
    page.sign_in("admin").get(f"/events/{event.id}/people", 404)  # what people need is the organisers' alone
    page.get(f"/events/{event.id}")
    page.get(page.now.link("Take this event over"))
    page.submit("Become the main organiser")
    lena = people.person("learner")
    notice = db.session.execute(select(Notice).where(Notice.person_id == lena.id)).scalar_one()
    assert notice.text == "Ada Okoro is the main organiser of “Mending a broken spreadsheet” now."
    Page(app).sign_in("learner").get(f"/events/{event.id}/people")  # and stays an organiser


def test_only_those_an_event_is_for_can_see_it(app: Flask, page: Page) -> None:
    page.sign_in("ambassador").get("/events/new")
    audience = {"audience": "these", "departments": "pen-ops; Pensions People Team", "grades": "ao, heo"}
    opened = page.submit("See how it will look", **{**GOOD, **audience})
    page.submit("Publish the event")
    for role, status in {
        "learner": 200,  # below PEN-OPS, AO
        "hr": 200,  # Pensions People Team, HEO
        "ambassador": 200,  # the organiser
        "admin": 200,
        "outsider": 404,
        "lead": 404,
    }.items():
        visitor = Page(app).sign_in(role)
        visitor.get(opened.path, status)
        assert ("What we built" in visitor.get("/events").text) is (status == 200), role
        visitor.post(f"{opened.path}/sign-up", status=303 if status == 200 else 404)
    assert "Pension Operations, Pensions People Team; AO, HEO" in page.get(opened.path).text


def test_who_has_signed_up_keeps_seeing_it_when_they_are_posted_elsewhere(app: Flask, page: Page) -> None:
    event = make_event("ambassador", audience=Audience((people.department("PEN").id,)))
    join(event, "outsider")  # on the list by hand: not in the audience
    page.sign_in("outsider").get(f"/events/{event.id}")


def run_jobs(app: Flask) -> None:
    from learnhub.events.tending import tend_events

    db.session.rollback()
    tend_events()
