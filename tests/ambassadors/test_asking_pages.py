"""The pages of asking and answering, as stories: Lena asks in one sentence, Amir answers, Oona sees nothing of it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub.ambassadors import requests
from learnhub.ambassadors.models import Ambassador, AmbassadorAway, HelpRequest, Mentorship, RequestOffer
from learnhub.ambassadors.words import Kind, Preference, RequestState
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db
from tests import people
from tests.ambassadors.asking import accept, again, ask, decline, fresh, make_ambassador, offers
from tests.ambassadors.becoming import write_standard
from tests.factories import committed, make_course
from tests.page import Opened, Page

ASKED = "We asked somebody whose skills fit. You hear within three working days."


@pytest.fixture
def standard(app: Flask) -> list[str]:
    """The codes of a small skills standard."""
    write_standard(app)
    return list(all_skills())


def the_request() -> HelpRequest:
    db.session.rollback()
    return db.session.execute(select(HelpRequest)).scalar_one()


def test_one_sentence_and_one_look_at_the_skills(app: Flask, page: Page, standard: list[str]) -> None:
    amir = make_ambassador("ambassador", skills=tuple(standard))
    page.sign_in("learner").get("/ambassadors/ask")
    seen = page.submit("Continue", text="How do I sort a spreadsheet?")
    ticked = [box.get("value") for box in seen.html.all("input", name="skills") if box.has("checked")]
    assert ticked
    assert db.session.execute(select(func.count()).select_from(HelpRequest)).scalar_one() == 0
    seen = page.submit("Ask for help")
    assert ASKED in seen.text
    assert "Amir" not in seen.text  # who is asked is not shown
    assert (the_request().skills, the_request().offered_to_id) == (f"|{'|'.join(ticked)}|", amir.id)


def test_a_failed_check_fills_it_in(app: Flask, page: Page, standard: list[str]) -> None:
    make_course(slug="letters", title="Letters that are read", skills=(standard[0],))
    make_ambassador("ambassador", skills=(standard[0],))
    seen = page.sign_in("learner").get("/ambassadors/ask?course=letters&check=check-it")
    assert "in the course “Letters that are read”" in seen.text
    assert [box.get("value") for box in seen.html.all("input", name="skills")] == [standard[0]]
    seen = page.submit("Ask for help")  # one press
    assert ASKED in seen.text
    assert the_request().about == "check/letters/check-it"
    assert "/courses/letters" in seen.links


def test_asking_somebody_by_name(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador", skills=())
    make_ambassador("welsh")
    seen = page.sign_in("learner").get(f"/ambassadors/ask?ambassador={amir.id}")
    assert "We ask Amir Osei first." in seen.text
    page.submit("Continue", text="How did you set up your board?", kind="mentoring")
    seen = page.submit("Ask for help")
    assert "We asked Amir Osei, whom you chose." in seen.text
    assert "The colleague you chose is asked first." in seen.text
    assert (the_request().wanted_id, the_request().offered_to_id, the_request().kind) == (amir.id, amir.id, "mentoring")
    decline(the_request(), amir)
    seen = page.get(f"/ambassadors/requests/{the_request().id}")
    assert "The colleague you chose is asked first." in seen.text  # who said no is not to be read from it
    for stranger in ("4711", str(2**31 - 1)):
        page.get(f"/ambassadors/ask?ambassador={stranger}", 404)
    page.get("/ambassadors/ask?ambassador=nonsense&skill=nonsense&course=nonsense&check=x&kind=nonsense")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "Say in one sentence"), ("   \n ", "Say in one sentence"), ("x" * 501, "at most 500"),
     ("spreadsheet " * 90_000, "at most 500")],
)  # fmt: skip
def test_what_cannot_be_asked_stays_typed(app: Flask, page: Page, text: str, problem: str) -> None:
    page.sign_in("learner").get("/ambassadors/ask")
    seen = page.submit("Continue", 422, text=text, place="remote")
    assert problem in seen.problems[0]
    assert seen.html.find("input", name="place", value="remote").has("checked")
    shown = "".join(str(child) for child in seen.html.find("textarea").children)
    assert text.strip()[:1_000] in shown  # of a megabyte the beginning


def test_text_with_html_is_shown_as_it_was_written(app: Flask, page: Page) -> None:
    make_ambassador("ambassador")
    hostile = "<script>alert(1)</script> & <b>'bold'</b> \x00 ${7*7} {{ 7*7 }}"
    page.sign_in("learner").get("/ambassadors/ask")
    page.submit("Continue", text=hostile)
    page.submit("Ask for help")
    request = the_request()
    assert request.text == "<script>alert(1)</script> & <b>'bold'</b> ${7*7} {{ 7*7 }}"
    for role in ("learner", "ambassador"):
        seen = page.sign_in(role).get(f"/ambassadors/requests/{request.id}")
        assert request.text in seen.text
        assert not [script for script in seen.html.all("script") if "alert" in script.text]
    assert request.text in page.sign_in("learner").get("/ambassadors/requests").text
    assert request.text in page.sign_in("ambassador").get("/notices").text


def test_forged_fields_are_refused_or_left_out(app: Flask, page: Page) -> None:
    page.sign_in("learner")
    fields = {"text": "Help", "kind": "session", "place": "either", "language": "en", "preference": "any"}
    for name in ("kind", "place", "language", "preference"):
        page.post("/ambassadors/ask", {**fields, "step": "send", name: "'; DROP TABLE person"}, 422)
    page.post("/ambassadors/ask", {**fields, "step": "send", "ambassador": "99"}, 404)
    strange = ["nonsense", "|spreadsheets|", "%", "x" * 5_000, "é\u202e"]
    page.post("/ambassadors/ask", {**fields, "step": "send", "skills": strange, "other_skill": "%", "form_key": "!"})
    assert the_request().skills == ""


def test_a_double_press_asks_once(app: Flask, page: Page) -> None:
    fields = {"text": "Help", "kind": "session", "place": "either", "language": "en", "preference": "any",
              "step": "send", "form_key": "a" * 32}  # fmt: skip
    first = page.sign_in("learner").post("/ambassadors/ask", fields)
    assert page.post("/ambassadors/ask", fields).location == first.location


def test_too_many_open_requests_are_refused_in_words(app: Flask, page: Page) -> None:
    for _ in range(requests.MOST_OPEN):
        ask()
    page.sign_in("learner").get("/ambassadors/ask")
    page.submit("Continue", text="One more")
    assert page.submit("Ask for help", 422).problems == [
        "You have 10 open requests. Withdraw one, or wait until somebody has answered."
    ]


def test_the_ambassador_reads_who_asks_what_and_why_them_and_says_yes(
    app: Flask, page: Page, standard: list[str]
) -> None:
    amir = make_ambassador("ambassador", skills=(standard[0],), free_days="0001000")
    request = ask(skills=(standard[0],), preference=Preference.ANOTHER)
    seen = page.sign_in("ambassador").get(f"/ambassadors/requests/{request.id}")
    for words in ("Lena Marsh asks for help", "Hexham", request.text, "One skill in common:", "Free on Thursday",
                  "Another department, as asked for"):  # fmt: skip
        assert words in seen.text
    assert "learner@demo.example" not in seen.text  # not before they agree
    seen = page.submit("Yes, I will help")
    assert "mailto:learner@demo.example" in seen.links
    assert f"/support/new?request={request.id}" in seen.links
    seen = page.sign_in("learner").get(f"/ambassadors/requests/{request.id}")
    assert "Amir Osei helps you" in seen.text
    assert "mailto:ambassador@demo.example" in seen.links
    page.sign_in("ambassador").post(f"/ambassadors/requests/{request.id}/accept")  # pressed twice
    assert again(amir).promised_minutes == 60


def test_saying_no_needs_a_reason_and_the_asker_does_not_learn_of_it(app: Flask, page: Page) -> None:
    amir, wyn = make_ambassador("ambassador"), make_ambassador("welsh", last_offered_at=None, minutes_a_month=60)
    request = ask()
    assert request.offered_to_id in (amir.id, wyn.id)
    role, other = ("ambassador", "welsh") if request.offered_to_id == amir.id else ("welsh", "ambassador")
    page.sign_in(role).get(f"/ambassadors/requests/{request.id}/decline")
    page.post(f"/ambassadors/requests/{request.id}/decline", {}, 422)
    page.post(f"/ambassadors/requests/{request.id}/decline", {"reason": "nonsense"}, 422)
    page.post(f"/ambassadors/requests/{request.id}/decline", {"reason": "other"}, 422)
    page.post(f"/ambassadors/requests/{request.id}/decline", {"reason": "other", "text": "<b>\n" + "x" * 201}, 422)
    page.post(f"/ambassadors/requests/{request.id}/decline", {"reason": "other", "text": "On <b>jury</b> service"})
    kept = db.session.execute(select(RequestOffer.decline_reason).where(RequestOffer.answer == "declined")).scalar_one()
    assert kept == "other: On <b>jury</b> service"
    request = fresh(request.id)
    assert len(offers(request)) == 2

    name, other_name = people.CAST[role].name, people.CAST[other].name
    gone = page.get(f"/ambassadors/requests/{request.id}")
    for hidden in (request.text, "Lena", other_name):
        assert hidden not in gone.html.find("main").text
    page.get(f"/ambassadors/requests/{request.id}/decline", 303)
    page.post(f"/ambassadors/requests/{request.id}/accept")  # too late
    assert fresh(request.id).state == RequestState.OFFERED

    page.sign_in("learner")
    for address in (f"/ambassadors/requests/{request.id}", "/ambassadors/requests", "/notices"):
        assert name not in page.get(address).text
        assert "jury" not in page.get(address).text
    accept(request, again(amir if other == "ambassador" else wyn))
    shown = page.get(f"/ambassadors/requests/{request.id}").text
    assert other_name in shown
    assert name not in shown


def fill(ambassador: Ambassador) -> None:
    """Less than an hour left of their month."""
    with committed():
        db.session.get_one(Ambassador, ambassador.id).minutes_a_month = 30


def test_no_room_left_is_said_before_and_passed_on_by_one_press(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=60)
    request = ask()
    wyn = make_ambassador("welsh")
    address = f"/ambassadors/requests/{request.id}"
    assert "Yes, I will help" in page.sign_in("ambassador").get(address).text
    fill(amir)
    with page.statements() as counted:
        seen = page.get(address)
    assert len(counted) == 4, counted
    assert "Your hours of this month are taken up." in seen.text
    assert "Yes, I will help" not in seen.text
    assert "/ambassadors/profile" in seen.links
    seen = page.submit("Pass it on")
    assert "Somebody else is asked; nobody is told that it was you." in seen.text
    assert offers(fresh(request.id)) == [(amir.id, "declined"), (wyn.id, None)]


def test_hours_taken_up_while_the_page_was_open_are_said_and_the_offer_stays(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=60)
    request = ask()
    page.sign_in("ambassador").get(f"/ambassadors/requests/{request.id}")
    fill(amir)
    seen = page.submit("Yes, I will help")
    assert "Your hours of this month are taken up." in seen.text
    assert "Pass it on" in seen.text
    assert fresh(request.id).state == RequestState.OFFERED
    assert again(amir).promised_minutes == 0


@pytest.mark.parametrize("gone", ["full", "away"])
def test_no_place_for_a_mentorship_and_being_away_are_said_too(app: Flask, page: Page, gone: str) -> None:
    amir = make_ambassador("ambassador")
    request = ask(kind=Kind.MENTORING)
    with committed():
        if gone == "full":
            db.session.get_one(Ambassador, amir.id).open_mentorships = 2
        else:
            today = clock.today()
            db.session.add(AmbassadorAway(ambassador_id=amir.id, from_on=today, until_on=today))
    seen = page.sign_in("ambassador").get(f"/ambassadors/requests/{request.id}")
    assert ("as many open mentorships" if gone == "full" else "You are away") in seen.text
    page.submit("Pass it on")
    assert fresh(request.id).state == RequestState.WAITING


def ask_on_pages(page: Page, text: str, **more: str) -> Opened:
    page.get("/ambassadors/ask")
    page.submit("Continue", text=text, **more)
    return page.submit("Ask for help")


def test_the_same_asked_again_shows_the_request_that_is_open(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    first = ask_on_pages(page.sign_in("learner"), "How do I make a pivot table?")
    second = ask_on_pages(page, " how do I  make a Pivot table? ")
    assert second.path == first.path
    assert "You asked this already" in second.text
    accept(the_request(), again(amir))
    assert ask_on_pages(page, "How do I make a pivot table?").path == first.path  # somebody will help already
    page.sign_in("outsider")
    assert ask_on_pages(page, "How do I make a pivot table?").path != first.path  # somebody else's is theirs
    page.sign_in("learner")
    for other in ({"text": "How do I share one?"}, {"text": "How do I make a pivot table?", "kind": "mentoring"}):
        assert "You asked this already" not in ask_on_pages(page, **other).text
    page.post(f"{first.path}/withdraw")
    assert "You asked this already" not in ask_on_pages(page, "How do I make a pivot table?").text


def test_a_mentorship_is_one_press_away(app: Flask, page: Page) -> None:
    make_ambassador("ambassador")
    request = ask(kind=Kind.MENTORING)
    page.sign_in("ambassador").get(f"/ambassadors/requests/{request.id}")
    seen = page.submit("Yes, I will help")
    number = db.session.execute(select(Mentorship.id)).scalar_one()
    assert f"/mentoring/{number}" in seen.links
    assert f"/mentoring/{number}" in page.sign_in("learner").get(f"/ambassadors/requests/{request.id}").links
    assert "Mentoring has begun" in page.get("/ambassadors/requests").text


def test_withdrawing_is_asked_about_first(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    request = accept(ask(), amir)
    seen = page.sign_in("learner").get(f"/ambassadors/requests/{request.id}")
    assert "Amir Osei is told" in page.get(seen.link("Withdraw this request")).text
    assert "Your request is withdrawn." in page.submit("Withdraw it").text
    assert again(amir).promised_minutes == 0


def test_what_waits_may_be_widened(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador")
    request = ask(preference=Preference.SAME)
    page.sign_in("learner").get(f"/ambassadors/requests/{request.id}")
    assert ASKED in page.submit("Anybody, from anywhere, is fine").text
    assert fresh(request.id).offered_to_id == amir.id


def test_when_nobody_is_found_the_question_goes_to_the_whole_network(app: Flask, page: Page) -> None:
    request = ask()
    page.sign_in("learner").get(f"/ambassadors/requests/{request.id}")
    seen = page.get(page.now.link("Ask the whole network as a question"))
    assert request.text in seen.html.find("input", name="title").get("value")


@pytest.mark.parametrize("role", ["outsider", "lead", "hr", "admin", "welsh"])
def test_to_others_it_is_not_there(app: Flask, page: Page, role: str) -> None:
    make_ambassador("ambassador")
    make_ambassador("welsh", skills=("email",))  # another ambassador, who was not asked
    request = ask()
    page.sign_in(role)
    for number in (request.id, 0, 4_711):
        for rest in ("", "/withdraw", "/decline"):
            page.get(f"/ambassadors/requests/{number}{rest}", 404)
        for rest in ("/withdraw", "/decline", "/accept", "/widen"):
            page.post(f"/ambassadors/requests/{number}{rest}", {"reason": "no-time"}, 404)
    assert request.text not in page.get("/ambassadors/requests").text
    assert fresh(request.id).state == RequestState.OFFERED


def test_nobody_answers_their_own_request_or_withdraws_anothers(app: Flask, page: Page) -> None:
    make_ambassador("ambassador")
    make_ambassador("learner")
    request = ask()
    for rest in ("/accept", "/decline"):
        page.sign_in("learner").post(f"/ambassadors/requests/{request.id}{rest}", {"reason": "no-time"}, 404)
    for rest in ("/withdraw", "/widen"):
        page.sign_in("ambassador").post(f"/ambassadors/requests/{request.id}{rest}", {}, 404)


def test_the_list_is_one_statement_however_long(app: Flask, page: Page) -> None:
    amir = make_ambassador("ambassador", minutes_a_month=10_000)
    page.sign_in("learner").get("/ambassadors/requests")
    with committed():
        for number in range(30):
            db.session.add(
                HelpRequest(person_id=people.person("learner").id, text=f"Number {number}", state="met",
                            asked_at=amir.applied_at, accepted_by_id=amir.id)
            )  # fmt: skip
    with page.statements() as counted:
        seen = page.get("/ambassadors/requests")
    assert len(counted) == 2, str(counted)  # the visitor, the list
    assert "Amir Osei" in seen.text
    assert len(seen.html.all("tr")) == 26
    seen = page.get(seen.link("Next page"))
    assert len(seen.html.all("tr")) == 6
    request = ask()
    with page.statements() as counted:
        page.get(f"/ambassadors/requests/{request.id}")
    assert len(counted) <= 6, str(counted)


def test_declined_ones_are_not_in_the_way_of_a_second_request(app: Flask) -> None:
    amir = make_ambassador("ambassador")
    decline(ask(), amir)
    assert ask().offered_to_id == amir.id
