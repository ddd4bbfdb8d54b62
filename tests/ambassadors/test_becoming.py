"""Lena becomes an ambassador: by herself or proposed, with her manager's word, the course, the lead's approval."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import actions
from learnhub.ambassadors.becoming import Offer, candidacy_of
from learnhub.ambassadors.deciding import count_applications
from learnhub.ambassadors.models import Ambassador
from learnhub.ambassadors.states import may_be_approved
from learnhub.ambassadors.words import State
from learnhub.catalogue.structures import Course
from learnhub.db import db
from learnhub.people.actions import record_departure
from learnhub.permissions import Role
from tests import people
from tests.ambassadors.asking import make_ambassador
from tests.ambassadors.becoming import (
    agree,
    complete_course,
    give_manager,
    has_role,
    place_of,
    publish_course,
    told,
    write_standard,
)
from tests.events.world import at_once
from tests.factories import at, committed, make_grant, make_person, make_posting
from tests.page import Page

NOW = at("2026-11-03 10:00")


@pytest.fixture(autouse=True)
def _in_november(app: Flask) -> Iterator[None]:
    with clock.at(NOW):
        write_standard(app)
        yield


@pytest.fixture
def course(app: Flask) -> Course:
    return publish_course()


@pytest.fixture
def lena(app: Flask) -> Page:
    return Page(app).sign_in("learner")


def apply(page: Page, **fields: object) -> None:
    page.get("/ambassadors/join")
    page.submit("Apply", **{"skills": ["spreadsheets"], **fields})


def test_the_whole_way_from_the_application_to_the_directory(app: Flask, lena: Page, course: Course) -> None:
    give_manager()
    buddy = make_ambassador("ambassador", began_at=NOW)
    lena.get("/ambassadors")
    opened = lena.get(lena.now.link("Become a digital ambassador"))
    assert "Hana Reid, your line manager, is asked to agree" in opened.text
    opened = lena.submit("Apply", skills=["spreadsheets", "scams"], why="People ask me anyway.")
    assert "Your application is sent" in opened.text
    assert "your line manager's agreement" in opened.text
    assert told("hr") == ["Lena Marsh would like to become a digital ambassador and asks for your agreement."]

    row = place_of("learner")
    hana = Page(app).sign_in("hr")
    opened = hana.get(f"/ambassadors/agree/{row.id}")
    assert "People ask me anyway." in opened.text
    assert "Spreadsheets" in opened.text
    opened = hana.submit("I agree")
    assert "Your agreement was noted on 3 November 2026" in opened.text
    assert place_of("learner").state == State.APPLIED
    assert not has_role("learner")

    complete_course(course, "learner")  # the record tells the network
    row = place_of("learner")
    assert (row.state, row.buddy_id) == (State.PROVISIONAL, buddy.id)
    assert has_role("learner")
    assert told("ambassador") == ["Lena Marsh is new in the network, and you are their buddy."]
    assert told("lead") == ["Lena Marsh waits for your decision on becoming a digital ambassador."]
    assert "with Amir Osei as your buddy" in lena.get("/ambassadors/profile").text
    oona = Page(app).sign_in("outsider")
    assert "New, helps with a buddy" in oona.get("/ambassadors").text

    leo = Page(app).sign_in("lead")
    opened = leo.get("/network/applications")
    opened = leo.get(opened.link("Lena Marsh"))
    assert "Hana Reid agreed on 3 November 2026" in opened.text
    leo.submit("Approve")
    assert place_of("learner").state == State.ACTIVE
    assert told("learner")[-1] == "You are a digital ambassador now."
    opened = oona.get("/ambassadors")
    assert "Lena Marsh" in opened.text
    assert "New, helps" not in opened.text
    opened = oona.get(opened.link("Lena Marsh"))
    assert "Recognising scams: working" in opened.text
    assert opened.link("Ask Lena Marsh") == f"/ambassadors/ask?ambassador={row.id}"


def test_the_course_first_and_the_manager_last_comes_to_the_same(lena: Page, course: Course) -> None:
    hana = give_manager()
    complete_course(course, "learner")
    apply(lena)
    row = place_of("learner")
    assert row.state == State.APPLIED
    agree("learner", hana)
    assert place_of("learner").state == State.PROVISIONAL


def test_with_no_manager_on_file_the_lead_decides_without_and_that_is_recorded(
    app: Flask, lena: Page, course: Course
) -> None:
    apply(lena)
    assert "no line manager on file" in lena.get("/ambassadors/join").text
    complete_course(course, "learner")
    row = place_of("learner")
    assert (row.state, has_role("learner")) == (State.APPLIED, False)  # nobody has agreed yet
    leo = Page(app).sign_in("lead")
    assert "None on file: you decide without" in leo.get(f"/network/applications/{row.id}").text
    leo.submit("Approve")
    row = place_of("learner")
    assert (row.state, row.manager_agreed_at, row.manager_person_id) == (State.ACTIVE, None, None)
    assert row.decided_by_person_id == people.person("lead").id
    assert "None was on file: decided without" in leo.get(f"/network/applications/{row.id}").text


def test_a_manager_who_has_left_is_no_manager_on_file(lena: Page, course: Course) -> None:
    gone = make_person("Gone Boss", left_on=clock.today())
    with committed():
        people.person("learner").line_manager_id = gone.id
    assert "no line manager on file" in lena.get("/ambassadors/join").text


def test_a_manager_who_does_not_agree_says_why_and_one_can_apply_again(app: Flask, lena: Page) -> None:
    give_manager()
    apply(lena)
    row = place_of("learner")
    hana = Page(app).sign_in("hr")
    hana.get(f"/ambassadors/agree/{row.id}")
    hana.submit("I do not agree now", said="After the busy season, gladly.")
    opened = lena.get("/ambassadors/profile")
    assert "Your line manager does not agree now" in opened.text
    assert "After the busy season, gladly." in opened.text
    assert told("learner") == ["Hana Reid does not agree now that you become a digital ambassador."]
    # Pressed in another tab: it is answered, and stays so.
    hana.post(f"/ambassadors/agree/{row.id}", {"answer": "agree"})
    assert place_of("learner").state == State.DECLINED
    with clock.at(NOW + timedelta(days=90)):
        lena.sign_in("learner").get("/ambassadors/join")
        lena.submit("Apply", skills=["scams"])
    row = place_of("learner")
    assert (row.state, row.manager_refused_at, row.decision) == (State.APPLIED, None, "")
    assert len(told("hr")) == 2  # asked again


def test_an_application_sent_twice_is_one_and_asks_the_manager_once(lena: Page) -> None:
    give_manager()
    apply(lena)
    lena.post("/ambassadors/join", {"skills": "scams", "place": "remote", "languages": ["en", "cy"]})
    rows = list(db.session.execute(select(Ambassador)).scalars())
    assert [(row.place, row.languages) for row in rows] == [("remote", "|en|cy|")]
    assert len(told("hr")) == 1


def test_what_is_missing_from_an_application_is_said_and_the_rest_kept(lena: Page) -> None:
    opened = lena.post("/ambassadors/join", {"place": "remote", "languages": "cy", "why": "Because"}, 422)
    assert opened.problems == ["Tick at least one thing that colleagues could ask you about"]
    assert opened.html.find("textarea", name="why").text == "Because"
    assert opened.html.find("input", value="remote").has("checked")
    opened = lena.post("/ambassadors/join", {"skills": "no-such", "place": "moon", "why": "x" * 1001}, 422)
    assert len(opened.problems) == 4


def test_a_colleague_is_proposed_and_says_yes(app: Flask, lena: Page) -> None:
    oona = Page(app).sign_in("outsider")
    oona.get("/ambassadors/nominate")
    opened = oona.submit("Propose them", email="LEARNER@demo.example")
    assert "Lena Marsh has been told that you propose them" in opened.text
    assert told("learner") == ["Oona Finch thinks you would make a good digital ambassador. It is for you to say."]
    assert place_of("learner").state == State.NOMINATED
    oona.post("/ambassadors/nominate", {"email": "learner@demo.example"})  # sent twice
    assert len(told("learner")) == 1
    opened = Page(app).sign_in("hr").post("/ambassadors/nominate", {"email": "learner@demo.example"}, 422)
    assert opened.problems == ["They are in the network or on the way into it already."]
    # Nobody decides about somebody who has not said yes.
    row = place_of("learner")
    Page(app).sign_in("lead").get(f"/network/applications/{row.id}", 404)
    opened = lena.get("/ambassadors/join")
    assert "Oona Finch thinks you would be good at this" in opened.text
    lena.submit("Yes, and apply", skills=["spreadsheets"])
    row = place_of("learner")
    assert (row.state, row.nominated_by_person_id) == (State.APPLIED, people.person("outsider").id)


def test_who_says_no_to_being_proposed_leaves_nothing_behind(app: Flask, lena: Page) -> None:
    with database.write():
        actions.nominate(people.person("learner").id, people.person("outsider").id)
    lena.get("/ambassadors/join")
    lena.submit("No, thank you")
    assert db.session.execute(select(Ambassador)).first() is None
    assert told("outsider") == []


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("outsider@demo.example", "To propose yourself, apply."),
        ("nobody@demo.example", "Nobody here has this e-mail address: check it for a slip"),
        ("", "Enter their work e-mail address"),
        ("ambassador@demo.example", "They are in the network or on the way into it already."),
    ],
)
def test_whom_nobody_can_propose(app: Flask, email: str, problem: str) -> None:
    make_ambassador("ambassador")
    opened = Page(app).sign_in("outsider").post("/ambassadors/nominate", {"email": email}, 422)
    assert opened.problems == [problem]


def test_the_agreement_is_the_line_managers_alone(app: Flask, lena: Page) -> None:
    give_manager()
    apply(lena)
    row = place_of("learner")
    for role in ("learner", "outsider", "lead", "admin"):
        Page(app).sign_in(role).get(f"/ambassadors/agree/{row.id}", 404)
        Page(app).sign_in(role).post(f"/ambassadors/agree/{row.id}", {"answer": "agree"}, 404)
    give_manager(manager="author")  # who is her manager now decides, and who was does not
    Page(app).sign_in("hr").get(f"/ambassadors/agree/{row.id}", 404)
    Page(app).sign_in("author").post(f"/ambassadors/agree/{row.id}", {"answer": "agree"})
    assert place_of("learner").manager_person_id == people.person("author").id


def test_a_lead_of_another_department_does_not_find_the_application(app: Flask, lena: Page) -> None:
    with committed():
        lead = people.person("lead")
        for grant in list(db.session.execute(select(people.RoleGrant).filter_by(person_id=lead.id)).scalars()):
            db.session.delete(grant)
    make_grant(people.person("lead"), Role.LEAD, "REV")
    make_grant(people.person("outsider"), Role.LEAD, "PEN")
    apply(lena)
    row = place_of("learner")
    leo, oona = Page(app).sign_in("lead"), Page(app).sign_in("outsider")
    assert "Nobody waits for a decision" in leo.get("/network/applications").text
    leo.get(f"/network/applications/{row.id}", 404)
    for path, fields in (("", {"decision": "decline"}), ("/buddy", {"email": "x"}), ("/adviser", {"adviser": "1"})):
        leo.post(f"/network/applications/{row.id}{path}", fields, 404)
    assert "Lena Marsh" in oona.get("/network/applications").text
    oona.get(f"/network/applications/{row.id}")
    lena.get("/network/applications", 403)


def test_the_nearest_lead_is_told(app: Flask, lena: Page, course: Course) -> None:
    make_grant(people.person("outsider"), Role.LEAD, "PEN")
    complete_course(course, "learner")
    apply(lena)
    assert told("outsider") == ["Lena Marsh waits for your decision on becoming a digital ambassador."]
    assert told("lead") == []


def test_a_lead_cannot_approve_before_all_is_there_nor_themselves(app: Flask, lena: Page, course: Course) -> None:
    give_manager()
    apply(lena)
    row = place_of("learner")
    leo = Page(app).sign_in("lead")
    opened = leo.get(f"/network/applications/{row.id}")
    assert "Approve" not in [button.text for button in opened.main.all("button")]
    opened = leo.post(f"/network/applications/{row.id}", {"decision": "approve"}, follow=True)
    assert "still missing" in opened.text
    apply(leo)
    complete_course(course, "lead")
    mine = place_of("lead")
    opened = leo.post(f"/network/applications/{mine.id}", {"decision": "approve"}, follow=True)
    assert "Another lead decides on your own application" in opened.text
    assert place_of("lead").state == State.APPLIED


def test_a_lead_declines_with_a_reason_and_what_was_begun_ends(app: Flask, lena: Page, course: Course) -> None:
    hana = give_manager()
    complete_course(course, "learner")
    apply(lena)
    agree("learner", hana)
    assert has_role("learner")
    row = place_of("learner")
    leo = Page(app).sign_in("lead")
    opened = leo.post(f"/network/applications/{row.id}", {"decision": "decline"}, 422)
    assert opened.problems == ["Say why: they read it"]
    leo.submit("Decline", reason="Your office has four already: try in spring.")
    assert (place_of("learner").state, has_role("learner")) == (State.DECLINED, False)
    assert "Your office has four already" in lena.get("/ambassadors/profile").text
    assert "Lena Marsh" not in leo.get("/ambassadors").main.text


def test_approving_twice_is_once(app: Flask, lena: Page, course: Course) -> None:
    complete_course(course, "learner")
    apply(lena)
    row = place_of("learner")
    leo = Page(app).sign_in("lead")
    leo.post(f"/network/applications/{row.id}", {"decision": "approve"})
    leo.post(f"/network/applications/{row.id}", {"decision": "approve"})
    assert told("learner").count("You are a digital ambassador now.") == 1


def test_who_leaves_on_the_way_leaves_the_network(lena: Page) -> None:
    apply(lena)
    with clock.at(NOW + timedelta(days=1)), database.write():
        record_departure(people.person("learner").id, clock.today())
    assert place_of("learner").state == State.STOPPED


def test_a_buddy_is_near_and_not_loaded_with_newcomers(app: Flask, lena: Page, course: Course) -> None:
    far = make_ambassador("ambassador", began_at=NOW - timedelta(days=900))
    near_person = make_person("Near By", department="PEN-OPS-HEX")
    near = make_ambassador(near_person, began_at=NOW)
    hana = give_manager()
    complete_course(course, "learner")
    apply(lena)
    agree("learner", hana)
    assert place_of("learner").buddy_id == near.id
    for _newcomer in range(2):
        make_ambassador(state=State.PROVISIONAL, buddy_id=near.id)
    # Three already: the next one is accompanied from further away, and the lead can say otherwise.
    give_manager("welsh")
    complete_course(course, "welsh")
    wyn = Page(app).sign_in("welsh")
    wyn.checks = False  # Welsh words come later
    wyn.post("/ambassadors/join", {"skills": "scams", "place": "either", "languages": "cy"})
    agree("welsh", hana)
    assert place_of("welsh").buddy_id == far.id
    leo = Page(app).sign_in("lead")
    leo.get(f"/network/applications/{place_of('welsh').id}")
    opened = leo.submit("Name them", 422, email="outsider@demo.example")
    assert opened.problems == ["Oona Finch is no digital ambassador at the moment."]
    leo.submit("Name them", email=near_person.email)
    assert place_of("welsh").buddy_id == near.id
    assert told(near_person)[-1] == "Wyn Prys is new in the network, and you are their buddy."


def test_the_role_goes_where_one_posts_but_the_application_follows_the_department(app: Flask, lena: Page) -> None:
    apply(lena)
    row = place_of("learner")
    with committed():
        for posting in db.session.execute(select(people.Posting).filter_by(person_id=row.person_id)).scalars():
            posting.is_current, posting.until_on = False, clock.today()
    make_posting(people.person("learner"), "CUL-LIB", from_on=clock.today())
    make_grant(people.person("outsider"), Role.LEAD, "CUL")
    Page(app).sign_in("outsider").get(f"/network/applications/{row.id}")


def test_many_presses_at_once_are_one_application_asked_about_once(app: Flask) -> None:
    give_manager()
    lena = people.person("learner").id
    db.session.rollback()

    def press() -> None:
        with clock.at(NOW), database.write():
            actions.apply_to_join(lena, Offer(skills={"scams": "working"}))

    at_once(app, [press] * 8)
    db.session.rollback()
    assert db.session.query(Ambassador).count() == 1
    assert len(told("hr")) == 1


def test_a_line_manager_sees_on_home_and_on_the_teams_page_who_asks_for_agreement(app: Flask, page: Page) -> None:
    hana = give_manager()
    page.sign_in("hr")
    assert "your agreement" not in page.get("/home").text
    make_ambassador("learner", state=State.APPLIED)
    with page.statements() as counted:
        seen = page.get("/home")
    assert len(counted) <= 5, counted
    seen = page.get(seen.link("1 member of your team asks for your agreement"))
    seen = page.get(seen.link("Lena Marsh asks you to agree: they want to become a digital ambassador"))
    assert seen.h1 == "Do you agree that Lena Marsh becomes a digital ambassador?"
    page.submit("I agree")
    for address in ("/home", "/team"):
        assert "agree" not in page.get(address).main.text
    for role in ("learner", "lead", "outsider"):
        assert "your agreement" not in page.sign_in(role).get("/home").text
    assert place_of("learner").manager_person_id == hana.id


def test_an_application_that_is_sent_is_changed_not_sent_again(app: Flask, lena: Page) -> None:
    hana = give_manager()
    apply(lena, minutes_a_month="120")
    assert "you offer a month" not in lena.get("/ambassadors/mine").text
    assert "Sessions you held" not in lena.get("/support").text
    asked = Page(app).sign_in("hr").get(f"/ambassadors/agree/{place_of('learner').id}")
    assert "for up to 2 hours a month" in asked.text
    agree("learner", hana)
    seen = lena.get("/ambassadors/join")
    assert seen.h1 == "Change my application"
    assert "your line manager, is asked to agree" not in seen.text
    assert "the course “Being a digital ambassador”" in seen.main.find("ul").text
    assert "line manager's agreement" not in seen.main.find("ul").text
    assert seen.html.find("select", name="minutes_a_month").find("option", value="120").has("selected")
    assert "Your application is changed." in lena.submit("Keep this", minutes_a_month="60").text
    assert place_of("learner").minutes_a_month == 60


@pytest.mark.parametrize("manager", ["none", "asked", "agreed", "left"])
@pytest.mark.parametrize("has_done", [False, True])
@pytest.mark.parametrize("state", [State.APPLIED, State.PROVISIONAL])
def test_what_a_lead_counts_as_decidable_is_what_they_can_decide(
    app: Flask, course: Course, manager: str, has_done: bool, state: State
) -> None:
    if manager != "none":
        give_manager()
    row = make_ambassador("learner", state=state, manager_agreed_at=clock.now() if manager == "agreed" else None)
    if manager == "left":
        with committed():
            people.person("hr").left_on = clock.today()
    if has_done:
        for moved in (State.STOPPED, state):  # so that the course alone moves nothing
            with committed():
                db.session.get_one(Ambassador, row.id).state = moved
            complete_course(course, "learner")
    counted = count_applications(None)
    may = may_be_approved(candidacy_of(place_of("learner")))
    assert (counted.to_decide, counted.on_the_way) == ((1, 0) if may else (0, 1))
