"""Teams: form, join, leave, hand over. In the caller's transaction, one at a time for each hackathon.

Everything here first takes the event's row (PostgreSQL; SQLite has one writer anyway) and counts after that: of two who
press for the last place at once, one has it. Whether somebody may see the event is the caller's to ask.
"""

import unicodedata
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, exists, func, select, update

from learnhub import clock
from learnhub.db import db
from learnhub.events import telling
from learnhub.events.hackathon_models import LARGEST_TEAM, Hackathon, Seeker, Team, TeamMember
from learnhub.events.hackathon_queries import captain, comes, has_place, members_of, of_member, team_size
from learnhub.events.hackathon_rules import is_joinable
from learnhub.events.models import Event, SignUp, joined
from learnhub.events.signing_up import Joining, lock_event
from learnhub.events.structures import EventState
from learnhub.messages.notices import NewNotice, write_notices
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.web.i18n import speaking

MOST_TEAMS = 500


@dataclass(frozen=True, slots=True)
class About:
    """What a team says of itself. `wanted`: codes of skills; `is_open`: others may join."""

    name: str
    about: str = ""
    wanted: tuple[str, ...] = ()
    is_open: bool = True
    challenge_id: int | None = None


def form_team(event_id: int, who: Joining, about: About) -> Team:
    """A new team with this person in it, as its captain. Raises Refused."""
    event = _held(event_id)
    _refuse_who_cannot_join(event, who)
    mine = _team_of(event_id, who.person_id)
    if mine is not None:
        raise Refused(_("You are in the team “%(name)s”: leave it first.", name=mine.name), "name")
    team = make_team(event_id, about)
    team.captain_person_id = who.person_id
    _put_in(team, who.person_id, who.learner_id)
    return team


def make_team(event_id: int, about: About) -> Team:
    """A team that nobody is in yet. The event's row is held. Raises Refused for a name that another has."""
    _refuse_name(event_id, about.name, but=None)
    count = select(func.count()).where(Team.event_id == event_id, Team.closed_at.is_(None))
    if db.session.execute(count).scalar_one() >= MOST_TEAMS:
        raise Refused(_("A hackathon has at most %(num)d teams.", num=MOST_TEAMS), "name")
    team = Team(event_id=event_id, made_at=clock.now())
    _fill_in(team, about)
    db.session.add(team)
    db.session.flush()
    return team


def change_team(team_id: int, about: About) -> Team:
    """What a team says of itself. Raises Refused for a name that another has."""
    team = held_team(team_id)
    _refuse_name(team.event_id, about.name, but=team.id)
    _fill_in(team, about)
    db.session.flush()
    return team


def join_team(team_id: int, who: Joining) -> None:
    """Be in a team; pressed twice it counts once.

    Raises Refused when it is full or closed, for who is in another or does not come.
    """
    team = held_team(team_id)
    event = db.session.get_one(Event, team.event_id)
    mine = _team_of(team.event_id, who.person_id)
    if mine is not None and mine.id == team_id:
        return
    _refuse_who_cannot_join(event, who)
    if mine is not None:
        raise Refused(_("You are in the team “%(name)s”: leave it first.", name=mine.name))
    if not team.is_open:
        raise Refused(_("This team takes nobody more just now."))
    if size_of(team_id) >= largest_team(team.event_id):
        raise Refused(_("Somebody else has just taken the last place in this team."))
    _put_in(team, who.person_id, who.learner_id)


def leave_team(team_id: int, person_id: int) -> None:
    """Be in it no more; what was claimed goes with it. Who is left leads; with nobody left the team is closed.

    Twice changes nothing.
    """
    team = held_team(team_id)
    before = captain(team, members_of(team_id))
    db.session.execute(delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.person_id == person_id))
    if team.captain_person_id == person_id:
        team.captain_person_id = None
    db.session.flush()
    if db.session.execute(select(TeamMember.id).where(TeamMember.team_id == team_id).limit(1)).first() is None:
        team.closed_at = clock.now()
        db.session.flush()
    heir = captain(team, members_of(team_id))
    if heir is not None and heir != before:
        _tell_captain(team, heir)


def hand_over_team(team_id: int, to_person_id: int) -> None:
    """Make somebody of the team its captain, and tell them. Raises Refused for somebody who is not in it."""
    team = held_team(team_id)
    members = members_of(team_id)
    if to_person_id not in {member.person_id for member in members if member.is_here}:
        raise Refused(_("Only somebody of the team can lead it."))
    if captain(team, members) == to_person_id:
        return
    team.captain_person_id = to_person_id
    db.session.flush()
    _tell_captain(team, to_person_id)


def look_for_team(event_id: int, who: Joining, brings: str, skills: tuple[str, ...]) -> None:
    """Be on the list of those who look for a team, or change what it says. Raises Refused."""
    event = _held(event_id)
    _refuse_who_cannot_join(event, who)
    if (mine := _team_of(event_id, who.person_id)) is not None:
        raise Refused(_("You are in the team “%(name)s”.", name=mine.name))
    held = select(Seeker).where(Seeker.event_id == event_id, Seeker.person_id == who.person_id)
    seeker = db.session.execute(held).scalar_one_or_none()
    seeker = seeker or Seeker(event_id=event_id, person_id=who.person_id, made_at=clock.now())
    seeker.brings, seeker.skills = brings, joined(skills)
    db.session.add(seeker)
    db.session.flush()


def stop_looking(event_id: int, person_id: int) -> None:
    """Be on that list no more."""
    db.session.execute(delete(Seeker).where(Seeker.event_id == event_id, Seeker.person_id == person_id))


def held_team(team_id: int) -> Team:
    """A team that stands, with its event's row held. Raises Refused for one that was closed meanwhile."""
    event_id = db.session.execute(select(Team.event_id).where(Team.id == team_id)).scalar_one_or_none()
    if event_id is None:
        raise LookupError(f"there is no team {team_id}")
    _held(event_id)
    found = select(Team).where(Team.id == team_id, Team.closed_at.is_(None)).execution_options(populate_existing=True)
    team = db.session.execute(found).scalar_one_or_none()
    if team is None:
        raise Refused(_("This team is closed: everybody has left it."))
    return team


def close_empty_teams(event_id: int) -> None:
    """Forget members who gave up their place in the event, and close teams that nobody is left in.

    The event's row is held.
    """
    here = select(TeamMember.id).join(SignUp, of_member()).where(TeamMember.event_id == event_id, has_place())
    db.session.execute(
        delete(TeamMember).where(TeamMember.event_id == event_id, TeamMember.id.not_in(here)),
        execution_options={"synchronize_session": False},
    )
    has_members = exists().where(TeamMember.team_id == Team.id).correlate(Team)
    empty = select(Team.id).where(Team.event_id == event_id, Team.closed_at.is_(None), ~has_members)
    ids = list(db.session.execute(empty).scalars())
    db.session.execute(update(Team).where(Team.id.in_(ids)).values(closed_at=clock.now()))


def put_member_in(team: Team, person_id: int, learner_id: int) -> bool:
    """For an organiser: put somebody who comes into a team. The event's row is held. Whether they were not yet."""
    if _team_of(team.event_id, person_id) is not None:
        return False
    _put_in(team, person_id, learner_id)
    return True


def size_of(team_id: int) -> int:
    """How many are in a team and come."""
    return int(db.session.execute(select(team_size()).select_from(Team).where(Team.id == team_id)).scalar_one())


def largest_team(event_id: int) -> int:
    """How many may be in a team."""
    found = select(Hackathon.largest_team).where(Hackathon.event_id == event_id)
    return db.session.execute(found).scalar_one_or_none() or LARGEST_TEAM


def name_key(name: str) -> str:
    """A team's name without letter case, width and spaces: two that look alike are one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:200]


def _held(event_id: int) -> Event:
    event = lock_event(event_id)
    close_empty_teams(event_id)
    return event


def _refuse_who_cannot_join(event: Event, who: Joining) -> None:
    settings = db.session.get(Hackathon, event.id, populate_existing=True)
    is_published = settings is not None and settings.published_at is not None
    if event.state != EventState.OPEN or not is_joinable(event.ends_at, clock.now(), is_published=is_published):
        raise Refused(_("Teams of this hackathon are closed."))
    going = select(SignUp.id).where(SignUp.event_id == event.id, SignUp.person_id == who.person_id, comes())
    if db.session.execute(going).first() is None:
        raise Refused(_("Only people who go to the hackathon can be in a team: sign up first."))


def _refuse_name(event_id: int, name: str, but: int | None) -> None:
    same = select(Team.id).where(
        Team.event_id == event_id, Team.name_key == name_key(name), Team.closed_at.is_(None), Team.id != (but or 0)
    )
    if db.session.execute(same).first() is not None:
        raise Refused(_("There is a team of that name. Choose another"), "name")


def _team_of(event_id: int, person_id: int) -> Team | None:
    found = (
        select(Team)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.event_id == event_id, TeamMember.person_id == person_id)
    )
    return db.session.execute(found).scalar_one_or_none()


def _fill_in(team: Team, about: About) -> None:
    team.name, team.name_key = about.name, name_key(about.name)
    team.about, team.wanted, team.is_open = about.about, joined(about.wanted), about.is_open
    team.challenge_id = about.challenge_id


def _put_in(team: Team, person_id: int, learner_id: int) -> None:
    member = TeamMember(
        event_id=team.event_id, team_id=team.id, person_id=person_id, learner_id=learner_id, joined_at=clock.now()
    )
    db.session.add(member)
    stop_looking(team.event_id, person_id)
    db.session.flush()


def _tell_captain(team: Team, person_id: int) -> None:
    person = db.session.get_one(Person, person_id)
    with speaking(person.language):
        said = str(_("You lead the team “%(team)s” now.", team=team.name))
    key = f"event:{team.event_id}:captain:{team.id}:{person_id}:{clock.to_ms(clock.now())}"
    page = f"{telling.path_of(team.event_id)}/teams/{team.id}"
    write_notices([NewNotice(person_id, telling.KIND, key, said, page, person.language)])
