"""Makes the figures of each closed quarter, once, two weeks after its end. What is logged later changes none of them.

Reads for as long as it takes, holding nothing; writes a department at a time. A machine claims the quarter first, so
that figures of two moments never stand side by side; a claim that came to nothing is taken over after an hour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, text

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.reports.heads import Heads, finest
from learnhub.reports.participation_earlier import Division, divisions_beside, heads_beside
from learnhub.reports.participation_models import LearningHours, ParticipationCell, ParticipationQuarter
from learnhub.reports.participation_quarters import Quarter, quarters_due
from learnhub.reports.participation_reading import Facts, facts_of, places, profiles, times_taken
from learnhub.reports.participation_tables import Cell, states_of, tables_of
from learnhub.reports.participation_whole import everywhere, hours
from learnhub.reports.participation_words import Dimension, PartKind, Place

ROWS_AT_ONCE = 200
CLAIM_HOLDS = timedelta(hours=1)
_CLAIM = text(
    "INSERT INTO participation_quarter (quarter, claimed_at) VALUES (:quarter, :now) "
    "ON CONFLICT (quarter) DO UPDATE SET claimed_at = excluded.claimed_at "
    "WHERE participation_quarter.made_at IS NULL AND participation_quarter.claimed_at < :lost"
)


def make_due_quarters() -> int:
    """Make what is due, the oldest quarter first; how many quarters were made. Call it outside any transaction."""
    made = 0
    for quarter in quarters_due(clock.today()):
        if _is_free(quarter) and _claim(quarter):
            make_quarter(quarter)
            made += 1
    return made


def make_quarter(quarter: Quarter) -> None:
    """Make the figures of a quarter and say that they are there."""
    facts = facts_of(quarter)
    around = {
        root_id: list(divisions_beside(root_id, counted, quarter, facts.staff.above))
        for root_id, counted in places(facts).items()
    }
    heads = {root_id: heads_beside(counted, around[root_id]) for root_id, counted in places(facts).items()}
    database.end_reading()
    for kind in PartKind:
        _make_kind(quarter, kind, facts, heads, around)
    rows = [
        {"quarter": quarter.number, "scope_id": which.root_id, "kind": which.kind.value,
         "assurance": which.assurance.value, "minutes": minutes}
        for which, minutes in hours(facts.minutes, facts.learners)
    ]  # fmt: skip
    with database.write():
        if rows:
            db.session.execute(insert(LearningHours), rows)
        db.session.get_one(ParticipationQuarter, quarter.number).made_at = clock.now()


def _make_kind(
    quarter: Quarter,
    kind: PartKind,
    facts: Facts,
    heads: Mapping[int, Heads[Place]],
    around: Mapping[int, Sequence[Division]],
) -> None:
    people, times = profiles(facts, kind, quarter), times_taken(facts, kind)
    totals = {}
    for root_id, counted in sorted(people.items()):
        told = {
            dimension: finest(counted, [one.row_of for one in around[root_id] if one.tells == (kind, dimension)])
            for dimension in Dimension
        }
        above = facts.staff.above
        cells = tables_of(root_id, counted, above, times.get(root_id, ()), heads[root_id], told)
        if cells is not None:
            totals[root_id] = states_of(counted)
            _write(quarter, kind, cells)
    _write(quarter, kind, everywhere(totals, times))


def _write(quarter: Quarter, kind: PartKind, cells: Sequence[Cell]) -> None:
    rows: list[dict[str, Any]] = [{"quarter": quarter.number, "kind": kind.value, **asdict(cell)} for cell in cells]
    for row in rows:
        row["label"] = row["label"][:100]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        with database.write():
            db.session.execute(insert(ParticipationCell), rows[start : start + ROWS_AT_ONCE])


def _is_free(quarter: Quarter) -> bool:
    row = db.session.execute(
        select(ParticipationQuarter.made_at, ParticipationQuarter.claimed_at).where(
            ParticipationQuarter.quarter == quarter.number
        )
    ).first()
    database.end_reading()
    return row is None or (row.made_at is None and row.claimed_at < clock.now() - CLAIM_HOLDS)


def _claim(quarter: Quarter) -> bool:
    """Take a quarter, and away what another machine left of it. False: somebody was quicker."""
    now = clock.now()
    times = {"now": clock.to_ms(now), "lost": clock.to_ms(now - CLAIM_HOLDS)}
    with database.write():
        claimed: Any = db.session.execute(_CLAIM, {"quarter": quarter.number, **times})
        if not claimed.rowcount:
            return False
        for table in (ParticipationCell, LearningHours):
            db.session.execute(delete(table).where(table.quarter == quarter.number))
    return True
