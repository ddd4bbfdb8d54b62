"""The ambassador network: from a check that somebody failed to a clinic on both records; one session by the keyboard
alone; a part of a record that is shared and withdrawn."""

import pytest
from playwright.sync_api import Page, expect

from learnhub.ambassadors.words import COURSE
from learnhub.catalogue.structures import Kind
from tests.browser.chromium import scrolls_sideways
from tests.journeys.answers import fill_in
from tests.journeys.house import FIRST, SECOND, House
from tests.journeys.keys import Keys
from tests.journeys.steps import (
    DONE,
    TITLE,
    Visitor,
    follow,
    go_to,
    heading,
    main,
    open_check,
    open_course,
    press,
    sign_in,
)
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
TYNE = "PEN-OPS-TYN"  # a department of these journeys alone
AREA, SKILL = "Using digital tools", "Devices and everyday problems"
SENTENCE = "I do not see why half of my answers were wrong."
NINE = ["Ada Pybus", "Ben Quill", "Cat Rudd", "Dee Snaith", "Eli Thew", "Fay Urwin", "Gus Vane", "Hal Wear", "Ivy Yeo"]
TOLD, CONFIRMED = "You told us", "A colleague confirmed"


def test_a_failed_check_leads_to_a_clinic_that_stands_on_both_records(visitor: Visitor, house: House) -> None:
    house.publish(COURSE)
    house.department(TYNE, above="PEN-OPS")
    manager = house.learner("Morag Teale", TYNE)
    ifor, nia = house.learner("Ifor Beddoe", TYNE, manager), house.learner("Nia Corless", TYNE)
    nine = [house.learner(name, TYNE) for name in NINE]
    house.completed(ifor, FIRST, SECOND)
    lead, helper, learner = visitor(), visitor(), visitor()
    for page, email in ((lead, "lead@demo.example"), (helper, ifor), (learner, nia)):
        sign_in(page, email)

    assert coverage(lead, house) == ("0 of 12", "None")
    become_an_ambassador(helper, agreed_by=visitor(), manager=manager, approved_by=lead, house=house)
    assert coverage(lead, house) == ("1 of 12", "1")

    do_the_task_and_fail_the_check(learner, house)
    ask_from_the_result(learner)
    say_yes(helper)
    go_to(learner, "Ambassadors")
    follow(learner, "My requests")
    expect(learner.get_by_role("row").filter(has_text=SENTENCE)).to_contain_text("Somebody will help Ifor Beddoe")

    log_a_clinic(helper, [*NINE[:4], *nine[4:]])
    learner.set_viewport_size(PHONE)
    task = house.titles(Kind.TASK)[0]
    confirm_on_a_phone(learner, task)
    witness(helper, task)

    go_to(learner, "My record")
    assert not scrolls_sideways(learner)
    assert how_it_is_known(learner, "Ifor Beddoe") == CONFIRMED
    assert how_it_is_known(learner, task) == CONFIRMED
    go_to(helper, "My record")
    assert how_it_is_known(helper, "Clinic") == CONFIRMED  # by the one of ten who answered
    go_to(helper, "Ambassadors")
    follow(helper, "Your page")
    main(helper, "1 hour held", "Sessions this month: 1, of which confirmed: 1", "people by name: 10")
    go_to(learner, "Ambassadors")
    follow(learner, "My requests")
    expect(learner.get_by_role("row").filter(has_text=SENTENCE)).to_contain_text("Helped")


def coverage(lead: Page, house: House) -> tuple[str, str]:
    """What the lead reads of the department: how many of its people help, and how many offer the skill."""
    go_to(lead, "Network")
    follow(lead, "Coverage by department and skill")
    lead.goto(f"{house.address}/network/coverage?department={TYNE}")
    everybody = lead.get_by_role("row").filter(has_text="All together").get_by_role("cell").first
    skill = lead.get_by_role("row").filter(has_text=SKILL)
    if not skill.count():  # among those that nobody offers, which are folded
        expect(lead.locator("details").filter(has_text=SKILL)).to_have_count(1)
        return everybody.inner_text(), "None"
    return everybody.inner_text(), skill.get_by_role("cell").first.inner_text()


def open_message(page: Page, words: str) -> None:
    """From the front page to what a new message for somebody is about."""
    go_to(page, "Home")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="new message").click()
    with page.expect_navigation():
        page.get_by_role("listitem").filter(has_text=words).get_by_role("button", name="Open message").click()


def become_an_ambassador(helper: Page, *, agreed_by: Page, manager: str, approved_by: Page, house: House) -> None:
    """Apply; the line manager agrees; the course; the lead approves."""
    go_to(helper, "Ambassadors")
    follow(helper, "Become a digital ambassador")
    helper.locator("summary").get_by_text(AREA, exact=True).click()
    helper.get_by_label(SKILL, exact=True).check()
    press(helper, "Apply")
    main(helper, "Still missing", "your line manager's agreement")

    sign_in(agreed_by, manager)
    open_message(agreed_by, "Ifor Beddoe would like to become a digital ambassador")
    main(agreed_by, SKILL)
    press(agreed_by, "I agree")

    open_message(helper, "Morag Teale agrees")
    follow(helper, "Open the course")
    follow(helper, house.titles(Kind.TASK, COURSE)[0])
    helper.get_by_role("textbox", name="did").fill("She did the work, and showed it alone at the end.")
    press(helper, DONE)
    heading(helper, house.titles(Kind.QUIZ, COURSE)[0])
    fill_in(helper, house.key(COURSE))
    press(helper, "Hand in")
    main(helper, "You have completed the course")

    go_to(approved_by, "Network")
    follow(approved_by, "People who want to help")
    follow(approved_by, "Ifor Beddoe")
    main(approved_by, "Morag Teale agreed on")
    press(approved_by, "Approve")
    open_message(helper, "You are a digital ambassador now.")
    heading(helper, "Your place in the network")


def do_the_task_and_fail_the_check(page: Page, house: House) -> None:
    open_course(page)
    follow(page, house.titles(Kind.TASK)[0])
    page.get_by_role("textbox", name="did").fill("I marked the ten statements and chose shared documents.")
    press(page, DONE)
    go_to(page, "Courses")
    follow(page, TITLE)
    open_check(page, house)
    fill_in(page, house.key(), rightly=False)
    press(page, "Hand in")
    main(page, "Not passed: 0%")


def ask_from_the_result(page: Page) -> None:
    """Where one asks, it says already from where one comes and what it is about."""
    follow(page, "Ask an ambassador to go through it with you")
    heading(page, "Ask for help")
    main(page, TITLE)
    expect(page.get_by_label(SKILL, exact=True)).to_be_checked()
    page.get_by_label("What would you like help with?").fill(SENTENCE)
    press(page, "Ask for help")
    heading(page, "Your request for help")
    main(page, "Somebody is asked", SENTENCE)
    expect(page.get_by_text("Ifor Beddoe")).to_have_count(0)  # who is asked is shown once they have said yes


def say_yes(page: Page) -> None:
    """The ambassador reads who asks, what, and why them."""
    go_to(page, "Ambassadors")
    follow(page, "Your page")
    follow(page, SENTENCE)
    heading(page, "Nia Corless asks for help")
    main(page, "Why you", f"One skill in common: {SKILL}", "The same office: Leeds", TITLE)
    press(page, "Yes, I will help")
    heading(page, "You help Nia Corless")


def log_a_clinic(page: Page, nine: list[str]) -> None:
    """One form: who asked stands in it, the others by name or by address; one line of it first names nobody."""
    follow(page, "Log the session")
    page.get_by_label("What was it?", exact=True).select_option("Clinic")
    page.get_by_label("How long was it?").fill("1 h")
    who = page.get_by_label("Who was there?")
    ten = "\n".join([who.input_value(), *nine])
    assert ten.startswith("Nia Corless <")
    who.fill(f"{ten}\nNobody Known")
    press(page, "Log it")
    main(page, "There is a problem", "Line 11: nobody here is called “Nobody Known”.")
    who.fill(ten)
    press(page, "Log it")
    expect(page.get_by_role("status")).to_contain_text("Logged. It counts in your hours now.")
    expect(page.get_by_role("row").filter(has_text="Not confirmed")).to_have_count(10)


def confirm_on_a_phone(page: Page, task: str) -> None:
    """The learner says that it was so, and asks the ambassador to confirm the task too."""
    open_message(page, "Ifor Beddoe logged a support session with you")
    heading(page, "Were you helped by Ifor Beddoe?")
    assert not scrolls_sideways(page)
    box = page.get_by_role("button", name="Yes, that was so").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]  # on the first screen
    press(page, "Yes, that was so")
    main(page, "It is on your record")
    assert not scrolls_sideways(page)
    press(page, f"Ask to confirm : {task}")
    main(page, "Ifor Beddoe has been asked.")
    assert how_it_is_known(page, task) == TOLD


def witness(page: Page, task: str) -> None:
    """The ambassador saw the task done."""
    page.reload()
    expect(page.get_by_role("row").filter(has_text="Nia Corless")).not_to_contain_text("Not confirmed")
    follow(page, "Confirm what somebody showed you")
    main(page, "Nia Corless", task)
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm Nia Corless").click()
    main(page, "It now stands as confirmed by a colleague.")


def how_it_is_known(page: Page, title: str) -> str:
    """What the record, which is open, says of something in its last column."""
    row = page.get_by_role("row").filter(has_text=title).first
    return row.get_by_role("cell").last.inner_text().splitlines()[0]


def test_an_ambassador_logs_a_session_without_a_mouse(visitor: Visitor, house: House) -> None:
    house.learner("Olwen Sharp")
    page = visitor()
    keys = Keys(page)
    keys.follow("Sign in")
    keys.tab_to("E-mail address", "input")
    keys.type(house.ambassador("Peredur Lunt", "charts"))
    keys.tab_to("Password", "input")
    keys.type(PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")

    keys.follow("Ambassadors")
    keys.follow("Your page")
    keys.follow("Log a session")
    keys.tab_to("Who was there?", "textarea")
    keys.type("Olwen Sharp")
    keys.tab_to("How long was it?", "input")
    keys.press("Control+a")
    keys.type("20")
    keys.push("Log it")
    expect(page.get_by_role("status")).to_contain_text("Logged. It counts in your hours now.")
    main(page, "Support session", "20 minutes", "Olwen Sharp")
    keys.follow("My record")
    expect(page.get_by_role("row").filter(has_text="Helped")).to_contain_text(TOLD)


def test_what_a_learner_shares_is_seen_until_it_is_withdrawn(visitor: Visitor, house: House) -> None:
    rhian, seb = house.learner("Rhian Tolley"), house.ambassador("Seb Ashdown", "charts")
    house.completed(rhian, FIRST)
    learner, mentor = visitor(), visitor()
    sign_in(learner, rhian)
    sign_in(mentor, seb)
    begin_mentoring(learner, mentor)

    main(learner, "Seb Ashdown sees nothing of your record unless you share it.")
    main(mentor, "Rhian Tolley has not shared any part of their record with you.")
    follow(learner, "Share a part")
    learner.get_by_role("checkbox", name="Courses:").check()
    press(learner, "Share what I ticked")
    expect(learner.get_by_role("row").filter(has_text="Courses")).to_contain_text("Not yet")

    mentor.reload()
    follow(mentor, "See what Rhian Tolley shares with you")
    expect(mentor.locator("main li")).to_have_count(1)
    with mentor.expect_navigation():
        mentor.locator("main li a").click()
    main(mentor, TITLE)
    learner.reload()
    expect(learner.get_by_role("row").filter(has_text="Courses")).to_contain_text("1 time")
    follow(learner, "Who looked at my record")
    expect(learner.get_by_role("row").filter(has_text="Seb Ashdown")).to_have_count(1)

    learner.go_back()
    with learner.expect_navigation():
        learner.get_by_role("button", name="Withdraw").click()
    main(learner, "Withdrawn: it is seen no longer.", "You share nothing of your record with any ambassador.")
    for _page in ("the part", "what is shared"):
        answer = mentor.reload()
        assert answer is not None
        assert answer.status == 404
        mentor.goto(mentor.url.rpartition("/")[0])


def begin_mentoring(learner: Page, mentor: Page) -> None:
    """The learner finds somebody in the directory and asks for mentoring; both are on its page then."""
    go_to(learner, "Ambassadors")
    learner.get_by_label("Name, skill, place or language").fill("Seb Ashdown")
    press(learner, "Find ambassadors")
    follow(learner, "Seb Ashdown")
    follow(learner, "Ask Seb Ashdown")
    learner.get_by_label("What would you like help with?").fill("I would like to draw charts that tell the truth.")
    learner.locator("summary").get_by_text("Say more").click()
    learner.get_by_label("Mentoring: several meetings").check()
    press(learner, "Continue")
    heading(learner, "What is it about?")
    press(learner, "Ask for help")
    heading(learner, "Your request for help")
    learner.go_back()  # the browser asks nothing: this step has an address
    heading(learner, "What is it about?")
    press(learner, "Ask for help")  # the same request
    heading(learner, "Your request for help")
    open_message(mentor, "Rhian Tolley")
    press(mentor, "Yes, I will help")
    follow(mentor, "Go to the mentorship")
    open_message(learner, "Somebody will help you")
    follow(learner, "Go to your mentorship")
