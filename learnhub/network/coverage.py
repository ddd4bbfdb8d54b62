"""Where there are ambassadors and where there are none: by department, office and skill. Counts of who helps now."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from learnhub import clock
from learnhub.ambassadors.models import Ambassador, AmbassadorSkill
from learnhub.ambassadors.words import HELPING
from learnhub.catalogue.suggesting import all_skills
from learnhub.db import db
from learnhub.mentoring.kinds import SessionKind
from learnhub.mentoring.models import SupportSession
from learnhub.network.scope import works_in
from learnhub.people.models import Posting
from learnhub.people.queries import headcounts
from learnhub.people.reach import Reach, Unit


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A department or an office: who works there, how many of them help. `visits`: support sessions held in the office
    as a visit; None where that is not asked."""

    name: str
    code: str | None
    staff: int
    ambassadors: int
    visits: int | None = None

    @property
    def per_hundred(self) -> float:
        """Ambassadors for each hundred people."""
        return 100 * self.ambassadors / self.staff if self.staff else 0.0


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill of the standard and how many ambassadors offer it."""

    code: str
    title: str
    ambassadors: int


def by_department(reach: Reach) -> list[PlaceLine]:
    """What lies directly below, each with all below it; what belongs to none of them is the chosen one's own line."""
    staff, helping = headcounts(clock.today()), _ambassadors_by_department()
    lines = [_line(unit.name, unit, reach.ids_of(unit), staff, helping) for unit in reach.rows]
    lines = [line for line in lines if line.staff or line.ambassadors]
    if reach.chosen is not None:
        own = frozenset({reach.chosen.id})
        if staff.get(reach.chosen.id) or helping[reach.chosen.id]:
            lines.insert(0, _line(reach.chosen.name, None, own, staff, helping))
    return lines


def total(lines: list[PlaceLine]) -> PlaceLine:
    """All of them together."""
    return PlaceLine("", None, sum(line.staff for line in lines), sum(line.ambassadors for line in lines))


def by_office(reach: Reach) -> list[PlaceLine]:
    """Offices within reach, those without an ambassador first, the larger first; with the visits ever made to each."""
    staff = _per_office(select(Posting.office, func.count()).where(Posting.is_current, works_in(reach)))
    helping = _per_office(
        select(Posting.office, func.count())
        .join(Ambassador, Ambassador.person_id == Posting.person_id)
        .where(Posting.is_current, Ambassador.state.in_(HELPING), works_in(reach))
    )
    visits = dict(
        db.session.execute(
            select(SupportSession.office, func.count())
            .where(SupportSession.kind == SessionKind.VISIT, SupportSession.voided_at.is_(None))
            .group_by(SupportSession.office)
        ).all()
    )
    lines = [PlaceLine(name, None, count, helping.get(name, 0), visits.get(name, 0)) for name, count in staff.items()]
    return sorted(lines, key=lambda line: (line.ambassadors > 0, -line.staff, line.name))


def by_skill(reach: Reach) -> list[SkillLine]:
    """Every skill of the standard, those that fewest offer first."""
    counted = dict(
        db.session.execute(
            select(AmbassadorSkill.skill, func.count())
            .join(Ambassador, Ambassador.id == AmbassadorSkill.ambassador_id)
            .join(Posting, Posting.person_id == Ambassador.person_id)
            .where(Posting.is_current, Ambassador.state.in_(HELPING), works_in(reach))
            .group_by(AmbassadorSkill.skill)
        ).all()
    )
    lines = [SkillLine(code, title, counted.get(code, 0)) for code, title in all_skills().items()]
    return sorted(lines, key=lambda line: (line.ambassadors, line.title))


def _line(name: str, unit: Unit | None, ids: frozenset[int], staff: dict[int, int], helping: Counter[int]) -> PlaceLine:
    return PlaceLine(
        name, unit.code if unit else None, sum(staff.get(id_, 0) for id_ in ids), sum(helping[id_] for id_ in ids)
    )


def _ambassadors_by_department() -> Counter[int]:
    rows = db.session.execute(
        select(Posting.department_id, func.count())
        .join(Ambassador, Ambassador.person_id == Posting.person_id)
        .where(Posting.is_current, Ambassador.state.in_(HELPING))
        .group_by(Posting.department_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def _per_office(statement: Select[str | None, int]) -> dict[str, int]:
    rows = db.session.execute(statement.where(Posting.office.is_not(None)).group_by(Posting.office))
    return {name: count for name, count in rows.all() if name}
