"""What part of the tree of departments a visitor's permission reaches, and where in it they are looking.

HR's figures and files are bounded by this: a department outside the reach is not found (404), as if it did not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, bindparam, select, true

from learnhub import clock
from learnhub.db import db
from learnhub.people.models import Department
from learnhub.people.queries import department_names


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, or a unit below one, by today's name."""

    id: int
    code: str
    name: str
    parent_id: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """The departments that figures are about. `chosen` None: all that the visitor may see, when that is not one.

    `is_wide`: nothing chosen means more than one department. `ids` are the chosen department and all below it, closed
    and merged ones too; None is everywhere, people without a department included. `rows` are what lies directly below,
    by name.
    """

    chosen: Unit | None
    is_wide: bool
    ids: frozenset[int] | None
    path: tuple[Unit, ...]
    rows: tuple[Unit, ...]
    _below: dict[int, list[int]] = field(repr=False)
    _units: dict[int, Unit] = field(repr=False, default_factory=dict)

    @property
    def code(self) -> str | None:
        """The chosen department's code, as an address names it."""
        return self.chosen.code if self.chosen else None

    def ids_of(self, unit: Unit) -> frozenset[int]:
        """A department and all below it."""
        return _ids_below([unit.id], self._below)

    def units_of(self, codes: Iterable[str]) -> tuple[Unit, ...]:
        """The open departments with these codes, of all that may be seen here, however far below."""
        wanted = set(codes)
        return tuple(
            unit for unit in self._units.values() if unit.code in wanted and unit.is_open and self.holds(unit.id)
        )

    def holds(self, department_id: int | None) -> bool:
        """Whether a department may be seen here; none at all only by who sees everywhere."""
        return self.ids is None or department_id in self.ids

    def named(self, department_id: int | None) -> str:
        """What a department is called today; empty for none."""
        unit = self._units.get(department_id or 0)
        return unit.name if unit else ""

    @property
    def open_rows(self) -> tuple[Unit, ...]:
        """What lies directly below and still exists."""
        return tuple(unit for unit in self.rows if unit.is_open)


def reach_of(scopes: Iterable[int] | None, code: str | None = None, language: str = "en") -> Reach:
    """Where a permission holds (`visitor().scopes(…)`; None is everywhere), or the department of that code within it.

    404 for a code that does not exist or lies outside. Two statements, whatever the size of the tree.
    """
    units, below = _tree(language)
    tops = None if scopes is None else frozenset(scopes)
    may_see = None if tops is None else _ids_below(tops, below)
    chosen = _chosen(units, may_see, code)
    is_wide = tops is None or len(tops) != 1
    if chosen is None and tops and not is_wide:
        chosen = units[min(tops)]
    if chosen is not None:
        rows = [units[id_] for id_ in below.get(chosen.id, ())]
        ids = _ids_below([chosen.id], below)
        return Reach(chosen, is_wide, ids, _path(units, chosen, may_see), _by_name(rows), below, units)
    rows = [unit for unit in units.values() if (unit.parent_id is None if tops is None else unit.id in tops)]
    return Reach(None, is_wide, may_see, (), _by_name(rows), below, units)


def within(column: Any, ids: frozenset[int] | None) -> ColumnElement[bool]:
    """Whether a column holds one of these departments; always when they are None. Any number of them."""
    if ids is None:
        return true()
    held: ColumnElement[bool] = column.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))
    return held


def _tree(language: str) -> tuple[dict[int, Unit], dict[int, list[int]]]:
    today = clock.today()
    names = department_names(today, language)
    units: dict[int, Unit] = {}
    below: dict[int, list[int]] = {}
    for row in db.session.execute(
        select(
            Department.id,
            Department.code,
            Department.parent_id,
            Department.merged_into_id,
            Department.opened_on,
            Department.closed_on,
        )
    ):
        is_open = row.opened_on <= today and (row.closed_on is None or row.closed_on > today)
        units[row.id] = Unit(row.id, row.code, names.get(row.id, row.code), row.parent_id, is_open)
        for above in {row.parent_id, row.merged_into_id} - {None}:
            below.setdefault(above, []).append(row.id)
    return units, below


def _ids_below(tops: Iterable[int], below: dict[int, list[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = list(tops)
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            waiting.extend(below.get(id_, ()))
    return frozenset(found)


def _chosen(units: dict[int, Unit], may_see: frozenset[int] | None, code: str | None) -> Unit | None:
    if not code:
        return None
    for unit in units.values():
        if unit.code == code and (may_see is None or unit.id in may_see):
            return unit
    return abort(404)


def _path(units: dict[int, Unit], chosen: Unit, may_see: frozenset[int] | None) -> tuple[Unit, ...]:
    """From the highest department that the visitor may see down to the one above the chosen one."""
    path: list[Unit] = []
    above = chosen.parent_id
    while above is not None and (may_see is None or above in may_see):
        path.append(units[above])
        above = units[above].parent_id
    return tuple(reversed(path))


def _by_name(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted(units, key=lambda unit: (unit.name.casefold(), unit.code)))
