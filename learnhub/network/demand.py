"""What is asked of the network, and how it is answered: by skill, what waits too long, how long the first answer takes,
how the work is spread. All about requests of the last ninety days, by people who then worked within reach."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from learnhub import clock
from learnhub.ambassadors.capacity import month_of, used_in
from learnhub.ambassadors.models import Ambassador, HelpRequest
from learnhub.ambassadors.words import DAYS_TO_ANSWER, HELPING, OPEN, Kind, RequestState
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db
from learnhub.mentoring.models import SupportSession
from learnhub.network.scope import asked_in, shown_in
from learnhub.people.models import Person, Posting
from learnhub.people.reach import Reach
from learnhub.web.bars import unbarred
from learnhub.web.paging import PAGE_SIZE, Page, page_of
from learnhub.web.rows import row_place
from learnhub.workdays import WEEK, works_on

DAYS = 90
HELPED = (RequestState.ACCEPTED, RequestState.MET)
TENTH = 10


@dataclass(frozen=True, slots=True)
class Demand:
    """How often a skill was asked for; by how many of these somebody helps or has helped, how many still wait."""

    code: str
    title: str
    asked: int
    helped: int
    waiting: int

    @property
    def unmet(self) -> int:
        """Those that nobody took, those withdrawn or closed unanswered included."""
        return self.asked - self.helped


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that has waited too long."""

    id: int
    name: str
    text: str
    kind: str
    skills: tuple[str, ...]
    state: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Answers:
    """How long the first answer took, in hours: of half of the requests no longer than `median`, of nine tenths than
    `most`; None when fewer than ten were answered."""

    asked: int
    answered: int
    median: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the work of ninety days lies on the ambassadors who help now.

    `bands`: how many have used so much of what they offer this month, as (from per cent, to per cent or None, how
    many). `tenth`: the share of all sessions that the busiest tenth held, None when there were none. Not
    `may_be_shown`: `impact_rules` has no page for the place, as it would tell how much one of a few works.
    """

    ambassadors: int
    sessions: int
    bands: tuple[tuple[int, int | None, int], ...]
    tenth: float | None
    may_be_shown: bool


def since() -> datetime:
    """From when on requests are counted here."""
    return clock.start_of(clock.today() - timedelta(days=DAYS))


def by_skill(reach: Reach) -> list[Demand]:
    """What was asked for, what nobody took first. A request about two skills counts for both."""
    rows = db.session.execute(
        select(HelpRequest.skills, HelpRequest.state, func.count())
        .where(asked_in(reach), HelpRequest.asked_at >= since())
        .group_by(HelpRequest.skills, HelpRequest.state)
    )
    asked, helped, waiting = Counter[str](), Counter[str](), Counter[str]()
    for skills, state, count in rows:
        for code in unbarred(skills) or ("",):
            asked[code] += count
            helped[code] += count if state in HELPED else 0
            waiting[code] += count if state in OPEN else 0
    titles = all_skills()
    lines = [Demand(code, titles.get(code, code), asked[code], helped[code], waiting[code]) for code in asked]
    return sorted(lines, key=lambda line: (-line.unmet, -line.asked, line.title))


def too_long_before() -> datetime:
    """Requests asked before this moment, and still open, wait too long: three days on which people work."""
    day, left = clock.today(), DAYS_TO_ANSWER
    while left:
        day -= timedelta(days=1)
        left -= works_on(day, WEEK)
    return clock.start_of(day)


def waiting_too_long(reach: Reach, after: str | None = None) -> Page[Waiting]:
    """Open requests that nobody has taken for more than three working days, the oldest first."""
    statement = (
        select(HelpRequest, Person.name)
        .join(Person, Person.id == HelpRequest.person_id)
        .where(_waits_too_long(reach))
        .order_by(HelpRequest.asked_at, HelpRequest.id)
        .limit(PAGE_SIZE + 1)
    )
    key = row_place(after)
    if key is not None:
        at, number = clock.from_ms(key[0]), key[1]
        statement = statement.where(
            or_(HelpRequest.asked_at > at, and_(HelpRequest.asked_at == at, HelpRequest.id > number))
        )
    rows = [
        Waiting(one.id, name, one.text, one.kind, unbarred(one.skills), one.state, one.asked_at)
        for one, name in db.session.execute(statement)
    ]
    return page_of(rows, lambda line: f"{clock.to_ms(line.asked_at)}.{line.id}")


def count_too_long(reach: Reach) -> int:
    """How many there are."""
    return db.session.execute(select(func.count()).where(_waits_too_long(reach))).scalar_one()


def first_answers(reach: Reach) -> Answers:
    """How long people wait for a first answer, whatever it was."""
    times = db.session.execute(
        select(HelpRequest.asked_at, HelpRequest.first_answered_at).where(
            asked_in(reach), HelpRequest.asked_at >= since()
        )
    ).all()
    hours = sorted((answered - asked).total_seconds() / 3600 for asked, answered in times if answered is not None)
    enough = len(hours) >= TENTH
    return Answers(len(times), len(hours), _at(hours, 0.5) if enough else None, _at(hours, 0.9) if enough else None)


def spread_of(reach: Reach) -> Spread:
    """How evenly the work lies. Sessions are counted by who held them, wherever those they helped work."""
    posted = and_(Posting.person_id == Ambassador.person_id, Posting.is_current)
    used = 100 * (used_in(month_of(clock.today())) + Ambassador.promised_minutes)
    everybody = db.session.execute(
        select(Posting.department_id, Ambassador.id, used, Ambassador.minutes_a_month)
        .join(Posting, posted)
        .where(Ambassador.state.in_(HELPING))
    ).all()
    working = Counter(row[0] for row in everybody)
    here = shown_in(reach, working)
    rows = [row[1:] for row in everybody if (reach.holds(row[0]) if here is None else row[0] in here)]
    shares = [used_minutes // most if most else 0 for _id, used_minutes, most in rows]
    held = dict(
        db.session.execute(
            select(SupportSession.ambassador_id, func.count())
            .where(SupportSession.on_day >= clock.day_of(since()), SupportSession.voided_at.is_(None))
            .group_by(SupportSession.ambassador_id)
        ).all()
    )
    counts = sorted((held.get(row[0], 0) for row in rows), reverse=True)
    return Spread(len(rows), sum(counts), _bands(shares), _share_of_tenth(counts), here is not None)


def reverse_count(reach: Reach) -> int:
    """How many asked a junior colleague to show them: a number, since only the pair sees more."""
    return db.session.execute(
        select(func.count()).where(asked_in(reach), HelpRequest.kind == Kind.REVERSE, HelpRequest.asked_at >= since())
    ).scalar_one()


def _waits_too_long(reach: Reach) -> ColumnElement[bool]:
    """Reverse mentoring is left out: it is the pair's alone."""
    return and_(
        asked_in(reach),
        HelpRequest.state.in_(OPEN),
        HelpRequest.kind != Kind.REVERSE,
        HelpRequest.asked_at < too_long_before(),
    )


def _bands(shares: Sequence[int]) -> tuple[tuple[int, int | None, int], ...]:
    edges = ((0, 0), (1, 24), (25, 49), (50, 74), (75, 99), (100, None))
    return tuple(
        (low, high, sum(low <= share and (high is None or share <= high) for share in shares)) for low, high in edges
    )


def _share_of_tenth(counts: Sequence[int]) -> float | None:
    """What the first tenth (at least one) of counts, the largest first, is of all."""
    whole = sum(counts)
    return sum(counts[: max(1, len(counts) // TENTH)]) / whole if whole else None


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
