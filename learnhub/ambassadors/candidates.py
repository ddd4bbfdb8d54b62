"""Whom a request could be offered to: what the matching rule needs to know, in four statements whatever the size.

The database leaves out who is away, has no capacity left, speaks another language or has none of the skills; the rule
decides among the others.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, union_all

from learnhub import clock
from learnhub.ambassadors.capacity import is_here, month_of, used_in
from learnhub.ambassadors.matching import Candidate, Wish
from learnhub.ambassadors.models import (
    Ambassador,
    AmbassadorAway,
    AmbassadorSkill,
    HelpRequest,
    Mentorship,
    RequestOffer,
)
from learnhub.ambassadors.words import PROMISED_MINUTES, Fit, Kind, Place, Preference, RequestState
from learnhub.db import db
from learnhub.people.models import Absence, Department, Person, Posting
from learnhub.web.bars import holds, unbarred

# Without a skill every ambassador would be a candidate: those who were asked longest ago are enough to choose from.
MOST_WITHOUT_SKILL = 400

_HELPED = (RequestState.ACCEPTED, RequestState.MET)


def wish_of(request: HelpRequest, tops: dict[int, int] | None = None) -> Wish:
    """What a request wishes for, with what is known of its asker. `tops`: `top_departments()`, if there already."""
    tops = top_departments() if tops is None else tops
    asker = db.session.execute(
        select(
            Person.region,
            Person.line_manager_id,
            Person.working_days,
            Posting.department_id,
            Posting.grade,
            Posting.office,
        )
        .outerjoin(Posting, and_(Posting.person_id == Person.id, Posting.is_current))
        .where(Person.id == request.person_id)
    ).one()
    met, asked = _known_to(request)
    return Wish(
        person_id=request.person_id,
        skills=unbarred(request.skills),
        kind=Kind(request.kind),
        place=Place(request.place),
        language=request.language,
        preference=Preference(request.preference),
        department_id=tops.get(asker.department_id),
        office=asker.office,
        region=asker.region,
        grade=asker.grade,
        working_days=asker.working_days,
        manager_person_id=asker.line_manager_id,
        wants_manager=request.wants_manager,
        wanted_id=request.wanted_id,
        met=met,
        asked=asked,
    )


def _known_to(request: HelpRequest) -> tuple[frozenset[int], frozenset[int]]:
    """Ambassadors who helped the asker before; and those who were asked this already, or did not fit them."""
    rows = db.session.execute(
        union_all(
            select(HelpRequest.accepted_by_id, literal("met")).where(
                HelpRequest.person_id == request.person_id, HelpRequest.state.in_(_HELPED)
            ),
            select(Mentorship.ambassador_id, case((Mentorship.fit == Fit.AGAIN, "asked"), else_="met")).where(
                Mentorship.person_id == request.person_id
            ),
            select(RequestOffer.ambassador_id, literal("asked")).where(RequestOffer.request_id == request.id),
        )
    ).all()
    met, asked = (frozenset(row[0] for row in rows if row[1] == how) for how in ("met", "asked"))
    return met - asked, asked


def top_departments() -> dict[int, int]:
    """Department → the department at the top of its branch; of a merged one, of its heir's."""
    above: dict[int, int | None] = {
        row.id: row.merged_into_id or row.parent_id
        for row in db.session.execute(select(Department.id, Department.parent_id, Department.merged_into_id))
    }
    tops: dict[int, int] = {}
    for id_ in above:
        path, here = [], id_
        while here not in tops and (up := above.get(here)) is not None and here not in path:
            path.append(here)
            here = up
        top = tops.get(here, here)
        tops.update(dict.fromkeys([*path, here], top))
    return tops


def candidates_for(
    wish: Wish, today: date, tops: dict[int, int] | None = None, only_id: int | None = None
) -> list[Candidate]:
    """Those who may be asked today, in no order; or the one of that number, if they may."""
    tops = top_departments() if tops is None else tops
    rows = db.session.execute(_statement(wish, today, only_id)).all()
    return [_candidate(row, tops) for row in rows]


def _candidate(row: Any, tops: dict[int, int]) -> Candidate:
    return Candidate(
        id=row.id,
        person_id=row.person_id,
        skills=tuple(_skill(pair) for pair in row.skills.split(",")) if row.skills else (),
        languages=row.languages,
        place=row.place,
        department_id=tops.get(row.department_id, row.department_id),
        office=row.office,
        region=row.region,
        grade=row.grade,
        free_days=row.free_days,
        is_adviser=row.is_adviser,
        minutes_a_month=row.minutes_a_month,
        minutes_left=row.minutes_left,
        open_mentorships=row.open_mentorships,
        most_mentorships=row.most_mentorships,
        last_offered_on=clock.day_of(row.last_offered_at) if row.last_offered_at else None,
    )


def _skill(pair: str) -> tuple[str, str]:
    code, _, level = pair.partition(":")
    return code, level


def _statement(wish: Wish, today: date, only_id: int | None) -> Select[Any]:
    """Every column the rule reads; skills as one text, so that an ambassador is one row."""
    has = (
        select(
            AmbassadorSkill.ambassador_id,
            func.aggregate_strings(AmbassadorSkill.skill + ":" + AmbassadorSkill.level, ",").label("skills"),
        )
        .where(AmbassadorSkill.skill.in_(wish.skills or ("",)))
        .group_by(AmbassadorSkill.ambassador_id)
        .subquery()
    )
    minutes_left = (
        Ambassador.minutes_a_month
        - Ambassador.promised_minutes
        - used_in(month_of(today))
        - PROMISED_MINUTES * _waiting(Kind.SESSION)
    )
    open_mentorships = Ambassador.open_mentorships + _waiting(Kind.MENTORING, Kind.REVERSE)
    statement = (
        select(
            Ambassador.id, Ambassador.person_id, Ambassador.languages, Ambassador.place, Ambassador.free_days,
            Ambassador.is_adviser, Ambassador.minutes_a_month, Ambassador.most_mentorships, Ambassador.last_offered_at,
            minutes_left.label("minutes_left"), open_mentorships.label("open_mentorships"), Person.region,
            Posting.department_id, Posting.office, Posting.grade, has.c.skills,
        )
        .join(Person, Person.id == Ambassador.person_id)
        .outerjoin(Posting, and_(Posting.person_id == Ambassador.person_id, Posting.is_current))
        .join(has, has.c.ambassador_id == Ambassador.id, isouter=not wish.skills or bool(wish.wanted_id or only_id))
        .where(*_may_be_asked(today))
    )  # fmt: skip
    if only_id is not None:
        return statement.where(Ambassador.id == only_id)
    has_room = (
        Ambassador.minutes_a_month >= Ambassador.promised_minutes + used_in(month_of(today)) + PROMISED_MINUTES
        if wish.kind is Kind.SESSION
        else Ambassador.open_mentorships < Ambassador.most_mentorships
    )
    as_wished: list[ColumnElement[bool]] = [holds(Ambassador.languages, wish.language)]
    if wish.skills:
        as_wished.append(has.c.skills.is_not(None))
    if wish.place is not Place.EITHER:
        as_wished.append(Ambassador.place.in_((wish.place, Place.EITHER)))
    statement = statement.where(has_room, or_(and_(*as_wished), Ambassador.id == (wish.wanted_id or 0)))
    if not wish.skills:
        chosen = case((Ambassador.id == (wish.wanted_id or 0), 0), else_=1)
        statement = statement.order_by(chosen, func.coalesce(Ambassador.last_offered_at, 0), Ambassador.id)
        statement = statement.limit(MOST_WITHOUT_SKILL)
    return statement


def _may_be_asked(today: date) -> tuple[ColumnElement[bool], ...]:
    """Helping, in the service, neither away nor absent today or tomorrow: who comes back next month answers nobody."""
    tomorrow = today + timedelta(days=1)
    away = exists().where(
        AmbassadorAway.ambassador_id == Ambassador.id,
        AmbassadorAway.from_on <= tomorrow,
        AmbassadorAway.until_on >= today,
    )
    absent = exists().where(
        Absence.person_id == Ambassador.person_id, Absence.from_on <= tomorrow, Absence.until_on >= today
    )
    staying = or_(Person.left_on.is_(None), Person.left_on > today)
    return is_here(today), ~away, ~absent, staying


def _waiting(*kinds: Kind) -> Any:
    """How many requests of these kinds wait for an ambassador's answer: room that is spoken for."""
    return (
        select(func.count())
        .where(
            HelpRequest.offered_to_id == Ambassador.id,
            HelpRequest.state == RequestState.OFFERED,
            HelpRequest.kind.in_(kinds),
        )
        .correlate(Ambassador)
        .scalar_subquery()
    )
