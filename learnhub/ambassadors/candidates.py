"""Whom a request could be offered to: what the matching rule needs to know, in four statements whatever the size.

The database leaves out who is away, has no capacity left, speaks another language or has none of the skills; the rule
decides among the others.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from learnhub import clock
from learnhub.ambassadors.capacity import has_minutes, has_place, month_of, not_paused, used_in
from learnhub.ambassadors.grades import names_below
from learnhub.ambassadors.matching import LEVELS, LOAD, REST, RESTED_DAYS, SKILLS, USUAL_MINUTES, Candidate, Wish
from learnhub.ambassadors.models import (
    Ambassador,
    AmbassadorAway,
    AmbassadorSkill,
    HelpRequest,
    Mentorship,
    RequestOffer,
)
from learnhub.ambassadors.words import HELPING, PROMISED_MINUTES, Fit, Kind, Place, Preference, RequestState
from learnhub.db import db
from learnhub.people.models import Absence, Department, Person, Posting
from learnhub.people.reach import within
from learnhub.web.bars import holds, unbarred

# The rule looks closely at so many: the best by what weighs most. Nearness moves nobody from beyond them to the front.
MOST = 250
DAY_MS = 86_400_000
LOWEST = LEVELS["awareness"]


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
    rows = db.session.execute(_statement(wish, today, only_id, tops)).all()
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


def _statement(wish: Wish, today: date, only_id: int | None, tops: dict[int, int]) -> Select[Any]:
    """Every column the rule reads, of the likeliest; skills as one text, so that an ambassador is one row."""
    likely = _likely(wish, today, only_id, tops)
    minutes_left = (
        Ambassador.minutes_a_month
        - Ambassador.promised_minutes
        - used_in(month_of(today))
        - PROMISED_MINUTES * _waiting(Kind.SESSION)
    )
    open_mentorships = Ambassador.open_mentorships + _waiting(Kind.MENTORING, Kind.REVERSE)
    return (
        select(
            Ambassador.id, Ambassador.person_id, Ambassador.languages, Ambassador.place, Ambassador.free_days,
            Ambassador.is_adviser, Ambassador.minutes_a_month, Ambassador.most_mentorships, Ambassador.last_offered_at,
            minutes_left.label("minutes_left"), open_mentorships.label("open_mentorships"), Person.region,
            Posting.department_id, Posting.office, Posting.grade, likely.c.skills,
        )
        .select_from(likely)
        .join(Ambassador, Ambassador.id == likely.c.id)
        .join(Person, Person.id == Ambassador.person_id)
        .outerjoin(Posting, and_(Posting.person_id == Ambassador.person_id, Posting.is_current))
        .where(or_(Person.left_on.is_(None), Person.left_on > today))
    )  # fmt: skip


def _likely(wish: Wish, today: date, only_id: int | None, tops: dict[int, int]) -> Subquery:
    """The numbers and skills of those who may be asked, the best by skills, load and rest alone: see `MOST`."""
    weight = case(LEVELS, value=AmbassadorSkill.level, else_=LOWEST)
    has = (
        select(
            AmbassadorSkill.ambassador_id,
            func.aggregate_strings(AmbassadorSkill.skill + ":" + AmbassadorSkill.level, ",").label("skills"),
            func.sum(weight).label("weight"),
        )
        .where(AmbassadorSkill.skill.in_(wish.skills or ("",)))
        .group_by(AmbassadorSkill.ambassador_id)
        .subquery()
    )
    others_too = not wish.skills or bool(wish.wanted_id or only_id)
    found = (
        select(Ambassador.id, has.c.skills)
        .join(has, has.c.ambassador_id == Ambassador.id, isouter=others_too)
        .where(*_may_be_asked(today))
    )
    if only_id is not None:
        return found.where(Ambassador.id == only_id).subquery()
    is_chosen = Ambassador.id == (wish.wanted_id or 0)
    as_wished: list[ColumnElement[bool]] = [holds(Ambassador.languages, wish.language), *_narrow(wish, tops)]
    if wish.skills:
        as_wished.append(has.c.skills.is_not(None))
    if wish.place is not Place.EITHER:
        as_wished.append(Ambassador.place.in_((wish.place, Place.EITHER)))
    is_session, month = wish.kind is Kind.SESSION, month_of(today)
    room = has_minutes(PROMISED_MINUTES, month) if is_session else has_place()
    found = found.where(room, Ambassador.id.not_in(list(wish.asked)), or_(and_(*as_wished), is_chosen))
    if _is_narrow(wish):
        found = found.outerjoin(Posting, and_(Posting.person_id == Ambassador.person_id, Posting.is_current))
    if wish.place is Place.IN_PERSON:
        found = found.join(Person, Person.id == Ambassador.person_id)
    points = SKILLS / max(1, len(wish.skills)) * func.coalesce(has.c.weight, 0) + _load(is_session, month) + _rest()
    ordered = found.order_by(case((is_chosen, 0), else_=1), points.desc(), Ambassador.id)
    return ordered.limit(MOST).subquery()


def _load(is_session: bool, month: int) -> ColumnElement[Any]:
    """The points of load, of somebody who has room; what is offered to them and not answered left out."""
    if is_session:
        left = Ambassador.minutes_a_month - Ambassador.promised_minutes - used_in(month) - PROMISED_MINUTES
        return LOAD * left / Ambassador.minutes_a_month
    left = Ambassador.most_mentorships - Ambassador.open_mentorships - 1
    return LOAD * left / Ambassador.most_mentorships


def _rest() -> ColumnElement[Any]:
    """The points of rest, by the minute where the rule goes by the day."""
    gives = case((Ambassador.minutes_a_month > PROMISED_MINUTES, Ambassador.minutes_a_month), else_=PROMISED_MINUTES)
    since = clock.to_ms(clock.now()) - type_coerce(func.coalesce(Ambassador.last_offered_at, 0), BigInteger)
    rested = 1.0 * since * gives / (RESTED_DAYS * USUAL_MINUTES * DAY_MS)
    return REST * case((rested < 1, rested), else_=1.0)


def _is_narrow(wish: Wish) -> bool:
    """Whether the wish says something of where or what the ambassador is posted to."""
    is_here = wish.place is Place.IN_PERSON and bool(wish.office or wish.region)
    return is_here or wish.preference is not Preference.ANY or wish.kind is Kind.REVERSE


def _narrow(wish: Wish, tops: dict[int, int]) -> list[ColumnElement[bool]]:
    """What a narrow wish says, no stricter than the rule."""
    said: list[ColumnElement[bool]] = []
    if wish.place is Place.IN_PERSON and (wish.office or wish.region):
        unknown = Posting.office.is_(None) if wish.office else Person.region.is_(None)
        said.append(or_(Posting.office == (wish.office or ""), Person.region == (wish.region or ""), unknown))
    if wish.preference is not Preference.ANY and wish.department_id is not None:
        mine = [id_ for id_, top in tops.items() if top == wish.department_id]
        is_mine = within(Posting.department_id, frozenset(mine))
        said.append(is_mine if wish.preference is Preference.SAME else func.coalesce(is_mine, false()) == false())
    if wish.kind is Kind.REVERSE:
        said.append(func.lower(Posting.grade).in_(names_below(wish.grade)))
    return said


def _may_be_asked(today: date) -> tuple[ColumnElement[bool], ...]:
    """Helping, neither paused, away nor absent today or tomorrow: who comes back next month answers nobody."""
    tomorrow = today + timedelta(days=1)
    away = select(AmbassadorAway.ambassador_id).where(
        AmbassadorAway.from_on <= tomorrow, AmbassadorAway.until_on >= today
    )
    absent = exists().where(
        Absence.person_id == Ambassador.person_id, Absence.from_on <= tomorrow, Absence.until_on >= today
    )
    return Ambassador.state.in_(HELPING), not_paused(today), Ambassador.id.not_in(away), ~absent


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
