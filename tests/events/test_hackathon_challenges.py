"""Challenges: those with a problem meet those who can build."""

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub import db as database
from learnhub.db import db
from learnhub.events.hackathon_challenges import Problem, post_challenge
from learnhub.events.hackathon_models import Challenge
from learnhub.events.structures import Audience
from learnhub.people.faults import Refused
from tests import people
from tests.events.hackathons import challenge, form, make_hackathon
from tests.page import Page

GOOD = {
    "title": "Letters are keyed in twice",
    "problem": "Every letter that comes back is typed again.\n\nForty people do it.",
    "who_has_it": "Forty people in Hexham",
    "would_help": "Reading the bar code",
    "material": "Twenty letters without names",
    "contact": "learner@demo.example",
}


def the_challenge() -> Challenge:
    db.session.rollback()
    return db.session.execute(select(Challenge).order_by(Challenge.id.desc()).limit(1)).scalar_one()


def test_somebody_posts_a_challenge_and_others_find_it(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/events")
    page.get(page.now.link("Challenges"))
    page.get("/challenges/new")
    opened = page.submit("Post the challenge", **GOOD)
    assert "Hexham Office. It waits for a hackathon." in opened.text
    other = Page(app).sign_in("outsider")
    other.get("/challenges")
    opened = other.submit("Search", q="LETTERS hexham")
    assert "Letters are keyed in twice" in opened.text
    assert "No challenge here." in other.submit("Search", q="parking").text
    opened = other.get(f"/challenges/{the_challenge().id}")
    assert "Posted by Lena Marsh" in opened.text
    assert "Change it" not in opened.text


WRONG = [
    ({"title": ""}, "Enter the problem in a line"),
    ({"title": "x" * 201}, "At most 200 characters"),
    ({"problem": " "}, "Enter what happens"),
    ({"problem": "x" * 5001}, "At most 5000 characters"),
    ({"contact": ""}, "Enter whom to ask, such as a work e-mail address"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_what_cannot_be_is_refused_and_kept(page: Page, fields: dict[str, str], words: str) -> None:
    opened = page.sign_in("learner").post("/challenges/new", {**GOOD, **fields}, 422)
    assert opened.problems == [words]
    assert "Reading the bar code" in opened.text
    assert db.session.execute(select(Challenge.id)).first() is None


def test_what_is_written_is_shown_as_text(page: Page) -> None:
    page.sign_in("learner").get("/challenges/new")
    opened = page.submit("Post the challenge", **{**GOOD, "problem": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in opened.text


def test_one_is_posted_for_a_hackathon(app: Flask, page: Page) -> None:
    event = make_hackathon()
    page.sign_in("learner").get(f"/events/{event.id}/hackathon")
    page.get(page.now.link("Post a challenge"))
    opened = page.submit("Post the challenge", **GOOD)
    assert "Part of the hackathon Mend the letters." in opened.text
    assert "Letters are keyed in twice" in page.get(f"/events/{event.id}/hackathon").text
    assert "Letters are keyed in twice" in page.get(f"/challenges?event={event.id}").text


def test_a_team_takes_it_on(page: Page) -> None:
    event = make_hackathon()
    form(event, "learner", challenge_id=challenge(event_id=event.id).id)
    opened = page.sign_in("hr").get(f"/events/{event.id}/hackathon")
    assert "1 person; Letters are keyed in twice" in opened.text


def test_an_organiser_takes_one_on_and_out_again(app: Flask, page: Page) -> None:
    event, posted = make_hackathon(), challenge()
    page.sign_in("ambassador").get(f"/challenges/{posted.id}")
    opened = page.submit("Take it on", event=event.id)
    assert "Part of the hackathon Mend the letters." in opened.text
    opened = page.submit("Take it out of the hackathon")
    assert "It waits for a hackathon." in opened.text


def test_who_organises_nothing_moves_nothing(page: Page) -> None:
    event, posted = make_hackathon(), challenge()
    address = f"/challenges/{posted.id}"
    page.sign_in("outsider").post(address, {"action": "bring", "event": event.id}, 404)
    page.post(address, {"action": "take-out"}, 404)
    page.post(address, {"action": "reopen"}, 404)
    page.get(f"{address}/change", 404)
    page.post(f"{address}/close", {"outcome": "Gone"}, 404)
    page.get("/challenges/999", 404)


def test_a_hackathon_that_is_not_for_somebody_is_not_named_to_them(app: Flask, page: Page) -> None:
    event = make_hackathon(audience=Audience((people.department("PEN").id,)))
    posted = challenge(event_id=event.id)
    opened = page.sign_in("outsider").get(f"/challenges/{posted.id}")
    assert "Mend the letters" not in opened.text
    assert "Mend the letters" not in page.get("/challenges").text
    assert "No challenge here." in page.get(f"/challenges?event={event.id}").text
    page.get("/challenges/new")
    page.post("/challenges/new", {**GOOD, "event": str(event.id)}, 303)  # no such choice is offered: it waits
    assert the_challenge().event_id is None
    assert "Mend the letters" in Page(app).sign_in("hr").get(f"/challenges/{posted.id}").text


def test_changed_closed_and_opened_again(page: Page) -> None:
    posted = challenge()
    page.sign_in("learner").get(f"/challenges/{posted.id}/change")
    opened = page.submit("Save the changes", title="Letters are keyed in three times")
    assert opened.h1 == "Letters are keyed in three times"
    page.get(f"/challenges/{posted.id}/close")
    opened = page.submit("Close it", outcome="Somebody in Leeds had solved it.")
    assert "This challenge is closed" in opened.text
    assert "three times" not in page.get("/challenges").text
    assert "three times" in page.get("/challenges?show=closed").text
    page.get(f"/challenges/{posted.id}")
    opened = page.submit("Open it again")
    assert "This challenge is closed" not in opened.text


def test_one_in_a_hackathon_that_its_poster_may_not_see_stays_there(page: Page) -> None:
    posted = challenge()
    hidden, _other = make_hackathon(audience=Audience((people.department("REV").id,))), make_hackathon()
    page.sign_in("ambassador").post(f"/challenges/{posted.id}", {"action": "bring", "event": hidden.id})
    page.sign_in("learner").get(f"/challenges/{posted.id}/change")
    page.submit("Save the changes", title="Letters, still")
    assert (the_challenge().title, the_challenge().event_id) == ("Letters, still", hidden.id)


def test_nobody_posts_without_end(app: Flask) -> None:
    person = people.person("learner")
    with database.write():
        for number in range(20):
            post_challenge(person.id, None, Problem(f"Problem {number}", "It hurts.", "", "", "", "me"))
        with pytest.raises(Refused, match="20 open challenges"):
            post_challenge(person.id, None, Problem("One more", "It hurts.", "", "", "", "me"))


def test_the_list_comes_a_page_at_a_time_in_two_statements(app: Flask, page: Page) -> None:
    with database.write():
        for number in range(30):
            person = people.person(("learner", "author")[number % 2])
            problem = Problem(f"Problem {number:02}", "It hurts. " * 50, "", "", "", "me")
            post_challenge(person.id, people.department("PEN").id, problem)
    page.sign_in("hr").get("/challenges")
    with page.statements() as counted:
        opened = page.get("/challenges?q=problem")
    assert len(counted) == 2, counted
    assert "Problem 29" in opened.text
    opened = page.get(opened.link("Next page"))
    assert "Problem 04" in opened.text
    page.get("/challenges?after=9999999999&q=%25&event=x")
    page.get("/challenges?q=" + "%00" * 10)
