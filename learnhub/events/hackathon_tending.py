"""A job: captains are asked what became of what they built, and empty teams and lists are cleared.

Each step is small transactions, and two machines may run it at once: a question is a row that can be there only once.
"""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import telling
from learnhub.events.hackathon_models import FollowUp, Project, Seeker, Team, TeamMember
from learnhub.events.hackathon_queries import captain, has_place, members_of
from learnhub.events.hackathon_rules import ASKED_UNTIL, due_questions
from learnhub.events.hackathon_structures import ASKED_AFTER
from learnhub.events.hackathon_teams import close_empty_teams
from learnhub.events.models import Event, SignUp
from learnhub.events.signing_up import lock_event
from learnhub.events.structures import EventState
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.models import Person
from learnhub.web.i18n import speaking

AT_ONCE = 20


def tend_hackathons() -> str:
    """Do what is due; in a line what that was. Call it outside any transaction."""
    _clear_teams()
    _clear_seekers()
    return f"{_ask_captains()} captains asked what became of their project"


def _ask_captains() -> int:
    asked = 0
    for days in ASKED_AFTER:
        while found := _projects_to_ask(days):
            with database.write():
                asked += sum(_ask(project_id, days) for project_id in found)
            if len(found) < AT_ONCE:
                break
    return asked


def _projects_to_ask(days: int) -> list[int]:
    """Projects whose question of so many days is due and has not been asked."""
    now, after = clock.now(), timedelta(days=days)
    was_asked = exists().where(FollowUp.project_id == Project.id, FollowUp.days == days).correlate(Project)
    found = (
        select(Project.id)
        .join(Team, Team.id == Project.team_id)
        .join(Event, Event.id == Team.event_id)
        .where(Event.state == EventState.OPEN, Team.closed_at.is_(None), ~was_asked)
        .where(Event.ends_at <= now - after, Event.ends_at >= now - after - ASKED_UNTIL)
        .order_by(Project.id)
        .limit(AT_ONCE)
    )
    return list(db.session.execute(found).scalars())


def _ask(project_id: int, days: int) -> bool:
    """Ask the captain of now; a team whose people have all left the service is noted as asked. Whether one was told."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row: dict[str, Any] = {"project_id": project_id, "days": days, "asked_at": clock.now(), "said": ""}
    new = db.session.execute(insert(FollowUp).values(row).on_conflict_do_nothing().returning(FollowUp.id)).first()
    project = db.session.get_one(Project, project_id)
    team = db.session.get_one(Team, project.team_id)
    event = db.session.get_one(Event, team.event_id)
    leads = captain(team, members_of(team.id))
    if new is None or leads is None or days not in due_questions(event.ends_at, clock.now()):
        return False
    person = db.session.get_one(Person, leads)
    with speaking(person.language):
        said = str(_("It is %(days)d days since “%(event)s”. What became of “%(project)s”?", days=days,
                     event=event.title, project=project.title))  # fmt: skip
    page = f"{telling.path_of(event.id)}/teams/{team.id}/later/{days}"
    key = f"event:{event.id}:became:{project_id}:{days}"
    write_notices([NewNotice(leads, telling.KIND, key, said, page, person.language)])
    return True


def _clear_teams() -> None:
    """Who gave up their place in the event is in no team of it any more."""
    here = exists().where(SignUp.event_id == TeamMember.event_id, SignUp.person_id == TeamMember.person_id, has_place())
    gone = select(TeamMember.event_id).distinct().where(~here.correlate(TeamMember))
    for event_id in db.session.execute(gone.limit(AT_ONCE)).scalars().all():
        with database.write():
            lock_event(event_id)
            close_empty_teams(event_id)


def _clear_seekers() -> None:
    """Nobody looks for a team once the hackathon is over."""
    over = select(Event.id).where(Event.ends_at < clock.now())
    with database.write():
        db.session.execute(
            delete(Seeker).where(Seeker.event_id.in_(over)), execution_options={"synchronize_session": False}
        )
