"""Two people, one page: goals, steps, notes and dates; and that nobody else finds any of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors.models import Ambassador, Mentorship
from learnhub.db import db
from learnhub.mentoring import mentorships
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import MentorshipGoal, MentorshipMeeting, MentorshipNote, MentorshipStep
from learnhub.messages.models import Message, Notice
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.factories import make_person
from tests.mentoring.conftest import Log
from tests.mentoring.pairs import ASKED, make_mentorship, now_of
from tests.page import Page


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    """A day on which nothing else happens, near the dates that these stories name."""
    with clock.at(datetime(2198, 12, 3, 10, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def pair(amir: Ambassador) -> Mentorship:
    return make_mentorship(amir)


def at(pair: Mentorship, rest: str = "") -> str:
    return f"/mentoring/{pair.id}{rest}"


def rows(table: Any) -> list[Any]:
    db.session.rollback()
    return list(db.session.execute(select(table).order_by(table.id)).scalars())


def notices(role: str) -> list[str]:
    db.session.rollback()
    mine = select(Notice.text).where(Notice.person_id == people.person(role).id).order_by(Notice.id)
    return list(db.session.execute(mine).scalars())


def test_both_find_each_other_and_see_what_it_began_with(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    lenas.get("/mentoring")
    lenas.get(lenas.now.link("Amir Osei mentors me"))
    assert ASKED in lenas.now.text
    assert "Only you two see this page" in lenas.now.text
    amirs.get("/mentoring")
    amirs.get(amirs.now.link("I mentor Lena Marsh"))
    assert ASKED in amirs.now.text


def test_who_has_no_mentorship_is_told_how_to_ask_for_one(page: Page) -> None:
    page.sign_in("outsider").get("/mentoring")
    assert "You have no mentorship at the moment" in page.now.text
    assert page.now.link("Ask for a mentor") == "/ambassadors/ask?kind=mentoring"


def test_a_goal_is_set_by_one_and_reached_by_the_other(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    lenas.get(at(pair))
    lenas.get(lenas.now.link("Set a goal"))
    opened = lenas.submit("Set the goal", text="Make a pivot table")
    assert "0 of 1 goal reached" in opened.text
    amirs.get(at(pair))
    assert "1 of 1 goal reached" in amirs.submit("Reached: Make a pivot table").text
    assert "0 of 1 goal reached" in amirs.submit("Not yet after all: Make a pivot table").text
    assert "No goal yet" in amirs.submit("Drop: Make a pivot table").text


def test_a_form_sent_twice_counts_once(lenas: Page, pair: Mentorship) -> None:
    key = "a" * 32
    for _ in range(2):
        lenas.post(at(pair, "/goals/new"), {"text": "One", "form_key": key})
        lenas.post(at(pair, "/steps/new"), {"text": "One", "who": "me", "form_key": key})
        lenas.post(at(pair, "/notes/new"), {"text": "One", "who": "both", "form_key": key})
        lenas.post(at(pair, "/dates/new"), {"on": "2199-01-01", "at": "10:00", "minutes": "30", "form_key": key})
    tables = (MentorshipGoal, MentorshipStep, MentorshipNote, MentorshipMeeting)
    assert [len(rows(table)) for table in tables] == [1, 1, 1, 1]
    assert len(notices("ambassador")) == 2  # of the note, and of the date


def test_a_step_is_done_by_whoever_comes_first_and_the_second_is_told(
    amirs: Page, lenas: Page, pair: Mentorship
) -> None:
    lenas.get(at(pair, "/steps/new"))
    opened = lenas.submit("Add the step", text="Bring a file", who="me", due_on="2199-02-03")
    assert "You, by 3 February 2199" in opened.text
    amirs.get(at(pair))
    assert "Lena Marsh, by 3 February 2199" in amirs.now.text
    lenas.submit("Done: Bring a file")
    assert "That was done already: nothing changed." in amirs.submit("Done: Bring a file").text
    assert "No step to do" in amirs.now.text


def test_a_private_note_is_seen_by_its_writer_alone(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    amirs.get(at(pair, "/notes/new"))
    opened = amirs.submit("Keep the note", text="She is afraid of formulas.", who="me")
    assert "Kept. Only you can read it." in opened.text
    assert "Private: only you can read this" in opened.text
    for rest in ("", "/notes"):
        assert "afraid" not in lenas.get(at(pair, rest)).text
    note = rows(MentorshipNote)[0]
    lenas.get(at(pair, f"/notes/{note.id}/erase"), 404)
    lenas.post(at(pair, f"/notes/{note.id}/erase"))
    assert len(rows(MentorshipNote)) == 1
    assert notices("learner") == []


def test_a_note_for_both_says_so_and_the_notice_does_not_say_what_it_says(
    amirs: Page, lenas: Page, pair: Mentorship
) -> None:
    lenas.get(at(pair, "/notes/new"))
    lenas.submit("Keep the note", text="I got stuck at dates.\nThen it worked.", who="both")
    amirs.get(at(pair))
    assert "For both of you" in amirs.now.text
    assert "I got stuck at dates." in amirs.now.text
    assert notices("ambassador") == ["Lena Marsh wrote a note for you both."]


def test_who_can_read_a_note_has_to_be_chosen(lenas: Page, pair: Mentorship) -> None:
    lenas.get(at(pair, "/notes/new"))
    opened = lenas.submit("Keep the note", 422, text="Something")
    assert opened.problems == ["Choose who can read it"]
    assert "Something" in opened.text


def test_a_note_with_script_is_text(lenas: Page, pair: Mentorship) -> None:
    lenas.post(at(pair, "/notes/new"), {"text": "<script>alert(1)</script> & <b>bold</b>", "who": "both"})
    assert "<script>alert(1)</script> & <b>bold</b>" in lenas.get(at(pair)).text
    assert lenas.now.html.find("main").all("script") == []


def test_a_paste_of_a_megabyte_is_refused_in_words_and_kept(lenas: Page, pair: Mentorship) -> None:
    opened = lenas.post(at(pair, "/notes/new"), {"text": "a long story " * 80_000, "who": "me"}, 422)
    assert opened.problems == ["At most 5,000 characters"] or opened.problems == ["At most 5000 characters"]
    assert "a long story a long story" in opened.text
    assert rows(MentorshipNote) == []


def test_many_long_notes_fit_their_pages(lenas: Page, pair: Mentorship) -> None:
    import random

    letters = random.Random(4)
    with database.write():
        for number in range(12):
            text = f"Note {number}: " + "".join(letters.choice("abcdefghij klmnopqrst") for _ in range(4_900))
            mentorships.write_note(pair.id, people.person("learner").id, text, is_private=number % 2 == 0)
    lenas.get(at(pair))
    seen, address = 0, at(pair, "/notes")
    while address:
        opened = lenas.get(address)
        seen += sum(f"Note {number}: " in opened.text for number in range(12))
        address = next((link for link in opened.links if "before=" in link), "")
    assert seen == 12


def test_an_erased_note_is_gone(lenas: Page, pair: Mentorship) -> None:
    lenas.post(at(pair, "/notes/new"), {"text": "Too much said", "who": "both"})
    lenas.get(at(pair, "/notes"))
    lenas.get(next(link for link in lenas.now.links if link.endswith("/erase")))
    assert "The note is erased." in lenas.submit("Erase the note").text
    assert rows(MentorshipNote) == []


def test_a_date_is_told_at_once_moved_and_cancelled(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    lenas.get(at(pair, "/dates/new"))
    opened = lenas.submit("Set the date", on="2199-06-03", at="10:00", minutes="45", place="Room 4")
    assert "Monday 3 June 2199, 10:00 to 10:45 BST" in opened.text
    amirs.get(at(pair))
    calendar = Calendar.from_ical(
        amirs.get(amirs.now.link("Calendar file: Monday 3 June 2199, 10:00 to 10:45 BST")).body
    )
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == "Meeting with Lena Marsh"  # nothing of mentoring: colleagues look at calendars
    assert (event["location"], event["sequence"], event["status"]) == ("Room 4", 0, "CONFIRMED")
    assert event.decoded("dtstart").isoformat() == "2199-06-03T10:00:00+01:00"

    meeting = rows(MentorshipMeeting)[0]
    amirs.get(at(pair, f"/dates/{meeting.id}"))
    amirs.submit("Change the date", at="11:30")
    lenas.get(at(pair))
    lenas.get(at(pair, f"/dates/{meeting.id}/cancel"))
    lenas.submit("Cancel the date")
    calendar = Calendar.from_ical(amirs.get(at(pair, f"/dates/{meeting.id}.ics")).body)
    (event,) = calendar.walk("VEVENT")
    assert (event["sequence"], event["status"]) == (2, "CANCELLED")
    assert notices("ambassador") == [
        "Lena Marsh set a date with you: Monday 3 June 2199, 10:00 to 10:45 BST.",
        "Lena Marsh cancelled your date of Monday 3 June 2199, 11:30 to 12:15 BST.",
    ]
    assert notices("learner") == ["Amir Osei changed your date: it is now Monday 3 June 2199, 11:30 to 12:15 BST."]
    mails = db.session.execute(select(Message.address, Message.text).order_by(Message.id)).all()
    assert [address for address, _ in mails] == [
        "ambassador@demo.example",
        "learner@demo.example",
        "ambassador@demo.example",
    ]
    assert f"http://localhost/mentoring/{pair.id}" in mails[0].text
    assert "Room 4" in mails[0].text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2020-01-01"}, "Enter a day and a time that are still to come."),
        ({"on": "2199-02-31"}, "Enter the day as year, month and day, such as 2026-11-03"),
        ({"on": "2226-06-03"}, "Enter a day up to 4 December 2200: two years ahead at most"),
        ({"at": "25:00"}, "Enter a time of day such as 09:30"),
        ({"minutes": "1800"}, "Enter a whole number from 5 to 480"),
        ({"on": "2027-03-28", "at": "01:30"}, "There is no such time that night: the clocks go forward. Enter 02:30"),
    ],
)
def test_a_date_that_cannot_be_is_refused_beside_its_field(
    lenas: Page, pair: Mentorship, fields: dict[str, str], said: str
) -> None:
    lenas.get(at(pair, "/dates/new"))
    opened = lenas.submit("Set the date", 422, **{"on": "2199-06-03", "at": "10:00", "place": "Room 4", **fields})
    assert opened.problems == [said]
    assert 'value="Room 4"' in opened.body.decode()


def test_an_end_is_planned_and_the_other_is_told(amirs: Page, lenas: Page, pair: Mentorship) -> None:
    lenas.get(at(pair, "/plan"))
    lenas.submit("Keep this day", ends_on="2199-03-03")
    assert "You plan to end it on 3 March 2199." in amirs.get(at(pair)).text
    assert notices("ambassador") == [
        "Lena Marsh plans to end your mentorship on 3 March 2199. Another day is yours to plan too."
    ]
    yesterday = clock.today() - timedelta(days=1)
    assert lenas.post(at(pair, "/plan"), {"ends_on": yesterday.isoformat()}, 422).problems == [
        "Enter today or a day to come"
    ]


@pytest.mark.parametrize(("rest", "name"), [("/plan", "ends_on"), ("/steps/new", "due_on")])
def test_a_day_is_planned_two_years_ahead_at_most(lenas: Page, pair: Mentorship, rest: str, name: str) -> None:
    fields = {"text": "Bring a file", "who": "me"}
    opened = lenas.post(at(pair, rest), {**fields, name: "2201-01-01"}, 422)
    assert opened.problems == ["Enter a day up to 4 December 2200: two years ahead at most"]
    assert 'value="2201-01-01"' in opened.body.decode()
    lenas.post(at(pair, rest), {**fields, name: "2199-12-31"}, 303)


def test_sessions_stand_on_the_page_with_their_hours(amirs: Page, lenas: Page, pair: Mentorship, log: Log) -> None:
    log("learner", minutes=45)
    log("learner", minutes=30, day=clock.today() - timedelta(days=1))
    for page in (lenas, amirs):
        opened = page.get(at(pair))
        assert "2 sessions, 1 hour 15 minutes" in opened.text
    assert f"/support/new?mentorship={pair.id}" in opened.links


def test_only_what_the_two_did_alone_counts_as_theirs(amirs: Page, lenas: Page, pair: Mentorship, log: Log) -> None:
    alone = log("learner", minutes=45)
    for said in ({"kind": SessionKind.CLINIC}, {"kind": SessionKind.VISIT, "office": "Hexham"}, {"unnamed": 3}):
        log("learner", minutes=60, **said)
    log("learner", "outsider", minutes=60)
    for page in (amirs, lenas):
        text = page.get(at(pair)).main.text
        assert "1 session, 45 minutes" in text
        assert "You were both in 4 sessions with other people too." in text
        assert f"/support/{alone.id}" in page.now.links
    assert "You have met once." in lenas.now.main.text
    assert "Say whether it was so" not in amirs.now.main.text
    lenas.get(f"/support/{alone.id}/confirm")
    lenas.submit("Yes, that was so")
    assert "confirmed by you" in lenas.get(at(pair)).main.text


def test_who_was_in_clinics_alone_has_not_met_their_mentor(lenas: Page, pair: Mentorship, log: Log) -> None:
    log("learner", kind=SessionKind.CLINIC)
    text = lenas.get(at(pair)).main.text
    assert "Do you two fit?" not in text
    assert "No session has been logged." in text
    assert "You were both in 1 session with other people too." in text


PATHS = (
    *("", "/goals/new", "/steps/new", "/notes", "/notes/new", "/dates/new", "/dates.ics", "/plan", "/end", "/again"),
    "/give-up",
)


@pytest.mark.parametrize("role", ["outsider", "lead", "admin", "hr"])
def test_a_stranger_finds_nothing_whatever_they_guess(page: Page, pair: Mentorship, role: str) -> None:
    page.sign_in(role)
    for rest in PATHS:
        page.get(at(pair, rest), 404)
    with database.write():
        goal = mentorships.set_goal(pair.id, people.person("learner").id, "Goal")
    page.post(at(pair, f"/goals/{goal}"), {"action": "reach"}, 404)
    page.post(at(pair, "/notes/new"), {"text": "Hello", "who": "both"}, 404)
    page.post(at(pair, "/end"), {}, 404)
    assert now_of(pair).ended_at is None


def test_another_ambassador_is_a_stranger_too(page: Page, pair: Mentorship) -> None:
    make_ambassador("outsider")
    page.sign_in("outsider")
    for rest in PATHS:
        page.get(at(pair, rest), 404)


def test_a_goal_of_another_mentorship_is_not_there(amir: Ambassador, pair: Mentorship) -> None:
    other = make_mentorship(amir, make_person())
    with database.write():
        theirs = mentorships.set_goal(other.id, amir.person_id, "Theirs")
    with pytest.raises(NotFound), database.write():
        mentorships.reach_goal(pair.id, people.person("learner").id, theirs)


def test_there_are_only_so_many_goals(lenas: Page, pair: Mentorship) -> None:
    with database.write():
        for number in range(20):
            mentorships.set_goal(pair.id, people.person("learner").id, f"Goal {number}")
    opened = lenas.post(at(pair, "/goals/new"), {"text": "One more"}, 422)
    assert opened.problems == ["There are 20 goals already: drop one first."]


def test_the_page_costs_eight_statements_and_the_list_three(lenas: Page, pair: Mentorship, log: Log) -> None:
    log("learner")
    with database.write():
        for number in range(5):
            mentorships.set_goal(pair.id, people.person("learner").id, f"Goal {number}")
            mentorships.add_step(pair.id, people.person("learner").id, f"Step {number}", is_mine=True)
            mentorships.write_note(pair.id, people.person("learner").id, f"Note {number}", is_private=False)
    lenas.get(at(pair))
    with lenas.statements() as counted:
        lenas.get(at(pair))
    assert len(counted) == 8, counted
    with lenas.statements() as counted:
        lenas.get("/mentoring")
    assert len(counted) == 3, counted


def test_lists_of_those_that_ended_go_on_after_25(lenas: Page, amir: Ambassador) -> None:
    for _ in range(27):
        make_mentorship(amir, state="ended", ended_at=clock.now(), request_id=None)
    first = lenas.get("/mentoring")
    assert len(first.html.all("tr")) == 26
    assert len(lenas.get(first.link("Next page")).html.all("tr")) == 3


def test_dates_are_said_in_the_readers_language(app: Flask, page: Page, amir: Ambassador) -> None:
    pair = make_mentorship(amir, "welsh")
    page.sign_in("ambassador").post(at(pair, "/dates/new"), {"on": date(2199, 6, 3).isoformat(), "at": "10:00"})
    assert "Mehefin 2199" in notices("welsh")[0]


def test_nothing_but_spaces_is_nothing(lenas: Page, pair: Mentorship) -> None:
    assert lenas.post(at(pair, "/notes/new"), {"text": " \n ", "who": "me"}, 422).problems == ["Write something"]
    assert lenas.post(at(pair, "/goals/new"), {"text": "  "}, 422).problems == ["Enter what you want to be able to do"]


def test_the_page_does_not_say_that_something_typed_waits(lenas: Page, pair: Mentorship, log: Log) -> None:
    log("learner")
    assert "What you typed is still here" not in lenas.get(at(pair)).text
