"""Everybody at once: a team's last place, one person in two teams, a captain and a member leaving together."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.db import db
from learnhub.events import hackathon_teams
from learnhub.events.hackathon_claims import confirm_claim, say_part
from learnhub.events.hackathon_importing import import_rows, keep_preview
from learnhub.events.hackathon_judging import set_up
from learnhub.events.hackathon_models import Claim, FollowUp, HackathonImport, Team, TeamMember
from learnhub.events.hackathon_sheet import read_sheet
from learnhub.events.hackathon_structures import Part
from learnhub.events.hackathon_teams import About
from learnhub.events.hackathon_tending import tend_hackathons
from learnhub.messages.models import Notice
from learnhub.people.faults import Refused
from tests import people
from tests.events.hackathons import build, enter, form, make_hackathon, moved_to, somebody
from tests.events.world import Somebody, at_once, join
from tests.factories import make_person


def goers(event_id: int, number: int) -> list[Somebody]:
    from learnhub.events.models import Event

    found = []
    for _ in range(number):
        person = make_person()
        found.append(Somebody(person))
        join(db.session.get_one(Event, event_id), person)
    return found


def press(team_id: int, who: Somebody) -> None:
    """Press "Join", whatever is answered."""
    try:
        with database.write():
            hackathon_teams.join_team(team_id, who)
    except Refused:
        pass


def members() -> list[tuple[int, int]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(TeamMember.team_id, TeamMember.person_id))]


def test_the_last_place_in_a_team_goes_to_one(app: Flask) -> None:
    event = make_hackathon()
    event_id, team_id = event.id, form(event, "learner").id
    with database.write():
        set_up(event_id, 4, [])
    crowd = goers(event_id, 12)
    at_once(app, [lambda who=who: press(team_id, who) for who in crowd])
    assert len(members()) == 4


def test_a_team_joined_twice_at_once_counts_once(app: Flask) -> None:
    event = make_hackathon()
    event_id, team_id = event.id, form(event, "learner").id
    (who,) = goers(event_id, 1)
    at_once(app, [lambda: press(team_id, who) for _ in range(8)])
    assert sorted(members()) == sorted([(team_id, people.person("learner").id), (team_id, who.person_id)])


def test_one_person_is_in_one_of_two_teams(app: Flask) -> None:
    event = make_hackathon()
    event_id = event.id
    teams = [form(event, "learner").id, form(event, "author", "Blue pens").id]
    (who,) = goers(event_id, 1)
    at_once(app, [lambda team_id=team_id: press(team_id, who) for team_id in teams * 3])
    assert [person for _team, person in members()].count(who.person_id) == 1


def test_two_teams_of_one_name_at_once_are_one(app: Flask) -> None:
    event_id = make_hackathon().id
    crowd = goers(event_id, 6)

    def form_one(who: Somebody) -> None:
        try:
            with database.write():
                hackathon_teams.form_team(event_id, who, About("Red pens"))
        except Refused:
            pass

    at_once(app, [lambda who=who: form_one(who) for who in crowd])
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Team)) == 1
    assert len(members()) == 1


def test_everybody_leaves_while_somebody_joins(app: Flask) -> None:
    """Either they are in a team that stands, or it is closed and they are in none."""
    event = make_hackathon()
    event_id, team_id = event.id, form(event, "learner").id
    enter(db.session.get_one(Team, team_id), "author")
    leaving = [people.person(role).id for role in ("learner", "author")]
    (who,) = goers(event_id, 1)

    def leave(person_id: int) -> None:
        try:
            with database.write():
                hackathon_teams.leave_team(team_id, person_id)
        except Refused:
            pass

    at_once(app, [*(lambda id_=id_: leave(id_) for id_ in leaving), lambda: press(team_id, who)])
    left = [person for _team, person in members()]
    closed = db.session.get_one(Team, team_id, populate_existing=True).closed_at is not None
    assert (left, closed) in (([], True), ([who.person_id], False))


def test_two_confirm_one_claim_at_once(app: Flask) -> None:
    event = make_hackathon()
    team_id = form(event, "learner").id
    for role in ("author", "hr"):
        enter(db.session.get_one(Team, team_id), role)
    with database.write():
        say_part(team_id, people.person("learner").id, Part.DEVELOPER, [])
    claim_id = db.session.scalars(select(Claim.id)).one()
    by = [people.person(role).id for role in ("author", "hr")]

    def confirm(person_id: int) -> None:
        with database.write():
            confirm_claim(team_id, claim_id, person_id)

    at_once(app, [lambda id_=id_: confirm(id_) for id_ in by * 2])
    claim = db.session.get_one(Claim, claim_id, populate_existing=True)
    assert claim.confirmed_at is not None
    assert claim.confirmed_by_person_id in by


def test_two_machines_ask_a_captain_once(app: Flask) -> None:
    event = make_hackathon()
    build(form(event, "learner"))
    with moved_to(event, hours=24 * 31):
        at_once(app, [lambda: tend_hackathons() and None for _ in range(3)])
        tend_hackathons()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(FollowUp)) == 1
    told = db.session.scalars(select(Notice.text)).all()
    assert told == ["It is 30 days since “Mend the letters”. What became of “A letter that writes itself”?"]


@pytest.mark.parametrize("presses", [1, 3])
def test_a_list_taken_over_by_several_presses_is_taken_over_once(app: Flask, presses: int) -> None:
    event_id = make_hackathon().id
    crowd = [make_person() for _ in range(45)]
    organiser = people.person("ambassador").id
    content = "Email,Team,Role,Hours\n" + "".join(
        f"{person.email},Team {number // 5},Developer,6\n" for number, person in enumerate(crowd)
    )
    with database.write():
        import_id = keep_preview(event_id, organiser, read_sheet(content.encode(), skills={}, longest=480))
    at_once(app, [lambda: import_rows(event_id, organiser, import_id) and None for _ in range(presses)])
    db.session.rollback()
    assert len(members()) == 45
    assert db.session.scalar(select(func.count()).select_from(Team)) == 9
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 45
    assert db.session.get_one(HackathonImport, import_id).finished_at is not None


def test_judges_and_a_member_at_once(app: Flask) -> None:
    """Who joins a team while they judge it is in it, and their marks count no more."""
    from learnhub.events.hackathon_judging import add_judge, criteria_of, judge_team, opinions_of

    event = make_hackathon()
    event_id, team_id = event.id, form(event, "learner").id
    join(db.session.get_one(type(event), event_id), "author")
    with database.write():
        set_up(event_id, 6, ["Useful"])
        add_judge(event_id, people.person("author"))
    (criterion,) = (one.id for one in criteria_of(event_id))
    judge = somebody("author")

    def mark() -> None:
        try:
            with database.write():
                judge_team(team_id, judge.person_id, {criterion: 5}, "Good.")
        except Refused:
            pass

    with moved_to(event, hours=1):
        at_once(app, [mark, lambda: press(team_id, judge)])
    assert len(members()) == 2
    assert opinions_of(team_id) == []
