"""What members of a team say they did and used, and how it becomes confirmed: by one team-mate, with one press.

It stands in this room alone, in people's own choice of words of ours; the record's own pages show it beside the event.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import Select, delete, select

from learnhub import clock
from learnhub.db import db
from learnhub.events.hackathon_models import Claim, Hackathon, Prize, TeamMember
from learnhub.events.hackathon_structures import Claimed, Part
from learnhub.events.hackathon_teams import held_team
from learnhub.events.hackathon_words import claim_words, how_known
from learnhub.events.models import Event
from learnhub.events.structures import EventKind, id_of
from learnhub.events.telling import path_of
from learnhub.people.faults import Refused
from learnhub.people.models import Learner
from learnhub.record.kinds import Named, add_details
from learnhub.record.words import ObjectKind

MOST_SKILLS = 8


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as a page shows it."""

    id: int
    member_id: int
    what: str
    code: str
    is_confirmed: bool

    @property
    def words(self) -> str:
        return claim_words(self.what, self.code)


def init_app(app: Flask) -> None:
    """Let the record's own pages say what somebody did at a hackathon."""
    add_details(app, ObjectKind.EVENT, parts_on_record)


def say_part(team_id: int, person_id: int, part: Part | None, skills: Sequence[str]) -> None:
    """What somebody did and which skills they used. What they said before and is the same stays confirmed.

    Raises Refused for somebody who is not in the team.
    """
    held_team(team_id)
    member_id = _member(team_id, person_id)
    wanted = {(Claimed.PART.value, part.value)} if part else set()
    wanted |= {(Claimed.SKILL.value, code) for code in skills[:MOST_SKILLS]}
    held = {(claim.what, claim.code): claim.id for claim in _claims([member_id])}
    gone = [id_ for what, id_ in held.items() if what not in wanted]
    db.session.execute(delete(Claim).where(Claim.id.in_(gone)))
    now = clock.now()
    db.session.add_all(
        Claim(member_id=member_id, what=what, code=code, claimed_at=now) for what, code in sorted(wanted - set(held))
    )
    db.session.flush()


def confirm_claim(team_id: int, claim_id: int, by_person_id: int) -> None:
    """Confirm as a team-mate what a member says; again changes nothing. Nobody confirms themself.

    Raises Refused for who is not in the team, or is the one who says it; LookupError for no such claim in this team.
    """
    held_team(team_id)
    by_member_id = _member(team_id, by_person_id)
    found = (
        select(Claim)
        .join(TeamMember, TeamMember.id == Claim.member_id)
        .where(Claim.id == claim_id, TeamMember.team_id == team_id)
    )
    claim = db.session.execute(found).scalar_one_or_none()
    if claim is None:
        raise LookupError("there is no such claim in this team")
    if claim.member_id == by_member_id:
        raise Refused(_("You cannot confirm what you did yourself: a team-mate can."))
    if claim.confirmed_at is None:
        claim.confirmed_at, claim.confirmed_by_person_id = clock.now(), by_person_id
        db.session.flush()


def claims_of(team_id: int) -> dict[int, list[ClaimLine]]:
    """Member → what they say, the part first. One statement."""
    member_ids = select(TeamMember.id).where(TeamMember.team_id == team_id)
    found: dict[int, list[ClaimLine]] = {}
    for line in _claims(member_ids):
        found.setdefault(line.member_id, []).append(line)
    return found


def parts_on_record(keys: Sequence[str], learner_id: int, _language: str) -> Mapping[str, Named]:
    """Hackathons of somebody's record as "Hackathon: name — role; skills; prize", each with how it is known.

    An account that was merged into theirs is theirs too. Two statements, and none where there is no hackathon among the
    keys.
    """
    ids = {id_: key for key in keys if key.startswith(f"{EventKind.HACKATHON.value}/") and (id_ := id_of(key))}
    if not ids:
        return {}
    whose = select(Learner.id).where((Learner.id == learner_id) | (Learner.merged_into_id == learner_id))
    mine = (TeamMember.event_id == Event.id) & TeamMember.learner_id.in_(whose)
    found = db.session.execute(
        select(Event.id, Event.title, Claim.what, Claim.code, Claim.confirmed_at)
        .select_from(Event)
        .outerjoin(TeamMember, mine)
        .outerjoin(Claim, Claim.member_id == TeamMember.id)
        .where(Event.id.in_(tuple(ids)))
        .order_by(Event.id, Claim.what, Claim.id)
    )
    titles: dict[int, str] = {}
    said: dict[int, dict[str, None]] = {}  # once each, in order
    for row in found:
        titles[row.id] = row.title
        if row.code:
            words = f"{claim_words(row.what, row.code)} ({how_known(row.confirmed_at is not None)})"
            said.setdefault(row.id, {})[words] = None
    for event_id, prize in _prizes(tuple(ids), whose):
        said.setdefault(event_id, {})[str(_("prize: %(prize)s", prize=prize))] = None
    return {ids[id_]: Named(_title(title, said.get(id_, ())), path_of(id_)) for id_, title in titles.items()}


def _prizes(event_ids: Sequence[int], whose: Select[int]) -> list[tuple[int, str]]:
    """The prizes that their teams won, of hackathons whose results are published."""
    found = db.session.execute(
        select(Prize.event_id, Prize.name)
        .select_from(Prize)
        .join(Hackathon, (Hackathon.event_id == Prize.event_id) & Hackathon.published_at.is_not(None))
        .join(TeamMember, (TeamMember.team_id == Prize.team_id) & TeamMember.learner_id.in_(whose))
        .where(Prize.event_id.in_(event_ids))
        .order_by(Prize.id)
    )
    return [(row.event_id, row.name) for row in found]


def _title(title: str, said: Iterable[str]) -> str:
    named = str(_("Hackathon: %(title)s", title=title))
    parts = "; ".join(said)
    return f"{named} — {parts}" if parts else named


def _member(team_id: int, person_id: int) -> int:
    found = select(TeamMember.id).where(TeamMember.team_id == team_id, TeamMember.person_id == person_id)
    member_id = db.session.execute(found).scalar_one_or_none()
    if member_id is None:
        raise Refused(_("Only members of the team can do that."))
    return member_id


def _claims(member_ids: Sequence[int] | object) -> list[ClaimLine]:
    found = (
        select(Claim.id, Claim.member_id, Claim.what, Claim.code, Claim.confirmed_at.is_not(None))
        .where(Claim.member_id.in_(member_ids))  # type: ignore[arg-type]
        .order_by(Claim.what, Claim.id)
    )
    return [ClaimLine(*row) for row in db.session.execute(found)]
