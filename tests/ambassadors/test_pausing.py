"""An ambassador pauses, is away, lapses, renews, stops; what they had taken on goes where the page said it would."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import actions
from learnhub.ambassadors.models import Ambassador, AmbassadorAway, AmbassadorSkill, Mentorship, RequestOffer
from learnhub.ambassadors.profiles import skills_of
from learnhub.ambassadors.words import State
from learnhub.db import db
from learnhub.people.actions import record_departure
from learnhub.record.actions import append
from learnhub.record.entries import Entry
from learnhub.record.words import Assurance, ObjectKind, Verb
from tests import people
from tests.ambassadors.asking import accept, ask, fresh, make_ambassador
from tests.ambassadors.becoming import has_role, place_of, told, write_standard
from tests.factories import at, committed, make_absence, make_person
from tests.page import Page

NOW = at("2026-11-03 10:00")


@pytest.fixture(autouse=True)
def _in_november(app: Flask) -> Iterator[None]:
    with clock.at(NOW):
        write_standard(app)
        yield


@pytest.fixture
def amir(app: Flask) -> Page:
    make_ambassador("ambassador", decided_at=NOW, began_at=NOW)
    return Page(app).sign_in("ambassador")


def tend(on: date) -> str:
    db.session.rollback()
    with clock.at(clock.start_of(on) + timedelta(hours=6)):
        return actions.tend_ambassadors()


def mentored_by(row: Ambassador, who: str = "learner") -> Mentorship:
    with committed():
        made = Mentorship(
            ambassador_id=row.id,
            person_id=people.person(who).id,
            kind="mentoring",
            state="open",
            began_at=NOW,
            last_at=NOW,
        )
        db.session.add(made)
        row.open_mentorships += 1
    return made


def test_a_pause_with_dates_begins_and_ends_by_itself(app: Flask, amir: Page) -> None:
    offered = ask("learner")
    amir.get("/ambassadors/profile")
    opened = amir.get(amir.now.link("Pause for a while"))
    assert "1 request that was offered to you and not answered is offered to somebody else" in opened.text
    amir.submit("Pause", from_on="2026-11-10", until_on="2026-11-20")
    assert "You pause from 10 November 2026" in amir.get("/ambassadors/profile").text
    assert place_of("ambassador").state == State.ACTIVE
    tend(date(2026, 11, 9))
    assert place_of("ambassador").state == State.ACTIVE
    tend(date(2026, 11, 10))
    assert place_of("ambassador").state == State.PAUSED
    assert fresh(offered.id).state == "waiting"
    assert "Amir Osei" not in Page(app).sign_in("learner").get("/ambassadors").main.text
    assert "You pause until 20 November 2026" in amir.get("/ambassadors/profile").text
    tend(date(2026, 11, 20))
    assert place_of("ambassador").state == State.PAUSED  # the last day is a day of it
    tend(date(2026, 11, 21))
    row = place_of("ambassador")
    assert (row.state, row.paused_from) == (State.ACTIVE, None)
    assert told("ambassador") == ["Your pause as a digital ambassador has ended: colleagues can ask you again."]


def test_a_pause_from_today_begins_at_once_and_ends_by_one_press(amir: Page) -> None:
    amir.get("/ambassadors/profile/pause")
    opened = amir.submit("Pause")
    assert "You pause until you say that you are back" in opened.text
    amir.submit("I am back")
    assert place_of("ambassador").state == State.ACTIVE


def test_who_helped_provisionally_comes_back_provisionally(app: Flask) -> None:
    make_ambassador("ambassador", state=State.PROVISIONAL)
    amir = Page(app).sign_in("ambassador")
    amir.post("/ambassadors/profile/pause", {"from_on": "2026-11-03"})
    amir.post("/ambassadors/profile/resume")
    assert place_of("ambassador").state == State.PROVISIONAL


@pytest.mark.parametrize(
    ("from_on", "until_on", "problem"),
    [
        ("2026-11-02", "", "A pause begins today at the earliest."),
        ("2026-11-10", "2026-11-09", "The last day is not before the first."),
        ("2028-11-10", "", "Enter a day within a year."),
        ("2026-11-10", "2028-11-10", "A pause lasts a year at most. For longer, stop: you can come back."),
        ("", "", "Enter the first day"),
        ("soon", "", "Enter the day as year, month and day, such as 2026-11-03"),
    ],
)
def test_days_that_cannot_be_a_pause(amir: Page, from_on: str, until_on: str, problem: str) -> None:
    opened = amir.post("/ambassadors/profile/pause", {"from_on": from_on, "until_on": until_on}, 422)
    assert opened.problems == [problem]


def test_stopping_says_what_happens_and_then_it_does(app: Flask, amir: Page) -> None:
    row = place_of("ambassador")
    mentored = mentored_by(row)
    agreed = accept(ask("learner", "Help me sort this sheet"), row)
    offered = ask("outsider")
    opened = amir.get("/ambassadors/profile/stop")
    assert "1 request that was offered to you" in opened.text
    assert "1 session that you agreed to and did not hold yet goes to somebody else" in opened.text
    assert "1 open mentorship is handed over" in opened.text
    opened = amir.submit("Stop")
    assert "You stopped on 3 November 2026" in opened.text
    row = place_of("ambassador")
    assert (row.state, row.open_mentorships, row.promised_minutes) == (State.STOPPED, 0, 0)
    assert not has_role("ambassador")
    assert db.session.get_one(Mentorship, mentored.id).state == "handover"
    for request in (agreed, offered):
        again = fresh(request.id)
        assert (again.state, again.offered_to_id, again.accepted_by_id) == ("waiting", None, None)
        offers = db.session.query(RequestOffer).filter_by(request_id=request.id).all()
        assert [offer.answer for offer in offers] == ["taken-back"]
    assert db.session.query(AmbassadorSkill).filter_by(ambassador_id=row.id).count() == 0
    assert told("learner") == [
        "Amir Osei cannot meet you after all. We are asking somebody else.",
        "Amir Osei is no longer your mentor: dates you had agreed are cancelled. "
        "Somebody else will be asked to take over.",
    ]
    assert told("lead") == ["Amir Osei has stopped helping: mentorships wait for somebody to take over."]
    amir.post("/ambassadors/profile/stop")  # pressed twice
    assert len(told("learner")) == 2


def test_who_leaves_the_service_is_followed_at_once(app: Flask, amir: Page) -> None:
    mentored = mentored_by(place_of("ambassador"))
    with database.write():
        record_departure(people.person("ambassador").id, date(2026, 11, 3))
    assert place_of("ambassador").state == State.STOPPED
    assert db.session.get_one(Mentorship, mentored.id).state == "handover"


def test_who_leaves_later_is_followed_by_the_job_and_who_moves_is_not(app: Flask, amir: Page) -> None:
    with committed():
        people.person("ambassador").left_on = date(2026, 11, 9)  # as an import may write it
    tend(date(2026, 11, 8))
    assert place_of("ambassador").state == State.ACTIVE
    tend(date(2026, 11, 9))
    assert place_of("ambassador").state == State.STOPPED


def test_a_long_silence_is_asked_about_and_one_press_renews(app: Flask, amir: Page) -> None:
    day = clock.today()
    tend(day + timedelta(days=149))
    assert told("ambassador") == []
    tend(day + timedelta(days=151))
    tend(day + timedelta(days=152))
    question = "Are you still helping as a digital ambassador? One press says so; otherwise it lapses."
    assert told("ambassador") == [question]  # once
    with clock.at(NOW + timedelta(days=155)):
        amir.sign_in("ambassador").get("/ambassadors/profile")
        amir.submit("Yes, I am still here")
    tend(day + timedelta(days=200))
    row = place_of("ambassador")
    assert (row.state, row.asked_to_renew_at) == (State.ACTIVE, None)


def test_without_an_answer_it_lapses_and_one_press_brings_it_back(app: Flask, amir: Page) -> None:
    mentored = mentored_by(place_of("ambassador"))
    tend(clock.today() + timedelta(days=151))
    assert tend(clock.today() + timedelta(days=182)).endswith("1 lapsed")
    row = place_of("ambassador")
    assert (row.state, has_role("ambassador")) == (State.LAPSED, False)
    assert db.session.get_one(Mentorship, mentored.id).state == "handover"
    assert "Amir Osei" not in Page(app).sign_in("learner").get("/ambassadors").main.text
    amir.get("/ambassadors/profile")
    amir.submit("I am still here")
    assert (place_of("ambassador").state, has_role("ambassador")) == (State.ACTIVE, True)


def test_a_session_that_was_logged_is_activity_whoever_noted_it(app: Flask, amir: Page) -> None:
    later = NOW + timedelta(days=140)
    with clock.at(later), database.write():
        learner_id = people.person("ambassador").learner_id
        append(
            Entry(learner_id, Verb.HELPED, ObjectKind.SUPPORT, "1", None, minutes=30, assurance=Assurance.SELF_DECLARED)
        )
    tend(clock.today() + timedelta(days=182))
    row = place_of("ambassador")
    assert (row.state, row.active_at) == (State.ACTIVE, later)
    assert told("ambassador") == []


def test_leave_and_part_time_hours_are_counted(app: Flask) -> None:
    part_timer = make_person("Pat Time", working_days="1110000")
    on_leave = make_person("Lee Away")
    make_absence(on_leave, date(2026, 11, 10), date(2027, 3, 1))
    plain = make_person("Una Usual")
    for person in (part_timer, on_leave, plain):
        make_ambassador(person, decided_at=NOW)
    tend(clock.today() + timedelta(days=152))
    assert [len(told(person)) for person in (part_timer, on_leave, plain)] == [0, 0, 1]


def test_days_away_are_noted_shown_and_removed(app: Flask, amir: Page) -> None:
    opened = amir.get("/ambassadors/profile/away")
    assert "No days noted" in opened.text
    opened = amir.submit("Note these days", 422, from_on="2026-11-05", until_on="2026-11-01")
    assert opened.problems == ["The last day is not before the first."]
    amir.submit("Note these days", from_on="2026-11-01", until_on="2026-11-05")
    amir.post("/ambassadors/profile/away", {"from_on": "2026-11-01", "until_on": "2026-11-05"})  # twice
    assert db.session.query(AmbassadorAway).count() == 1
    assert "Away until 5 November 2026" in Page(app).sign_in("learner").get("/ambassadors").text
    away = db.session.query(AmbassadorAway).one()
    # Another's days are not theirs to remove.
    make_ambassador("outsider")
    Page(app).sign_in("outsider").post(f"/ambassadors/profile/away/{away.id}/remove")
    assert db.session.query(AmbassadorAway).count() == 1
    amir.get("/ambassadors/profile/away")
    amir.post(f"/ambassadors/profile/away/{away.id}/remove")
    assert db.session.query(AmbassadorAway).count() == 0


def test_the_welcome_checklist_is_ticked_by_post(amir: Page) -> None:
    opened = amir.get("/ambassadors/profile")
    assert len([form for form in opened.main.all("form") if form.get("action").endswith("/steps")]) == 5
    amir.post("/ambassadors/profile/steps", {"step": "buddy", "done": "1"})
    assert place_of("ambassador").checklist == {"buddy": "2026-11-03"}
    amir.post("/ambassadors/profile/steps", {"step": "buddy", "done": "0"})
    assert place_of("ambassador").checklist == {}
    amir.post("/ambassadors/profile/steps", {"step": "fly"}, 400)


def test_what_the_directory_says_is_changed_on_one_page(app: Flask, amir: Page) -> None:
    amir.get("/ambassadors/profile/edit")
    amir.submit(
        "Keep this",
        **{
            "level-spreadsheets": "expert",
            "added": "scams",
            "added-level": "awareness",
            "languages": ["en", "bsl"],
            "free_days": ["0", "3"],
            "availability": "mornings",
            "minutes_a_month": "120",
            "most_mentorships": "1",
            "place": "in-person",
            "about": "I <b>teach</b> sums.",
        },
    )
    row = place_of("ambassador")
    assert (row.free_days, row.languages, row.minutes_a_month) == ("1001000", "|en|bsl|", 120)
    opened = Page(app).sign_in("learner").get(f"/ambassadors/{row.id}")
    assert "Spreadsheets: expert" in opened.text
    assert "Recognising scams: awareness" in opened.text
    assert "I <b>teach</b> sums." in opened.text
    assert "British Sign Language" in opened.text
    assert "Mon, Thu: mornings" in opened.text
    assert "at most 1 mentorship at a time" in amir.get("/ambassadors/profile").text
    opened = amir.post("/ambassadors/profile/edit", {"languages": "", "place": "either", "minutes_a_month": "9"}, 422)
    assert opened.problems


def test_skills_are_those_offered_and_one_more_at_a_time(app: Flask, amir: Page) -> None:
    seen = amir.get("/ambassadors/profile/edit")
    assert [one.get("name") for one in seen.main.all("select")] == [
        "minutes_a_month", "most_mentorships", "level-spreadsheets", "added", "added-level"
    ]  # fmt: skip
    seen = amir.submit("Keep this, and add another skill", added="scams")
    assert seen.path.startswith("/ambassadors/profile/edit")
    offered = {one.get("name") for one in seen.main.all("select")}
    assert {"level-spreadsheets", "level-scams"} <= offered
    assert "Recognising scams" not in seen.html.find("select", name="added").text
    amir.submit("Keep this", **{"level-spreadsheets": "", "added": "", "added-level": "expert"})
    assert skills_of(place_of("ambassador").id) == {"scams": "working"}
    fields = {"languages": "en", "place": "either", "level-scams": "no-such", "added": "no-such", "added-level": "x"}
    amir.post("/ambassadors/profile/edit", fields)
    assert skills_of(place_of("ambassador").id) == {}


def test_the_tier_is_between_the_ambassador_and_the_lead(app: Flask, amir: Page) -> None:
    row = place_of("ambassador")
    seen = amir.get("/ambassadors/profile").text
    assert "Beginning" in seen
    assert "at most 2 mentorships at a time" in seen
    assert "Beginning" in Page(app).sign_in("lead").get(f"/network/applications/{row.id}").text
    for path in ("/ambassadors", f"/ambassadors/{row.id}"):
        assert "Beginning" not in Page(app).sign_in("learner").get(path).text


def test_an_application_is_taken_back(app: Flask) -> None:
    lena = Page(app).sign_in("learner")
    lena.post("/ambassadors/join", {"skills": "scams", "place": "remote", "languages": "en", "why": "secret"})
    lena.get("/ambassadors/profile/stop")
    opened = lena.submit("Take it back")
    assert "Your application is taken back" in opened.text
    assert (place_of("learner").state, place_of("learner").why) == (State.STOPPED, "")


@pytest.mark.parametrize("path", ["edit", "away", "pause", "stop"])
def test_who_is_not_in_the_network_has_no_place_in_it(app: Flask, path: str) -> None:
    page = Page(app).sign_in("outsider")
    page.get(f"/ambassadors/profile/{path}", 404)
    assert "You are no digital ambassador yet" in page.get("/ambassadors/profile").text


def test_what_came_to_nothing_is_forgotten(app: Flask) -> None:
    with database.write():
        actions.nominate(people.person("learner").id, people.person("outsider").id)
    Page(app).sign_in("hr").post("/ambassadors/join", {"skills": "scams", "place": "remote", "languages": "en"})
    row = place_of("hr")
    with database.write():
        actions.decline(row, people.person("lead").id, "Not now")
    make_ambassador("ambassador", state=State.STOPPED, began_at=NOW)  # who has helped stays
    tend(clock.today() + timedelta(days=89))
    assert db.session.query(Ambassador).count() == 3
    tend(clock.today() + timedelta(days=92))
    assert db.session.query(Ambassador).count() == 2
    tend(clock.today() + timedelta(days=367))
    assert [row.person_id for row in db.session.query(Ambassador)] == [people.person("ambassador").id]
