"""Logging a session in half a minute, confirming it by one press; what both records then say."""

import shutil
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import pausing
from learnhub.ambassadors.models import Ambassador, AmbassadorSkill, HelpRequest, Mentorship
from learnhub.ambassadors.words import RequestState, State
from learnhub.catalogue.suggesting import all_skills
from learnhub.config import ROOT
from learnhub.db import db
from learnhub.mentoring import sessions
from learnhub.mentoring.models import SupportSession
from learnhub.mentoring.session_queries import support_block
from learnhub.messages.models import Notice
from learnhub.people.faults import Refused
from learnhub.record.queries import RecordLine, hours_of, statements_of
from learnhub.record.words import Assurance, Means, ObjectKind, Verb
from tests import people
from tests.ambassadors.asking import again, make_ambassador
from tests.factories import make_person
from tests.mentoring.conftest import Log, on_list
from tests.page import Page


def lines_of(role: str) -> list[RecordLine]:
    db.session.rollback()
    return list(statements_of(people.person(role).learner_id).rows)


def standing() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).where(SupportSession.voided_at.is_(None))).scalar_one()


def test_one_session_logged_and_confirmed_is_on_both_records(amirs: Page, lenas: Page, amir: Ambassador) -> None:
    amirs.get("/support")
    assert "No session logged yet" in amirs.now.text
    amirs.get(amirs.now.link("Log a session"))
    opened = amirs.submit("Log it", people="learner@demo.example", minutes="45")
    assert "Logged. It counts in your hours now." in opened.text
    assert "Lena Marsh" in opened.text
    assert "Not confirmed" in opened.text
    (helped,) = lines_of("ambassador")
    assert (helped.verb, helped.kind, helped.minutes) == (Verb.HELPED, ObjectKind.SUPPORT, 45)
    assert helped.assurance is Assurance.SELF_DECLARED
    assert lines_of("learner") == []
    assert again(amir).used_minutes == 45

    lenas.get("/notices")
    assert "Amir Osei logged a support session with you" in lenas.now.text
    session_id = int(helped.key)
    lenas.get(f"/support/{session_id}/confirm")
    assert lenas.now.h1 == "Were you helped by Amir Osei?"
    assert "45 minutes" in lenas.now.text
    assert "In person" in lenas.now.text
    done = lenas.submit("Yes, that was so")
    assert "It is on your record" in done.text
    (attended,) = lines_of("learner")
    assert (attended.verb, attended.kind, attended.key) == (Verb.ATTENDED, ObjectKind.SUPPORT, str(session_id))
    assert (attended.minutes, attended.assurance, attended.means) == (45, Assurance.WITNESSED, Means.SESSION)
    assert attended.day == helped.day == clock.today()
    (helped,) = lines_of("ambassador")
    assert helped.assurance is Assurance.WITNESSED
    assert hours_of(people.person("ambassador").learner_id)[Assurance.WITNESSED] == 45
    assert hours_of(people.person("learner").learner_id)[Assurance.WITNESSED] == 45
    assert "Confirmed" in amirs.get(f"/support/{session_id}").text


def test_a_no_leaves_the_hours_not_confirmed_and_is_not_told(amirs: Page, lenas: Page, log: Log) -> None:
    row = log("learner")
    silent = log("outsider")
    lenas.get(f"/support/{row.id}/confirm")
    lenas.submit("No, that was not so")
    assert lines_of("learner") == []
    (first, second) = lines_of("ambassador")
    assert first.assurance is second.assurance is Assurance.SELF_DECLARED
    assert on_list(row.id, "learner").confirmed is False
    seen = [amirs.get(f"/support/{one.id}").main.text.replace("Oona Finch", "Lena Marsh") for one in (row, silent)]
    assert seen[0] == seen[1]  # no and no answer look the same


def test_the_wrong_button_can_be_put_right_either_way(lenas: Page, log: Log) -> None:
    row = log("learner", "outsider")
    lenas.get(f"/support/{row.id}/confirm")
    lenas.submit("No, that was not so")
    lenas.get(f"/support/{row.id}/confirm")
    lenas.submit("Yes, that was so")
    assert lines_of("ambassador")[0].assurance is Assurance.WITNESSED
    lenas.get(f"/support/{row.id}/confirm")
    lenas.submit("No, that was not so")
    assert lines_of("ambassador")[0].assurance is Assurance.SELF_DECLARED
    assert [line.is_voided for line in lines_of("learner")] == [True]
    assert hours_of(people.person("learner").learner_id)[Assurance.WITNESSED] == 0


def test_another_who_confirmed_still_witnesses_when_the_first_takes_it_back(app: Flask, log: Log) -> None:
    row_id = log("learner", "outsider").id
    for role in ("learner", "outsider"):
        with database.write():
            sessions.confirm_session(row_id, people.person(role).id)
    with database.write():
        sessions.say_no(row_id, people.person("learner").id)
    assert lines_of("ambassador")[0].assurance is Assurance.WITNESSED
    with database.write():
        sessions.say_no(row_id, people.person("outsider").id)
    assert lines_of("ambassador")[0].assurance is Assurance.SELF_DECLARED


def test_confirming_again_changes_nothing(app: Flask, log: Log) -> None:
    row_id, lena = log("learner").id, people.person("learner").id
    for _press in range(3):
        with database.write():
            assert sessions.confirm_session(row_id, lena) is not None
    assert len(lines_of("learner")) == 1


def test_each_person_is_asked_once_and_no_more(app: Flask, log: Log) -> None:
    log("learner", "outsider", "welsh")
    notices = db.session.execute(select(Notice.person_id, Notice.language, Notice.text)).all()
    assert {row.person_id for row in notices} == {people.person(role).id for role in ("learner", "outsider", "welsh")}
    assert len(notices) == 3
    assert {row.language for row in notices} == {"en", "cy"}


def test_a_clinic_with_ten_people_is_one_form(amirs: Page, app: Flask) -> None:
    for number in range(6):
        make_person(f"Clinic Guest {number}")
    listed = "\n".join(
        ["Lena Marsh", "Finch, Oona", "welsh@demo.example", *(f"Clinic Guest {number}" for number in range(6)),
         "Hana Reid <hr@demo.example>", "", "and 3 more without a name"]
    )  # fmt: skip
    amirs.get("/support/new?kind=clinic")
    opened = amirs.submit("Log it", people=listed, minutes="1 h")
    assert opened.h1.startswith("Clinic")
    assert "3 more people without a name" in opened.text
    assert len(opened.html.find("table").all("tr")) == 11
    assert "13" in amirs.get("/support").main.text


def test_lines_that_name_nobody_or_several_are_said_and_what_was_typed_stays(amirs: Page, app: Flask) -> None:
    make_person("Sam Lee", department="TRA")
    make_person("Sam Lee", department="CUL")
    make_person("Gone Away", left_on=clock.today() - timedelta(days=1))
    make_person("New Here", joined_on=clock.today())
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    typed = "Lena Marsh\nSam Lee\nNobody Known\nnobody@demo.example\nx@y\n"
    typed += "learner@demo.example\nAmir Osei\nGone Away\nNew Here"
    amirs.get("/support/new?kind=clinic")
    opened = amirs.submit("Log it", 422, people=typed, on_day=yesterday, unnamed="3", note="For me.")
    assert opened.problems == [
        "Nothing is logged yet. Put these lines right, or take them out",
        "Line 2: several people are called “Sam Lee” (Department for Culture, Department for Transport Links). "
        "Enter the e-mail address.",
        "Line 3: nobody here is called “Nobody Known”. Enter their whole name or their address.",
        "Line 4: nobody here has the address “nobody@demo.example”.",
        "Line 5: “x@y” is not an e-mail address.",
        "Line 6: “learner@demo.example” is in line 1 already.",
        "Line 7: “Amir Osei” is you. Name those you helped.",
        "Line 8: “Gone Away” has left the service. Count them without a name.",
        "Line 9: “New Here” had not joined the service yet on that day.",
    ]
    assert opened.html.find("textarea", name="people").text.split() == typed.split()
    assert opened.html.find("input", name="unnamed").get("value") == "3"
    assert opened.html.find("textarea", name="note").text.strip() == "For me."
    assert standing() == 0


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"minutes": "30 h"}, "minutes", "at most 10 hours"),
        ({"minutes": "0"}, "minutes", "at least one minute"),
        ({"minutes": "a while"}, "minutes", "how long it took"),
        ({"on_day": (date.today() + timedelta(days=2)).isoformat()}, "on_day", "has not come yet"),
        ({"on_day": (date.today() - timedelta(days=92)).isoformat()}, "on_day", "more than 90 days ago"),
        ({"on_day": "yesterday"}, "on_day", "year, month and day"),
        ({"starts": "quarter past"}, "starts", "such as 14:30"),
        ({"people": ""}, "people", "Enter who was there"),
        ({"unnamed": "some"}, "unnamed", "Enter a number"),
        ({"unnamed": "501"}, "unnamed", "at most 500"),
        ({"kind": "visit", "office": ""}, "office", "the office you visited"),
        ({"kind": "group", "course": ""}, "course", "Choose the course"),
        ({"how": "by-pigeon"}, "how", "Not a valid choice"),
        ({"note": "a" * 1_001}, "note", "at most 1,000"),
        ({"note": "turned \u202egnp"}, "note", "cannot be seen"),
        ({"with_code": "y", "on_day": (date.today() - timedelta(days=2)).isoformat()}, "with_code", "session of today"),
    ],
)
def test_what_cannot_have_been_is_said_beside_its_field(
    amirs: Page, fields: dict[str, str], field: str, says: str
) -> None:
    amirs.checks = len(fields.get("note", "")) < 1_000
    filled = {"people": "Lena Marsh", "minutes": "30", "how": "call", "kind": "clinic", "form_key": "a1", **fields}
    opened = amirs.post("/support/new", filled, 422)
    assert [problem for problem in opened.problems if says in problem], opened.problems
    assert f"#{field}" in [link.get("href") for link in opened.html.find(class_="summary").all("a")]
    assert standing() == 0


def test_two_sessions_at_once_are_refused_when_their_times_are_said(amirs: Page, log: Log) -> None:
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    said = {"people": "Lena Marsh", "minutes": "60", "how": "call", "on_day": yesterday}
    amirs.post("/support/new", {**said, "starts": "10:00", "form_key": "a"}, 303)
    opened = amirs.post("/support/new", {**said, "starts": "10:30", "form_key": "b"}, 422)
    assert "another session at this time" in opened.problems[0]
    amirs.post("/support/new", {**said, "starts": "11:00", "form_key": "c"}, 303)
    amirs.post("/support/new", {**said, "form_key": "d", "sure": "y"}, 303)  # no time said: nobody can tell
    assert standing() == 3


def test_the_same_form_twice_is_one_session(amirs: Page) -> None:
    amirs.get("/support/new")
    key = amirs.now.html.find("input", name="form_key").get("value")
    said = {"people": "Lena Marsh", "minutes": "30", "how": "call", "form_key": key}
    first = amirs.post("/support/new", said, 303)
    second = amirs.post("/support/new", said, 303)
    assert first.location == second.location
    assert standing() == 1


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (None, "You are not a digital ambassador"),
        (State.APPLIED, "on the way"),
        (State.PAUSED, "End the pause first"),
        (State.LAPSED, "Renew it first"),
        (State.STOPPED, "no longer an ambassador"),
        (State.DECLINED, "not an ambassador at present"),
    ],
)
def test_only_who_helps_now_can_log_and_others_are_told_why(
    app: Flask, page: Page, state: State | None, says: str
) -> None:
    if state is not None:
        make_ambassador("outsider", state=state)
    page.sign_in("outsider")
    assert says in page.get("/support/new").text
    page.post("/support/new", {"people": "Lena Marsh", "minutes": "30", "how": "call"}, 403)
    assert standing() == 0


def test_a_pause_does_not_stop_the_log(amirs: Page, amir: Ambassador) -> None:
    with database.write():
        pausing.pause(db.session.get_one(Ambassador, amir.id), clock.today())
    amirs.get("/support")
    amirs.get(amirs.now.link("Log a session"))
    yesterday = clock.today() - timedelta(days=1)
    amirs.submit("Log it", people="Lena Marsh", on_day=yesterday.isoformat())
    assert standing() == 1
    assert db.session.get_one(Ambassador, amir.id, populate_existing=True).state == State.PAUSED


def test_who_stopped_logs_what_was_before_for_a_fortnight(amirs: Page, amir: Ambassador) -> None:
    with clock.at(clock.now() - timedelta(days=3)), database.write():
        pausing.stop_helping(db.session.get_one(Ambassador, amir.id))
    amirs.get("/support/new")
    opened = amirs.submit("Log it", 422, people="Lena Marsh", on_day=clock.today().isoformat())
    assert opened.problems == ["You had stopped helping by then: log sessions of the days before"]
    amirs.get("/support/new")
    amirs.submit("Log it", people="Lena Marsh")  # the day filled in is the last on which he helped
    assert standing() == 1
    with clock.at(clock.now() + timedelta(days=12)):
        amirs.sign_in("ambassador")
        assert "no longer an ambassador" in amirs.get("/support/new").text


def test_a_provisional_ambassador_may_log(app: Flask, page: Page) -> None:
    make_ambassador("outsider", state=State.PROVISIONAL)
    page.sign_in("outsider").get("/support/new")
    page.submit("Log it", people="Lena Marsh")
    assert standing() == 1


def test_a_stranger_finds_no_session(app: Flask, page: Page, log: Log) -> None:
    row = log("learner")
    for role in ("outsider", "lead", "hr", "admin"):
        page.sign_in(role)
        for path in ("", "/confirm", "/correct", "/remove", "/code", "/code.svg"):
            page.get(f"/support/{row.id}{path}", 404)
        for path in ("/confirm", "/correct", "/remove", "/code", "/seen"):
            page.post(f"/support/{row.id}{path}", {"answer": "yes"}, 404)
    page.sign_in("learner")
    for path in ("/correct", "/remove", "/code"):
        page.get(f"/support/{row.id}{path}", 404)


def test_who_was_there_sees_neither_the_others_nor_the_note(lenas: Page, log: Log) -> None:
    row = log("learner", "outsider", note="Slow with names.", unnamed=2)
    for path in ("", "/confirm"):
        text = lenas.get(f"/support/{row.id}{path}").text
        assert "Amir Osei" in text
        assert "Oona" not in text
        assert "Slow" not in text


def test_an_accepted_request_is_met_by_its_session(app: Flask, amirs: Page, amir: Ambassador) -> None:
    asked = accepted_request(amir)
    amirs.get(f"/support/new?request={asked}")
    assert "Lena Marsh <learner@demo.example>" in amirs.now.html.find("textarea", name="people").text
    amirs.submit("Log it")
    db.session.rollback()
    assert db.session.get_one(HelpRequest, asked, populate_existing=True).state == RequestState.MET
    assert again(amir).promised_minutes == 0
    assert db.session.execute(select(SupportSession.request_id)).scalar_one() == asked


def test_a_session_with_who_waits_for_one_is_that_session_also_unasked(app: Flask, amir: Ambassador, log: Log) -> None:
    asked = accepted_request(amir)
    assert log("learner", "outsider").request_id == asked
    assert db.session.get_one(HelpRequest, asked, populate_existing=True).state == RequestState.MET


def test_somebody_elses_request_is_left_alone(app: Flask, amir: Ambassador, log: Log) -> None:
    other = accepted_request(make_ambassador("lead"))
    assert log("learner", request_id=other).request_id is None
    assert db.session.get_one(HelpRequest, other, populate_existing=True).state == RequestState.ACCEPTED


def accepted_request(ambassador: Ambassador) -> int:
    with database.write():
        row = HelpRequest(
            person_id=people.person("learner").id, text="Pivot tables?", state=RequestState.ACCEPTED,
            asked_at=clock.now(), accepted_by_id=ambassador.id, accepted_at=clock.now(), skills="|spreadsheets|",
        )  # fmt: skip
        db.session.add(row)
        db.session.get_one(Ambassador, ambassador.id).promised_minutes = 60
        db.session.flush()
        return row.id


def test_a_walk_up_may_be_counted_without_a_name(amirs: Page) -> None:
    amirs.get("/support/new?kind=walk-up")
    opened = amirs.submit("Log it", unnamed="1")
    assert "1 person without a name" in opened.text
    assert db.session.execute(select(Notice.id)).first() is None


def test_a_visit_names_its_office(amirs: Page) -> None:
    amirs.get("/support/new?kind=visit")
    opened = amirs.submit("Log it", office="  Hexham ", unnamed="12")
    assert "Hexham" in opened.text
    assert db.session.execute(select(SupportSession.office, SupportSession.minutes)).one() == ("Hexham", 120)


def test_the_last_one_again_is_one_press(amirs: Page, log: Log) -> None:
    log("learner", "outsider", minutes=50, day=clock.today() - timedelta(days=14), unnamed=2, note="x")
    amirs.get("/support")
    amirs.get(amirs.now.link("Log the last one again, for today"))
    amirs.submit("Log it")
    rows = db.session.execute(select(SupportSession).order_by(SupportSession.id)).scalars().all()
    assert (rows[1].on_day, rows[1].minutes, rows[1].unnamed, rows[1].note) == (clock.today(), 50, 2, "")
    assert on_list(rows[1].id, "outsider") is not None


def test_home_knows_what_waits(app: Flask, lenas: Page, log: Log) -> None:
    first, second = log("learner").id, log("learner").id
    visitor = type("Visitor", (), {"person_id": people.person("learner").id})()
    assert support_block(visitor).waiting == 2
    assert support_block(visitor).newest_id == second
    assert "Waiting for your answer" in lenas.get("/support").text
    for one in (first, second):
        with database.write():
            sessions.say_no(one, people.person("learner").id)
    assert support_block(visitor) == type(support_block(visitor))(0, None)


def test_lists_make_few_statements(amirs: Page, log: Log) -> None:
    for number in range(30):
        log("learner", day=clock.today() - timedelta(days=number))
    with amirs.statements() as counted:
        amirs.get("/support")
    assert len(counted) == 4, counted
    amirs.get(amirs.now.link("Next page"))
    assert len(amirs.now.html.find("table").all("tr")) == 6
    row_id = log("learner", "outsider").id
    with amirs.statements() as counted:
        amirs.get(f"/support/{row_id}")
    assert len(counted) == 3, counted


def test_a_session_after_leaving_the_helping_state_is_refused_by_the_action_too(app: Flask, amir: Ambassador) -> None:
    with database.write():
        db.session.get_one(Ambassador, amir.id).state = State.STOPPED
    with pytest.raises(Refused), database.write():
        sessions.log_session(amir.id, sessions.Said(30, clock.today(), unnamed=1))


def test_what_it_was_about_is_ticked_from_the_skills_offered_then_the_others(
    app: Flask, amirs: Page, amir: Ambassador
) -> None:
    shutil.copy(ROOT / "courses" / "skills.yaml", app.extensions["learnhub.settings"].courses / "skills.yaml")
    code, *others = (skill for skill in all_skills() if skill != "spreadsheets")
    with database.write():
        db.session.add(AmbassadorSkill(ambassador_id=amir.id, skill=code, level="working"))
    for kind in ("support", "clinic", "group", "visit", "walk-up"):
        amirs.get(f"/support/new?kind={kind}")  # clean and light, with every skill there is
    boxes = [box.get("value") for box in amirs.now.html.all("input") if box.get("name") == "topics"]
    assert boxes == [code, "spreadsheets", *others]  # what he offers comes first
    opened = amirs.submit("Log it", unnamed="1", topics=[code, others[3]])
    assert all_skills()[code] in opened.text
    assert db.session.execute(select(SupportSession.topics)).scalar_one() == f"|{code}|{others[3]}|"
    amirs.get("/support/new")
    opened = amirs.submit("Log it", 422, people="Lena Marsh", topics=others[:11])
    assert opened.problems == ["Choose at most 10 skills"]
    ticked = [box for box in opened.html.all("input") if box.get("name") == "topics" and box.has("checked")]
    assert len(ticked) == 11


def test_a_session_with_who_is_mentored_is_one_of_the_mentorship(amirs: Page, amir: Ambassador, log: Log) -> None:
    began = clock.now() - timedelta(days=40)
    with database.write():
        held = Mentorship(
            ambassador_id=amir.id, person_id=people.person("learner").id, kind="mentoring", state="open",
            began_at=began, last_at=began,
        )  # fmt: skip
        db.session.add(held)
        db.session.flush()
        mentorship_id = held.id
    amirs.get(f"/support/new?mentorship={mentorship_id}")
    assert "Lena Marsh <learner@demo.example>" in amirs.now.html.find("textarea", name="people").text
    amirs.submit("Log it")
    assert db.session.execute(select(SupportSession.mentorship_id)).scalar_one() == mentorship_id
    assert db.session.get_one(Mentorship, mentorship_id, populate_existing=True).last_at > began
    assert log("outsider", mentorship_id=mentorship_id).mentorship_id is None  # nobody of it was there
