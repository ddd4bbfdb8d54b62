"""What the kept tables of closed quarters say of a department, a unit or the whole service. Reads kept rows alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select

from learnhub.db import db
from learnhub.reports.participation_models import LearningHours, ParticipationCell, ParticipationQuarter
from learnhub.reports.participation_quarters import QUARTERS_BACK, Quarter
from learnhub.reports.participation_words import Dimension, PartKind

CellRow = Row[Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """How one scope stands: its totals by quarter (only where they may be shown), and the rows of one table."""

    totals: dict[Quarter, CellRow]
    rows: Sequence[CellRow]


def quarters_made() -> list[Quarter]:
    """The quarters that there are figures of, the latest first; two years of them."""
    found = (
        select(ParticipationQuarter.quarter)
        .where(ParticipationQuarter.made_at.is_not(None))
        .order_by(ParticipationQuarter.quarter.desc())
        .limit(QUARTERS_BACK)
    )
    return [Quarter(number) for number in db.session.execute(found).scalars()]


def spread_of(
    scope_id: int, kind: PartKind, dimension: Dimension, quarter: Quarter, quarters: Sequence[Quarter]
) -> Spread:
    """The totals of these quarters and one table of one of them; one statement."""
    rows = _cells(
        scope_id,
        kind,
        quarters,
        or_(
            ParticipationCell.dimension == Dimension.ALL.value,
            (ParticipationCell.dimension == dimension.value) & (ParticipationCell.quarter == quarter.number),
        ),
    )
    totals = {Quarter(row.quarter): row for row in rows if row.dimension == Dimension.ALL}
    return Spread(totals, [row for row in rows if row.dimension != Dimension.ALL])


def study_over_time(scope_id: int, quarters: Sequence[Quarter]) -> dict[Quarter, dict[str, CellRow]]:
    """By quarter: how many studied by themselves ("all"), and in whose time, as far as that may be shown."""
    found: dict[Quarter, dict[str, CellRow]] = {}
    shown = ParticipationCell.dimension.in_([Dimension.ALL.value, Dimension.TIME.value])
    for row in _cells(scope_id, PartKind.STUDY, quarters, shown):
        name = "all" if row.dimension == Dimension.ALL else row.label
        found.setdefault(Quarter(row.quarter), {})[name] = row
    return found


def hours_of_quarters(scope_id: int, quarters: Sequence[Quarter]) -> dict[Quarter, dict[PartKind, dict[int, int]]]:
    """Minutes by quarter, kind and assurance, as far as they may be shown."""
    found: dict[Quarter, dict[PartKind, dict[int, int]]] = {}
    for row in db.session.execute(
        select(LearningHours.quarter, LearningHours.kind, LearningHours.assurance, LearningHours.minutes).where(
            LearningHours.scope_id == scope_id, LearningHours.quarter.in_([quarter.number for quarter in quarters])
        )
    ):
        kinds = found.setdefault(Quarter(row.quarter), {})
        kinds.setdefault(PartKind(row.kind), {})[row.assurance] = row.minutes
    return found


def _cells(scope_id: int, kind: PartKind, quarters: Sequence[Quarter], shown: Any) -> Sequence[CellRow]:
    return db.session.execute(
        select(*ParticipationCell.__table__.columns)
        .where(
            ParticipationCell.quarter.in_([quarter.number for quarter in quarters]),
            ParticipationCell.scope_id == scope_id,
            ParticipationCell.kind == kind.value,
            shown,
        )
        .order_by(ParticipationCell.quarter.desc(), ParticipationCell.dimension, ParticipationCell.place)
    ).all()
