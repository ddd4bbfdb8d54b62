"""Teams: form, join, leave, lead, look for one; what each did; as people see and press it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import hackathon_teams
from learnhub.events.hackathon_claims import say_part
from learnhub.events.hackathon_judging import set_up
from learnhub.events.hackathon_models import Claim, Seeker, Team, TeamMember
from learnhub.events.hackathon_queries import captain, members_of
from learnhub.events.hackathon_structures import Part
from learnhub.events.hackathon_teams import About
from learnhub.events.hackathon_tending import tend_hackathons
from learnhub.events.models import Event
from learnhub.messages.models import Notice
from learnhub.people.actions import record_departure
from learnhub.people.faults import Refused
from tests import people
from tests.events.hackathons import enter, form, make_hackathon, moved_to, somebody, write_skills
from tests.events.world import join, leave
from tests.factories import committed, make_person
from tests.page import Page


@pytest.fixture
def event(app: Flask) -> Event:
    write_skills(app)
    return make_hackathon()


def of_team(team_id: int) -> list[str]:
    db.session.rollback()
    return [member.name for member in members_of(team_id)]


def leads(team_id: int) -> int | None:
    db.session.rollback()
    return captain(db.session.get_one(Team, team_id), members_of(team_id))


def person_id(role: str) -> int:
    return people.person(role).id


def test_somebody_forms_a_team_and_another_joins_it_with_one_press(app: Flask, page: Page, event: Event) -> None:
    join(event, "learner")
    join(event, "author")
    page.sign_in("learner").get(f"/events/{event.id}")
    page.get(page.now.link("Challenges and teams"))
    page.get(f"/events/{event.id}/teams/new")
    opened = page.submit("Form the team", name="Red  pens", about="We mend letters.", wanted=["spreadsheets"])
    assert opened.h1 == "Team Red pens"
    assert "5 places are open. Skills looked for: Spreadsheets." in opened.text
    other = Page(app).sign_in("author")
    assert "looks for: Spreadsheets" in other.get(f"/events/{event.id}/hackathon").text
    opened = other.submit("Join Red pens")
    assert "You are in the team “Red pens”." in opened.text
    assert [item for item in ("Lena Marsh Captain", "Aled Thorne") if item not in opened.text] == []
    opened = other.submit("Leave this team")
    assert "You have left the team “Red pens”." in opened.text
    assert "4 places" not in opened.text


def test_joining_twice_counts_once(event: Event) -> None:
    team_id = form(event, "learner").id
    for _ in range(2):
        enter(db.session.get_one(Team, team_id), "author")
    assert of_team(team_id) == ["Lena Marsh", "Aled Thorne"]


def test_only_who_goes_may_join(app: Flask, page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    with database.write(), pytest.raises(Refused, match="sign up first"):
        hackathon_teams.join_team(team_id, somebody("author"))
    page.sign_in("author").get(f"/events/{event.id}/hackathon")
    assert "Sign up first" in page.now.text
    opened = page.post(f"/events/{event.id}/teams/{team_id}", {"action": "join"}, follow=True)
    assert "Only people who go to the hackathon" in opened.text
    assert of_team(team_id) == ["Lena Marsh"]


def test_who_waits_for_a_place_cannot_join(app: Flask) -> None:
    event = make_hackathon(places=1)
    team_id = form(event, "learner").id
    join(event, "author")
    with database.write(), pytest.raises(Refused, match="sign up first"):
        hackathon_teams.join_team(team_id, somebody("author"))


def test_one_is_in_one_team(event: Event) -> None:
    form(event, "learner")
    other_id = form(event, "author", "Blue pens").id
    with database.write(), pytest.raises(Refused, match="You are in the team “Red pens”: leave it first"):
        hackathon_teams.join_team(other_id, somebody("learner"))
    with database.write(), pytest.raises(Refused, match="leave it first"):
        hackathon_teams.form_team(event.id, somebody("learner"), About("Green pens"))


def test_a_full_team_takes_nobody_more(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    with database.write():
        set_up(event.id, 2, [])
    enter(db.session.get_one(Team, team_id), "author")
    join(db.session.get_one(Event, event.id), "hr")
    opened = page.sign_in("hr").get(f"/events/{event.id}/teams/{team_id}")
    assert "The team is full." in opened.text
    assert "Join this team" not in opened.text
    opened = page.post(f"/events/{event.id}/teams/{team_id}", {"action": "join"}, follow=True)
    assert "has just taken the last place" in opened.text


def test_a_team_that_says_so_takes_nobody(event: Event) -> None:
    team = form(event, "learner", is_open=False)
    with pytest.raises(Refused, match="takes nobody more"):
        enter(team, "author")


@pytest.mark.parametrize("name", ["red PENS", " Red  pens ", "Ｒed pens"])
def test_two_teams_have_not_the_same_name(page: Page, event: Event, name: str) -> None:
    form(event, "learner")
    join(event, "author")
    opened = page.sign_in("author").post(f"/events/{event.id}/teams/new", {"name": name}, 422)
    assert opened.problems == ["There is a team of that name. Choose another"]
    assert db.session.scalar(select(func.count()).select_from(Team)) == 1


# Who is in the team in this order; who leaves; who leads then.
LEAVING = [
    (["learner", "author", "hr"], ["learner"], "author"),
    (["learner", "author", "hr"], ["author"], "learner"),
    (["learner", "author", "hr"], ["learner", "author"], "hr"),
    (["learner", "author"], ["learner", "author"], None),
    (["learner"], ["learner"], None),  # a team of one
    (["learner", "author"], ["learner", "learner"], "author"),  # pressed twice
]


@pytest.mark.parametrize(("members", "leaving", "leader"), LEAVING)
def test_when_somebody_leaves_the_next_leads(
    event: Event, members: list[str], leaving: list[str], leader: str | None
) -> None:
    team_id = form(event, members[0]).id
    for role in members[1:]:
        enter(db.session.get_one(Team, team_id), role)
    for role in leaving:
        with database.write():
            hackathon_teams.leave_team(team_id, person_id(role))
    assert leads(team_id) == (person_id(leader) if leader else None)
    assert (db.session.get_one(Team, team_id).closed_at is None) is (leader is not None)
    if leader == "author":
        said = db.session.scalars(select(Notice.text).where(Notice.person_id == person_id("author"))).all()
        assert said == ["You lead the team “Red pens” now."]


def test_a_closed_team_is_not_there(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    with database.write():
        hackathon_teams.leave_team(team_id, person_id("learner"))
    page.sign_in("learner").get(f"/events/{event.id}/teams/{team_id}", 404)
    with database.write(), pytest.raises(Refused, match="closed"):
        hackathon_teams.join_team(team_id, somebody("learner"))
    form(event, "learner", "Red pens")  # its name is free again


def test_a_captain_hands_over(app: Flask, page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    page.sign_in("learner").get(f"/events/{event.id}/teams/{team_id}")
    opened = page.submit("Make captain: Aled Thorne")
    assert "The team has another captain now" in opened.text
    assert leads(team_id) == person_id("author")
    page.get(f"/events/{event.id}/teams/{team_id}/change", 404)  # no longer theirs
    page.post(f"/events/{event.id}/teams/{team_id}", {"action": "hand-over", "person": page.person_id}, 404)
    assert "Change what the team says" in Page(app).sign_in("author").get(f"/events/{event.id}/teams/{team_id}").text


def test_only_somebody_of_the_team_can_lead_it(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    address = f"/events/{event.id}/teams/{team_id}"
    page.sign_in("learner")
    opened = page.post(address, {"action": "hand-over", "person": person_id("hr")}, follow=True)
    assert "Only somebody of the team can lead it." in opened.text


def test_a_captain_who_leaves_the_service_leads_no_more(event: Event) -> None:
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    with committed():
        record_departure(person_id("learner"), clock.today() - timedelta(days=1))
    assert leads(team_id) == person_id("author")


def test_giving_up_the_place_is_leaving_the_team(event: Event) -> None:
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    leave(db.session.get_one(Event, event.id), "learner")
    assert of_team(team_id) == ["Aled Thorne"]
    assert leads(team_id) == person_id("author")
    tend_hackathons()
    assert db.session.scalars(select(TeamMember.person_id)).all() == [person_id("author")]
    leave(db.session.get_one(Event, event.id), "author")
    tend_hackathons()
    assert db.session.get_one(Team, team_id, populate_existing=True).closed_at is not None


def test_teams_close_a_week_after(event: Event) -> None:
    event_id, team_id = event.id, form(event, "learner").id
    join(db.session.get_one(Event, event_id), "author")
    with moved_to(event, hours=24 * 9), database.write(), pytest.raises(Refused, match="closed"):
        hackathon_teams.join_team(team_id, somebody("author"))


def test_a_long_list_of_skills_is_folded_until_there_is_something_in_it(app: Flask, page: Page, event: Event) -> None:
    write_skills(app)
    join(event, "learner")
    page.sign_in("learner")
    for path in ("teams/new", "looking"):
        assert not page.get(f"/events/{event.id}/{path}").main.find("details").has("open")
    opened = page.post(f"/events/{event.id}/teams/new", {"name": "", "wanted": "listening", "is_open": "y"}, 422)
    assert opened.main.find("details").has("open")


def test_looking_for_a_team(app: Flask, page: Page, event: Event) -> None:
    join(event, "learner")
    address = f"/events/{event.id}/looking"
    page.sign_in("learner").get(address)
    opened = page.submit("Put me on the list", brings="I answer the calls.", skills=["listening"])
    assert "I answer the calls." in opened.text
    assert "Listening to users" in opened.main.find(class_="tasks").text
    opened = page.submit("Save", brings="I know <b>Python</b>.")
    assert "I know <b>Python</b>." in opened.text
    assert "Lena Marsh" in Page(app).sign_in("author").get(address).text
    assert "Put me on the list" not in Page(app).sign_in("author").get(address).text  # does not go
    opened = page.submit("Take me off the list")
    assert "Nobody looks for a team just now." in opened.text


def test_who_is_in_a_team_looks_no_more(event: Event) -> None:
    join(event, "learner")
    with database.write():
        hackathon_teams.look_for_team(event.id, somebody("learner"), "Hands", ())
    form(event, "learner")
    assert db.session.scalars(select(Seeker.id)).all() == []
    with database.write(), pytest.raises(Refused):
        hackathon_teams.look_for_team(event.id, somebody("learner"), "Hands", ())


def test_nobody_looks_once_it_is_over(event: Event) -> None:
    join(event, "learner")
    with database.write():
        hackathon_teams.look_for_team(event.id, somebody("learner"), "Hands", ())
    with moved_to(event, hours=9):
        tend_hackathons()
    assert db.session.scalars(select(Seeker.id)).all() == []


def test_a_member_says_what_they_did_and_a_team_mate_confirms_it(app: Flask, page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    address = f"/events/{event.id}/teams/{team_id}"
    page.sign_in("learner").get(f"{address}/part")
    opened = page.submit("Save", part="developer", skills=["spreadsheets"])
    assert "Developer you told us" in opened.text
    assert "Confirm Lena Marsh: Developer" not in opened.text
    mine = db.session.scalars(select(Claim.id)).all()
    opened = page.post(address, {"action": "confirm", "claim": mine[0]}, follow=True)
    assert "You cannot confirm what you did yourself" in opened.text
    other = Page(app).sign_in("author")
    other.get(address)
    opened = other.submit("Confirm Lena Marsh: Developer")
    assert "Developer confirmed by a team-mate" in opened.text
    assert "Spreadsheets they told us" in opened.text
    page.get(f"{address}/part")
    opened = page.submit("Save", skills=["spreadsheets", "listening"])  # what was confirmed stays so
    assert "Developer confirmed by a team-mate" in opened.text
    page.get(f"{address}/part")
    page.submit("Save", part="designer", skills=[])
    page.get(f"{address}/part")
    opened = page.submit("Save", part="developer", skills=[])  # said anew
    assert "Developer you told us" in opened.text


def test_only_team_mates_confirm(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    with database.write():
        say_part(team_id, person_id("learner"), Part.DEVELOPER, [])
    claim_id = db.session.scalar(select(Claim.id))
    form(event, "author", "Blue pens")
    for role in ("author", "hr", "ambassador"):  # of another team, a reader, the organiser
        address = f"/events/{event.id}/teams/{team_id}"
        page.sign_in(role).post(address, {"action": "confirm", "claim": claim_id}, 404)
    other = db.session.scalar(select(Team.id).where(Team.name == "Blue pens"))
    page.sign_in("author").post(f"/events/{event.id}/teams/{other}", {"action": "confirm", "claim": claim_id}, 404)
    assert db.session.scalar(select(Claim.confirmed_at)) is None


def test_what_nobody_can_say_is_left_out(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    address = f"/events/{event.id}/teams/{team_id}/part"
    page.sign_in("learner").post(address, {"part": "emperor", "skills": ["flying", "spreadsheets"]})
    assert db.session.execute(select(Claim.what, Claim.code)).all() == [("skill", "spreadsheets")]


def test_an_organiser_takes_somebody_out(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    page.sign_in("ambassador").get(f"/events/{event.id}/teams/{team_id}")
    page.submit("Take out: Aled Thorne")
    assert of_team(team_id) == ["Lena Marsh"]
    page.sign_in("learner").post(
        f"/events/{event.id}/teams/{team_id}", {"action": "remove", "person": person_id("learner")}, 404
    )


def test_what_others_may_not_see_is_not_there(app: Flask, page: Page) -> None:
    event = make_hackathon(audience=_only("PEN"))
    team_id = form(event, "learner").id
    page.sign_in("outsider")
    for path in ("hackathon", "looking", "teams/new", f"teams/{team_id}", "judging", f"teams/{team_id}/project"):
        page.get(f"/events/{event.id}/{path}", 404)
    page.post(f"/events/{event.id}/teams/{team_id}", {"action": "join"}, 404)
    Page(app).sign_in("hr").get(f"/events/{event.id}/teams/{team_id}")


def test_only_a_hackathon_has_teams(page: Page) -> None:
    from tests.events.world import make_event

    workshop = make_event()
    page.sign_in("ambassador").get(f"/events/{workshop.id}/hackathon", 404)
    page.get(f"/events/{workshop.id}/teams/new", 404)


def test_a_team_of_another_hackathon_is_not_there(page: Page, event: Event) -> None:
    team_id = form(event, "learner").id
    other = make_hackathon()
    page.sign_in("learner").get(f"/events/{other.id}/teams/{team_id}", 404)


def test_lists_come_a_page_at_a_time_and_cost_what_they_cost(page: Page, event: Event) -> None:
    event_id = event.id
    for number in range(27):
        form(db.session.get_one(Event, event_id), make_person(), f"Team {number:02}")
    page.sign_in("learner").get(f"/events/{event_id}/hackathon")
    with page.statements() as counted:
        opened = page.get(f"/events/{event_id}/hackathon")
    assert len(counted) == 4, counted  # the visitor, the hackathon, its teams, its challenges
    assert "Team 24" in opened.text
    assert "Team 25" not in opened.text
    opened = page.get(opened.link("Next page"))
    assert "Team 26" in opened.text


def _only(code: str) -> object:
    from learnhub.events.structures import Audience

    return Audience((people.department(code).id,))


def test_the_largest_team_is_a_light_page(page: Page, event: Event) -> None:
    """Fifty people with three claims each, seen by who may confirm them all; `page` checks its weight."""
    event_id, team_id = event.id, form(event, "ambassador").id
    with database.write():
        set_up(event_id, 50, [])
    for _ in range(49):
        person = make_person()
        enter(db.session.get_one(Team, team_id), person)
        with database.write():
            say_part(team_id, person.id, Part.DEVELOPER, ["spreadsheets", "listening"])
    page.sign_in("ambassador").get(f"/events/{event_id}/teams/{team_id}")
    with page.statements() as counted:
        opened = page.get(f"/events/{event_id}/teams/{team_id}")
    assert len(counted) == 6, counted  # the visitor, the hackathon, the team, members, claims, project
    assert opened.body.count(b'value="confirm"') == 49 * 3
