"""The rows that a department's tables of other quarters have, as far as they would tell the same people apart today."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from learnhub.db import db
from learnhub.reports.heads import Heads
from learnhub.reports.participation_models import EVERYWHERE, ParticipationCell
from learnhub.reports.participation_quarters import QUARTERS_BACK, Quarter
from learnhub.reports.participation_tables import SPREADS
from learnhub.reports.participation_units import leaves_of
from learnhub.reports.participation_words import Dimension, PartKind, Place, covers
from learnhub.reports.suppression import Rows

Above = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Division:
    """The rows of a table; `tells`: of what kind and by what, when it told first-timers of an earlier quarter."""

    tells: tuple[PartKind, Dimension] | None
    row_of: Callable[[Any], Any]  # of a place, or a profile


def heads_beside(places: Mapping[Place, int], divisions: Iterable[Division]) -> Heads[Place]:
    """The people of a department, with the rows of other quarters noted, the nearest first.

    Rows that would give away a few of today's people are not: people have moved since, and such rows are today's no
    more.
    """
    heads: Heads[Place] = Heads(places)
    for division in divisions:
        if heads.fits(division.row_of):
            heads.note(division.row_of)
    return heads


def divisions_beside(root_id: int, places: Iterable[Place], quarter: Quarter, above: Above) -> Iterator[Division]:
    """The tables that other quarters have of a department, the nearest quarter first."""
    inside = {unit_id for place in places for unit_id in _upwards(place.unit_id, above)}
    shown: dict[tuple[int, str, str], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    told: dict[tuple[int, str, str], bool] = defaultdict(bool)
    for cell in _cells(quarter):
        if cell.scope_id in inside:
            table = cell.quarter, cell.kind, cell.dimension
            rows = shown[table][cell.scope_id]
            rows += [] if cell.merged else [cell.unit_id if cell.dimension == Dimension.UNITS else cell.label]
            told[table] |= cell.newcomers is not None
    for table in sorted(shown, key=lambda table: (abs(table[0] - quarter.number), table)):
        number, kind, dimension = table
        rows_of = {scope_id: Rows(tuple(keys)) for scope_id, keys in shown[table].items()}
        tells = (PartKind(kind), Dimension(dimension)) if told[table] and number < quarter.number else None
        if dimension == Dimension.UNITS:
            yield Division(tells, _by_leaf(leaves_of(root_id, inside, above, rows_of)))
        elif root_id in rows_of and dimension == Dimension.JOINED:
            yield Division(tells, _by_joining(rows_of[root_id]))
        elif root_id in rows_of:
            yield Division(tells, _by_row(rows_of[root_id], dict(SPREADS)[Dimension(dimension)]))


def _cells(quarter: Quarter) -> Iterable[Any]:
    return db.session.execute(
        select(
            ParticipationCell.quarter,
            ParticipationCell.kind,
            ParticipationCell.dimension,
            ParticipationCell.scope_id,
            ParticipationCell.label,
            ParticipationCell.unit_id,
            ParticipationCell.merged,
            ParticipationCell.newcomers,
        ).where(
            ParticipationCell.quarter.between(quarter.number - QUARTERS_BACK, quarter.number + QUARTERS_BACK),
            ParticipationCell.quarter != quarter.number,
            ParticipationCell.scope_id != EVERYWHERE,
            ParticipationCell.dimension.in_([Dimension.UNITS.value, *(each.value for each, _ in SPREADS)]),
        )
    )


def _upwards(unit_id: int, above: Above) -> Iterator[int]:
    here: int | None = unit_id
    while here is not None:
        yield here
        here = above[here]


def _by_leaf(leaves: Mapping[int, Any]) -> Callable[[Any], Any]:
    return lambda one: leaves[one.unit_id]


def _by_row(rows: Rows[str], key_of: Callable[[Any], str]) -> Callable[[Any], Any]:
    return lambda one: rows.place(key_of(one))


def _by_joining(rows: Rows[str]) -> Callable[[Any], Any]:
    """Years that stood alone may stand together by now, so a row is told by the years in it."""
    places: dict[str, int] = {}

    def row_of(one: Any) -> int:
        apart = one.joined_apart
        if apart not in places:
            places[apart] = next((n for n, row in enumerate(rows.shown) if covers(row, apart)), len(rows.shown))
        return places[apart]

    return row_of
