"""Importing participants: read, shown to the organiser as it would be, and only then taken over; nothing twice.

A file is kept for a day, with whoever sent it, as it was read: what is imported does not come back from a browser. It
writes nothing into anybody's record: the organiser confirms hours afterwards.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.events.attendance import add_people
from learnhub.events.attending import COMING
from learnhub.events.hackathon_hours import note_hours
from learnhub.events.hackathon_models import Claim, HackathonImport, Hours, Project, Team, TeamMember
from learnhub.events.hackathon_projects import Built, save_project
from learnhub.events.hackathon_sheet import MOST_ROWS, Row, RowFault, Sheet
from learnhub.events.hackathon_structures import Claimed
from learnhub.events.hackathon_teams import About, largest_team, make_team, name_key, put_member_in
from learnhub.events.models import SignUp
from learnhub.events.signing_up import lock_event
from learnhub.people.models import Person

KEPT = timedelta(days=1)
AT_ONCE = 20  # rows a transaction


class State(StrEnum):
    """What becomes of a row."""

    FINE = "fine"
    THERE = "there"  # all of it is there already
    TWICE = "twice"  # an earlier line is about the same person
    UNKNOWN = "unknown"  # nobody here has that address
    LEFT = "left"  # they have left the service
    ELSEWHERE = "elsewhere"  # they are in another team
    FULL = "full"  # the team would be larger than it may be
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what becomes of it. `twin`: the line of the row about the same person; `team`: the other team."""

    row: Row
    state: State
    twin: int = 0
    team: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as whoever sent it sees it before they say yes."""

    id: int
    columns: dict[str, str]
    rows: tuple[Judged, ...]
    is_finished: bool

    def count(self, *states: State) -> int:
        return sum(judged.state in states for judged in self.rows)

    def only(self, states: Iterable[State]) -> list[Judged]:
        wanted = set(states)
        return [judged for judged in self.rows if judged.state in wanted]


@dataclass(frozen=True, slots=True)
class There:
    """What is known of somebody in a hackathon."""

    person_id: int
    has_left: bool
    comes: bool
    is_confirmed: bool
    team: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is held against: people by address, teams by key → (name, size, has a project), the largest team."""

    people: Mapping[str, There]
    teams: Mapping[str, tuple[str, int, bool]]
    largest: int


def keep_preview(event_id: int, person_id: int, sheet: Sheet) -> int:
    """Keep a file as it was read; its number. It takes the place of an earlier one of theirs for this hackathon."""
    mine = (HackathonImport.event_id == event_id, HackathonImport.person_id == person_id)
    db.session.execute(delete(HackathonImport).where(*mine))
    rows = [_to_json(row) for row in sheet.rows]
    kept = HackathonImport(
        event_id=event_id, person_id=person_id, columns=sheet.columns, rows=rows, made_at=clock.now()
    )
    db.session.add(kept)
    db.session.flush()
    return kept.id


def preview_of(event_id: int, person_id: int, import_id: int) -> Preview | None:
    """A file that this person sent within a day, each row held against what is there now."""
    kept = db.session.execute(
        select(HackathonImport.columns, HackathonImport.rows, HackathonImport.finished_at).where(
            HackathonImport.id == import_id,
            HackathonImport.event_id == event_id,
            HackathonImport.person_id == person_id,
            HackathonImport.made_at >= clock.now() - KEPT,
        )
    ).one_or_none()
    if kept is None:
        return None
    rows = [_from_json(row) for row in kept.rows]
    return Preview(import_id, kept.columns, tuple(judged(rows, known_of(event_id, rows))), kept.finished_at is not None)


def judged(rows: Sequence[Row], known: Known) -> list[Judged]:
    """What becomes of each row, in order. Pure."""
    seen: dict[str, int] = {}
    joining: Counter[str] = Counter()
    return [_judge(row, known, seen, joining) for row in rows]


def import_rows(event_id: int, person_id: int, import_id: int) -> int:
    """Take over what is fine, some rows a transaction; how many. Call it outside any transaction.

    Two presses at once share the work; each row is taken over once.
    """
    done = 0
    for _lot in range(MOST_ROWS // AT_ONCE + 1):
        with database.write():
            some = _import_some(event_id, person_id, import_id)
        done += some
        if some < AT_ONCE:
            break
    return done


def known_of(event_id: int, rows: Sequence[Row]) -> Known:
    """What a file is held against; four statements."""
    emails = {row.email for row in rows if not row.fault}
    sign_up = (SignUp.person_id == Person.id) & (SignUp.event_id == event_id)
    member = (TeamMember.person_id == Person.id) & (TeamMember.event_id == event_id)
    hours = (Hours.person_id == Person.id) & (Hours.event_id == event_id)
    found = db.session.execute(
        select(Person.email, Person.id, Person.left_on, SignUp.state, SignUp.confirmed_at, Team.name_key, Hours.minutes)
        .outerjoin(SignUp, sign_up)
        .outerjoin(TeamMember, member)
        .outerjoin(Team, Team.id == TeamMember.team_id)
        .outerjoin(Hours, hours)
        .where(Person.email.in_(tuple(emails)))
    )
    people = {
        row.email: There(
            row.id,
            (row.left_on or date.max) <= clock.today(),
            row.state in COMING,
            row.confirmed_at is not None,
            row.name_key or "",
            row.minutes,
        )
        for row in found
    }
    sizes: Counter[int] = Counter(
        db.session.execute(select(TeamMember.team_id).where(TeamMember.event_id == event_id)).scalars()
    )
    teams = db.session.execute(
        select(Team.id, Team.name_key, Team.name, Project.id)
        .outerjoin(Project, Project.team_id == Team.id)
        .where(Team.event_id == event_id, Team.closed_at.is_(None))
    )
    by_key = {key: (name, sizes[id_], project_id is not None) for id_, key, name, project_id in teams}
    return Known(people, by_key, largest_team(event_id))


def _judge(row: Row, known: Known, seen: dict[str, int], joining: Counter[str]) -> Judged:
    if row.fault:
        return Judged(row, State.FAULT)
    if row.email in seen:
        return Judged(row, State.TWICE, seen[row.email])
    seen[row.email] = row.line
    there = known.people.get(row.email)
    if there is None or there.has_left:
        return Judged(row, State.UNKNOWN if there is None else State.LEFT)
    key = name_key(row.team)
    name, size, has_project = known.teams.get(key, (row.team, 0, False))
    if key and there.team and there.team != key:
        return Judged(row, State.ELSEWHERE, team=known.teams.get(there.team, (there.team, 0, False))[0])
    is_new = bool(key) and not there.team
    if is_new and size + joining[key] >= known.largest:
        return Judged(row, State.FULL, team=name)
    joining[key] += is_new
    says_more = bool(row.project) and not has_project
    other_hours = row.minutes is not None and row.minutes != there.minutes and not there.is_confirmed
    brings_something = not there.comes or is_new or says_more or other_hours
    return Judged(row, State.FINE if brings_something else State.THERE)


def _import_some(event_id: int, person_id: int, import_id: int) -> int:
    """Take over the next rows that are fine; how many."""
    event = lock_event(event_id)
    preview = preview_of(event_id, person_id, import_id)
    if preview is None or preview.is_finished:
        return 0
    due = preview.only({State.FINE})[:AT_ONCE]
    emails = [one.row.email for one in due]
    people = {
        person.email: person for person in db.session.execute(select(Person).where(Person.email.in_(emails))).scalars()
    }
    add_people(event_id, list(people.values()))
    for one in due:
        _take_over(event.id, people[one.row.email], one.row)
    db.session.flush()
    if len(due) < AT_ONCE:
        db.session.get_one(HackathonImport, import_id).finished_at = clock.now()
        db.session.flush()
    return len(due)


def _take_over(event_id: int, person: Person, row: Row) -> None:
    if row.minutes is not None:
        note_hours(event_id, person.id, row.minutes)
        db.session.flush()
    if not row.team:
        return
    found = select(Team).where(Team.event_id == event_id, Team.name_key == name_key(row.team), Team.closed_at.is_(None))
    team = db.session.execute(found).scalar_one_or_none() or make_team(event_id, About(row.team))
    if put_member_in(team, person.id, person.learner_id):
        _claim(team, person.id, row)
    has_project = db.session.execute(select(Project.id).where(Project.team_id == team.id)).first()
    if row.project and has_project is None:
        save_project(team.id, Built(row.project, link=row.link))


def _claim(team: Team, person_id: int, row: Row) -> None:
    """What the list says of somebody stands as what they say, until a team-mate confirms it."""
    found = select(TeamMember.id).where(TeamMember.team_id == team.id, TeamMember.person_id == person_id)
    member_id = db.session.execute(found).scalar_one()
    said = [(Claimed.PART.value, row.part)] if row.part else []
    said += [(Claimed.SKILL.value, code) for code in row.skills]
    now = clock.now()
    db.session.add_all(Claim(member_id=member_id, what=what, code=code, claimed_at=now) for what, code in said)


def _to_json(row: Row) -> list[Any]:
    skills = list(row.skills)
    return [row.line, row.email, row.name, row.team, row.part, row.minutes, row.project, row.link, skills, row.fault]


def _from_json(kept: Sequence[Any]) -> Row:
    line, email, name, team, part, minutes, project, link, skills, fault = kept
    row = Row(line, email, name, team, part, minutes, project, link, tuple(skills))
    return replace(row, fault=RowFault(fault)) if fault else row
