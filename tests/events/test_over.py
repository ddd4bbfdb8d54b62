"""What is over is told as over: on lists, on an event's page, on the report that a hackathon's page becomes."""

from datetime import timedelta

import pytest
from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import actions, hackathon_teams
from learnhub.events.attendance import confirm_attendance
from learnhub.events.hackathon_judging import add_prize, publish_results, take_results_back
from learnhub.events.models import Event, SignUp
from learnhub.people.faults import Refused
from tests import people
from tests.events.hackathons import build, enter, form, make_hackathon, moved_to, somebody
from tests.events.world import join, make_event
from tests.page import Page

TO_COME = ("You are going", "Places for everybody", "places free", "Sign up by", "places are taken", "people are going")


def confirm(event_id: int, role: str) -> None:
    with database.write():
        row = db.session.query(SignUp).filter_by(event_id=event_id, person_id=people.person(role).id).one()
        confirm_attendance(event_id, [row.id], somebody("ambassador"))


def test_a_list_says_of_what_is_over_who_came_and_of_nothing_that_it_is_to_come(app: Flask, page: Page) -> None:
    event_id = make_event(places=20).id
    for role in ("learner", "author"):
        join(db.session.get_one(Event, event_id), role)
    with clock.at(clock.now() + timedelta(days=12)):
        confirm(event_id, "learner")
        for role, said in (("learner", "You came"), ("author", ""), ("hr", ""), ("ambassador", "You organise it")):
            for show in ("past", "mine") if role in ("learner", "ambassador") else ("past",):
                opened = page.sign_in(role).get(f"/events?show={show}")
                line = next(line for line in opened.main.all("li") if "Mending a broken spreadsheet" in line.text)
                assert not [words for words in TO_COME if words in line.text]
                assert [tag.text for tag in line.all("span", class_="tag")] == [said] * bool(said)


def test_of_ones_own_events_the_next_is_first_and_what_is_over_comes_last(page: Page) -> None:
    for number in range(1, 32):
        make_event("learner", title=f"Event {number:02}", on=clock.today() + timedelta(days=number))
    expected = [*range(21, 32), *range(20, 0, -1)]  # seen on the twentieth day, in the evening
    with clock.at(clock.now().replace(hour=20) + timedelta(days=20)):
        opened = page.sign_in("learner").get("/events?show=mine")
        found = [link.text for link in opened.main.all("a") if link.text.startswith("Event ")]
        opened = page.get(opened.link("Next page"))
        found += [link.text for link in opened.main.all("a") if link.text.startswith("Event ")]
    assert found == [f"Event {number:02}" for number in expected]


@pytest.mark.parametrize("what", ["over", "cancelled"])
def test_the_page_of_what_is_over_or_cancelled_says_nothing_of_signing_up(page: Page, what: str) -> None:
    """Nor how many went: a hackathon's report keeps that back where it would show how many came from a small group."""
    event = make_event(places=20, remote_link="https://meet.example/1")
    event_id = event.id
    join(event, "learner")
    if what == "cancelled":
        with database.write():
            actions.cancel_event(event_id, "The room is closed.")
    with clock.at(clock.now() + timedelta(days=12 if what == "over" else 0)):
        for role in ("learner", "outsider", "ambassador"):
            told = page.sign_in(role).get(f"/events/{event_id}").main.text
            assert not [words for words in (*TO_COME, "join remotely", "1 of 20") if words in told]


def test_an_event_says_when_and_where_before_it_asks_what_one_needs(page: Page) -> None:
    told = page.sign_in("learner").get(f"/events/{make_event().id}").main.text
    assert told.index("Room 4, Hexham") < told.index("What do you need in order to take part?")


def test_the_report_of_what_is_over_has_no_dead_ends(page: Page) -> None:
    event_id = make_hackathon().id
    form(db.session.get_one(Event, event_id), "learner")
    with moved_to(db.session.get_one(Event, event_id)):
        opened = page.sign_in("outsider").get(f"/events/{event_id}/hackathon")
        assert opened.link("Sign up first")
        assert "5 places" in opened.text
    with moved_to(db.session.get_one(Event, event_id), hours=9):
        told = page.sign_in("outsider").get(f"/events/{event_id}/hackathon").main.text
    for words in ("Sign up first", "Who looks for a team", "Look for a team", "No challenge is open", "5 places"):
        assert words not in told


def test_nobody_joins_a_team_or_forms_one_once_the_results_are_out(app: Flask, page: Page) -> None:
    """Or they would have its prize."""
    event_id = make_hackathon().id
    team = form(db.session.get_one(Event, event_id), "learner")
    team_id = team.id
    enter(team, "author")
    build(team)
    for role in ("hr", "outsider"):
        join(db.session.get_one(Event, event_id), role)
    with moved_to(db.session.get_one(Event, event_id), hours=9):
        assert page.sign_in("hr").get(f"/events/{event_id}/hackathon").main.text.count("Join") == 1
        page.submit("Join Red pens")  # teams are often written down afterwards
        with database.write():
            add_prize(event_id, team_id, "Most useful", "")
            publish_results(event_id, "")
        opened = page.sign_in("outsider").get(f"/events/{event_id}/hackathon")
        assert "Join" not in opened.main.text
        assert "Form a team" not in opened.main.text
        assert "Join" not in page.get(f"/events/{event_id}/teams/{team_id}").main.text
        with database.write(), pytest.raises(Refused, match="closed"):
            hackathon_teams.join_team(team_id, somebody("outsider"))
        with database.write(), pytest.raises(Refused, match="closed"):
            hackathon_teams.form_team(event_id, somebody("outsider"), hackathon_teams.About("Late"))
        with database.write():
            take_results_back(event_id)
        with database.write():
            hackathon_teams.join_team(team_id, somebody("outsider"))
