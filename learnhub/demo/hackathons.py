"""The hackathons of a demo: the problems that departments posted, one that is over with what its teams built and what
became of it, one to come whose teams look for people. By the same actions that people's own presses call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events import hackathon_claims, hackathon_judging, hackathon_projects, hackathon_teams
from learnhub.events.hackathon_challenges import Problem, post_challenge
from learnhub.events.hackathon_models import FollowUp, Team, TeamMember
from learnhub.events.hackathon_projects import Built
from learnhub.events.hackathon_queries import members_of
from learnhub.events.hackathon_structures import Part
from learnhub.events.hackathon_teams import About
from learnhub.events.models import Event, SignUp
from learnhub.events.signing_up import Joining, lock_event
from learnhub.people.models import Person

OVER = "Letters people can answer"
JUDGED = "Numbers on one page"
TO_COME = "Forms that work on a phone"
CRITERIA = ("Helps somebody outside the room", "Could be used on Monday")


@dataclass(frozen=True, slots=True)
class Posted:
    """A challenge, who of the cast posted it, and the hackathon it was brought to."""

    by: str
    event: str
    title: str
    problem: str
    who_has_it: str
    would_help: str
    material: str = ""


POSTED = (
    Posted(
        "hr",
        OVER,
        "Forty letters a day that nobody can answer",
        "Each asks for three things in the second paragraph, and most answers bring two of them.",
        "Sixty caseworkers in Pension Operations, and everyone they write to",
        "One page that asks for one thing, and says by when",
        "Twenty letters with every name taken out",
    ),
    Posted(
        "lead",
        TO_COME,
        "The change of address form asks for a printer",
        "Half of those who open it on a phone give up at the page that must be printed and signed.",
        "Customer Services, about 900 people a week",
        "A way to prove who one is that needs no paper",
    ),
    Posted(
        "admin",
        TO_COME,
        "A library card without a visit",
        "People in villages drive an hour to show a gas bill.",
        "Libraries Unit, 40 branches",
        "Knowing which proof could be sent as a photograph",
        "The form, and what each branch asks for",
    ),
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A team: its captain and members of the cast, then so many others who came."""

    about: About
    captain: str
    members: tuple[str, ...] = ()
    others: int = 2
    built: Built | None = None
    parts: Mapping[str, tuple[Part, tuple[str, ...]]] | None = None
    marks: tuple[int, int] = (4, 4)
    prize: str = ""


TEAMS_OVER = (
    Joined(
        About("Red pens", "We shorten the letter that brings the most calls."),
        "ambassador",
        ("learner",),
        built=Built(
            "A letter with one thing to do",
            "The letter asks one thing, in the first line, with the date by which. What else we need, we look up.",
            "People who get a pension for the first time",
            "https://code.example/one-thing-letter",
        ),
        parts={
            "learner": (Part.EXPERT, ("writing-for-screens",)),
            "ambassador": (Part.FACILITATOR, ("shared-documents",)),
        },
        marks=(5, 4),
        prize="Most likely to be in use next month",
    ),
    Joined(
        About("Window seats", "What do callers say in the first minute?"),
        "author",
        built=Built("Ten reasons for a call", "A list, with the sentence in the letter that causes each."),
        parts={"author": (Part.ANALYST, ("spreadsheets",))},
        marks=(4, 3),
    ),
)
TEAMS_JUDGED = (
    Joined(
        About("One page", "The monthly report in five figures, each with what it is out of."),
        "author",
        built=Built("Five figures, each out of something", "A sheet that fills itself from the weekly list."),
        parts={"author": (Part.WRITER, ("data-for-decisions",))},
    ),
)
TEAMS_TO_COME = (
    Joined(
        About("Thumbs", "Everything with one hand, on a bus.", ("spreadsheets",)),
        "ambassador",
        others=1,
    ),
)


def load_hackathons(cast: Mapping[str, Joining]) -> None:
    """Fill the hackathons that the demo's events hold; nothing where there is none."""
    for posted in POSTED:
        _post(posted, cast)
    over, judged, to_come = _event(OVER), _event(JUDGED), _event(TO_COME)
    if over is not None:
        _publish(over, _hold(over, TEAMS_OVER, cast))
    if judged is not None:
        _hold(judged, TEAMS_JUDGED, cast)
    if to_come is not None:
        with database.write():
            for team in TEAMS_TO_COME:
                _form(to_come, team, cast, _coming(to_come))


def _event(title: str) -> Event | None:
    return db.session.execute(select(Event).where(Event.title == title).order_by(Event.id)).scalars().first()


def _post(posted: Posted, cast: Mapping[str, Joining]) -> None:
    event = _event(posted.event)
    who = cast.get(posted.by)
    if event is None or who is None:
        return
    person = db.session.get_one(Person, who.person_id)
    problem = Problem(
        posted.title, posted.problem, posted.who_has_it, posted.would_help, posted.material, person.email, event.id
    )
    with clock.at(min(clock.now(), event.starts_at - timedelta(days=20))), database.write():
        post_challenge(who.person_id, getattr(who, "department_id", None), problem)


def _hold(event: Event, joined: Sequence[Joined], cast: Mapping[str, Joining]) -> list[tuple[Joined, int]]:
    """What happened on the day, up to the marks of the one judge; the teams with their numbers."""
    event_id, starts_at, ends_at = event.id, event.starts_at, event.ends_at
    judge = cast["lead"].person_id
    with clock.at(starts_at + timedelta(hours=1)), database.write():
        lock_event(event_id)
        hackathon_judging.set_up(event_id, 6, CRITERIA)
        hackathon_judging.add_judge(event_id, db.session.get_one(Person, judge))
        coming = _coming(event)
        teams = [(team, _form(event, team, cast, coming)) for team in joined]
    with clock.at(ends_at - timedelta(hours=1)), database.write():
        criteria = [criterion.id for criterion in hackathon_judging.criteria_of(event_id)]
        for team, team_id in teams:
            _build(team, team_id, cast)
            hackathon_judging.judge_team(team_id, judge, dict(zip(criteria, team.marks, strict=True)), "")
    return teams


def _publish(event: Event, teams: Sequence[tuple[Joined, int]]) -> None:
    """The results, and a month later the question what became of what the first team built."""
    event_id, ends_at = event.id, event.ends_at
    with clock.at(ends_at), database.write():
        lock_event(event_id)
        for team, team_id in teams:
            if team.prize:
                hackathon_judging.add_prize(event_id, team_id, team.prize, "It was tried on three callers.")
        hackathon_judging.publish_results(event_id, "Two letters go out in the new form from next week.")
    with database.write():
        project = hackathon_projects.project_of(teams[0][1])
        if project is not None:
            db.session.add(FollowUp(project_id=project.project.id, days=30, asked_at=clock.now(), said=""))


def _coming(event: Event) -> list[Joining]:
    """Others who have a place in the hackathon, by number."""
    found = select(SignUp.person_id, SignUp.learner_id).where(SignUp.event_id == event.id, SignUp.state == "going")
    return [_Other(row.person_id, row.learner_id) for row in db.session.execute(found.order_by(SignUp.id))]


@dataclass(frozen=True, slots=True)
class _Other:
    person_id: int
    learner_id: int


def _form(event: Event, team: Joined, cast: Mapping[str, Joining], coming: Sequence[Joining]) -> int:
    """The team's number; who goes into it is taken from `coming`."""
    there = {one.person_id: one for one in coming}
    captain = cast[team.captain]
    made = hackathon_teams.form_team(event.id, captain, team.about)
    named = {one.person_id for one in cast.values()}
    in_a_team = set(db.session.execute(_in_teams(event.id)).scalars().all())
    others = [one for id_, one in there.items() if id_ not in named and id_ not in in_a_team][: team.others]
    for one in [*(cast[account] for account in team.members), *others]:
        if one.person_id in there:
            hackathon_teams.join_team(made.id, one)
    return made.id


def _in_teams(event_id: int) -> Select[int]:
    return select(TeamMember.person_id).join(Team, Team.id == TeamMember.team_id).where(Team.event_id == event_id)


def _build(team: Joined, team_id: int, cast: Mapping[str, Joining]) -> None:
    """The project, what each says they did, and a team-mate's word for it."""
    if team.built is not None:
        hackathon_projects.save_project(team_id, team.built)
    for account, (part, skills) in (team.parts or {}).items():
        hackathon_claims.say_part(team_id, cast[account].person_id, part, skills)
    members = {member.id: member.person_id for member in members_of(team_id)}
    for member_id, claims in hackathon_claims.claims_of(team_id).items():
        mate = next((id_ for id_ in members.values() if id_ != members[member_id]), None)
        for claim in claims:
            if mate is not None:
                hackathon_claims.confirm_claim(team_id, claim.id, mate)
