"""Who is to take over a mentorship is asked: a yes or a no, and nothing of it is theirs before the yes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.ambassadors import stopping
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import MentorshipState
from learnhub.db import db
from learnhub.mentoring import handover_offers, mentorships
from learnhub.mentoring import mentorship_ending as ending
from learnhub.mentoring.holding import Over
from learnhub.mentoring.mentorship_tending import tend_mentorships
from learnhub.mentoring.models import HandoverOffer
from learnhub.people.faults import Refused
from learnhub.permissions import Role
from tests import people
from tests.ambassadors.asking import again, make_ambassador
from tests.events.world import at_once
from tests.factories import make_grant, make_person
from tests.mentoring.pairs import make_mentorship, now_of, offer_to, open_offer
from tests.mentoring.test_mentorships import at, notices
from tests.page import Page

AT_ONCE = 50


@pytest.fixture
def aled(app: Flask) -> Ambassador:
    """Another ambassador, who might take over: the author of the cast, who can sign in."""
    make_grant(people.person("author"), Role.AMBASSADOR)
    return make_ambassador("author")


@pytest.fixture
def aleds(app: Flask, aled: Ambassador) -> Page:
    return Page(app).sign_in("author")


@pytest.fixture
def waiting(amir: Ambassador, aled: Ambassador) -> Mentorship:
    """Amir has given Lena up; she has a goal."""
    pair = make_mentorship(amir)
    with database.write():
        mentorships.set_goal(pair.id, people.person("learner").id, "Make a pivot table")
        ending.give_up_mentorship(pair.id, amir.person_id)
    return pair


def offer(page: Page, waiting: Mentorship, to: Ambassador) -> str:
    """The lead offers it on their page; where it is answered."""
    page.sign_in("lead").post(f"/network/mentorships/{waiting.id}/hand-over", {"ambassador": to.id})
    return f"/mentoring/offers/{open_offer(waiting).id}"


def name_of(ambassador: Ambassador) -> str:
    return mentorships.name_of(ambassador.person_id)


def answers() -> list[str | None]:
    db.session.rollback()
    return list(db.session.execute(select(HandoverOffer.answer).order_by(HandoverOffer.id)).scalars())


def test_the_lead_offers_and_sees_to_whom_since_when(page: Page, waiting: Mentorship, aled: Ambassador) -> None:
    offer(page, waiting, aled)
    said = f"Offered to {name_of(aled)} on {clock.today():%-d %B %Y}"
    assert said in page.get(f"/network/mentorships/{waiting.id}/hand-over").text
    assert said in page.get("/network/mentorships").text
    assert again(aled).open_mentorships == 0  # a place is taken with the yes
    assert now_of(waiting).state == MentorshipState.HANDOVER


def test_why_somebody_fits_reads_on_in_brackets(page: Page, waiting: Mentorship, aled: Ambassador) -> None:
    page.sign_in("lead").get(f"/network/mentorships/{waiting.id}/hand-over")
    assert "; one skill in common" in page.now.text


def test_until_the_yes_nothing_is_theirs_and_then_it_is(
    page: Page, lenas: Page, aleds: Page, waiting: Mentorship, aled: Ambassador
) -> None:
    address = offer(page, waiting, aled)
    aleds.get(at(waiting), 404)
    assert aleds.get("/ambassadors/mine").link("The mentorship of Lena Marsh") == address
    aleds.get("/mentoring")
    opened = aleds.get(aleds.now.link("The mentorship of Lena Marsh"))
    assert "preadsheets" in opened.text
    assert "pivot" not in opened.text
    assert "somebody is asked" in lenas.get(at(waiting)).text
    assert name_of(aled) not in lenas.now.text  # of a no she does not hear
    assert "Somebody is asked to take over as your mentor." in notices("learner")[-1]
    for _press in range(2):
        aleds.post(address, {"answer": "yes"})
    row = now_of(waiting)
    assert (row.state, row.ambassador_id) == (MentorshipState.OPEN, aled.id)
    assert again(aled).open_mentorships == 1
    assert "Make a pivot table" in aleds.get(at(waiting)).text
    assert notices("learner")[-1] == f"{name_of(aled)} is your mentor now."
    assert notices("lead")[-1] == f"{name_of(aled)} has taken over a mentorship you offered."
    aleds.get(address, 303)
    aleds.post(address, {"answer": "no"})
    assert now_of(waiting).state == MentorshipState.OPEN
    for page_of_theirs in ("/mentoring", "/ambassadors/mine"):
        assert "You are asked to take over" not in aleds.get(page_of_theirs).text


def test_a_no_goes_to_the_lead_with_its_word_and_to_nobody_else(
    page: Page, lenas: Page, aleds: Page, waiting: Mentorship, aled: Ambassador
) -> None:
    make_ambassador(make_person("Carl Ode"))
    opened = aleds.get(offer(page, waiting, aled))
    (typing,) = (form for form in opened.html.find("main").all("form") if form.all("input", name="reason"))
    assert [button.text for button in typing.all("button")] == ["No, I cannot"]  # Enter after a word is no yes
    aleds.submit("No, I cannot", reason="I have three already.")
    page.get(f"/network/mentorships/{waiting.id}/hand-over")
    assert f"{name_of(aled)} said no on" in page.now.text
    assert "“I have three already.”" in page.now.text
    assert page.now.text.count(name_of(aled)) == 1  # who said no is not offered again
    assert "choose somebody else" in notices("lead")[-1]
    assert name_of(aled) not in lenas.get(at(waiting)).text
    assert "somebody is asked" not in lenas.now.text
    assert len([text for text in notices("learner") if "three" in text or "no on" in text]) == 0
    aleds.get(f"/mentoring/offers/{db.session.execute(select(HandoverOffer.id)).scalar_one()}")
    assert "There is nothing for you to do." in aleds.now.text


def test_the_learner_may_be_matched_otherwise_meanwhile(
    page: Page, lenas: Page, aleds: Page, waiting: Mentorship, aled: Ambassador
) -> None:
    address = offer(page, waiting, aled)
    lenas.get(at(waiting))
    lenas.get(lenas.now.link("Be matched with somebody else instead"))
    lenas.submit("End it and ask somebody else")
    assert answers() == ["taken-back"]
    assert [text for text in notices("author") if "You need not answer any more" in text]
    opened = aleds.post(address, {"answer": "yes"}, 409)
    assert "You need not answer any more" in opened.text
    assert (now_of(waiting).state, again(aled).open_mentorships) == (MentorshipState.ENDED, 0)
    assert db.session.execute(select(func.count()).select_from(HelpRequest)).scalar_one() == 2


def test_who_accepted_nothing_is_asked_for_no_outcome(
    page: Page, lenas: Page, aleds: Page, waiting: Mentorship, aled: Ambassador
) -> None:
    offer(page, waiting, aled)
    lenas.post(at(waiting, "/end"))
    assert not [text for text in notices("author") if "What came of it" in text]
    aleds.get(at(waiting), 404)


def test_somebody_else_is_asked_instead_and_the_first_is_told(
    page: Page, aleds: Page, waiting: Mentorship, aled: Ambassador
) -> None:
    first, carl = offer(page, waiting, aled), make_ambassador(make_person("Carl Ode"))
    offer(page, waiting, carl)
    assert answers() == ["taken-back", None]
    assert "You need not answer any more" in notices("author")[-1]
    aleds.post(first, {"answer": "yes"}, 409)
    assert now_of(waiting).state == MentorshipState.HANDOVER
    offer(page, waiting, aled)  # who did not say no may be asked again


def test_a_full_ambassador_is_told_before_the_button(aleds: Page, waiting: Mentorship, aled: Ambassador) -> None:
    with database.write():
        db.session.get_one(Ambassador, aled.id).most_mentorships = 0
    asked = offer_to(aled, waiting)
    opened = aleds.get(f"/mentoring/offers/{asked.id}")
    assert "You cannot say yes at the moment" in opened.text
    assert "Yes, I take over" not in opened.text
    aleds.post(f"/mentoring/offers/{asked.id}", {"answer": "yes"})
    assert "You have as many open mentorships as you said you could have." in aleds.get("/mentoring").text
    assert answers() == [None]  # it stands: they may make room, or say no


def test_an_offer_is_to_who_was_asked_alone(
    page: Page, amirs: Page, lenas: Page, waiting: Mentorship, aled: Ambassador
) -> None:
    address = offer(page, waiting, aled)
    for other in (amirs, lenas, page):
        other.get(address, 404)
        other.post(address, {"answer": "yes"}, 404)
    assert answers() == [None]


def test_what_nobody_answers_goes_back_to_the_lead(page: Page, waiting: Mentorship, aled: Ambassador) -> None:
    offer(page, waiting, aled)
    with clock.at(clock.now() + timedelta(days=2)):
        tend_mentorships()
    assert answers() == [None]
    with clock.at(clock.now() + timedelta(days=10)):
        tend_mentorships()
        tend_mentorships()
    assert answers() == ["passed"]
    told = [text for text in notices("lead") if "has not answered whether they take over" in text]
    assert len(told) == 1


def test_who_stops_need_not_answer(page: Page, waiting: Mentorship, aled: Ambassador) -> None:
    offer(page, waiting, aled)
    with database.write():
        stopping.stop(db.session.get_one(Ambassador, aled.id))
    tend_mentorships()
    assert answers() == ["passed"]


def yes(offer_id: int, person_id: int, done: list[int], refused: list[str]) -> Callable[[], None]:
    def press() -> None:
        try:
            with database.write():
                number = ending.accept_handover(offer_id, person_id)
            done.append(number)
        except Refused as why:
            refused.append(str(why))

    return press


def test_fifty_presses_take_one_place(app: Flask, waiting: Mentorship, aled: Ambassador) -> None:
    pair, asked, done, refused = waiting.id, offer_to(aled, waiting).id, list[int](), list[str]()
    at_once(app, [yes(asked, aled.person_id, done, refused)] * AT_ONCE)
    assert (done, refused) == ([pair] * AT_ONCE, [])
    assert again(aled).open_mentorships == 1
    assert len([text for text in notices("learner") if "is your mentor now" in text]) == 1


def test_of_many_offers_no_more_are_accepted_than_there_is_room(app: Flask, amir: Ambassador, aled: Ambassador) -> None:
    with database.write():
        db.session.get_one(Ambassador, amir.id).most_mentorships = 10
    pairs = [make_mentorship(amir, make_person()) for _ in range(8)]
    with database.write():
        stopping.stop(db.session.get_one(Ambassador, amir.id))
    offers, done, refused = [offer_to(aled, pair).id for pair in pairs], list[int](), list[str]()
    at_once(app, [yes(number, aled.person_id, done, refused) for number in offers])
    assert (len(done), len(refused)) == (2, 6)
    taken = db.session.execute(select(func.count()).where(Mentorship.ambassador_id == aled.id)).scalar_one()
    assert (taken, again(aled).open_mentorships) == (2, 2)
    assert sorted(answers(), key=str) == [*[None] * 6, *["accepted"] * 2]


def test_a_yes_while_the_lead_asks_somebody_else(app: Flask, waiting: Mentorship, aled: Ambassador) -> None:
    """Either the yes is first and nobody else is asked, or it comes too late: never two mentors."""
    pair, asked, carl_id = waiting.id, offer_to(aled, waiting).id, make_ambassador(make_person("Carl Ode")).id
    done, refused, lead = list[int](), list[str](), people.person("lead").id

    def ask_carl() -> None:
        try:
            with database.write():
                handover_offers.offer_handover(pair, carl_id, lead)
        except Over:
            return

    press = yes(asked, aled.person_id, done, refused)
    at_once(app, [press, ask_carl, press, press])
    row = now_of(pair)
    if row.state == MentorshipState.OPEN:
        assert (row.ambassador_id, again(aled).open_mentorships, answers()) == (again(aled).id, 1, ["accepted"])
    else:
        assert (again(aled).open_mentorships, answers()) == (0, ["taken-back", None])
        assert open_offer(now_of(pair)).ambassador_id == carl_id
