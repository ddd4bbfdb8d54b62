"""Hackathons for stories: with safe defaults, built on `world`."""

from datetime import time, timedelta
from typing import Any

from flask import Flask

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import actions, hackathon_challenges, hackathon_projects, hackathon_teams
from learnhub.events.hackathon_challenges import Problem
from learnhub.events.hackathon_importing import keep_preview
from learnhub.events.hackathon_models import Challenge, FollowUp, Project, Team
from learnhub.events.hackathon_projects import Built
from learnhub.events.hackathon_sheet import read_sheet
from learnhub.events.hackathon_teams import About
from learnhub.events.models import Event
from learnhub.events.structures import EventKind
from learnhub.people.models import Person
from learnhub.web.file_content import checked
from tests import people
from tests.events.world import Somebody, join, make_event
from tests.factories import committed
from tests.study.files import png

SKILLS = """\
areas:
  - code: using
    title: Using digital tools
    skills:
      - code: spreadsheets
        title: Spreadsheets
        levels: {awareness: I read one., working: I build one., practitioner: I mend one., expert: I replace one.}
      - code: listening
        title: Listening to users
        levels: {awareness: I ask., working: I watch., practitioner: I test., expert: I teach it.}
"""


def write_skills(app: Flask) -> None:
    """A small skills standard, there from now on."""
    (app.extensions["learnhub.settings"].courses / "skills.yaml").write_text(SKILLS, encoding="utf-8")
    with database.write():
        database.touch("catalogue")


def make_hackathon(organiser: Person | str = "ambassador", **fields: Any) -> Event:
    """A day from nine to five, in ten days, for everybody; an hour's break."""
    defaults = {"kind": EventKind.HACKATHON, "title": "Mend the letters", "starts": time(9), "ends": time(17)}
    return make_event(organiser, **{**defaults, "break_minutes": 60, **fields})


def somebody(who: Person | str) -> Somebody:
    return Somebody(people.person(who) if isinstance(who, str) else who)


def form(event: Event, who: Person | str, name: str = "Red pens", **about: Any) -> Team:
    """A team whose captain goes to the hackathon."""
    join(event, who)
    with database.write():
        return hackathon_teams.form_team(event.id, somebody(who), About(name, **about))


def enter(team: Team, who: Person | str) -> None:
    """Somebody signs up, and joins the team."""
    event_id = team.event_id
    team_id = team.id
    join(db.session.get_one(Event, event_id), who)
    with database.write():
        hackathon_teams.join_team(team_id, somebody(who))


def build(team: Team, title: str = "A letter that writes itself", **built: Any) -> Project:
    with database.write():
        return hackathon_projects.save_project(team.id, Built(title, **built))


def challenge(who: str = "learner", **fields: Any) -> Challenge:
    defaults = {
        "title": "Letters are keyed in twice",
        "problem": "Every letter that comes back is typed again by somebody.",
        "who_has_it": "Forty people in Hexham",
        "would_help": "Reading the bar code",
        "material": "Twenty letters without names",
        "contact": "learner@demo.example",
    }
    person = people.person(who)
    with committed():
        department_id = people.department(people.CAST[who].department).id
        problem = Problem(**{**defaults, **fields})
        return hackathon_challenges.post_challenge(person.id, department_id, problem)


def moved_to(event: Event, hours: float = 0) -> Any:
    """The clock, so many hours after the event begins."""
    return clock.at(db.session.get_one(Event, event.id).starts_at + timedelta(hours=hours))


def hackathon_of(learner: Person) -> dict[str, int]:
    """One to come that the learner organises: a team of their own with a project, a picture, and a question waiting.

    Inside a write.
    """
    event = make_hackathon(learner)
    lena = Somebody(learner)
    actions.sign_up(event.id, lena)
    team = hackathon_teams.form_team(event.id, lena, About("Red pens"))
    project = hackathon_projects.save_project(team.id, Built("A letter"), checked(png(), "a.png"))
    db.session.add(FollowUp(project_id=project.id, days=30, asked_at=clock.now(), said=""))
    sheet = read_sheet(b"Email,Team\nlearner@demo.example,Blue pens\n", skills={}, longest=480)
    return {
        "hackathon": event.id,
        "team": team.id,
        "challenge": challenge("learner").id,
        "participants": keep_preview(event.id, learner.id, sheet),
    }
