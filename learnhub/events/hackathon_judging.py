"""Judging by stated criteria: marks from 1 to 5 and a comment to the team, never one's own; results when published.

Nothing here ranks: what an organiser announces are prizes by name. A team sees its own marks and comments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from learnhub import clock
from learnhub.db import db
from learnhub.events.hackathon_models import Criterion, Hackathon, Judge, Prize, Project, Score, Team, TeamMember
from learnhub.events.hackathon_queries import team_size
from learnhub.events.hackathon_teams import held_team
from learnhub.events.models import Event
from learnhub.events.queries import visible_to
from learnhub.events.signing_up import lock_event
from learnhub.people.faults import Refused
from learnhub.people.models import Person
from learnhub.permissions import Permission
from learnhub.web.paging import PAGE_SIZE, Page, page_of

LOWEST, HIGHEST = 1, 5
MOST_CRITERIA, MOST_JUDGES, MOST_PRIZES = 10, 20, 20


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whoever is asked to judge, as one who would look at the event without any role."""

    person_id: int
    learner_id: int

    def may(self, permission: Permission) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge said of a team."""

    judge: str
    marks: Mapping[str, int]
    comment: str


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A team in a judge's list, or the organiser's. `judged` by the visitor; `judges`: how many have."""

    id: int
    name: str
    project: str | None
    judges: int
    judged: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """A prize and who has it."""

    id: int
    name: str
    why: str
    team_id: int
    team: str


def settings_of(event_id: int) -> Hackathon:
    """What an organiser has said about a hackathon; its row is made when there is none. The event's row is held."""
    lock_event(event_id)
    row = db.session.get(Hackathon, event_id)
    if row is None:
        row = Hackathon(event_id=event_id, announcement="")
        db.session.add(row)
        db.session.flush()
    return row


def set_up(event_id: int, largest_team: int, criteria: Sequence[str]) -> None:
    """How large teams may be, and by what they are judged. Raises Refused for other criteria once there are marks."""
    row = settings_of(event_id)
    held = [criterion.name for criterion in criteria_of(event_id)]
    if list(criteria) != held:
        if len(criteria) > MOST_CRITERIA:
            raise Refused(_("At most %(num)d criteria.", num=MOST_CRITERIA), "criteria")
        if _has_marks(event_id):
            raise Refused(_("Judges have given marks by these criteria: they cannot change now"), "criteria")
        db.session.execute(delete(Criterion).where(Criterion.event_id == event_id))
        for name in criteria:
            db.session.add(Criterion(event_id=event_id, name=name))
            db.session.flush()  # one by one: their numbers keep the order
    row.largest_team = largest_team
    db.session.flush()


def criteria_of(event_id: int) -> list[Criterion]:
    """By what a hackathon is judged, in the organiser's order."""
    found = select(Criterion).where(Criterion.event_id == event_id).order_by(Criterion.id)
    return list(db.session.execute(found).scalars())


def judges_of(event_id: int) -> list[tuple[int, str]]:
    """Who judges: number and name, by name."""
    found = (
        select(Person.id, Person.name)
        .join(Judge, Judge.person_id == Person.id)
        .where(Judge.event_id == event_id)
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in db.session.execute(found)]


def add_judge(event_id: int, person: Person) -> None:
    """Ask somebody to judge. Raises Refused for who has left or cannot see the hackathon, and too many."""
    settings_of(event_id)
    if person.left_on is not None and person.left_on <= clock.today():
        raise Refused(_("%(name)s has left the service.", name=person.name), "email")
    sees = select(Event.id).where(Event.id == event_id, visible_to(Somebody(person.id, person.learner_id)))
    if db.session.execute(sees, {"me": person.id}).first() is None:
        raise Refused(_("%(name)s is not among those the hackathon is for, so they could not see it.",
                        name=person.name), "email")  # fmt: skip
    judges = {id_ for id_, _name in judges_of(event_id)}
    if person.id in judges:
        return
    if len(judges) >= MOST_JUDGES:
        raise Refused(_("At most %(num)d judges.", num=MOST_JUDGES), "email")
    db.session.add(Judge(event_id=event_id, person_id=person.id))
    db.session.flush()


def remove_judge(event_id: int, person_id: int) -> None:
    """They judge no more; what they said stands no more either."""
    settings_of(event_id)
    teams = select(Team.id).where(Team.event_id == event_id)
    db.session.execute(delete(Score).where(Score.judge_person_id == person_id, Score.team_id.in_(teams)))
    db.session.execute(delete(Judge).where(Judge.event_id == event_id, Judge.person_id == person_id))


def judge_team(team_id: int, judge_person_id: int, marks: Mapping[int, int], comment: str) -> None:
    """Give a team a mark for each criterion, and a comment; again changes them.

    Raises Refused for one's own team, who is no judge, a criterion left out, and when results are published.
    """
    team = held_team(team_id)
    row = db.session.get(Hackathon, team.event_id, populate_existing=True)
    if row is not None and row.published_at is not None:
        raise Refused(_("The results are published: marks cannot change now."))
    if db.session.get(Judge, (team.event_id, judge_person_id), populate_existing=True) is None:
        raise Refused(_("Only judges give marks."))
    own = select(TeamMember.id).where(TeamMember.team_id == team_id, TeamMember.person_id == judge_person_id)
    if db.session.execute(own).first() is not None:
        raise Refused(_("You are in this team: others judge it."))
    wanted = {criterion.id for criterion in criteria_of(team.event_id)}
    if set(marks) != wanted or not all(LOWEST <= mark <= HIGHEST for mark in marks.values()):
        raise Refused(_("Give a mark from 1 to 5 for each criterion."))
    score = score_of(team_id, judge_person_id) or Score(team_id=team_id, judge_person_id=judge_person_id)
    score.marks = {str(criterion): mark for criterion, mark in marks.items()}
    score.comment, score.scored_at = comment, clock.now()
    db.session.add(score)
    db.session.flush()


def score_of(team_id: int, judge_person_id: int) -> Score | None:
    """What a judge has given a team."""
    found = select(Score).where(Score.team_id == team_id, Score.judge_person_id == judge_person_id)
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def opinions_of(team_id: int) -> list[Opinion]:
    """What judges said of a team; of one who is in it now, nothing counts."""
    in_it = exists().where(TeamMember.team_id == team_id, TeamMember.person_id == Score.judge_person_id)
    found = (
        select(Person.name, Score.marks, Score.comment)
        .join(Person, Person.id == Score.judge_person_id)
        .where(Score.team_id == team_id, ~in_it)
        .order_by(Person.name, Score.id)
    )
    return [Opinion(*row) for row in db.session.execute(found)]


def means_of(opinions: Sequence[Opinion], criteria: Sequence[Criterion]) -> list[tuple[str, float]]:
    """Each criterion with the mean of its marks."""
    means = []
    for criterion in criteria:
        marks = [one.marks[str(criterion.id)] for one in opinions if str(criterion.id) in one.marks]
        if marks:
            means.append((criterion.name, sum(marks) / len(marks)))
    return means


def teams_to_judge(event_id: int, person_id: int, after: int | None = None) -> Page[ToJudge]:
    """The teams by name, with how far the judging is."""
    own, counted = aliased(TeamMember), aliased(Score)
    mine = exists().where(Score.team_id == Team.id, Score.judge_person_id == person_id).correlate(Team)
    judges = select(func.count()).where(counted.team_id == Team.id).correlate(Team).scalar_subquery()
    statement = (
        select(
            Team.id,
            Team.name,
            Project.title,
            judges,
            mine,
            exists().where(own.team_id == Team.id, own.person_id == person_id).correlate(Team),
        )
        .outerjoin(Project, Project.team_id == Team.id)
        .where(Team.event_id == event_id, Team.closed_at.is_(None), team_size() > 0)
    )
    if after is not None:
        last = aliased(Team)
        name = select(last.name_key).where(last.id == after).scalar_subquery()
        statement = statement.where(tuple_(Team.name_key, Team.id) > tuple_(name, after))
    found = db.session.execute(statement.order_by(Team.name_key, Team.id).limit(PAGE_SIZE + 1))
    return page_of([ToJudge(*row) for row in found], lambda line: str(line.id))


def prizes_of(event_id: int) -> list[PrizeLine]:
    """The prizes in the order in which the organiser named them."""
    found = (
        select(Prize.id, Prize.name, Prize.why, Team.id, Team.name)
        .join(Team, Team.id == Prize.team_id)
        .where(Prize.event_id == event_id)
        .order_by(Prize.id)
    )
    return [PrizeLine(*row) for row in db.session.execute(found)]


def add_prize(event_id: int, team_id: int, name: str, why: str) -> None:
    """Give a prize by its name to a team. Raises Refused for a team that is not there, and too many."""
    settings_of(event_id)
    team = db.session.get(Team, team_id)
    if team is None or team.event_id != event_id or team.closed_at is not None:
        raise Refused(_("Choose a team"), "team")
    if len(prizes_of(event_id)) >= MOST_PRIZES:
        raise Refused(_("At most %(num)d prizes.", num=MOST_PRIZES), "name")
    db.session.add(Prize(event_id=event_id, team_id=team_id, name=name, why=why))
    db.session.flush()


def remove_prize(event_id: int, prize_id: int) -> None:
    """Take a prize out again."""
    db.session.execute(delete(Prize).where(Prize.id == prize_id, Prize.event_id == event_id))


def publish_results(event_id: int, announcement: str) -> None:
    """Show everybody the announcement and the prizes, and each team its marks. Again changes the words.

    Raises Refused before the hackathon has begun.
    """
    row = settings_of(event_id)
    if db.session.get_one(Event, event_id).starts_at > clock.now():
        raise Refused(_("There are no results yet: the hackathon has not begun."))
    row.announcement = announcement
    row.published_at = row.published_at or clock.now()
    db.session.flush()


def take_results_back(event_id: int) -> None:
    """Show them to nobody; judges may change their marks again."""
    settings_of(event_id).published_at = None
    db.session.flush()


def _has_marks(event_id: int) -> bool:
    found = select(Score.id).join(Team, Team.id == Score.team_id).where(Team.event_id == event_id).limit(1)
    return db.session.execute(found).first() is not None
